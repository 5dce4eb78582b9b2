//! A package as an editor has it open: which files belong together, and their names.

use std::path::{Path, PathBuf};

use crate::base::{Diagnostic, FileId, Sources, Symbols};
use crate::eval::builtin;
use crate::package::{self, Encoding, Files, LoadOptions, Loaded, Root, paths, text};
use crate::program;
use crate::syntax::{Parsed, parse};

/// What is compiled together with one file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Unit {
    /// The package with that name of a directory, with its tests or without.
    Package(PathBuf, String, bool),
    /// The file alone.
    File(PathBuf),
    /// A file of data, which fits something or holds Kubernetes objects, or is nobody's.
    Data(PathBuf),
}

impl Unit {
    /// The unit of the file at `path`, which is absolute: its package, or itself where it has no
    /// package clause or is set apart by its name.
    pub fn of(files: &dyn Files, path: &Path) -> Self {
        if is_data(path) {
            return Unit::Data(path.to_owned());
        }
        let alone = || Unit::File(path.to_owned());
        let tests = path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("_test"));
        let Some(directory) = path.parent().filter(|_| package::takes_part(path, tests)) else {
            return alone();
        };
        let Ok(text) = text::read(files, path, path) else { return alone() };
        match clause(&text) {
            None => alone(),
            Some(name) => Unit::Package(directory.to_owned(), name, tests),
        }
    }

    /// Whether files that are tests take part.
    pub fn has_tests(&self) -> bool {
        matches!(self, Unit::Package(.., true))
    }

    /// What names the unit on a command line that starts in `current`.
    pub fn argument(&self, current: &Path) -> String {
        match self {
            Unit::File(path) | Unit::Data(path) => {
                paths::shown(current, path).display().to_string()
            }
            Unit::Package(directory, name, _) => {
                let shown = paths::shown(current, directory);
                let shown = if shown.as_os_str().is_empty() { Path::new(".") } else { &shown };
                format!("{}:{name}", shown.display())
            }
        }
    }

    pub(super) fn root(&self, current: &Path) -> Root {
        match self {
            Unit::File(path) => Root::Files(vec![paths::shown(current, path)]),
            Unit::Data(_) => Root::Files(Vec::new()),
            Unit::Package(directory, name, _) => {
                let shown = paths::shown(current, directory);
                let path = if shown.as_os_str().is_empty() { PathBuf::from(".") } else { shown };
                Root::Directory { path, package: Some(name.clone()) }
            }
        }
    }
}

/// Whether a file holds data, by its name.
pub fn is_data(path: &Path) -> bool {
    match Encoding::of_file(path) {
        Some(Encoding::Json | Encoding::JsonLines | Encoding::Yaml | Encoding::Toml) => true,
        Some(Encoding::Source | Encoding::Text | Encoding::Binary) | None => false,
    }
}

/// The name in the package clause of a text, if it has one that others share. Only what stands
/// before the end of the clause is read.
fn clause(text: &str) -> Option<String> {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        end += line.len();
        if line.trim_start().starts_with("package") {
            let head = text.get(..end)?;
            let clause = parse(FileId::at(0), head).tree.package?;
            let name = clause.name.of(head);
            return (!matches!(name, "_" | "")).then(|| name.to_owned());
        }
    }
    None
}

/// A unit with all that it imports, read; errors in it keep nothing back.
pub struct Project {
    /// What was read.
    pub(crate) loaded: Loaded,
    current: PathBuf,
}

impl Project {
    /// Reads a unit; never fails.
    pub fn load(files: &dyn Files, unit: &Unit) -> Self {
        Self { loaded: loaded(files, unit), current: files.current() }
    }

    /// The texts that spans point into.
    pub fn sources(&self) -> &Sources {
        &self.loaded.sources
    }

    /// The absolute path of a source.
    pub fn path(&self, file: FileId) -> PathBuf {
        paths::absolute(&self.current, self.loaded.sources.path(file))
    }

    /// The source at an absolute path, if it takes part.
    pub fn file(&self, path: &Path) -> Option<FileId> {
        let mut files = self.loaded.packages.iter().flat_map(|package| &package.files);
        files.find(|file| self.path(file.file) == path).map(|file| file.file)
    }

    /// The tree and comments of a source, if it takes part.
    pub(crate) fn parsed(&self, file: FileId) -> Option<&Parsed> {
        let mut files = self.loaded.packages.iter().flat_map(|package| &package.files);
        files.find(|one| one.file == file).map(|one| &*one.parsed)
    }

    /// What is wrong with names, and what is not used.
    pub fn names_faults(&self) -> Vec<Diagnostic> {
        let mut symbols = Symbols::default();
        program::build(&self.loaded, &mut symbols, &program::Options::default()).1
    }
}

/// A unit and what it imports.
pub(super) fn loaded(files: &dyn Files, unit: &Unit) -> Loaded {
    let standard: Vec<&str> = builtin::paths().collect();
    let options = LoadOptions {
        standard: &standard,
        tags: Default::default(),
        context: Default::default(),
        data: &[],
        beside: None,
        release: None,
        tests: unit.has_tests(),
        threads: Default::default(),
    };
    package::load(files, &unit.root(&files.current()), &options)
}
