//! What keeps pods running: Deployment, StatefulSet, DaemonSet, ReplicaSet and
//! ReplicationController.
//!
//! pkg/apis/apps/validation/validation.go;
//! <https://kubernetes.io/docs/concepts/workloads/controllers/>.

use super::pod::Owner;
use super::{metadata, pod};
use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::selector::{self, Selector, check_labels, labels};
use crate::kube::rule::value::{at_most_all, count_or_percent, is_none_of, not_negative, one_of};

const CODE: Code = Code::Workload;

/// `ValidateDeploymentSpec`
pub(super) fn deployment(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    counts(found, &spec, &["replicas", "minReadySeconds", "revisionHistoryLimit"]);
    progress(found, &spec);
    deployment_strategy(found, &spec.get("strategy"));
    check_selector(found, &spec);
    template(found, &spec, None);
}

/// The deadline is 600 seconds where none is given.
fn progress(found: &mut Findings, spec: &Place) {
    let (deadline, ready) = (spec.get("progressDeadlineSeconds"), spec.get("minReadySeconds"));
    not_negative(found, CODE, &deadline);
    let seconds = deadline.int().unwrap_or(600);
    if seconds >= 0 && ready.int().is_some_and(|ready| seconds <= ready) {
        let place = if deadline.is_set() { deadline } else { ready };
        found
            .add(
                CODE,
                &deadline,
                format!("Invalid value: {seconds}: must be greater than minReadySeconds"),
            )
            .on(&place)
            .mark(&ready, "minReadySeconds")
            .help("A pod that needs so long to be ready is given up before: raise progressDeadlineSeconds.");
    }
}

/// `ValidateDeploymentStrategy`, `ValidateRollingUpdateDeployment`
fn deployment_strategy(found: &mut Findings, strategy: &Place) {
    let (kind, rolling) = (strategy.get("type"), strategy.get("rollingUpdate"));
    one_of(found, CODE, &kind, &["Recreate", "RollingUpdate"]);
    if kind.text() == Some("Recreate") {
        if rolling.is_set() {
            found
                .forbidden(
                    CODE,
                    &rolling,
                    "may not be specified when strategy `type` is 'Recreate'",
                )
                .mark(&kind, "the type")
                .help("Take rollingUpdate out, or the type.");
        }
        return;
    }
    let (unavailable, surge) = (rolling.get("maxUnavailable"), rolling.get("maxSurge"));
    count_or_percent(found, CODE, &unavailable);
    count_or_percent(found, CODE, &surge);
    at_most_all(found, CODE, &unavailable);
    // What is absent is 25 %.
    if is_none_of(&unavailable) && is_none_of(&surge) {
        found
            .invalid(CODE, &unavailable, "may not be 0 when `maxSurge` is 0")
            .mark(&surge, "maxSurge")
            .help("No pod could ever be replaced: allow one more or one less.");
    }
}

/// `ValidateStatefulSetSpec`. The server does not look at the pods of a StatefulSet before it
/// makes them; then they fail for the reasons that other pods fail for.
pub(super) fn stateful_set(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    counts(found, &spec, &["replicas", "minReadySeconds", "revisionHistoryLimit"]);
    let management = spec.get("podManagementPolicy");
    if management.filled().is_some_and(|text| !matches!(text, "OrderedReady" | "Parallel")) {
        found.invalid(CODE, &management, "must be 'OrderedReady' or 'Parallel'");
    }
    let strategy = spec.get("updateStrategy");
    one_of(found, CODE, &strategy.get("type"), &["OnDelete", "RollingUpdate"]);
    let rolling = strategy.get("rollingUpdate");
    if strategy.get("type").text() == Some("OnDelete") && rolling.is_set() {
        let why = "only allowed for updateStrategy 'RollingUpdate'";
        found.invalid(CODE, &rolling, why).mark(&strategy.get("type"), "the type");
    }
    not_negative(found, CODE, &rolling.get("partition"));
    let unavailable = rolling.get("maxUnavailable");
    count_or_percent(found, CODE, &unavailable);
    at_most_all(found, CODE, &unavailable);
    if is_none_of(&unavailable) {
        found.invalid(CODE, &unavailable, "cannot be 0");
    }
    let retention = spec.get("persistentVolumeClaimRetentionPolicy");
    for when in ["whenDeleted", "whenScaled"] {
        one_of(found, CODE, &retention.get(when), &["Retain", "Delete"]);
    }
    not_negative(found, CODE, &spec.get("ordinals").get("start"));
    check_selector(found, &spec);
    template(found, &spec, Some(&spec.get("volumeClaimTemplates")));
}

