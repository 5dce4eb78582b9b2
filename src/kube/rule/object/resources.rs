//! What containers ask for and may use at most.
//!
//! `ValidateResourceRequirements` and `ValidateContainerResourceName`
//! (pkg/apis/core/validation/validation.go);
//! <https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/>.

use crate::base::Code;
use crate::kube::quantity::Quantity;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::syntax;
use crate::kube::rule::value::{amount, one_of};

const CODE: Code = Code::Resources;

/// The resources that containers can have and that Kubernetes itself knows.
const FOR_CONTAINERS: &[&str] = &["cpu", "memory", "ephemeral-storage"];

/// The resources of a container; `pod` is the specification around it.
pub(super) fn check_container(found: &mut Findings, container: &Place, pod: &Place) {
    let resources = container.get("resources");
    resizing(found, container);
    if !resources.is_set() {
        return;
    }
    let (requests, limits) = (resources.get("requests"), resources.get("limits"));
    each(found, &limits);
    each(found, &requests);
    for (name, request) in requests.entries() {
        against_limit(found, name, &request, &limits);
    }
    huge_pages(found, &resources);
    claims(found, &resources, pod);
}

/// The resources of a whole pod (`validatePodResourceRequirements`).
pub(super) fn check_pod(found: &mut Findings, resources: &Place) {
    for amounts in [resources.get("limits"), resources.get("requests")] {
        for (name, place) in amounts.entries() {
            let known = matches!(name, "cpu" | "memory") || name.starts_with("hugepages-");
            if !known {
                found
                    .unsupported(CODE, &place, &["cpu", "hugepages-", "memory"])
                    .on_key(&place)
                    .mend(format!("`{name}` is asked for by containers, not by pods."));
            }
            amount(found, CODE, &place);
        }
    }
    for (name, request) in resources.get("requests").entries() {
        against_limit(found, name, &request, &resources.get("limits"));
    }
}

/// What happens when the resources of a running container change (`validateResizePolicy`).
fn resizing(found: &mut Findings, container: &Place) {
    let mut seen: Vec<(&str, Place)> = Vec::new();
    for policy in container.get("resizePolicy").items() {
        let name = policy.get("resourceName");
        one_of(found, CODE, &name, &["cpu", "memory"]);
        one_of(found, CODE, &policy.get("restartPolicy"), &["NotRequired", "RestartContainer"]);
        let Some(text) = name.filled() else { continue };
        match seen.iter().find(|one| one.0 == text) {
            Some((_, first)) => drop(found.duplicate(CODE, &name, text, first)),
            None => seen.push((text, name)),
        }
    }
}

/// Each resource has a name that containers can ask for, and an amount.
fn each(found: &mut Findings, amounts: &Place) {
    for (name, place) in amounts.entries() {
        if let Some(why) = unknown(name) {
            let finding = found.invalid_value(CODE, &place, name, why).on_key(&place);
            let near = crate::base::nearest(name, FOR_CONTAINERS.iter().copied());
            match (name, near) {
                ("gpu" | "gpus" | "nvidia.com", _) => finding
                    .help("A GPU is asked for by its vendor's name, such as `nvidia.com/gpu`."),
                (_, Some(near)) => finding.help(format!("Did you mean `{near}`?")),
                (_, None) => finding.help(
                    "Containers can ask for cpu, memory, ephemeral-storage, hugepages-SIZE, and \
                     extended resources such as `nvidia.com/gpu`.",
                ),
            };
        }
        let Some(amount) = amount(found, CODE, &place) else { continue };
        if let Some(size) = name.strip_prefix("hugepages-").and_then(Quantity::read)
            && !amount.is_multiple_of(&size)
        {
            let size = name.trim_start_matches("hugepages-");
            found.invalid(CODE, &place, &format!("must be a multiple of {size}"));
        }
        if is_extended(name) && !amount.is_whole() {
            found
                .invalid(CODE, &place, "must be an integer")
                .help(format!("`{name}` is counted in whole devices."));
        }
    }
}

/// `validateContainerResourceName`
fn unknown(name: &str) -> Option<&'static str> {
    if name.contains('/') {
        return syntax::qualified(name);
    }
    let known = FOR_CONTAINERS.contains(&name) || name.starts_with("hugepages-");
    (!known).then_some("must be a standard resource type or fully qualified")
}

/// Whether a resource is one that some device plugin or operator brings.
/// (`IsExtendedResourceName`, pkg/apis/core/v1/helper)
pub(super) fn is_extended(name: &str) -> bool {
    name.contains('/') && !name.contains("kubernetes.io/") && !name.starts_with("requests.")
}

/// Whether nodes never promise more of it than they have. (`IsOvercommitAllowed`)
fn is_exact(name: &str) -> bool {
    is_extended(name) || name.starts_with("hugepages-")
}

/// A request is at most the limit, and exactly the limit where nodes promise no more than they
/// have.
fn against_limit<'a>(found: &mut Findings, name: &'a str, request: &Place<'a>, limits: &Place<'a>) {
    let limit = limits.key(name);
    if limit.is_set() && limit.text() == request.text() && limit.text().is_some() {
        // Alike to the letter.
        return;
    }
    let Some(asked) = request.shape().and_then(Quantity::of) else { return };
    if !limit.is_set() {
        if is_exact(name) {
            let why = "Limit must be set for non overcommitable resources";
            let shown = request.shown().unwrap_or_default();
            found
                .add(CODE, limits, format!("Required value: {why}"))
                .on(request)
                .help(format!("Set `limits` of `{name}` to {shown} as well."));
        }
        return;
    };
    let Some(most) = limit.shape().and_then(Quantity::of) else { return };
    let shown = || limit.shown().unwrap_or_default();
    if is_exact(name) && asked.compare(&most).is_ne() {
        found
            .invalid(CODE, request, &format!("must be equal to {name} limit of {}", shown()))
            .mark(&limit, "the limit")
            .help("Devices are not shared: write the same number twice, or the limit alone.");
    } else if !is_exact(name) && asked.exceeds(&most) {
        found
            .invalid(
                CODE,
                request,
                &format!("must be less than or equal to {name} limit of {}", shown()),
            )
            .mark(&limit, "the limit")
            .help("Raise the limit or lower the request.");
    }
}

/// Huge pages are taken from memory, so something of a node's memory or cpu has to be asked for.
fn huge_pages(found: &mut Findings, resources: &Place) {
    let sides = [resources.get("requests"), resources.get("limits")];
    let names = || sides.iter().flat_map(|side| side.entries());
    let plain = names().any(|(name, _)| matches!(name, "cpu" | "memory"));
    if let Some((_, place)) = names().find(|(name, _)| name.starts_with("hugepages-"))
        && !plain
    {
        found
            .forbidden(CODE, resources, "HugePages require cpu or memory")
            .on_key(&place)
            .help("Ask for memory as well.");
    }
}

/// A container uses claims that the pod declares.
fn claims(found: &mut Findings, resources: &Place, pod: &Place) {
    for claim in resources.get("claims").items() {
        let declared = pod.get("resourceClaims").items().filter_map(|it| it.get("name").text());
        let declared: Vec<&str> = declared.collect();
        let name = claim.get("name");
        if name.filled().is_some_and(|name| !declared.contains(&name)) {
            found.not_found(CODE, &name, "resource claim", &declared);
        }
    }
}
