//! Ingresses and what they lead to.
//!
//! <https://kubernetes.io/docs/concepts/services-networking/ingress/>.

use rustc_hash::FxHashMap;

use super::index::{Bundle, Object};
use super::missing::needed_in;
use super::report::Report;
use crate::base::Code;
use crate::kube::rule::place::Place;

const GROUP: &str = "networking.k8s.io";

/// Adds what is wrong between Ingresses, Services and Secrets.
pub(super) fn check(bundle: &Bundle, report: &mut Report) {
    let mut routes: FxHashMap<Route, (&Object, Place)> = FxHashMap::default();
    for ingress in bundle.of_kind(GROUP, "Ingress") {
        let spec = ingress.place.get("spec");
        backend(bundle, report, ingress, &spec.get("defaultBackend").get("service"));
        for rule in spec.get("rules").items() {
            for path in rule.get("http").get("paths").items() {
                backend(bundle, report, ingress, &path.get("backend").get("service"));
                let Some(route) = route(ingress, &rule, &path) else { continue };
                match routes.get(&route) {
                    Some(first) => twice(report, ingress, &path, &route, first),
                    None => drop(routes.insert(route, (ingress, path))),
                }
            }
        }
        for tls in spec.get("tls").items() {
            certificate(bundle, report, ingress, &tls);
            hosts(report, ingress, &tls);
        }
    }
}

/// The Service exists and has the port.
fn backend<'a>(
    bundle: &Bundle<'a>,
    report: &mut Report,
    ingress: &Object<'a>,
    service: &Place<'a>,
) {
    let (name, port) = (service.get("name"), service.get("port"));
    let port = if port.get("name").is_set() { port.get("name") } else { port.get("number") };
    to_service(bundle, report, ingress, &name, &port, ingress.namespace());
}

/// A Service that something routes to exists and has the port, named or numbered.
pub(super) fn to_service<'a>(
    bundle: &Bundle<'a>,
    report: &mut Report,
    object: &Object<'a>,
    name: &Place<'a>,
    port: &Place<'a>,
    namespace: Option<&str>,
) {
    let Some(text) = name.filled() else { return };
    if bundle.made.has("Service", namespace, text) {
        return;
    }
    let id = ("", "Service");
    let code = Code::MissingBackend;
    let found = needed_in(bundle, report, code, object, name, id, namespace);
    let Some(service) = found else { return };
    let spec = service.place.get("spec");
    let ports = spec.get("ports");
    let has = match (port.text(), port.int()) {
        (Some(name), _) => ports.items().any(|it| it.get("name").text() == Some(name)),
        (None, Some(number)) => ports.items().any(|it| it.get("port").int() == Some(number)),
        (None, None) => true,
    };
    if has || spec.get("type").text() == Some("ExternalName") {
        return;
    }
    let shown = port.shown().unwrap_or_default();
    let (who, what) = (object.title(), service.title());
    let message = format!("{who} leads to the port {shown} of {what}, which does not have it");
    let known: Vec<String> = ports
        .items()
        .filter_map(|it| {
            let number = it.get("port").int()?;
            let name = it.get("name").filled();
            Some(name.map_or(format!("{number}"), |name| format!("{number} (`{name}`)")))
        })
        .collect();
    report
        .error(code, object, port, message)
        .label("no such port")
        .mark(service, &ports, format!("the ports of {what}"))
        .help(format!("{what} has {}.", known.join(", ")))
        .help("A route names the `port` of the Service, not the `targetPort`.");
}

/// What an Ingress takes for itself: class, host, path and how this is compared.
type Route<'a> = (&'a str, &'a str, &'a str, &'a str);