/// `ValidateDaemonSetSpec`, `ValidateRollingUpdateDaemonSet`
pub(super) fn daemon_set(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    counts(found, &spec, &["minReadySeconds", "revisionHistoryLimit"]);
    let strategy = spec.get("updateStrategy");
    one_of(found, CODE, &strategy.get("type"), &["RollingUpdate", "OnDelete"]);
    if strategy.get("type").text() != Some("OnDelete") {
        let rolling = strategy.get("rollingUpdate");
        let (unavailable, surge) = (rolling.get("maxUnavailable"), rolling.get("maxSurge"));
        for count in [&unavailable, &surge] {
            count_or_percent(found, CODE, count);
            at_most_all(found, CODE, count);
        }
        let no_surge = !surge.is_set() || is_none_of(&surge);
        if is_none_of(&unavailable) && no_surge {
            found
                .invalid(CODE, &unavailable, "cannot be 0 when maxSurge is 0")
                .help("No pod could ever be replaced: set one of them to 1.");
        } else if !no_surge && unavailable.is_set() && !is_none_of(&unavailable) {
            found
                .invalid(CODE, &surge, "may not be set when maxUnavailable is non-zero")
                .mark(&unavailable, "maxUnavailable");
        } else if !no_surge && !unavailable.is_set() {
            found
                .invalid(CODE, &surge, "may not be set when maxUnavailable is non-zero")
                .help("maxUnavailable is 1 unless it is set: write `maxUnavailable: 0` as well.");
        }
    }
    check_selector(found, &spec);
    template(found, &spec, None);
}

/// `ValidateReplicaSetSpec`
pub(super) fn replica_set(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    counts(found, &spec, &["replicas", "minReadySeconds"]);
    check_selector(found, &spec);
    template(found, &spec, None);
}

/// `ValidateReplicationControllerSpec` (pkg/apis/core/validation); the labels of the template
/// stand for a selector that is absent.
pub(super) fn replication_controller(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    counts(found, &spec, &["replicas", "minReadySeconds"]);
    let template_place = spec.get("template");
    if !template_place.is_set() {
        found.required(CODE, &template_place, "");
    }
    let given = spec.get("selector");
    check_labels(found, Code::Selector, &given);
    let carried = template_place.get("metadata").get("labels");
    if given.is_blank() && carried.is_blank() && template_place.is_set() {
        found.required(Code::Selector, &given, "").help("Or give the template labels.");
    }
    if let Some(selector) = Selector::of_labels(&given).filter(|it| !it.is_empty()) {
        mismatch(found, &given, &selector, &carried);
    }
    template(found, &spec, None);
}

fn counts(found: &mut Findings, spec: &Place, fields: &[&'static str]) {
    for field in fields {
        not_negative(found, CODE, &spec.get(field));
    }
}

/// The selector is there, selects something, and selects the pods that are made.
fn check_selector(found: &mut Findings, spec: &Place) {
    let place = spec.get("selector");
    let Some(selector) = Selector::of(&place) else {
        found.required(Code::Selector, &place, "");
        return;
    };
    selector::check(found, &place);
    if selector.is_empty() {
        let kind = found.manifest().kind.to_lowercase();
        let why = format!("empty selector is invalid for {kind}");
        found.invalid(Code::Selector, &place, &why);
        return;
    }
    mismatch(found, &place, &selector, &spec.get("template").get("metadata").get("labels"));
}

pub(super) fn mismatch(found: &mut Findings, place: &Place, selector: &Selector, carried: &Place) {
    let labels = labels(carried);
    if selector.matches(&labels) {
        return;
    }
    let written = |labels: &[(&str, &str)]| {
        let pairs: Vec<String> =
            labels.iter().map(|(key, value)| format!("{key}: {value:?}")).collect();
        format!("{{{}}}", pairs.join(", "))
    };
    let why = "`selector` does not match template `labels`";
    let message = format!("Invalid value: {}: {why}", written(&labels));
    let missing: Vec<_> =
        selector.labels().iter().filter(|label| !labels.contains(label)).copied().collect();
    let finding = found
        .add(Code::SelectorMismatch, carried, message)
        .label("the labels of the pods")
        .mark(place, "the selector");
    if !missing.is_empty() {
        finding.help(format!("Give the template the labels {}.", written(&missing)));
    }
}

/// The pods of a workload run for ever.
/// (`ValidatePodTemplateSpecForReplicaSet`, `…ForStatefulSet`, `ValidateDaemonSetSpec`)
fn template(found: &mut Findings, spec: &Place, claims: Option<&Place>) {
    let template = spec.get("template");
    if !template.is_set() {
        return;
    }
    metadata::check_template(found, &template.get("metadata"));
    let inner = template.get("spec");
    let policy = inner.get("restartPolicy");
    if policy.filled().is_some_and(|text| text != "Always") {
        found
            .unsupported(Code::RestartPolicy, &policy, &["Always"])
            .help("Pods that end belong into a Job.");
    }
    let deadline = inner.get("activeDeadlineSeconds");
    if deadline.is_set() {
        found
            .forbidden(
                Code::RestartPolicy,
                &deadline,
                "activeDeadlineSeconds in ReplicaSet is not Supported",
            )
            .help("Pods that end belong into a Job.");
    }
    pod::check(found, &inner, Owner::Template, claims);
}
