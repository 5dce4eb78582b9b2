//! An object that is written twice alike is one object: two apps of a project both bring its
//! namespace, and neither knows of the other.
//!
//! Only equal data counts, so nothing is merged and no order matters; objects of one name that
//! differ in anything stay apart, and the rule on duplicates tells of them.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::Manifest;
use super::equality::same;
use crate::base::{Plain, PlainId};

/// Keeps the first of manifests that are equal.
pub fn unite(plain: &Plain, manifests: &mut Vec<Manifest>) {
    type Name<'a> = (&'a str, &'a str, Option<&'a str>, &'a str);
    // Hardly any name is there twice.
    let mut seen: FxHashMap<Name, (PlainId, Vec<PlainId>)> = FxHashMap::default();
    seen.reserve(manifests.len());
    let mut again = Vec::new();
    for (index, manifest) in manifests.iter().enumerate() {
        // Without a name the cluster makes one, a new one for each.
        let Some(name) = manifest.name.as_deref() else { continue };
        let (version, kind) = (manifest.api_version.as_str(), manifest.kind.as_str());
        match seen.entry((version, kind, manifest.namespace.as_deref(), name)) {
            Entry::Vacant(entry) => drop(entry.insert((manifest.node, Vec::new()))),
            Entry::Occupied(mut entry) => {
                let (first, more) = entry.get_mut();
                let mut known = std::iter::once(&*first).chain(more.iter());
                match known.any(|&node| same(plain, node, plain, manifest.node)) {
                    true => again.push(index),
                    false => more.push(manifest.node),
                }
            }
        }
    }
    if again.is_empty() {
        return;
    }
    let mut again = again.into_iter().peekable();
    let mut indexes = 0..;
    manifests.retain(|_| indexes.next().is_none_or(|at| again.next_if_eq(&at).is_none()));
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
