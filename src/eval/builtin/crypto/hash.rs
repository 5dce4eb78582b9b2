//! `crypto/md5`, `crypto/sha1`, `crypto/sha256` and `crypto/sha512`.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};

use super::super::arguments::bytes;
use super::super::table::{Member, Package, plain, source};
use super::super::{Data, Fault};
use crate::eval::kind::Kind;

/// What it takes to hash a byte.
const HASHING: usize = 16;

const ONE: &[Kind] = &[Kind::TEXT];

pub(in super::super) const MD5: Package = Package { path: "crypto/md5", members: &[MD5_MEMBERS] };
pub(in super::super) const SHA1: Package =
    Package { path: "crypto/sha1", members: &[SHA1_MEMBERS] };
pub(in super::super) const SHA256: Package =
    Package { path: "crypto/sha256", members: &[SHA256_MEMBERS] };
pub(in super::super) const SHA512: Package =
    Package { path: "crypto/sha512", members: &[SHA512_MEMBERS] };

const SIZE: &str = "The bytes of a checksum.";
const BLOCK: &str = "The bytes of a block that the hash works on.";

const MD5_MEMBERS: &[Member] = &[
    source("Size", "16", SIZE),
    source("BlockSize", "64", BLOCK),
    plain(
        "Sum",
        ONE,
        Kind::TEXT,
        "The MD5 checksum.",
        r#"("") = '\xd4\x1d\x8c\xd9\x8f\x00\xb2\x04\xe9\x80\x09\x98\xec\xf8\x42\x7e'"#,
        sum::<Md5>,
    )
    .effort(HASHING),
];

const SHA1_MEMBERS: &[Member] = &[
    source("Size", "20", SIZE),
    source("BlockSize", "64", BLOCK),
    plain(
        "Sum",
        ONE,
        Kind::TEXT,
        "The SHA-1 checksum.",
        r#"("") = '\xda\x39\xa3\xee\x5e\x6b\x4b\x0d\x32\x55\xbf\xef\x95\x60\x18\x90\xaf\xd8\x07\x09'"#,
        sum::<Sha1>,
    )
    .effort(HASHING),
];

const SHA256_MEMBERS: &[Member] = &[
    source("Size", "32", SIZE),
    source("Size224", "28", "The bytes of a SHA-224 checksum."),
    source("BlockSize", "64", BLOCK),
    plain(
        "Sum256",
        ONE,
        Kind::TEXT,
        "The SHA-256 checksum.",
        r#"("") = '\xe3\xb0\xc4\x42\x98\xfc\x1c\x14\x9a\xfb\xf4\xc8\x99\x6f\xb9\x24\x27\xae\x41\xe4\x64\x9b\x93\x4c\xa4\x95\x99\x1b\x78\x52\xb8\x55'"#,
        sum::<Sha256>,
    )
    .effort(HASHING),
    plain(
        "Sum224",
        ONE,
        Kind::TEXT,
        "The SHA-224 checksum.",
        r#"("") = '\xd1\x4a\x02\x8c\x2a\x3a\x2b\xc9\x47\x61\x02\xbb\x28\x82\x34\xc4\x15\xa2\xb0\x1f\x82\x8e\xa6\x2a\xc5\xb3\xe4\x2f'"#,
        sum::<Sha224>,
    )
    .effort(HASHING),
];

const SHA512_MEMBERS: &[Member] = &[
    source("Size", "64", SIZE),
    source("Size224", "28", "The bytes of a SHA-512/224 checksum."),
    source("Size256", "32", "The bytes of a SHA-512/256 checksum."),
    source("Size384", "48", "The bytes of a SHA-384 checksum."),
    source("BlockSize", "128", BLOCK),
    plain(
        "Sum512",
        ONE,
        Kind::TEXT,
        "The SHA-512 checksum.",
        r#"("") = '\xcf\x83\xe1\x35\x7e\xef\xb8\xbd\xf1\x54\x28\x50\xd6\x6d\x80\x07\xd6\x20\xe4\x05\x0b\x57\x15\xdc\x83\xf4\xa9\x21\xd3\x6c\xe9\xce\x47\xd0\xd1\x3c\x5d\x85\xf2\xb0\xff\x83\x18\xd2\x87\x7e\xec\x2f\x63\xb9\x31\xbd\x47\x41\x7a\x81\xa5\x38\x32\x7a\xf9\x27\xda\x3e'"#,
        sum::<Sha512>,
    )
    .effort(HASHING),
    plain(
        "Sum384",
        ONE,
        Kind::TEXT,
        "The SHA-384 checksum.",
        r#"("") = '\x38\xb0\x60\xa7\x51\xac\x96\x38\x4c\xd9\x32\x7e\xb1\xb1\xe3\x6a\x21\xfd\xb7\x11\x14\xbe\x07\x43\x4c\x0c\xc7\xbf\x63\xf6\xe1\xda\x27\x4e\xde\xbf\xe7\x6f\x65\xfb\xd5\x1a\xd2\xf1\x48\x98\xb9\x5b'"#,
        sum::<Sha384>,
    )
    .effort(HASHING),
    plain(
        "Sum512_224",
        ONE,
        Kind::TEXT,
        "The SHA-512/224 checksum.",
        r#"("") = '\x6e\xd0\xdd\x02\x80\x6f\xa8\x9e\x25\xde\x06\x0c\x19\xd3\xac\x86\xca\xbb\x87\xd6\xa0\xdd\xd0\x5c\x33\x3b\x84\xf4'"#,
        sum::<Sha512_224>,
    )
    .effort(HASHING),
    plain(
        "Sum512_256",
        ONE,
        Kind::TEXT,
        "The SHA-512/256 checksum.",
        r#"("") = '\xc6\x72\xb8\xd1\xef\x56\xed\x28\xab\x87\xc3\x62\x2c\x51\x14\x06\x9b\xdd\x3a\xd7\xb8\xf9\x73\x74\x98\xd0\xc0\x1e\xce\xf0\x96\x7a'"#,
        sum::<Sha512_256>,
    )
    .effort(HASHING),
];

fn sum<D: Digest>(args: &[Data]) -> Result<Data, Fault> {
    Ok(Data::bytes(&D::digest(bytes(args, 0)?)))
}

/// The MD5 checksum of two pieces, one behind the other.
pub(in super::super) fn md5(first: &[u8], second: &[u8]) -> Vec<u8> {
    Md5::new().chain_update(first).chain_update(second).finalize().to_vec()
}

/// The SHA-1 checksum of two pieces, one behind the other.
pub(in super::super) fn sha1(first: &[u8], second: &[u8]) -> Vec<u8> {
    Sha1::new().chain_update(first).chain_update(second).finalize().to_vec()
}
