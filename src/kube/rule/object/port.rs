//! The ports of containers.
//!
//! `validateContainerPorts` and `checkHostPortConflicts` (pkg/apis/core/validation/validation.go);
//! <https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports>.

use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::syntax;
use crate::kube::rule::value::{one_of, port_number, spelled};

const CODE: Code = Code::ContainerPort;

/// The ports of one container.
pub(super) fn check(found: &mut Findings, ports: &Place) {
    let mut names: Vec<(&str, Place)> = Vec::new();
    for port in ports.items() {
        let name = port.get("name");
        if let Some(text) = name.filled() {
            spelled(found, CODE, &name, syntax::port_name);
            match names.iter().find(|one| one.0 == text) {
                Some((_, first)) => drop(found.duplicate(CODE, &name, text, first)),
                None => names.push((text, name)),
            }
        }
        let number = port.get("containerPort");
        if number.int() == Some(0) || !number.is_set() {
            found.required(CODE, &number, "");
        } else {
            port_number(found, CODE, &number);
        }
        let host = port.get("hostPort");
        if host.int() != Some(0) {
            port_number(found, CODE, &host);
        }
        let address = port.get("hostIP");
        if address.filled().is_some() {
            spelled(found, CODE, &address, syntax::ip);
        }
        protocol(found, CODE, &port.get("protocol"));
    }
}

/// A protocol; the default is TCP.
pub(super) fn protocol(found: &mut Findings, code: Code, place: &Place) {
    one_of(found, code, place, &["SCTP", "TCP", "UDP"]);
}

/// A port of the host can be taken once for each protocol and address, and in the host's network
/// each port is one of the host.
pub(super) fn check_hosts(found: &mut Findings, spec: &Place) {
    let on_host = spec.get("hostNetwork").is_true();
    let mut taken: Vec<(String, Place)> = Vec::new();
    let containers = spec.get("containers").items();
    for port in containers.flat_map(|container| container.get("ports").items()) {
        let (place, number) = (port.get("hostPort"), port.get("containerPort"));
        let given = place.int().filter(|&port| port != 0);
        if on_host && given.is_some() && given != number.int() {
            found
                .invalid(CODE, &number, "must match `hostPort` when `hostNetwork` is true")
                .mark(&place, "the port of the host");
        }
        // In the host's network a port that is not given is that of the container.
        let Some(host) = given.or(number.int().filter(|&port| on_host && port != 0)) else {
            continue;
        };
        let protocol = port.get("protocol").filled().unwrap_or("TCP");
        let address = port.get("hostIP").text().unwrap_or_default();
        let key = format!("{protocol}/{address}/{host}");
        let place = if place.is_set() { place } else { number };
        match taken.iter().find(|one| one.0 == key) {
            Some((_, first)) => drop(found.duplicate(CODE, &place, &key, first)),
            None => taken.push((key, place)),
        }
    }
}
