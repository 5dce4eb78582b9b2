//! Numbers as text: the forms that JSON, YAML and CUE write and read.
//!
//! CUE's own literals (`1_000`, `0x1F`, `1.5Ki`) are read by [`Number::parse_literal`].

use std::fmt;

use num_bigint::BigInt;

use super::decimal::Decimal;
use super::{LIMIT, Number, NumberError};

/// Decimals with a smaller power of ten than this in front are written with an exponent.
const SMALLEST_PLAIN: i64 = -6;

impl Number {
    /// Reads `-12`, `1.50`, `.5`, `1.`, `1e3`: a number is an integer if it has neither point nor
    /// exponent.
    pub fn parse(text: &str) -> Result<Number, NumberError> {
        let (negative, unsigned) = match text.as_bytes().first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            _ => (false, text),
        };
        let number = parse_unsigned(unsigned)?;
        Ok(if negative { number.neg() } else { number })
    }

    /// Reads a number as CUE's source writes it, with an optional sign: separators, bases and
    /// multipliers included.
    pub fn parse_literal(text: &str) -> Result<Number, NumberError> {
        let (negative, unsigned) = match text.as_bytes().first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            _ => (false, text),
        };
        let between = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let bytes = unsigned.as_bytes();
        for (index, _) in unsigned.match_indices('_') {
            if !between(index.checked_sub(1).and_then(|at| bytes.get(at)))
                || !between(bytes.get(index + 1))
            {
                return Err(NumberError::Syntax);
            }
        }
        let plain = unsigned.replace('_', "");
        let number = match plain.as_bytes() {
            [b'0', b'x' | b'X', ..] => in_base(&plain, 16)?,
            [b'0', b'o', ..] => in_base(&plain, 8)?,
            [b'0', b'b', ..] => in_base(&plain, 2)?,
            [b'0', b'0'..=b'9', ..] if plain.bytes().all(|byte| byte.is_ascii_digit()) => {
                return Err(NumberError::Syntax);
            }
            _ => multiplied(&plain)?,
        };
        Ok(if negative { number.neg() } else { number })
    }

    /// The number as CUE's source writes it: a decimal is never taken for an integer.
    pub fn cue_text(&self) -> String {
        let text = self.to_string();
        match self {
            Number::Decimal { .. } if !text.contains(['.', 'E']) => text + ".0",
            Number::Int(_) | Number::Decimal { .. } => text,
        }
    }

    /// The number as YAML writes it. Readers of YAML 1.1 know an exponent only behind a point
    /// (`1.0E+3`), and no reader may take a decimal for an integer.
    pub fn yaml_text(&self) -> String {
        let text = self.cue_text();
        match (self, text.split_once('E')) {
            (Number::Decimal { .. }, Some((digits, power))) if !digits.contains('.') => {
                format!("{digits}.0E{power}")
            }
            _ => text,
        }
    }
}

/// As JSON writes it: `12`, `1.50`, `1E+3`, `1.000E+5`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (coefficient, exponent) = match self {
            Number::Int(value) => return value.fmt(f),
            Number::Decimal { coefficient, exponent } => (coefficient, i64::from(*exponent)),
        };
        if coefficient.sign() == num_bigint::Sign::Minus {
            f.write_str("-")?;
        }
        let digits = coefficient.magnitude().to_string();
        let count = digits.len() as i64;
        // Zeros behind a point are all written out (`0.000`), within reason.
        let written =
            if digits == "0" && (-2000..0).contains(&exponent) { count - exponent } else { count };
        if exponent <= 0 && exponent + written > SMALLEST_PLAIN {
            return plain(f, &digits, exponent.unsigned_abs() as usize);
        }
        let (first, rest) = digits.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        write!(f, "{first}{point}{rest}E{:+}", exponent + count - 1)
    }
}

/// Writes `digits` with the point before the last `places` of them.
fn plain(f: &mut fmt::Formatter<'_>, digits: &str, places: usize) -> fmt::Result {
    if places == 0 {
        return f.write_str(digits);
    }
    match digits.len().checked_sub(places) {
        Some(before @ 1..) => {
            let (integer, fraction) = digits.split_at(before);
            write!(f, "{integer}.{fraction}")
        }
        _ => write!(f, "0.{digits:0>places$}"),
    }
}

fn parse_unsigned(text: &str) -> Result<Number, NumberError> {
    let (mantissa, power) = match text.split_once(['e', 'E']) {
        Some((mantissa, power)) => (mantissa, parse_power(power)?),
        None if text.contains('.') => (text, Ok(0)),
        None => return digits(text, "").map(Number::Int),
    };
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let coefficient = digits(integer, fraction)?;
    Decimal { coefficient, exponent: power? - fraction.len() as i64 }.into_number()
}

