//! ConfigMaps and Secrets.
//!
//! `ValidateConfigMap` and `ValidateSecret` (pkg/apis/core/validation/validation.go);
//! <https://kubernetes.io/docs/concepts/configuration/secret/#secret-types>.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::base::{Code, Shape};
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::syntax;
use crate::kube::rule::value::filled;

const CODE: Code = Code::ConfigData;

/// The bytes that an object may hold. (`MaxSecretSize`)
const LARGEST: usize = 1 << 20;

/// A ConfigMap.
pub(super) fn config_map(found: &mut Findings, object: &Place) {
    let (data, binary) = (object.get("data"), object.get("binaryData"));
    keys(found, &data);
    keys(found, &binary);
    for (key, place) in binary.entries() {
        if let Some((_, other)) = data.entries().find(|one| one.0 == key) {
            let why = "duplicate of key present in data";
            found.invalid_value(CODE, &place, key, why).on_key(&place).mark(&other, "in data");
        }
    }
    let sizes = data.entries().map(|(_, value)| value.text().map_or(0, str::len));
    let binaries =
        binary.entries().map(|(_, value)| decoded(found, &value).map_or(0, |it| it.len()));
    let total = sizes.sum::<usize>() + binaries.sum::<usize>();
    size(found, object, &data, total);
}

/// A Secret: `stringData` is written over `data`.
pub(super) fn secret(found: &mut Findings, object: &Place) {
    let (data, texts) = (object.get("data"), object.get("stringData"));
    keys(found, &data);
    keys(found, &texts);
    let mut total = 0;
    for (key, value) in data.entries() {
        let bytes = decoded(found, &value);
        if !texts.key(key).is_set() {
            total += bytes.map_or(0, |it| it.len());
        }
    }
    total += texts.entries().map(|(_, value)| value.text().map_or(0, str::len)).sum::<usize>();
    size(found, object, &data, total);
    typed(found, object, &data, &texts);
}

fn keys(found: &mut Findings, data: &Place) {
    for (key, place) in data.entries() {
        if let Some(why) = syntax::config_key(key) {
            let finding = found.invalid_value(CODE, &place, key, why).on_key(&place);
            if key.contains('/') {
                finding.help(
                    "Directories are made where the volume is mounted: `items` gives a key a path.",
                );
            }
        }
    }
}

/// What base64 stands for; a text that is none is told.
fn decoded(found: &mut Findings, value: &Place) -> Option<Vec<u8>> {
    let text = match value.shape()? {
        Shape::Str(text) => text,
        Shape::Bytes(bytes) => return Some(bytes.to_vec()),
        Shape::Null
        | Shape::Bool(_)
        | Shape::Int(_)
        | Shape::Number(_)
        | Shape::List(_)
        | Shape::Map => return None,
    };
    // The server skips line breaks.
    let text: String = text.chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
    match STANDARD.decode(&text) {
        Ok(bytes) => Some(bytes),
        Err(fault) => {
            let at = match fault {
                base64::DecodeError::InvalidByte(at, _)
                | base64::DecodeError::InvalidLastSymbol(at, _) => at,
                base64::DecodeError::InvalidLength(at) => at,
                base64::DecodeError::InvalidPadding => text.len(),
            };
            // Go does not ask the bits that are left over to be zero.
            if matches!(fault, base64::DecodeError::InvalidLastSymbol(..)) {
                return Some(vec![0; text.len() / 4 * 3]);
            }
            let message = format!("illegal base64 data at input byte {at}");
            let finding = found.add(CODE, value, message);
            finding.help("Write plain texts in `stringData`; `data` holds base64.");
            None
        }
    }
}

fn size(found: &mut Findings, object: &Place, data: &Place, total: usize) {
    if total > LARGEST {
        let place = if data.is_set() { data } else { object };
        found
            .add(CODE, object, format!("Too long: must have at most {LARGEST} bytes"))
            .on(place)
            .label(format!("{total} bytes"))
            .help("Large files belong into an image or a volume.");
    }
}

/// What the type of a Secret promises is there.
fn typed(found: &mut Findings, object: &Place, data: &Place, texts: &Place) {
    let kind = object.get("type");
    let has = |key| data.key(key).is_set() || texts.key(key).is_set();
    match kind.text() {
        Some("kubernetes.io/tls") => {
            for key in ["tls.crt", "tls.key"].into_iter().filter(|key| !has(key)) {
                promised(found, &data.key(key), &kind);
            }
        }
        Some("kubernetes.io/basic-auth") if !has("username") && !has("password") => {
            for key in ["username", "password"] {
                promised(found, &data.key(key), &kind);
            }
        }
        Some("kubernetes.io/ssh-auth") if !has("ssh-privatekey") => {
            promised(found, &data.key("ssh-privatekey"), &kind);
        }
        Some("kubernetes.io/dockerconfigjson") => {
            json(found, ".dockerconfigjson", data, texts, &kind);
        }
        Some("kubernetes.io/dockercfg") => json(found, ".dockercfg", data, texts, &kind),
        Some("kubernetes.io/service-account-token") => {
            let annotations = object.get("metadata").get("annotations");
            filled(found, CODE, &annotations.key("kubernetes.io/service-account.name"));
        }
        Some(_) | None => {}
    }
}

fn promised(found: &mut Findings, place: &Place, kind: &Place) {
    found
        .required(CODE, place, "")
        .mend("Write the text in `stringData`, or use the type Opaque.")
        .mark(kind, "the type promises it");
}

fn json(found: &mut Findings, key: &'static str, data: &Place, texts: &Place, kind: &Place) {
    let (encoded, plain) = (data.key(key), texts.key(key));
    let (place, bytes) = match (plain.text(), encoded.shape()) {
        (Some(text), _) => (plain, text.as_bytes().to_vec()),
        (None, Some(Shape::Bytes(bytes))) => (encoded, bytes.to_vec()),
        (None, Some(Shape::Str(text))) => match STANDARD.decode(text.trim()) {
            Ok(bytes) => (encoded, bytes),
            Err(_) => return,
        },
        (None, Some(_)) => return,
        (None, None) => return promised(found, &encoded, kind),
    };
    if let Err(fault) = serde_json::from_slice::<serde::de::IgnoredAny>(&bytes) {
        let why = format!("Invalid value: \"<secret contents redacted>\": {fault}");
        found.add(CODE, &data.key(key), why).on(&place).mark(kind, "the type promises JSON");
    }
}
