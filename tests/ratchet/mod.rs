//! Lists of what does not pass yet, which may only get shorter: a test fails when something
//! outside its list fails, and when something in it passes. `UPDATE=1` takes the lines out that
//! pass; a line is added by hand alone.
//!
//! A list is lines of tab-separated columns; the last is the reason, and the others name the
//! thing. Lines that start with `#` are comments.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Data that is not in the repository, if it is there; otherwise this says so.
pub(crate) fn shared(folder: &str) -> Option<PathBuf> {
    let shared = match std::env::var_os("INFC_SHARED") {
        Some(path) => path.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
    };
    let folder = shared.join(folder);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} is absent", folder.display());
    None
}

/// Holds what fails (names, and what is said of each) against the list at `path`, which is
/// relative to the crate. The error says what differs.
pub(crate) fn hold(path: &str, failing: &BTreeMap<String, String>) -> Result<(), String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = fs::read_to_string(&path).unwrap_or_default();
    let name = |line: &str| line.rsplit_once('\t').map_or(line, |(name, _)| name).to_owned();
    let is_entry = |line: &&str| !line.starts_with('#') && !line.is_empty();
    let listed: Vec<String> = text.lines().filter(is_entry).map(name).collect();
    let passing: Vec<&String> = listed.iter().filter(|name| !failing.contains_key(*name)).collect();
    let new: Vec<String> = failing
        .iter()
        .filter(|(name, _)| !listed.contains(name))
        .map(|(name, said)| format!("{name}\t{said}"))
        .collect();
    let mut faults = Vec::new();
    if !new.is_empty() {
        faults.push(format!("{} fail that are not in the list:\n{}", new.len(), new.join("\n")));
    }
    if !passing.is_empty() && std::env::var_os("UPDATE").is_some() {
        let kept = text.lines().filter(|line| !is_entry(line) || failing.contains_key(&name(line)));
        let kept: String = kept.map(|line| format!("{line}\n")).collect();
        fs::write(&path, kept).map_err(|error| error.to_string())?;
    } else if !passing.is_empty() {
        faults.push(format!(
            "{} of the list pass (UPDATE=1 takes them out):\n{}",
            passing.len(),
            passing.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("\n")
        ));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}
