//! A manifest as people and kubectl expect to read it: the customary key order and no padding.
//!
//! What is dropped says nothing to the API server. A null field of a built-in kind is the same as
//! no field, and tools that serialise Go structs leave many (`creationTimestamp: null`); so is an
//! empty `status`, which is the server's to write. Empty maps elsewhere stay: `emptyDir: {}` and
//! `podSelector: {}` mean something. Where null itself is data it stays too: in custom resources
//! outside `metadata` (a null in the values of a chart unsets a default, a `nullable` field may be
//! null), in the schemas of custom resource definitions, and in lists.
//!
//! Bytes become base64 strings, as in JSON: kubectl would decode YAML's `!!binary` to text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Manifest;
use super::manifest::group_of;
use super::order::is_built_in;
use crate::base::{Plain, PlainId, Shape};

/// The keys of a manifest that have a customary place, before or behind the others.
const KEYS: [(&str, i8); 5] =
    [("apiVersion", -4), ("kind", -3), ("metadata", -2), ("spec", -1), ("status", 1)];

/// The same for `metadata`.
const METADATA_KEYS: [(&str, i8); 5] =
    [("name", -5), ("generateName", -4), ("namespace", -3), ("labels", -2), ("annotations", -1)];

/// What becomes of null fields.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nulls {
    Drop,
    Keep,
}

/// Brings a manifest into the form that it is written in; where it stands in `plain`, it changes.
pub fn tidy(plain: &mut Plain, manifest: &Manifest) {
    let root = manifest.node;
    let metadata = plain.get(root, "metadata");
    let status = plain.get(root, "status").filter(|&it| is_empty_status(plain, it));
    if plain.may_have_null_or_bytes() {
        tidy_values(plain, manifest, metadata);
    }
    if status.is_some() {
        plain.retain(root, |_, value| Some(value) != status);
    }
    plain.order(root, |key| rank(&KEYS, key));
    if let Some(metadata) = metadata {
        plain.order(metadata, |key| rank(&METADATA_KEYS, key));
    }
}

/// Drops what is null and stands for nothing, and lets bytes be text.
fn tidy_values(plain: &mut Plain, manifest: &Manifest, metadata: Option<PlainId>) {
    let nulls = if is_built_in(manifest.group()) { Nulls::Drop } else { Nulls::Keep };
    let is_list = manifest.kind.ends_with("List");
    let mut rest = vec![(manifest.node, nulls)];
    while let Some((node, nulls)) = rest.pop() {
        let nulls = if Some(node) == metadata {
            Nulls::Drop
        } else if is_list && is_custom(plain, node) {
            Nulls::Keep
        } else {
            nulls
        };
        match plain.shape(node) {
            Shape::List(items) => {
                let parts = items.iter().filter(|&&item| has_parts(plain, item));
                rest.extend(parts.map(|&item| (item, nulls)));
            }
            Shape::Map => {
                if nulls == Nulls::Drop {
                    plain.retain(node, |plain, value| !plain.is_null(value));
                }
                for (key, value) in plain.entries(node).filter(|it| has_parts(plain, it.1)) {
                    let keep = nulls == Nulls::Keep || key == "openAPIV3Schema";
                    rest.push((value, if keep { Nulls::Keep } else { Nulls::Drop }));
                }
            }
            Shape::Bytes(bytes) => {
                let text = STANDARD.encode(bytes);
                plain.set_str(node, &text);
            }
            Shape::Null | Shape::Bool(_) | Shape::Int(_) | Shape::Number(_) | Shape::Str(_) => {}
        }
    }
}

/// Whether there may be something to tidy in a value.
fn has_parts(plain: &Plain, node: PlainId) -> bool {
    plain.has_parts(node) || matches!(plain.shape(node), Shape::Bytes(_))
}

/// Whether an item of a list is an object of a kind that is not built in.
fn is_custom(plain: &Plain, node: PlainId) -> bool {
    plain.get(node, "kind").is_some()
        && plain.get_str(node, "apiVersion").is_some_and(|it| !is_built_in(group_of(it)))
}

fn is_empty_status(plain: &Plain, status: PlainId) -> bool {
    match plain.shape(status) {
        Shape::Null => true,
        Shape::Map => plain.entries(status).all(|(_, it)| matches!(plain.shape(it), Shape::Null)),
        Shape::Bool(_)
        | Shape::Int(_)
        | Shape::Number(_)
        | Shape::Str(_)
        | Shape::Bytes(_)
        | Shape::List(_) => false,
    }
}

fn rank(table: &[(&str, i8)], key: &str) -> i8 {
    table.iter().find(|row| row.0 == key).map_or(0, |row| row.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::yaml;
    use crate::kube::find;
    use crate::kube::manifest::tests::plain;

    fn tidied(text: &str) -> String {
        let (mut plain, root) = plain(text);
        let mut out = String::new();
        for manifest in find(&plain, root) {
            tidy(&mut plain, &manifest);
            yaml::write(&plain, manifest.node, &mut out);
        }
        out
    }

    #[test]
    fn orders_keys_and_drops_padding() {
        let text = tidied(
            r#"{"status": {"replicas": null}, "spec": {"b": null, "a": [null, {"x": null}],
                 "emptyDir": {}}, "metadata": {"labels": {"z": "1", "a": "2"}, "uid": null,
                 "finalizers": [], "namespace": "shop", "name": "web", "creationTimestamp": null},
                 "kind": "Deployment", "extra": 1, "apiVersion": "apps/v1"}"#,
        );
        insta::assert_snapshot!(text, @r#"
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          namespace: shop
          labels:
            z: "1"
            a: "2"
          finalizers: []
        spec:
          a:
            - null
            - {}
          emptyDir: {}
        extra: 1
        "#);
    }

    #[test]
    fn keeps_nulls_that_are_data() {
        let text = tidied(
            r#"[{"apiVersion": "helm.toolkit.fluxcd.io/v2", "kind": "HelmRelease",
                 "metadata": {"creationTimestamp": null}, "spec": {"values": {"a": null}},
                 "status": {"ready": false}},
                {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
                 "spec": {"schema": {"openAPIV3Schema": {"default": null}}, "names": null}},
                {"apiVersion": "v1", "kind": "List", "items": [
                    {"apiVersion": "v1", "kind": "Pod", "spec": {"a": null}},
                    {"apiVersion": "x.io/v1", "kind": "Release", "spec": {"a": null}}]}]"#,
        );
        insta::assert_snapshot!(text, @r#"
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {}
        spec:
          values:
            a: null
        status:
          ready: false
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        spec:
          schema:
            openAPIV3Schema:
              default: null
        apiVersion: v1
        kind: List
        items:
          - apiVersion: v1
            kind: Pod
            spec: {}
          - apiVersion: x.io/v1
            kind: Release
            spec:
              a: null
        "#);
    }

    #[test]
    fn bytes_become_base64_text() {
        let mut plain = Plain::default();
        let version = plain.str("v1", None);
        let kind = plain.str("Secret", None);
        let password = plain.bytes(b"hello", None);
        let data = plain.map([("password", password)], None);
        let root = plain.map([("apiVersion", version), ("kind", kind), ("data", data)], None);
        for manifest in find(&plain, root) {
            tidy(&mut plain, &manifest);
        }
        assert_eq!(plain.get_str(data, "password"), Some("aGVsbG8="));
    }
}
