//! What a manifest is, and where the manifests of a value are.
//!
//! A manifest is a map whose `apiVersion` and `kind` are strings. The search goes down maps and
//! lists in source order and never into a manifest, so what a manifest holds (a pod template, the
//! items of a `List`) is its own business.

use std::fmt::Write as _;

use compact_str::CompactString;

use crate::base::{Entries, Plain, PlainId, Shape};

/// One Kubernetes object within plain data; its texts are mostly short, and lie in it then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Manifest {
    /// The map that it is.
    pub node: PlainId,
    /// `apps/v1`, `v1`
    pub api_version: CompactString,
    /// `Deployment`
    pub kind: CompactString,
    /// `metadata.namespace`, if it has one.
    pub namespace: Option<CompactString>,
    /// `metadata.name`, if it has one.
    pub name: Option<CompactString>,
    /// Where it stands, as CUE writes paths: `app.manifests."my-app"[0]`; empty for the root.
    pub path: String,
}

impl Manifest {
    /// The API group; empty for the core group.
    pub fn group(&self) -> &str {
        group_of(&self.api_version)
    }

    /// The version within the group.
    pub fn version(&self) -> &str {
        self.api_version.rsplit_once('/').map_or(&self.api_version, |(_, version)| version)
    }
}

/// The group of an `apiVersion`; empty for the core group.
pub(super) fn group_of(api_version: &str) -> &str {
    api_version.rsplit_once('/').map_or("", |(group, _)| group)
}

/// What is left to search of a collection.
enum Rest<'a> {
    Map(Entries<'a>),
    List(std::iter::Enumerate<std::slice::Iter<'a, PlainId>>),
}

/// The manifests in `root`, in source order.
pub fn find(plain: &Plain, root: PlainId) -> Vec<Manifest> {
    let mut found = Vec::new();
    let mut path = String::new();
    let mut open = Vec::new();
    visit(plain, root, &path, &mut open, &mut found);
    while let Some((rest, length)) = open.last_mut() {
        path.truncate(*length);
        let child = match rest {
            Rest::Map(entries) => entries.next().map(|(key, value)| {
                push_label(&mut path, key);
                value
            }),
            Rest::List(items) => items.next().map(|(index, &item)| {
                // Writing to a string does not fail.
                let _ = write!(path, "[{index}]");
                item
            }),
        };
        match child {
            Some(child) => visit(plain, child, &path, &mut open, &mut found),
            None => drop(open.pop()),
        }
    }
    found
}

/// Keeps `node` if it is a manifest, opens it for the search if it is another collection.
fn visit<'a>(
    plain: &'a Plain,
    node: PlainId,
    path: &str,
    open: &mut Vec<(Rest<'a>, usize)>,
    found: &mut Vec<Manifest>,
) {
    match plain.shape(node) {
        Shape::Map => match manifest(plain, node, path) {
            Some(manifest) => found.push(manifest),
            None => open.push((Rest::Map(plain.entries(node)), path.len())),
        },
        Shape::List(items) => open.push((Rest::List(items.iter().enumerate()), path.len())),
        Shape::Null
        | Shape::Bool(_)
        | Shape::Int(_)
        | Shape::Number(_)
        | Shape::Str(_)
        | Shape::Bytes(_) => {}
    }
}

/// The manifest that `node`, which stands at `path`, is.
pub fn manifest(plain: &Plain, node: PlainId, path: &str) -> Option<Manifest> {
    let api_version = plain.get_str(node, "apiVersion")?;
    let kind = plain.get_str(node, "kind")?;
    let metadata = plain.get(node, "metadata");
    let of_metadata = |key| metadata.and_then(|it| plain.get_str(it, key)).map(CompactString::from);
    Some(Manifest {
        node,
        api_version: api_version.into(),
        kind: kind.into(),
        namespace: of_metadata("namespace"),
        name: of_metadata("name"),
        path: path.to_owned(),
    })
}

/// Adds a label to a path, in quotes unless it is an identifier.
fn push_label(path: &mut String, label: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    let identifier = !label.is_empty()
        && !label.starts_with(|first: char| first.is_ascii_digit() || first == '_')
        && label.chars().all(|char| char.is_alphanumeric() || char == '_' || char == '$');
    if identifier {
        path.push_str(label);
    } else {
        // Writing to a string does not fail.
        let _ = write!(path, "{label:?}");
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::base::Sources;
    use crate::data::json;

    /// The data of a JSON text, for the tests of this room.
    pub(in crate::kube) fn plain(text: &str) -> (Plain, PlainId) {
        let mut plain = Plain::default();
        let file = Sources::default().add("test.json", text);
        let root = json::read(text, file, &mut plain).unwrap();
        (plain, root)
    }

    #[test]
    fn finds_manifests_in_source_order_and_nothing_inside_them() {
        let (plain, root) = plain(
            r#"{"app": {"z-1": {"apiVersion": "apps/v1", "kind": "Deployment",
                                "metadata": {"name": "web", "namespace": "shop"},
                                "spec": {"template": {"apiVersion": "v1", "kind": "Pod"}}},
                        "half": {"apiVersion": "v1", "kind": 1}},
                "list": [[], [{"apiVersion": "v1", "kind": "List", "items": [
                                {"apiVersion": "v1", "kind": "Pod"}]}]]}"#,
        );
        let found: Vec<_> = find(&plain, root)
            .into_iter()
            .map(|it| (it.path, it.kind, it.namespace, it.name))
            .collect();
        let some = |text: &str| Some(CompactString::from(text));
        assert_eq!(
            found,
            [
                ("app.\"z-1\"".into(), "Deployment".into(), some("shop"), some("web")),
                ("list[1][0]".into(), "List".into(), None, None),
            ]
        );
    }

    #[test]
    fn the_root_may_be_a_manifest() {
        let (plain, root) = plain(r#"{"kind": "Pod", "apiVersion": "v1"}"#);
        let found = find(&plain, root);
        assert_eq!((found[0].node, found[0].path.as_str()), (root, ""));
        assert_eq!((found[0].group(), found[0].version()), ("", "v1"));
    }

    #[test]
    fn survives_any_depth() {
        let mut plain = Plain::default();
        let mut node = plain.null(None);
        for _ in 0..100_000 {
            node = plain.map([("k", node)], None);
        }
        assert_eq!(find(&plain, node), []);
    }
}
