//! What the command line names: sources, directories and data files.

use std::path::{Path, PathBuf};

use super::directory::{below, is_source};
use super::files::{Files, Kind};
use super::text::{STANDARD_INPUT, unreadable};
use super::{import_path, paths};
use crate::base::{Code, Diagnostic};

/// What one compilation starts from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Root {
    /// These files alone; `-` is standard input.
    Files(Vec<PathBuf>),
    /// A package of a directory.
    Directory {
        /// The directory as it was named.
        path: PathBuf,
        /// The package's name, if it was named (`./path:name`).
        package: Option<String>,
    },
}

/// All that a command line names.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Inputs {
    /// The packages, each of them a compilation.
    pub roots: Vec<Root>,
    /// Data files: what ends in `.json`, `.yaml`, `.yml` or `.toml`.
    pub data: Vec<PathBuf>,
}

/// The endings of data files.
const DATA: &[&str] = &["json", "yaml", "yml", "toml"];

/// Reads the positional arguments; none at all means the current directory, as `.` does.
///
/// # Errors
/// Every argument that leads to nothing that can be loaded.
pub fn inputs(files: &dyn Files, arguments: &[String]) -> Result<Inputs, Vec<Diagnostic>> {
    let mut inputs = Inputs::default();
    let mut sources = Vec::new();
    let mut faults = Vec::new();
    let here = [".".to_owned()];
    for argument in if arguments.is_empty() { &here } else { arguments } {
        let path = Path::new(argument);
        if argument == STANDARD_INPUT || is_source(path) {
            sources.push(path.to_owned());
        } else if is_data(path) && files.kind(path) != Some(Kind::Directory) {
            inputs.data.push(path.to_owned());
        } else {
            match directories(files, argument) {
                Ok(roots) => inputs.roots.extend(roots),
                Err(fault) => faults.push(*fault),
            }
        }
    }
    if !sources.is_empty() {
        inputs.roots.insert(0, Root::Files(sources));
    }
    if faults.is_empty() { Ok(inputs) } else { Err(faults) }
}

fn is_data(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| DATA.contains(&ending))
}

fn directories(files: &dyn Files, argument: &str) -> Result<Vec<Root>, Box<Diagnostic>> {
    if let Some(start) = argument.strip_suffix("...") {
        let start = if start.is_empty() { Path::new(".") } else { Path::new(start) };
        let current = files.current();
        let found = below(files, &paths::absolute(&current, start));
        if found.is_empty() {
            let message = format!("`{argument}` matches no directory with sources");
            return Err(Box::new(Diagnostic::error(Code::File, message)));
        }
        let root =
            |path: PathBuf| Root::Directory { path: paths::shown(&current, &path), package: None };
        return Ok(found.into_iter().map(root).collect());
    }
    let (path, package) = match files.kind(Path::new(argument)) {
        Some(_) => (argument, None),
        None => argument
            .rsplit_once(':')
            .map_or((argument, None), |(path, package)| (path, Some(package.to_owned()))),
    };
    let path = Path::new(path);
    match files.kind(path) {
        Some(Kind::Directory) => Ok(vec![Root::Directory { path: path.to_owned(), package }]),
        Some(Kind::File) => {
            let message = format!("`{argument}` is no source file: its name does not end as one");
            Err(Box::new(Diagnostic::error(Code::File, message).help(
                "Sources end in `.inf` or `.cue`, data in `.json`, `.yaml` or `.toml`; \
                 `-` reads a source from standard input.",
            )))
        }
        None => Err(Box::new(missing(files, argument, path))),
    }
}

fn missing(files: &dyn Files, argument: &str, path: &Path) -> Diagnostic {
    let error = std::io::ErrorKind::NotFound.into();
    let diagnostic = unreadable(files, path, Path::new(argument), &error);
    let is_import = !argument.starts_with(['.', '/'])
        && import_path::ImportPath::read(argument).is_some_and(|import| import.place.contains('/'));
    if is_import && diagnostic.help.is_empty() {
        return diagnostic.help("A package is named by its directory: `./path` or `./path:name`.");
    }
    diagnostic
}

#[cfg(test)]
mod tests {
    use super::super::files::Memory;
    use super::*;

    fn check(arguments: &[&str]) -> Result<Inputs, Vec<String>> {
        let files = Memory::new("/w")
            .with("app.inf", "")
            .with("x/b.cue", "")
            .with("x/y/c.inf", "")
            .with("x/cue.mod/d.cue", "")
            .with("x/other/inf.toml", "")
            .with("x/other/e.inf", "")
            .with("notes.txt", "");
        let arguments: Vec<String> = arguments.iter().map(|&text| text.to_owned()).collect();
        inputs(&files, &arguments)
            .map_err(|faults| faults.into_iter().map(|fault| fault.message).collect())
    }

    fn directory(path: &str, package: Option<&str>) -> Root {
        Root::Directory { path: path.into(), package: package.map(str::to_owned) }
    }

    #[test]
    fn sources_are_one_root_and_each_directory_is_its_own() {
        let found = check(&["a.inf", "x", "v.yaml", "-", "./x/y:c"]).unwrap();
        let files = Root::Files(vec!["a.inf".into(), "-".into()]);
        assert_eq!(found.roots, [files, directory("x", None), directory("./x/y", Some("c"))]);
        assert_eq!(found.data, [PathBuf::from("v.yaml")]);
        assert_eq!(check(&[]).unwrap().roots, [directory(".", None)]);
    }

    #[test]
    fn dots_go_down_but_not_into_other_modules() {
        let found = check(&["./x/..."]).unwrap();
        assert_eq!(found.roots, [directory("x", None), directory("x/y", None)]);
    }

    #[test]
    fn every_fault_is_told() {
        let faults = check(&["notes.txt", "z"]).unwrap_err();
        assert_eq!(
            faults,
            ["`notes.txt` is no source file: its name does not end as one", "`z` does not exist"]
        );
    }
}
