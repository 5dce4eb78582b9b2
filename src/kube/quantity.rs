//! Quantities: `500m`, `1.5Gi`, `2e3`.
//!
//! The grammar is that of `k8s.io/apimachinery/pkg/api/resource/quantity.go`, also told of at
//! <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/>.

use std::borrow::Cow;
use std::cmp::Ordering;

use num_traits::{ToPrimitive, Zero};

use crate::base::{Number, Shape};

/// An amount of something, by its value: how it was written does not matter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Quantity(Amount);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Amount {
    /// So many billionths, which nearly all amounts are.
    Billionths(i128),
    Number(Number),
}

/// The digits behind the dot that billionths have.
const DIGITS: u32 = 9;

/// A billion.
const WHOLE: i128 = 10_i128.pow(DIGITS);

/// The suffixes, and the base and power of what they multiply by.
const SUFFIXES: &[(&str, Scale)] = &[
    ("n", Scale::Ten(-9)),
    ("u", Scale::Ten(-6)),
    ("m", Scale::Ten(-3)),
    ("", Scale::Ten(0)),
    ("k", Scale::Ten(3)),
    ("M", Scale::Ten(6)),
    ("G", Scale::Ten(9)),
    ("T", Scale::Ten(12)),
    ("P", Scale::Ten(15)),
    ("E", Scale::Ten(18)),
    ("Ki", Scale::Two(10)),
    ("Mi", Scale::Two(20)),
    ("Gi", Scale::Two(30)),
    ("Ti", Scale::Two(40)),
    ("Pi", Scale::Two(50)),
    ("Ei", Scale::Two(60)),
];

/// The largest exponent that is taken as written. The server cuts what is beyond 2^63, and so far
/// no two quantities that are meant differ.
const MOST: i64 = 100;

#[derive(Clone, Copy)]
enum Scale {
    Ten(i64),
    Two(u32),
}

impl Quantity {
    /// The quantity that a value is: a number, or a text of the grammar.
    pub(super) fn of(shape: Shape<'_>) -> Option<Self> {
        match shape {
            Shape::Int(value) => Some(Self(Amount::Billionths(i128::from(value) * WHOLE))),
            Shape::Number(value) => Some(Self::from_number(value.clone())),
            Shape::Str(text) => Self::read(text),
            Shape::Null | Shape::Bool(_) | Shape::Bytes(_) | Shape::List(_) | Shape::Map => None,
        }
    }

    /// Reads a text; nothing if it is no quantity.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (number, scale) = parts(text)?;
        let is_negative = text.starts_with('-');
        if let Some(value) = billionths(number, scale) {
            return Some(Self(Amount::Billionths(if is_negative { -value } else { value })));
        }
        let factor = match scale {
            Scale::Two(power) => Number::Int(1_i64.checked_shl(power)?.into()),
            Scale::Ten(power) => Number::decimal(1.into(), power.clamp(-MOST, MOST)).ok()?,
        };
        let number = plain_decimal(number)?.mul(&factor).ok()?;
        Some(Self::from_number(if is_negative { number.neg() } else { number }))
    }

    /// Whether a text is a quantity, which is cheaper to tell than which one.
    pub(super) fn is(text: &str) -> bool {
        parts(text).is_some()
    }

    /// The quantity of that value.
    pub(super) fn from_number(number: Number) -> Self {
        Self(Amount::Number(number))
    }

    /// Its value.
    pub(super) fn number(&self) -> Cow<'_, Number> {
        match &self.0 {
            Amount::Billionths(value) if value % WHOLE == 0 => {
                Cow::Owned(Number::Int((value / WHOLE).into()))
            }
            Amount::Billionths(value) => {
                let exponent = -(DIGITS as i32);
                Cow::Owned(Number::Decimal { coefficient: (*value).into(), exponent })
            }
            Amount::Number(number) => Cow::Borrowed(number),
        }
    }

    /// Whether it is below zero.
    pub(super) fn is_negative(&self) -> bool {
        match &self.0 {
            Amount::Billionths(value) => *value < 0,
            Amount::Number(number) => number.is_negative(),
        }
    }

    /// Whether it is zero.
    pub(super) fn is_zero(&self) -> bool {
        match &self.0 {
            Amount::Billionths(value) => *value == 0,
            Amount::Number(number) => number.is_zero(),
        }
    }

    /// Whether it is a whole number.
    pub(super) fn is_whole(&self) -> bool {
        match &self.0 {
            Amount::Billionths(value) => value % WHOLE == 0,
            Amount::Number(number) => number.clone().integral().is_int(),
        }
    }

    /// Whether it is another amount a whole number of times.
    pub(super) fn is_multiple_of(&self, other: &Self) -> bool {
        let integer = |it: &Self| it.number().into_owned().integral().as_int().cloned();
        match (integer(self), integer(other)) {
            (Some(one), Some(two)) if !other.is_zero() => (one % two).is_zero(),
            _ => false,
        }
    }

    /// The whole number that it is, if it is one of 64 bits.
    pub(super) fn integer(&self) -> Option<i64> {
        match &self.0 {
            Amount::Billionths(value) if value % WHOLE == 0 => (value / WHOLE).to_i64(),
            Amount::Billionths(_) => None,
            Amount::Number(number) => number.clone().integral().to_i64(),
        }
    }

    /// How it stands to another amount, however both are written.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Amount::Billionths(one), Amount::Billionths(two)) => one.cmp(two),
            _ => self.number().compare(&other.number()),
        }
    }

    /// Whether it is larger than `other`.
    pub(super) fn exceeds(&self, other: &Self) -> bool {
        self.compare(other).is_gt()
    }
}

