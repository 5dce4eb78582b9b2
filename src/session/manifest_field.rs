//! What Kubernetes says of a field in a file of its objects, for who points at it.

use std::path::Path;

use super::api::{ApiField, below};
use super::inspect::Step;
use super::validate::objects;
use crate::base::{Plain, PlainId, Shape, Sources, Span};
use crate::package::{Files, kube_settings};
use crate::schema::{Release, find_kind};

/// How deep a field may lie; none of Kubernetes lies as deep.
const DEEPEST: usize = 64;

/// A field of an object, as the API has it.
pub(crate) struct ManifestField {
    /// Its key.
    pub(crate) key: Span,
    /// The release of Kubernetes that is asked.
    pub(crate) release: Release,
    /// What is said of it.
    pub(crate) field: ApiField,
}

/// The field of a Kubernetes object that stands at `offset` of the file at `path`, which is absolute
/// and has that text: the one whose key or value it is.
pub(crate) fn manifest_field(
    files: &dyn Files,
    path: &Path,
    text: &str,
    offset: u32,
) -> Option<ManifestField> {
    let (mut sources, mut plain) = (Sources::default(), Plain::default());
    let file = sources.add(path, text);
    let (manifests, _) = objects(path, text, file, &mut plain);
    let holds = |node: PlainId| {
        plain.span(node).is_some_and(|span| span.start <= offset && offset <= span.end)
    };
    let manifest = manifests.iter().rfind(|one| holds(one.node))?;
    let (key, steps) = steps_to(&plain, manifest.node, offset)?;
    let settings = kube_settings(files, path.parent()?, &mut sources, &mut Vec::new());
    let release = settings.release.unwrap_or_default();
    let object = find_kind(release, &manifest.api_version, &manifest.kind).ok()?;
    Some(ManifestField { key, release, field: below(object, &steps)? })
}

/// The way from an object to what stands at `offset`, and the key that it ends with.
fn steps_to(plain: &Plain, object: PlainId, offset: u32) -> Option<(Span, Vec<Step>)> {
    let mut steps = Vec::new();
    let mut found = None;
    let mut at = object;
    while steps.len() < DEEPEST {
        match plain.shape(at) {
            Shape::Map => {
                let entries = plain.placed(at);
                let begun = entries.take_while(|(_, key, _)| key.start <= offset).last();
                let Some((name, key, value)) = begun else { break };
                steps.push(Step::Quoted(name.to_owned()));
                found = Some((key, steps.len()));
                if offset <= key.end {
                    break;
                }
                at = value;
            }
            Shape::List(items) => {
                let begun =
                    |item: &&PlainId| plain.span(**item).is_some_and(|it| it.start <= offset);
                let Some(index) = items.iter().take_while(begun).count().checked_sub(1) else {
                    break;
                };
                steps.push(Step::Index(index));
                at = *items.get(index)?;
            }
            _ => break,
        }
    }
    let (key, length) = found?;
    steps.truncate(length);
    Some((key, steps))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::Memory;

    #[test]
    fn keys_and_values_lead_to_their_fields() {
        let text = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      \
                    imagePullPolicy: Always\n      ports: [{containerPort: 80}]\n---\n\
                    apiVersion: v1\nkind: ConfigMap\ndata: {a: b}\n";
        let files = Memory::new("/w");
        let at = |word: &str| {
            let offset = text.find(word).expect("it is a word of the text") as u32;
            let found = manifest_field(&files, Path::new("/w/a.yaml"), text, offset)?;
            Some((found.key.of(text).to_owned(), found.field.name))
        };
        let pair = |key: &str, name| Some((key.to_owned(), name));
        assert_eq!(at("Always"), pair("imagePullPolicy", "imagePullPolicy"));
        assert_eq!(at("containerPort"), pair("containerPort", "containerPort"));
        assert_eq!(at("containers"), pair("containers", "containers"));
        assert_eq!(at("data"), pair("data", "data"));
        assert_eq!(at("b}"), None);
    }
}
