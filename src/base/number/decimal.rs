//! The arithmetic of decimals at any precision. It knows neither kinds nor texts, and its
//! exponents are wide: the limit is applied where a [`Number`] is made of the result.

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::{LIMIT, Number, NumberError, Rounding};

/// `coefficient · 10^exponent`.
#[derive(Clone, Debug)]
pub(super) struct Decimal {
    pub(super) coefficient: BigInt,
    pub(super) exponent: i64,
}

/// `10^power`.
pub(super) fn ten_to(power: u64) -> BigInt {
    match u32::try_from(power) {
        Ok(small) if small <= 38 => BigInt::from(10_u128.pow(small)),
        _ => BigInt::from(BigUint::from(10_u8).pow(power.min(LIMIT as u64 * 4) as u32)),
    }
}

/// How many decimal digits `value` has, the sign aside; zero has one.
pub(super) fn count_digits(value: &BigInt) -> u64 {
    if let Some(small) = value.magnitude().to_u128() {
        return u64::from(small.checked_ilog10().unwrap_or(0)) + 1;
    }
    // log10(2) is a little more than 0.30102: the estimate is never too high and rarely low.
    let mut digits = (value.bits() - 1) * 30_102 / 100_000;
    let mut power = ten_to(digits).into_parts().1;
    while value.magnitude() >= &power {
        digits += 1;
        power *= 10_u8;
    }
    digits
}

impl Decimal {
    pub(super) fn int(value: i64) -> Self {
        Self { coefficient: value.into(), exponent: 0 }
    }

    /// The number, if it keeps within [`LIMIT`].
    pub(super) fn into_number(self) -> Result<Number, NumberError> {
        let leading = self.leading();
        if self.exponent.abs() > LIMIT || (!self.coefficient.is_zero() && leading.abs() > LIMIT) {
            return Err(NumberError::OutOfRange);
        }
        Ok(Number::Decimal { coefficient: self.coefficient, exponent: self.exponent as i32 })
    }

    /// The power of ten of the first digit.
    pub(super) fn leading(&self) -> i64 {
        self.exponent.saturating_add(count_digits(&self.coefficient) as i64 - 1)
    }

    pub(super) fn negate(self) -> Self {
        Self { coefficient: -self.coefficient, ..self }
    }

    /// The sum, exact.
    pub(super) fn add(&self, other: &Self) -> Result<Self, NumberError> {
        let (left, right, exponent) = self.aligned(other)?;
        Ok(Self { coefficient: left + right, exponent })
    }

    /// The product, exact.
    pub(super) fn mul(&self, other: &Self) -> Self {
        Self {
            coefficient: &self.coefficient * &other.coefficient,
            exponent: self.exponent + other.exponent,
        }
    }

    /// The quotient, correct in its first `precision` digits and odd behind them where more digits
    /// follow, so that rounding it to `precision` rounds the true quotient.
    pub(super) fn quotient(&self, other: &Self, precision: u32) -> Result<Self, NumberError> {
        if other.coefficient.is_zero() {
            return Err(if self.coefficient.is_zero() {
                NumberError::DivisionUndefined
            } else {
                NumberError::DivisionByZero
            });
        }
        let wanted = i64::from(precision) + 1 + count_digits(&other.coefficient) as i64;
        let shift = wanted - count_digits(&self.coefficient) as i64;
        let power = ten_to(shift.unsigned_abs());
        let (quotient, rest) = if shift >= 0 {
            (&self.coefficient * power).div_rem(&other.coefficient)
        } else {
            self.coefficient.div_rem(&(&other.coefficient * power))
        };
        let exponent = self.exponent - other.exponent - shift;
        if rest.is_zero() {
            return Ok(Self { coefficient: quotient, exponent });
        }
        let negative =
            (self.coefficient.sign() == Sign::Minus) != (other.coefficient.sign() == Sign::Minus);
        let sticky = if negative { -BigInt::one() } else { BigInt::one() };
        Ok(Self { coefficient: quotient * 10 + sticky, exponent: exponent - 1 })
    }

    /// Cut to `precision` digits.
    pub(super) fn round(self, precision: u32, rounding: Rounding) -> Self {
        let excess = count_digits(&self.coefficient).saturating_sub(u64::from(precision));
        if excess == 0 {
            return self;
        }
        let rounded = divide_rounded(&self.coefficient, excess, rounding);
        // 9.99 became 10.0: a digit more than asked for, and it is a zero.
        let carried = count_digits(&rounded) > u64::from(precision);
        let coefficient = if carried { rounded / 10 } else { rounded };
        Self { coefficient, exponent: self.exponent + excess as i64 + i64::from(carried) }
    }

