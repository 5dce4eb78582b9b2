//! The rules that manifests must hold, one file a rule or a family of them.
//!
//! A rule is a function over the manifests as they were written, before tidying; it adds what is
//! wrong and never stops at the first. `object` holds those on each object alone, which are the
//! API server's own; `bundle` those across objects, which no server asks before it is too late.

mod bundle;
mod findings;
mod object;
mod place;
mod scope;
mod selector;
pub(super) mod syntax;
mod value;

pub use bundle::{Across, check_bundle};

use findings::Findings;
use place::Ways;

use rustc_hash::FxHashMap;

use super::Manifest;
use crate::base::{Code, Diagnostic, Plain};
use crate::package::KubeRules;

/// Adds what is wrong with the manifest to what was said of its fields before. A field that was told
/// of is not told of again, and of what is below a value of the wrong type nothing is known.
pub(super) fn check(plain: &Plain, manifest: &Manifest, said: &mut Vec<Diagnostic>) {
    let told: FxHashMap<String, Code> =
        said.iter().filter_map(|one| Some((one.path.clone()?, one.code))).collect();
    let mut found = Ways::found(plain, |ways| {
        let mut found = Vec::new();
        object::check(&mut Findings::new(manifest, &mut found), &ways.root(manifest.node));
        found
    });
    found.retain(|one: &Diagnostic| !is_told(&told, one.path.as_deref().unwrap_or_default()));
    said.append(&mut found);
}

fn is_told(told: &FxHashMap<String, Code>, path: &str) -> bool {
    if told.is_empty() {
        return false;
    }
    let mut above = path.match_indices(['.', '[']).filter_map(|(end, _)| path.get(..end));
    told.contains_key(path) || above.any(|above| told.get(above) == Some(&Code::SchemaType))
}

/// Makes findings as grave as a project wants them, and takes out those that it does not want.
pub(super) fn weigh(rules: &KubeRules, said: &mut Vec<Diagnostic>) {
    said.retain_mut(|one| weighed(rules, one));
}

/// Makes a finding as grave as a project wants it; says whether it wants it at all.
fn weighed(rules: &KubeRules, one: &mut Diagnostic) -> bool {
    match rules.levels.iter().rev().find(|level| level.0 == one.code) {
        Some((_, Some(severity))) => {
            one.severity = *severity;
            true
        }
        Some((_, None)) => false,
        None => true,
    }
}

/// The path of a field of an object that stands at `object`.
fn within(object: &str, field: &str) -> String {
    match (object, field) {
        ("", field) => field.to_owned(),
        (object, "") => object.to_owned(),
        (object, field) => format!("{object}.{field}"),
    }
}
