//! `encoding/base64`: the standard alphabet with padding.

use ::base64::Engine as _;
use ::base64::engine::general_purpose::STANDARD;

use super::super::arguments::{any, bytes, int, text};
use super::super::table::{Member, Package, plain};
use super::super::{Data, Fault};
use crate::eval::kind::Kind;

pub(in super::super) const PACKAGE: Package =
    Package { path: "encoding/base64", members: &[MEMBERS] };

const SIZED: &[Kind] = &[Kind::TOP, Kind::INT];

const MEMBERS: &[Member] = &[
    plain(
        "Encode",
        &[Kind::TOP, Kind::TEXT],
        Kind::STRING,
        "Bytes in base64; the encoding must be null.",
        r#"(null, "foo") = "Zm9v""#,
        |args| {
            standard(args)?;
            Ok(STANDARD.encode(bytes(args, 1)?).into())
        },
    ),
    plain(
        "Decode",
        &[Kind::TOP, Kind::STRING],
        Kind::TEXT,
        "The bytes that a text in base64 stands for; the encoding must be null.",
        r#"(null, "Zm9v") = 'foo'"#,
        |args| {
            standard(args)?;
            match decode(text(args, 1)?.as_bytes()) {
                Ok(bytes) => Ok(Data::bytes(&bytes)),
                Err(at) => Err(Fault::new(format!("illegal base64 data at input byte {at}"))),
            }
        },
    ),
    plain(
        "EncodedLen",
        SIZED,
        Kind::INT,
        "How long so many bytes are in base64.",
        "(null, 4) = 8",
        |args| {
            standard(args)?;
            Ok((int(args, 1)?.saturating_add(2) / 3).saturating_mul(4).into())
        },
    ),
    plain(
        "DecodedLen",
        SIZED,
        Kind::INT,
        "How many bytes so long a text in base64 stands for at most.",
        "(null, 8) = 6",
        |args| {
            standard(args)?;
            Ok((int(args, 1)? / 4 * 3).into())
        },
    ),
];

fn standard(args: &[Data]) -> Result<(), Fault> {
    match any(args, 0)? {
        Data::Null => Ok(()),
        other => Err(Fault::new(format!(
            "base64: unsupported encoding: cannot use value {other} (type {}) as null",
            other.kind()
        ))),
    }
}

/// The bytes, or the place of the first mistake as Go counts it: line breaks are passed over, and
/// an unfinished group of four is wrong where it starts.
pub(in super::super) fn decode(text: &[u8]) -> Result<Vec<u8>, usize> {
    let mut result = Vec::with_capacity(text.len() / 4 * 3);
    let mut letters = text.iter().enumerate().filter(|(_, byte)| !matches!(byte, b'\r' | b'\n'));
    let (mut group, mut count) = (0_u32, 0_usize);
    while let Some((at, &byte)) = letters.next() {
        let Some(value) = value(byte) else {
            return padded(result, group, count, at, byte, letters, text.len());
        };
        group = group << 6 | value;
        count += 1;
        if count == 4 {
            result.extend_from_slice(&group.to_be_bytes()[1..]);
            (group, count) = (0, 0);
        }
    }
    if count == 0 { Ok(result) } else { Err(text.len() - count) }
}

/// The end of a text that has padding, found at `at` behind `count` letters of a group.
fn padded<'a>(
    mut result: Vec<u8>,
    group: u32,
    count: usize,
    at: usize,
    byte: u8,
    mut letters: impl Iterator<Item = (usize, &'a u8)>,
    len: usize,
) -> Result<Vec<u8>, usize> {
    if byte != b'=' || count < 2 {
        return Err(at);
    }
    if count == 2 {
        match letters.next() {
            None => return Err(len),
            Some((_, b'=')) => {}
            Some((next, _)) => return Err(next - 1),
        }
    }
    if let Some((garbage, _)) = letters.next() {
        return Err(garbage);
    }
    let bits = group << (6 * (4 - count));
    result.extend_from_slice(&bits.to_be_bytes()[1..count]);
    Ok(result)
}

fn value(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::builtin::examples::check;

    #[test]
    fn mistakes_have_places() {
        for (text, expected) in [
            ("foo", Err(0)),
            ("Zm9vYg==", Ok("foob")),
            ("Zm9vYmE=", Ok("fooba")),
            ("Zm9v\nYmFy\r\n", Ok("foobar")),
            ("", Ok("")),
            ("!", Err(0)),
            ("Zg=", Err(3)),
            ("Zg=x", Err(2)),
            ("Zg==x", Err(4)),
            ("Z===", Err(1)),
        ] {
            let expected = expected.map(|text: &str| text.as_bytes().to_vec());
            assert_eq!(decode(text.as_bytes()), expected, "{text}");
        }
        check("encoding/base64.Decode", r#"{}, "foo""#, {
            "error: base64: unsupported encoding: cannot use value {} (type struct) as null"
        });
    }
}
