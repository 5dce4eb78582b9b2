//! Number literals: integers in four bases, decimals, exponents, multipliers.

use num_bigint::BigInt;
use num_traits::{Signed, Zero};

use super::LiteralError;
use crate::base::Number;

/// More digits than this are refused: reading them takes time that grows with their square.
const MAX_DIGITS: usize = 50_000;
/// Larger exponents, in either direction, are refused, as in CUE.
const MAX_EXPONENT: i32 = 100_000;

/// The multipliers and their powers: of 1000, and with an `i` behind them of 1024.
const MULTIPLIERS: [(char, u32); 5] = [('K', 1), ('M', 2), ('G', 3), ('T', 4), ('P', 5)];

const FORMS: &str = "Numbers look like 12, 1_000, 1.5, 2e6, 0x1F, 0o755, 0b101 and 64Ki.";

/// The value of a number literal that is a small decimal integer, written without separators.
pub fn small(text: &str) -> Option<i64> {
    let is_plain = text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = is_plain && (text.len() == 1 || !text.starts_with('0'));
    text.parse().ok().filter(|_| is_plain)
}

/// The value of a number literal.
pub fn number(text: &str) -> Result<Number, LiteralError> {
    if let Some(small) = small(text) {
        return Ok(Number::Int(BigInt::from(small)));
    }
    let bases = [("0x", 16), ("0X", 16), ("0o", 8), ("0b", 2)];
    for (prefix, base) in bases {
        if let Some(rest) = text.strip_prefix(prefix) {
            return Ok(Number::Int(whole(text, &digits(text, rest)?, base)?));
        }
    }
    let (mantissa, suffix) = split(text);
    let (integer, fraction) = match mantissa.split_once('.') {
        Some((integer, fraction)) => (integer, Some(fraction)),
        None => (mantissa, None),
    };
    let decimal = fraction.is_some() || suffix.starts_with(['e', 'E']);
    let leading = integer.len() > 1 && integer.starts_with('0') && !decimal;
    // Zeros may lead a decimal, but nothing separates the first of them.
    if leading || integer.starts_with("0_") {
        return Err(leading_zero(text));
    }
    let mut all = digits(text, integer)?;
    let places = match fraction {
        Some(fraction) => {
            let fraction = digits(text, fraction)?;
            all.push_str(&fraction);
            fraction.len() as i32
        }
        None => 0,
    };
    let coefficient = whole(text, &all, 10)?;
    match suffix.chars().next() {
        None if fraction.is_none() => Ok(Number::Int(coefficient)),
        None => Ok(Number::Decimal { coefficient, exponent: -places }),
        Some('e' | 'E') => {
            let exponent = exponent(text, suffix.get(1..).unwrap_or(""))? - places;
            Ok(Number::Decimal { coefficient, exponent })
        }
        Some(_) => multiplied(text, coefficient, places, suffix),
    }
}

/// The digits with a point, and what follows them.
fn split(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '_' || c == '.'));
    text.split_at(end.unwrap_or(text.len()))
}

/// The digits without their separators, which must stand between digits.
fn digits(text: &str, written: &str) -> Result<String, LiteralError> {
    if written.contains("__") || written.ends_with('_') {
        return Err(LiteralError::new(
            None,
            format!("`{text}` has a `_` that does not stand between two digits"),
            "Take it out.",
        ));
    }
    Ok(written.chars().filter(|&c| c != '_').collect())
}

fn whole(text: &str, digits: &str, base: u32) -> Result<BigInt, LiteralError> {
    if digits.len() > MAX_DIGITS {
        return Err(LiteralError::new(
            None,
            format!("this number has {} digits", digits.len()),
            "No number may have more than 50,000 digits: write it as a string.",
        ));
    }
    BigInt::parse_bytes(digits.as_bytes(), base).ok_or_else(|| not_a_number(text))
}

fn exponent(text: &str, written: &str) -> Result<i32, LiteralError> {
    let (negative, rest) = match written.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, written.strip_prefix('+').unwrap_or(written)),
    };
    let digits = digits(text, rest)?;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(not_a_number(text));
    }
    let size = digits.parse::<i32>().ok().filter(|&size| size <= MAX_EXPONENT);
    let size = size.ok_or_else(|| {
        LiteralError::new(
            None,
            "the exponent of this number is too large",
            "Exponents reach from -100000 to 100000.",
        )
    })?;
    Ok(if negative { -size } else { size })
}

/// `1.5Ki`: an integer, or no number at all.
fn multiplied(
    text: &str,
    coefficient: BigInt,
    places: i32,
    suffix: &str,
) -> Result<Number, LiteralError> {
    let (letter, base) = match suffix.strip_suffix('i') {
        Some(letter) => (letter, 1024),
        None => (suffix, 1000),
    };
    let power = MULTIPLIERS.iter().find(|(name, _)| letter.chars().eq([*name]));
    let (_, power) = power.ok_or_else(|| not_a_number(text))?;
    let product = coefficient * BigInt::from(base).pow(*power);
    let divisor = BigInt::from(10).pow(places.unsigned_abs());
    if (&product % &divisor).is_zero() && !product.is_negative() {
        Ok(Number::Int(product / divisor))
    } else {
        Err(LiteralError::new(
            None,
            format!("`{text}` is not a whole number"),
            "A number with a multiplier must come out as an integer.",
        ))
    }
}

fn leading_zero(text: &str) -> LiteralError {
    LiteralError::new(
        None,
        format!("the number `{text}` starts with a zero"),
        "Take the zero out, write an octal number as 0o755, or quote it to make it a string.",
    )
}

fn not_a_number(text: &str) -> LiteralError {
    LiteralError::new(None, format!("`{text}` is not a number"), FORMS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        match number(text) {
            Ok(Number::Int(value)) => value.to_string(),
            Ok(Number::Decimal { coefficient, exponent }) => format!("{coefficient}E{exponent}"),
            Err(error) => error.message,
        }
    }

    #[test]
    fn reads_every_form() {
        let cases = [
            ("0", "0"),
            ("1_000", "1000"),
            ("170141183460469231731687303715884105728", "170141183460469231731687303715884105728"),
            ("0x1F", "31"),
            ("0XfF_fF", "65535"),
            ("0o755", "493"),
            ("0b101", "5"),
            ("1.50", "150E-2"),
            (".5", "5E-1"),
            ("1.", "1E0"),
            ("1.e3", "1E3"),
            ("1._5", "15E-1"),
            ("1.Ki", "1024"),
            ("1e3", "1E3"),
            ("100.0e3", "1000E2"),
            ("1E-3", "1E-3"),
            ("1.5G", "1500000000"),
            ("1.5Ki", "1536"),
            ("0.5K", "500"),
            ("0M", "0"),
            ("2Pi", "2251799813685248"),
            ("00.5", "5E-1"),
        ];
        for (text, value) in cases {
            assert_eq!(show(text), value, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in [
            "010", "0_1", "0_1.5", "0_1e3", "1__0", "1_", "0x", "0o9", "0b2", "1e", "1e+", "5GB",
            "1.5i", "0.0001K",
        ] {
            assert!(number(text).is_err(), "{text} gives {}", show(text));
        }
        assert!(number("1e999999999999").is_err());
        assert!(number(&"9".repeat(60_000)).is_err());
    }
}
