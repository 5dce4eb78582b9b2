//! What volumes are made of: which sources there are, and what each must have.
//!
//! `validateVolumeSource` and `ValidatePersistentVolumeSpec`
//! (pkg/apis/core/validation/validation.go).

use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::value::filled;

/// The sources of a pod's volume.
pub(super) const OF_PODS: &[&str] = &[
    "hostPath",
    "emptyDir",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "gitRepo",
    "secret",
    "nfs",
    "iscsi",
    "glusterfs",
    "persistentVolumeClaim",
    "rbd",
    "flexVolume",
    "cinder",
    "cephfs",
    "flocker",
    "downwardAPI",
    "fc",
    "azureFile",
    "configMap",
    "vsphereVolume",
    "quobyte",
    "azureDisk",
    "photonPersistentDisk",
    "projected",
    "portworxVolume",
    "scaleIO",
    "storageos",
    "csi",
    "ephemeral",
    "image",
];

/// The sources of a PersistentVolume.
pub(super) const OF_VOLUMES: &[&str] = &[
    "hostPath",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "glusterfs",
    "flocker",
    "nfs",
    "rbd",
    "quobyte",
    "cephfs",
    "iscsi",
    "cinder",
    "fc",
    "flexVolume",
    "azureFile",
    "vsphereVolume",
    "azureDisk",
    "photonPersistentDisk",
    "portworxVolume",
    "scaleIO",
    "local",
    "storageos",
    "csi",
];

/// What a source must have.
const REQUIRED: &[(&str, &[&str])] = &[
    ("awsElasticBlockStore", &["volumeID"]),
    ("azureDisk", &["diskName", "diskURI"]),
    ("azureFile", &["secretName", "shareName"]),
    ("cephfs", &["monitors"]),
    ("cinder", &["volumeID"]),
    ("csi", &["driver"]),
    ("flexVolume", &["driver"]),
    ("gcePersistentDisk", &["pdName"]),
    ("gitRepo", &["repository"]),
    ("glusterfs", &["endpoints", "path"]),
    ("iscsi", &["targetPortal", "iqn"]),
    ("local", &["path"]),
    ("nfs", &["server", "path"]),
    ("persistentVolumeClaim", &["claimName"]),
    ("photonPersistentDisk", &["pdID"]),
    ("portworxVolume", &["volumeID"]),
    ("quobyte", &["registry", "volume"]),
    ("rbd", &["monitors", "image"]),
    ("scaleIO", &["gateway", "system", "volumeName"]),
    ("vsphereVolume", &["volumePath"]),
];

/// There is at most one source; says whether there is any.
pub(super) fn only_one(
    found: &mut Findings,
    code: Code,
    volume: &Place,
    sources: &[&'static str],
) -> bool {
    let mut first: Option<Place> = None;
    for source in volume.fields().filter(|(name, _)| sources.contains(name)) {
        let (_, place) = source;
        match first {
            None if place.is_set() => first = Some(place),
            Some(first) if place.is_set() => {
                found
                    .forbidden(code, &place, "may not specify more than 1 volume type")
                    .mark(&first, "the first");
            }
            None | Some(_) => {}
        }
    }
    first.is_some()
}

/// Each source that is given has what it must have.
pub(super) fn required(found: &mut Findings, code: Code, volume: &Place) {
    for (source, fields) in REQUIRED {
        let source = volume.get(source);
        if source.is_set() {
            for field in *fields {
                let place = source.get(field);
                if place.is_blank() {
                    filled(found, code, &place);
                }
            }
        }
    }
}
