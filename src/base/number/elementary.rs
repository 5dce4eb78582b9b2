//! Roots, powers, exponentials and logarithms, correct to [`PRECISION`] digits.
//!
//! The series run on integers that stand for multiples of `10^-scale`, with a good dozen digits
//! more than the result keeps.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::arithmetic::cut;
use super::decimal::{Decimal, count_digits, ten_to};
use super::{LIMIT, Number, NumberError, PRECISION, Rounding};

/// Digits computed beyond those of the result; felt, and far above what the series lose.
const GUARD: u32 = 16;

/// Exponents with more digits than this leave the range for every base but 1.
const POWER_DIGITS: u64 = 30;

impl Number {
    /// The real cube root.
    pub fn cbrt(&self) -> Result<Number, NumberError> {
        let value = Decimal::from(self);
        if value.coefficient.is_zero() {
            return Decimal { exponent: value.exponent / 3, ..value }.into_number();
        }
        let digits = i64::from(PRECISION + GUARD) * 3;
        let mut shift = (digits - count_digits(&value.coefficient) as i64).max(0);
        shift += (value.exponent - shift).rem_euclid(3);
        let scaled = &value.coefficient * ten_to(shift as u64);
        let root = scaled.cbrt();
        let exact = &root * &root * &root == scaled;
        let sticky = BigInt::from(if exact { 0 } else { root.signum().to_i64().unwrap_or(1) });
        let exponent = (value.exponent - shift) / 3 - 1;
        cut(Decimal { coefficient: root * 10 + sticky, exponent })
    }

    /// `e^self`
    pub fn exp(&self) -> Result<Number, NumberError> {
        exp(&Decimal::from(self), PRECISION)?.into_number()
    }

    /// The natural logarithm; there is none of zero and below.
    pub fn ln(&self) -> Result<Number, NumberError> {
        ln(&Decimal::from(self), PRECISION)?.into_number()
    }

    /// The logarithm to the base 10.
    pub fn log10(&self) -> Result<Number, NumberError> {
        let precise = ln(&Decimal::from(self), PRECISION + GUARD)?;
        let ten = ln(&Decimal::int(10), PRECISION + GUARD)?;
        cut(precise.quotient(&ten, PRECISION)?)
    }

    /// The logarithm to the base 2.
    pub fn log2(&self) -> Result<Number, NumberError> {
        self.ln()?.div(&Number::from(2).ln()?)
    }

    /// `self^power`; a decimal even of integers, see [`Number::integral`].
    pub fn pow(&self, power: &Number) -> Result<Number, NumberError> {
        let (base, power) = (Decimal::from(self), Decimal::from(power));
        if base.coefficient.is_zero() {
            return if power.coefficient.is_positive() {
                Number::decimal(BigInt::zero(), 0)
            } else {
                Err(NumberError::Invalid)
            };
        }
        if power.coefficient.is_zero() {
            return Number::decimal(BigInt::one(), 0);
        }
        if power.leading() > LIMIT {
            return Err(NumberError::OutOfRange);
        }
        match power.to_integer() {
            Some(whole) => cut(whole_power(&base, &whole)?),
            None if base.coefficient.is_negative() => Err(NumberError::Invalid),
            None => {
                // The product loses as many digits as the result has in front of its point.
                let precision = PRECISION + 2 * GUARD;
                let product = ln(&base, precision)?.mul(&power);
                exp(&product.round(precision, Rounding::HalfEven), PRECISION)?.into_number()
            }
        }
    }
}

fn whole_power(base: &Decimal, power: &BigInt) -> Result<Decimal, NumberError> {
    let one = base.clone().reduce();
    if one.exponent == 0 && one.coefficient.magnitude().is_one() {
        let negative = one.coefficient.is_negative() && power.is_odd();
        return Ok(Decimal::int(if negative { -1 } else { 1 }));
    }
    if count_digits(power) > POWER_DIGITS {
        return Err(NumberError::OutOfRange);
    }
    let precision = PRECISION + GUARD + POWER_DIGITS as u32;
    let mut result = Decimal::int(1);
    let mut square = base.clone().round(precision, Rounding::HalfEven);
    let mut bits = power.abs();
    while !bits.is_zero() {
        if bits.is_odd() {
            result = within(result.mul(&square).round(precision, Rounding::HalfEven))?;
        }
        bits >>= 1;
        if !bits.is_zero() {
            square = within(square.mul(&square).round(precision, Rounding::HalfEven))?;
        }
    }
    if power.is_negative() { Decimal::int(1).quotient(&result, PRECISION) } else { Ok(result) }
}

fn within(value: Decimal) -> Result<Decimal, NumberError> {
    if value.leading().abs() > LIMIT { Err(NumberError::OutOfRange) } else { Ok(value) }
}

/// `e^value`: `10^k · e^r` with `value = k·ln 10 + r` and a small `r`.
fn exp(value: &Decimal, precision: u32) -> Result<Decimal, NumberError> {
    if value.coefficient.is_zero() {
        return Ok(Decimal::int(1));
    }
    if value.leading() > 6 {
        return Err(NumberError::OutOfRange);
    }
    let scale = u64::from(precision + GUARD);
    let ln_ten = ln_ten(scale + 8);
    let fixed = to_fixed(value, scale + 8);
    let (tens, rest) = fixed.div_mod_floor(&ln_ten);
    let tens = tens.to_i64().ok_or(NumberError::OutOfRange)?;
    // Halving eight times makes the series short; squaring as often takes it back.
    let one = ten_to(scale + 8);
    let small: BigInt = rest >> 8;
    let (mut sum, mut term) = (one.clone(), one.clone());
    for index in 1_u32.. {
        term = &term * &small / &one / index;
        if term.is_zero() {
            break;
        }
        sum += &term;
    }
    for _ in 0..8 {
        sum = &sum * &sum / &one;
    }
    let result = Decimal { coefficient: sum, exponent: tens - (scale + 8) as i64 };
    within(result.round(precision, Rounding::HalfUp))
}

