//! The operators of the language on numbers.
//!
//! Two integers give an integer, a decimal on either side gives a decimal, `/` always does; all are
//! cut to [`PRECISION`] digits.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, Zero};

use super::decimal::{Decimal, count_digits, ten_to};
use super::{LIMIT, Number, NumberError, PRECISION, Rounding};

impl Number {
    /// `self + other`
    pub fn add(&self, other: &Number) -> Result<Number, NumberError> {
        match (self, other) {
            (Number::Int(left), Number::Int(right)) => Ok(cut_int(left + right)),
            _ => cut(Decimal::from(self).add(&other.into())?),
        }
    }

    /// `self - other`
    pub fn sub(&self, other: &Number) -> Result<Number, NumberError> {
        match (self, other) {
            (Number::Int(left), Number::Int(right)) => Ok(cut_int(left - right)),
            _ => cut(Decimal::from(self).add(&Decimal::from(other).negate())?),
        }
    }

    /// `self * other`
    pub fn mul(&self, other: &Number) -> Result<Number, NumberError> {
        match (self, other) {
            (Number::Int(left), Number::Int(right)) => {
                // Checked before: a chain of squares must not get to allocate its last step.
                if left.bits() + right.bits() > LIMIT as u64 * 4 {
                    return Err(NumberError::OutOfRange);
                }
                let product = cut_int(left * right);
                let small = count_digits(product.digits()) <= LIMIT as u64;
                if small { Ok(product) } else { Err(NumberError::OutOfRange) }
            }
            _ => cut(Decimal::from(self).mul(&other.into())),
        }
    }

    /// `self / other`, always a decimal: without trailing zeros, but for the one of `2.0`.
    pub fn div(&self, other: &Number) -> Result<Number, NumberError> {
        let (left, right) = (Decimal::from(self), Decimal::from(other));
        let full = left.quotient(&right, PRECISION)?.round(PRECISION, Rounding::HalfUp);
        // The exponent the quotient has when it is written with all its digits.
        let written = if full.coefficient.is_zero() {
            left.exponent - right.exponent
        } else {
            full.leading() - i64::from(PRECISION) + 1
        };
        keep_point(full.reduce(), written).into_number()
    }

    /// `-self`
    #[must_use]
    pub fn neg(&self) -> Number {
        match self {
            Number::Int(value) => Number::Int(-value),
            Number::Decimal { coefficient, exponent } => {
                Number::Decimal { coefficient: -coefficient, exponent: *exponent }
            }
        }
    }

    /// The distance from zero.
    #[must_use]
    pub fn abs(&self) -> Number {
        match self {
            Number::Int(value) => Number::Int(value.abs()),
            Number::Decimal { coefficient, exponent } => {
                Number::Decimal { coefficient: coefficient.abs(), exponent: *exponent }
            }
        }
    }

    /// `div(self, other)`: the quotient of Euclid's division of integers, whose rest is never
    /// negative.
    pub fn euclid_div(&self, other: &Number) -> Result<Number, NumberError> {
        let (left, right) = integers(self, other)?;
        let (quotient, rest) = left.div_rem(right);
        Ok(Number::Int(match (rest.is_negative(), right.is_negative()) {
            (false, _) => quotient,
            (true, false) => quotient - 1,
            (true, true) => quotient + 1,
        }))
    }

    /// `mod(self, other)`: the rest of Euclid's division of integers, never negative.
    pub fn euclid_mod(&self, other: &Number) -> Result<Number, NumberError> {
        let (left, right) = integers(self, other)?;
        let rest = left % right;
        Ok(Number::Int(if rest.is_negative() { rest + right.abs() } else { rest }))
    }

    /// `quo(self, other)`: the quotient of integers, cut towards zero.
    pub fn quo(&self, other: &Number) -> Result<Number, NumberError> {
        let (left, right) = integers(self, other)?;
        Ok(Number::Int(left / right))
    }

    /// `rem(self, other)`: the rest that belongs to [`Number::quo`], with the sign of `self`.
    pub fn rem(&self, other: &Number) -> Result<Number, NumberError> {
        let (left, right) = integers(self, other)?;
        Ok(Number::Int(left % right))
    }

    /// Whether `self` is a whole number of times `other`, exactly.
    pub fn is_multiple_of(&self, other: &Number) -> Result<bool, NumberError> {
        if other.is_zero() {
            return Err(if self.is_zero() {
                NumberError::DivisionUndefined
            } else {
                NumberError::DivisionByZero
            });
        }
        let (left, right, _) = Decimal::from(self).aligned(&other.into())?;
        Ok((left % right).is_zero())
    }

    /// Cut to `digits` significant digits; integers too become decimals where they are longer.
    pub fn round_digits(&self, digits: u32, rounding: Rounding) -> Result<Number, NumberError> {
        if self.is_int() && count_digits(self.digits()) <= u64::from(digits) {
            return Ok(self.clone());
        }
        Decimal::from(self).round(digits, rounding).into_number()
    }
}

