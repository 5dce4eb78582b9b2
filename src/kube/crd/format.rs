//! The formats of strings and numbers that the API server knows; it lets pass any other.
//!
//! Source: `kube-openapi/pkg/validation/strfmt`, restricted to what
//! `apiextensions-apiserver/pkg/apiserver/validation/formats.go` lists.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use regex::Regex;

use crate::base::Number;
use crate::kube::cel;
use crate::kube::rule::syntax;

/// A known format.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    Int32,
    Int64,
    Float,
    Double,
    BsonObjectId,
    Uri,
    Email,
    Hostname,
    Ipv4,
    Ipv6,
    Cidr,
    Mac,
    Uuid,
    Uuid3,
    Uuid4,
    Uuid5,
    Isbn,
    Isbn10,
    Isbn13,
    CreditCard,
    Ssn,
    HexColor,
    RgbColor,
    Byte,
    Password,
    Date,
    Duration,
    DateTime,
    ShortName,
    LongName,
    Uint32,
    Uint64,
    Dns1123Label,
    Dns1123Subdomain,
    Dns1035Label,
    Dns1123LabelPrefix,
    Dns1123SubdomainPrefix,
    Dns1035LabelPrefix,
    QualifiedName,
    LabelValue,
}

/// The names of the formats; hyphens do not count.
const NAMES: &[(&str, Format)] = &[
    ("int32", Format::Int32),
    ("int64", Format::Int64),
    ("float", Format::Float),
    ("double", Format::Double),
    ("uint32", Format::Uint32),
    ("uint64", Format::Uint64),
    ("bsonobjectid", Format::BsonObjectId),
    ("uri", Format::Uri),
    ("email", Format::Email),
    ("hostname", Format::Hostname),
    ("ipv4", Format::Ipv4),
    ("ipv6", Format::Ipv6),
    ("cidr", Format::Cidr),
    ("mac", Format::Mac),
    ("uuid", Format::Uuid),
    ("uuid3", Format::Uuid3),
    ("uuid4", Format::Uuid4),
    ("uuid5", Format::Uuid5),
    ("isbn", Format::Isbn),
    ("isbn10", Format::Isbn10),
    ("isbn13", Format::Isbn13),
    ("creditcard", Format::CreditCard),
    ("ssn", Format::Ssn),
    ("hexcolor", Format::HexColor),
    ("rgbcolor", Format::RgbColor),
    ("byte", Format::Byte),
    ("password", Format::Password),
    ("date", Format::Date),
    ("duration", Format::Duration),
    ("datetime", Format::DateTime),
    ("k8sshortname", Format::ShortName),
    ("k8slongname", Format::LongName),
];

impl Format {
    /// The format of this name, if it is known.
    pub(super) fn named(name: &str) -> Option<Format> {
        let bare = name.replace('-', "");
        NAMES.iter().find(|row| row.0 == bare).map(|row| row.1)
    }

