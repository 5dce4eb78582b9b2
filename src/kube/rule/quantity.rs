//! Quantities: `500m`, `1.5Gi`, `2e3`.
//!
//! The grammar is that of `k8s.io/apimachinery/pkg/api/resource/quantity.go`, also told of at
//! <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/>.

use std::cmp::Ordering;

use super::place::Place;
use crate::base::{Number, Shape};

/// An amount of something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::kube) struct Quantity(Number);

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

#[derive(Clone, Copy)]
enum Scale {
    Ten(i64),
    Two(u32),
}

impl Quantity {
    /// The quantity that a value names: a number, or a text of the grammar.
    pub(in crate::kube) fn of(place: &Place) -> Option<Self> {
        match place.shape()? {
            Shape::Int(value) => Some(Self(Number::Int(value.into()))),
            Shape::Number(value) => Some(Self(value.clone())),
            Shape::Str(text) => Self::read(text),
            Shape::Null | Shape::Bool(_) | Shape::Bytes(_) | Shape::List(_) | Shape::Map => None,
        }
    }

    /// Reads a text.
    pub(in crate::kube) fn read(text: &str) -> Option<Self> {
        let unsigned = text.trim_start_matches(['+', '-']);
        if text.len() - unsigned.len() > 1 {
            return None;
        }
        let digits = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.');
        let (digits, suffix) = unsigned.split_at(digits.unwrap_or(unsigned.len()));
        let number = plain_decimal(digits)?;
        let number = if text.starts_with('-') { number.neg() } else { number };
        let factor = match SUFFIXES.iter().find(|row| row.0 == suffix) {
            Some((_, Scale::Two(power))) => Number::Int(1_i64.checked_shl(*power)?.into()),
            Some((_, Scale::Ten(power))) => Number::decimal(1.into(), *power).ok()?,
            None => exponent(suffix)?,
        };
        Some(Self(number.mul(&factor).ok()?))
    }

    /// Whether it is below zero.
    pub(in crate::kube) fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Whether it is zero.
    pub(in crate::kube) fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is a whole number.
    pub(in crate::kube) fn is_whole(&self) -> bool {
        self.0.clone().integral().is_int()
    }

    /// Whether it is larger than `other`.
    pub(in crate::kube) fn exceeds(&self, other: &Self) -> bool {
        self.0.compare(&other.0) == Ordering::Greater
    }

    /// Whether it is the same amount as `other`, however both are written.
    pub(in crate::kube) fn equals(&self, other: &Self) -> bool {
        self.0.compare(&other.0) == Ordering::Equal
    }
}

/// Digits with at most one dot.
fn plain_decimal(digits: &str) -> Option<Number> {
    let dots = digits.matches('.').count();
    if dots > 1 || digits.len() == dots {
        return None;
    }
    let trimmed = digits.trim_start_matches('0');
    let padded = if trimmed.is_empty() || trimmed.starts_with('.') { "0" } else { "" };
    Number::parse(&format!("{padded}{trimmed}")).ok()
}

/// `e3`, `E-3`
fn exponent(suffix: &str) -> Option<Number> {
    let power = suffix.strip_prefix(['e', 'E'])?;
    let digits = power.strip_prefix(['+', '-']).unwrap_or(power);
    if digits.is_empty() || !digits.bytes().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let power: i64 = power.parse().ok()?;
    // The server knows no larger numbers than 10^18, and none is meant.
    if power.abs() > 100 { None } else { Number::decimal(1.into(), power).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(left: &str, right: &str) {
        let read = |text| Quantity::read(text).unwrap_or_else(|| panic!("{text} is one"));
        assert!(read(left).equals(&read(right)), "{left} and {right}");
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
    }

    #[test]
    fn what_is_no_quantity_is_refused() {
        for text in ["", "1GB", "1 Gi", "a", "--1", "1.2.3", "1ki", "1e", "+", ".", "1e999999999"] {
            assert_eq!(Quantity::read(text), None, "{text}");
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
