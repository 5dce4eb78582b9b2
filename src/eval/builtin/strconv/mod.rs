//! `strconv`: texts to values and back.

pub(super) mod float;
mod parse;
pub(super) mod quote;
mod unquote;

use super::Package;

pub(super) use unquote::unquote as unquoted;

pub(super) const PACKAGE: Package =
    Package { path: "strconv", members: &[parse::MEMBERS, float::MEMBERS, quote::MEMBERS] };
