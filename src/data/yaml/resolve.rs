//! What a YAML scalar is: the rules that CUE reads by.
//!
//! They are those of YAML 1.2 with the numbers of 1.1 (`1_000`, `0x1F`, `0o17`, `017`, `0b1`). The
//! words `yes`, `no`, `on` and `off` are strings, and so are dates.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::read::Dialect;
use crate::base::{Number, NumberError};

/// The tag of a scalar, as far as it matters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// None: a plain scalar tells by its form what it is, any other is a string.
    Implied {
        plain: bool,
    },
    Str,
    Int,
    Float,
    Bool,
    Null,
    Binary,
}

impl Tag {
    /// The tag that `suffix` names among YAML's own (`str` of `!!str`).
    pub(super) fn core(suffix: &str) -> Option<Tag> {
        Some(match suffix {
            "str" | "timestamp" => Tag::Str,
            "int" => Tag::Int,
            "float" => Tag::Float,
            "bool" => Tag::Bool,
            "null" => Tag::Null,
            "binary" => Tag::Binary,
            _ => return None,
        })
    }
}

/// What a scalar is.
#[derive(PartialEq, Debug)]
pub(super) enum Scalar {
    Null,
    Bool(bool),
    Number(Number),
    /// A string: the text as it stands.
    Str,
    Bytes(Vec<u8>),
}

/// What `text` is under `tag`; the error is a sentence.
pub(super) fn scalar(text: &str, tag: Tag, dialect: Dialect) -> Result<Scalar, String> {
    let found = match tag {
        Tag::Str | Tag::Implied { plain: false } => return Ok(Scalar::Str),
        Tag::Implied { plain: true } => return implied(text, dialect),
        Tag::Null => is_null(text).then_some(Scalar::Null),
        Tag::Bool => bool(text, dialect).map(Scalar::Bool),
        Tag::Int => number(text, dialect)?.filter(Number::is_int).map(Scalar::Number),
        Tag::Float => number(text, dialect)?.map(Scalar::Number),
        Tag::Binary => {
            let compact: String = text.split_ascii_whitespace().collect();
            STANDARD.decode(compact).ok().map(Scalar::Bytes)
        }
    };
    found.ok_or_else(|| format!("`{text}` is not what its tag says"))
}

fn implied(text: &str, dialect: Dialect) -> Result<Scalar, String> {
    if is_null(text) {
        return Ok(Scalar::Null);
    }
    if let Some(value) = bool(text, dialect) {
        return Ok(Scalar::Bool(value));
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Err(format!("`{text}` is no number here: there are no infinities and no NaN"));
    }
    Ok(number(text, dialect)?.map_or(Scalar::Str, Scalar::Number))
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn bool(text: &str, dialect: Dialect) -> Option<bool> {
    let old = dialect == Dialect::Kubernetes;
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" if old => Some(true),
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" if old => Some(false),
        _ => None,
    }
}

/// The number that `text` is, if it is one.
fn number(text: &str, dialect: Dialect) -> Result<Option<Number>, String> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(unsigned) => (true, unsigned),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return Ok(None);
    }
    let digits = unsigned.replace('_', "").to_ascii_lowercase();
    let read = match digits.as_bytes() {
        [b'0', b'x' | b'o' | b'b', ..] => Number::parse_literal(&digits),
        [b'0', rest @ ..] if rest.iter().all(u8::is_ascii_digit) && !rest.is_empty() => {
            // The octal numbers of YAML 1.1; with an 8 or 9 it is a string.
            match Number::parse_literal(&format!("0o{}", &digits[1..])) {
                Err(_) if dialect == Dialect::Kubernetes => Number::parse(&digits),
                read => read,
            }
        }
        _ => Number::parse(&digits),
    };
    match read {
        Ok(number) => Ok(Some(if negative { number.neg() } else { number })),
        Err(NumberError::OutOfRange) => Err("this number is out of range".to_owned()),
        // Anything else that begins like a number is a string: `1.2.3`, `10s`, `08`.
        Err(_) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Result<Scalar, String> {
        scalar(text, Tag::Implied { plain: true }, Dialect::Cue)
    }

    #[test]
    fn numbers_of_every_form() {
        for (text, expected) in [
            ("12", "12"),
            ("-1_000", "-1000"),
            ("+0x1F", "31"),
            ("0o17", "15"),
            ("017", "15"),
            ("0B11", "3"),
            ("1.50", "1.50"),
            (".5", "0.5"),
            ("1e3", "1E+3"),
            ("1.", "1."),
            ("99999999999999999999", "99999999999999999999"),
        ] {
            assert_eq!(plain(text), Ok(Scalar::Number(Number::parse(expected).unwrap())), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_something_is_a_string() {
        for text in [
            "yes",
            "on",
            "y",
            "08",
            "1.2.3",
            "10s",
            "12:30",
            "2001-01-01",
            "-",
            ".",
            "..",
            "_1",
            "1e",
            "0xg",
            "0x",
            "1K",
            "+",
            "+-1",
            "tRUE",
            "nan",
            "inf",
            "e3",
        ] {
            assert_eq!(plain(text), Ok(Scalar::Str), "{text}");
        }
    }

    #[test]
    fn tags_decide() {
        assert_eq!(scalar("12", Tag::Str, Dialect::Cue), Ok(Scalar::Str));
        assert_eq!(
            scalar("aGVs\n bG8=", Tag::Binary, Dialect::Cue),
            Ok(Scalar::Bytes(b"hello".to_vec()))
        );
        for (text, tag) in
            [("x", Tag::Int), ("1.5", Tag::Int), ("1", Tag::Bool), ("=", Tag::Binary)]
        {
            assert!(scalar(text, tag, Dialect::Cue).is_err(), "{text}");
        }
        assert!(plain("-.inf").is_err() && plain("1e9999999").is_err());
    }

    #[test]
    fn kubernetes_reads_as_yaml_1_1_does() {
        let kubernetes = |text| scalar(text, Tag::Implied { plain: true }, Dialect::Kubernetes);
        for text in ["y", "Yes", "ON", "true"] {
            assert_eq!(kubernetes(text), Ok(Scalar::Bool(true)), "{text}");
        }
        assert_eq!(kubernetes("no"), Ok(Scalar::Bool(false)));
        assert_eq!(kubernetes("08"), Ok(Scalar::Number(Number::from(8))));
        for text in ["yEs", "1:30", "2001-01-01", "1.0.0", "v1", "0x", "e3", "nan"] {
            assert_eq!(kubernetes(text), Ok(Scalar::Str), "{text}");
        }
    }
}
