//! Where containers see volumes.
//!
//! `ValidateVolumeMounts` and `ValidateVolumeDevices` (pkg/apis/core/validation/validation.go);
//! <https://kubernetes.io/docs/concepts/storage/volumes/>. That a path has no colon, only the
//! kubelet asks.

use super::pod::Pod;
use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::value::{descending_path, filled, one_of};

const CODE: Code = Code::Volume;

/// The mounts and devices of one container.
pub(super) fn check(found: &mut Findings, pod: &Pod, container: &Place) {
    let mut paths: Vec<(&str, Place)> = Vec::new();
    for mount in container.get("volumeMounts").items() {
        volume(found, pod, &mount.get("name"));
        path(found, &mount.get("mountPath"), &mut paths);
        sub_path(found, &mount);
        propagation(found, container, &mount.get("mountPropagation"));
        const RECURSIVE: &[&str] = &["Disabled", "Enabled", "IfPossible"];
        one_of(found, CODE, &mount.get("recursiveReadOnly"), RECURSIVE);
        recursive(found, &mount);
    }
    for device in container.get("volumeDevices").items() {
        volume(found, pod, &device.get("name"));
        block(found, pod, &device.get("name"));
        path(found, &device.get("devicePath"), &mut paths);
        descending_devices(found, &device.get("devicePath"));
    }
}

/// What is read only all the way down is read only at the top.
fn recursive(found: &mut Findings, mount: &Place) {
    let recursive = mount.get("recursiveReadOnly");
    if !matches!(recursive.text(), Some("Enabled" | "IfPossible")) {
        return;
    }
    if !mount.get("readOnly").is_true() {
        let why = "may only be specified when readOnly is true";
        found.forbidden(CODE, &recursive, why).help("Set `readOnly: true` as well.");
    }
    let propagation = mount.get("mountPropagation");
    if propagation.filled().is_some_and(|text| text != "None") {
        let why = "may only be specified when mountPropagation is None or not specified";
        found.forbidden(CODE, &recursive, why).mark(&propagation, "the propagation");
    }
}

/// Claims alone give devices; those of claim templates stand in no volume of the pod.
fn block(found: &mut Findings, pod: &Pod, name: &Place) {
    let volumes = pod.spec.get("volumes");
    let named = volumes.items().find(|it| it.get("name").text() == name.text());
    let Some(volume) = named else { return };
    let kinds = ["persistentVolumeClaim", "ephemeral"];
    if !kinds.iter().any(|kind| volume.get(kind).is_set()) {
        let why = "can only use volume source type of PersistentVolumeClaim or Ephemeral for \
                   block mode";
        found.invalid(CODE, name, why).mark(&volume, "the volume");
    }
}

fn descending_devices(found: &mut Findings, path: &Place) {
    if path.text().is_some_and(|text| text.split('/').any(|part| part == "..")) {
        found.invalid(CODE, path, "can not contain backsteps ('..')");
    }
}

/// A mount names a volume of the pod.
fn volume(found: &mut Findings, pod: &Pod, name: &Place) {
    let Some(text) = filled(found, CODE, name) else { return };
    if !pod.volumes.contains(&text) {
        found
            .not_found(CODE, name, "volume", &pod.volumes)
            .help("The pod's `volumes` say what a mount holds.");
    }
}

/// A path is taken once in a container.
fn path<'a>(found: &mut Findings, place: &Place<'a>, paths: &mut Vec<(&'a str, Place<'a>)>) {
    let Some(text) = filled(found, CODE, place) else { return };
    match paths.iter().find(|one| one.0 == text) {
        Some((_, first)) => {
            found.invalid(CODE, place, "must be unique").mark(first, "first here");
        }
        None => paths.push((text, *place)),
    }
}

fn sub_path(found: &mut Findings, mount: &Place) {
    let (plain, expression) = (mount.get("subPath"), mount.get("subPathExpr"));
    descending_path(found, CODE, &plain);
    descending_path(found, CODE, &expression);
    if plain.filled().is_some() && expression.filled().is_some() {
        found
            .invalid(CODE, &expression, "subPathExpr and subPath are mutually exclusive")
            .mark(&plain, "the other");
    }
}

/// `validateMountPropagation`
fn propagation(found: &mut Findings, container: &Place, place: &Place) {
    one_of(found, CODE, place, &["Bidirectional", "HostToContainer", "None"]);
    let privileged = container.get("securityContext").get("privileged").is_true();
    if place.text() == Some("Bidirectional") && !privileged {
        let why = "Bidirectional mount propagation is available only to privileged containers";
        found
            .forbidden(CODE, place, why)
            .help("Set `securityContext.privileged: true`, or use HostToContainer.");
    }
}
