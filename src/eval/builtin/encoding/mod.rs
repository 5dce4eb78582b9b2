//! The packages under `encoding/`.

pub(super) mod base64;
pub(super) mod hex;
pub(crate) mod json;
mod plain;
