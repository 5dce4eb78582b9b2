//! Custom resource definitions: their names and versions. Their schemas are the business of
//! `kube/crd`.
//!
//! `ValidateCustomResourceDefinition` (apiextensions-apiserver, pkg/apis/apiextensions/validation);
//! <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/>.

use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::syntax;
use crate::kube::rule::value::{filled, named, one_of, spelled};

const CODE: Code = Code::BrokenDefinition;

/// Checks a definition.
pub(super) fn check(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    if !spec.is_set() {
        return;
    }
    group(found, object, &spec.get("group"));
    one_of(found, CODE, &spec.get("scope"), &["Cluster", "Namespaced"]);
    names(found, &spec.get("names"));
    let (name, plural) = (object.get("metadata").get("name"), spec.get("names").get("plural"));
    if let (Some(text), Some(plural), Some(group)) =
        (name.filled(), plural.filled(), spec.get("group").filled())
        && text != format!("{plural}.{group}")
    {
        found
            .invalid(CODE, &name, "must be spec.names.plural+\".\"+spec.group")
            .help(format!("Write `{plural}.{group}`."));
    }
    if spec.get("preserveUnknownFields").is_true() {
        let why = "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in \
                   spec.versions[*].schema instead";
        found.invalid(CODE, &spec.get("preserveUnknownFields"), why);
    }
    versions(found, &spec.get("versions"));
    conversion(found, &spec.get("conversion"));
}

fn group(found: &mut Findings, object: &Place, group: &Place) {
    let Some(text) = named(found, CODE, group, syntax::subdomain) else { return };
    if !text.contains('.') {
        found.invalid(CODE, group, "should be a domain with at least one dot");
    }
    let own = |domain: &str| {
        text.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let approval = object.get("metadata").get("annotations").key("api-approved.kubernetes.io");
    if (own("k8s.io") || own("kubernetes.io")) && approval.is_blank() {
        found
            .required(CODE, &approval, "protected groups must have approval annotation")
            .on(group)
            .mend("Groups below k8s.io and kubernetes.io are the project's own: choose a domain of yours.");
    }
}

/// `ValidateCustomResourceDefinitionNames`
fn names(found: &mut Findings, names: &Place) {
    named(found, CODE, &names.get("plural"), syntax::label_1035);
    let singular = names.get("singular");
    if singular.filled().is_some() {
        spelled(found, CODE, &singular, syntax::label_1035);
    }
    for field in ["kind", "listKind"] {
        let place = names.get(field);
        if field == "kind" {
            filled(found, CODE, &place);
        }
        let Some(text) = place.filled() else { continue };
        if let Some(why) = syntax::label_1035(&text.to_lowercase()) {
            let why = format!("may have mixed case, but should otherwise match: {why}");
            found.invalid(CODE, &place, &why);
        }
    }
    let (kind, list) = (names.get("kind"), names.get("listKind"));
    if kind.filled().is_some() && kind.text() == list.text() {
        found.invalid(CODE, &list, "kind and listKind may not be the same").mark(&kind, "the kind");
    }
    for field in ["shortNames", "categories"] {
        for name in names.get(field).items() {
            spelled(found, CODE, &name, syntax::label_1035);
        }
    }
}

fn versions(found: &mut Findings, versions: &Place) {
    let mut seen: Vec<(&str, Place)> = Vec::new();
    let mut stored = 0;
    for version in versions.items() {
        let name = version.get("name");
        if let Some(text) = named(found, CODE, &name, syntax::label_1035) {
            match seen.iter().find(|one| one.0 == text) {
                Some((_, first)) => {
                    found
                        .invalid(CODE, &name, "must contain unique version names")
                        .mark(first, "first here");
                }
                None => seen.push((text, name)),
            }
        }
        stored += usize::from(version.get("storage").is_true());
        let schema = version.get("schema").get("openAPIV3Schema");
        if !schema.is_set() {
            found.required(CODE, &schema, "schemas are required");
        }
        let warning = version.get("deprecationWarning");
        if warning.is_set() && !version.get("deprecated").is_true() {
            let why = "can only be set for deprecated versions";
            found.invalid(CODE, &warning, why).help("Set `deprecated: true` as well.");
        }
        scale(found, &version.get("subresources").get("scale"));
        columns(found, &version.get("additionalPrinterColumns"));
    }
    if versions.is_set() && stored != 1 {
        found
            .invalid(CODE, versions, "must have exactly one version marked as storage version")
            .help("Set `storage: true` in the version that objects are kept in, and in no other.");
    }
}

/// `ValidateCustomResourceDefinitionSubresources`
fn scale(found: &mut Findings, scale: &Place) {
    if !scale.is_set() {
        return;
    }
    const PATHS: &[(&str, &[&str])] = &[
        ("specReplicasPath", &[".spec."]),
        ("statusReplicasPath", &[".status."]),
        ("labelSelectorPath", &[".spec.", ".status."]),
    ];
    for (field, starts) in PATHS {
        let place = scale.get(field);
        if *field != "labelSelectorPath" {
            filled(found, CODE, &place);
        }
        let Some(text) = place.filled() else { continue };
        if !starts.iter().any(|start| text.starts_with(start)) {
            let places: Vec<&str> = starts.iter().map(|it| it.trim_end_matches('.')).collect();
            let why = format!("should be a json path under {}", places.join(" or "));
            found.invalid(CODE, &place, &why);
        }
    }
}

/// `ValidateCustomResourceColumnDefinition`
fn columns(found: &mut Findings, columns: &Place) {
    const TYPES: &[&str] = &["boolean", "date", "integer", "number", "string"];
    for column in columns.items() {
        filled(found, CODE, &column.get("name"));
        let kind = column.get("type");
        filled(found, CODE, &kind);
        one_of(found, CODE, &kind, TYPES);
        let path = column.get("jsonPath");
        filled(found, CODE, &path);
        if path.filled().is_some_and(|text| !text.starts_with('.')) {
            found.invalid(CODE, &path, "must be a simple json path starting with .");
        }
    }
}

fn conversion(found: &mut Findings, conversion: &Place) {
    if !conversion.is_set() {
        return;
    }
    let strategy = conversion.get("strategy");
    filled(found, CODE, &strategy);
    one_of(found, CODE, &strategy, &["None", "Webhook"]);
    let webhook = conversion.get("webhook");
    match strategy.text() {
        Some("Webhook") if !webhook.is_set() => {
            found.required(CODE, &webhook, "required when strategy is set to Webhook");
        }
        Some("Webhook") => {
            let versions = webhook.get("conversionReviewVersions");
            if !versions.items().any(|it| matches!(it.text(), Some("v1" | "v1beta1"))) {
                let why = "must include at least one of v1, v1beta1";
                found.invalid(CODE, &versions, why);
            }
            super::webhook::client(found, CODE, &webhook.get("clientConfig"));
        }
        Some("None") if webhook.is_set() => {
            let why = "should not be set when strategy is not set to Webhook";
            found.forbidden(CODE, &webhook, why);
        }
        Some(_) | None => {}
    }
}
