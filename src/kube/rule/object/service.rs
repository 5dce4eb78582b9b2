//! Services.
//!
//! `ValidateService` (pkg/apis/core/validation/validation.go), and the range of the allocator of
//! node ports; <https://kubernetes.io/docs/concepts/services-networking/service/>.

use super::port::protocol;
use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::selector::check_labels;
use crate::kube::rule::syntax;
use crate::kube::rule::value::{filled, named, one_of, port, spelled, within};

const CODE: Code = Code::Service;

/// Checks a Service.
pub(super) fn check(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    let kind_place = spec.get("type");
    one_of(found, CODE, &kind_place, &["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]);
    let kind = kind_place.filled().unwrap_or("ClusterIP");
    check_labels(found, CODE, &spec.get("selector"));
    ports(found, &spec, kind);
    addresses(found, &spec, kind);
    external_name(found, &spec, kind);
    affinity(found, &spec);
    traffic(found, &spec, kind);
    load_balancer(found, &spec, kind);
    families(found, &spec);
}

fn ports(found: &mut Findings, spec: &Place, kind: &str) {
    let ports = spec.get("ports");
    let headless = spec.get("clusterIP").text() == Some("None");
    if ports.is_blank() && !headless && kind != "ExternalName" {
        found
            .required(CODE, &ports, "")
            .help("Only a headless Service (`clusterIP: \"None\"`) has no ports.");
    }
    let many = ports.items().count() > 1;
    let mut names: Vec<(&str, Place)> = Vec::new();
    let mut numbers: Vec<((&str, i64), Place)> = Vec::new();
    let mut nodes: Vec<((&str, i64), Place)> = Vec::new();
    for place in ports.items() {
        let name = place.get("name");
        if (name.filled().is_some() || many)
            && let Some(text) = named(found, CODE, &name, syntax::label)
        {
            match names.iter().find(|one| one.0 == text) {
                Some((_, first)) => drop(found.duplicate(CODE, &name, text, first)),
                None => names.push((text, name)),
            }
        }
        one_port(found, &place);
        let transport = place.get("protocol").filled().unwrap_or("TCP");
        if let Some(number) = place.get("port").int() {
            once(found, &place, (transport, number), &mut numbers);
        }
        let node = place.get("nodePort");
        if let Some(number) = node.int().filter(|&number| number != 0) {
            node_port(found, &node, kind);
            once(found, &node, (transport, number), &mut nodes);
        }
    }
}

/// Each pair of protocol and number is taken once.
fn once<'a>(
    found: &mut Findings,
    place: &Place<'a>,
    key: (&'a str, i64),
    taken: &mut Vec<((&'a str, i64), Place<'a>)>,
) {
    match taken.iter().find(|one| one.0 == key) {
        Some((_, first)) => {
            found.duplicate(CODE, place, &format!("{} {}", key.0, key.1), first);
        }
        None => taken.push((key, *place)),
    }
}

/// `validateServicePort`
fn one_port(found: &mut Findings, place: &Place) {
    let number = place.get("port");
    within(found, CODE, &number, 1, 65535);
    protocol(found, CODE, &place.get("protocol"));
    let target = place.get("targetPort");
    // Zero and an empty name stand for the port itself.
    if target.int() != Some(0) && target.text() != Some("") {
        port(found, CODE, &target);
    }
    let application = place.get("appProtocol");
    if application.filled().is_some() {
        spelled(found, CODE, &application, syntax::qualified);
    }
}

fn node_port(found: &mut Findings, node: &Place, kind: &str) {
    if matches!(kind, "ClusterIP" | "ExternalName") {
        found
            .forbidden(CODE, node, &format!("may not be used when `type` is '{kind}'"))
            .help("Set `type: \"NodePort\"`, or take the nodePort out.");
    } else if node.int().is_some_and(|number| !(30000..=32767).contains(&number)) {
        let why = "provided port is not in the valid range. The range of valid ports is \
                   30000-32767";
        found.invalid(CODE, node, why);
    }
}

/// `ValidateServiceClusterIPsRelatedFields`
fn addresses(found: &mut Findings, spec: &Place, kind: &str) {
    let single = spec.get("clusterIP");
    let all = spec.get("clusterIPs");
    if kind == "ExternalName" {
        for place in [&single, &all] {
            if !place.is_blank() {
                let why = "may not be set for ExternalName services";
                found.forbidden(CODE, place, why).help("Take it out.");
            }
        }
        return;
    }
    for place in std::iter::once(single).chain(all.items()) {
        match place.filled() {
            Some("None") if kind != "ClusterIP" => {
                found
                    .invalid(CODE, &place, &format!("may not be set to 'None' for {kind} services"))
                    .help("A headless Service is of type ClusterIP.");
            }
            Some("None") | None => {}
            Some(_) => spelled(found, CODE, &place, syntax::ip),
        }
    }
    let first = all.items().next();
    if let Some(first) = first.filter(|it| single.is_set() && it.text() != single.text()) {
        let why = "first value must match `clusterIP`";
        found.invalid(CODE, &all, why).on(&first).mark(&single, "clusterIP");
    }
    for address in spec.get("externalIPs").items() {
        spelled(found, CODE, &address, syntax::ip);
        let parsed = address.text().and_then(|text| text.parse::<std::net::IpAddr>().ok());
        if parsed.is_some_and(|ip| ip.is_loopback() || ip.is_unspecified()) {
            let why = "may not be in the loopback range, or unspecified";
            found.invalid(CODE, &address, why);
        }
    }
}

fn external_name(found: &mut Findings, spec: &Place, kind: &str) {
    let name = spec.get("externalName");
    if kind != "ExternalName" {
        return;
    }
    if name.is_blank() {
        filled(found, CODE, &name);
        return;
    }
    let Some(text) = name.text() else { return };
    if let Some(why) = syntax::subdomain(text.strip_suffix('.').unwrap_or(text)) {
        found.invalid(CODE, &name, why);
    }
}

/// `validateClientIPAffinityConfig`; a configuration without affinity is dropped.
fn affinity(found: &mut Findings, spec: &Place) {
    let kind = spec.get("sessionAffinity");
    one_of(found, CODE, &kind, &["ClientIP", "None"]);
    let seconds = spec.get("sessionAffinityConfig").get("clientIP").get("timeoutSeconds");
    if kind.text() == Some("ClientIP")
        && seconds.int().is_some_and(|value| !(1..=86400).contains(&value))
    {
        found.invalid(CODE, &seconds, "must be greater than 0 and less than 86400");
    }
}

/// `validateServiceExternalTrafficPolicy`, `validateServiceInternalTrafficFieldsValue`
fn traffic(found: &mut Findings, spec: &Place, kind: &str) {
    let reachable = matches!(kind, "NodePort" | "LoadBalancer")
        || (kind == "ClusterIP" && !spec.get("externalIPs").is_blank());
    let external = spec.get("externalTrafficPolicy");
    if external.filled().is_some_and(|text| !matches!(text, "Cluster" | "Local")) {
        found.unsupported(CODE, &external, &["Cluster", "Local"]);
    } else if external.filled().is_some() && !reachable {
        found
            .invalid(CODE, &external, "may only be set for externally-accessible services")
            .help("Take it out, or set `type` to NodePort or LoadBalancer.");
    }
    let health = spec.get("healthCheckNodePort");
    let local = kind == "LoadBalancer" && external.text() == Some("Local");
    if health.int().is_some_and(|port| port != 0) && !local {
        let why = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is \
                   'Local'";
        found.invalid(CODE, &health, why);
    }
    one_of(found, CODE, &spec.get("internalTrafficPolicy"), &["Cluster", "Local"]);
    const NEAR: &[&str] = &["PreferClose", "PreferSameZone", "PreferSameNode"];
    one_of(found, CODE, &spec.get("trafficDistribution"), NEAR);
}

/// What only a LoadBalancer has.
fn load_balancer(found: &mut Findings, spec: &Place, kind: &str) {
    let ranges = spec.get("loadBalancerSourceRanges");
    if !ranges.is_blank() && kind != "LoadBalancer" {
        found.forbidden(CODE, &ranges, "may only be used when `type` is 'LoadBalancer'");
    }
    for range in ranges.items() {
        let Some(text) = range.text() else { continue };
        if syntax::cidr(text.trim()).is_some() {
            let why = "must be a list of IP ranges. For example, 10.240.0.0/24,10.250.0.0/24";
            found.invalid(CODE, &range, why);
        }
    }
    for field in ["loadBalancerClass", "allocateLoadBalancerNodePorts"] {
        let place = spec.get(field);
        if place.is_set() && kind != "LoadBalancer" {
            found.forbidden(CODE, &place, "may only be used when `type` is 'LoadBalancer'");
        }
    }
    let class = spec.get("loadBalancerClass");
    if class.is_set() {
        spelled(found, CODE, &class, syntax::qualified);
    }
}

/// `ValidateServiceClusterIPsRelatedFields`: families of addresses.
fn families(found: &mut Findings, spec: &Place) {
    const POLICIES: &[&str] = &["SingleStack", "PreferDualStack", "RequireDualStack"];
    one_of(found, CODE, &spec.get("ipFamilyPolicy"), POLICIES);
    let families = spec.get("ipFamilies");
    let policy = spec.get("ipFamilyPolicy");
    if policy.text() == Some("SingleStack") {
        for field in ["ipFamilies", "clusterIPs"] {
            let both = spec.get(field);
            if both.items().count() > 1 {
                let why = format!(
                    "must be RequireDualStack or PreferDualStack when multiple '{field}' are \
                     specified"
                );
                found.invalid(CODE, &policy, &why).mark(&both, "several");
            }
        }
    }
    let mut seen: Vec<(&str, Place)> = Vec::new();
    for family in families.items() {
        let Some(text) = family.text() else { continue };
        if !matches!(text, "IPv4" | "IPv6") {
            found.unsupported(CODE, &family, &["IPv4", "IPv6"]);
        }
        match seen.iter().find(|one| one.0 == text) {
            Some((_, first)) => drop(found.duplicate(CODE, &family, text, first)),
            None => seen.push((text, family)),
        }
    }
}

/// `IsDomainPrefixedPath`: a domain, a slash and a path.
pub(super) fn domain_path(found: &mut Findings, code: Code, place: &Place) {
    let fits = place
        .text()
        .and_then(|text| text.split_once('/'))
        .is_some_and(|(domain, path)| syntax::subdomain(domain).is_none() && !path.is_empty());
    if !fits {
        let why = "must be a domain-prefixed path (such as \"acme.io/foo\")";
        found.invalid(code, place, why);
    }
}
