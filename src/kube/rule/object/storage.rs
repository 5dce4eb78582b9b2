//! Claims, volumes and classes of storage.
//!
//! `ValidatePersistentVolumeClaimSpec`, `ValidatePersistentVolumeSpec`
//! (pkg/apis/core/validation) and pkg/apis/storage/validation;
//! <https://kubernetes.io/docs/concepts/storage/persistent-volumes/>.

use super::scheduling::node_selector;
use super::volume::host_path;
use super::volume_source;
use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::selector;
use crate::kube::rule::syntax;
use crate::kube::rule::value::{filled, named, no_backsteps, one_of, quantity, spelled};

const CODE: Code = Code::Storage;

const MODES: &[&str] = &["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

/// A PersistentVolumeClaim.
pub(super) fn claim(found: &mut Findings, object: &Place) {
    check_claim(found, &object.get("spec"));
}

/// The specification of a claim, wherever it stands.
pub(super) fn check_claim(found: &mut Findings, spec: &Place) {
    if !spec.is_set() {
        return;
    }
    access(found, spec);
    selector::check(found, &spec.get("selector"));
    let storage = spec.get("resources").get("requests").key("storage");
    if !storage.is_set() {
        // The server names it so.
        let resources = spec.get("resources").key("storage");
        found
            .required(CODE, &resources, "")
            .mend("Set `resources.requests.storage` to the size that is needed.");
    }
    positive(found, &storage);
    class_name(found, &spec.get("storageClassName"));
    one_of(found, CODE, &spec.get("volumeMode"), &["Block", "Filesystem"]);
    let (source, reference) = (spec.get("dataSource"), spec.get("dataSourceRef"));
    if source.is_set() && reference.is_set() {
        let differs = ["apiGroup", "kind", "name"]
            .iter()
            .any(|field| source.get(field).text() != reference.get(field).text());
        if differs {
            let why = "must match dataSourceRef";
            found.invalid(CODE, &source, why).mark(&reference, "dataSourceRef");
        }
    }
    let class = spec.get("volumeAttributesClassName");
    class_name(found, &class);
    for data in [source, reference].iter().filter(|it| it.is_set()) {
        for field in ["kind", "name"] {
            filled(found, CODE, &data.get(field));
        }
    }
}

fn access(found: &mut Findings, spec: &Place) {
    let modes = spec.get("accessModes");
    if modes.is_blank() {
        found
            .required(CODE, &modes, "at least 1 access mode is required")
            .mend("Set `accessModes`, such as [\"ReadWriteOnce\"].");
    }
    let mut alone = None;
    for mode in modes.items() {
        let Some(text) = mode.text() else { continue };
        if !MODES.contains(&text) {
            let finding = found.unsupported(CODE, &mode, MODES);
            let long = [("RWO", 2), ("ROX", 0), ("RWX", 1), ("RWOP", 3)];
            if let Some((_, index)) = long.iter().find(|short| short.0 == text) {
                finding.help(format!("{text} is `{}`.", MODES.get(*index).unwrap_or(&"")));
            }
        }
        if text == "ReadWriteOncePod" {
            alone = Some(mode);
        }
    }
    if let Some(mode) = alone.filter(|_| modes.items().count() > 1) {
        let why = "may not use ReadWriteOncePod with other access modes";
        found.forbidden(CODE, &modes, why).on(&mode);
    }
}

fn positive(found: &mut Findings, storage: &Place) {
    if quantity(found, CODE, storage).is_some_and(|it| it.is_negative() || it.is_zero()) {
        found.invalid(CODE, storage, "must be greater than zero");
    }
}

/// An empty name asks for volumes of no class.
fn class_name(found: &mut Findings, name: &Place) {
    if name.filled().is_some() {
        spelled(found, CODE, name, syntax::subdomain);
    }
}

/// A PersistentVolume.
pub(super) fn volume(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    if !spec.is_set() {
        return;
    }
    access(found, &spec);
    capacity(found, &spec.get("capacity"));
    if !volume_source::only_one(found, CODE, &spec, volume_source::OF_VOLUMES) {
        found
            .required(CODE, &spec, "must specify a volume type")
            .mend("Say what the volume is made of: `csi`, `nfs`, `local`, `hostPath`, …");
    }
    volume_source::required(found, CODE, &spec);
    let csi = spec.get("csi");
    if csi.is_set() {
        filled(found, CODE, &csi.get("volumeHandle"));
        let driver = csi.get("driver");
        if let Some(text) = driver.filled()
            && let Some(why) = syntax::subdomain(&text.to_lowercase()).filter(|_| !text.is_empty())
        {
            found.invalid(CODE, &driver, why);
        }
    }
    host_path(found, CODE, &spec.get("hostPath"));
    no_backsteps(found, CODE, &spec.get("local").get("path"));
    let reclaim = spec.get("persistentVolumeReclaimPolicy");
    one_of(found, CODE, &reclaim, &["Delete", "Recycle", "Retain"]);
    let root = spec.get("hostPath").get("path");
    if root.text() == Some("/") && reclaim.text() == Some("Recycle") {
        let why = "may not be 'recycle' for a hostPath mount of '/'";
        found.forbidden(CODE, &reclaim, why).mark(&root, "the path");
    }
    class_name(found, &spec.get("storageClassName"));
    one_of(found, CODE, &spec.get("volumeMode"), &["Block", "Filesystem"]);
    let affinity = spec.get("nodeAffinity").get("required");
    if affinity.is_set() {
        node_selector(found, CODE, &affinity);
    } else if spec.get("local").is_set() {
        let why = "Local volume requires node affinity";
        found.required(CODE, &spec.get("nodeAffinity"), why);
    }
}

/// A volume has a size and no other amounts.
fn capacity(found: &mut Findings, capacity: &Place) {
    let storage = capacity.key("storage");
    if capacity.is_blank() {
        found.required(CODE, capacity, "").mend("Set `capacity: storage: …`.");
    } else if !storage.is_set() || capacity.entries().count() > 1 {
        found.unsupported(CODE, capacity, &["storage"]);
    }
    positive(found, &storage);
}

/// `ValidateStorageClass`; <https://kubernetes.io/docs/concepts/storage/storage-classes/>
pub(super) fn class(found: &mut Findings, object: &Place) {
    let provisioner = object.get("provisioner");
    if provisioner.is_blank() {
        filled(found, CODE, &provisioner);
    } else if let Some(text) = provisioner.text()
        && let Some(why) = syntax::qualified(&text.to_lowercase())
    {
        found.invalid(CODE, &provisioner, why);
    }
    one_of(found, CODE, &object.get("reclaimPolicy"), &["Delete", "Retain"]);
    const BINDING: &[&str] = &["Immediate", "WaitForFirstConsumer"];
    one_of(found, CODE, &object.get("volumeBindingMode"), BINDING);
    topologies(found, &object.get("allowedTopologies"));
    let parameters = object.get("parameters");
    if parameters.entries().count() > 512 {
        found.add(CODE, &parameters, "Too long: must have at most 512 items");
    }
    for (key, value) in parameters.entries() {
        if key.is_empty() {
            found.invalid_value(CODE, &parameters, key, "field can not be empty.").on(&value);
        }
    }
}

/// Where volumes of a class may be (`ValidateTopologySelectorTerm`).
fn topologies(found: &mut Findings, topologies: &Place) {
    for requirement in topologies.items().flat_map(|it| it.get("matchLabelExpressions").items()) {
        named(found, CODE, &requirement.get("key"), syntax::qualified);
        let values = requirement.get("values");
        if values.is_blank() {
            found.required(CODE, &values, "");
        }
        let mut seen: Vec<(&str, Place)> = Vec::new();
        for value in values.items() {
            let Some(text) = value.text() else { continue };
            match seen.iter().find(|one| one.0 == text) {
                Some((_, first)) => drop(found.duplicate(CODE, &value, text, first)),
                None => seen.push((text, value)),
            }
        }
    }
}

/// `ValidateCSIDriver`
pub(super) fn driver(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    const POLICIES: &[&str] = &["ReadWriteOnceWithFSType", "File", "None"];
    one_of(found, CODE, &spec.get("fsGroupPolicy"), POLICIES);
    for mode in spec.get("volumeLifecycleModes").items() {
        one_of(found, CODE, &mode, &["Ephemeral", "Persistent"]);
    }
    for request in spec.get("tokenRequests").items() {
        let seconds = request.get("expirationSeconds");
        if seconds.int().is_some_and(|value| value < 600) {
            let why = "may not specify a duration less than 10 minutes";
            found.invalid(CODE, &seconds, why);
        }
    }
}

/// `ValidateRuntimeClass` (pkg/apis/node/validation)
pub(super) fn runtime_class(found: &mut Findings, object: &Place) {
    named(found, CODE, &object.get("handler"), syntax::label);
}
