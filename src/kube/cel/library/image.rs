//! References to images, by their parts.
//!
//! Source: `apiserver/pkg/cel/library/image.go`, which reads them as
//! `github.com/google/go-containerregistry/pkg/name` does: what has no registry is of Docker Hub.

use std::rc::Rc;

use super::{refuse, text};
use crate::kube::cel::eval::Evaluator;
use crate::kube::cel::value::{Result, Value, error};

/// A reference to an image. A digest counts for more than a tag beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::kube::cel) struct Image {
    registry: String,
    repository: String,
    tag: String,
    digest: String,
}

/// The registry of what names none.
const DOCKER: &str = "index.docker.io";

impl Image {
    fn parse(text: &str) -> Option<Image> {
        let (name, digest) = match text.split_once('@') {
            Some((name, digest)) => (name, Some(digest)),
            None => (text, None),
        };
        if digest.is_some_and(|digest| !is_digest(digest)) {
            return None;
        }
        // A colon before the last slash is that of a port.
        let slash = name.rfind('/').map_or(0, |at| at + 1);
        let colon = name.get(slash..)?.find(':').map(|at| at + slash);
        let (name, tag) = match colon {
            Some(at) => (name.get(..at)?, Some(name.get(at + 1..)?)),
            None => (name, None),
        };
        if tag.is_some_and(|tag| !is_tag(tag)) {
            return None;
        }
        let (registry, repository) = match name.split_once('/') {
            Some((first, rest)) if is_registry(first) => (first, rest.to_owned()),
            Some(_) | None => (DOCKER, name.to_owned()),
        };
        let official = matches!(registry, DOCKER | "docker.io") && !repository.contains('/');
        let repository = if official { format!("library/{repository}") } else { repository };
        if !is_repository(&repository) {
            return None;
        }
        let registry = if registry == "docker.io" { DOCKER } else { registry }.to_owned();
        let digest = digest.unwrap_or_default().to_owned();
        let tag = match (tag, digest.is_empty()) {
            (tag, true) => tag.unwrap_or("latest").to_owned(),
            (_, false) => String::new(),
        };
        Some(Image { registry, repository, tag, digest })
    }
}

/// A first part with a point or a port, or this machine.
fn is_registry(text: &str) -> bool {
    let host = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-' | b':' | b'[' | b']');
    (text.contains(['.', ':']) || text == "localhost") && text.bytes().all(host)
}

fn is_repository(text: &str) -> bool {
    let inner = |c: u8| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'_' | b'-' | b'.' | b'/')
    };
    (2..=255).contains(&text.len())
        && text.bytes().all(inner)
        && text.split('/').all(|part| !part.is_empty())
}

fn is_tag(text: &str) -> bool {
    let inner = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-' | b'.');
    (1..=127).contains(&text.len()) && text.bytes().all(inner)
}

fn is_digest(text: &str) -> bool {
    let hex = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
    let digits = text.strip_prefix("sha256:");
    digits.is_some_and(|digits| digits.len() == 64 && digits.bytes().all(hex))
}

type Args<'v, 'a> = &'v [Value<'a>];

pub(in crate::kube::cel) fn image<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let text = text("image", values, 0)?;
    match Image::parse(text) {
        Some(image) => Ok(Value::Image(Rc::new(image))),
        None => error(format!("could not parse reference: {text}")),
    }
}

pub(in crate::kube::cel) fn is_image<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::Bool(Image::parse(text("isImage", values, 0)?).is_some()))
}

fn of<'v>(name: &str, values: &'v [Value<'_>]) -> Result<&'v Image> {
    match values {
        [Value::Image(image)] => Ok(image),
        _ => refuse(name, values),
    }
}

pub(in crate::kube::cel) fn contains_digest<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::Bool(!of("containsDigest", values)?.digest.is_empty()))
}

pub(in crate::kube::cel) fn registry<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::text(of("registry", values)?.registry.as_str()))
}

pub(in crate::kube::cel) fn repository<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::text(of("repository", values)?.repository.as_str()))
}

pub(in crate::kube::cel) fn tag<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::text(of("tag", values)?.tag.as_str()))
}

pub(in crate::kube::cel) fn digest<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::text(of("digest", values)?.digest.as_str()))
}

pub(in crate::kube::cel) fn identifier<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let image = of("identifier", values)?;
    let named = if image.digest.is_empty() { &image.tag } else { &image.digest };
    Ok(Value::text(named.as_str()))
}
