//! The module library that is embedded in the binary: every directory of `modules/` with sources
//! is a package, imported by its path there (`import "kam"`).

use std::path::PathBuf;

use include_dir::{Dir, include_dir};

static MODULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/modules");

/// The sources of the embedded package `place`: the path to show, and the bytes.
pub(super) fn sources(place: &str) -> Option<Vec<(PathBuf, &'static [u8])>> {
    let directory = MODULES.get_dir(place)?;
    let mut sources: Vec<_> = directory
        .files()
        .filter(|file| super::directory::takes_part(file.path(), false))
        .map(|file| {
            let path = format!("module:{}", file.path().display());
            (PathBuf::from(path), file.contents())
        })
        .collect();
    sources.sort_by(|a, b| a.0.cmp(&b.0));
    (!sources.is_empty()).then_some(sources)
}

/// The import paths of all embedded packages, in order.
pub fn names() -> Vec<String> {
    let mut names = Vec::new();
    let mut open: Vec<&Dir<'_>> = MODULES.dirs().collect();
    while let Some(directory) = open.pop() {
        let name = directory.path().to_string_lossy().replace('\\', "/");
        if sources(&name).is_some() {
            names.push(name);
        }
        open.extend(directory.dirs());
    }
    names.sort();
    names
}
