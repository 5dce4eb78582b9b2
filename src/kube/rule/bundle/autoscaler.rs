//! Autoscalers and what they scale.
//!
//! <https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/>.

use rustc_hash::FxHashMap;

use super::index::{Bundle, Object, Sight, same_namespace};
use super::missing::needed;
use super::pods::Workload;
use super::report::Report;
use crate::base::Code;
use crate::kube::manifest::group_of;
use crate::kube::rule::place::Place;

/// The kinds that scale, and where they name what they scale.
const SCALERS: &[(&str, &str, &str)] = &[
    ("autoscaling", "HorizontalPodAutoscaler", "minReplicas"),
    ("keda.sh", "ScaledObject", "minReplicaCount"),
];

/// Adds what is wrong between autoscalers and workloads.
pub(super) fn check(bundle: &Bundle, report: &mut Report) {
    let mut scaled: FxHashMap<(&str, &str, Option<&str>), &Object> = FxHashMap::default();
    for (group, kind, least) in SCALERS {
        for scaler in bundle.of_kind(group, kind) {
            let reference = scaler.place.get("spec").get("scaleTargetRef");
            let (kind, name) = (reference.get("kind"), reference.get("name"));
            // KEDA scales Deployments where no kind is said.
            let kind_text = kind.filled().unwrap_or("Deployment");
            let Some(text) = name.filled() else { continue };
            let key = (kind_text, text, scaler.namespace());
            let first = *scaled.entry(key).or_insert(scaler);
            let again = first.manifest.node != scaler.manifest.node;
            // What has one name is told of as such.
            if again && first.title() != scaler.title() {
                twice(report, scaler, first, &name, kind_text);
            }
            let Some(target) = target(bundle, report, scaler, &reference, kind_text) else {
                continue;
            };
            if !again {
                replicas(report, scaler, target, least);
            }
            if *group == "autoscaling" {
                requests(bundle, report, scaler, target);
            }
        }
    }
}

/// What is scaled exists, in the group that is named.
fn target<'b, 'a>(
    bundle: &'b Bundle<'a>,
    report: &mut Report,
    scaler: &Object<'a>,
    reference: &Place<'a>,
    kind: &str,
) -> Option<&'b Object<'a>> {
    let (version, name) = (reference.get("apiVersion"), reference.get("name"));
    let group = match version.filled() {
        Some(version) => group_of(version),
        None if matches!(kind, "Deployment" | "StatefulSet" | "ReplicaSet") => "apps",
        None => "",
    };
    let text = name.filled()?;
    let others = bundle.objects.iter().filter(|it| it.manifest.kind == kind && it.name() == text);
    let other = others.clone().find(|it| same_namespace(it.namespace(), scaler.namespace()));
    match (bundle.look((group, kind), scaler.namespace(), text), other) {
        (Sight::Nowhere | Sight::Elsewhere(_), Some(other)) => {
            let right = &other.manifest.api_version;
            let given = version.text().unwrap_or_default();
            let message = format!(
                "{} scales the {kind} `{text}` of {given}, which is one of {right}",
                scaler.title()
            );
            report
                .error(Code::ScaleTarget, scaler, &version, message)
                .mark(other, &other.place.get("apiVersion"), "its version")
                .help(format!("Set `apiVersion: \"{right}\"`."));
            None
        }
        _ => needed(bundle, report, Code::ScaleTarget, scaler, &name, (group, kind)),
    }
}

fn twice(report: &mut Report, scaler: &Object, first: &Object, name: &Place, kind: &str) {
    let text = name.text().unwrap_or_default();
    let (who, other) = (scaler.title(), first.title());
    let message = format!("{who} and {other} both scale the {kind} `{text}`");
    let there = first.place.get("spec").get("scaleTargetRef").get("name");
    report
        .error(Code::ScaledTwice, scaler, name, message)
        .label("again here")
        .mark(first, &there, "first here")
        .help("They undo each other's work: write all metrics in one of them.");
}

/// Each time it is applied, a manifest with `replicas` undoes what the autoscaler did.
fn replicas(report: &mut Report, scaler: &Object, target: &Object, least: &'static str) {
    let place = target.place.get("spec").get("replicas");
    let least_place = scaler.place.get("spec").get(least);
    let Some(written) = place.int() else { return };
    // The number to start with, which the autoscaler keeps at least.
    if written == least_place.int().unwrap_or(1) {
        return;
    }
    let (who, what) = (target.title(), scaler.title());
    let message = format!("{who} sets `replicas`, which {what} sets as well");
    let reference = scaler.place.get("spec").get("scaleTargetRef");
    report
        .warning(Code::ReplicasScaled, target, &place, message)
        .mark(scaler, &reference, "the autoscaler")
        .help(format!(
            "Each time this is applied, the number goes back to {written}: take `replicas` out."
        ));
}

/// A share of what is requested can only be known where something is requested.
fn requests<'a>(
    bundle: &Bundle<'a>,
    report: &mut Report,
    scaler: &Object<'a>,
    target: &Object<'a>,
) {
    let Some(workload) = bundle.workload(target) else { return };
    // A LimitRange may fill requests in.
    let mut ranges = bundle.of_kind("", "LimitRange");
    if ranges.any(|it| same_namespace(it.namespace(), scaler.namespace())) {
        return;
    }
    let spec = scaler.place.get("spec");
    let metrics = spec.get("metrics");
    if metrics.is_blank() {
        // Without metrics it is the cpu, at 80 %.
        let old = spec.get("targetCPUUtilizationPercentage");
        let place = if old.is_set() { old } else { spec };
        requested(report, scaler, &place, workload, "cpu", None);
    }
    for metric in metrics.items() {
        for kind in ["resource", "containerResource"] {
            let source = metric.get(kind);
            let Some(name) = source.get("name").filled() else { continue };
            if source.get("target").get("averageUtilization").is_set() {
                let container = source.get("container").filled();
                requested(report, scaler, &source, workload, name, container);
            }
        }
    }
}

fn requested(
    report: &mut Report,
    scaler: &Object,
    place: &Place,
    workload: &Workload,
    resource: &str,
    only: Option<&str>,
) {
    for container in workload.spec.get("containers").items() {
        let name = container.get("name").text().unwrap_or_default();
        let resources = container.get("resources");
        // A limit without a request is a request as well.
        let has = |side| resources.get(side).entries().any(|entry| entry.0 == resource);
        if only.is_some_and(|only| only != name) || has("requests") || has("limits") {
            continue;
        }
        let (who, what) = (scaler.title(), workload.object.title());
        let message = format!(
            "{who} scales by the share of {resource} that is used, but the container `{name}` of \
             {what} requests none"
        );
        report
            .error(Code::UtilizationWithoutRequest, scaler, place, message)
            .mark(&workload.object, &container, format!("no request of {resource}"))
            .help(format!("Set `resources: requests: {resource}` in the container."));
    }
}
