//! The specification of a pod, alone or in a template.
//!
//! `ValidatePodSpec` (pkg/apis/core/validation/validation.go);
//! <https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/>. Containers,
//! volumes, scheduling and security have files of their own.

use super::{container, pod_system, resources, scheduling, security, volume};
use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::syntax;
use crate::kube::rule::value::{filled, named, one_of, quantity, spelled, within};

const CODE: Code = Code::Pod;

/// What a pod specification belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// It is that of a pod.
    Pod,
    /// It is that of a template.
    Template,
}

/// A pod specification, with what rules on its parts need of the whole.
pub(super) struct Pod<'a> {
    /// The specification.
    pub(super) spec: Place<'a>,
    /// What it belongs to.
    pub(super) owner: Owner,
    /// The names of its volumes, those of claim templates included.
    pub(super) volumes: Vec<&'a str>,
}

/// Checks a pod specification. `claims` are the volume claim templates around it, if any.
pub(super) fn check(found: &mut Findings, spec: &Place, owner: Owner, claims: Option<&Place>) {
    let mut volumes: Vec<&str> =
        spec.get("volumes").items().filter_map(|it| it.get("name").text()).collect();
    let claims = claims.into_iter().flat_map(|it| it.items());
    volumes.extend(claims.filter_map(|it| it.get("metadata").get("name").text()));
    let pod = Pod { spec: *spec, owner, volumes };
    volume::check(found, &spec.get("volumes"));
    container::check_all(found, &pod);
    security::check_pod(found, spec);
    pod_system::check(found, spec);
    scheduling::check(found, spec);
    claims_of_resources(found, spec);
    resources::check_pod(found, &spec.get("resources"));
    names(found, spec);
    dns(found, spec);
    host_aliases(found, &spec.get("hostAliases"));
    overhead(found, &spec.get("overhead"));
    one_of(
        found,
        Code::RestartPolicy,
        &spec.get("restartPolicy"),
        &["Always", "Never", "OnFailure"],
    );
    one_of(found, CODE, &spec.get("preemptionPolicy"), &["PreemptLowerPriority", "Never"]);
    one_of(found, CODE, &spec.get("os").get("name"), &["linux", "windows"]);
    within(found, CODE, &spec.get("activeDeadlineSeconds"), 1, i64::from(i32::MAX));
}

/// The claims on devices: each has a name of its own, and says where it comes from.
/// (`validatePodResourceClaims`)
fn claims_of_resources(found: &mut Findings, spec: &Place) {
    const SOURCES: [&str; 2] = ["resourceClaimName", "resourceClaimTemplateName"];
    let mut seen: Vec<(&str, Place)> = Vec::new();
    for claim in spec.get("resourceClaims").items() {
        let place = claim.get("name");
        if let Some(name) = named(found, CODE, &place, syntax::label) {
            match seen.iter().find(|one| one.0 == name) {
                Some((_, first)) => drop(found.duplicate(CODE, &place, name, first)),
                None => seen.push((name, place)),
            }
        }
        let given = SOURCES.iter().filter(|source| claim.get(source).is_set()).count();
        if given != 1 {
            let why = match given {
                0 => "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`",
                _ => {
                    "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be \
                      specified"
                }
            };
            found.invalid(CODE, &claim, why);
        }
    }
}

/// The annotations of a pod that the server reads (`ValidatePodSpecificAnnotations`).
pub(super) fn annotations(found: &mut Findings, object: &Place) {
    const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";
    let spec = object.get("spec");
    let kinds = ["initContainers", "containers", "ephemeralContainers"];
    let containers = kinds.iter().flat_map(|kind| spec.get(kind).items());
    let names: Vec<&str> = containers.filter_map(|it| it.get("name").text()).collect();
    for (key, place) in object.get("metadata").get("annotations").entries() {
        if key == "kubernetes.io/config.mirror" && spec.get("nodeName").is_blank() {
            let why = "must set spec.nodeName if mirror pod annotation is set";
            found.invalid(Code::Annotation, &place, why);
        }
        let Some(container) = key.strip_prefix(APP_ARMOR) else { continue };
        if !names.contains(&container) {
            found.invalid_value(Code::Annotation, &place, container, "container not found");
        }
        let fits = |text: &str| {
            matches!(text, "" | "runtime/default" | "unconfined") || text.starts_with("localhost/")
        };
        if place.text().is_some_and(|text| !fits(text)) {
            found.invalid(Code::Annotation, &place, "invalid AppArmor profile name");
        }
    }
}

