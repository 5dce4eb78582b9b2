//! The standard library: one file or folder a package, each a table of members.
//!
//! To add a function, write one table line in its package: name, parameters, result, what it does,
//! a worked example, and the function itself. The example is run by the tests and shown to people.
//! To add a package, add its table to [`PACKAGES`].
//!
//! A plain function takes and gives [`Data`]; it never sees the graph, and it never panics: what
//! it cannot do is a [`Fault`]. Functions that must see values which are not concrete
//! (`list.Sort`, `list.MatchN`, …) are named here as [`Native`] and live beside the evaluator.

pub(crate) mod arguments;
mod data;
#[cfg(test)]
mod examples;
mod fault;
pub(crate) mod list;
mod math;
mod native;
mod strconv;
mod strings;
pub(crate) mod structs;
mod table;

pub(crate) use data::Data;
pub(crate) use fault::Fault;
pub(crate) use native::Native;
pub(crate) use table::{Function, Member, MemberKind, Package, Run};

/// Every package.
const PACKAGES: &[&Package] = &[
    &list::PACKAGE,
    &math::MATH,
    &math::BITS,
    &strconv::PACKAGE,
    &strings::PACKAGE,
    &structs::PACKAGE,
];

/// The package of an import path.
pub(crate) fn package(path: &str) -> Option<&'static Package> {
    PACKAGES.iter().find(|package| package.path == path).copied()
}

/// The import paths of all packages.
pub(crate) fn paths() -> impl Iterator<Item = &'static str> {
    PACKAGES.iter().map(|package| package.path)
}

/// Why a package that CUE has is none here.
pub(crate) fn refused(path: &str) -> Option<&'static str> {
    if path == "tool" || path.starts_with("tool/") {
        return Some("tool packages have side effects, and a configuration has none");
    }
    (path == "encoding/openapi").then_some("encoding/openapi is not supported")
}
