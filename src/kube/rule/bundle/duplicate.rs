//! No two objects of one kind and namespace have one name: the later would replace the earlier.
//!
//! The version does not count, a group serves one object under all its versions. An object without
//! a namespace is not compared with those of any namespace: which one it goes to, only the cluster
//! knows.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::index::{Bundle, Object};
use super::report::Report;
use crate::base::Code;

/// Adds a finding for every object that has the name of an earlier one.
pub(super) fn check(bundle: &Bundle, report: &mut Report) {
    let mut found = Vec::new();
    for alike in bundle.of_one_name() {
        let mut seen = FxHashMap::default();
        for &index in alike {
            // Without a name the cluster makes one from `generateName`.
            let Some(object) = bundle.objects.get(index).filter(|it| it.manifest.name.is_some())
            else {
                continue;
            };
            match seen.entry(object.namespace()) {
                Entry::Vacant(place) => drop(place.insert(object)),
                Entry::Occupied(first) => found.push((index, *first.get(), object)),
            }
        }
    }
    found.sort_unstable_by_key(|again| again.0);
    for (_, first, again) in found {
        duplicate(report, first, again);
    }
}

fn duplicate(report: &mut Report, first: &Object, again: &Object) {
    let name = again.name();
    let place = match &again.manifest.namespace {
        Some(namespace) => format!(" in namespace `{namespace}`"),
        None => String::new(),
    };
    let message = format!("there are two objects `{} {name}`{place}", again.manifest.kind);
    let note = report
        .error(Code::DuplicateManifest, again, &again.name_place(), message)
        .label("again here")
        .mark(first, &first.name_place(), "first here");
    match (first.manifest.path.as_str(), again.manifest.path.as_str()) {
        ("", _) | (_, "") => note.help("Give one of them another name."),
        (first, again) => note.help(format!(
            "`{first}` and `{again}` name the same object: give one of them another name, or \
             unify both in one field."
        )),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::find;
    use crate::kube::manifest::tests::plain;
    use crate::kube::rule::place::Ways;

    #[test]
    fn finds_objects_of_one_name() {
        let text = r#"{
            "a": {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "x"}},
            "b": {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "y"}},
            "c": {"apiVersion": "v2", "kind": "Service", "metadata": {"name": "web", "namespace": "x"}},
            "g": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": ""}},
            "d": {"apiVersion": "apps/v1", "kind": "Service", "metadata": {"name": "web"}},
            "e": {"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "web"}},
            "f": {"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "web"}}
        }"#;
        let (plain, root) = plain(text);
        let manifests = find(&plain, root);
        let mut report = Report::default();
        let ways = Ways::new(&plain);
        check(&Bundle::new(&ways, &manifests, &[]), &mut report);
        assert_eq!(report.said.len(), 1);
        let error = &report.said[0].diagnostic;
        assert_eq!(error.code, Code::DuplicateManifest);
        assert_eq!(error.message, "there are two objects `Service web` in namespace `x`");
        assert_eq!(error.path.as_deref(), Some("c.metadata.name"));
        let starts: Vec<_> = error.marks.iter().map(|mark| mark.span.start as usize).collect();
        let places: Vec<_> =
            text.match_indices("\"web\", \"namespace\": \"x\"").map(|it| it.0).collect();
        assert_eq!(starts, [places[1], places[0]]);
    }
}
