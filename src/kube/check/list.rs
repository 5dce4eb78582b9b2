//! Lists of objects: `v1 List`, which clients take apart before they send it, and the typed lists
//! that a server answers with (`ConfigMapList`), whose items need not say what they are.
//!
//! Each item is an object of its own and judged as such; the list is only its wrapping.

use std::borrow::Cow;

use crate::base::{Code, Diagnostic, Plain, PlainId, Shape};
use crate::kube::{Manifest, find};
use crate::schema::{Release, find_kind};

/// The manifests, with the items of each list in its place; what is no object is left out. They are
/// the same where there is no list.
pub fn open_lists<'a>(
    plain: &Plain,
    manifests: &'a [Manifest],
    release: Release,
) -> Cow<'a, [Manifest]> {
    opened(plain, manifests, release, &mut Vec::new())
}

/// The same, telling of what is no object.
pub(super) fn opened<'a>(
    plain: &Plain,
    manifests: &'a [Manifest],
    release: Release,
    said: &mut Vec<Diagnostic>,
) -> Cow<'a, [Manifest]> {
    if manifests.iter().all(|manifest| item_kind(manifest, release).is_none()) {
        return Cow::Borrowed(manifests);
    }
    let mut all = Vec::with_capacity(manifests.len());
    for manifest in manifests {
        let Some(kind) = item_kind(manifest, release) else {
            all.push(manifest.clone());
            continue;
        };
        let items = plain.get(manifest.node, "items");
        let Some(Shape::List(items)) = items.map(|items| plain.shape(items)) else { continue };
        for (index, &item) in items.iter().enumerate() {
            let place = if manifest.path.is_empty() { "" } else { "." };
            let path = format!("{}{place}items[{index}]", manifest.path);
            match object(plain, item, manifest, kind, path.clone()) {
                Some(object) => all.push(object),
                None => said.push(no_object(plain, item, path)),
            }
        }
    }
    Cow::Owned(all)
}

/// The kind of the items, if the manifest is a list; of a list of anything it is empty.
fn item_kind(manifest: &Manifest, release: Release) -> Option<&str> {
    let kind = manifest.kind.strip_suffix("List")?;
    let is_any = kind.is_empty() && manifest.api_version == "v1";
    let is_typed = || find_kind(release, &manifest.api_version, kind).is_ok();
    (is_any || is_typed()).then_some(kind)
}

/// An item as an object; one of a typed list is of its kind if it does not say otherwise.
fn object(
    plain: &Plain,
    item: PlainId,
    list: &Manifest,
    kind: &str,
    path: String,
) -> Option<Manifest> {
    let says = |key| plain.get_str(item, key).is_some();
    if says("apiVersion") && says("kind") {
        let own = find(plain, item).into_iter().next()?;
        return Some(Manifest { path, ..own });
    }
    if kind.is_empty() || !matches!(plain.shape(item), Shape::Map) {
        return None;
    }
    let metadata = plain.get(item, "metadata");
    let of_metadata = |key| metadata.and_then(|it| plain.get_str(it, key)).map(Into::into);
    Some(Manifest {
        node: item,
        api_version: list.api_version.clone(),
        kind: kind.into(),
        namespace: of_metadata("namespace"),
        name: of_metadata("name"),
        path,
    })
}

fn no_object(plain: &Plain, item: PlainId, path: String) -> Diagnostic {
    let message = "an item of the list is no object: `apiVersion` or `kind` is missing";
    let error = Diagnostic::error(Code::MissingValue, message).path(path);
    match plain.span(item) {
        Some(span) => error.at(span, "this item"),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CheckOptions, check};
    use super::*;
    use crate::kube::manifest::tests::plain;

    #[test]
    fn items_of_lists_are_judged_as_objects() {
        let (plain, root) = plain(
            r#"[{"apiVersion": "v1", "kind": "List", "items": [
                    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "dta": {}},
                    {"apiVersion": "v1", "kind": "ConfigMapList", "items": []}, {"kind": "Pod"}]},
                {"apiVersion": "v1", "kind": "ConfigMapList", "metadata": {}, "items": [
                    {"metadata": {"name": "b"}, "data": {"a": 1}}, 3]},
                {"apiVersion": "x.io/v1", "kind": "ThingList", "items": [{}]}]"#,
        );
        let said = check(&plain, &find(&plain, root), &CheckOptions::default());
        let told: Vec<_> =
            said.iter().map(|one| (one.path.as_deref().unwrap_or(""), one.code)).collect();
        assert!(told.contains(&("[0].items[0].dta", Code::UnknownField)), "{told:?}");
        assert!(told.contains(&("[0].items[2]", Code::MissingValue)), "{told:?}");
        assert!(told.contains(&("[1].items[0].data[a]", Code::SchemaType)), "{told:?}");
        assert!(told.contains(&("[1].items[1]", Code::MissingValue)), "{told:?}");
        assert!(told.contains(&("[2]", Code::UnknownKind)), "{told:?}");
    }
}
