//! `crypto/ed25519`: the check of signatures.

use ed25519_dalek::{Signature, VerifyingKey};

use super::super::Fault;
use super::super::arguments::bytes;
use super::super::table::{Member, Package, plain, source};
use crate::eval::kind::Kind;

pub(in super::super) const PACKAGE: Package =
    Package { path: "crypto/ed25519", members: &[MEMBERS] };

const MEMBERS: &[Member] = &[
    source("PublicKeySize", "32", "The bytes of a public key."),
    plain(
        "Valid",
        &[Kind::TEXT, Kind::TEXT, Kind::TEXT],
        Kind::BOOL,
        "Whether a public key's owner signed a message: the key, the message, the signature.",
        r#"("short", "message", "signature") = error: ed25519: publicKey must be 32 bytes"#,
        |args| {
            let (key, message, signature) = (bytes(args, 0)?, bytes(args, 1)?, bytes(args, 2)?);
            let key = <&[u8; 32]>::try_from(key)
                .map_err(|_| Fault::new("ed25519: publicKey must be 32 bytes"))?;
            // A key or signature that is no point of the curve signs nothing.
            let parts = VerifyingKey::from_bytes(key)
                .and_then(|key| Ok((key, Signature::from_slice(signature)?)));
            Ok(parts
                .is_ok_and(|(key, signature)| {
                    ed25519_dalek::Verifier::verify(&key, message, &signature).is_ok()
                })
                .into())
        },
    ),
];

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    /// The first test of RFC 8032: a key and its signature of nothing.
    const KEY: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    const SIGNATURE: &str = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555\
                             fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";

    #[test]
    fn signatures() {
        let bytes = |hex: &str| {
            let pairs = hex.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair));
            format!("'{}'", pairs.map(|pair| format!("\\x{pair}")).collect::<String>())
        };
        let signed = format!("{}, '', {}", bytes(KEY), bytes(SIGNATURE));
        check("crypto/ed25519.Valid", &signed, "true");
        let other = bytes(&"00".repeat(64));
        check("crypto/ed25519.Valid", &format!("{}, 'valid', {other}", bytes(KEY)), "false");
        check("crypto/ed25519.Valid", &format!("{}, 'valid', 'x'", bytes(KEY)), "false");
        check(
            "crypto/ed25519.Valid",
            &format!("{}, 'x', {other}", bytes(&"ff".repeat(32))),
            "false",
        );
    }
}
