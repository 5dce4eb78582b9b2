//! `crypto/hmac`: hashes keyed with a secret.

use hmac::digest::KeyInit;
use hmac::{Mac, SimpleHmac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};

use super::super::arguments::{bytes, text};
use super::super::table::{Member, Package, plain, source};
use super::super::{Data, Fault};
use crate::eval::kind::Kind;

pub(in super::super) const PACKAGE: Package = Package { path: "crypto/hmac", members: &[MEMBERS] };

const NAME: &str = "The name of a hash function, for Sign.";

const MEMBERS: &[Member] = &[
    source("MD5", "\"MD5\"", NAME),
    source("SHA1", "\"SHA1\"", NAME),
    source("SHA224", "\"SHA224\"", NAME),
    source("SHA256", "\"SHA256\"", NAME),
    source("SHA384", "\"SHA384\"", NAME),
    source("SHA512", "\"SHA512\"", NAME),
    source("SHA512_224", "\"SHA512_224\"", NAME),
    source("SHA512_256", "\"SHA512_256\"", NAME),
    plain(
        "Sign",
        &[Kind::STRING, Kind::TEXT, Kind::TEXT],
        Kind::TEXT,
        "The keyed hash of some bytes: the name of the hash function, the key, the bytes.",
        r#"("MD5", "key", "data") = '\x9d\x5c\x73\xef\x85\x59\x4d\x34\xec\x44\x38\xb7\xc9\x7e\x51\xd8'"#,
        |args| {
            let (key, data) = (bytes(args, 1)?, bytes(args, 2)?);
            match text(args, 0)? {
                "MD5" => sign::<SimpleHmac<Md5>>(key, data),
                "SHA1" => sign::<SimpleHmac<Sha1>>(key, data),
                "SHA224" => sign::<SimpleHmac<Sha224>>(key, data),
                "SHA256" => sign::<SimpleHmac<Sha256>>(key, data),
                "SHA384" => sign::<SimpleHmac<Sha384>>(key, data),
                "SHA512" => sign::<SimpleHmac<Sha512>>(key, data),
                "SHA512_224" => sign::<SimpleHmac<Sha512_224>>(key, data),
                "SHA512_256" => sign::<SimpleHmac<Sha512_256>>(key, data),
                _ => Err(Fault::new("unsupported hash function")),
            }
        },
    )
    .effort(16),
];

fn sign<M: Mac + KeyInit>(key: &[u8], data: &[u8]) -> Result<Data, Fault> {
    // A key of any length will do; the type says otherwise.
    let mac = <M as KeyInit>::new_from_slice(key);
    let mac = mac.map_err(|error| Fault::new(error.to_string()))?;
    Ok(Data::bytes(&mac.chain_update(data).finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn every_hash_with_a_long_key() {
        let key = "k".repeat(200);
        for (name, expected) in [
            (
                "SHA1",
                r"'\x18\x26\xae\x92\x13\xa7\x3c\x77\xba\x09\x90\x2e\x2d\xa7\x44\x4c\xe9\xf9\xb9\xb2'",
            ),
            (
                "SHA224",
                r"'\x60\x07\x0e\x9c\x76\x71\x94\xed\x87\x24\x45\x6c\x8b\x43\x24\x08\xfe\xf6\x09\x5c\x47\x12\x52\x0b\x9b\xbc\xc5\x98'",
            ),
            (
                "SHA256",
                r"'\x35\x5f\xd1\x8a\x0d\x98\xb6\x5c\x26\x4f\xd8\x34\xfd\x8a\xbf\x9a\x72\x0f\x54\x10\xca\x76\xff\x8d\xf7\xf7\x0e\xdd\x65\xb3\x92\xb9'",
            ),
            (
                "SHA384",
                r"'\x0c\xf8\x53\xc2\xb6\x84\xa3\x5c\xc8\x8a\xba\x26\xa8\x94\x64\xe6\x0c\xc5\x68\xe4\x7f\x41\x5a\x21\xf3\x92\xd1\xd6\x2a\x91\x1f\x8f\x3a\xdd\x1b\xa6\xc8\x0b\x04\xa0\x0c\xcb\x7b\xbf\x97\x94\x72\x5e'",
            ),
            (
                "SHA512",
                r"'\x27\xfc\xf0\x07\x26\x3a\xa3\x13\x12\xaa\x47\xfe\x80\x52\x70\x3e\xed\x93\x40\xa2\xc6\x99\x4b\x2c\x56\xf6\x29\x08\x7c\xa9\xfa\xb0\x74\x57\xf8\x4f\x44\x44\x02\x82\xeb\x71\xac\x55\x6f\xce\x45\x88\x8a\xcb\xdf\x97\xf3\x6d\x29\x52\x68\xe5\xfb\xc2\xb4\xb8\x53\xc1'",
            ),
            (
                "SHA512_224",
                r"'\x1b\x76\xef\x8b\x91\x39\x80\xb0\xe2\x28\x40\x9c\x2e\x45\xd0\xb4\xd1\xe7\x8c\xec\x10\xa6\x02\x65\x29\xfb\x4f\xde'",
            ),
            (
                "SHA512_256",
                r"'\x67\x64\x3c\xb7\x04\x21\xed\xd6\x84\x98\xcb\x14\x1c\x89\x72\xdf\x5a\x86\x5e\xf3\x05\x62\x98\x67\x13\xc0\x99\x14\xdb\x17\x66\x06'",
            ),
        ] {
            check("crypto/hmac.Sign", &format!("{name:?}, '{key}', 'd'"), expected);
        }
        check("crypto/hmac.Sign", "\"X\", 'k', 'd'", "error: unsupported hash function");
    }
}
