//! HorizontalPodAutoscalers.
//!
//! `validateHorizontalPodAutoscalerSpec` (pkg/apis/autoscaling/validation/validation.go);
//! <https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/>.

use crate::base::Code;
use crate::kube::quantity::Quantity;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::selector;
use crate::kube::rule::syntax;
use crate::kube::rule::value::{at_least, at_most, filled, named, one_of};

const CODE: Code = Code::Autoscaler;

/// The types of metrics and where each tells of itself.
const SOURCES: &[(&str, &str)] = &[
    ("ContainerResource", "containerResource"),
    ("External", "external"),
    ("Object", "object"),
    ("Pods", "pods"),
    ("Resource", "resource"),
];

/// Checks an autoscaler of any version.
pub(super) fn check(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    if !spec.is_set() {
        return;
    }
    let (least, most) = (spec.get("minReplicas"), spec.get("maxReplicas"));
    if least.int().is_some_and(|value| value < 1) {
        found
            .invalid(CODE, &least, "must be greater than or equal to 1")
            .help("Scaling to zero needs the feature gate HPAScaleToZero, or KEDA.");
    }
    if most.int().is_some_and(|value| value < 1) {
        found.invalid(CODE, &most, "must be greater than 0");
    } else if let (Some(low), Some(high)) = (least.int(), most.int())
        && high < low
    {
        found
            .invalid(CODE, &most, "must be greater than or equal to `minReplicas`")
            .mark(&least, "minReplicas");
    }
    let target = spec.get("scaleTargetRef");
    for field in ["kind", "name"] {
        named(found, CODE, &target.get(field), syntax::path_segment);
    }
    at_least(found, CODE, &spec.get("targetCPUUtilizationPercentage"), 1);
    for metric in spec.get("metrics").items() {
        check_metric(found, &metric);
    }
    for direction in ["scaleUp", "scaleDown"] {
        behaviour(found, &spec.get("behavior").get(direction));
    }
}

/// `validateMetricSpec`: the type and the one source it names.
fn check_metric(found: &mut Findings, metric: &Place) {
    let kind = metric.get("type");
    let Some(name) = filled(found, CODE, &kind) else { return };
    let Some((_, wanted)) = SOURCES.iter().find(|source| source.0 == name) else {
        let known: Vec<&str> = SOURCES.iter().map(|source| source.0).collect();
        found.unsupported(CODE, &kind, &known);
        return;
    };
    let source = metric.get(wanted);
    if !source.is_set() {
        let why = "must populate information for the given metric source";
        found.required(CODE, &source, why).mark(&kind, "the type");
    }
    for (_, other) in SOURCES.iter().filter(|other| other.1 != *wanted) {
        let place = metric.get(other);
        if place.is_set() {
            let why = "must populate the given metric source only";
            found.forbidden(CODE, &place, why).mark(&kind, "the type");
        }
    }
    if !source.is_set() {
        return;
    }
    let resource = name.ends_with("Resource");
    if resource {
        filled(found, CODE, &source.get("name"));
    } else {
        let identifier = source.get("metric");
        named(found, CODE, &identifier.get("name"), syntax::path_segment);
        selector::check(found, &identifier.get("selector"));
    }
    if name == "ContainerResource" {
        filled(found, CODE, &source.get("container"));
    }
    if name == "Object" {
        for field in ["kind", "name"] {
            filled(found, CODE, &source.get("describedObject").get(field));
        }
    }
    check_target(found, &source.get("target"), name);
}

/// `validateMetricTarget` and what each source makes of it
fn check_target(found: &mut Findings, target: &Place, source: &str) {
    if !target.is_set() {
        return;
    }
    let (kind, utilization, value, average) = (
        target.get("type"),
        target.get("averageUtilization"),
        target.get("value"),
        target.get("averageValue"),
    );
    if kind.is_blank() {
        filled(found, CODE, &kind);
    }
    one_of(found, CODE, &kind, &["Utilization", "Value", "AverageValue"]);
    if utilization.int().is_some_and(|it| it < 1) {
        found.invalid(CODE, &utilization, "must be greater than 0");
    }
    for place in [&value, &average] {
        if place.shape().and_then(Quantity::of).is_some_and(|it| it.is_negative() || it.is_zero()) {
            found.invalid(CODE, place, "must be positive");
        }
    }
    let of_resource = source.ends_with("Resource");
    if of_resource && utilization.is_set() && average.is_set() {
        found
            .forbidden(
                CODE,
                &average,
                "may not set both a target raw value and a target utilization",
            )
            .mark(&utilization, "the utilization");
    }
    let set = |place: &Place| place.is_set();
    match source {
        "Resource" | "ContainerResource" if !set(&utilization) && !set(&average) => {
            let why = "must set either a target raw value or a target utilization";
            found.required(CODE, &utilization, why);
        }
        "Pods" if !set(&average) => {
            let why = "must specify a positive target averageValue";
            found.required(CODE, &average, why);
        }
        "Object" | "External" if !set(&value) && !set(&average) => {
            let why = "must set either a target value for metric or a per-pod target";
            found.required(CODE, &average, why);
        }
        "External" if set(&value) && set(&average) => {
            let why = "may not set both a target value for metric and a per-pod target";
            found.forbidden(CODE, &value, why).mark(&average, "the other");
        }
        _ => {}
    }
}

/// `validateScalingRules`
fn behaviour(found: &mut Findings, rules: &Place) {
    let window = rules.get("stabilizationWindowSeconds");
    if window.int().is_some_and(|value| value < 0) {
        found.invalid(CODE, &window, "must be greater than or equal to zero");
    } else if window.int().is_some_and(|value| value > 3600) {
        found.invalid(CODE, &window, "must be less than or equal to 3600");
    }
    one_of(found, CODE, &rules.get("selectPolicy"), &["Disabled", "Max", "Min"]);
    let policies = rules.get("policies");
    if policies.is_set() && policies.is_blank() {
        found.required(CODE, &policies, "must specify at least one Policy");
    }
    for policy in policies.items() {
        one_of(found, CODE, &policy.get("type"), &["Percent", "Pods"]);
        for number in ["value", "periodSeconds"] {
            let place = policy.get(number);
            if place.int().is_some_and(|value| value <= 0) {
                found.invalid(CODE, &place, "must be greater than zero");
            }
        }
        at_most(found, CODE, &policy.get("periodSeconds"), 1800);
    }
}