/// The names of other things that a pod mentions.
fn names(found: &mut Findings, spec: &Place) {
    const SUBDOMAINS: &[&str] = &[
        "serviceAccountName",
        "serviceAccount",
        "nodeName",
        "priorityClassName",
        "runtimeClassName",
    ];
    for field in SUBDOMAINS {
        let place = spec.get(field);
        if place.filled().is_some() {
            spelled(found, CODE, &place, syntax::subdomain);
        }
    }
    for field in ["hostname", "subdomain"] {
        let place = spec.get(field);
        if place.filled().is_some() {
            spelled(found, CODE, &place, syntax::label);
        }
    }
    for gate in spec.get("readinessGates").items() {
        named(found, CODE, &gate.get("conditionType"), syntax::qualified);
    }
    let mut seen: Vec<(&str, Place)> = Vec::new();
    for gate in spec.get("schedulingGates").items() {
        let place = gate.get("name");
        let Some(name) = named(found, CODE, &place, syntax::qualified) else { continue };
        match seen.iter().find(|one| one.0 == name) {
            Some((_, first)) => drop(found.duplicate(CODE, &place, name, first)),
            None => seen.push((name, place)),
        }
    }
}

/// `validateDNSPolicy`, `validatePodDNSConfig`;
/// <https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/>
fn dns(found: &mut Findings, spec: &Place) {
    let (policy, config) = (spec.get("dnsPolicy"), spec.get("dnsConfig"));
    one_of(found, CODE, &policy, &["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"]);
    let servers = config.get("nameservers");
    if policy.text() == Some("None") {
        if !config.is_set() {
            let why = "must provide `dnsConfig` when `dnsPolicy` is None";
            found.required(CODE, &config, why);
        } else if servers.is_blank() {
            let why = "must provide at least one DNS nameserver when `dnsPolicy` is None";
            found.required(CODE, &servers, why);
        }
    }
    if servers.items().count() > 3 {
        found.invalid(CODE, &servers, "must not have more than 3 nameservers");
    }
    for server in servers.items() {
        spelled(found, CODE, &server, syntax::ip);
    }
    let searches = config.get("searches");
    if searches.items().count() > 32 {
        found.invalid(CODE, &searches, "must not have more than 32 search paths");
    }
    for search in searches.items() {
        let Some(text) = search.text() else { continue };
        let bare = text.strip_suffix('.').unwrap_or(text);
        if let Some(why) = syntax::subdomain(bare).filter(|_| text != "." && !bare.contains('_')) {
            found.invalid(CODE, &search, why);
        }
    }
    for option in config.get("options").items() {
        filled(found, CODE, &option.get("name"));
    }
}

/// `ValidateHostAliases`
fn host_aliases(found: &mut Findings, aliases: &Place) {
    for alias in aliases.items() {
        let ip = alias.get("ip");
        if ip.text().is_some_and(|text| syntax::ip(text).is_some()) {
            found.invalid(CODE, &ip, "must be valid IP address");
        }
        for name in alias.get("hostnames").items() {
            spelled(found, CODE, &name, syntax::subdomain);
        }
    }
}

fn overhead(found: &mut Findings, overhead: &Place) {
    for (_, amount) in overhead.entries() {
        if quantity(found, CODE, &amount).is_some_and(|it| it.is_negative()) {
            found.invalid(CODE, &amount, "must be greater than or equal to 0");
        }
    }
}
