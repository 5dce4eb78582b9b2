//! URLs, as Go's `net/url` takes them apart.
//!
//! Source: `apiserver/pkg/cel/library/urls.go`.

use std::borrow::Cow;
use std::rc::Rc;

use super::{refuse, text};
use crate::eval::builtin::net;
use crate::kube::cel::eval::Evaluator;
use crate::kube::cel::value::{Result, Value, error};

/// The parts of a URL.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::kube::cel) struct Url {
    pub(in crate::kube::cel) text: String,
    scheme: String,
    /// With port.
    host: String,
    path: String,
    query: String,
}

/// Whether `text` is a URL as one stands in a request: absolute, or a path.
pub(crate) fn is_request_uri(text: &str) -> bool {
    parse(text).is_ok()
}

/// Reads what `url.ParseRequestURI` reads.
fn parse(text: &str) -> std::result::Result<Url, String> {
    if text.is_empty() {
        return Err("empty url".to_owned());
    }
    if text.contains('#') {
        // A request has no fragment: the sign is part of what stands before it.
        let bare = text.replace('#', "%23");
        net::check_url(&bare)?;
    }
    let scheme = net::check_url(text)?;
    let rest = if scheme.is_empty() { text } else { text.get(scheme.len() + 1..).unwrap_or("") };
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    if !rest.starts_with('/') && scheme.is_empty() {
        return Err("invalid URI for request".to_owned());
    }
    let (host, path) = match rest.strip_prefix("//") {
        Some(authority) => {
            let end = authority.find('/').unwrap_or(authority.len());
            let (authority, path) = authority.split_at(end);
            (authority.rsplit_once('@').map_or(authority, |(_, host)| host), path)
        }
        None if rest.starts_with('/') => ("", rest),
        // An opaque URL (`mailto:a`) has no path.
        None => ("", ""),
    };
    Ok(Url {
        text: text.to_owned(),
        scheme: scheme.to_ascii_lowercase(),
        host: host.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
    })
}

pub(in crate::kube::cel) fn url<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    match parse(text("url", values, 0)?) {
        Ok(url) => Ok(Value::Url(Rc::new(url))),
        Err(why) => error(format!("URL parse error during conversion from string: {why}")),
    }
}

pub(in crate::kube::cel) fn is_url<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    Ok(Value::Bool(parse(text("isURL", values, 0)?).is_ok()))
}

fn of<'v>(name: &str, values: &'v [Value<'_>]) -> Result<&'v Url> {
    match values {
        [Value::Url(url)] => Ok(url),
        _ => refuse(name, values),
    }
}

pub(in crate::kube::cel) fn scheme<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    Ok(Value::text(of("getScheme", values)?.scheme.as_str()))
}

pub(in crate::kube::cel) fn host<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    Ok(Value::text(of("getHost", values)?.host.as_str()))
}

/// Name and port of a host.
fn split(host: &str) -> (&str, &str) {
    match host.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        Some((name, port)) => (name, port.strip_prefix(':').unwrap_or("")),
        None => host.rsplit_once(':').unwrap_or((host, "")),
    }
}

pub(in crate::kube::cel) fn host_name<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    Ok(Value::text(split(&of("getHostname", values)?.host).0))
}

pub(in crate::kube::cel) fn port<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    Ok(Value::text(split(&of("getPort", values)?.host).1))
}

pub(in crate::kube::cel) fn escaped_path<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    let path = &of("getEscapedPath", values)?.path;
    let mut out = String::with_capacity(path.len());
    for letter in path.chars() {
        let plain = letter.is_ascii_alphanumeric() || "-_.~$&+,/:;=@!'()*%".contains(letter);
        if plain {
            out.push(letter);
        } else {
            let mut buffer = [0; 4];
            let bytes = letter.encode_utf8(&mut buffer).bytes();
            bytes.for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        }
    }
    Ok(Value::text(out))
}

pub(in crate::kube::cel) fn query<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    let mut found: Vec<(Value<'a>, Vec<Value<'a>>)> = Vec::new();
    for pair in of("getQuery", values)?.query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (Some(key), Some(value)) = (plain(key), plain(value)) else { continue };
        let known = found
            .iter_mut()
            .find(|(known, _)| matches!(known, Value::Str(name) if name.as_ref() == key));
        match known {
            Some((_, values)) => values.push(Value::text(value)),
            None => found.push((Value::text(key.into_owned()), vec![Value::text(value)])),
        }
    }
    let entries = found.into_iter().map(|(key, values)| (key, Value::list(values))).collect();
    Ok(Value::Map(Rc::new(entries)))
}

fn plain(text: &str) -> Option<Cow<'_, str>> {
    let bytes = net::unescape_url(&text.replace('+', " ")).ok()?;
    String::from_utf8(bytes).ok().map(Cow::Owned)
}
