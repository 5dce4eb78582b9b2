//! Hosts and ports.

use super::address::Address;
use crate::eval::builtin::arguments::{any, text};
use crate::eval::builtin::table::{Member, plain};
use crate::eval::builtin::{Data, Fault};
use crate::eval::kind::Kind;

pub(super) const MEMBERS: &[Member] = &[
    plain(
        "SplitHostPort",
        &[Kind::STRING],
        Kind::LIST,
        "The host and the port of an address of both.",
        r#"("[::1]:80") = ["::1", "80"]"#,
        |args| {
            let value = text(args, 0)?;
            match split(value) {
                Ok((host, port)) => Ok(Data::list([host, port])),
                Err(why) => Err(Fault::new(format!("address {value}: {why}"))),
            }
        },
    ),
    plain(
        "JoinHostPort",
        &[Kind::TOP, Kind::TOP],
        Kind::STRING,
        "A host and a port in one; either may be a text, the host a list of bytes, the port a \
         number.",
        r#"("::1", 80) = "[::1]:80""#,
        |args| {
            let host = match any(args, 0)? {
                list @ Data::List(_) => Address::of(list)
                    .map_err(|_| Fault::new(format!("invalid host {list}")))?
                    .to_string(),
                other => word(other)?,
            };
            let port = word(any(args, 1)?)?;
            let (open, close) = if host.contains(':') { ("[", "]") } else { ("", "") };
            Ok(format!("{open}{host}{close}:{port}").into())
        },
    ),
    plain(
        "FQDN",
        &[Kind::STRING],
        Kind::BOOL,
        "Whether a text is a full domain name, in ASCII.",
        r#"("www.example.com.") = true"#,
        |args| Ok(is_domain(text(args, 0)?).into()),
    ),
];

fn word(data: &Data) -> Result<String, Fault> {
    match data {
        Data::Str(text) => Ok(text.to_string()),
        Data::Bytes(bytes) => Ok(String::from_utf8_lossy(bytes).into_owned()),
        Data::Number(number) if number.is_int() => Ok(number.to_string()),
        other => Err(Fault::new(format!("cannot use {other} (type {}) as string", other.kind()))),
    }
}

fn split(value: &str) -> Result<(&str, &str), &'static str> {
    const MISSING: &str = "missing port in address";
    const COLONS: &str = "too many colons in address";
    let (host, port) = value.rsplit_once(':').ok_or(MISSING)?;
    let (host, outside) = match value.strip_prefix('[') {
        None if host.contains(':') => return Err(COLONS),
        None => (host, value),
        Some(inner) => {
            let (inside, behind) = inner.split_once(']').ok_or("missing ']' in address")?;
            match behind.strip_prefix(':') {
                None => return Err(MISSING),
                Some(rest) if rest != port => return Err(COLONS),
                Some(_) if inside.contains('[') => return Err("unexpected '[' in address"),
                Some(_) => (inside, port),
            }
        }
    };
    if outside.contains('[') {
        return Err("unexpected '[' in address");
    }
    if outside.contains(']') {
        return Err("unexpected ']' in address");
    }
    Ok((host, port))
}

/// Whether the labels are those of a name that can be looked up.
fn is_domain(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name.len() <= 253
        && name.split('.').all(|label| {
            let letters = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            let hyphens =
                label.get(2..4) == Some("--") && !label.to_ascii_lowercase().starts_with("xn--");
            let ends = label.starts_with('-') || label.ends_with('-');
            (1..=63).contains(&label.len()) && letters && !hyphens && !ends
        })
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn splitting() {
        check("net.SplitHostPort", r#""host:""#, r#"["host", ""]"#);
        for (value, why) in [
            ("host", "missing port in address"),
            ("::1:80", "too many colons in address"),
            ("[::1]", "missing port in address"),
            ("[::1:80", "missing ']' in address"),
            ("[::1]:8:0", "too many colons in address"),
            ("a[b:80", "unexpected '[' in address"),
            ("a]b:80", "unexpected ']' in address"),
        ] {
            let expected = format!("error: address {value}: {why}");
            check("net.SplitHostPort", &format!("{value:?}"), &expected);
        }
    }

    #[test]
    fn joining() {
        check("net.JoinHostPort", r#"[10, 0, 0, 1], "http""#, r#""10.0.0.1:http""#);
        check("net.JoinHostPort", "[1], 2", "error: invalid host [1]");
    }

    #[test]
    fn domains() {
        for (name, expected) in [
            ("example.com", true),
            ("EXAMPLE.com", true),
            ("xn--bcher-kva.example", true),
            ("", false),
            ("a..b", false),
            ("-a.com", false),
            ("a-.com", false),
            ("ab--c.com", false),
            ("a_b.com", false),
            ("bücher.example", false),
        ] {
            check("net.FQDN", &format!("{name:?}"), &expected.to_string());
        }
        check("net.FQDN", &format!("{:?}", "a".repeat(64)), "false");
    }
}
