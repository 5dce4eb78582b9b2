//! The objects of a file: its documents, and what lists among them hold.

use std::path::Path;

use crate::base::{Code, Diagnostic, FileId, Plain, PlainId, Shape, Span};
use crate::data::json;
use crate::data::yaml::{self, Dialect, Stream};
use crate::kube::{self, Manifest};

/// The objects of `text`, and what is wrong with what is none.
pub(in crate::session) fn objects(
    path: &Path,
    text: &str,
    file: FileId,
    plain: &mut Plain,
) -> (Vec<Manifest>, Vec<Diagnostic>) {
    let Stream { documents, fault } = read(path, text, file, plain);
    let mut found = Vec::new();
    let mut faults = Vec::new();
    for document in documents {
        if !matches!(plain.shape(document), Shape::Null) {
            take(plain, document, "", &mut found, &mut faults);
        }
    }
    faults.extend(fault);
    (found, faults)
}

/// Standard input that begins like an object is JSON.
fn read(path: &Path, text: &str, file: FileId, plain: &mut Plain) -> Stream {
    let named = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let unnamed = path.extension().is_none() && text.trim_start().starts_with(['{', '[']);
    if !named && !unnamed {
        return yaml::read_stream(text, file, plain, Dialect::Kubernetes);
    }
    match json::read_all(text, file, plain) {
        Ok(documents) => Stream { documents, fault: None },
        Err(_) if unnamed => yaml::read_stream(text, file, plain, Dialect::Kubernetes),
        Err(fault) => Stream { documents: Vec::new(), fault: Some(fault) },
    }
}

/// Takes an object, or the items of a list of objects.
fn take(
    plain: &Plain,
    node: PlainId,
    path: &str,
    found: &mut Vec<Manifest>,
    faults: &mut Vec<Diagnostic>,
) {
    let Some(manifest) = kube::manifest(plain, node, path) else {
        faults.push(no_object(plain, node, path));
        return;
    };
    let items = plain.get(node, "items").filter(|_| manifest.kind.ends_with("List"));
    // A list within a list is none: the server knows no such thing.
    match items.map(|items| plain.shape(items)) {
        Some(Shape::List(items)) if path.is_empty() => {
            for (index, &item) in items.iter().enumerate() {
                take(plain, item, &format!("items[{index}]"), found, faults);
            }
        }
        _ => found.push(manifest),
    }
}

/// The fault of what lacks what every object has.
fn no_object(plain: &Plain, node: PlainId, path: &str) -> Diagnostic {
    let span = plain.span(node).unwrap_or(Span::NOWHERE);
    if !matches!(plain.shape(node), Shape::Map) {
        let message = "this is no Kubernetes object, which is a map with `apiVersion` and `kind`";
        return Diagnostic::error(Code::SchemaType, message).at(span, "");
    }
    let lacking = ["apiVersion", "kind"].into_iter().find(|key| plain.get(node, key).is_none());
    let (code, key, text) = match lacking {
        Some(key) => (Code::MissingValue, key, "Required value: every Kubernetes object has one"),
        None if plain.get_str(node, "kind").is_none() => {
            (Code::SchemaType, "kind", "Invalid value: must be of type string")
        }
        None => (Code::SchemaType, "apiVersion", "Invalid value: must be of type string"),
    };
    let path = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    let place = plain.get(node, key).and_then(|it| plain.span(it)).unwrap_or(span);
    Diagnostic::error(code, text).path(path).at(place, "")
}
