//! The packages under `encoding/`.

pub(super) mod base64;
pub(super) mod csv;
pub(super) mod hex;
pub(crate) mod json;
pub(super) mod openapi;
pub(super) mod plain;
pub(super) mod toml;
pub(crate) mod yaml;
