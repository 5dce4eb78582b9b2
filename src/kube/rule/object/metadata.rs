//! Names, labels, annotations and owners: what every object has.
//!
//! `ValidateObjectMetaAccessor` (k8s.io/apimachinery/pkg/api/validation/objectmeta.go);
//! <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/>.

use crate::base::Code;
use crate::kube::order::is_built_in;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::scope::is_cluster_scoped;
use crate::kube::rule::selector::check_labels;
use crate::kube::rule::syntax::{self, Syntax, mended};
use crate::kube::rule::value::filled;

/// The bytes that annotations may have together. (`TotalAnnotationSizeLimitB`)
const ANNOTATIONS: usize = 256 << 10;

/// Checks the metadata of any object.
pub(super) fn check(found: &mut Findings, object: &Place) {
    let metadata = object.get("metadata");
    let built_in = is_built_in(found.manifest().group());
    name(found, &metadata, built_in);
    namespace(found, &metadata);
    check_labels(found, Code::Label, &metadata.get("labels"));
    annotations(found, &metadata.get("annotations"));
    owners(found, &metadata.get("ownerReferences"));
    if built_in {
        finalizers(found, &metadata.get("finalizers"));
    }
}

/// The labels and annotations of a template.
/// (`ValidatePodTemplateSpec`, pkg/apis/core/validation)
pub(super) fn check_template(found: &mut Findings, metadata: &Place) {
    check_labels(found, Code::Label, &metadata.get("labels"));
    annotations(found, &metadata.get("annotations"));
}

/// The name has the syntax of its kind, or there is a prefix for the server to make one of.
fn name(found: &mut Findings, metadata: &Place, built_in: bool) {
    let (group, kind) = (found.manifest().group(), found.manifest().kind.as_str());
    let asked_only = matches!(group, "authentication.k8s.io" | "authorization.k8s.io")
        || matches!(kind, "List" | "Status" | "Eviction" | "Binding");
    if asked_only {
        return;
    }
    let (name, prefix) = (metadata.get("name"), metadata.get("generateName"));
    let syntax = syntax_of(group, kind);
    if let Some(text) = prefix.filled() {
        // The server adds letters: a prefix may end with a hyphen.
        let whole = text.strip_suffix('-').map_or(text.to_owned(), |text| format!("{text}a"));
        if let Some(why) = syntax(&whole) {
            found.invalid(Code::ObjectName, &prefix, why);
        }
    }
    if name.is_blank() {
        // What has no metadata at all and is not built in may be no object of a cluster.
        if prefix.is_blank() && (built_in || metadata.is_set()) {
            found.required(Code::ObjectName, &name, "name or generateName is required");
        }
        return;
    }
    let Some(text) = name.text() else { return };
    match syntax(text) {
        Some(why) => {
            let finding = found.invalid(Code::ObjectName, &name, why);
            if let Some(mended) = mended(text, syntax) {
                finding.write(&mended);
            } else if text.starts_with(|c: char| c.is_ascii_digit()) {
                finding.help("Start the name with a letter.");
            }
        }
        // The controller adds 11 characters for the name of each job.
        None if kind == "CronJob" && text.len() > 52 => {
            found
                .invalid(Code::ObjectName, &name, "must be no more than 52 characters")
                .help("The name of each job is this name and 11 characters more, at most 63.");
        }
        None => {}
    }
}

/// The syntax of the names of a kind: most are DNS subdomains.
/// (the `Validate…Name` functions in pkg/apis/core/validation/validation.go)
fn syntax_of(group: &str, kind: &str) -> Syntax {
    match (group, kind) {
        ("", "Service") => syntax::label_1035,
        ("", "Namespace") => syntax::label,
        ("rbac.authorization.k8s.io", _)
        | ("certificates.k8s.io", _)
        | ("apiregistration.k8s.io", _)
        | ("networking.k8s.io", "IPAddress")
        | ("authentication.k8s.io" | "authorization.k8s.io", _) => syntax::path_segment,
        _ => syntax::subdomain,
    }
}

fn namespace(found: &mut Findings, metadata: &Place) {
    let namespace = metadata.get("namespace");
    let Some(text) = namespace.filled() else { return };
    if is_cluster_scoped(found.manifest()) {
        let kind = &found.manifest().kind;
        let message = format!("a {kind} belongs to no namespace: the server drops this one");
        found.warn(Code::ClusterScope, &namespace, message).help("Take the namespace out.");
    } else if let Some(why) = syntax::label(text) {
        let finding = found.invalid(Code::ObjectName, &namespace, why);
        if let Some(mended) = mended(text, syntax::label) {
            finding.write(&mended);
        }
    }
}

/// `ValidateAnnotations`
fn annotations(found: &mut Findings, annotations: &Place) {
    let mut size = 0;
    for (key, value) in annotations.entries() {
        size += key.len() + value.text().map_or(0, str::len);
        if let Some(why) = syntax::qualified(&key.to_lowercase()) {
            found.invalid_value(Code::Annotation, annotations, key, why).on_key(&value);
        }
    }
    if size > ANNOTATIONS {
        found
            .add(
                Code::Annotation,
                annotations,
                format!("Too long: must have at most {ANNOTATIONS} bytes"),
            )
            .label(format!("{size} bytes"))
            .help("Keep large texts in a ConfigMap, and its name in the annotation.");
    }
}

/// Built-in kinds take known finalizers and those with a domain.
/// (`ValidateFinalizerName`, pkg/apis/core/validation)
fn finalizers(found: &mut Findings, finalizers: &Place) {
    const STANDARD: &[&str] = &["kubernetes", "orphan", "foregroundDeletion"];
    for finalizer in finalizers.items() {
        let Some(text) = finalizer.text() else { continue };
        if let Some(why) = syntax::qualified(text) {
            found.invalid(Code::Annotation, &finalizer, why);
        } else if !text.contains('/') && !STANDARD.contains(&text) {
            found
                .invalid(
                    Code::Annotation,
                    &finalizer,
                    "name is neither a standard finalizer name nor is it fully qualified",
                )
                .help(format!("Put a domain before it: `example.com/{text}`."));
        }
    }
}

/// What a Namespace waits for before it goes (`ValidateNamespace`).
pub(super) fn namespace_object(found: &mut Findings, object: &Place) {
    finalizers(found, &object.get("spec").get("finalizers"));
}

/// `ValidateOwnerReferences`
fn owners(found: &mut Findings, owners: &Place) {
    let mut controller: Option<Place> = None;
    for owner in owners.items() {
        for field in ["apiVersion", "kind", "name", "uid"] {
            let place = owner.get(field);
            if field == "uid" && place.is_blank() {
                found
                    .invalid_value(Code::Annotation, &place, "", "uid must not be empty")
                    .help("Only the cluster knows the uid: leave ownerReferences to controllers.");
            } else {
                filled(found, Code::Annotation, &place);
            }
        }
        let is_controller = owner.get("controller");
        if !is_controller.is_true() {
            continue;
        }
        if let Some(first) = controller {
            found
                .invalid(
                    Code::Annotation,
                    &is_controller,
                    "Only one reference can have Controller set to true",
                )
                .mark(&first, "first here");
        } else {
            controller = Some(is_controller);
        }
    }
}