    /// Its name, without hyphens.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Format::DateTime => "date-time",
            Format::Dns1123Label => "dns1123Label",
            Format::Dns1123Subdomain => "dns1123Subdomain",
            Format::Dns1035Label => "dns1035Label",
            Format::Dns1123LabelPrefix => "dns1123LabelPrefix",
            Format::Dns1123SubdomainPrefix => "dns1123SubdomainPrefix",
            Format::Dns1035LabelPrefix => "dns1035LabelPrefix",
            Format::QualifiedName => "qualifiedName",
            Format::LabelValue => "labelValue",
            _ => NAMES.iter().find(|row| row.1 == self).map_or("", |row| row.0),
        }
    }

    /// Whether `text` has the format; formats of numbers say nothing of strings.
    pub(crate) fn holds(self, text: &str) -> bool {
        match self {
            Format::Int32
            | Format::Int64
            | Format::Uint32
            | Format::Uint64
            | Format::Float
            | Format::Double
            | Format::Password => true,
            Format::Uri => cel::is_request_uri(text),
            Format::Email => is_email(text),
            Format::Hostname => is_host_name(text),
            Format::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
            Format::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
            Format::Cidr => is_cidr(text),
            Format::Byte => STANDARD.decode(text).is_ok(),
            Format::Date => cel::is_date(text),
            Format::DateTime => cel::is_date_time(text),
            Format::Duration => cel::is_duration(text),
            Format::Isbn => is_isbn10(text) || is_isbn13(text),
            Format::Isbn10 => is_isbn10(text),
            Format::Isbn13 => is_isbn13(text),
            Format::CreditCard => is_credit_card(text),
            Format::RgbColor => is_rgb(text),
            Format::ShortName | Format::Dns1123Label => syntax::label(text).is_none(),
            Format::LongName | Format::Dns1123Subdomain => syntax::subdomain(text).is_none(),
            Format::Dns1035Label => syntax::label_1035(text).is_none(),
            // A prefix may end in a hyphen: something comes behind it.
            Format::Dns1123LabelPrefix => syntax::label(&prefix(text)).is_none(),
            Format::Dns1123SubdomainPrefix => syntax::subdomain(&prefix(text)).is_none(),
            Format::Dns1035LabelPrefix => syntax::label_1035(&prefix(text)).is_none(),
            Format::QualifiedName => syntax::qualified(text).is_none(),
            Format::LabelValue => syntax::label_value(text).is_none(),
            Format::BsonObjectId
            | Format::Mac
            | Format::Uuid
            | Format::Uuid3
            | Format::Uuid4
            | Format::Uuid5
            | Format::Ssn
            | Format::HexColor => self.expression().is_none_or(|it| matches(text, it)),
        }
    }

    /// Whether an integer fits the format.
    pub(super) fn fits(self, value: &Number) -> bool {
        let Some(whole) = value.clone().integral().as_int().cloned() else { return true };
        match self {
            Format::Int32 => i32::try_from(&whole).is_ok(),
            Format::Int64 => i64::try_from(&whole).is_ok(),
            Format::Uint32 => u32::try_from(&whole).is_ok(),
            Format::Uint64 => u64::try_from(&whole).is_ok(),
            _ => true,
        }
    }

    fn expression(self) -> Option<&'static str> {
        Some(match self {
            Format::BsonObjectId => "^[0-9a-fA-F]{24}$",
            Format::Mac => {
                "^([0-9A-Fa-f]{2}[:-]){5}([0-9A-Fa-f]{2}[:-]){2}[0-9A-Fa-f]{2}$\
                 |^([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$\
                 |^([0-9A-Fa-f]{4}\\.){2,3}[0-9A-Fa-f]{4}$"
            }
            Format::Uuid => {
                "(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$"
            }
            Format::Uuid3 => {
                "(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$"
            }
            Format::Uuid4 => {
                "(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$"
            }
            Format::Uuid5 => {
                "(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$"
            }
            Format::Ssn => r"^\d{3}[- ]?\d{2}[- ]?\d{4}$",
            Format::HexColor => "^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$",
            _ => return None,
        })
    }
}

/// A prefix with a letter in the place of a hyphen at its end.
fn prefix(text: &str) -> String {
    match text.strip_suffix('-') {
        Some(rest) => format!("{rest}a"),
        None => text.to_owned(),
    }
}

/// Rare enough to be compiled each time.
fn matches(text: &str, expression: &str) -> bool {
    Regex::new(expression).is_ok_and(|regex| regex.is_match(text))
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"()<>,;:\\\"[]@".contains(c);
    let dotted = |text: &str| text.split('.').all(|part| !part.is_empty());
    local.chars().all(plain) && dotted(local) && domain.chars().all(plain) && dotted(domain)
}

