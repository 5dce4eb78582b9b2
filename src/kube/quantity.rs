//! Quantities: `500m`, `1.5Gi`, `2e3`.
//!
//! The grammar is that of `k8s.io/apimachinery/pkg/api/resource/quantity.go`, also told of at
//! <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/>.

use std::cmp::Ordering;

use num_traits::Zero;

use crate::base::{Number, Shape};

/// An amount of something, by its value: how it was written does not matter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Quantity(Number);

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
            Shape::Int(value) => Some(Self(Number::Int(value.into()))),
            Shape::Number(value) => Some(Self(value.clone())),
            Shape::Str(text) => Self::read(text),
            Shape::Null | Shape::Bool(_) | Shape::Bytes(_) | Shape::List(_) | Shape::Map => None,
        }
    }

    /// Reads a text; nothing if it is no quantity.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (number, scale) = parts(text)?;
        let factor = match scale {
            Scale::Two(power) => Number::Int(1_i64.checked_shl(power)?.into()),
            Scale::Ten(power) => Number::decimal(1.into(), power.clamp(-MOST, MOST)).ok()?,
        };
        let number = plain_decimal(number)?.mul(&factor).ok()?;
        Some(Self(if text.starts_with('-') { number.neg() } else { number }))
    }

    /// Whether a text is a quantity, which is cheaper to tell than which one.
    pub(super) fn is(text: &str) -> bool {
        parts(text).is_some()
    }

    /// The quantity of that value.
    pub(super) fn from_number(number: Number) -> Self {
        Self(number)
    }

    /// Its value.
    pub(super) fn number(&self) -> &Number {
        &self.0
    }

    /// Whether it is below zero.
    pub(super) fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Whether it is zero.
    pub(super) fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is a whole number.
    pub(super) fn is_whole(&self) -> bool {
        self.0.clone().integral().is_int()
    }

    /// Whether it is another amount a whole number of times.
    pub(super) fn is_multiple_of(&self, other: &Self) -> bool {
        let integer = |it: &Self| it.0.clone().integral().as_int().cloned();
        match (integer(self), integer(other)) {
            (Some(one), Some(two)) if !other.is_zero() => (one % two).is_zero(),
            _ => false,
        }
    }

    /// The whole number that it is, if it is one of 64 bits.
    pub(super) fn integer(&self) -> Option<i64> {
        self.0.clone().integral().to_i64()
    }

    /// How it stands to another amount, however both are written.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        self.0.compare(&other.0)
    }

    /// Whether it is larger than `other`.
    pub(super) fn exceeds(&self, other: &Self) -> bool {
        self.compare(other).is_gt()
    }
}

/// The digits of a quantity without their sign, with at most one dot among them, and the scale.
fn parts(text: &str) -> Option<(&str, Scale)> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let end = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(unsigned.len());
    let (digits, suffix) = unsigned.split_at(end);
    let dots = digits.matches('.').count();
    if dots > 1 || digits.len() == dots {
        return None;
    }
    match SUFFIXES.iter().find(|row| row.0 == suffix) {
        Some((_, scale)) => Some((digits, *scale)),
        None => Some((digits, exponent(suffix)?)),
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
