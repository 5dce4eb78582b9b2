//! `strings`: texts, counted in bytes or in runes (Unicode scalar values) as Go does.

mod case;
mod cut;
mod search;

use super::Package;

pub(super) const PACKAGE: Package =
    Package { path: "strings", members: &[search::MEMBERS, cut::MEMBERS, case::MEMBERS] };
