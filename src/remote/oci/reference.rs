//! Addresses of repositories in registries: `oci://host/repository`, with `:tag` or `@digest`.

use std::fmt;

/// A repository of a registry.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Reference {
    /// The host, with its port if it has one.
    pub host: String,
    /// The repository: lower-case parts between slashes.
    pub repository: String,
}

/// What is wanted of a repository.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// What a tag names now.
    Tag(String),
    /// What has this digest.
    Digest(String),
}

impl Wanted {
    /// The text that stands in requests.
    pub fn text(&self) -> &str {
        match self {
            Self::Tag(text) | Self::Digest(text) => text,
        }
    }
}

impl Reference {
    /// Reads `oci://host/repository`, or the same without its scheme; what is wanted may follow.
    /// `None` if it is no such address.
    pub fn read(text: &str) -> Option<(Self, Option<Wanted>)> {
        let text = text.strip_prefix("oci://").unwrap_or(text);
        let (host, rest) = text.split_once('/')?;
        let (repository, wanted) = match rest.split_once('@') {
            Some((repository, digest)) => (repository, Some(Wanted::Digest(digest.to_owned()))),
            None => match rest.split_once(':') {
                Some((repository, tag)) => (repository, Some(Wanted::Tag(tag.to_owned()))),
                None => (rest, None),
            },
        };
        let is_sound = match &wanted {
            Some(Wanted::Digest(digest)) => is_digest(digest),
            Some(Wanted::Tag(tag)) => is_tag(tag),
            None => true,
        };
        let reference = Self { host: host.to_owned(), repository: repository.to_owned() };
        (is_host(host) && is_repository(repository) && is_sound).then_some((reference, wanted))
    }

    /// Whether the registry is on this machine: it is spoken to without TLS, as container tools do.
    pub fn is_local(&self) -> bool {
        is_loopback(&self.host)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "oci://{}/{}", self.host, self.repository)
    }
}

/// Whether `host` (a port may follow) is this machine.
pub(super) fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost"
        || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Whether `text` is a digest that can be checked.
pub fn is_digest(text: &str) -> bool {
    let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.strip_prefix("sha256:").is_some_and(|hex| hex.len() == 64 && hex.bytes().all(is_hex))
}

/// Tags, as the specification has them: `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`.
pub(super) fn is_tag(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    (1..=128).contains(&text.len()) && text.chars().all(inner) && !text.starts_with(['.', '-'])
}

fn is_host(text: &str) -> bool {
    let name = text.strip_prefix('[').map_or(text, |text| text.split(']').next().unwrap_or(text));
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    !name.is_empty()
        && text.chars().all(inner)
        && !text.starts_with(['-', '.', ':'])
        && text.len() <= 260
}

/// Repositories: parts of `[a-z0-9]+([._-]+[a-z0-9]+)*`, here with a little less care for what
/// stands in the middle; the registry has the last word.
fn is_repository(text: &str) -> bool {
    let edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let part = |part: &str| {
        part.starts_with(edge)
            && part.ends_with(edge)
            && part.chars().all(|c| edge(c) || matches!(c, '.' | '_' | '-'))
    };
    text.len() <= 255 && text.split('/').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Option<String> {
        let (reference, wanted) = Reference::read(text)?;
        let wanted = wanted.map(|wanted| wanted.text().to_owned()).unwrap_or_default();
        Some(format!("{} {} {wanted}", reference.host, reference.repository))
    }

    #[test]
    fn addresses_have_a_host_and_a_repository() {
        assert_eq!(check("oci://ghcr.io/acme/base").unwrap(), "ghcr.io acme/base ");
        assert_eq!(check("localhost:5000/a:1.0").unwrap(), "localhost:5000 a 1.0");
        let digest = format!("sha256:{}", "a".repeat(64));
        assert_eq!(check(&format!("oci://h/a@{digest}")).unwrap(), format!("h a {digest}"));
        let bad = [
            "oci://ghcr.io",
            "oci://h/A",
            "h/../a",
            "h//a",
            "h/a:",
            "h/a@sha256:12",
            "h/a?x=1",
            "-h/a",
            "h/a/",
            "oci:///a",
            "h/a:x/y",
            "user:pw@h/a",
            "",
        ];
        for text in bad {
            assert_eq!(check(text), None, "{text}");
        }
    }

    #[test]
    fn loopback_is_told_from_other_hosts() {
        for host in ["localhost", "localhost:5000", "127.0.0.1:5000", "[::1]:5000"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["ghcr.io", "localhost.evil.org", "127.0.0.1.evil.org:80", "10.0.0.1"] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
