//! The constants of `math`.

use super::super::table::{Member, source};

pub(super) const MEMBERS: &[Member] = &[
    source(
        "E",
        "2.71828182845904523536028747135266249775724709369995957496696763",
        "The base of the natural logarithm.",
    ),
    source(
        "Pi",
        "3.14159265358979323846264338327950288419716939937510582097494459",
        "Half the circumference of the unit circle.",
    ),
    source(
        "Phi",
        "1.61803398874989484820458683436563811772030917980576286213544861",
        "The golden ratio.",
    ),
    source(
        "Sqrt2",
        "1.41421356237309504880168872420969807856967187537694807317667974",
        "The square root of 2.",
    ),
    source(
        "SqrtE",
        "1.64872127070012814684865078781416357165377610071014801157507931",
        "The square root of e.",
    ),
    source(
        "SqrtPi",
        "1.77245385090551602729816748334114518279754945612238712821380779",
        "The square root of pi.",
    ),
    source(
        "SqrtPhi",
        "1.27201964951406896425242246173749149171560804184009624861664038",
        "The square root of the golden ratio.",
    ),
    source(
        "Ln2",
        "0.693147180559945309417232121458176568075500134360255254120680009",
        "The natural logarithm of 2.",
    ),
    source(
        "Log2E",
        "1.442695040888963407359924681001892137426645954152985934135449408",
        "The logarithm of e to the base 2.",
    ),
    source(
        "Ln10",
        "2.3025850929940456840179914546843642076011014886287729760333278",
        "The natural logarithm of 10.",
    ),
    source(
        "Log10E",
        "0.43429448190325182765112891891660508229439700580366656611445378",
        "The logarithm of e to the base 10.",
    ),
    source("MaxExp", "2147483647", "The largest exponent of a big float."),
    source("MinExp", "-2147483648", "The smallest exponent of a big float."),
    source("MaxPrec", "4294967295", "The largest precision of a big float."),
    source("ToNearestEven", "0", "Rounding to the nearest, halves to even."),
    source("ToNearestAway", "1", "Rounding to the nearest, halves away from zero."),
    source("ToZero", "2", "Rounding towards zero."),
    source("AwayFromZero", "3", "Rounding away from zero."),
    source("ToNegativeInf", "4", "Rounding towards negative infinity."),
    source("ToPositiveInf", "5", "Rounding towards positive infinity."),
    source("Below", "-1", "A result below the exact one."),
    source("Exact", "0", "An exact result."),
    source("Above", "1", "A result above the exact one."),
    source("MaxBase", "62", "The largest base of a text of digits."),
];
