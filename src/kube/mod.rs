//! Kubernetes: which values are manifests, what order they are applied in, how they are written,
//! and what no cluster would take.
//!
//! A compilation goes through this room from top to bottom: [`find`] the manifests of a value,
//! [`unite`] those that are written twice alike,
//! [`check`] them (structure by schema, then rules), [`sort`] them, and [`tidy`] each just before
//! it is written. The checks see the data as its author wrote it, because tidying drops nulls.
//! Nothing here knows output formats or the command line.

mod cel;
mod check;
pub mod crd;
mod equality;
mod file_name;
mod manifest;
mod order;
mod quantity;
mod rule;
mod tidy;
mod unite;
mod zone;

pub use check::{CheckOptions, check, is_sound, open_lists};
pub use crd::Crds;
pub use file_name::file_names;
pub use manifest::{Manifest, find, manifest};
pub use order::sort;
pub use rule::{Across, check_bundle};
pub use tidy::tidy;
pub use unite::unite;
