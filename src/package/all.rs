//! All sources that a command line names, whatever package they are of: what `infc fmt` goes
//! through.

use std::path::{Path, PathBuf};

use super::directory::{below, is_copies, is_source};
use super::files::{Files, Kind};
use super::paths;
use super::text::{STANDARD_INPUT, unreadable};
use crate::base::{Code, Diagnostic};

/// The sources that `arguments` name, none meaning the current directory: files, directories,
/// `./…` patterns and `-`. With `deep`, a directory stands for all that is below it.
///
/// What leads to no source comes back as an error beside the others.
pub fn all_sources(
    files: &dyn Files,
    arguments: &[String],
    deep: bool,
) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    let here = [".".to_owned()];
    let mut found = Vec::new();
    let mut faults = Vec::new();
    for argument in if arguments.is_empty() { &here } else { arguments } {
        match named(files, argument, deep) {
            Ok(paths) => found.extend(paths),
            Err(fault) => faults.push(*fault),
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|path| seen.insert(path.clone()));
    (found, faults)
}

fn named(files: &dyn Files, argument: &str, deep: bool) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    let path = Path::new(argument);
    if argument == STANDARD_INPUT {
        return Ok(vec![path.to_owned()]);
    }
    if let Some(start) = argument.strip_suffix("...") {
        let start = if start.is_empty() { Path::new(".") } else { Path::new(start) };
        let current = files.current();
        let directories = below(files, &paths::absolute(&current, start));
        let directories = directories.iter().map(|path| paths::shown(&current, path));
        let found: Vec<PathBuf> =
            directories.flat_map(|directory| in_directory(files, &directory)).collect();
        return some(found, argument);
    }
    match files.kind(path) {
        Some(Kind::File) if is_source(path) => Ok(vec![path.to_owned()]),
        Some(Kind::File) => {
            let message = format!("`{argument}` is no source file: its name does not end as one");
            let fault = Diagnostic::error(Code::File, message);
            Err(Box::new(fault.help("Sources end in `.inf` or `.cue`.")))
        }
        Some(Kind::Directory) if deep => some(all_below(files, path), argument),
        Some(Kind::Directory) => some(in_directory(files, path), argument),
        None => {
            let error = std::io::ErrorKind::NotFound.into();
            Err(Box::new(unreadable(files, path, path, &error)))
        }
    }
}

fn some(found: Vec<PathBuf>, argument: &str) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    if found.is_empty() {
        let message = format!("`{argument}` has no `.inf` or `.cue` files");
        return Err(Box::new(Diagnostic::error(Code::File, message)));
    }
    Ok(found)
}

/// All sources in a directory, those of tests and tools too.
fn in_directory(files: &dyn Files, directory: &Path) -> Vec<PathBuf> {
    let names = files.list(directory).unwrap_or_default();
    let sources = names.into_iter().filter(|(_, kind)| *kind == Kind::File);
    let paths = sources.map(|(name, _)| joined(directory, Path::new(&name)));
    paths.filter(|path| is_source(path) && !is_apart(path)).collect()
}

/// All sources below a directory; what starts with `.` or `_`, and `cue.mod`, stays out.
fn all_below(files: &dyn Files, directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(directory) = open.pop() {
        for (name, kind) in files.list(&directory).unwrap_or_default() {
            let path = joined(&directory, Path::new(&name));
            match kind {
                Kind::File if is_source(&path) => found.push(path),
                Kind::Directory if is_copies(files, &path) || is_apart(&path) => {}
                Kind::Directory if name != "cue.mod" => open.push(path),
                Kind::File | Kind::Directory => {}
            }
        }
    }
    found.sort();
    found
}

fn is_apart(path: &Path) -> bool {
    path.file_name().unwrap_or_default().to_string_lossy().starts_with(['.', '_'])
}

/// `name` in `directory`, without a `./` before it.
fn joined(directory: &Path, name: &Path) -> PathBuf {
    if directory == Path::new(".") { name.to_owned() } else { directory.join(name) }
}

#[cfg(test)]
mod tests {
    use super::super::files::Memory;
    use super::*;

    fn check(arguments: &[&str], deep: bool, expected: &[&str]) {
        let files = Memory::new("/w")
            .with("a.inf", "")
            .with("a_test.cue", "")
            .with("_b.inf", "")
            .with("notes.txt", "")
            .with("x/b.cue", "")
            .with("x/cue.mod/c.cue", "")
            .with("_y/d.cue", "");
        let arguments: Vec<String> = arguments.iter().map(|&text| text.to_owned()).collect();
        let (found, faults) = all_sources(&files, &arguments, deep);
        let found = found.iter().map(|path| path.display().to_string());
        let faults = faults.into_iter().map(|fault| fault.message);
        assert_eq!(found.chain(faults).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn directories_files_and_patterns_name_sources() {
        check(&[], false, &["a.inf", "a_test.cue"]);
        check(&["x", "a.inf", "-", "a.inf"], false, &["x/b.cue", "a.inf", "-"]);
        check(&["./..."], false, &["a.inf", "a_test.cue", "x/b.cue"]);
        check(&["."], true, &["_b.inf", "a.inf", "a_test.cue", "x/b.cue"]);
    }

    #[test]
    fn what_is_no_source_is_said() {
        check(
            &["notes.txt"],
            false,
            &["`notes.txt` is no source file: its name does not end as one"],
        );
        check(&["q.inf"], true, &["`q.inf` does not exist"]);
        check(&["x/cue.mod/...", "x/cue.mod"], true, &["x/cue.mod/c.cue"]);
    }
}
