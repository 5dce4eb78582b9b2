//! `list`: lists and what is counted, cut, sorted and added up in them.
//!
//! The functions that keep elements which need not be concrete run in the evaluator; what they
//! check and how they say it stands in [`shape`].

mod numbers;
pub(crate) mod shape;

use super::Package;

pub(super) const PACKAGE: Package =
    Package { path: "list", members: &[shape::MEMBERS, numbers::MEMBERS] };
