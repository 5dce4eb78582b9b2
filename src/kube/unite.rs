//! An object that is written twice alike is one object: two apps of a project both bring its
//! namespace, and neither knows of the other.
//!
//! Only equal data counts, so nothing is merged and no order matters; objects of one name that
//! differ in anything stay apart, and the rule on duplicates tells of them.

use rustc_hash::FxHashMap;

use super::Manifest;
use super::equality::same;
use crate::base::{Plain, PlainId};

/// Keeps the first of manifests that are equal.
pub fn unite(plain: &Plain, manifests: &mut Vec<Manifest>) {
    let mut seen: FxHashMap<(String, String, Option<String>, String), Vec<PlainId>> =
        FxHashMap::default();
    manifests.retain(|manifest| {
        // Without a name the cluster makes one, a new one for each.
        let Some(name) = manifest.name.clone() else { return true };
        let (version, kind) = (manifest.api_version.clone(), manifest.kind.clone());
        let nodes = seen.entry((version, kind, manifest.namespace.clone(), name)).or_default();
        if nodes.iter().any(|&node| same(plain, node, plain, manifest.node)) {
            return false;
        }
        nodes.push(manifest.node);
        true
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::find;
    use crate::kube::manifest::tests::plain;

    /// The paths of the manifests that are left of `text`.
    fn check(text: &str) -> Vec<String> {
        let (plain, root) = plain(text);
        let mut manifests = find(&plain, root);
        unite(&plain, &mut manifests);
        manifests.into_iter().map(|manifest| manifest.path).collect()
    }

    #[test]
    fn equal_objects_are_one_and_others_stay() {
        let left = check(
            r#"{
            "a": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "x", "labels": {"l": "1"}}},
            "b": {"kind": "Namespace", "apiVersion": "v1", "metadata": {"labels": {"l": "1"}, "name": "x"}},
            "c": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "x", "labels": {"l": "2"}}},
            "d": {"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "x"}},
            "e": {"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "x"}}
        }"#,
        );
        assert_eq!(left, ["a", "c", "d", "e"]);
    }

    #[test]
    fn lists_of_other_lengths_differ() {
        let pod = |items: &str| {
            format!(
                r#"{{"apiVersion": "v1", "kind": "Pod", "metadata": {{"name": "x"}}, "spec": [{items}]}}"#
            )
        };
        assert_eq!(check(&format!("[{}, {}]", pod("1"), pod("1, 2"))).len(), 2);
        assert_eq!(check(&format!("[{}, {}]", pod("1, 2"), pod("1, 2"))).len(), 1);
    }
}