    /// Without trailing zeros.
    pub(super) fn reduce(mut self) -> Self {
        if self.coefficient.is_zero() {
            return Self::int(0);
        }
        let mut step = 1_u64 << 12;
        while step > 0 {
            let (quotient, rest) = self.coefficient.div_rem(&ten_to(step));
            if rest.is_zero() {
                self.coefficient = quotient;
                self.exponent += step as i64;
            } else {
                step /= 2;
            }
        }
        self
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let signs = self.coefficient.sign().cmp(&other.coefficient.sign());
        if signs.is_ne() || self.coefficient.is_zero() {
            return signs;
        }
        // Far apart, the first digits decide, and nothing has to be scaled.
        let sizes = self.leading().cmp(&other.leading());
        if sizes.is_ne() {
            return if self.coefficient.is_negative() { sizes.reverse() } else { sizes };
        }
        match self.aligned(other) {
            Ok((left, right, _)) => left.cmp(&right),
            Err(_) => sizes,
        }
    }

    /// The integer that it is exactly, if it is one.
    pub(super) fn to_integer(&self) -> Option<BigInt> {
        if self.exponent >= 0 {
            return Some(&self.coefficient * ten_to(self.exponent as u64));
        }
        if self.coefficient.is_zero() {
            return Some(BigInt::zero());
        }
        if self.leading() < 0 {
            return None;
        }
        let (quotient, rest) = self.coefficient.div_rem(&ten_to(self.exponent.unsigned_abs()));
        rest.is_zero().then_some(quotient)
    }

    pub(super) fn to_integer_rounded(&self, rounding: Rounding) -> BigInt {
        if self.exponent >= 0 {
            return &self.coefficient * ten_to(self.exponent as u64);
        }
        divide_rounded(&self.coefficient, self.exponent.unsigned_abs(), rounding)
    }

    /// Both coefficients at the lower of the two exponents.
    pub(super) fn aligned(&self, other: &Self) -> Result<(BigInt, BigInt, i64), NumberError> {
        let gap = self.exponent - other.exponent;
        if gap.abs() > 2 * LIMIT {
            return Err(NumberError::OutOfRange);
        }
        let power = ten_to(gap.unsigned_abs());
        Ok(if gap >= 0 {
            (&self.coefficient * power, other.coefficient.clone(), other.exponent)
        } else {
            (self.coefficient.clone(), &other.coefficient * power, self.exponent)
        })
    }
}

impl From<&Number> for Decimal {
    fn from(number: &Number) -> Self {
        match number {
            Number::Int(value) => Self { coefficient: value.clone(), exponent: 0 },
            Number::Decimal { coefficient, exponent } => {
                Self { coefficient: coefficient.clone(), exponent: i64::from(*exponent) }
            }
        }
    }
}

/// `value / 10^power`, cut to an integer.
fn divide_rounded(value: &BigInt, power: u64, rounding: Rounding) -> BigInt {
    let divisor = ten_to(power);
    let (quotient, rest) = value.div_rem(&divisor);
    if rest.is_zero() {
        return quotient;
    }
    let negative = rest.is_negative();
    let half = (rest.abs() * 2_u8).cmp(&divisor);
    let away = match rounding {
        Rounding::Down => false,
        Rounding::HalfUp => half.is_ge(),
        Rounding::HalfEven => half.is_gt() || (half.is_eq() && quotient.is_odd()),
        Rounding::Floor => negative,
        Rounding::Ceiling => !negative,
    };
    match (away, negative) {
        (false, _) => quotient,
        (true, false) => quotient + 1,
        (true, true) => quotient - 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_digits_at_every_power_of_ten() {
        assert_eq!(count_digits(&BigInt::zero()), 1);
        for power in [0, 1, 5, 18, 19, 20, 37, 38, 39, 40, 77, 100, 1000, 5000] {
            assert_eq!(count_digits(&ten_to(power)), power + 1);
            if power > 0 {
                assert_eq!(count_digits(&(ten_to(power) - 1)), power);
            }
            assert_eq!(count_digits(&-ten_to(power)), power + 1);
        }
    }

    #[test]
    fn reduces_any_number_of_zeros() {
        for zeros in [0, 1, 7, 4095, 4096, 9000] {
            let reduced = Decimal { coefficient: ten_to(zeros) * 12, exponent: -3 }.reduce();
            assert_eq!(reduced.coefficient, BigInt::from(12));
            assert_eq!(reduced.exponent, zeros as i64 - 3);
        }
    }
}
