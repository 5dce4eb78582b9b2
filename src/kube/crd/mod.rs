//! Custom resources: their definitions, and what the API server would say of their objects.
//!
//! `structural` tells whether a definition itself would be taken. `store` finds the [`Definition`] of a kind, `read` makes a `Schema` of one of its versions. An
//! object is first *admitted* (`admit`: unknown fields go, defaults come in), then *checked* (`check`:
//! schema, list types, rules in CEL); what is wrong is a `Fault` in the server's words.

mod admit;
mod check;
mod definition;
mod fault;
mod format;
mod judge;
mod path;
mod read;
mod schema;
mod skim;
mod store;
mod structural;
#[cfg(test)]
mod tests;

pub use definition::{Definition, Version};
pub(crate) use fault::{Fault, FaultKind};
pub(crate) use format::Format;
pub(crate) use judge::judge;
pub(crate) use schema::{Kind, Schema, SchemaId};
pub use store::Crds;
pub(crate) use structural::faults as structural_faults;
