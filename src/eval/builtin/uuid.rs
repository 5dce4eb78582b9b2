//! `uuid`: universally unique identifiers.

use num_bigint::{BigInt, Sign};

use super::arguments::{big, bytes, text};
use super::crypto;
use super::encoding::hex;
use super::strconv::quote::{Level, quote};
use super::table::{Member, Package, plain, source};
use super::{Data, Fault};
use crate::base::Number;
use crate::eval::kind::Kind;

pub(super) const PACKAGE: Package = Package { path: "uuid", members: &[MEMBERS] };

const ONE: &[Kind] = &[Kind::STRING];
const NAMED: &[Kind] = &[Kind::STRING, Kind::TEXT];

const MEMBERS: &[Member] = &[
    source(
        "ns",
        r#"{
	DNS:  "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
	URL:  "6ba7b811-9dad-11d1-80b4-00c04fd430c8"
	OID:  "6ba7b812-9dad-11d1-80b4-00c04fd430c8"
	X500: "6ba7b814-9dad-11d1-80b4-00c04fd430c8"
	Nil:  "00000000-0000-0000-0000-000000000000"
}"#,
        "The name spaces of RFC 4122.",
    ),
    source(
        "variants",
        "{Invalid: 0, RFC4122: 1, Reserved: 2, Microsoft: 3, Future: 4}",
        "What Variant gives.",
    ),
    plain(
        "Valid",
        ONE,
        Kind::BOOL,
        "Whether a text is a UUID; if not, the error says why.",
        r#"("052ef62d-7223-58b6-a551-c1deee") = error: invalid UUID length: 30"#,
        |args| {
            let value = text(args, 0)?;
            let braced = value.starts_with('{') && value.ends_with('}');
            if value.len() == 38 && !braced {
                return Err(Fault::new("invalid bracketed UUID format"));
            }
            parse(value).map(|_| true.into())
        },
    ),
    plain(
        "Parse",
        ONE,
        Kind::STRING,
        "A UUID in its usual form.",
        r#"("{052EF62D-7223-58B6-A551-C1DEEE46D401}") = "052ef62d-7223-58b6-a551-c1deee46d401""#,
        |args| Ok(show(parse(text(args, 0)?)?).into()),
    ),
    plain(
        "URN",
        ONE,
        Kind::STRING,
        "A UUID as a uniform resource name.",
        r#"("052ef62d722358b6a551c1deee46d401") = "urn:uuid:052ef62d-7223-58b6-a551-c1deee46d401""#,
        |args| Ok(format!("urn:uuid:{}", show(parse(text(args, 0)?)?)).into()),
    ),
    plain(
        "FromInt",
        &[Kind::INT],
        Kind::STRING,
        "The UUID that an integer of 128 bits is.",
        r#"(1) = "00000000-0000-0000-0000-000000000001""#,
        |args| {
            let size = big(args, 0)?.magnitude();
            let value = u128::try_from(size).map_err(|_| {
                Fault::new(format!("invalid UUID (got {} bytes)", size.to_bytes_be().len()))
            })?;
            Ok(show(value).into())
        },
    ),
    plain(
        "ToInt",
        ONE,
        Kind::INT,
        "The bytes of a text as one large integer.",
        r#"("ab") = 24930"#,
        |args| Ok(Number::Int(BigInt::from_bytes_be(Sign::Plus, text(args, 0)?.as_bytes())).into()),
    ),
    plain(
        "Variant",
        ONE,
        Kind::INT,
        "The variant of a UUID, one of the variants.",
        r#"("052ef62d-7223-58b6-a551-c1deee46d401") = 1"#,
        |args| {
            let top = (parse(text(args, 0)?)? >> 56) as u8;
            Ok(match top >> 5 {
                0b100 | 0b101 => 1_i64,
                0b110 => 3,
                0b111 => 4,
                _ => 2,
            }
            .into())
        },
    ),
    plain(
        "Version",
        ONE,
        Kind::INT,
        "The version of a UUID.",
        r#"("052ef62d-7223-58b6-a551-c1deee46d401") = 5"#,
        |args| Ok(i64::from((parse(text(args, 0)?)? >> 76) as u8 & 15).into()),
    ),
    plain(
        "SHA1",
        NAMED,
        Kind::STRING,
        "The UUID, of version 5, of a name in a name space.",
        r#"("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "cuelang.org") = "052ef62d-7223-58b6-a551-c1deee46d401""#,
        |args| named(args, crypto::sha1, 5),
    ),
    plain(
        "MD5",
        NAMED,
        Kind::STRING,
        "The UUID, of version 3, of a name in a name space.",
        r#"("6ba7b811-9dad-11d1-80b4-00c04fd430c8", "https://cuelang.org") = "d891d69e-ae5c-39e0-9ead-164abd207f1f""#,
        |args| named(args, crypto::md5, 3),
    ),
];

