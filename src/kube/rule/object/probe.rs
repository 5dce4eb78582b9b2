//! Probes and lifecycle hooks.
//!
//! `validateProbe`, `validateHandler` and `validateLifecycle`
//! (pkg/apis/core/validation/validation.go);
//! <https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/>.

use super::container::Role;
use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::value::{at_least, filled, not_negative, one_of, port, port_number};

const CODE: Code = Code::Probe;

/// The probes and hooks of a container of the pod `spec`.
pub(super) fn check_container(found: &mut Findings, spec: &Place, container: &Place, role: Role) {
    let lifecycle = container.get("lifecycle");
    let probes = ["livenessProbe", "readinessProbe", "startupProbe"];
    for name in probes {
        let probe = container.get(name);
        if !probe.is_set() {
            continue;
        }
        if role == Role::Init {
            must_end(found, &probe);
        } else {
            check(found, &probe, name);
        }
    }
    if role == Role::Init && lifecycle.is_set() {
        must_end(found, &lifecycle);
        return;
    }
    for name in ["postStart", "preStop"] {
        handler(found, &lifecycle.get(name), &["exec", "httpGet", "tcpSocket", "sleep"]);
    }
    let pause = lifecycle.get("preStop").get("sleep").get("seconds");
    at_least(found, CODE, &pause, 0);
    let grace = spec.get("terminationGracePeriodSeconds");
    let most = grace.int().unwrap_or(30);
    if pause.int().is_some_and(|seconds| seconds > most) {
        let why =
            format!("must be non-negative and less than terminationGracePeriodSeconds ({most})");
        let finding = found.invalid(CODE, &pause, &why);
        if grace.is_set() {
            finding.mark(&grace, "the time that pods get")
        } else {
            finding
        };
    }
}

/// An init container ends: nothing waits for it to be ready or keeps it alive.
fn must_end(found: &mut Findings, place: &Place) {
    found
        .forbidden(CODE, place, "must not be set for init containers")
        .help("Take it out, or make the container a sidecar with `restartPolicy: \"Always\"`.");
}

fn check(found: &mut Findings, probe: &Place, name: &str) {
    handler(found, probe, &["exec", "httpGet", "tcpSocket", "grpc"]);
    const NUMBERS: &[&str] = &[
        "initialDelaySeconds",
        "timeoutSeconds",
        "periodSeconds",
        "successThreshold",
        "failureThreshold",
    ];
    for number in NUMBERS {
        not_negative(found, CODE, &probe.get(number));
    }
    let successes = probe.get("successThreshold");
    // The default, and what zero becomes, is one.
    if name != "readinessProbe" && successes.int().is_some_and(|value| value > 1) {
        found.invalid(CODE, &successes, "must be 1").help(format!("A {name} succeeds at once."));
    }
    let grace = probe.get("terminationGracePeriodSeconds");
    if name == "readinessProbe" && grace.is_set() {
        found.invalid(CODE, &grace, "must not be set for readinessProbes");
    } else if grace.int().is_some_and(|value| value <= 0) {
        found.invalid(CODE, &grace, "must be greater than 0");
    }
}

/// Exactly one way of asking.
fn handler(found: &mut Findings, place: &Place, kinds: &[&'static str]) {
    if !place.is_set() {
        return;
    }
    let given: Vec<Place> =
        kinds.iter().map(|kind| place.get(kind)).filter(Place::is_set).collect();
    if given.is_empty() {
        found
            .required(CODE, place, "must specify a handler type")
            .mend(format!("Set one of `{}`.", kinds.join("`, `")));
    }
    if let Some(first) = given.first() {
        for more in given.iter().skip(1) {
            found
                .forbidden(CODE, more, "may not specify more than 1 handler type")
                .mark(first, "the first");
        }
    }
    let command = place.get("exec").get("command");
    if place.get("exec").is_set() && command.is_blank() {
        filled(found, CODE, &command);
    }
    http(found, &place.get("httpGet"));
    for kind in ["tcpSocket", "httpGet"] {
        let socket = place.get(kind);
        if socket.is_set() {
            port(found, CODE, &socket.get("port"));
        }
    }
    port_number(found, CODE, &place.get("grpc").get("port"));
}

/// `validateHTTPGetAction`; the default of the path is `/`.
fn http(found: &mut Findings, get: &Place) {
    let scheme = get.get("scheme");
    one_of(found, CODE, &scheme, &["HTTP", "HTTPS"]);
    for header in get.get("httpHeaders").items() {
        let name = header.get("name");
        let token = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.';
        if name.text().is_some_and(|text| text.is_empty() || !text.chars().all(token)) {
            found.invalid(
                CODE,
                &name,
                "a valid HTTP header must consist of alphanumeric characters or '-' (such as \
                 'X-Header-Name')",
            );
        }
    }
}
