//! What a pod may not ask for because of the system it runs on, or of what it shares with its node.
//!
//! `validateWindows`, `validateLinux` and `validateHostUsers`
//! (pkg/apis/core/validation/validation.go).

use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;

const CODE: Code = Code::Pod;

/// The fields of a pod that mean nothing on Windows.
const NOT_OF_WINDOWS: &[&str] = &["hostPID", "hostIPC", "hostUsers", "shareProcessNamespace"];

/// The fields of a pod's security context that mean nothing on Windows.
const NOT_OF_WINDOWS_CONTEXT: &[&str] = &[
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "fsGroup",
    "fsGroupChangePolicy",
    "sysctls",
    "runAsUser",
    "runAsGroup",
    "supplementalGroups",
    "supplementalGroupsPolicy",
    "seLinuxChangePolicy",
];

/// Those of a container's.
const NOT_OF_WINDOWS_CONTAINERS: &[&str] = &[
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "capabilities",
    "readOnlyRootFilesystem",
    "privileged",
    "allowPrivilegeEscalation",
    "procMount",
    "runAsUser",
    "runAsGroup",
];

/// Checks a pod specification.
pub(super) fn check(found: &mut Findings, spec: &Place) {
    let system = spec.get("os").get("name");
    match system.text() {
        Some("windows") => windows(found, spec),
        Some("linux") => linux(found, spec),
        Some(_) | None => {}
    }
    users(found, spec);
}

fn contexts<'a>(spec: &Place<'a>) -> Vec<Place<'a>> {
    let kinds = ["initContainers", "containers", "ephemeralContainers"];
    let containers = kinds.iter().flat_map(|kind| spec.get(kind).items());
    containers.map(|container| container.get("securityContext")).collect()
}

fn windows(found: &mut Findings, spec: &Place) {
    const WHY: &str = "cannot be set for a windows pod";
    let context = spec.get("securityContext");
    let mut places: Vec<Place> = NOT_OF_WINDOWS.iter().map(|field| spec.get(field)).collect();
    places.extend(NOT_OF_WINDOWS_CONTEXT.iter().map(|field| context.get(field)));
    for context in contexts(spec) {
        places.extend(NOT_OF_WINDOWS_CONTAINERS.iter().map(|field| context.get(field)));
    }
    for place in places.iter().filter(|place| place.is_set()) {
        found.forbidden(CODE, place, WHY).help("Take it out, or let the pod run on linux.");
    }
}

fn linux(found: &mut Findings, spec: &Place) {
    let own = std::iter::once(spec.get("securityContext"));
    for context in own.chain(contexts(spec)) {
        let options = context.get("windowsOptions");
        if options.is_set() {
            found.forbidden(CODE, &options, "cannot be set for a linux pod");
        }
    }
}

/// A pod with users of its own shares nothing with its node, and that alone may see `/proc` whole.
fn users(found: &mut Findings, spec: &Place) {
    let users = spec.get("hostUsers");
    let apart = users.bool() == Some(false);
    for field in ["hostNetwork", "hostPID", "hostIPC"] {
        let shared = spec.get(field);
        if apart && shared.is_true() {
            let why = format!("when `{field}` is true, `hostUsers` must be true");
            found.forbidden(CODE, &users, &why).mark(&shared, "shared with the node");
        }
    }
    for context in contexts(spec) {
        let mount = context.get("procMount");
        if mount.text() == Some("Unmasked") && !apart {
            let why = "`hostUsers` must be false to use `Unmasked`";
            found.invalid(Code::SecurityContext, &mount, why);
        }
    }
}
