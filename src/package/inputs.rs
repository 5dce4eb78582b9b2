//! What the command line names: sources, directories and data files.

use std::path::{Path, PathBuf};

use super::directory::{below, has_package};
use super::document::DataFile;
use super::encoding::{Encoding, foreign};
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
    /// A package of the module around the current directory, by its import path.
    Import(String),
}

/// All that a command line names.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Inputs {
    /// The packages, each of them a compilation.
    pub roots: Vec<Root>,
    /// Data files, told by their endings or by a qualifier.
    pub data: Vec<DataFile>,
}

/// Reads the positional arguments; none at all means the current directory, as `.` does.
///
/// # Errors
/// Every argument that leads to nothing that can be loaded.
pub fn inputs(files: &dyn Files, arguments: &[String]) -> Result<Inputs, Vec<Diagnostic>> {
    let mut inputs = Inputs::default();
    let mut sources = Vec::new();
    let mut faults = Vec::new();
    let mut scope = Scope::default();
    let here = [".".to_owned()];
    for argument in if arguments.is_empty() { &here } else { arguments } {
        match item(files, argument, &mut scope) {
            Ok(Item::Qualifier) => {}
            Ok(Item::Source(path)) => sources.push(path),
            Ok(Item::Data(data)) => inputs.data.push(data),
            Ok(Item::Packages(roots)) => inputs.roots.extend(roots),
            Err(fault) => faults.push(*fault),
        }
    }
    if let Some(qualifier) = scope.unused {
        let message = format!("no file follows `{qualifier}:`");
        faults.push(Diagnostic::error(Code::Usage, message));
    }
    if !sources.is_empty() {
        inputs.roots.insert(0, Root::Files(sources));
    }
    if faults.is_empty() { Ok(inputs) } else { Err(faults) }
}

/// The qualifier that holds for what follows it.
#[derive(Default)]
struct Scope {
    /// Whether there is one.
    set: bool,
    /// What it says; nothing if it leaves that to the names.
    encoding: Option<Encoding>,
    /// Its words, while no file has followed.
    unused: Option<String>,
}

/// One argument.
enum Item {
    Qualifier,
    Source(PathBuf),
    Data(DataFile),
    Packages(Vec<Root>),
}

fn item(files: &dyn Files, argument: &str, scope: &mut Scope) -> Result<Item, Box<Diagnostic>> {
    if let Some(words) = argument.strip_suffix(':').filter(|words| !words.is_empty()) {
        *scope = Scope { set: true, encoding: None, unused: None };
        scope.encoding = Encoding::of_qualifier(words).map_err(Box::new)?;
        scope.unused = Some(words.to_owned());
        return Ok(Item::Qualifier);
    }
    if let Some((words, name)) = argument.split_once(':')
        && Encoding::is_qualifier(words)
        && files.kind(Path::new(words)).is_none()
    {
        let encoding = Encoding::of_qualifier(words).map_err(Box::new)?;
        return file(name, encoding, true).ok_or_else(|| Box::new(untyped(argument)));
    }
    let path = Path::new(argument);
    if scope.set && files.kind(path) != Some(Kind::Directory) {
        scope.unused = None;
        return file(argument, scope.encoding, scope.encoding.is_some())
            .ok_or_else(|| Box::new(untyped(argument)));
    }
    if files.kind(path) != Some(Kind::Directory)
        && let Some(item) = file(argument, None, false)
    {
        return Ok(item);
    }
    directories(files, argument).map(Item::Packages)
}

/// The file `name`, whose ending says what it holds if nothing else does.
fn file(name: &str, said: Option<Encoding>, qualified: bool) -> Option<Item> {
    let path = PathBuf::from(name);
    let of_name = match name {
        STANDARD_INPUT => Some(Encoding::Source),
        _ => Encoding::of_file(&path),
    };
    Some(match said.or(of_name)? {
        Encoding::Source => Item::Source(path),
        encoding => Item::Data(DataFile { path, encoding, qualified }),
    })
}

/// What to say of a file whose name does not tell what it holds.
fn untyped(argument: &str) -> Diagnostic {
    let ending = Path::new(argument).extension().and_then(|ending| ending.to_str());
    if let Some(fault) = ending.and_then(foreign) {
        return fault;
    }
    let message = format!("`{argument}` is no source file: its name does not end as one");
    Diagnostic::error(Code::File, message).help(
        "Sources end in `.inf` or `.cue`, data in `.json`, `.yaml` or `.toml`; \
         `json:` before a file says what it holds, and `-` reads a source from standard input.",
    )
}

