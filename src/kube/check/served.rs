//! Objects of groups that are built in, but of a version or kind that the release does not serve.

use super::CheckOptions;
use crate::base::{Code, Diagnostic, Fix, Plain};
use crate::kube::Manifest;
use crate::schema::KindFault;

/// Refuses an object, in the words of clients
/// (`NoKindMatchError`, k8s.io/apimachinery/pkg/api/meta/errors.go).
pub(super) fn refuse(
    plain: &Plain,
    manifest: &Manifest,
    fault: &KindFault,
    options: &CheckOptions,
) -> Diagnostic {
    let Manifest { api_version, kind, .. } = manifest;
    let message = format!("no matches for kind \"{kind}\" in version \"{api_version}\"");
    let mut error = Diagnostic::error(Code::NotServed, message);
    let (key, meant) = match fault {
        KindFault::Unknown(near) => ("kind", near.map(str::to_owned)),
        KindFault::Removed { instead, .. } => ("apiVersion", instead.clone()),
        KindFault::Elsewhere(version) => ("apiVersion", Some(version.clone())),
        KindFault::NotYet(_) | KindFault::Foreign => ("apiVersion", None),
    };
    let place = plain.get(manifest.node, key).and_then(|node| plain.span(node));
    if let Some(span) = place.or_else(|| plain.span(manifest.node)) {
        error = error.at(span, format!("Kubernetes {} serves no such kind", options.release));
    }
    error = error.help(fault.to_string());
    match (place, meant) {
        (Some(span), Some(meant)) => {
            error.fix(Fix::replace(span, format!("{meant:?}")).for_review())
        }
        _ => error,
    }
}
