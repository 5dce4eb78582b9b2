//! Services and the pods behind them.
//!
//! <https://kubernetes.io/docs/concepts/services-networking/service/>.

use rustc_hash::FxHashMap;

use super::index::{Bundle, Object};
use super::pods::{Port, Workload};
use super::references::listed;
use super::report::Report;
use crate::base::{Code, nearest};
use crate::kube::rule::place::Place;
use crate::kube::rule::selector::Selector;

/// Adds what is wrong between Services and pods.
pub(super) fn check(bundle: &Bundle, report: &mut Report) {
    for service in bundle.of_kind("", "Service") {
        let spec = service.place.get("spec");
        let place = spec.get("selector");
        let selector = Selector::of_labels(&place).filter(|it| !it.is_empty());
        let Some(selector) = selector else { continue };
        if spec.get("type").text() == Some("ExternalName") {
            continue;
        }
        let pods = bundle.selected(&selector, service.namespace());
        if pods.is_empty() {
            if !bundle.may_select(&selector, service.namespace()) {
                selects_nothing(
                    bundle,
                    report,
                    Code::ServiceSelectsNothing,
                    service,
                    &place,
                    &selector,
                );
            }
            continue;
        }
        for port in spec.get("ports").items() {
            target(report, service, &port, &pods);
        }
    }
    node_ports(bundle, report);
}

/// Tells that a selector selects no pods, and what is nearest to it.
pub(super) fn selects_nothing<'a>(
    bundle: &Bundle<'a>,
    report: &mut Report,
    code: Code,
    object: &Object<'a>,
    place: &Place<'a>,
    selector: &Selector<'a>,
) {
    let wanted = selector.labels();
    let message = format!("{} selects no pods", object.title());
    let note = report.error(code, object, place, message).label("nothing has these labels");
    let value = selector.values().next().unwrap_or("*");
    let pod = format!(
        "If the pods are made elsewhere, say so in inf.toml: `[kube]` `external = [\"Pod/{value}\"]`."
    );
    match bundle.nearest(wanted, object) {
        None => note.help("Select labels that the template of a workload has.").help(pod),
        Some(best) => {
            let absent: Vec<String> = wanted
                .iter()
                .filter(|label| !best.labels.contains(label))
                .map(|(key, value)| format!("`{key}: {value:?}`"))
                .collect();
            let title = best.object.title();
            note.mark(&best.object, &best.labels_place, format!("the labels of {title}"))
                .help(format!(
                    "The pods of {title} lack {}: change the selector, or the labels of the \
                     template.",
                    absent.join(", ")
                ))
                .help(pod)
        }
    };
}

/// A port leads to one that the pods have.
fn target(report: &mut Report, service: &Object, port: &Place, pods: &[&Workload]) {
    let target = port.get("targetPort");
    let protocol = port.get("protocol").filled().unwrap_or("TCP");
    if let Some(name) = target.filled() {
        for pod in pods {
            named_target(report, service, &target, name, protocol, pod);
        }
        return;
    }
    let number = target.int().filter(|&number| number != 0).or(port.get("port").int());
    let Some(number) = number else { return };
    let mut declared = pods.iter().flat_map(|pod| pod.ports()).peekable();
    // Declaring ports is optional, so only what contradicts others is told.
    if declared.peek().is_none() || declared.any(|it| it.number == Some(number)) {
        return;
    }
    let place = if target.is_set() { target } else { port.get("port") };
    let message =
        format!("{} leads to the port {number}, which no container declares", service.title());
    let all: Vec<Port> = pods.iter().flat_map(|pod| pod.ports()).collect();
    let numbers: Vec<String> =
        all.iter().filter_map(|it| it.number).map(|it| it.to_string()).collect();
    let note = report.warning(Code::UndeclaredPort, service, &place, message);
    let note = match (pods.first(), all.first()) {
        (Some(pod), Some(port)) => note.mark(&pod.object, &port.place, "declared"),
        _ => note,
    };
    note.help(format!("The containers declare {}.", numbers.join(", ")));
}

fn named_target(
    report: &mut Report,
    service: &Object,
    target: &Place,
    name: &str,
    protocol: &str,
    pod: &Workload,
) {
    let ports: Vec<Port> = pod.ports().collect();
    let named: Vec<&Port> = ports.iter().filter(|it| it.name == Some(name)).collect();
    if named.iter().any(|it| it.protocol == protocol) {
        return;
    }
    let (who, what) = (service.title(), pod.object.title());
    if let Some(port) = named.first() {
        let other = port.protocol;
        let message = format!("{who} leads to the port `{name}` by {protocol}, which is {other}");
        report
            .error(Code::TargetPort, service, target, message)
            .mark(&pod.object, &port.place, format!("the port of {what}"))
            .help(format!("Set `protocol: \"{other}\"` in the Service."));
        return;
    }
    let names: Vec<&str> = ports.iter().filter_map(|it| it.name).collect();
    let message = format!("{who} leads to the port `{name}`, which {what} does not have");
    let note = report
        .error(Code::TargetPort, service, target, message)
        .label("no container port has this name")
        .mark(&pod.object, &pod.spec.get("containers"), format!("the containers of {what}"));
    match (nearest(name, names.iter().copied()), names.is_empty()) {
        (Some(near), _) => note.help(format!("Did you mean `{near}`?")),
        (None, true) => note.help("None of the container ports has a name: name the port there."),
        (None, false) => note.help(format!("There is {}.", listed(&names))),
    };
}

/// Each port of the nodes belongs to one Service.
fn node_ports(bundle: &Bundle, report: &mut Report) {
    let mut taken: FxHashMap<(i64, &str), (&Object, Place)> = FxHashMap::default();
    for service in bundle.of_kind("", "Service") {
        for port in service.place.get("spec").get("ports").items() {
            let place = port.get("nodePort");
            let Some(number) = place.int().filter(|&number| number != 0) else { continue };
            let protocol = port.get("protocol").filled().unwrap_or("TCP");
            let first = *taken.entry((number, protocol)).or_insert((service, place));
            if first.0.manifest.node != service.manifest.node {
                let (who, other) = (service.title(), first.0.title());
                let message = format!(
                    "{who} asks for the port {number} of the nodes, which {other} has already"
                );
                report
                    .error(Code::NodePortTwice, service, &place, message)
                    .mark(first.0, &first.1, "taken here")
                    .help("Choose another one, or leave it out: then the cluster chooses.");
            }
        }
    }
}
