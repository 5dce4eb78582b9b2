//! The sources of a directory, and which of them make the package that is asked for.

use std::path::{Path, PathBuf};

use super::dependency::{LOCK_FILE, VENDOR};
use super::files::{Files, Kind};
use super::text;
use crate::base::{Code, Diagnostic, FileId, Sources};
use crate::syntax::{Reading, parse};

/// One source file that was read and parsed, before a package takes it.
#[derive(Debug)]
pub(super) struct Candidate {
    /// The text.
    pub(super) file: FileId,
    /// The name of its package clause; `None` without one, and for `_`.
    pub(super) name: Option<String>,
    /// Its tree.
    pub(super) parsed: Reading,
}

/// Whether `path` ends like a source file.
pub(crate) fn is_source(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "inf" || extension == "cue")
}

/// Whether a package takes the source `path` when its directory is asked for: `_x`, `.x`, `x_tool`
/// and (but for tests) `x_test` stay out.
pub(crate) fn takes_part(path: &Path, tests: bool) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let set_apart = stem.starts_with(['_', '.']) || stem.ends_with("_tool");
    is_source(path) && !set_apart && (tests || !stem.ends_with("_test"))
}

/// The sources in `directory`, in the order of their names; nothing where there is no directory.
pub(super) fn sources(files: &dyn Files, directory: &Path, tests: bool) -> Vec<PathBuf> {
    let Ok(names) = files.list(directory) else { return Vec::new() };
    names
        .into_iter()
        .filter(|(_, kind)| *kind == Kind::File)
        .map(|(name, _)| directory.join(name))
        .filter(|path| takes_part(path, tests))
        .collect()
}

/// The directories below `directory` (itself too) that hold sources, for `./...`: what starts with
/// `.` or `_`, `cue.mod` and other modules stay out.
pub(super) fn below(files: &dyn Files, directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(directory) = open.pop() {
        if !sources(files, &directory, false).is_empty() {
            found.push(directory.clone());
        }
        for (name, kind) in files.list(&directory).unwrap_or_default() {
            let path = directory.join(&name);
            let name = name.to_string_lossy();
            let apart =
                name.starts_with(['.', '_']) || name == "cue.mod" || is_copies(files, &path);
            if kind == Kind::Directory && !apart && !super::module::is_root(files, &path) {
                open.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Whether `directory` holds the copies of dependencies that `infc mod vendor` makes.
pub(super) fn is_copies(files: &dyn Files, directory: &Path) -> bool {
    directory.ends_with(VENDOR) && files.kind(&directory.join(LOCK_FILE)) == Some(Kind::File)
}

/// Whether a source in `directory` is of package `name`; what cannot be read is of none.
pub(super) fn has_package(files: &dyn Files, directory: &Path, name: &str) -> bool {
    let mut scratch = Sources::default();
    sources(files, directory, false).into_iter().any(|path| {
        let Ok(text) = text::read(files, &path, &path) else { return false };
        let file = scratch.add(path, text);
        let text = scratch.text(file);
        parse(file, text).tree.package.is_some_and(|package| package.name.of(text) == name)
    })
}

/// The one package name of `candidates`.
///
/// # Errors
/// Two names; `place` says where.
pub(super) fn only_name(
    candidates: &[Candidate],
    sources: &Sources,
    place: &str,
) -> Result<Option<String>, Diagnostic> {
    let mut named = candidates.iter().filter(|candidate| candidate.name.is_some());
    let Some(first) = named.next() else { return Ok(None) };
    let Some(other) = named.find(|candidate| candidate.name != first.name) else {
        return Ok(first.name.clone());
    };
    let (one, two) = (first.name.as_deref(), other.name.as_deref());
    let (one, two) = (one.unwrap_or_default(), two.unwrap_or_default());
    let mut diagnostic =
        Diagnostic::error(Code::Import, format!("two packages in {place}: `{one}` and `{two}`"));
    for candidate in [first, other] {
        if let Some(clause) = candidate.parsed.tree.package {
            let name = sources.path(candidate.file).display();
            diagnostic = diagnostic.at(clause.span, format!("the package of `{name}`"));
        }
    }
    Err(diagnostic.help(format!(
        "Choose a package of a directory with `./path:{one}`, or name files of one package."
    )))
}
