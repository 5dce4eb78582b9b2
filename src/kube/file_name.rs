//! What the file of an object is called, where each object gets one of its own.
//!
//! The name is made of what tells the object apart, and of nothing else: it stays the same whatever
//! other objects there are, so that a change of one object changes one file. It reads as `kubectl
//! get -o name` does, `deployment.apps/web`, with `_` for `/`, and the namespace before it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::Manifest;
use crate::base::Plain;

/// The longest name, in bytes; file systems take 255, and an ending follows.
const LONGEST: usize = 200;

/// The names of the files of `manifests`, in their order, without endings. Names differ even where
/// file systems do not tell capitals from small letters.
pub fn file_names(plain: &Plain, manifests: &[Manifest]) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut names = Vec::with_capacity(manifests.len());
    for manifest in manifests {
        let name = name(plain, manifest);
        let count = seen.entry(name.clone()).or_insert(0);
        *count += 1;
        // Objects without a name of their own, and those whose names were too long to differ.
        names.push(if *count == 1 { name } else { format!("{name}_{count}") });
    }
    names
}

fn name(plain: &Plain, manifest: &Manifest) -> String {
    let mut name = String::new();
    if let Some(namespace) = &manifest.namespace {
        push(&mut name, namespace);
        name.push('_');
    }
    push(&mut name, &manifest.kind.to_lowercase());
    if !manifest.group().is_empty() {
        name.push('.');
        push(&mut name, manifest.group());
    }
    name.push('_');
    match &manifest.name {
        Some(own) => push(&mut name, own),
        None => {
            let metadata = plain.get(manifest.node, "metadata");
            push(
                &mut name,
                metadata.and_then(|it| plain.get_str(it, "generateName")).unwrap_or(""),
            );
        }
    }
    shortened(name)
}

/// Adds `text`, with everything but small letters, digits, `-` and `.` as its bytes: `%3a`.
fn push(name: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' => name.push(char::from(byte)),
            // Writing to a string does not fail.
            _ => drop(write!(name, "%{byte:02x}")),
        }
    }
}

/// A name that is not too long; what is cut off is told apart by a digest.
fn shortened(name: String) -> String {
    if name.len() <= LONGEST {
        return name;
    }
    let digest = Sha256::digest(&name);
    let mark: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    // All that a name is made of are single bytes.
    format!("{}_{mark}", name.get(..LONGEST - 17).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::find;
    use crate::kube::manifest::tests::plain;

    fn check(text: &str) -> Vec<String> {
        let (plain, root) = plain(text);
        file_names(&plain, &find(&plain, root))
    }

    #[test]
    fn names_tell_objects_apart() {
        let names = check(
            r#"[{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}},
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"}},
                {"apiVersion": "serving.knative.dev/v1", "kind": "Service", "metadata": {"name": "web"}},
                {"apiVersion": "v1", "kind": "X/Y", "metadata": {"name": "../../etc/Passwd:é"}},
                {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"generateName": "run-"}},
                {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"generateName": "run-"}},
                {"apiVersion": "v1", "kind": "List"}]"#,
        );
        assert_eq!(
            names,
            [
                "service_web",
                "shop_deployment.apps_web",
                "service.serving.knative.dev_web",
                "x%2fy_..%2f..%2fetc%2f%50asswd%3a%c3%a9",
                "job.batch_run-",
                "job.batch_run-_2",
                "list_",
            ]
        );
    }

    #[test]
    fn long_names_are_cut_and_still_differ() {
        let object = |end: &str| {
            let name = "a".repeat(253);
            format!(
                r#"{{"apiVersion": "v1", "kind": "Pod", "metadata": {{"name": "{name}{end}"}}}}"#
            )
        };
        let names = check(&format!("[{}, {}]", object("x"), object("y")));
        assert!(names.iter().all(|name| name.len() <= LONGEST), "{names:?}");
        assert_ne!(names[0], names[1]);
    }
}
