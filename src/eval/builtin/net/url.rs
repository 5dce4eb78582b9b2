//! URLs, and texts within them.

use crate::eval::builtin::arguments::text;
use crate::eval::builtin::table::{Member, plain};
use crate::eval::builtin::{Data, Fault};
use crate::eval::kind::Kind;

const ONE: &[Kind] = &[Kind::STRING];

pub(super) const MEMBERS: &[Member] = &[
    plain(
        "PathEscape",
        ONE,
        Kind::STRING,
        "A text as an element of the path of a URL.",
        r#"("a/b c+é") = "a%2Fb%20c+%C3%A9""#,
        |args| Ok(escape(text(args, 0)?, "$&+=:@", "%20").into()),
    ),
    plain(
        "PathUnescape",
        ONE,
        Kind::STRING,
        "What an element of the path of a URL stands for.",
        r#"("a%2Fb+c") = "a/b+c""#,
        |args| unescape(text(args, 0)?).map(|bytes| lossy(&bytes)).map_err(Fault::new),
    ),
    plain(
        "QueryEscape",
        ONE,
        Kind::STRING,
        "A text as a value in the query of a URL.",
        r#"("a/b c&d") = "a%2Fb+c%26d""#,
        |args| Ok(escape(text(args, 0)?, "", "+").into()),
    ),
    plain(
        "QueryUnescape",
        ONE,
        Kind::STRING,
        "What a value in the query of a URL stands for.",
        r#"("a%2Fb+c") = "a/b c""#,
        |args| {
            let spaced = text(args, 0)?.replace('+', " ");
            unescape(&spaced).map(|bytes| lossy(&bytes)).map_err(Fault::new)
        },
    ),
    plain(
        "URL",
        ONE,
        Kind::BOOL,
        "Whether a text is a URL, absolute or not; if not, the error says why.",
        r#"("/a/b?c#d") = true"#,
        |args| scheme_of(text(args, 0)?).map(|_| true.into()),
    ),
    plain(
        "AbsURL",
        ONE,
        Kind::BOOL,
        "Whether a text is an absolute URL; if not, the error says why.",
        r#"("a/b") = error: URL is not absolute"#,
        |args| match scheme_of(text(args, 0)?)? {
            "" => Err(Fault::new("URL is not absolute")),
            _ => Ok(true.into()),
        },
    ),
];

fn lossy(bytes: &[u8]) -> Data {
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// `text` with all escaped but letters, digits, `-_.~` and what is in `kept`.
fn escape(text: &str, kept: &str, space: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for byte in text.bytes() {
        let char = char::from(byte);
        match char {
            ' ' => result.push_str(space),
            '-' | '_' | '.' | '~' => result.push(char),
            _ if char.is_ascii_alphanumeric() || kept.contains(char) => result.push(char),
            _ => result.push_str(&format!("%{byte:02X}")),
        }
    }
    result
}

/// What a text with percent escapes stands for.
pub(crate) fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut result = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('%') {
        result.extend_from_slice(before.as_bytes());
        let digits = behind.get(..2).filter(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) else {
            let shown: String = behind.chars().take(2).collect();
            return Err(format!("invalid URL escape \"%{shown}\""));
        };
        result.push(byte);
        rest = &behind[2..];
    }
    result.extend_from_slice(rest.as_bytes());
    Ok(result)
}

/// The scheme of a URL, empty if it has none.
fn scheme_of(url: &str) -> Result<&str, Fault> {
    check(url).map_err(|why| Fault::new(format!("parse {url:?}: {why}")))
}

