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
mod crypto;
mod data;
pub(crate) mod encoding;
#[cfg(test)]
mod examples;
mod fault;
mod html;
pub(crate) mod list;
mod math;
mod meter;
mod native;
pub(crate) mod net;
mod path;
mod place;
pub(crate) mod regexp;
mod strconv;
mod strings;
pub(crate) mod structs;
mod table;
mod tabwriter;
mod template;
pub(crate) mod time;
mod uuid;
mod written;

pub(crate) use data::Data;
pub(crate) use fault::{Fault, FaultBound};
pub(crate) use meter::Meter;
pub(crate) use native::{Check, Format, Make, Native};
pub(crate) use place::{Builtin, Found, find};
pub(crate) use table::{Function, Matching, Member, MemberKind, Package, READ, Run, Stream};
pub(crate) use written::{Written, expect_flat, expect_list};

/// Every package.
const PACKAGES: &[&Package] = &[
    &crypto::ED25519,
    &crypto::HMAC,
    &crypto::MD5,
    &crypto::SHA1,
    &crypto::SHA256,
    &crypto::SHA512,
    &html::PACKAGE,
    &list::PACKAGE,
    &math::MATH,
    &math::BITS,
    &encoding::base64::PACKAGE,
    &encoding::hex::PACKAGE,
    &encoding::csv::PACKAGE,
    &encoding::json::PACKAGE,
    &encoding::openapi::PACKAGE,
    &encoding::toml::PACKAGE,
    &encoding::yaml::PACKAGE,
    &net::PACKAGE,
    &path::PACKAGE,
    &regexp::PACKAGE,
    &strconv::PACKAGE,
    &strings::PACKAGE,
    &structs::PACKAGE,
    &tabwriter::PACKAGE,
    &template::PACKAGE,
    &time::PACKAGE,
    &uuid::PACKAGE,
];

/// The package of an import path.
pub(crate) fn package(path: &str) -> Option<&'static Package> {
    PACKAGES.iter().find(|package| package.path == path).copied()
}

/// The import paths of all packages.
pub(crate) fn paths() -> impl Iterator<Item = &'static str> {
    PACKAGES.iter().map(|package| package.path)
}
