//! Workloads among themselves and with their own Services and ports.

use super::index::{Bundle, Object, same_namespace};
use super::missing::needed;
use super::pods::Workload;
use super::references::listed;
use super::report::Report;
use crate::base::{Code, nearest};
use crate::kube::rule::place::Place;
use crate::kube::rule::selector::Selector;

/// Adds what is wrong with workloads.
pub(super) fn check(bundle: &Bundle, report: &mut Report) {
    for set in bundle.of_kind("apps", "StatefulSet") {
        governing(bundle, report, set);
    }
    for workload in &bundle.workloads {
        probes(report, workload);
    }
    overlapping(bundle, report);
    variables(bundle, report);
}

/// The Service that gives the pods of a StatefulSet their names.
/// <https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id>
fn governing<'a>(bundle: &Bundle<'a>, report: &mut Report, set: &Object<'a>) {
    let name = set.place.get("spec").get("serviceName");
    let code = Code::GoverningService;
    let Some(service) = needed(bundle, report, code, set, &name, ("", "Service")) else { return };
    let spec = service.place.get("spec");
    let (who, what) = (set.title(), service.title());
    if spec.get("clusterIP").text() != Some("None") {
        let message = format!("{who} is named by {what}, which is not headless");
        report
            .warning(Code::NotHeadless, set, &name, message)
            .mark(service, &spec, "no `clusterIP: \"None\"`")
            .help(
                "Its pods get no names of their own: set `clusterIP: \"None\"` in the Service, or \
                 write a second, headless one.",
            );
    }
    let place = spec.get("selector");
    let Some(selector) = Selector::of_labels(&place).filter(|it| !it.is_empty()) else { return };
    let own = bundle.workload(set);
    let Some(own) = own.filter(|own| !selector.matches(&own.labels)) else { return };
    let message = format!("{who} is named by {what}, which does not select its pods");
    report
        .error(code, set, &name, message)
        .mark(service, &place, "the selector")
        .mark(&own.object, &own.labels_place, "the labels of the pods")
        .help("Select the pods' labels, or name the Service that does.");
}

/// The named ports of probes and hooks are ports of their container.
fn probes(report: &mut Report, workload: &Workload) {
    for container in workload.containers() {
        let ports = container.get("ports");
        let names: Vec<&str> = ports.items().filter_map(|it| it.get("name").text()).collect();
        let lifecycle = container.get("lifecycle");
        let handlers = ["livenessProbe", "readinessProbe", "startupProbe"]
            .map(|name| container.get(name))
            .into_iter()
            .chain(["postStart", "preStop"].map(|name| lifecycle.get(name)));
        for handler in handlers {
            for kind in ["httpGet", "tcpSocket"] {
                let place = handler.get(kind).get("port");
                let known = |name: &&str| !names.contains(name);
                let Some(name) = place.filled().filter(known) else { continue };
                let text = container.get("name").text().unwrap_or_default();
                let message = format!(
                    "{} asks for the port `{name}`, which the container `{text}` does not have",
                    workload.object.title()
                );
                let note = report
                    .error(Code::ProbePort, &workload.object, &place, message)
                    .label("no port of the container has this name");
                match (nearest(name, names.iter().copied()), names.is_empty()) {
                    (Some(near), _) => note.help(format!("Did you mean `{near}`?")),
                    (None, true) => note.help("Name the port in `ports`, or write its number."),
                    (None, false) => note.help(format!("There is {}.", listed(&names))),
                };
            }
        }
    }
}

/// Whether something finds its pods by a selector that its author wrote.
fn is_controller(workload: &Workload) -> bool {
    let manifest = workload.object.manifest;
    manifest.group() == "apps" || workload.object.is("argoproj.io", "Rollout")
}

