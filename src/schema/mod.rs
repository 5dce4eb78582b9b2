//! What is known of the built-in kinds of Kubernetes: the types of every group and version, as the
//! releases have them, and which of them are objects.
//!
//! The tables under `schemas/tables` are embedded; a package of them (`apps/v1`) is gone through
//! when it is first asked for, and a definition read when it is first referred to. Both are kept
//! for the life of the process. Nothing here knows manifests or `.inf`.

mod catalog;
mod definition;
mod docs;
mod kind;
mod read;
mod release;
mod tables;

pub use catalog::{Catalog, Package};
pub use definition::{Definition, Field, Key, Link, Scope, Type, Uniqueness};
pub use docs::Docs;
pub use kind::{KindFault, find_kind};
pub use release::Release;
