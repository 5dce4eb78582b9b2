//! The source of `k8s-openapi`, read as definitions: one for each type that has a schema.
//!
//! The crate's features exclude each other, but its source holds all releases, a directory each;
//! reading it takes seconds, where building it once a release takes many minutes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::literal;

/// The types of one release by the package they are in (`apps/v1`) and their name.
pub(crate) type Release = BTreeMap<(String, String), Definition>;

/// One type.
pub(crate) struct Definition {
    /// The API group, its version and the scope (`namespaced`, `cluster`, `sub`) of a kind.
    pub(crate) kind: Option<(String, String, String)>,
    /// The schema as it is written; references are paths of Rust.
    pub(crate) schema: Value,
}

/// The directory of the source of `k8s-openapi` that this package depends on.
pub(crate) fn directory() -> Result<PathBuf, String> {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--manifest-path", manifest])
        .output()
        .map_err(|error| format!("cargo does not run: {error}"))?;
    let metadata: Value =
        serde_json::from_slice(&output.stdout).map_err(|error| format!("no metadata: {error}"))?;
    let mut packages = metadata["packages"].as_array().into_iter().flatten();
    let found = packages.find(|package| package["name"] == "k8s-openapi");
    let path = found.and_then(|package| package["manifest_path"].as_str());
    let path = path.and_then(|path| Path::new(path).parent());
    path.map(|root| root.join("src")).ok_or_else(|| "k8s-openapi is no dependency".to_owned())
}

/// The releases in `directory` by their minor number.
pub(crate) fn releases(directory: &Path) -> Result<BTreeMap<u8, Release>, String> {
    let mut releases = BTreeMap::new();
    for entry in entries(directory)? {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(minor) = name.strip_prefix("v1_").and_then(|minor| minor.parse().ok()) else {
            continue;
        };
        let mut release = Release::new();
        let mut open = vec![entry.clone()];
        while let Some(place) = open.pop() {
            if place.is_dir() {
                open.extend(entries(&place)?);
            } else if let Some((name, definition)) = definition(&place)? {
                let parent = place.parent().unwrap_or(&place);
                let path = parent.strip_prefix(&entry).unwrap_or(parent);
                let package = package(&path.to_string_lossy().replace(['/', '\\'], "::"));
                release.insert((package, name), definition);
            }
        }
        releases.insert(minor, release);
    }
    Ok(releases)
}

fn entries(directory: &Path) -> Result<Vec<PathBuf>, String> {
    let fault = |error| format!("{}: {error}", directory.display());
    let mut entries = Vec::new();
    for entry in fs::read_dir(directory).map_err(fault)? {
        entries.push(entry.map_err(fault)?.path());
    }
    Ok(entries)
}

/// The package of a module: `api::core::v1` is `core/v1`; what all kinds share is in `meta/v1`.
pub(crate) fn package(module: &str) -> String {
    let parts: Vec<&str> = module.split("::").filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        ["apimachinery", ..] => "meta/v1".to_owned(),
        [.., group, version] => format!("{group}/{version}"),
        _ => String::new(),
    }
}

/// The name and definition of the type in `file`, if it has a schema.
fn definition(file: &Path) -> Result<Option<(String, Definition)>, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let between = |from: &str, to: &str| {
        let start = text.find(from)? + from.len();
        text[start..].find(to).map(|end| text[start..start + end].to_owned())
    };
    let Some(name) = between("impl crate::schemars::JsonSchema for ", " {") else {
        return Ok(None);
    };
    let Some(start) = text.find("json_schema!(") else { return Ok(None) };
    let schema = literal::read(&text[start + "json_schema!(".len()..])
        .map_err(|fault| format!("{}: {fault}", file.display()))?;
    let constant = |name: &str| between(&format!("const {name}: &'static str = \""), "\";");
    let scope = match between("type Scope = crate::", "ResourceScope;").as_deref() {
        Some("Namespace") => Some("namespaced"),
        Some("Cluster") => Some("cluster"),
        Some("Sub") => Some("sub"),
        Some(_) | None => None,
    };
    let kind =
        scope.and_then(|scope| Some((constant("GROUP")?, constant("VERSION")?, scope.to_owned())));
    Ok(Some((name, Definition { kind, schema })))
}
