//! PodDisruptionBudgets and NetworkPolicies: what selects pods to protect them.
//!
//! <https://kubernetes.io/docs/concepts/workloads/pods/disruptions/>,
//! <https://kubernetes.io/docs/concepts/services-networking/network-policies/>.

use rustc_hash::FxHashMap;

use super::index::{Bundle, Object, same_namespace};
use super::pods::Workload;
use super::references::listed;
use super::report::Report;
use super::service::selects_nothing;
use crate::base::{Code, PlainId, nearest};
use crate::kube::rule::place::Place;
use crate::kube::rule::selector::Selector;
use crate::kube::rule::value::is_none_of;

/// Adds what is wrong between budgets, policies and pods.
pub(super) fn check(bundle: &Bundle, report: &mut Report) {
    let scalers = scalers(bundle);
    let mut covered: FxHashMap<PlainId, &Object> = FxHashMap::default();
    for budget in bundle.of_kind("policy", "PodDisruptionBudget") {
        let place = budget.place.get("spec").get("selector");
        let Some(selector) = Selector::of(&place) else { continue };
        let pods = bundle.selected(&selector, budget.namespace());
        let unknown = bundle.may_select(&selector, budget.namespace()) || selector.is_empty();
        if pods.is_empty() && !unknown {
            selects_nothing(bundle, report, Code::BudgetSelectsNothing, budget, &place, &selector);
        }
        for pod in pods {
            match covered.get(&pod.object.manifest.node) {
                Some(first) => overlap(report, budget, &place, first, pod),
                None => drop(covered.insert(pod.object.manifest.node, budget)),
            }
            blocked(&scalers, report, budget, pod);
        }
    }
    for policy in bundle.of_kind("networking.k8s.io", "NetworkPolicy") {
        network(bundle, report, policy);
    }
}

fn overlap(report: &mut Report, budget: &Object, place: &Place, first: &Object, pod: &Workload) {
    let (who, other, what) = (budget.title(), first.title(), pod.object.title());
    let message = format!("{who} and {other} both select the pods of {what}");
    report
        .error(Code::BudgetsOverlap, budget, place, message)
        .mark(first, &first.place.get("spec").get("selector"), "the other selector")
        .help("A pod with two budgets cannot be evicted at all: select each pod once.");
}

/// Autoscalers by the kind and name of what they scale.
type Scalers<'b, 'a> = FxHashMap<(&'a str, &'a str), Vec<&'b Object<'a>>>;

fn scalers<'b, 'a>(bundle: &'b Bundle<'a>) -> Scalers<'b, 'a> {
    let mut found = Scalers::default();
    for scaler in bundle.of_kind("autoscaling", "HorizontalPodAutoscaler") {
        let reference = scaler.place.get("spec").get("scaleTargetRef");
        if let (Some(kind), Some(name)) =
            (reference.get("kind").text(), reference.get("name").text())
        {
            found.entry((kind, name)).or_default().push(scaler);
        }
    }
    found
}

/// A budget that lets no pod go keeps nodes from being drained.
fn blocked<'a>(
    scalers: &Scalers<'_, 'a>,
    report: &mut Report,
    budget: &Object<'a>,
    pod: &Workload<'a>,
) {
    let spec = budget.place.get("spec");
    let (available, unavailable) = (spec.get("minAvailable"), spec.get("maxUnavailable"));
    let scaled = scalers
        .get(&(pod.object.manifest.kind.as_str(), pod.object.name()))
        .and_then(|all| all.iter().find(|it| same_namespace(it.namespace(), pod.namespace())));
    let replicas = match scaled {
        Some(scaler) => Some(scaler.place.get("spec").get("minReplicas").int().unwrap_or(1)),
        None => pod.replicas(),
    };
    let all = available.text() == Some("100%")
        || available.int().zip(replicas).is_some_and(|(least, replicas)| least >= replicas);
    let place = if all { available } else { unavailable };
    if !all && !is_none_of(&unavailable) {
        return;
    }
    let (who, what) = (budget.title(), pod.object.title());
    let message = format!("{who} lets no pod of {what} go, so its nodes cannot be drained");
    let count = pod.object.place.get("spec").get("replicas");
    let note = report.warning(Code::BudgetBlocks, budget, &place, message);
    let note = match replicas {
        Some(1) => note
            .help("One pod alone cannot be moved without a gap: run two, or take the budget out."),
        Some(_) | None => note.help("Let one pod go: `maxUnavailable: 1`."),
    };
    if count.is_set() {
        note.mark(&pod.object, &count, "the number of pods");
    }
}

/// A policy selects pods, and names ports that they have.
fn network(bundle: &Bundle, report: &mut Report, policy: &Object) {
    let spec = policy.place.get("spec");
    let place = spec.get("podSelector");
    let Some(selector) = Selector::of(&place) else { return };
    let pods = bundle.selected(&selector, policy.namespace());
    if pods.is_empty() {
        if !selector.is_empty() && !bundle.may_select(&selector, policy.namespace()) {
            selects_nothing(bundle, report, Code::PolicySelectsNothing, policy, &place, &selector);
        }
        return;
    }
    let names: Vec<&str> =
        pods.iter().flat_map(|pod| pod.ports()).filter_map(|port| port.name).collect();
    // The ports of egress are those of other pods.
    for rule in spec.get("ingress").items() {
        for port in rule.get("ports").items() {
            let port = port.get("port");
            let Some(name) = port.filled().filter(|name| !names.contains(name)) else { continue };
            let message = format!(
                "{} lets traffic to the port `{name}`, which none of its pods has",
                policy.title()
            );
            let note = report
                .error(Code::PolicyPort, policy, &port, message)
                .label("no container port has this name");
            let note = match pods.first() {
                Some(pod) => {
                    let what = format!("the containers of {}", pod.object.title());
                    note.mark(&pod.object, &pod.spec.get("containers"), what)
                }
                None => note,
            };
            match (nearest(name, names.iter().copied()), names.is_empty()) {
                (Some(near), _) => note.help(format!("Did you mean `{near}`?")),
                (None, true) => note.help("Name the port in the container, or write its number."),
                (None, false) => note.help(format!("There is {}.", listed(&names))),
            };
        }
    }
}
