//! What custom resources of well-known systems refer to.
//!
//! A row of the table says where a name stands, and what it names; so a new system is a few rows.

use super::index::{Bundle, Object, Sight, same_namespace};
use super::missing::{needed, needed_in};
use super::report::Report;
use crate::base::Code;
use crate::kube::manifest::group_of;
use crate::kube::rule::place::Place;

/// What a name names.
enum Target {
    /// An object of one group and kind in the same namespace.
    Kind(&'static str, &'static str),
    /// An object of a kind that belongs to no namespace.
    Cluster(&'static str, &'static str),
    /// An object whose `apiVersion`, `kind` and `name` stand at the path.
    Whole,
}

const SERVICE: Target = Target::Kind("", "Service");

/// Group, kind, the path of the name, and what it names; `[]` goes through a list.
const REFERENCES: &[(&str, &str, &str, Target)] = &[
    ("argoproj.io", "Rollout", "spec.strategy.canary.canaryService", SERVICE),
    ("argoproj.io", "Rollout", "spec.strategy.canary.stableService", SERVICE),
    ("argoproj.io", "Rollout", "spec.strategy.blueGreen.activeService", SERVICE),
    ("argoproj.io", "Rollout", "spec.strategy.blueGreen.previewService", SERVICE),
    ("argoproj.io", "Rollout", "spec.workloadRef", Target::Whole),
    ("flagger.app", "Canary", "spec.targetRef", Target::Whole),
    ("flagger.app", "Canary", "spec.autoscalerRef", Target::Whole),
    ("flagger.app", "Canary", "spec.ingressRef", Target::Whole),
    ("rollouts.kruise.io", "Rollout", "spec.workloadRef", Target::Whole),
    ("rollouts.kruise.io", "Rollout", "spec.objectRef.workloadRef", Target::Whole),
    ("rollouts.kruise.io", "Rollout", "spec.strategy.canary.trafficRoutings[].service", SERVICE),
    (
        "rollouts.kruise.io",
        "Rollout",
        "spec.strategy.canary.trafficRoutings[].ingress.name",
        Target::Kind("networking.k8s.io", "Ingress"),
    ),
    (
        "rollouts.kruise.io",
        "Rollout",
        "spec.strategy.canary.trafficRoutings[].gateway.httpRouteName",
        Target::Kind("gateway.networking.k8s.io", "HTTPRoute"),
    ),
    ("policy.karmada.io", "PropagationPolicy", "spec.resourceSelectors[]", Target::Whole),
    ("policy.karmada.io", "ClusterPropagationPolicy", "spec.resourceSelectors[]", Target::Whole),
    ("policy.karmada.io", "OverridePolicy", "spec.resourceSelectors[]", Target::Whole),
    ("policy.karmada.io", "ClusterOverridePolicy", "spec.resourceSelectors[]", Target::Whole),
    ("autoscaling.karmada.io", "FederatedHPA", "spec.scaleTargetRef", Target::Whole),
    ("autoscaling.karmada.io", "CronFederatedHPA", "spec.scaleTargetRef", Target::Whole),
    (
        "kuscia.secretflow",
        "KusciaDeployment",
        "spec.parties[].appImageRef",
        Target::Cluster("kuscia.secretflow", "AppImage"),
    ),
    (
        "kuscia.secretflow",
        "KusciaTask",
        "spec.parties[].appImageRef",
        Target::Cluster("kuscia.secretflow", "AppImage"),
    ),
    ("data.fluid.io", "DataLoad", "spec.dataset.name", Target::Kind("data.fluid.io", "Dataset")),
    ("data.fluid.io", "DataProcess", "spec.dataset.name", Target::Kind("data.fluid.io", "Dataset")),
    ("data.fluid.io", "AlluxioRuntime", "metadata.name", Target::Kind("data.fluid.io", "Dataset")),
    ("data.fluid.io", "JindoRuntime", "metadata.name", Target::Kind("data.fluid.io", "Dataset")),
    ("data.fluid.io", "JuiceFSRuntime", "metadata.name", Target::Kind("data.fluid.io", "Dataset")),
    ("data.fluid.io", "ThinRuntime", "metadata.name", Target::Kind("data.fluid.io", "Dataset")),
    ("data.fluid.io", "EFCRuntime", "metadata.name", Target::Kind("data.fluid.io", "Dataset")),
    ("data.fluid.io", "VineyardRuntime", "metadata.name", Target::Kind("data.fluid.io", "Dataset")),
];

