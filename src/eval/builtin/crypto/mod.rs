//! The packages under `crypto/`: hashes, keyed hashes and the check of signatures.

mod ed25519;
mod hash;
mod hmac;

pub(super) use ed25519::PACKAGE as ED25519;
pub(super) use hash::{MD5, SHA1, SHA256, SHA512, md5, sha1};
pub(super) use hmac::PACKAGE as HMAC;
