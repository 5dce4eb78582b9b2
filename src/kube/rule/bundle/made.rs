//! Objects that others make: a Certificate makes a Secret, a Dataset a claim. What refers to them
//! refers to nothing that is missing.

use rustc_hash::{FxHashMap, FxHashSet};

use super::index::{Object, same_namespace};
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

/// The objects that others make, by kind and name, with their namespaces.
#[derive(Default)]
pub(super) struct Made<'a> {
    names: FxHashMap<(&'static str, String), Vec<Option<&'a str>>>,
    /// What the claims of StatefulSets are called, without the number at the end.
    claims: FxHashSet<String>,
}

impl<'a> Made<'a> {
    /// Adds what `object` makes.
    pub(super) fn add(&mut self, object: &Object<'a>) {
        let (group, kind) = (object.manifest.group(), object.manifest.kind.as_str());
        for (.., made, named) in MAKERS.iter().filter(|row| row.0 == group && row.1 == kind) {
            let name = match named {
                Named::Own(suffix) => format!("{}{suffix}", object.name()),
                Named::Field(path) => {
                    let field: Place =
                        path.iter().fold(object.place, |place, step| place.get(step));
                    field.filled().unwrap_or(object.name()).to_owned()
                }
            };
            self.names.entry((made, name)).or_default().push(object.namespace());
        }
        if object.is("apps", "StatefulSet") {
            for template in object.place.get("spec").get("volumeClaimTemplates").items() {
                let name = template.get("metadata").get("name").text().unwrap_or_default();
                self.claims.insert(format!("{name}-{}", object.name()));
            }
        }
    }

    /// Whether something makes an object of this name.
    pub(super) fn has(&self, kind: &'static str, namespace: Option<&str>, name: &str) -> bool {
        let found = self.names.get(&(kind, name.to_owned()));
        let here = |spaces: &Vec<_>| spaces.iter().any(|it| same_namespace(*it, namespace));
        let numbered = kind == "PersistentVolumeClaim"
            && name.rsplit_once('-').is_some_and(|(start, _)| self.claims.contains(start));
        found.is_some_and(here) || numbered
    }
}