fn route<'a>(ingress: &Object<'a>, rule: &Place<'a>, path: &Place<'a>) -> Option<Route<'a>> {
    let annotations = ingress.place.get("metadata").get("annotations");
    // A canary shares the route of what it stands in for.
    let canary = annotations.key("nginx.ingress.kubernetes.io/canary").text() == Some("true");
    let class = ingress.place.get("spec").get("ingressClassName").text();
    let class = class.or(annotations.key("kubernetes.io/ingress.class").text());
    (!canary).then(|| {
        (
            class.unwrap_or_default(),
            rule.get("host").text().unwrap_or_default(),
            path.get("path").filled().unwrap_or("/"),
            path.get("pathType").text().unwrap_or_default(),
        )
    })
}

fn twice(
    report: &mut Report,
    ingress: &Object,
    path: &Place,
    route: &Route,
    first: &(&Object, Place),
) {
    let (_, host, text, _) = route;
    let host = if host.is_empty() { "all hosts" } else { host };
    let message = format!("{} takes {host}{text}, which {} has", ingress.title(), first.0.title());
    let message = match ingress.manifest.node == first.0.manifest.node {
        true => format!("{} has {host}{text} twice", ingress.title()),
        false => message,
    };
    let place = if path.get("path").is_set() { path.get("path") } else { *path };
    report
        .error(Code::RouteTwice, ingress, &place, message)
        .label("again here")
        .mark(first.0, &first.1, "first here")
        .help("Requests go to one of them only: give them different hosts or paths.");
}

/// The Secret of a certificate exists and holds one.
fn certificate<'a>(
    bundle: &Bundle<'a>,
    report: &mut Report,
    ingress: &Object<'a>,
    tls: &Place<'a>,
) {
    let name = tls.get("secretName");
    let Some(text) = name.filled() else { return };
    let annotations = ingress.place.get("metadata").get("annotations");
    // cert-manager makes the Secret of an Ingress that it is asked to look after.
    let issued = annotations.entries().any(|(key, _)| key.starts_with("cert-manager.io/"))
        || annotations.key("kubernetes.io/tls-acme").text() == Some("true");
    if issued || bundle.made.has("Secret", ingress.namespace(), text) {
        return;
    }
    let id = ("", "Secret");
    let namespace = ingress.namespace();
    let code = Code::MissingSecret;
    let Some(secret) = needed_in(bundle, report, code, ingress, &name, id, namespace) else {
        return;
    };
    let kind = secret.place.get("type");
    if kind.text() == Some("kubernetes.io/tls") {
        return;
    }
    let (who, what) = (ingress.title(), secret.title());
    let shown = kind.filled().unwrap_or("Opaque");
    let message = format!("{who} takes its certificate from {what}, which is of type {shown}");
    let place = if kind.is_set() { kind } else { secret.name_place() };
    report
        .error(Code::TlsSecret, ingress, &name, message)
        .mark(secret, &place, "the type")
        .help("A certificate lies in a Secret of type `kubernetes.io/tls` with the keys `tls.crt` and `tls.key`.");
}

/// The hosts of a certificate are hosts of the Ingress.
fn hosts(report: &mut Report, ingress: &Object, tls: &Place) {
    let rules = ingress.place.get("spec").get("rules");
    let served: Vec<&str> = rules.items().filter_map(|rule| rule.get("host").filled()).collect();
    if served.is_empty() {
        return;
    }
    for host in tls.get("hosts").items() {
        let Some(text) = host.filled() else { continue };
        if served.iter().any(|served| covers(text, served)) {
            continue;
        }
        let message =
            format!("{} has a certificate for {text}, which it does not serve", ingress.title());
        report
            .warning(Code::TlsHost, ingress, &host, message)
            .mark(ingress, &rules, format!("it serves {}", served.join(", ")))
            .help(
                "Write the hosts of the rules here: the others are served without a certificate.",
            );
    }
}

/// Whether a certificate for `pattern` holds for `host`.
fn covers(pattern: &str, host: &str) -> bool {
    let rest = |text: &str| text.split_once('.').map(|(_, rest)| rest.to_owned());
    pattern == host || (pattern.starts_with("*.") && rest(pattern) == rest(host))
}