fn named(args: &[Data], hash: fn(&[u8], &[u8]) -> Vec<u8>, version: u8) -> Result<Data, Fault> {
    let space = parse(text(args, 0)?)?;
    let sum = hash(&space.to_be_bytes(), bytes(args, 1)?);
    let first = sum.first_chunk::<16>().copied().unwrap_or_default();
    let value = u128::from_be_bytes(first);
    let value = value & !(0xf << 76) | u128::from(version) << 76;
    Ok(show(value & !(0b11 << 62) | 0b10 << 62).into())
}

/// Reads the usual form, with `urn:uuid:` before it or braces around it, or the digits alone.
fn parse(value: &str) -> Result<u128, Fault> {
    let wrong = || Fault::new("invalid UUID format");
    let dashed = match value.len() {
        32 => return digits(value).ok_or_else(wrong),
        36 => value,
        38 => value.get(1..37).ok_or_else(wrong)?,
        45 => match value.split_at_checked(9) {
            Some((prefix, rest)) if prefix.eq_ignore_ascii_case("urn:uuid:") => rest,
            _ => {
                let prefix = value.get(..9).unwrap_or("");
                let shown = quote(prefix, '"', Level::Print);
                return Err(Fault::new(format!("invalid urn prefix: {shown}")));
            }
        },
        len => return Err(Fault::new(format!("invalid UUID length: {len}"))),
    };
    let groups: Vec<&str> = dashed.split('-').collect();
    if groups.iter().map(|group| group.len()).ne([8, 4, 4, 4, 12]) {
        return Err(wrong());
    }
    digits(&groups.concat()).ok_or_else(wrong)
}

fn digits(text: &str) -> Option<u128> {
    let plain = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    u128::from_str_radix(text, 16).ok().filter(|_| plain)
}

fn show(value: u128) -> String {
    let digits = hex::encode(&value.to_be_bytes());
    let mut result = String::with_capacity(36);
    for (place, digit) in digits.chars().enumerate() {
        if matches!(place, 8 | 12 | 16 | 20) {
            result.push('-');
        }
        result.push(digit);
    }
    result
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn forms() {
        let usual = r#""123e4567-e89b-12d3-a456-426655440000""#;
        check("uuid.Parse", r#""urn:uuid:123e4567-e89b-12d3-a456-426655440000""#, usual);
        check("uuid.Parse", r#""052ef62d_7223_58b6_a551_c1deee46d401""#, {
            "error: invalid UUID format"
        });
        check("uuid.Valid", r#""(123e4567-e89b-12d3-a456-426655440000)""#, {
            "error: invalid bracketed UUID format"
        });
        check("uuid.Parse", r#""urn:uuix:123e4567-e89b-12d3-a456-426655440000""#, {
            r#"error: invalid urn prefix: "urn:uuix:""#
        });
        check("uuid.FromInt", "340282366920938463463374607431768211456", {
            "error: invalid UUID (got 17 bytes)"
        });
    }
}
