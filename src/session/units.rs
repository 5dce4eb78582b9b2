//! The units of a directory: what an editor looks through when it is asked about all files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::project::Unit;
use crate::base::FileId;
use crate::eval::builtin;
use crate::package::{self, Files, Kind, is_source, text};
use crate::syntax::parse;

/// How many directories are looked at. A workspace with more is searched in part.
const MOST_DIRECTORIES: usize = 5_000;

/// Directories that are large and hold no sources of the workspace's own.
const PASSED_OVER: &[&str] = &["cue.mod", "node_modules", "target", "vendor"];

/// The paths that an import in the file at `path` can have.
pub fn import_paths(files: &dyn Files, path: &Path) -> Vec<String> {
    let standard: Vec<&str> = builtin::paths().collect();
    package::known_paths(files, path.parent().unwrap_or(path), &standard)
}

/// All units below `directory`.
pub fn all_units(files: &dyn Files, directory: &Path) -> Vec<Unit> {
    let sources = sources_below(files, directory);
    let found: BTreeSet<Unit> = sources.iter().map(|path| Unit::of(files, path)).collect();
    found.into_iter().collect()
}

/// The units that embed the data file at `path`: sources of its module say so (`@embed`).
pub(super) fn embedding(files: &dyn Files, path: &Path) -> Vec<Unit> {
    let root = path.parent().and_then(|directory| package::module_root(files, directory));
    let sources = root.map_or(Vec::new(), |root| sources_below(files, &root));
    let says_so = |source: &&PathBuf| {
        let (Ok(text), Some(directory)) = (text::read(files, source, source), source.parent())
        else {
            return false;
        };
        let parsed = || parse(FileId::at(0), &text);
        text.contains("@embed") && package::embeds(&parsed().tree, &text, directory, path)
    };
    let found = sources.iter().filter(says_so).map(|source| Unit::of(files, source));
    let found: BTreeSet<Unit> = found.collect();
    found.into_iter().collect()
}

/// The sources below `directory`, but for those of others.
fn sources_below(files: &dyn Files, directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![directory.to_owned()];
    let mut looked = 0;
    while let Some(directory) = open.pop() {
        looked += 1;
        if looked > MOST_DIRECTORIES {
            break;
        }
        for (name, kind) in files.list(&directory).unwrap_or_default() {
            let path = directory.join(&name);
            let name = name.to_string_lossy();
            match kind {
                Kind::File if is_source(&path) => found.push(path),
                Kind::Directory
                    if !name.starts_with(['.', '_']) && !PASSED_OVER.contains(&&*name) =>
                {
                    open.push(path);
                }
                Kind::File | Kind::Directory => {}
            }
        }
    }
    found
}

/// The units that may use what the file at `path` declares: those of its module; without one, of
/// its directory.
pub fn units(files: &dyn Files, path: &Path) -> Vec<Unit> {
    let directory = path.parent().unwrap_or(path);
    let root = package::module_root(files, directory);
    match root {
        Some(root) => all_units(files, &root),
        None => {
            let names = files.list(directory).unwrap_or_default();
            let paths = names.into_iter().map(|(name, _)| directory.join(name));
            let sources = paths.filter(|path| is_source(path));
            let units: BTreeSet<Unit> = sources.map(|path| Unit::of(files, &path)).collect();
            units.into_iter().collect()
        }
    }
}
