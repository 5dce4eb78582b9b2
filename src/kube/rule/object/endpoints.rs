//! Addresses behind Services, and leases.
//!
//! `ValidateEndpoints` (pkg/apis/core/validation), `ValidateEndpointSlice`
//! (pkg/apis/discovery/validation) and `ValidateLease` (pkg/apis/coordination/validation).

use std::net::IpAddr;

use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::syntax;
use crate::kube::rule::value::{filled, not_negative, one_of, port_number, spelled};

const CODE: Code = Code::Service;

const PROTOCOLS: &[&str] = &["SCTP", "TCP", "UDP"];

/// The most addresses of one endpoint, endpoints of one slice, and ports of one slice.
const MOST_ADDRESSES: usize = 100;
const MOST_ENDPOINTS: usize = 1000;
const MOST_PORTS: usize = 20_000;

/// Endpoints.
pub(super) fn endpoints(found: &mut Findings, object: &Place) {
    for subset in object.get("subsets").items() {
        let (ready, waiting) = (subset.get("addresses"), subset.get("notReadyAddresses"));
        if ready.is_blank() && waiting.is_blank() {
            let why = "must specify `addresses` or `notReadyAddresses`";
            found.required(CODE, &subset, why).mend("Write an address, or take the subset out.");
        }
        for address in ready.items().chain(waiting.items()) {
            let ip = address.get("ip");
            if filled(found, CODE, &ip).is_some() {
                spelled(found, CODE, &ip, syntax::ip);
                not_special(found, &ip);
            }
            host_name(found, &address.get("hostname"));
        }
        let ports = subset.get("ports");
        let several = ports.items().count() > 1;
        for port in ports.items() {
            let name = port.get("name");
            match name.filled() {
                Some(_) => spelled(found, CODE, &name, syntax::label),
                None if several => drop(found.required(CODE, &name, "")),
                None => {}
            }
            port_number(found, CODE, &port.get("port"));
            one_of(found, CODE, &port.get("protocol"), PROTOCOLS);
        }
    }
}

fn host_name(found: &mut Findings, name: &Place) {
    if name.filled().is_some() {
        spelled(found, CODE, name, syntax::label);
    }
}

/// Traffic does not go to what is special to a machine or a link (`ValidateNonSpecialIP`).
fn not_special(found: &mut Findings, place: &Place) {
    let Some(Ok(ip)) = place.text().map(str::parse::<IpAddr>) else { return };
    let link = match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    };
    let why = if ip.is_unspecified() {
        "may not be unspecified (0.0.0.0 or ::)"
    } else if ip.is_loopback() {
        "may not be in the loopback range (127.0.0.0/8, ::1/128)"
    } else if link {
        "may not be in the link-local range (169.254.0.0/16, fe80::/10)"
    } else if ip.is_multicast() {
        "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"
    } else {
        return;
    };
    found.invalid(CODE, place, why);
}

/// An EndpointSlice.
pub(super) fn slice(found: &mut Findings, object: &Place) {
    let kind = object.get("addressType");
    one_of(found, CODE, &kind, &["FQDN", "IPv4", "IPv6"]);
    let endpoints = object.get("endpoints");
    limited(found, &endpoints, MOST_ENDPOINTS);
    for endpoint in endpoints.items() {
        let addresses = endpoint.get("addresses");
        if addresses.is_blank() {
            found.required(CODE, &addresses, "must contain at least 1 address");
        }
        limited(found, &addresses, MOST_ADDRESSES);
        for address in addresses.items() {
            address_of(found, &address, kind.text().unwrap_or_default());
        }
        host_name(found, &endpoint.get("hostname"));
    }
    let ports = object.get("ports");
    limited(found, &ports, MOST_PORTS);
    let mut seen: Vec<(&str, Place)> = Vec::new();
    for port in ports.items() {
        let name = port.get("name");
        let text = name.text().unwrap_or_default();
        if !text.is_empty() {
            spelled(found, CODE, &name, syntax::label);
        }
        match seen.iter().find(|one| one.0 == text) {
            Some((_, first)) => drop(found.duplicate(CODE, &name, text, first)),
            None => seen.push((text, name)),
        }
        one_of(found, CODE, &port.get("protocol"), PROTOCOLS);
        port_number(found, CODE, &port.get("port"));
    }
}

fn address_of(found: &mut Findings, address: &Place, kind: &str) {
    let Some(text) = address.text() else { return };
    let parsed = text.parse::<IpAddr>().ok();
    match (kind, parsed) {
        ("IPv4", Some(IpAddr::V4(_))) | ("IPv6", Some(IpAddr::V6(_))) => {
            not_special(found, address);
        }
        ("IPv4", _) => drop(found.invalid(CODE, address, "must be an IPv4 address")),
        ("IPv6", _) => drop(found.invalid(CODE, address, "must be an IPv6 address")),
        ("FQDN", _) => spelled(found, CODE, address, syntax::subdomain),
        _ => {}
    }
}

fn limited(found: &mut Findings, list: &Place, most: usize) {
    let count = list.items().count();
    if count > most {
        let message = format!("Too many: {count}: must have at most {most} items");
        found.add(CODE, list, message);
    }
}

/// A Lease.
pub(super) fn lease(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    let seconds = spec.get("leaseDurationSeconds");
    if seconds.int().is_some_and(|value| value <= 0) {
        found.invalid(CODE, &seconds, "must be greater than 0");
    }
    not_negative(found, CODE, &spec.get("leaseTransitions"));
}