/// The result of an operation that had a decimal on a side.
pub(super) fn cut(result: Decimal) -> Result<Number, NumberError> {
    result.round(PRECISION, Rounding::HalfUp).into_number()
}

/// Writes `2` as `2.0` if all its digits would have stood behind a point.
fn keep_point(reduced: Decimal, written: i64) -> Decimal {
    if written < 0 && reduced.exponent >= 0 {
        return Decimal { coefficient: reduced.coefficient * 10, exponent: reduced.exponent - 1 };
    }
    reduced
}

/// An integer cut to [`PRECISION`] digits, as in CUE: the digits behind become zeros.
fn cut_int(value: BigInt) -> Number {
    // Bits are cheap to know; the exact count of digits is needed for large numbers only.
    if value.bits() <= u64::from(PRECISION) * 3 {
        return Number::Int(value);
    }
    let cut = Decimal { coefficient: value, exponent: 0 }.round(PRECISION, Rounding::HalfUp);
    Number::Int(cut.coefficient * ten_to(cut.exponent.unsigned_abs()))
}

fn integers<'a>(
    left: &'a Number,
    right: &'a Number,
) -> Result<(&'a BigInt, &'a BigInt), NumberError> {
    let (Some(left), Some(right)) = (left.as_int(), right.as_int()) else {
        return Err(NumberError::NotAnInteger);
    };
    if right.is_zero() {
        return Err(NumberError::DivisionByZero);
    }
    Ok((left, right))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Operation = fn(&Number, &Number) -> Result<Number, NumberError>;

    fn check(operation: Operation, left: &str, right: &str, expected: &str) {
        let operand = |text| Number::parse(text).unwrap();
        let result = operation(&operand(left), &operand(right));
        let text = result.map_or_else(|error| error.to_string(), |number| number.to_string());
        assert_eq!(text, expected, "{left} and {right}");
    }

    #[test]
    fn adds_and_multiplies_as_cue_does() {
        check(Number::add, "0.1", "0.2", "0.3");
        check(Number::add, "123.45", "987.65", "1111.10");
        check(Number::sub, "123.45", "987.65", "-864.20");
        check(Number::mul, "123.45", "987.65", "121925.3925");
        check(Number::add, "1", "1.0", "2.0");
        check(Number::mul, "2", "1.5", "3.0");
        check(Number::add, "1e100000", "1e-100000", "1.000000000000000000000000000000000E+100000");
        check(Number::mul, "1e99999", "1e99999", "number out of range");
        let long = "123456789012345678901234567890";
        let zeros = "0".repeat(25);
        check(Number::mul, long, long, &format!("1524157875323883675049535156253620{zeros}"));
        check(Number::add, &"9".repeat(35), "0", &format!("1{}", "0".repeat(35)));
        check(Number::sub, &"9".repeat(34), "1", &format!("{}8", "9".repeat(33)));
    }

    #[test]
    fn division_gives_decimals() {
        check(Number::div, "4", "2", "2.0");
        check(Number::div, "1", "3", "0.3333333333333333333333333333333333");
        check(Number::div, "2.0", "3.0", "0.6666666666666666666666666666666667");
        check(Number::div, "-2", "3", "-0.6666666666666666666666666666666667");
        check(Number::div, "123.45", "987.65", "0.1249936718473143320002025008859414");
        check(Number::div, "1000000000000", "2.0", "5.0E+11");
        check(Number::div, "1e40", "1", "1E+40");
        check(Number::div, "0", "5", "0");
        check(Number::div, "0.0", "5", "0.0");
        check(Number::div, "1.0", "0", "division by zero");
        check(Number::div, "0", "0", "division undefined");
    }

    #[test]
    fn integer_division_comes_in_two_sorts() {
        for (left, right, [div, modulo, quo, rem]) in [
            ("15", "4", ["3", "3", "3", "3"]),
            ("15", "-4", ["-3", "3", "-3", "3"]),
            ("-15", "4", ["-4", "1", "-3", "-3"]),
            ("-15", "-4", ["4", "1", "3", "-3"]),
            ("-16", "4", ["-4", "0", "-4", "0"]),
        ] {
            check(Number::euclid_div, left, right, div);
            check(Number::euclid_mod, left, right, modulo);
            check(Number::quo, left, right, quo);
            check(Number::rem, left, right, rem);
        }
        check(Number::quo, "1", "0", "division by zero");
        check(Number::quo, "1.0", "1", "not an integer");
    }

    #[test]
    fn a_chain_of_squares_ends_in_an_error() {
        let mut number = Number::from(10);
        let error = loop {
            match number.mul(&number) {
                Ok(square) => number = square,
                Err(error) => break error,
            }
        };
        assert_eq!(error, NumberError::OutOfRange);
    }
}
