//! `time`: points in time and durations as texts, in the layouts of Go.
//!
//! There is no clock here and no local time zone: what depends on either would make a
//! configuration mean different things on different machines.

mod constants;
mod duration;
mod format;
mod functions;
mod instant;
mod layout;
mod parse;

use super::Package;

pub(crate) use duration::parse as parse_duration;
pub(crate) use functions::{read as parse_instant, written as instant_text};
pub(crate) use instant::Instant;

pub(super) const PACKAGE: Package =
    Package { path: "time", members: &[constants::MEMBERS, functions::MEMBERS] };
