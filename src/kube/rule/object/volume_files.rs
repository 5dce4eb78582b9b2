//! The files of volumes that show ConfigMaps, Secrets and fields of the pod.
//!
//! `validateKeyToPath`, `validateDownwardAPIVolumeFile` (pkg/apis/core/validation/validation.go).

use super::env::{is_field, resource};
use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::value::{descending_path, filled};

const CODE: Code = Code::Volume;

/// The mode of files: 0 to 0777, octal in YAML and 511 in JSON.
pub(super) fn mode(found: &mut Findings, mode: &Place) {
    let Some(value) = mode.int() else { return };
    if !(0..=0o777).contains(&value) {
        let finding = found.invalid(
            CODE,
            mode,
            "must be a number between 0 and 0777 (octal), both inclusive",
        );
        // Modes are thought of in octal: 644 without the zero is meant as 0644.
        match i64::from_str_radix(&value.to_string(), 8) {
            Ok(meant) if (0..=0o777).contains(&meant) => {
                finding.help(format!("The mode 0{value} is {meant} in decimal."))
            }
            Ok(_) | Err(_) => finding,
        };
    }
}

/// The files of a ConfigMap or Secret.
pub(super) fn files(found: &mut Findings, source: &Place) {
    mode(found, &source.get("defaultMode"));
    for item in source.get("items").items() {
        filled(found, CODE, &item.get("key"));
        file(found, &item);
    }
}

/// Fields of the pod as files. (`validateDownwardAPIVolumeSource`)
pub(super) fn downward(found: &mut Findings, source: &Place) {
    const FIELDS: &[&str] = &[
        "metadata.name",
        "metadata.namespace",
        "metadata.uid",
        "metadata.labels",
        "metadata.annotations",
    ];
    mode(found, &source.get("defaultMode"));
    for item in source.get("items").items() {
        file(found, &item);
        let (field, amount) = (item.get("fieldRef"), item.get("resourceFieldRef"));
        match (field.is_set(), amount.is_set()) {
            (true, true) => {
                let why = "fieldRef and resourceFieldRef can not be specified simultaneously";
                found.invalid(CODE, &item, why);
            }
            (false, false) => {
                let why = "one of fieldRef and resourceFieldRef is required";
                found.required(CODE, &item, why);
            }
            (true, false) | (false, true) => {}
        }
        let path = field.get("fieldPath");
        if path.text().is_some_and(|text| !is_field(text, FIELDS)) {
            found.unsupported(CODE, &path, FIELDS);
        }
        if amount.is_set() {
            filled(found, CODE, &amount.get("containerName"));
            resource(found, &amount);
        }
    }
}

/// The path and mode of a file. (`validateLocalNonReservedPath`)
fn file(found: &mut Findings, item: &Place) {
    let path = item.get("path");
    filled(found, CODE, &path);
    descending_path(found, CODE, &path);
    let reserved = |text: &str| text.starts_with("..") && !text.starts_with("../");
    if path.text().is_some_and(|text| reserved(text) && text != "..") {
        found.invalid(CODE, &path, "must not start with '..'");
    }
    mode(found, &item.get("mode"));
}
