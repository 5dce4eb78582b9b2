//! CUE's numbers: integers of any size and decimals with 34 digits.
//!
//! Integers are exact, whatever their size. A decimal is a coefficient and a power of ten; it keeps
//! the zeros it was written with (`1.50`), and arithmetic cuts it to [`PRECISION`] digits, halves
//! away from zero. Exponents and lengths are limited by [`LIMIT`], so that no number that a text
//! can name eats the memory: what goes beyond is a [`NumberError`]. There are no infinities, no
//! NaN and no negative zero.
//!
//! `decimal` holds the arithmetic of decimals, `arithmetic` the operators of the language, `text`
//! reading and writing, `elementary` roots, powers and logarithms.

mod arithmetic;
mod decimal;
mod elementary;
mod text;

use std::cmp::Ordering;
use std::fmt;

use num_bigint::{BigInt, Sign};
use num_traits::{ToPrimitive, Zero};

use decimal::Decimal;

/// The significant digits of a decimal result.
pub const PRECISION: u32 = 34;

/// How far an exponent may go, up or down, and how many digits an integer may have.
pub const LIMIT: i64 = 100_000;

/// A number: an integer, or a decimal `coefficient · 10^exponent` that keeps its trailing zeros.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Number {
    /// An integer of any size.
    Int(BigInt),
    /// A decimal, a float to the language even where it is integral.
    Decimal {
        /// The digits, with the sign.
        coefficient: BigInt,
        /// The power of ten.
        exponent: i32,
    },
}

/// How a result is cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    /// To the nearest, halves away from zero.
    HalfUp,
    /// To the nearest, halves to the even neighbour.
    HalfEven,
    /// Towards zero.
    Down,
    /// Towards negative infinity.
    Floor,
    /// Towards positive infinity.
    Ceiling,
}

/// Why a number could not be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NumberError {
    /// Something but zero divided by zero.
    DivisionByZero,
    /// Zero divided by zero.
    DivisionUndefined,
    /// Larger or smaller than [`LIMIT`] allows.
    OutOfRange,
    /// The operation has no result in the real numbers.
    Invalid,
    /// An integer was needed.
    NotAnInteger,
    /// The text is no number.
    Syntax,
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NumberError::DivisionByZero => "division by zero",
            NumberError::DivisionUndefined => "division undefined",
            NumberError::OutOfRange => "number out of range",
            NumberError::Invalid => "invalid operation",
            NumberError::NotAnInteger => "not an integer",
            NumberError::Syntax => "not a number",
        })
    }
}

impl std::error::Error for NumberError {}

impl Number {
    /// A decimal of these digits, within [`LIMIT`].
    pub fn decimal(coefficient: BigInt, exponent: i64) -> Result<Number, NumberError> {
        Decimal { coefficient, exponent }.into_number()
    }

    /// The number that a float names by its shortest spelling; infinities and NaN are none.
    pub fn from_f64(value: f64) -> Result<Number, NumberError> {
        if !value.is_finite() {
            return Err(NumberError::Invalid);
        }
        match Number::parse(&format!("{value:e}"))? {
            Number::Int(coefficient) => Number::decimal(coefficient, 0),
            decimal @ Number::Decimal { .. } => Ok(decimal),
        }
    }

    /// The number as an integer where its value is one, otherwise unchanged.
    #[must_use]
    pub fn integral(self) -> Number {
        match Decimal::from(&self).to_integer() {
            Some(value) => Number::Int(value),
            None => self,
        }
    }

    /// Whether it is an `int` to the language.
    pub fn is_int(&self) -> bool {
        matches!(self, Number::Int(_))
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        self.digits().is_zero()
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.digits().sign() == Sign::Minus
    }

    /// The `int` it is, if it is one.
    pub fn as_int(&self) -> Option<&BigInt> {
        match self {
            Number::Int(value) => Some(value),
            Number::Decimal { .. } => None,
        }
    }

    /// The `int` it is, if it fits.
    pub fn to_i64(&self) -> Option<i64> {
        self.as_int()?.to_i64()
    }

    /// The `int` it is, if it fits.
    pub fn to_u64(&self) -> Option<u64> {
        self.as_int()?.to_u64()
    }

    /// The nearest float; beyond its range infinity or zero.
    pub fn to_f64(&self) -> f64 {
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// Compares by value: `1` and `1.0` are equal.
    pub fn compare(&self, other: &Number) -> Ordering {
        match (self, other) {
            (Number::Int(left), Number::Int(right)) => left.cmp(right),
            _ => Decimal::from(self).compare(&Decimal::from(other)),
        }
    }

    /// The integer next to it.
    pub fn round(&self, rounding: Rounding) -> BigInt {
        match self {
            Number::Int(value) => value.clone(),
            Number::Decimal { .. } => Decimal::from(self).to_integer_rounded(rounding),
        }
    }

    fn digits(&self) -> &BigInt {
        match self {
            Number::Int(value) | Number::Decimal { coefficient: value, .. } => value,
        }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Number::Int(value.into())
    }
}

impl From<BigInt> for Number {
    fn from(value: BigInt) -> Self {
        Number::Int(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn compares_by_value_across_kinds_and_sizes() {
        for (left, right, order) in [
            ("1", "1.0", Ordering::Equal),
            ("1e3", "1000", Ordering::Equal),
            ("-1.5", "-1", Ordering::Less),
            ("0.0", "0", Ordering::Equal),
            ("1e99999", "-1e99999", Ordering::Greater),
            ("1e-99999", "1e99999", Ordering::Less),
            ("9.99", "10", Ordering::Less),
            (
                "123456789012345678901234567890.5",
                "123456789012345678901234567890",
                Ordering::Greater,
            ),
        ] {
            assert_eq!(number(left).compare(&number(right)), order, "{left} and {right}");
        }
    }

    #[test]
    fn rounds_to_integers() {
        for (text, expected) in [
            ("2.5", [3, 2, 2, 2, 3]),
            ("-2.5", [-3, -2, -2, -3, -2]),
            ("3.5", [4, 4, 3, 3, 4]),
            ("0.2", [0, 0, 0, 0, 1]),
            ("-0.2", [0, 0, 0, -1, 0]),
            ("1e2", [100, 100, 100, 100, 100]),
            ("1e-99999", [0, 0, 0, 0, 1]),
        ] {
            use Rounding::{Ceiling, Down, Floor, HalfEven, HalfUp};
            let rounded = [HalfUp, HalfEven, Down, Floor, Ceiling]
                .map(|rounding| number(text).round(rounding));
            assert_eq!(rounded, expected.map(BigInt::from), "{text}");
        }
    }

    #[test]
    fn floats_come_and_go() {
        assert_eq!(Number::from_f64(0.1).unwrap().to_string(), "0.1");
        assert_eq!(Number::from_f64(1000.0).unwrap().to_string(), "1E+3");
        assert!(!Number::from_f64(4.0).unwrap().is_int());
        assert_eq!(Number::from_f64(f64::NAN), Err(NumberError::Invalid));
        assert_eq!(number("2.50").to_f64(), 2.5);
        assert_eq!(number("2.00").integral(), Number::from(2));
        assert_eq!(number("2.01").integral(), number("2.01"));
    }
}
