//! The module library that is embedded in the binary: every directory of `modules/` with sources
//! is a package, imported by its path there (`import "kam"`).
//!
//! The build (`build.rs`) lists the sources, parses and lowers them: a run reads no text of the library.

use std::collections::BTreeSet;
use std::path::Path;

use super::directory::takes_part;
use crate::base::Names;

/// One source of the library.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    /// Where it lies in `modules/`, with `/` between the names.
    pub(super) path: &'static str,
    /// Its text.
    pub(super) text: &'static str,
    /// What stands before its declarations, as `syntax::stored` writes it; empty for a text with
    /// errors.
    pub(super) preamble: &'static [u8],
    /// Its tree, in the same form.
    pub(super) tree: &'static [u8],
}

/// A package of the library that was lowered.
struct Lowered {
    /// Its import path.
    place: &'static str,
    /// How many sources it was made of.
    sources: usize,
    /// As `program::store` writes it.
    bytes: &'static [u8],
}

/// All sources, in the order of their paths.
static SOURCES: &[Source] = include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// The packages, in the order of their paths; not those that cannot be stored.
static PACKAGES: &[Lowered] = include!(concat!(env!("OUT_DIR"), "/packages.rs"));

/// The names that the packages were lowered with.
pub(super) static NAMES: Names = include!(concat!(env!("OUT_DIR"), "/names.rs"));

/// What the paths of its sources start with, where they are shown.
const MARK: &str = "module:";

/// Where the source that is shown as `path` lies in the library, if it is of the library.
pub fn within_library(path: &Path) -> Option<&str> {
    path.to_str()?.strip_prefix(MARK)
}

/// The text of the source that is shown as `path`, if it is of the library.
pub fn library_text(path: &Path) -> Option<&'static str> {
    let place = within_library(path)?;
    SOURCES.iter().find(|source| source.path == place).map(|source| source.text)
}

impl Source {
    /// The path under which messages show it.
    pub(super) fn shown(&self) -> String {
        format!("{MARK}{}", self.path)
    }

    /// The import path of the package that takes it.
    fn place(&self) -> &'static str {
        self.path.rsplit_once('/').map_or("", |(place, _)| place)
    }
}

/// The sources of the embedded package `place`; none where there is no such package.
pub(super) fn sources(place: &str) -> impl Iterator<Item = &'static Source> {
    let first = SOURCES.partition_point(|source| source.path < place);
    let behind = SOURCES.get(first..).unwrap_or_default().iter();
    let below = behind.take_while(move |source| source.path.starts_with(place));
    let of_place = below.filter(move |source| source.place() == place);
    of_place.filter(|source| takes_part(Path::new(source.path), false))
}

/// What became of the package `place` when infc was built, if it was made of so many sources.
pub(super) fn lowered(place: &str, sources: usize) -> Option<&'static [u8]> {
    let mut packages = PACKAGES.iter();
    let found = packages.find(|package| package.place == place && package.sources == sources);
    found.map(|package| package.bytes)
}

/// The import paths of all embedded packages, in order.
pub fn names() -> Vec<String> {
    let taking_part = SOURCES.iter().filter(|source| takes_part(Path::new(source.path), false));
    let places: BTreeSet<&str> = taking_part.map(Source::place).collect();
    places.into_iter().map(str::to_owned).collect()
}

#[test]
fn sources_are_in_order() {
    assert!(SOURCES.is_sorted_by_key(|source| source.path));
    for place in names() {
        let all = SOURCES.iter().filter(|source| source.place() == place);
        let all = all.filter(|source| takes_part(Path::new(source.path), false));
        assert_eq!(sources(&place).count(), all.count(), "{place}");
    }
}
