//! Dependencies: what `inf.toml` asks for, which versions that comes to, and where they lie.
//!
//! `requirement` and `registries` read the sections of `inf.toml`, `lock` reads and writes
//! `inf.lock`; `select` says, offline, which module each dependency is, and `content` checks that
//! it is the one that was locked. The network is asked by `solve` and `fetch` alone, which only the
//! functions in `commands` call.

mod commands;
mod content;
mod edit;
mod fetch;
mod graph;
mod lock;
mod missing;
mod publish;
mod registries;
mod requirement;
mod select;
mod solve;
mod tidy;
mod used;
mod work;

pub use commands::{init, wanted};
pub use publish::{Publication, login};
pub use requirement::{Source, is_module_name};
pub use work::{Faults, Work};

pub(super) use content::digest as content;
pub(super) use lock::Locked;
pub(super) use registries::{Registry, read as registries};
pub(super) use requirement::{Requirement, read as requirements};
pub(super) use select::{Chosen, Selection, asked_for, misnamed, select};

/// The name of the file that says what the dependencies came to.
pub const LOCK_FILE: &str = "inf.lock";

/// The directory with copies of the dependencies, beside `inf.toml`.
pub(super) const VENDOR: &str = "vendor";
