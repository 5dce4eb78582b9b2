//! The functions on integers and decimals.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

use super::super::arguments::{big, int, number};
use super::super::table::{Member, plain};
use super::super::{Data, Fault};
use crate::base::{Number, NumberError, Rounding};
use crate::eval::kind::Kind;

const ONE: &[Kind] = &[Kind::NUMBER];
const TWO: &[Kind] = &[Kind::NUMBER, Kind::NUMBER];

pub(super) const MEMBERS: &[Member] = &[
    plain("Floor", ONE, Kind::INT, "The largest integer that is not above.", "(-2.5) = -3", {
        |args| round(args, Rounding::Floor)
    }),
    plain("Ceil", ONE, Kind::INT, "The smallest integer that is not below.", "(2.1) = 3", {
        |args| round(args, Rounding::Ceiling)
    }),
    plain("Trunc", ONE, Kind::INT, "The integer part.", "(-2.9) = -2", {
        |args| round(args, Rounding::Down)
    }),
    plain("Round", ONE, Kind::INT, "The nearest integer, halves away from zero.", "(2.5) = 3", {
        |args| round(args, Rounding::HalfUp)
    }),
    plain("RoundToEven", ONE, Kind::INT, "The nearest integer, halves to even.", "(2.5) = 2", {
        |args| round(args, Rounding::HalfEven)
    }),
    plain(
        "MultipleOf",
        TWO,
        Kind::BOOL,
        "Whether one is a multiple of the other.",
        "(4.5, 1.5) = true",
        |args| Ok(number(args, 0)?.is_multiple_of(number(args, 1)?)?.into()),
    ),
    plain("Abs", ONE, Kind::NUMBER, "The distance from zero.", "(-2.5) = 2.5", |args| {
        Ok(number(args, 0)?.abs().integral().into())
    }),
    plain("Signbit", ONE, Kind::BOOL, "Whether a number is negative.", "(-1) = true", |args| {
        Ok(number(args, 0)?.is_negative().into())
    }),
    plain(
        "Copysign",
        TWO,
        Kind::NUMBER,
        "The first number with the sign of the second.",
        "(3, -0.5) = -3",
        |args| {
            let size = number(args, 0)?.abs();
            Ok(if number(args, 1)?.is_negative() { size.neg() } else { size }.integral().into())
        },
    ),
    plain(
        "Dim",
        TWO,
        Kind::NUMBER,
        "How far the first number is above the second, or 0.",
        "(5, 3) = 2",
        |args| {
            let difference = number(args, 0)?.sub(number(args, 1)?)?;
            Ok(if difference.is_negative() { Number::from(0) } else { difference.integral() }
                .into())
        },
    ),
    plain("Cbrt", ONE, Kind::NUMBER, "The cube root.", "(27) = 3", |args| {
        give(number(args, 0)?.cbrt())
    }),
    plain(
        "Exp",
        ONE,
        Kind::NUMBER,
        "A power of e.",
        "(1) = 2.718281828459045235360287471352662",
        |args| give(number(args, 0)?.exp()),
    ),
    plain("Exp2", ONE, Kind::NUMBER, "A power of 2.", "(10) = 1024", |args| {
        give(Number::from(2).pow(number(args, 0)?))
    }),
    plain(
        "Log",
        ONE,
        Kind::NUMBER,
        "The natural logarithm.",
        "(2) = 0.6931471805599453094172321214581766",
        |args| give(number(args, 0)?.ln()),
    ),
    plain("Log10", ONE, Kind::NUMBER, "The logarithm to the base 10.", "(1000) = 3", |args| {
        give(number(args, 0)?.log10())
    }),
    plain("Log2", ONE, Kind::NUMBER, "The logarithm to the base 2.", "(8) = 3", |args| {
        give(number(args, 0)?.log2())
    }),
    plain("Pow", TWO, Kind::NUMBER, "A power of the first number.", "(8, 3) = 512", |args| {
        give(number(args, 0)?.pow(number(args, 1)?))
    }),
    plain("Pow10", &[Kind::INT], Kind::NUMBER, "A power of 10.", "(3) = 1000", |args| {
        give(Number::decimal(1.into(), int(args, 0)?))
    }),
    plain(
        "Jacobi",
        &[Kind::INT, Kind::INT],
        Kind::INT,
        "The Jacobi symbol of two integers, the \
        second of them odd.",
        "(2, 15) = 1",
        |args| jacobi(big(args, 0)?, big(args, 1)?),
    ),
];

fn round(args: &[Data], rounding: Rounding) -> Result<Data, Fault> {
    Ok(Number::Int(number(args, 0)?.round(rounding)).into())
}

/// The result of a decimal function; it is an integer where its value is one.
fn give(result: Result<Number, NumberError>) -> Result<Data, Fault> {
    Ok(result?.integral().into())
}

fn jacobi(x: &BigInt, y: &BigInt) -> Result<Data, Fault> {
    if y.is_even() {
        return Err(Fault::new(format!(
            "big: invalid 2nd argument to Int.Jacobi: need odd integer but got {y}"
        )));
    }
    let mut sign = if y.is_negative() && x.is_negative() { -1_i64 } else { 1 };
    let (mut x, mut y) = (x.clone(), y.abs());
    loop {
        x = x.mod_floor(&y);
        if x.is_zero() {
            return Ok(if y == BigInt::from(1) { sign } else { 0 }.into());
        }
        let twos = x.trailing_zeros().unwrap_or(0);
        x >>= twos;
        let rest = |value: &BigInt, by: u8| (value % by).to_u8().unwrap_or(0);
        if twos % 2 == 1 && matches!(rest(&y, 8), 3 | 5) {
            sign = -sign;
        }
        if rest(&x, 4) == 3 && rest(&y, 4) == 3 {
            sign = -sign;
        }
        debug_assert_ne!(x.sign(), Sign::Minus);
        std::mem::swap(&mut x, &mut y);
    }
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn results_keep_to_the_language() {
        check("math.MultipleOf", "100.01, 4", "false");
        check("math.MultipleOf", "9801, 99", "true");
        check("math.MultipleOf", "1, 0", "error: division by zero");
        check("math.Pow", "2, 0.5", "1.414213562373095048801688724209698");
        check("math.Log", "0", "error: invalid operation");
        check("math.Pow10", "1000000", "error: number out of range");
        check("math.Pow10", "-3", "0.001");
        check("math.Floor", "1e5", "100000");
    }

    #[test]
    fn jacobi_symbols() {
        for (x, y, expected) in
            [(1, 1, 1), (5, 21, 1), (3, 7, -1), (-1, -7, 1), (6, 9, 0), (0, 3, 0)]
        {
            check("math.Jacobi", &format!("{x}, {y}"), &expected.to_string());
        }
        check("math.Jacobi", "1, 2", {
            "error: big: invalid 2nd argument to Int.Jacobi: need odd integer but got 2"
        });
    }
}
