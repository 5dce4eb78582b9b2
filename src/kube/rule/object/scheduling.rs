//! Where pods may run: node selectors, affinity, tolerations and spreading.
//!
//! `validateAffinity`, `ValidateTolerations` and `validateTopologySpreadConstraints`
//! (pkg/apis/core/validation/validation.go);
//! <https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/>.

use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::selector::{self, check_labels, check_requirement};
use crate::kube::rule::syntax;
use crate::kube::rule::value::{filled, one_of, spelled, within};

const CODE: Code = Code::Scheduling;

/// All that says where the pods of a specification may run.
pub(super) fn check(found: &mut Findings, spec: &Place) {
    check_labels(found, CODE, &spec.get("nodeSelector"));
    let affinity = spec.get("affinity");
    nodes(found, &affinity.get("nodeAffinity"));
    pods(found, &affinity.get("podAffinity"));
    pods(found, &affinity.get("podAntiAffinity"));
    for toleration in spec.get("tolerations").items() {
        tolerate(found, &toleration);
    }
    spread(found, &spec.get("topologySpreadConstraints"));
}

/// `validateNodeAffinity`
fn nodes(found: &mut Findings, affinity: &Place) {
    let required = affinity.get("requiredDuringSchedulingIgnoredDuringExecution");
    if required.is_set() {
        node_selector(found, CODE, &required);
    }
    for preferred in affinity.get("preferredDuringSchedulingIgnoredDuringExecution").items() {
        within(found, CODE, &preferred.get("weight"), 1, 100);
        node_term(found, CODE, &preferred.get("preference"));
    }
}

/// `ValidateNodeSelector`
pub(super) fn node_selector(found: &mut Findings, code: Code, node_selector: &Place) {
    let terms = node_selector.get("nodeSelectorTerms");
    if terms.is_blank() {
        found.required(code, &terms, "must have at least one node selector term");
    }
    for term in terms.items() {
        node_term(found, code, &term);
    }
}

fn node_term(found: &mut Findings, code: Code, term: &Place) {
    const OPERATORS: &[&str] = &["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"];
    for requirement in term.get("matchExpressions").items() {
        check_requirement(found, code, &requirement, OPERATORS);
        spelled(found, code, &requirement.get("key"), syntax::qualified);
    }
    for requirement in term.get("matchFields").items() {
        let (key, values) = (requirement.get("key"), requirement.get("values"));
        if key.text().is_some_and(|key| key != "metadata.name") {
            found.invalid(code, &key, "not a valid field selector key");
        }
        match requirement.get("operator").text() {
            Some("In" | "NotIn") if values.items().count() != 1 => {
                let why = "must be only one value when `operator` is 'In' or 'NotIn' for node \
                           field selector";
                found.required(code, &values, why);
            }
            Some("In" | "NotIn") | None => {}
            Some(_) => {
                let operator = requirement.get("operator");
                found.invalid(code, &operator, "not a valid selector operator");
            }
        }
    }
}

/// `validatePodAffinityTerms`, `validateWeightedPodAffinityTerms`
fn pods(found: &mut Findings, affinity: &Place) {
    for term in affinity.get("requiredDuringSchedulingIgnoredDuringExecution").items() {
        pod_term(found, &term);
    }
    for preferred in affinity.get("preferredDuringSchedulingIgnoredDuringExecution").items() {
        within(found, CODE, &preferred.get("weight"), 1, 100);
        pod_term(found, &preferred.get("podAffinityTerm"));
    }
}

fn pod_term(found: &mut Findings, term: &Place) {
    let key = term.get("topologyKey");
    if key.is_blank() {
        found
            .required(CODE, &key, "can not be empty")
            .help("`kubernetes.io/hostname` spreads over nodes, `topology.kubernetes.io/zone` over zones.");
    } else {
        spelled(found, CODE, &key, syntax::qualified);
    }
    selector::check(found, &term.get("labelSelector"));
    selector::check(found, &term.get("namespaceSelector"));
    for namespace in term.get("namespaces").items() {
        spelled(found, CODE, &namespace, syntax::label);
    }
}

/// `ValidateTolerations`;
/// <https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/>
fn tolerate(found: &mut Findings, toleration: &Place) {
    let (key, operator, value, effect, seconds) = (
        toleration.get("key"),
        toleration.get("operator"),
        toleration.get("value"),
        toleration.get("effect"),
        toleration.get("tolerationSeconds"),
    );
    if key.filled().is_some() {
        spelled(found, CODE, &key, syntax::qualified);
    } else if operator.text() != Some("Exists") {
        found
            .invalid(
                CODE,
                &operator,
                "operator must be Exists when `key` is empty, which means \"match all values and \
                 all keys\"",
            )
            .help("Name the taint in `key`, or write `operator: \"Exists\"`.");
    }
    if seconds.is_set() && effect.text() != Some("NoExecute") {
        found
            .invalid(CODE, &effect, "effect must be 'NoExecute' when `tolerationSeconds` is set")
            .mark(&seconds, "the seconds");
    }
    match operator.filled() {
        None | Some("Equal") => spelled(found, CODE, &value, syntax::label_value),
        Some("Exists") if value.filled().is_some() => {
            found
                .invalid(CODE, &value, "value must be empty when `operator` is 'Exists'")
                .help("Take the value out, or use the operator Equal.");
        }
        Some("Exists") => {}
        Some("Gt" | "Lt") => {}
        Some(_) => drop(found.unsupported(CODE, &operator, &["Equal", "Exists"])),
    }
    one_of(found, CODE, &effect, &["NoSchedule", "PreferNoSchedule", "NoExecute"]);
}

/// `validateTopologySpreadConstraints`;
/// <https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/>
fn spread(found: &mut Findings, constraints: &Place) {
    const POLICIES: &[&str] = &["Honor", "Ignore"];
    let mut seen: Vec<((&str, &str), Place)> = Vec::new();
    for constraint in constraints.items() {
        let (skew, domains) = (constraint.get("maxSkew"), constraint.get("minDomains"));
        for number in [skew, domains] {
            if number.int().is_some_and(|value| value <= 0) {
                found.invalid(CODE, &number, "must be greater than zero");
            }
        }
        let (key, action) = (constraint.get("topologyKey"), constraint.get("whenUnsatisfiable"));
        one_of(found, CODE, &action, &["DoNotSchedule", "ScheduleAnyway"]);
        if domains.is_set() && action.text() == Some("ScheduleAnyway") {
            let why = "can only use minDomains if whenUnsatisfiable=DoNotSchedule";
            found.invalid(CODE, &domains, why);
        }
        for policy in ["nodeAffinityPolicy", "nodeTaintsPolicy"] {
            one_of(found, CODE, &constraint.get(policy), POLICIES);
        }
        let selector = constraint.get("labelSelector");
        selector::check(found, &selector);
        let keys = constraint.get("matchLabelKeys");
        if !keys.is_blank() && !selector.is_set() {
            let why = "must not be specified when labelSelector is not set";
            found.forbidden(CODE, &keys, why);
        }
        for key in keys.items() {
            spelled(found, CODE, &key, syntax::qualified);
        }
        let Some(name) = filled(found, CODE, &key) else { continue };
        spelled(found, CODE, &key, syntax::qualified);
        let pair = (name, action.text().unwrap_or_default());
        match seen.iter().find(|one| one.0 == pair) {
            Some((_, first)) => {
                let value = format!("{{{}, {}}}", pair.0, pair.1);
                found.duplicate(CODE, &constraint, &value, first);
            }
            None => seen.push((pair, constraint)),
        }
    }
}