/// Controllers that select each other's pods take them from one another.
/// <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector>
fn overlapping(bundle: &Bundle, report: &mut Report) {
    for workload in bundle.workloads.iter().filter(|it| is_controller(it)) {
        let object = &workload.object;
        let Some(selector) = workload.selector().filter(|it| !it.is_empty()) else { continue };
        // One that misses its own pods is told of alone.
        if !selector.matches(&workload.labels) {
            continue;
        }
        let others = bundle.selected(&selector, workload.namespace());
        let other = others.into_iter().find(|other| {
            is_controller(other)
                && other.object.manifest.node != object.manifest.node
                && !same_object(&other.object, object)
        });
        let Some(other) = other else { continue };
        let mutual = other.selector().is_some_and(|it| it.matches(&workload.labels));
        // Of two that select each other the later is told.
        if mutual && other.object.manifest.node > object.manifest.node {
            continue;
        }
        let (who, what) = (object.title(), other.object.title());
        let message = format!("{who} selects the pods of {what} as well as its own");
        let place = object.place.get("spec").get("selector");
        report
            .error(Code::OverlappingSelectors, object, &place, message)
            .mark(&other.object, &other.labels_place, format!("the labels of {what}"))
            .help("Give each a label of its own, and select by it: `app.kubernetes.io/name`, or another that differs.");
    }
}

/// What has one name is told of as such.
fn same_object(one: &Object, other: &Object) -> bool {
    one.manifest.kind == other.manifest.kind
        && one.name() == other.name()
        && same_namespace(one.namespace(), other.namespace())
}

/// Programs that take variables for settings which Kubernetes sets for every Service of the
/// namespace: the name of the Service, a part of the image, and the variable.
const INJECTED: &[(&str, &str, &str)] = &[
    ("vllm", "vllm", "VLLM_PORT"),
    ("neo4j", "neo4j", "NEO4J_PORT"),
    ("kafka", "cp-kafka", "KAFKA_PORT"),
    ("schema-registry", "cp-schema-registry", "SCHEMA_REGISTRY_PORT"),
    ("zookeeper", "cp-zookeeper", "ZOOKEEPER_PORT"),
    ("ksql-server", "ksqldb-server", "KSQL_SERVER_PORT"),
    ("docker-registry", "registry:2", "REGISTRY_PORT"),
    ("registry", "registry:2", "REGISTRY_PORT"),
    ("mlflow", "mlflow", "MLFLOW_PORT"),
    ("superset", "superset", "SUPERSET_PORT"),
];

/// <https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables>
fn variables(bundle: &Bundle, report: &mut Report) {
    for (name, image, variable) in INJECTED {
        for service in bundle.named("", "Service", name) {
            let spec = service.place.get("spec");
            // A headless Service has no address to tell of.
            if spec.get("clusterIP").text() == Some("None") {
                continue;
            }
            let reached = bundle.workloads.iter().find_map(|workload| {
                let linked = workload.spec.get("enableServiceLinks").bool() != Some(false);
                let near = same_namespace(workload.namespace(), service.namespace());
                let taken = workload.containers().find(|it| reads(it, image, variable));
                taken.filter(|_| linked && near).map(|container| (workload, container))
            });
            if let Some((workload, container)) = reached {
                injected(report, service, workload, &container, variable);
            }
        }
    }
}

/// Whether a container is of the image, and does not set the variable itself.
fn reads(container: &Place, image: &str, variable: &str) -> bool {
    container.get("image").text().is_some_and(|text| text.contains(image))
        && !container.get("env").items().any(|it| it.get("name").text() == Some(variable))
}

fn injected(
    report: &mut Report,
    service: &Object,
    workload: &Workload,
    container: &Place,
    variable: &str,
) {
    let (who, what) = (service.title(), workload.object.title());
    let message = format!(
        "{who} sets the variable {variable} in the pods of {what}, which read it as a port"
    );
    report
        .warning(Code::ServiceVariables, service, &service.name_place(), message)
        .mark(&workload.object, &container.get("image"), format!("reads {variable}"))
        .help(format!(
            "Kubernetes sets {variable}=tcp://… for the Service: give it another name, or set \
             `enableServiceLinks: false` in the pod."
        ));
}
