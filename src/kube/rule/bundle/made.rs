//! Objects that others make: a Certificate makes a Secret, a Dataset a claim. What refers to them
//! refers to nothing that is missing.

use super::index::{Bundle, same_namespace};
use crate::kube::rule::place::Place;

/// Where the name of what is made stands: a field of the maker, and what is put behind it.
enum Named {
    /// The maker's own name.
    Own(&'static str),
    /// A field, or the maker's own name if there is none.
    Field(&'static [&'static str]),
}

/// Group and kind of the maker, the kind it makes, and its name.
const MAKERS: &[(&str, &str, &str, Named)] = &[
    ("cert-manager.io", "Certificate", "Secret", Named::Field(&["spec", "secretName"])),
    ("external-secrets.io", "ExternalSecret", "Secret", Named::Field(&["spec", "target", "name"])),
    ("bitnami.com", "SealedSecret", "Secret", Named::Own("")),
    ("secrets.infisical.com", "InfisicalSecret", "Secret", Named::Own("")),
    (
        "secrets.hashicorp.com",
        "VaultStaticSecret",
        "Secret",
        Named::Field(&["spec", "destination", "name"]),
    ),
    ("data.fluid.io", "Dataset", "PersistentVolumeClaim", Named::Own("")),
    ("serving.knative.dev", "Service", "Service", Named::Own("")),
    ("serving.kserve.io", "InferenceService", "Service", Named::Own("")),
    ("serving.kserve.io", "InferenceService", "Service", Named::Own("-predictor")),
    ("serving.kserve.io", "InferenceService", "Service", Named::Own("-transformer")),
    ("serving.kserve.io", "LLMInferenceService", "Service", Named::Own("-kserve-workload-svc")),
    ("ray.io", "RayService", "Service", Named::Own("-serve-svc")),
    ("ray.io", "RayService", "Service", Named::Own("-head-svc")),
    ("ray.io", "RayCluster", "Service", Named::Own("-head-svc")),
    ("flagger.app", "Canary", "Service", Named::Field(&["spec", "targetRef", "name"])),
    ("flagger.app", "Canary", "Service", Named::Field(&["spec", "service", "name"])),
    ("flagger.app", "Canary", "Deployment", Named::Field(&["spec", "targetRef", "name"])),
    ("apps.kruise.io", "CloneSet", "Pod", Named::Own("")),
];

/// Whether something in the bundle makes an object of this name.
pub(super) fn is_made(bundle: &Bundle, kind: &str, namespace: Option<&str>, name: &str) -> bool {
    MAKERS.iter().filter(|row| row.2 == kind).any(|(group, maker, _, named)| {
        bundle.of_kind(group, maker).filter(|it| same_namespace(it.namespace(), namespace)).any(
            |it| match named {
                Named::Own(suffix) => name.strip_suffix(suffix) == Some(it.name()),
                Named::Field(path) => {
                    let field: Place = path.iter().fold(it.place, |place, step| place.get(step));
                    field.filled().unwrap_or(it.name()) == name
                }
            },
        )
    })
}
