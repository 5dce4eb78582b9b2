//! No two objects of one kind and namespace have one name: the later would replace the earlier.
//!
//! The version does not count, a group serves one object under all its versions. An object without
//! a namespace is not compared with those of any namespace: which one it goes to, only the cluster
//! knows.

use rustc_hash::FxHashMap;

use crate::base::{Code, Diagnostic, Plain, Span};
use crate::kube::Manifest;

/// Adds a diagnostic for every object that has the name of an earlier one.
pub(super) fn check(plain: &Plain, manifests: &[Manifest], diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = FxHashMap::default();
    for manifest in manifests {
        // Without a name the cluster makes one from `generateName`.
        let Some(name) = manifest.name.as_deref() else { continue };
        let key = (manifest.group(), manifest.kind.as_str(), manifest.namespace.as_deref(), name);
        match seen.get(&key) {
            None => drop(seen.insert(key, manifest)),
            Some(first) => diagnostics.push(duplicate(plain, first, manifest, name)),
        }
    }
}

fn duplicate(plain: &Plain, first: &Manifest, again: &Manifest, name: &str) -> Diagnostic {
    let place = match &again.namespace {
        Some(namespace) => format!(" in namespace `{namespace}`"),
        None => String::new(),
    };
    let message = format!("there are two objects `{} {name}`{place}", again.kind);
    let mut error = Diagnostic::error(Code::DuplicateManifest, message).path(&again.path);
    let spans = [(again, "again here"), (first, "first here")];
    for (manifest, text) in spans {
        if let Some(span) = span(plain, manifest) {
            error = error.at(span, text);
        }
    }
    error.help(format!(
        "`{}` and `{}` name the same object: give one of them another name, or unify both in one \
         field.",
        first.path, again.path
    ))
}

/// The place of the name, or of the whole object.
fn span(plain: &Plain, manifest: &Manifest) -> Option<Span> {
    let name = plain.get(manifest.node, "metadata").and_then(|it| plain.get(it, "name"));
    name.and_then(|it| plain.span(it)).or_else(|| plain.span(manifest.node))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::find;
    use crate::kube::manifest::tests::plain;

    #[test]
    fn finds_objects_of_one_name() {
        let text = r#"{
            "a": {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "x"}},
            "b": {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "y"}},
            "c": {"apiVersion": "v2", "kind": "Service", "metadata": {"name": "web", "namespace": "x"}},
            "d": {"apiVersion": "apps/v1", "kind": "Service", "metadata": {"name": "web"}},
            "e": {"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "web"}},
            "f": {"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "web"}}
        }"#;
        let (plain, root) = plain(text);
        let mut diagnostics = Vec::new();
        check(&plain, &find(&plain, root), &mut diagnostics);
        assert_eq!(diagnostics.len(), 1);
        let error = &diagnostics[0];
        assert_eq!(error.code, Code::DuplicateManifest);
        assert_eq!(error.message, "there are two objects `Service web` in namespace `x`");
        assert_eq!(error.path.as_deref(), Some("c"));
        let starts: Vec<_> = error.marks.iter().map(|mark| mark.span.start as usize).collect();
        let places: Vec<_> =
            text.match_indices("\"web\", \"namespace\": \"x\"").map(|it| it.0).collect();
        assert_eq!(starts, [places[1], places[0]]);
    }
}
