//! The special functions: error functions, gamma, Bessel.

use super::super::arguments::{float, int};
use super::super::table::{Member, plain};
use super::super::{Data, Fault};
use super::float::{give, one};
use crate::eval::kind::Kind;

const ONE: &[Kind] = &[Kind::NUMBER];
const ORDERED: &[Kind] = &[Kind::INT, Kind::NUMBER];
const RESULT: Kind = Kind::NUMBER;

/// Bessel functions of a higher order take as many steps; felt to be more than anyone needs.
const HIGHEST_ORDER: i64 = 1_000_000;

pub(super) const MEMBERS: &[Member] = &[
    plain("Erf", ONE, RESULT, "The error function.", "(0) = 0.0", |args| one(args, libm::erf)),
    plain("Erfc", ONE, RESULT, "What the error function lacks to 1.", "(0) = 1.0", |args| {
        one(args, libm::erfc)
    }),
    plain("Erfinv", ONE, RESULT, "The inverse of the error function.", "(0) = 0.0", |args| {
        one(args, erfinv)
    }),
    plain("Erfcinv", ONE, RESULT, "The inverse of Erfc.", "(1) = 0.0", |args| {
        one(args, |value| erfinv_of(1.0 - value, value))
    }),
    plain("Gamma", ONE, RESULT, "The gamma function.", "(5) = 24.0", |args| one(args, gamma)),
    plain("J0", ONE, RESULT, "The Bessel function of the first kind of order 0.", "(0) = 1.0", {
        |args| one(args, libm::j0)
    }),
    plain("J1", ONE, RESULT, "The Bessel function of the first kind of order 1.", "(0) = 0.0", {
        |args| one(args, libm::j1)
    }),
    plain("Jn", ORDERED, RESULT, "The Bessel function of the first kind.", "(2, 0) = 0.0", {
        |args| ordered(args, libm::jn)
    }),
    plain(
        "Y0",
        ONE,
        RESULT,
        "The Bessel function of the second kind of order 0.",
        "(0) = error: the result is infinite",
        |args| one(args, libm::y0),
    ),
    plain(
        "Y1",
        ONE,
        RESULT,
        "The Bessel function of the second kind of order 1.",
        "(0) = error: the result is infinite",
        |args| one(args, libm::y1),
    ),
    plain(
        "Yn",
        ORDERED,
        RESULT,
        "The Bessel function of the second kind.",
        "(2, 0) = error: the result is infinite",
        |args| ordered(args, libm::yn),
    ),
];

fn ordered(args: &[Data], function: fn(i32, f64) -> f64) -> Result<Data, Fault> {
    let order = int(args, 0)?;
    if order.abs() > HIGHEST_ORDER {
        return Err(Fault::new(format!("order {order} is above {HIGHEST_ORDER}")));
    }
    give(function(order as i32, float(args, 1)?))
}

/// The gamma function, exact where the result is a factorial that a float holds.
fn gamma(value: f64) -> f64 {
    if value.fract() == 0.0 && (1.0..=23.0).contains(&value) {
        return (1..value as u64).map(|factor| factor as f64).product();
    }
    libm::tgamma(value)
}

fn erfinv(value: f64) -> f64 {
    if value < 0.0 { -erfinv(-value) } else { erfinv_of(value, 1.0 - value) }
}

/// The number whose error function is `value`; `rest` is what that lacks to 1, which may be known
/// more exactly. A first estimate, made exact by Newton's steps.
fn erfinv_of(value: f64, rest: f64) -> f64 {
    if value.is_nan() || !(-1.0..=1.0).contains(&value) {
        return f64::NAN;
    }
    if value == 0.0 {
        return value;
    }
    if rest == 0.0 || value == -1.0 && rest == 2.0 {
        return f64::INFINITY.copysign(value);
    }
    if value < 0.0 {
        return -erfinv_of(-value, 2.0 - rest);
    }
    // Winitzki's estimate is within half a percent.
    let factor = 0.147;
    let log = libm::log(rest * (1.0 + value));
    let half = 2.0 / (std::f64::consts::PI * factor) + log / 2.0;
    let mut result = libm::sqrt(libm::sqrt(half * half - log / factor) - half);
    for _ in 0..4 {
        // In the tail the difference of the complements is the exact one.
        let error = if value < 0.5 { libm::erf(result) - value } else { rest - libm::erfc(result) };
        let slope = std::f64::consts::FRAC_2_SQRT_PI * libm::exp(-result * result);
        let step = error / slope;
        result -= step / (1.0 + result * step);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::{erfinv, erfinv_of};

    #[test]
    fn inverses_of_the_error_function() {
        for value in [1e-300, 1e-9, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999_999] {
            let back = libm::erf(erfinv(value));
            assert!((back - value).abs() <= 4.0 * f64::EPSILON * value, "{value}: {back}");
            assert_eq!(erfinv(-value), -erfinv(value));
        }
        for rest in [1e-300, 1e-100, 1e-20, 1e-3, 0.4] {
            let back = libm::erfc(erfinv_of(1.0 - rest, rest));
            assert!((back - rest).abs() <= 1e-12 * rest, "{rest}: {back}");
        }
        assert!(erfinv(1.5).is_nan());
        assert_eq!(erfinv(1.0), f64::INFINITY);
        assert_eq!(erfinv(-1.0), f64::NEG_INFINITY);
    }
}