/// Takes a URL apart as Go does; the scheme, which may be empty.
pub(crate) fn check(url: &str) -> Result<&str, String> {
    if url.chars().any(|char| char.is_ascii_control()) {
        return Err("net/url: invalid control character in URL".into());
    }
    let (url, fragment) = url.split_once('#').unwrap_or((url, ""));
    unescape(fragment)?;
    let (scheme, rest) = split_scheme(url)?;
    let rest = rest.split_once('?').map_or(rest, |(rest, _)| rest);
    if !rest.starts_with('/') {
        if !scheme.is_empty() {
            return Ok(scheme);
        }
        let first = rest.split_once('/').map_or(rest, |(first, _)| first);
        if first.contains(':') {
            return Err("first path segment in URL cannot contain colon".into());
        }
    }
    let authority =
        rest.strip_prefix("//").filter(|_| !scheme.is_empty() || !rest.starts_with("///"));
    let path = match authority {
        None => rest,
        Some(authority) => {
            let end = authority.find('/').unwrap_or(authority.len());
            let (authority, path) = authority.split_at(end);
            check_authority(authority)?;
            path
        }
    };
    unescape(path)?;
    Ok(scheme)
}

/// The scheme and what is behind it.
fn split_scheme(url: &str) -> Result<(&str, &str), String> {
    let end = url.find(|char: char| !char.is_ascii_alphanumeric() && !"+-.".contains(char));
    match end.map(|end| url.split_at(end)) {
        Some((scheme, rest)) if rest.starts_with(':') => {
            if scheme.is_empty() {
                return Err("missing protocol scheme".into());
            }
            if scheme.starts_with(|first: char| first.is_ascii_alphabetic()) {
                return Ok((scheme, &rest[1..]));
            }
            Ok(("", url))
        }
        _ => Ok(("", url)),
    }
}

fn check_authority(authority: &str) -> Result<(), String> {
    let host = match authority.rsplit_once('@') {
        None => authority,
        Some((user, host)) => {
            let fine =
                |char: char| char.is_ascii_alphanumeric() || "-._:~!$&'()*+,;=%@".contains(char);
            if !user.chars().all(fine) {
                return Err("net/url: invalid userinfo".into());
            }
            unescape(user)?;
            host
        }
    };
    let (name, port) = match host.strip_prefix('[') {
        Some(inner) => {
            let (name, port) = inner.rsplit_once(']').ok_or("missing ']' in host")?;
            (name.split_once("%25").map_or(name, |(name, _)| name), port)
        }
        None => host.split_at(host.rfind(':').unwrap_or(host.len())),
    };
    let digits = port.strip_prefix(':').unwrap_or(port);
    let valid = port.is_empty() || port.starts_with(':');
    if !valid || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(format!("invalid port {port:?} after host"));
    }
    let odd = |char: &char| {
        char.is_ascii()
            && !char.is_ascii_alphanumeric()
            && !"-_.~!$&'()*+,;=:[]<>\"%".contains(*char)
    };
    if let Some(char) = name.chars().find(odd) {
        return Err(format!("invalid character {:?} in host name", char.to_string()));
    }
    // Only bytes that are no ASCII may be escaped in the name of a host.
    for (at, _) in name.match_indices('%') {
        let code = name.get(at + 1..at + 3).and_then(|code| u8::from_str_radix(code, 16).ok());
        if code.is_none_or(|code| code < 0x80) {
            let shown: String = name[at..].chars().take(3).collect();
            return Err(format!("invalid URL escape {shown:?}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn urls() {
        for url in [
            "",
            "*",
            "http://a.b:80/c%20d",
            "//host/p",
            "mailto:a@b",
            "http://[::1]:8/",
            "a?:",
            "http://u:p@h",
        ] {
            check("net.URL", &format!("{url:?}"), "true");
        }
        for (url, why) in [
            (":a", "missing protocol scheme"),
            ("1a:b", "first path segment in URL cannot contain colon"),
            ("http://a:b", "invalid port \":b\" after host"),
            ("http://a b", "invalid character \" \" in host name"),
            ("http://[::1", "missing ']' in host"),
            ("/%zz", "invalid URL escape \"%zz\""),
            ("http://a%41", "invalid URL escape \"%41\""),
        ] {
            check("net.URL", &format!("{url:?}"), &format!("error: parse {url:?}: {why}"));
        }
        check("net.AbsURL", r#""http://a""#, "true");
        check("net.PathUnescape", r#""%z""#, r#"error: invalid URL escape "%z""#);
    }
}