/// The natural logarithm: `ln m + k·ln 10` with `value = m·10^k` and `m` near 1.
fn ln(value: &Decimal, precision: u32) -> Result<Decimal, NumberError> {
    if !value.coefficient.is_positive() {
        return Err(NumberError::Invalid);
    }
    let mut tens = value.leading();
    let mut near = Decimal { exponent: value.exponent - tens, ..value.clone() };
    if near.compare(&Decimal::int(3)).is_gt() {
        tens += 1;
        near.exponent -= 1;
    }
    let offset = near.add(&Decimal::int(-1))?;
    if offset.coefficient.is_zero() && tens == 0 {
        return Ok(Decimal::int(0));
    }
    // Next to 1 the logarithm is about the offset: its leading zeros cost digits.
    let zeros = if tens == 0 { (-offset.leading()).max(0) as u64 } else { 0 };
    let scale = u64::from(precision + GUARD) + zeros;
    let (offset, one) = (to_fixed(&offset, scale), ten_to(scale));
    let ratio = &offset * &one / (&offset + &one * 2);
    // Near 1 the scale may be large, and ln 10 would take long for nothing.
    let tens = if tens == 0 { BigInt::zero() } else { ln_ten(scale) * tens };
    let sum = twice_atanh(&ratio, &one) + tens;
    Ok(Decimal { coefficient: sum, exponent: -(scale as i64) }.round(precision, Rounding::HalfUp))
}

/// `ln 10 = 3·ln 2 + ln 1.25`, times `10^scale`.
fn ln_ten(scale: u64) -> BigInt {
    let one = ten_to(scale + 4);
    let sum = twice_atanh(&(&one / 3), &one) * 3 + twice_atanh(&(&one / 9), &one);
    sum / 10_000
}

/// `2·atanh(ratio) = ln((1 + ratio) / (1 - ratio))`, all in multiples of `1 / one`.
fn twice_atanh(ratio: &BigInt, one: &BigInt) -> BigInt {
    let square = ratio * ratio / one;
    let (mut sum, mut power) = (ratio.clone(), ratio.clone());
    for index in 1_u32.. {
        power = &power * &square / one;
        if power.is_zero() {
            break;
        }
        sum += &power / (2 * index + 1);
    }
    sum * 2
}

/// `value · 10^scale`, cut to an integer.
fn to_fixed(value: &Decimal, scale: u64) -> BigInt {
    let shifted =
        Decimal { coefficient: value.coefficient.clone(), exponent: value.exponent + scale as i64 };
    if shifted.leading() < 0 {
        return BigInt::zero();
    }
    shifted.to_integer_rounded(Rounding::Down)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    fn check(result: Result<Number, NumberError>, expected: &str) {
        let text =
            result.map_or_else(|error| error.to_string(), |number| number.integral().to_string());
        assert_eq!(text, expected);
    }

    #[test]
    fn logarithms() {
        check(number("32.45").ln(), "3.479700443150099001242770375542286");
        check(number("1").ln(), "0");
        check(number("2").ln(), "0.6931471805599453094172321214581766");
        check(number("10").ln(), "2.302585092994045684017991454684364");
        check(number("0.99").ln(), "-0.01005033585350144118354885755854771");
        check(number("1.0000000000000000000000000000000001").ln(), {
            "1.000000000000000000000000000000000E-34"
        });
        check(number("1e99999").log10(), "99999");
        check(number("1000").log10(), "3");
        check(number("8").log2(), "3");
        check(number("0").ln(), "invalid operation");
        let near = format!("1.{}1", "0".repeat(50_000));
        check(number(&near).ln(), "1.000000000000000000000000000000000E-50001");
    }

    #[test]
    fn powers_and_roots() {
        check(number("1").exp(), "2.718281828459045235360287471352662");
        check(number("-1").exp(), "0.3678794411714423215955237701614609");
        check(number("1e-50").exp(), "1");
        check(number("1000000").exp(), "number out of range");
        check(number("1e99999").exp(), "number out of range");
        check(number("2").pow(&number("10")), "1024");
        check(number("2").pow(&number("200")), {
            "1606938044258990275541962092341163000000000000000000000000000"
        });
        check(number("2").pow(&number("-1")), "0.5000000000000000000000000000000000");
        check(number("4").pow(&number("0.5")), "2");
        check(number("2").pow(&number("0.5")), "1.414213562373095048801688724209698");
        check(number("-2").pow(&number("3")), "-8");
        check(number("-2").pow(&number("0.5")), "invalid operation");
        check(number("0").pow(&number("-1")), "invalid operation");
        check(number("1").pow(&number("1e99999")), "1");
        check(number("2").pow(&number("1e99999")), "number out of range");
        check(number("1.5").pow(&number("1e20")), "number out of range");
        check(number("27").cbrt(), "3");
        check(number("-0.001").cbrt(), "-0.1000000000000000000000000000000000");
        check(number("2").cbrt(), "1.259921049894873164767210607278228");
    }
}
