//! The first line of a fault of one object: which field of which object, then the API server's words.

use crate::base::Diagnostic;
use crate::kube::Manifest;

/// How the messages of the server start that do not name what they are about
/// (`k8s.io/apimachinery/pkg/util/validation/field/errors.go`).
const NAMELESS: &[&str] = &[
    "Required value",
    "Invalid value",
    "Unsupported value",
    "Forbidden",
    "Duplicate value",
    "Not found",
    "Too long",
    "Too many",
];

/// Says which field of which object a message is about that names neither.
pub(super) fn name(fault: &mut Diagnostic, field: &str, manifest: &Manifest) {
    let is_nameless = |start: &str| {
        let rest = fault.message.strip_prefix(start);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    };
    if !NAMELESS.iter().any(|start| is_nameless(start)) {
        return;
    }
    let object = title(manifest);
    let subject = if field.is_empty() { object } else { format!("`{field}` of {object}") };
    fault.subject = Some(subject);
}

/// What an object is called: `Deployment/web`.
fn title(manifest: &Manifest) -> String {
    match manifest.name.as_deref() {
        Some(name) if !name.is_empty() => format!("{}/{name}", manifest.kind),
        Some(_) | None => format!("a {}", manifest.kind),
    }
}
