//! Quantities of resources: `1.5Gi`, `100m`, `1e3`.
//!
//! Source: `apimachinery/pkg/api/resource/quantity.go`.

use std::cmp::Ordering;

use num_bigint::BigInt;

use crate::base::Number;

/// A quantity by its value; how it was written does not matter here.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Quantity {
    pub(super) value: Number,
}

/// The suffixes that are powers of ten.
const DECIMAL: &[(&str, i64)] = &[
    ("n", -9),
    ("u", -6),
    ("m", -3),
    ("", 0),
    ("k", 3),
    ("M", 6),
    ("G", 9),
    ("T", 12),
    ("P", 15),
    ("E", 18),
];

/// The suffixes that are powers of 1024.
const BINARY: &[(&str, u32)] = &[("Ki", 1), ("Mi", 2), ("Gi", 3), ("Ti", 4), ("Pi", 5), ("Ei", 6)];

impl Quantity {
    /// Reads a quantity; nothing if it is none.
    pub(super) fn parse(text: &str) -> Option<Quantity> {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let digits = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.');
        let (number, suffix) = unsigned.split_at(digits.unwrap_or(unsigned.len()));
        let some_digit = number.bytes().any(|byte| byte.is_ascii_digit());
        if !some_digit || number.matches('.').count() > 1 {
            return None;
        }
        let number = Number::parse(number).ok()?;
        let factor = if let Some(row) = BINARY.iter().find(|row| row.0 == suffix) {
            Number::from(BigInt::from(1024).pow(row.1))
        } else {
            let power = match DECIMAL.iter().find(|row| row.0 == suffix) {
                Some(row) => row.1,
                None => exponent(suffix)?,
            };
            Number::decimal(BigInt::from(1), power).ok()?
        };
        let value = number.mul(&factor).ok()?;
        Some(Quantity { value: if text.starts_with('-') { value.neg() } else { value } })
    }

    pub(super) fn compare(&self, other: &Quantity) -> Ordering {
        self.value.compare(&other.value)
    }

    /// The whole number that it is, if it is one of 64 bits.
    pub(super) fn integer(&self) -> Option<i64> {
        self.value.clone().integral().to_i64()
    }
}

/// The power of `e3` or `E-3`; within what any quantity needs.
fn exponent(suffix: &str) -> Option<i64> {
    let digits = suffix.strip_prefix(['e', 'E'])?;
    digits.parse::<i64>().ok().filter(|power| power.abs() <= 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_by_value() {
        let equal = |one: &str, two: &str| {
            let (one, two) = (Quantity::parse(one).unwrap(), Quantity::parse(two).unwrap());
            assert!(one.compare(&two).is_eq(), "{one:?} {two:?}");
        };
        equal("1Gi", "1073741824");
        equal("100m", "0.1");
        equal("1e3", "1k");
        equal("-1.5", "-1500m");
        equal("1E", "1000000000000000000");
        for text in ["", "Gi", "1GB", "1.2.3", "--1", "1 Gi", "e3", "."] {
            assert!(Quantity::parse(text).is_none(), "{text}");
        }
    }
}