/// The digits of a quantity without their sign, with at most one dot among them, and the scale.
fn parts(text: &str) -> Option<(&str, Scale)> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut bytes = unsigned.bytes();
    let end = bytes.position(|byte| !byte.is_ascii_digit() && byte != b'.');
    let (digits, suffix) = unsigned.split_at(end.unwrap_or(unsigned.len()));
    let dots = digits.bytes().filter(|&byte| byte == b'.').count();
    if dots > 1 || digits.len() == dots {
        return None;
    }
    match SUFFIXES.iter().find(|row| row.0 == suffix) {
        Some((_, scale)) => Some((digits, *scale)),
        None => Some((digits, exponent(suffix)?)),
    }
}

/// The billionths of an amount, if it is some of them and not too many.
fn billionths(digits: &str, scale: Scale) -> Option<i128> {
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.len() > 18 || rest.len() > DIGITS as usize {
        return None;
    }
    let bytes = whole.bytes().chain(rest.bytes());
    let number = bytes.fold(0, |sum, digit| sum * 10 + i128::from(digit - b'0'));
    let number = number * 10_i128.pow(DIGITS - rest.len() as u32);
    match scale {
        Scale::Two(power) => number.checked_mul(1_i128.checked_shl(power)?),
        Scale::Ten(power @ 0..=18) => number.checked_mul(10_i128.pow(power as u32)),
        Scale::Ten(power @ -9..0) => {
            let divisor = 10_i128.pow(power.unsigned_abs() as u32);
            (number % divisor == 0).then_some(number / divisor)
        }
        Scale::Ten(_) => None,
    }
}

fn plain_decimal(digits: &str) -> Option<Number> {
    let trimmed = digits.trim_start_matches('0');
    let padded = if trimmed.is_empty() || trimmed.starts_with('.') { "0" } else { "" };
    Number::parse(&format!("{padded}{trimmed}")).ok()
}

/// `e3`, `E-3`
fn exponent(suffix: &str) -> Option<Scale> {
    let power = suffix.strip_prefix(['e', 'E'])?;
    let digits = power.strip_prefix(['+', '-']).unwrap_or(power);
    let is_number = !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit());
    if is_number { power.parse().ok().map(Scale::Ten) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(left: &str, right: &str) {
        let read = |text| Quantity::read(text).unwrap_or_else(|| panic!("{text} is one"));
        assert!(read(left).compare(&read(right)).is_eq(), "{left} and {right}");
    }

    #[test]
    fn quantities_are_read() {
        same("1", "1000m");
        same("0.5", "500m");
        same(".5", "500m");
        same("5.", "5");
        same("1Ki", "1024");
        same("1.5Gi", "1536Mi");
        same("1e3", "1k");
        same("1E-3", "1m");
        same("-1", "-1000m");
        same("007", "7");
        same("1E", "1000P");
        same("1e999", "1e1000");
    }

    #[test]
    fn large_and_small_amounts_are_exact() {
        same("0.0000000005k", "0.0000005");
        same("5n", "0.000000005");
        same("0.5n", "0.0000000005");
        same("123456789012345678901", "123456789012345678.901k");
        same("999999999999999999Ei", "1023999999999999998976Pi");
        let read = |text| Quantity::read(text).unwrap();
        assert!(read("0.6n").exceeds(&read("0.5n")) && read("1n").exceeds(&read("0.5n")));
        assert!(!read("1500m").is_whole() && read("1500m").integer().is_none());
        assert_eq!(read("2k").integer(), Some(2000));
        assert_eq!(read("1500m").number().to_f64(), 1.5);
    }

    #[test]
    fn what_is_no_quantity_is_refused() {
        for text in [
            "",
            "1GB",
            "1 Gi",
            "a",
            "--1",
            "1.2.3",
            "1ki",
            "1e",
            "+",
            ".",
            "m",
            "1gi",
            "1e+",
            "1K",
            "0x1",
            "1_0",
            "1e99999999999999999999",
        ] {
            assert_eq!(Quantity::read(text), None, "{text}");
            assert!(!Quantity::is(text), "{text}");
        }
    }

    #[test]
    fn quantities_compare() {
        let read = |text| Quantity::read(text).unwrap();
        assert!(read("2").exceeds(&read("1900m")));
        assert!(!read("1Gi").exceeds(&read("1Gi")));
        assert!(read("0.5").is_whole() == read("1").is_negative());
        assert!(read("0.0").is_zero() && read("2000m").is_whole());
    }
}
