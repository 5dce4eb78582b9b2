//! Environment variables.
//!
//! `ValidateEnv` and `ValidateEnvFrom` (pkg/apis/core/validation/validation.go);
//! <https://kubernetes.io/docs/tasks/inject-data-application/>. A name may be set twice: the last
//! counts. Since 1.30 the server takes almost any name, but shells and most programs do not see
//! such variables, so the old syntax stays the rule here.

use crate::base::Code;
use crate::kube::quantity::Quantity;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::syntax;
use crate::kube::rule::value::{filled, named, spelled};

const CODE: Code = Code::Env;

/// The fields of a pod that a variable can have the value of.
const POD_FIELDS: &[&str] = &[
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];

/// The variables of one container.
pub(super) fn check(found: &mut Findings, container: &Place) {
    for variable in container.get("env").items() {
        named(found, CODE, &variable.get("name"), syntax::variable);
        source(found, &variable);
    }
    for source in container.get("envFrom").items() {
        all_of(found, &source);
    }
}

/// `validateEnvVarValueFrom`: exactly one source, and none beside a value.
fn source(found: &mut Findings, variable: &Place) {
    let from = variable.get("valueFrom");
    if !from.is_set() {
        return;
    }
    const SOURCES: &[&str] =
        &["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];
    let given = SOURCES.iter().filter(|source| from.get(source).is_set()).count();
    let value = variable.get("value");
    if value.filled().is_some() {
        found
            .invalid(CODE, &from, "may not be specified when `value` is not empty")
            .mark(&value, "the value");
    } else if given > 1 {
        found.invalid(CODE, &from, "may not have more than one field specified at a time");
    } else if given == 0 {
        found.invalid(
            CODE,
            &from,
            "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or \
             `secretKeyRef`",
        );
    }
    field(found, &from.get("fieldRef"));
    resource(found, &from.get("resourceFieldRef"));
    for (reference, what) in [("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")] {
        let reference = from.get(reference);
        if reference.is_set() {
            object(found, &reference.get("name"), what);
            named(found, CODE, &reference.get("key"), syntax::config_key);
        }
    }
}

/// `validateObjectFieldSelector`
fn field(found: &mut Findings, reference: &Place) {
    if !reference.is_set() {
        return;
    }
    let version = reference.get("apiVersion");
    if version.filled().is_some_and(|text| text != "v1") {
        let text = version.text().unwrap_or_default();
        found.invalid(CODE, &version, &format!("unsupported pod version: {text}"));
    }
    let place = reference.get("fieldPath");
    let Some(path) = filled(found, CODE, &place) else { return };
    if is_field(path, POD_FIELDS) {
        return;
    }
    let why = format!("error converting fieldPath: field label not supported: {path}");
    let near = crate::base::nearest(path, POD_FIELDS.iter().copied());
    let finding = found.invalid(CODE, &place, &why);
    match near {
        Some(near) => finding.help(format!("Did you mean `{near}`?")),
        None => finding.help(format!(
            "A variable can have `metadata.labels['KEY']`, `metadata.annotations['KEY']`, `{}`.",
            POD_FIELDS.join("`, `")
        )),
    };
}

/// Whether a path is one of `fields`, or names one label or annotation.
pub(super) fn is_field(path: &str, fields: &[&str]) -> bool {
    let keyed = ["metadata.labels['", "metadata.annotations['"]
        .iter()
        .any(|start| path.strip_prefix(start).is_some_and(|rest| rest.ends_with("']")));
    keyed || fields.contains(&path)
}

/// `validateContainerResourceFieldSelector`
pub(super) fn resource(found: &mut Findings, reference: &Place) {
    if !reference.is_set() {
        return;
    }
    const RESOURCES: &[&str] = &[
        "limits.cpu",
        "limits.memory",
        "limits.ephemeral-storage",
        "requests.cpu",
        "requests.memory",
        "requests.ephemeral-storage",
    ];
    let place = reference.get("resource");
    let Some(text) = filled(found, CODE, &place) else { return };
    let huge = text.strip_prefix("limits.").or_else(|| text.strip_prefix("requests."));
    if !RESOURCES.contains(&text) && !huge.is_some_and(|name| name.starts_with("hugepages-")) {
        found.unsupported(CODE, &place, RESOURCES);
    }
    divisor(found, &reference.get("divisor"), text);
}

/// What the amount is counted by (`validateContainerResourceDivisor`).
fn divisor(found: &mut Findings, divisor: &Place, resource: &str) {
    const FOR_CPU: &[&str] = &["1m", "1"];
    const FOR_BYTES: &[&str] =
        &["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];
    let allowed = if resource.ends_with(".cpu") { FOR_CPU } else { FOR_BYTES };
    let Some(given) = divisor.shape().and_then(Quantity::of) else { return };
    let is = |text: &&str| Quantity::read(text).is_some_and(|it| it.compare(&given).is_eq());
    if !given.is_zero() && !allowed.iter().any(is) {
        found.unsupported(CODE, divisor, allowed);
    }
}

/// `ValidateEnvFrom`: a ConfigMap or a Secret, and a prefix for the names.
fn all_of(found: &mut Findings, source: &Place) {
    let prefix = source.get("prefix");
    if prefix.filled().is_some() {
        spelled(found, CODE, &prefix, syntax::variable);
    }
    let (map, secret) = (source.get("configMapRef"), source.get("secretRef"));
    match (map.is_set(), secret.is_set()) {
        (true, true) => {
            let why = "may not have more than one field specified at a time";
            found.invalid(CODE, source, why).help("Write two entries of `envFrom`.");
        }
        (false, false) => {
            let why = "must specify one of: `configMapRef` or `secretRef`";
            found.invalid(CODE, source, why);
        }
        (true, false) => object(found, &map.get("name"), "ConfigMap"),
        (false, true) => object(found, &secret.get("name"), "Secret"),
    }
}

fn object(found: &mut Findings, name: &Place, what: &str) {
    if name.is_blank() {
        found.required(CODE, name, "").mend(format!("Name the {what}."));
    } else {
        spelled(found, CODE, name, syntax::subdomain);
    }
}
