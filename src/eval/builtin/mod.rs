//! The standard library: one file a package, each a table of members.
//!
//! A plain function takes and gives [`Data`]; it never sees the graph. Functions that must see
//! values which are not concrete (`list.Sort`, `list.MatchN`, …) are named here as [`Native`] and
//! live beside the evaluator.

mod data;

pub(crate) use data::Data;

/// The import paths of all packages.
pub(crate) fn paths() -> impl Iterator<Item = &'static str> {
    ["strings", "list"].into_iter()
}
