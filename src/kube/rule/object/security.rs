//! Security contexts of pods and containers.
//!
//! `ValidatePodSecurityContext` and `ValidateSecurityContext`
//! (pkg/apis/core/validation/validation.go);
//! <https://kubernetes.io/docs/tasks/configure-pod-container/security-context/>.

use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::value::{one_of, within};

const CODE: Code = Code::SecurityContext;

/// The largest id of a user or group. (`IsValidUserID`)
const LARGEST_ID: i64 = 2_147_483_647;

/// The security context of a pod, and what concerns the host.
pub(super) fn check_pod(found: &mut Findings, spec: &Place) {
    let context = spec.get("securityContext");
    ids(found, &context, &["runAsUser", "runAsGroup", "fsGroup"]);
    for group in context.get("supplementalGroups").items() {
        within(found, CODE, &group, 0, LARGEST_ID);
    }
    one_of(found, CODE, &context.get("fsGroupChangePolicy"), &["OnRootMismatch", "Always"]);
    one_of(found, CODE, &context.get("supplementalGroupsPolicy"), &["Merge", "Strict"]);
    profiles(found, &context);
    let shared = spec.get("shareProcessNamespace");
    let host = spec.get("hostPID");
    if shared.is_true() && host.is_true() {
        let why = "ShareProcessNamespace and HostPID cannot both be enabled";
        found.invalid(CODE, &shared, why).mark(&host, "the other").help("Take one of them out.");
    }
    sysctls(found, &context.get("sysctls"));
}

/// `validateSysctls`; <https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/>
fn sysctls(found: &mut Findings, sysctls: &Place) {
    let mut seen: Vec<(String, Place)> = Vec::new();
    for sysctl in sysctls.items() {
        let name = sysctl.get("name");
        let Some(text) = name.text() else { continue };
        let part = |part: &str| {
            let edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
            part.starts_with(edge)
                && part.ends_with(edge)
                && part.chars().all(|c| edge(c) || c == '-' || c == '_')
        };
        if text.is_empty() {
            found.required(CODE, &name, "");
        } else if text.len() > 253 || !text.split(['.', '/']).all(part) {
            found
                .invalid(
                    CODE,
                    &name,
                    "must have at most 253 characters and match regex \
                     ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$",
                )
                .help("Names are like `net.core.somaxconn`.");
        }
        let dotted = text.replace('/', ".");
        match seen.iter().find(|one| one.0 == dotted) {
            Some((_, first)) => drop(found.duplicate(CODE, &name, text, first)),
            None => seen.push((dotted, name)),
        }
    }
}

/// The security context of a container.
pub(super) fn check_container(found: &mut Findings, context: &Place) {
    if !context.is_set() {
        return;
    }
    ids(found, context, &["runAsUser", "runAsGroup"]);
    one_of(found, CODE, &context.get("procMount"), &["Default", "Unmasked"]);
    profiles(found, context);
    let (escalation, privileged) =
        (context.get("allowPrivilegeEscalation"), context.get("privileged"));
    if escalation.bool() != Some(false) {
        return;
    }
    if privileged.is_true() {
        let why = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true";
        found
            .invalid(CODE, context, why)
            .on(&escalation)
            .mark(&privileged, "a privileged container can do anything")
            .help("Take one of them out.");
    }
    let added = context.get("capabilities").get("add");
    if let Some(admin) = added.items().find(|it| it.text() == Some("CAP_SYS_ADMIN")) {
        let why = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` \
                   CAP_SYS_ADMIN";
        found.invalid(CODE, context, why).on(&escalation).mark(&admin, "the capability");
    }
}

fn ids(found: &mut Findings, context: &Place, fields: &[&'static str]) {
    for field in fields {
        within(found, CODE, &context.get(field), 0, LARGEST_ID);
    }
}

/// `validateSeccompProfileField`, `ValidateAppArmorProfileField`
fn profiles(found: &mut Findings, context: &Place) {
    for name in ["seccompProfile", "appArmorProfile"] {
        let profile = context.get(name);
        if !profile.is_set() {
            continue;
        }
        let (kind, file) = (profile.get("type"), profile.get("localhostProfile"));
        if kind.is_blank() {
            found.required(CODE, &kind, "type is required when seccompProfile is set");
            continue;
        }
        one_of(found, CODE, &kind, &["Localhost", "RuntimeDefault", "Unconfined"]);
        match (kind.text(), file.is_blank()) {
            (Some("Localhost"), true) => {
                let why = "must be set when seccomp type is Localhost";
                found.required(CODE, &file, why);
            }
            (Some(other), false) if other != "Localhost" => {
                let why = "can only be set when seccomp type is Localhost";
                found.invalid(CODE, &file, why);
            }
            (Some(_) | None, _) => {}
        }
    }
}