/// A host name by RFC 1034 whose labels may start with digits (RFC 1123).
fn is_host_name(text: &str) -> bool {
    let label = |label: &str| {
        let inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let name = text.strip_suffix('.').unwrap_or(text);
    !name.is_empty() && name.len() <= 253 && name.split('.').all(label)
}

fn is_cidr(text: &str) -> bool {
    let Some((address, length)) = text.split_once('/') else { return false };
    let most = match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    let digits = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    digits && length.parse::<u32>().is_ok_and(|length| length <= most)
}

fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

fn is_isbn10(text: &str) -> bool {
    let bare = text.replace(['-', ' '], "");
    let mut sum = 0;
    for (index, letter) in bare.chars().enumerate() {
        let value = match letter {
            'X' if index == 9 => 10,
            letter => match letter.to_digit(10) {
                Some(digit) => digit,
                None => return false,
            },
        };
        sum += (index as u32 + 1) * value;
    }
    bare.len() == 10 && sum % 11 == 0
}

fn is_isbn13(text: &str) -> bool {
    let bare = text.replace(['-', ' '], "");
    let found = digits(&bare);
    let weighed = found.iter().enumerate().map(|(at, it)| it * if at % 2 == 0 { 1 } else { 3 });
    bare.len() == 13 && found.len() == 13 && weighed.sum::<u32>() % 10 == 0
}

/// Luhn's sum over 13 to 19 digits.
fn is_credit_card(text: &str) -> bool {
    let bare = text.replace(['-', ' '], "");
    let found = digits(&bare);
    let doubled = |it: u32| if it > 4 { it * 2 - 9 } else { it * 2 };
    let weighed =
        found.iter().rev().enumerate().map(|(at, &it)| if at % 2 == 0 { it } else { doubled(it) });
    (13..=19).contains(&bare.len()) && found.len() == bare.len() && weighed.sum::<u32>() % 10 == 0
}

fn is_rgb(text: &str) -> bool {
    let parts = text.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')'));
    let Some(parts) = parts else { return false };
    let parts: Vec<&str> = parts.split(',').map(str::trim).collect();
    parts.len() == 3 && parts.iter().all(|part| part.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_hold_what_they_say() {
        for (name, good, bad) in [
            ("ipv4", "10.0.0.1", "10.0.0.256"),
            ("ipv6", "fe80::1", "10.0.0.1"),
            ("cidr", "10.0.0.0/8", "10.0.0.0/33"),
            ("date-time", "2020-01-02T03:04:05Z", "2020-01-02"),
            ("date", "2020-02-29", "2021-02-29"),
            ("duration", "1h30m", "1x"),
            ("byte", "aGVsbG8=", "a"),
            ("uuid4", "123e4567-e89b-42d3-a456-426614174000", "123e4567"),
            ("hostname", "a-b.example.com", "-a.example.com"),
            ("email", "a.b@example.com", "a@b@c"),
            ("isbn10", "0-306-40615-2", "0-306-40615-3"),
            ("isbn13", "978-0-306-40615-7", "978-0-306-40615-8"),
            ("creditcard", "4111 1111 1111 1111", "4111 1111 1111 1112"),
            ("hexcolor", "#fff", "#ffff"),
            ("rgbcolor", "rgb(1, 2, 255)", "rgb(1, 2, 256)"),
            ("mac", "01:23:45:67:89:ab", "01:23"),
            ("uri", "https://example.com/x", "example com"),
        ] {
            let format = Format::named(name).unwrap();
            assert!(format.holds(good), "{name}: {good}");
            assert!(!format.holds(bad), "{name}: {bad}");
        }
        assert_eq!(Format::named("string"), None);
    }

    #[test]
    fn integers_have_a_range() {
        let number = |text: &str| Number::parse(text).unwrap();
        assert!(Format::Int32.fits(&number("2147483647")));
        assert!(!Format::Int32.fits(&number("2147483648")));
        assert!(!Format::Int64.fits(&number("9223372036854775808")));
    }
}