fn directories(files: &dyn Files, argument: &str) -> Result<Vec<Root>, Box<Diagnostic>> {
    let (path, package) = match files.kind(Path::new(argument)) {
        Some(_) => (argument, None),
        None => argument
            .rsplit_once(':')
            .map_or((argument, None), |(path, package)| (path, Some(package.to_owned()))),
    };
    if path.contains("...") {
        return matching(files, argument, path, package.as_deref());
    }
    let path = Path::new(if path.is_empty() { "." } else { path });
    match files.kind(path) {
        Some(Kind::Directory) => Ok(vec![Root::Directory { path: path.to_owned(), package }]),
        Some(Kind::File) => Err(Box::new(untyped(argument))),
        None if is_import(argument) && !looks_like_file(path) => {
            Ok(vec![Root::Import(argument.trim_end_matches('/').to_owned())])
        }
        None => Err(Box::new(missing(files, argument, path))),
    }
}

/// The directories with sources that a pattern with `...` matches.
fn matching(
    files: &dyn Files,
    argument: &str,
    pattern: &str,
    package: Option<&str>,
) -> Result<Vec<Root>, Box<Diagnostic>> {
    let (start, end) = pattern.split_once("...").unwrap_or((pattern, ""));
    let start = if start.is_empty() { Path::new(".") } else { Path::new(start) };
    let current = files.current();
    let end = Path::new(end.trim_start_matches('/'));
    let mut found = below(files, &paths::absolute(&current, start));
    found.retain(|path| end.as_os_str().is_empty() || path.ends_with(end));
    if let Some(package) = package {
        found.retain(|path| has_package(files, path, package));
    }
    if found.is_empty() {
        let message = format!("`{argument}` matches no directory with sources");
        return Err(Box::new(Diagnostic::error(Code::File, message)));
    }
    let root = |path: PathBuf| Root::Directory {
        path: paths::shown(&current, &path),
        package: package.map(str::to_owned),
    };
    Ok(found.into_iter().map(root).collect())
}

/// Whether `argument` may name a package of the module: it is no path, and its first element is
/// like the name of a host, or a package is named behind a colon.
fn is_import(argument: &str) -> bool {
    !argument.starts_with(['.', '/'])
        && import_path::ImportPath::read(argument.trim_end_matches('/')).is_some_and(|path| {
            let host = path.place.split('/').next().unwrap_or_default();
            host.contains('.') && path.place.len() > host.len() || argument.contains(':')
        })
}

/// Whether a missing `path` was meant to be a file: it has an ending of few letters.
fn looks_like_file(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| Encoding::of_file(path).is_some() || foreign(ending).is_some())
}

fn missing(files: &dyn Files, argument: &str, path: &Path) -> Diagnostic {
    let error = std::io::ErrorKind::NotFound.into();
    unreadable(files, path, Path::new(argument), &error)
}

#[cfg(test)]
mod tests {
    use super::super::files::Memory;
    use super::*;

    fn check(arguments: &[&str]) -> Result<Inputs, Vec<String>> {
        let files = Memory::new("/w")
            .with("app.inf", "")
            .with("x/b.cue", "")
            .with("x/y/c.inf", "package y")
            .with("x/cue.mod/d.cue", "")
            .with("x/other/inf.toml", "")
            .with("x/other/e.inf", "")
            .with("notes.txt", "")
            .with("notes.md", "");
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
        let data = DataFile { path: "v.yaml".into(), encoding: Encoding::Yaml, qualified: false };
        assert_eq!(found.data, [data]);
        assert_eq!(check(&[]).unwrap().roots, [directory(".", None)]);
    }

    #[test]
    fn dots_go_down_but_not_into_other_modules() {
        let found = check(&["./x/..."]).unwrap();
        assert_eq!(found.roots, [directory("x", None), directory("x/y", None)]);
    }

    #[test]
    fn qualifiers_say_what_files_hold() {
        let found = check(&["json:", "a", "b.yaml", "cue:", "notes.txt", "yaml:c"]).unwrap();
        let data: Vec<_> =
            found.data.iter().map(|data| (data.path.to_str().unwrap(), data.encoding)).collect();
        assert_eq!(
            data,
            [("a", Encoding::Json), ("b.yaml", Encoding::Json), ("c", Encoding::Yaml)]
        );
        assert_eq!(found.roots, [Root::Files(vec!["notes.txt".into()])]);
        assert_eq!(check(&["a.inf", "json:"]).unwrap_err(), ["no file follows `json:`"]);
        assert!(check(&["proto:", "x"]).unwrap_err()[0].contains("Protocol Buffers"));
    }

    #[test]
    fn packages_are_named_by_their_import_paths() {
        let import = |path: &str| Root::Import(path.to_owned());
        let found = check(&["my.org/base/db", "my.org:x", "./x/...:y"]).unwrap();
        assert_eq!(
            found.roots,
            [import("my.org/base/db"), import("my.org:x"), directory("x/y", Some("y"))]
        );
    }

    #[test]
    fn every_fault_is_told() {
        let faults = check(&["notes.md", "z"]).unwrap_err();
        assert_eq!(
            faults,
            ["`notes.md` is no source file: its name does not end as one", "`z` does not exist"]
        );
    }
}
