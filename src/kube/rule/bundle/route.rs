//! Routes of the Gateway API and of Istio.
//!
//! <https://gateway-api.sigs.k8s.io/reference/spec/>,
//! <https://istio.io/latest/docs/reference/config/networking/virtual-service/>.

use super::attachment;
use super::index::{Bundle, Object, same_namespace};
use super::ingress::to_service;
use super::missing::{Id, needed, needed_in};
use super::report::Report;
use crate::base::Code;
use crate::kube::rule::place::Place;

const GATEWAYS: &str = "gateway.networking.k8s.io";
const ISTIO: &str = "networking.istio.io";

/// Adds what is wrong between routes, gateways and Services.
pub(super) fn check(bundle: &Bundle, report: &mut Report) {
    for kind in ["HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute"] {
        for route in bundle.of_kind(GATEWAYS, kind) {
            let spec = route.place.get("spec");
            for parent in spec.get("parentRefs").items() {
                gateway(bundle, report, route, &parent);
            }
            for rule in spec.get("rules").items() {
                for backend in rule.get("backendRefs").items() {
                    backend_of(bundle, report, route, &backend);
                }
            }
        }
    }
    for service in bundle.of_kind(ISTIO, "VirtualService") {
        virtual_service(bundle, report, service);
    }
}

/// The Gateway exists and has the listener.
fn gateway<'a>(bundle: &Bundle<'a>, report: &mut Report, route: &Object<'a>, parent: &Place<'a>) {
    let kind = parent.get("kind").filled().unwrap_or("Gateway");
    let group = parent.get("group").text().unwrap_or(GATEWAYS);
    if (group, kind) != (GATEWAYS, "Gateway") {
        return;
    }
    let (name, namespace) = (parent.get("name"), parent.get("namespace").text());
    let namespace = namespace.or(route.namespace());
    let code = Code::MissingGateway;
    let found = needed_in(bundle, report, code, route, &name, (group, kind), namespace);
    let (Some(gateway), section) = (found, parent.get("sectionName")) else { return };
    attachment::check(bundle, report, route, parent, gateway);
    let listeners = gateway.place.get("spec").get("listeners");
    let names: Vec<&str> = listeners.items().filter_map(|it| it.get("name").text()).collect();
    let Some(text) = section.filled().filter(|text| !names.contains(text)) else { return };
    let (who, what) = (route.title(), gateway.title());
    let message = format!("{who} belongs to the listener `{text}`, which {what} does not have");
    report
        .error(code, route, &section, message)
        .mark(gateway, &listeners, "the listeners")
        .help(format!("{what} has {}.", super::references::listed(&names)));
}

/// The Service exists and has the port; one of another namespace has to be granted.
fn backend_of<'a>(
    bundle: &Bundle<'a>,
    report: &mut Report,
    route: &Object<'a>,
    backend: &Place<'a>,
) {
    let kind = backend.get("kind").filled().unwrap_or("Service");
    if kind != "Service" || backend.get("group").filled().is_some() {
        return;
    }
    let given = backend.get("namespace");
    let namespace = given.filled().or(route.namespace());
    let name = backend.get("name");
    to_service(bundle, report, route, &name, &backend.get("port"), namespace);
    let (Some(from), Some(to)) = (route.namespace(), namespace) else { return };
    if from == to {
        return;
    }
    let granted = bundle.of_kind(GATEWAYS, "ReferenceGrant").any(|grant| {
        let spec = grant.place.get("spec");
        let allows = spec.get("from").items().any(|it| {
            it.get("namespace").text() == Some(from)
                && it.get("kind").text() == Some(route.manifest.kind.as_str())
        });
        grant.namespace() == Some(to) && allows
    });
    if !granted && !bundle.is_external("ReferenceGrant", Some(to), from) {
        let who = route.title();
        let message = format!("{who} leads into the namespace `{to}`, which does not allow it");
        report.error(Code::MissingGrant, route, &given, message).help(format!(
            "Write a ReferenceGrant in `{to}` that lets {}s of `{from}` name its Services.",
            route.manifest.kind
        ));
    }
}

/// Gateways, hosts and subsets that a VirtualService names.
fn virtual_service<'a>(bundle: &Bundle<'a>, report: &mut Report, object: &Object<'a>) {
    let spec = object.place.get("spec");
    for gateway in spec.get("gateways").items() {
        let plain = |text: &&str| *text != "mesh" && !text.contains('/') && !text.contains('.');
        if gateway.filled().is_some_and(|text| plain(&text)) {
            let id: Id = (ISTIO, "Gateway");
            needed(bundle, report, Code::MissingGateway, object, &gateway, id);
        }
    }
    for protocol in ["http", "tcp", "tls"] {
        for rule in spec.get(protocol).items() {
            for route in rule.get("route").items() {
                destination(bundle, report, object, &route.get("destination"));
            }
        }
    }
}

fn destination<'a>(
    bundle: &Bundle<'a>,
    report: &mut Report,
    object: &Object<'a>,
    place: &Place<'a>,
) {
    let host = place.get("host");
    let Some(text) = host.filled() else { return };
    // A longer name may be that of a Service of any namespace, or of the world.
    if !text.contains('.') {
        let number = place.get("port").get("number");
        to_service(bundle, report, object, &host, &number, object.namespace());
    }
    let subset = place.get("subset");
    let Some(name) = subset.filled() else { return };
    let rules = bundle.of_kind(ISTIO, "DestinationRule").filter(|it| {
        same_namespace(it.namespace(), object.namespace())
            && it.place.get("spec").get("host").text() == Some(text)
    });
    let mut rules = rules.peekable();
    let first = rules.peek().copied();
    let subsets = |it: &Object<'a>| it.place.get("spec").get("subsets");
    let known = rules.any(|it| subsets(it).items().any(|it| it.get("name").text() == Some(name)));
    if known || bundle.is_external("DestinationRule", object.namespace(), text) {
        return;
    }
    let message = format!(
        "{} leads to the subset `{name}` of {text}, which no DestinationRule has",
        object.title()
    );
    let note = report.error(Code::MissingGateway, object, &subset, message);
    match first {
        Some(rule) => note.mark(rule, &subsets(rule), "the subsets"),
        None => note.help(format!("Write a DestinationRule for `{text}` with this subset.")),
    };
}
