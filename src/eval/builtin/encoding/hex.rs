//! `encoding/hex`: bytes as pairs of hexadecimal digits.

use std::fmt::Write as _;

use super::super::arguments::{bytes, check_size, int, text};
use super::super::table::{Member, Package, plain};
use super::super::{Data, Fault};
use crate::eval::kind::Kind;

pub(in super::super) const PACKAGE: Package = Package { path: "encoding/hex", members: &[MEMBERS] };

const MEMBERS: &[Member] = &[
    plain(
        "Encode",
        &[Kind::TEXT],
        Kind::STRING,
        "Bytes as hexadecimal digits.",
        r#"("foo") = "666f6f""#,
        |args| Ok(encode(bytes(args, 0)?).into()),
    ),
    plain(
        "Decode",
        &[Kind::STRING],
        Kind::TEXT,
        "The bytes that hexadecimal digits stand for.",
        r#"("666f6F") = 'foo'"#,
        |args| decode(text(args, 0)?),
    ),
    plain(
        "Dump",
        &[Kind::TEXT],
        Kind::STRING,
        "Bytes as `hexdump -C` shows them.",
        r#"("foo") = "00000000  66 6f 6f                                          |foo|\n""#,
        |args| dump(bytes(args, 0)?),
    ),
    plain(
        "EncodedLen",
        &[Kind::INT],
        Kind::INT,
        "How many digits so many bytes have.",
        "(3) = 6",
        |args| Ok(int(args, 0)?.saturating_mul(2).into()),
    ),
    plain(
        "DecodedLen",
        &[Kind::INT],
        Kind::INT,
        "How many bytes so many digits have.",
        "(6) = 3",
        |args| Ok((int(args, 0)? / 2).into()),
    ),
];

/// Bytes as lower-case hexadecimal digits.
pub(in super::super) fn encode(bytes: &[u8]) -> String {
    let mut result = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string does not fail.
        let _ = write!(result, "{byte:02x}");
    }
    result
}

fn decode(text: &str) -> Result<Data, Fault> {
    let mut result = Vec::with_capacity(text.len() / 2);
    let mut high = None;
    for char in text.chars() {
        let Some(digit) = char.to_digit(16) else {
            let shown = crate::eval::builtin::strconv::quote::quote(
                char.encode_utf8(&mut [0; 4]),
                '\'',
                crate::eval::builtin::strconv::quote::Level::Print,
            );
            let code = u32::from(char);
            return Err(Fault::new(format!("encoding/hex: invalid byte: U+{code:04X} {shown}")));
        };
        match high.take() {
            None => high = Some(digit),
            Some(high) => result.push((high << 4 | digit) as u8),
        }
    }
    match high {
        None => Ok(Data::bytes(&result)),
        Some(_) => Err(Fault::new("encoding/hex: odd length hex string")),
    }
}

fn dump(bytes: &[u8]) -> Result<Data, Fault> {
    check_size(bytes.len().checked_mul(5))?;
    let mut result = String::new();
    for (line, chunk) in bytes.chunks(16).enumerate() {
        let _ = write!(result, "{:08x} ", line * 16);
        for place in 0..16 {
            let gap = if place == 8 { "  " } else { " " };
            let _ = match chunk.get(place) {
                Some(byte) => write!(result, "{gap}{byte:02x}"),
                None => write!(result, "{gap}  "),
            };
        }
        result.push_str("  |");
        let shown = |&byte: &u8| if (32..127).contains(&byte) { char::from(byte) } else { '.' };
        result.extend(chunk.iter().map(shown));
        result.push_str("|\n");
    }
    Ok(result.into())
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn mistakes() {
        check("encoding/hex.Decode", r#""abc""#, "error: encoding/hex: odd length hex string");
        check("encoding/hex.Decode", r#""zz""#, "error: encoding/hex: invalid byte: U+007A 'z'");
    }

    #[test]
    fn dumps_several_lines() {
        check("encoding/hex.Dump", r#""0123456789abcdef!""#, {
            r#""00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n00000010  21                                                |!|\n""#
        });
    }
}
