//! The functions on floats: roots, angles, hyperbolas, rests and the parts of a float.

use super::super::arguments::{float, int};
use super::super::table::{Member, plain};
use super::super::{Data, Fault};
use crate::base::Number;
use crate::eval::kind::Kind;

const ONE: &[Kind] = &[Kind::NUMBER];
const TWO: &[Kind] = &[Kind::NUMBER, Kind::NUMBER];
const RESULT: Kind = Kind::NUMBER;

pub(super) const MEMBERS: &[Member] = &[
    plain("Sqrt", ONE, RESULT, "The square root.", "(2) = 1.4142135623730951", |args| {
        one(args, libm::sqrt)
    }),
    plain("Hypot", TWO, RESULT, "The length of the hypotenuse.", "(3, 4) = 5.0", |args| {
        two(args, libm::hypot)
    }),
    plain("Sin", ONE, RESULT, "The sine.", "(0) = 0.0", |args| one(args, libm::sin)),
    plain("Cos", ONE, RESULT, "The cosine.", "(0) = 1.0", |args| one(args, libm::cos)),
    plain("Tan", ONE, RESULT, "The tangent.", "(0) = 0.0", |args| one(args, libm::tan)),
    plain("Asin", ONE, RESULT, "The arc sine.", "(1) = 1.5707963267948966", |args| {
        one(args, libm::asin)
    }),
    plain("Acos", ONE, RESULT, "The arc cosine.", "(1) = 0.0", |args| one(args, libm::acos)),
    plain("Atan", ONE, RESULT, "The arc tangent.", "(0) = 0.0", |args| one(args, libm::atan)),
    plain(
        "Atan2",
        TWO,
        RESULT,
        "The angle of the point whose y comes first.",
        "(1, 0) = 1.5707963267948966",
        |args| two(args, libm::atan2),
    ),
    plain("Sinh", ONE, RESULT, "The hyperbolic sine.", "(0) = 0.0", |args| one(args, libm::sinh)),
    plain("Cosh", ONE, RESULT, "The hyperbolic cosine.", "(0) = 1.0", |args| one(args, libm::cosh)),
    plain("Tanh", ONE, RESULT, "The hyperbolic tangent.", "(0) = 0.0", |args| {
        one(args, libm::tanh)
    }),
    plain("Asinh", ONE, RESULT, "The inverse hyperbolic sine.", "(0) = 0.0", |args| {
        one(args, libm::asinh)
    }),
    plain("Acosh", ONE, RESULT, "The inverse hyperbolic cosine.", "(1) = 0.0", |args| {
        one(args, libm::acosh)
    }),
    plain("Atanh", ONE, RESULT, "The inverse hyperbolic tangent.", "(0) = 0.0", |args| {
        one(args, libm::atanh)
    }),
    plain("Expm1", ONE, RESULT, "A power of e, less 1.", "(0) = 0.0", |args| {
        one(args, libm::expm1)
    }),
    plain("Log1p", ONE, RESULT, "The natural logarithm of 1 and more.", "(0) = 0.0", |args| {
        one(args, libm::log1p)
    }),
    plain(
        "Mod",
        TWO,
        RESULT,
        "The rest of a division, with the sign of the first.",
        "(7, -4) = 3.0",
        |args| two(args, libm::fmod),
    ),
    plain(
        "Remainder",
        TWO,
        RESULT,
        "The rest of a division by the nearest quotient.",
        "(7, 4) = -1.0",
        |args| two(args, libm::remainder),
    ),
    plain(
        "Ldexp",
        &[Kind::NUMBER, Kind::INT],
        RESULT,
        "A number times a power of 2.",
        "(0.5, 4) = 8.0",
        |args| {
            let power = int(args, 1)?.clamp(-5000, 5000) as i32;
            give(libm::ldexp(float(args, 0)?, power))
        },
    ),
    plain("Logb", ONE, RESULT, "The power of 2 of the first bit, as a float.", "(8) = 3.0", {
        |args| match float(args, 0)? {
            0.0 => Err(Fault::new("the result is infinite")),
            value => give(f64::from(libm::ilogb(value))),
        }
    }),
    plain("Ilogb", ONE, Kind::INT, "The power of 2 of the first bit.", "(8) = 3", |args| {
        Ok(match float(args, 0)? {
            0.0 => i64::from(i32::MIN),
            value if value.is_infinite() => i64::from(i32::MAX),
            value => i64::from(libm::ilogb(value)),
        }
        .into())
    }),
];

pub(super) fn one(args: &[Data], function: fn(f64) -> f64) -> Result<Data, Fault> {
    give(function(float(args, 0)?))
}

pub(super) fn two(args: &[Data], function: fn(f64, f64) -> f64) -> Result<Data, Fault> {
    give(function(float(args, 0)?, float(args, 1)?))
}

/// The result of a float function. Go has infinities and NaN; the language has no such numbers.
pub(super) fn give(value: f64) -> Result<Data, Fault> {
    if value.is_nan() {
        return Err(Fault::new("the result is not a number"));
    }
    if value.is_infinite() {
        return Err(Fault::new("the result is infinite"));
    }
    Ok(Number::from_f64(value)?.into())
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn what_is_no_number() {
        check("math.Sqrt", "-1", "error: the result is not a number");
        check("math.Atanh", "1", "error: the result is infinite");
        check("math.Mod", "1, 0", "error: the result is not a number");
        check("math.Ilogb", "0", "-2147483648");
        check("math.Ldexp", "1, 99999999", "error: the result is infinite");
    }
}
