//! The containers of a pod.
//!
//! `validateContainers`, `validateInitContainers` and `validateEphemeralContainers`
//! (pkg/apis/core/validation/validation.go);
//! <https://kubernetes.io/docs/concepts/workloads/pods/>.

use super::pod::{Owner, Pod};
use super::{env, port, probe, resources, security, volume_mount};
use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::syntax;
use crate::kube::rule::value::{named, one_of};

const CODE: Code = Code::Container;

/// What a container is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It runs as long as the pod.
    Main,
    /// It runs before the others, and ends.
    Init,
    /// It starts with those that run before, and goes on.
    Sidecar,
}

/// All containers of a pod: names are shared by all kinds of them.
pub(super) fn check_all(found: &mut Findings, pod: &Pod) {
    let spec = &pod.spec;
    let mains = spec.get("containers");
    if mains.is_blank() {
        found.required(CODE, &mains, "").help("A pod has at least one container.");
    }
    let mut names: Vec<(&str, Place)> = Vec::new();
    for container in mains.items() {
        check(found, pod, &container, Role::Main, &mut names);
    }
    for container in spec.get("initContainers").items() {
        let restart = container.get("restartPolicy");
        let role = if restart.text() == Some("Always") { Role::Sidecar } else { Role::Init };
        if restart.filled().is_some() {
            one_of(found, CODE, &restart, &["Always", "Never", "OnFailure"]);
        }
        check(found, pod, &container, role, &mut names);
    }
    let ephemeral = spec.get("ephemeralContainers");
    if !ephemeral.is_blank() {
        let why = match pod.owner {
            Owner::Template => "ephemeral containers not allowed in pod template",
            Owner::Pod => "cannot be set on create",
        };
        found
            .forbidden(CODE, &ephemeral, why)
            .help("Ephemeral containers are added to running pods: `kubectl debug`.");
    }
    port::check_hosts(found, spec);
}

fn check<'a>(
    found: &mut Findings,
    pod: &Pod<'a>,
    container: &Place<'a>,
    role: Role,
    names: &mut Vec<(&'a str, Place<'a>)>,
) {
    name(found, container, names);
    image(found, pod.owner, &container.get("image"));
    const PULL: &[&str] = &["Always", "IfNotPresent", "Never"];
    one_of(found, CODE, &container.get("imagePullPolicy"), PULL);
    const TERMINATION: &[&str] = &["File", "FallbackToLogsOnError"];
    one_of(found, CODE, &container.get("terminationMessagePolicy"), TERMINATION);
    port::check(found, &container.get("ports"));
    env::check(found, container);
    volume_mount::check(found, pod, container);
    resources::check_container(found, container, &pod.spec);
    security::check_container(found, &container.get("securityContext"));
    probe::check_container(found, &pod.spec, container, role);
}

/// `ValidateDNS1123Label` and `Duplicate` in `validateContainers`
fn name<'a>(found: &mut Findings, container: &Place<'a>, names: &mut Vec<(&'a str, Place<'a>)>) {
    let place = container.get("name");
    let Some(name) = named(found, CODE, &place, syntax::label) else { return };
    match names.iter().find(|one| one.0 == name) {
        Some((_, first)) => {
            found
                .duplicate(CODE, &place, name, first)
                .help("Containers and init containers of a pod have different names.");
        }
        None => names.push((name, place)),
    }
}

/// The image is required; only that of a pod must have no spaces around it, in templates the
/// server lets them pass (`validateContainersOnlyForPod`).
fn image(found: &mut Findings, owner: Owner, image: &Place) {
    if image.is_blank() {
        found.required(CODE, image, "");
    }
    let Some(text) = image.text() else { return };
    if owner == Owner::Pod && text.trim() != text {
        found
            .invalid(CODE, image, "must not have leading or trailing whitespace")
            .write(text.trim());
    }
}