/// Adds what custom resources miss.
pub(super) fn check(bundle: &Bundle, report: &mut Report) {
    for (group, kind, path, target) in REFERENCES {
        for object in bundle.of_kind(group, kind) {
            let mut places = vec![object.place];
            for step in path.split('.') {
                let (name, listed) = match step.strip_suffix("[]") {
                    Some(name) => (name, true),
                    None => (step, false),
                };
                places = places.iter().map(|place| place.get(name)).collect();
                if listed {
                    places = places.iter().flat_map(Place::items).collect();
                }
            }
            for place in places.iter().filter(|place| place.is_set()) {
                refer(bundle, report, object, place, target);
            }
        }
    }
    for object in bundle.of_kind("serving.kserve.io", "InferenceService") {
        models(bundle, report, object);
    }
}

fn refer<'a>(
    bundle: &Bundle<'a>,
    report: &mut Report,
    object: &Object<'a>,
    place: &Place<'a>,
    target: &Target,
) {
    let code = Code::MissingTarget;
    match target {
        Target::Kind(group, kind) => {
            let name = place.text().unwrap_or_default();
            if !bundle.made.has(kind, object.namespace(), name) {
                needed(bundle, report, code, object, place, (group, kind));
            }
        }
        Target::Cluster(group, kind) => {
            needed_in(bundle, report, code, object, place, (group, kind), None);
        }
        Target::Whole => {
            let (version, kind, name) =
                (place.get("apiVersion"), place.get("kind"), place.get("name"));
            let (Some(version), Some(kind)) = (version.filled(), kind.filled()) else { return };
            let namespace = place.get("namespace").filled().or(object.namespace());
            let id = (group_of(version), kind);
            needed_in(bundle, report, code, object, &name, id, namespace);
        }
    }
}

/// The claims that models of KServe lie on: `pvc://CLAIM/PATH`.
fn models<'a>(bundle: &Bundle<'a>, report: &mut Report, object: &Object<'a>) {
    let predictor = object.place.get("spec").get("predictor");
    let frameworks = predictor.fields().map(|(_, place)| place);
    for uri in frameworks.map(|place| place.get("storageUri")) {
        let rest = uri.text().and_then(|text| text.strip_prefix("pvc://"));
        let Some(claim) = rest.and_then(|rest| rest.split('/').next()) else { continue };
        let kind = "PersistentVolumeClaim";
        let sight = bundle.look(("", kind), object.namespace(), claim);
        let absent = matches!(sight, Sight::Nowhere | Sight::Elsewhere(_));
        if absent && !bundle.made.has(kind, object.namespace(), claim) {
            let who = object.title();
            let message =
                format!("{who} takes its model from the claim `{claim}`, which does not exist");
            report.error(Code::MissingClaim, object, &uri, message).help(format!(
                "Write the claim in the same namespace, or say in inf.toml that it exists: \
                 `[kube]` `external = [\"{kind}/{claim}\"]`."
            ));
        }
    }
}

/// Fluid serves a Dataset by a runtime of the same name.
pub(super) fn datasets(bundle: &Bundle, report: &mut Report) {
    const RUNTIMES: &[&str] = &[
        "AlluxioRuntime",
        "JindoRuntime",
        "JuiceFSRuntime",
        "ThinRuntime",
        "EFCRuntime",
        "VineyardRuntime",
        "CacheRuntime",
    ];
    for dataset in bundle.of_kind("data.fluid.io", "Dataset") {
        let served = RUNTIMES.iter().any(|kind| {
            bundle.is_external(kind, dataset.namespace(), dataset.name())
                || bundle.of_kind("data.fluid.io", kind).any(|it| {
                    it.name() == dataset.name()
                        && same_namespace(it.namespace(), dataset.namespace())
                })
        });
        // A dataset of another dataset is served by that one's runtime.
        let mounts = dataset.place.get("spec").get("mounts");
        let borrowed = mounts
            .items()
            .any(|it| it.get("mountPoint").text().is_some_and(|it| it.starts_with("dataset://")));
        if !served && !borrowed {
            let message = format!("{} has no runtime that serves it", dataset.title());
            report.error(Code::MissingTarget, dataset, &dataset.name_place(), message).help(
                format!(
                    "Write a runtime named `{}` in its namespace, such as an AlluxioRuntime.",
                    dataset.name()
                ),
            );
        }
    }
}
