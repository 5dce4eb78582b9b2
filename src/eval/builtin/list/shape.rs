//! The functions that look at the elements of a list as they are, and the checks that they make.

use std::ops::Range;

use super::super::arguments::{MOST_REPEATS, texts};
use super::super::table::{Member, native, plain, source};
use super::super::{Check, Data, Fault, Make, Native};
use crate::eval::kind::Kind;

const LIST: &[Kind] = &[Kind::LIST];
const COUNTED: &[Kind] = &[Kind::LIST, Kind::INT];
const WITH: &[Kind] = &[Kind::LIST, Kind::TOP];

pub(super) const MEMBERS: &[Member] = &[
    native(
        "Drop",
        COUNTED,
        Kind::LIST,
        "A list without its first so many elements.",
        Native::Make(Make::Drop),
    ),
    native(
        "Take",
        COUNTED,
        Kind::LIST,
        "The first so many elements of a list.",
        Native::Make(Make::Take),
    ),
    native(
        "Slice",
        &[Kind::LIST, Kind::INT, Kind::INT],
        Kind::LIST,
        "The elements from one index up to, but without, another.",
        Native::Make(Make::Slice),
    ),
    native(
        "FlattenN",
        &[Kind::TOP, Kind::INT],
        Kind::LIST,
        "A list with the elements of lists in it in their place, so many levels deep; all levels \
         if the number is negative.",
        Native::Make(Make::FlattenN),
    ),
    native("Concat", LIST, Kind::LIST, "The lists of a list in one.", Native::Make(Make::Concat)),
    native(
        "Repeat",
        COUNTED,
        Kind::LIST,
        "A list, so many times over.",
        Native::Make(Make::Repeat),
    ),
    native("Reverse", LIST, Kind::LIST, "A list from back to front.", Native::Make(Make::Reverse)),
    native(
        "MinItems",
        COUNTED,
        Kind::BOOL,
        "Whether a list has at least so many elements.",
        Native::Check(Check::MinItems),
    ),
    native(
        "MaxItems",
        COUNTED,
        Kind::BOOL,
        "Whether a list has at most so many elements.",
        Native::Check(Check::MaxItems),
    ),
    native(
        "UniqueItems",
        LIST,
        Kind::BOOL,
        "Whether no two elements of a list are equal.",
        Native::Check(Check::UniqueItems),
    ),
    native(
        "Contains",
        WITH,
        Kind::BOOL,
        "Whether a value is an element of a list.",
        Native::Check(Check::Contains),
    ),
    native(
        "MatchN",
        &[Kind::LIST, Kind::TOP, Kind::TOP],
        Kind::BOOL,
        "Whether the number of elements that fit a schema fits a number or a constraint on it.",
        Native::Check(Check::MatchN),
    ),
    native(
        "Sort",
        WITH,
        Kind::LIST,
        "A list in the order of a comparer, a struct with x, y and less; equal elements keep \
         their order.",
        Native::Make(Make::Sort),
    ),
    native(
        "SortStable",
        WITH,
        Kind::LIST,
        "The same as Sort, which keeps the order of equal elements too.",
        Native::Make(Make::Sort),
    ),
    native(
        "IsSorted",
        WITH,
        Kind::BOOL,
        "Whether a list is in the order of a comparer.",
        Native::Check(Check::IsSorted),
    ),
    plain(
        "SortStrings",
        LIST,
        Kind::LIST,
        "Texts in increasing order.",
        r#"(["b", "a", "B"]) = ["B", "a", "b"]"#,
        |args| {
            let mut sorted = texts(args, 0)?;
            sorted.sort_unstable();
            Ok(Data::list(sorted))
        },
    ),
    plain(
        "IsSortedStrings",
        LIST,
        Kind::BOOL,
        "Whether texts are in increasing order.",
        r#"(["a", "b", "b"]) = true"#,
        |args| Ok(texts(args, 0)?.is_sorted().into()),
    ),
    source(
        "Comparer",
        "{T: _, x: T, y: T, less: bool}",
        "What Sort takes: less says whether x comes before y.",
    ),
    source(
        "Ascending",
        "{T: number | string, x: T, y: T, less: bool, less: x < y}",
        "Compares numbers or texts, the smaller first.",
    ),
    source(
        "Descending",
        "{T: number | string, x: T, y: T, less: bool, less: x > y}",
        "Compares numbers or texts, the larger first.",
    ),
];

