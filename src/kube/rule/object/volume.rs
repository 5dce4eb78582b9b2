//! The volumes of a pod.
//!
//! `ValidateVolumes` and `validateVolumeSource` (pkg/apis/core/validation/validation.go);
//! <https://kubernetes.io/docs/concepts/storage/volumes/>. A volume without any source is an
//! `emptyDir`.

use super::volume_files::{downward, files, mode};
use super::{storage, volume_source};
use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::syntax;
use crate::kube::rule::value::{at_most, descending_path, filled, named, no_backsteps, quantity};

const CODE: Code = Code::Volume;

/// The types of `hostPath`.
const HOST_TYPES: &[&str] = &[
    "",
    "BlockDevice",
    "CharDevice",
    "Directory",
    "DirectoryOrCreate",
    "File",
    "FileOrCreate",
    "Socket",
];

/// All volumes of a pod.
pub(super) fn check(found: &mut Findings, volumes: &Place) {
    let mut names: Vec<(&str, Place)> = Vec::new();
    for volume in volumes.items() {
        let place = volume.get("name");
        if let Some(name) = named(found, CODE, &place, syntax::label) {
            match names.iter().find(|one| one.0 == name) {
                Some((_, first)) => drop(found.duplicate(CODE, &place, name, first)),
                None => names.push((name, place)),
            }
        }
        source(found, &volume);
    }
}

fn source(found: &mut Findings, volume: &Place) {
    volume_source::only_one(found, CODE, volume, volume_source::OF_PODS);
    volume_source::required(found, CODE, volume);
    empty_directory(found, &volume.get("emptyDir"));
    host_path(found, CODE, &volume.get("hostPath"));
    let secret = volume.get("secret");
    if secret.is_set() {
        filled(found, CODE, &secret.get("secretName"));
        files(found, &secret);
    }
    let map = volume.get("configMap");
    if map.is_set() {
        filled(found, CODE, &map.get("name"));
        files(found, &map);
    }
    let path = volume.get("nfs").get("path");
    if path.filled().is_some_and(|text| !text.starts_with('/')) {
        found.invalid(CODE, &path, "must be an absolute path");
    }
    descending_path(found, CODE, &volume.get("gitRepo").get("directory"));
    iscsi(found, &volume.get("iscsi"));
    downward(found, &volume.get("downwardAPI"));
    projected(found, &volume.get("projected"));
    let ephemeral = volume.get("ephemeral");
    if ephemeral.is_set() {
        let template = ephemeral.get("volumeClaimTemplate");
        match template.is_set() {
            true => storage::check_claim(found, &template.get("spec")),
            false => drop(found.required(CODE, &template, "")),
        }
    }
}

fn empty_directory(found: &mut Findings, source: &Place) {
    let limit = source.get("sizeLimit");
    if quantity(found, CODE, &limit).is_some_and(|it| it.is_negative()) {
        found
            .forbidden(CODE, &limit, "SizeLimit field must be a valid resource quantity")
            .help("A size is not below zero.");
    }
}

/// The name of a target has one of three forms (`validateISCSIVolumeSource`).
fn iscsi(found: &mut Findings, source: &Place) {
    let name = source.get("iqn");
    let Some(text) = name.filled() else { return };
    let hex = |start: &str, lengths: &[usize]| {
        let digits = text.strip_prefix(start);
        digits.is_some_and(|digits| {
            lengths.contains(&digits.len()) && digits.bytes().all(|c| c.is_ascii_hexdigit())
        })
    };
    let dated = |rest: &str| {
        let mut parts = rest.splitn(3, ['-', '.']);
        let number = |part: Option<&str>, length: usize| {
            part.is_some_and(|it| it.len() == length && it.bytes().all(|c| c.is_ascii_digit()))
        };
        number(parts.next(), 4) && number(parts.next(), 2) && parts.next().is_some()
    };
    let qualified = text.strip_prefix("iqn.").is_some_and(dated);
    if !qualified && !hex("eui.", &[16]) && !hex("naa.", &[16, 32]) {
        found.invalid(CODE, &name, "must be valid format starting with iqn, eui, or naa");
    }
}

/// `validateHostPathVolumeSource`
pub(super) fn host_path(found: &mut Findings, code: Code, source: &Place) {
    if !source.is_set() {
        return;
    }
    let path = source.get("path");
    filled(found, code, &path);
    no_backsteps(found, code, &path);
    let kind = source.get("type");
    if kind.text().is_some_and(|text| !HOST_TYPES.contains(&text)) {
        found.unsupported(code, &kind, HOST_TYPES);
    }
}

/// `validateProjectedVolumeSource`: each source is of one kind, and no path is written twice.
fn projected(found: &mut Findings, projected: &Place) {
    mode(found, &projected.get("defaultMode"));
    let mut paths: Vec<(&str, Place)> = Vec::new();
    for source in projected.get("sources").items() {
        const KINDS: &[&str] = &[
            "secret",
            "configMap",
            "downwardAPI",
            "serviceAccountToken",
            "clusterTrustBundle",
            "podCertificate",
        ];
        volume_source::only_one(found, CODE, &source, KINDS);
        for kind in ["secret", "configMap"] {
            let reference = source.get(kind);
            if reference.is_set() {
                filled(found, CODE, &reference.get("name"));
                files(found, &reference);
            }
        }
        downward(found, &source.get("downwardAPI"));
        token(found, &source.get("serviceAccountToken"));
        let listed = ["secret", "configMap", "downwardAPI"];
        let items = listed.iter().flat_map(|kind| source.get(kind).get("items").items());
        let single = ["serviceAccountToken", "clusterTrustBundle"].map(|kind| source.get(kind));
        for path in items.chain(single).map(|it| it.get("path")) {
            let Some(text) = path.filled() else { continue };
            match paths.iter().find(|one| one.0 == text) {
                Some((_, first)) => {
                    found
                        .invalid(CODE, &path, "conflicting duplicate paths")
                        .mark(first, "first here");
                }
                None => paths.push((text, path)),
            }
        }
    }
}

fn token(found: &mut Findings, token: &Place) {
    if !token.is_set() {
        return;
    }
    filled(found, CODE, &token.get("path"));
    let seconds = token.get("expirationSeconds");
    if seconds.int().is_some_and(|value| value < 600) {
        found
            .invalid(CODE, &seconds, "may not specify a duration less than 10 minutes")
            .help("Write 600 or more.");
    }
    at_most(found, CODE, &seconds, 1 << 32);
}