/// The number that two runs of digits make; one of them may be empty.
fn digits(integer: &str, fraction: &str) -> Result<BigInt, NumberError> {
    if !integer.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return Err(NumberError::Syntax);
    }
    if (integer.len() + fraction.len()) as i64 > LIMIT {
        return Err(NumberError::OutOfRange);
    }
    [integer, fraction].concat().parse().map_err(|_| NumberError::Syntax)
}

/// The power of ten behind an `e`: no number at all, or one that may be out of range. What stands
/// before the `e` is looked at in between, as it may be no number either.
fn parse_power(text: &str) -> Result<Result<i64, NumberError>, NumberError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NumberError::Syntax);
    }
    Ok(match text.parse::<i64>() {
        Ok(power) if power.abs() <= LIMIT => Ok(power),
        _ => Err(NumberError::OutOfRange),
    })
}

fn in_base(text: &str, base: u32) -> Result<Number, NumberError> {
    let digits = text.get(2..).unwrap_or("");
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(base)) {
        return Err(NumberError::Syntax);
    }
    // 100,000 decimal digits are more than 80,000 of any other base; reading them is quadratic.
    if digits.len() as i64 > LIMIT {
        return Err(NumberError::OutOfRange);
    }
    BigInt::parse_bytes(digits.as_bytes(), base).map(Number::Int).ok_or(NumberError::Syntax)
}

/// A decimal number with an optional multiplier, which makes it an integer.
fn multiplied(text: &str) -> Result<Number, NumberError> {
    let (stem, base) = match text.strip_suffix('i') {
        Some(stem) => (stem, 1024_u32),
        None => (text, 1000),
    };
    let power = stem.chars().last().and_then(|last| "KMGTP".find(last));
    let Some(power) = power else {
        return if base == 1024 { Err(NumberError::Syntax) } else { parse_unsigned(text) };
    };
    let number = parse_unsigned(&stem[..stem.len() - 1])?;
    if stem.contains(['e', 'E']) {
        return Err(NumberError::Syntax);
    }
    let factor = Decimal { coefficient: BigInt::from(base).pow(power as u32 + 1), exponent: 0 };
    let product = Decimal::from(&number).mul(&factor);
    product.to_integer().map(Number::Int).ok_or(NumberError::NotAnInteger)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_numbers_as_cue_exports_them() {
        for (text, json, yaml) in [
            ("12", "12", "12"),
            ("-12", "-12", "-12"),
            ("1.50", "1.50", "1.50"),
            ("1e3", "1E+3", "1.0E+3"),
            ("100.0e3", "1.000E+5", "1.000E+5"),
            ("-0.0", "0.0", "0.0"),
            ("0.000", "0.000", "0.000"),
            ("0e5", "0E+5", "0.0E+5"),
            ("0.000001", "0.000001", "0.000001"),
            ("0.0000001", "1E-7", "1.0E-7"),
            ("-12.5e-9", "-1.25E-8", "-1.25E-8"),
            ("1.", "1", "1.0"),
            (".5", "0.5", "0.5"),
            ("1e0", "1", "1.0"),
        ] {
            let number = Number::parse(text).unwrap();
            assert_eq!(number.to_string(), json, "{text}");
            assert_eq!(number.yaml_text(), yaml, "{text}");
        }
    }

    #[test]
    fn reads_literals() {
        for (text, expected) in [
            ("1_000", "1000"),
            ("0xFf", "255"),
            ("0o17", "15"),
            ("-0b101", "-5"),
            ("1.5G", "1500000000"),
            ("2Ki", "2048"),
            ("0.5Ki", "512"),
            ("1_0.5", "10.5"),
            ("0", "0"),
            ("0.5", "0.5"),
        ] {
            assert_eq!(Number::parse_literal(text).map(|it| it.to_string()), Ok(expected.into()));
        }
        for text in ["", "010", "1__0", "1_", "0x", "0b2", "1.0001K", "1i", "abc", "1e5K", "--1"] {
            assert!(Number::parse_literal(text).is_err(), "{text}");
        }
    }

    #[test]
    fn refuses_what_would_eat_the_memory() {
        for text in ["1e1000000000", "1e-1000000000", "1e99999999999999999999", "1e100001"] {
            assert_eq!(Number::parse(text), Err(NumberError::OutOfRange), "{text}");
        }
        let long = "9".repeat(LIMIT as usize + 1);
        assert_eq!(Number::parse(&long), Err(NumberError::OutOfRange));
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in ["", "-", ".", "1e", "e1", "1.2.3", "0x1", " 1", "1 ", "+-1", "Inf", "NaN"] {
            assert!(Number::parse(text).is_err(), "{text}");
        }
        for text in ["4v4E04444444444000077777", "1.2.3e999999999", "1x1e-999999999"] {
            assert_eq!(Number::parse(text), Err(NumberError::Syntax), "{text}");
        }
        let long = format!("0x{}", "z".repeat(LIMIT as usize + 1));
        assert_eq!(Number::parse_literal(&long), Err(NumberError::Syntax));
    }
}