/// The elements that `Drop` leaves of `len`.
pub(crate) fn drop(len: usize, count: i64) -> Result<Range<usize>, Fault> {
    Ok(index(count)?.min(len)..len)
}

/// The elements that `Take` takes of `len`.
pub(crate) fn take(len: usize, count: i64) -> Result<Range<usize>, Fault> {
    Ok(0..index(count)?.min(len))
}

/// The elements that `Slice` takes of `len`.
pub(crate) fn slice(len: usize, from: i64, to: i64) -> Result<Range<usize>, Fault> {
    let start = index(from)?;
    match usize::try_from(to) {
        Ok(end) if start <= end && end <= len => Ok(start..end),
        Ok(end) if start <= end => Err(Fault::new("slice bounds out of range")),
        _ => Err(Fault::new(format!("invalid index: {from} > {to}"))),
    }
}

/// How often `Repeat` repeats a list of `len` elements.
pub(crate) fn repeat(len: usize, count: i64) -> Result<usize, Fault> {
    if count > MOST_REPEATS {
        return Err(Fault::limit(format!("count {count} exceeds limit of {MOST_REPEATS}")));
    }
    let count = usize::try_from(count).map_err(|_| Fault::new("negative count"))?;
    // A list of many elements repeated often is as large as a short one repeated too often.
    if len.saturating_mul(count) > MOST_REPEATS as usize * 10 {
        return Err(Fault::limit(format!(
            "a list of {len} elements cannot be repeated {count} times"
        )));
    }
    Ok(count)
}

/// What `MinItems` says of a list with too few elements.
pub(crate) fn too_few(count: usize, least: i64) -> String {
    format!("len(list) < MinItems({least}) ({count} < {least})")
}

/// What `MaxItems` says of a list with too many elements.
pub(crate) fn too_many(count: usize, most: i64) -> String {
    format!("len(list) > MaxItems({most}) ({count} > {most})")
}

/// What `UniqueItems` says of two equal elements; `scalar` is their text if they are scalars.
pub(crate) fn not_unique(scalar: Option<&str>, first: usize, second: usize) -> String {
    match scalar {
        Some(text) => format!("equal value ({text}) at position {first} and {second}"),
        None => format!("equal values at position {first} and {second}"),
    }
}

fn index(count: i64) -> Result<usize, Fault> {
    usize::try_from(count).map_err(|_| Fault::new("negative index"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        assert_eq!(drop(4, 2), Ok(2..4));
        assert_eq!(drop(4, 9), Ok(4..4));
        assert_eq!(take(4, 9), Ok(0..4));
        assert_eq!(slice(4, 1, 3), Ok(1..3));
        let said = |result: Result<Range<usize>, Fault>| result.unwrap_err().message;
        assert_eq!(said(take(4, -1)), "negative index");
        assert_eq!(said(slice(4, 3, 1)), "invalid index: 3 > 1");
        assert_eq!(said(slice(4, 5, 6)), "slice bounds out of range");
        assert_eq!(said(slice(4, 1, 5)), "slice bounds out of range");
    }

    #[test]
    fn repetitions() {
        assert_eq!(repeat(1, 1_000_000), Ok(1_000_000));
        let said = |result: Result<usize, Fault>| result.unwrap_err().message;
        assert_eq!(said(repeat(1, 200_000_000)), "count 200000000 exceeds limit of 1000000");
        assert_eq!(said(repeat(1, -1)), "negative count");
        assert!(repeat(1000, 100_000).is_err());
    }
}
