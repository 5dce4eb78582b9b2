//! Ingresses and their classes.
//!
//! `ValidateIngressSpec` (pkg/apis/networking/validation/validation.go);
//! <https://kubernetes.io/docs/concepts/services-networking/ingress/>.

use super::service::domain_path;
use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::syntax;
use crate::kube::rule::value::{filled, named, one_of, port_number, spelled};

const CODE: Code = Code::Ingress;

/// What a path of the kinds Exact and Prefix must not hold, and not end with.
const UNSAFE: &[&str] = &["//", "/./", "/../", "%2f", "%2F"];
const UNSAFE_ENDS: &[&str] = &["/..", "/."];

/// `ValidateIngress`
pub(super) fn check(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    if !spec.is_set() {
        return;
    }
    let (rules, default) = (spec.get("rules"), spec.get("defaultBackend"));
    if rules.is_blank() && !default.is_set() {
        let why = "either `defaultBackend` or `rules` must be specified";
        found.invalid(CODE, &spec, why);
    }
    if default.is_set() {
        backend(found, &default);
    }
    for rule in rules.items() {
        host(found, &rule.get("host"));
        let http = rule.get("http");
        let paths = http.get("paths");
        if http.is_set() && paths.is_blank() {
            found.required(CODE, &paths, "");
        }
        for path in paths.items() {
            path_type(found, &path);
            backend(found, &path.get("backend"));
        }
    }
    for tls in spec.get("tls").items() {
        for name in tls.get("hosts").items() {
            spelled(found, CODE, &name, syntax::host);
        }
        let secret = tls.get("secretName");
        if secret.filled().is_some() {
            spelled(found, CODE, &secret, syntax::subdomain);
        }
    }
    class(found, object, &spec.get("ingressClassName"));
}

fn host(found: &mut Findings, host: &Place) {
    let Some(text) = host.filled() else { return };
    if text.parse::<std::net::IpAddr>().is_ok() {
        found
            .invalid(CODE, host, "must be a DNS name, not an IP address")
            .help("Without a host, a rule holds for all names and addresses.");
        return;
    }
    spelled(found, CODE, host, syntax::host);
}

/// `validateHTTPIngressPath`
fn path_type(found: &mut Findings, place: &Place) {
    let (path, kind) = (place.get("path"), place.get("pathType"));
    if kind.is_blank() {
        found
            .required(CODE, &kind, "pathType must be specified")
            .mend("Set `pathType` to Prefix, Exact or ImplementationSpecific.");
    }
    let Some(name) = kind.filled() else { return };
    let text = path.text().unwrap_or_default();
    match name {
        "Exact" | "Prefix" => {
            if !text.starts_with('/') {
                not_absolute(found, &path, text);
            }
            if let Some(part) = UNSAFE.iter().find(|part| text.contains(*part)) {
                found.invalid(CODE, &path, &format!("must not contain '{part}'"));
            }
            if let Some(end) = UNSAFE_ENDS.iter().find(|end| text.ends_with(*end)) {
                found.invalid(CODE, &path, &format!("cannot end with '{end}'"));
            }
        }
        "ImplementationSpecific" => {
            if !text.is_empty() && !text.starts_with('/') {
                not_absolute(found, &path, text);
            }
        }
        _ => {
            found.unsupported(CODE, &kind, &["Exact", "ImplementationSpecific", "Prefix"]);
        }
    }
}

fn not_absolute(found: &mut Findings, path: &Place, text: &str) {
    found.invalid(CODE, path, "must be an absolute path").mend(format!("Write `/{text}`."));
}

/// `validateIngressBackend`: a Service with one port, or a resource.
fn backend(found: &mut Findings, backend: &Place) {
    let (service, resource) = (backend.get("service"), backend.get("resource"));
    match (service.is_set(), resource.is_set()) {
        (false, false) => {
            let finding = found.invalid(CODE, backend, "resource or service backend is required");
            if backend.get("serviceName").is_set() {
                finding.help(
                    "In networking.k8s.io/v1 it is `service: {name: …, port: number: …}` in place \
                     of `serviceName` and `servicePort`.",
                );
            } else {
                finding.help("Write `service: {name: …, port: number: …}`.");
            }
            return;
        }
        (true, true) => {
            let why = "cannot set both resource and service backends";
            found.invalid(CODE, backend, why);
        }
        (true, false) | (false, true) => {}
    }
    if resource.is_set() {
        for field in ["kind", "name"] {
            filled(found, CODE, &resource.get(field));
        }
        return;
    }
    named(found, CODE, &service.get("name"), syntax::label_1035);
    let (name, number) = (service.get("port").get("name"), service.get("port").get("number"));
    let numbered = number.int().is_some_and(|number| number != 0);
    match (name.filled().is_some(), numbered) {
        (false, false) => {
            let finding =
                found.add(CODE, backend, "Required value: port name or number is required");
            finding.on(&service).help("Write `port: number: …` or `port: name: …`.");
        }
        (true, true) => {
            let why = "cannot set both port name & port number";
            found.invalid(CODE, backend, why).on(&number).mark(&name, "the name");
        }
        (true, false) => spelled(found, CODE, &name, syntax::port_name),
        (false, true) => port_number(found, CODE, &number),
    }
}

/// The class is said in one place.
fn class(found: &mut Findings, object: &Place, class: &Place) {
    if class.filled().is_none() {
        return;
    }
    spelled(found, CODE, class, syntax::subdomain);
    let old = object.get("metadata").get("annotations").key("kubernetes.io/ingress.class");
    if old.is_set() {
        found
            .invalid(CODE, &old, "can not be set when the class field is also set")
            .mark(class, "the class field")
            .help("Take the annotation out, it is deprecated.");
    }
}

/// `validateIngressClassSpec`
pub(super) fn class_object(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    let controller = spec.get("controller");
    if controller.text().is_some_and(|text| text.len() > 250) {
        found.add(CODE, &controller, "Too long: may not be more than 250 bytes");
    } else if controller.filled().is_some() {
        domain_path(found, CODE, &controller);
    }
    let parameters = spec.get("parameters");
    if !parameters.is_set() {
        return;
    }
    for field in ["kind", "name"] {
        filled(found, CODE, &parameters.get(field));
    }
    let (scope, namespace) = (parameters.get("scope"), parameters.get("namespace"));
    one_of(found, CODE, &scope, &["Cluster", "Namespace"]);
    let named = scope.text() == Some("Namespace");
    if named && namespace.is_blank() {
        found.required(CODE, &namespace, "`parameters.scope` is set to 'Namespace'");
    } else if !named && namespace.is_set() {
        let why = "`parameters.scope` is set to 'Cluster'";
        found.forbidden(CODE, &namespace, why);
    }
}
