//! OCI registries (the OCI Distribution Specification 1.1): the few requests that modules need.
//!
//! `reference` holds addresses, `http` one connection with its authentication, `challenge` what a
//! registry asks for, `manifest` the one shape of artifacts that modules have, `client` the
//! requests.

mod challenge;
mod client;
mod http;
mod manifest;
mod reference;

pub use client::{Client, Published};
pub use manifest::Manifest;
pub use reference::{Reference, Wanted, is_digest};
