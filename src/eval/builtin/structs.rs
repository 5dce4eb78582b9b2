//! `struct`: how many fields a struct has.

use super::table::{Member, Package, native};
use super::{Check, Native};
use crate::eval::kind::Kind;

pub(super) const PACKAGE: Package = Package { path: "struct", members: &[MEMBERS] };

const COUNTED: &[Kind] = &[Kind::STRUCT, Kind::INT];

const MEMBERS: &[Member] = &[
    native(
        "MinFields",
        COUNTED,
        Kind::BOOL,
        "Whether a struct has at least so many fields.",
        Native::Check(Check::MinFields),
    ),
    native(
        "MaxFields",
        COUNTED,
        Kind::BOOL,
        "Whether a struct has at most so many fields.",
        Native::Check(Check::MaxFields),
    ),
];

/// What `MinFields` says of a struct with too few fields.
pub(crate) fn too_few(count: usize, least: i64) -> String {
    format!("len(fields) < MinFields({least}) ({count} < {least})")
}

/// What `MaxFields` says of a struct with too many fields.
pub(crate) fn too_many(count: usize, most: i64) -> String {
    format!("len(fields) > MaxFields({most}) ({count} > {most})")
}
