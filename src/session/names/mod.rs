//! What names mean across the files and packages of one compilation, found without evaluating.
//!
//! References are followed as the language has it; fields are followed through `&`, `|`, embeddings
//! and references, so that a label in `web: #Service & {…}` leads to its declaration in `#Service`.
//! That is a reading of what is written, not of values: what only a computed label or an argument
//! decides stays unknown. It works on files with errors, and never fails.

mod literals;
mod occurrences;
mod paths;
mod shapes;
mod unified;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rustc_hash::FxHashMap;

pub(crate) use super::index::{Definition, DefinitionId, Index, Owner, ScopeId, Sort, Use};
use crate::base::{FileId, Span};
use crate::package::{Import, Loaded};
use crate::syntax::{Parsed, literal};
pub(crate) use occurrences::Occurrence;
pub(crate) use shapes::Shape;

/// How much following of references one question may take, in steps: far more than people's files
/// need, and an end for those that lead everywhere.
const MOST_STEPS: u32 = 200_000;

/// The shapes that are unified with scopes.
type Unified = FxHashMap<(FileId, ScopeId), Rc<Vec<Shape>>>;

/// The names of all files of a compilation.
pub(crate) struct Names<'l> {
    loaded: &'l Loaded,
    files: FxHashMap<FileId, File<'l>>,
    /// The files in the order in which they were loaded.
    order: Vec<FileId>,
    /// What is unified with a scope, once it was asked for.
    unified: RefCell<Unified>,
    steps: Cell<u32>,
}

/// One file, and the package that it belongs to.
pub(crate) struct File<'l> {
    /// The package, by its place in the compilation.
    pub(crate) package: usize,
    /// The tree and comments.
    pub(crate) parsed: &'l Parsed,
    /// The text.
    pub(crate) text: &'l str,
    /// The names.
    pub(crate) index: Index,
}

/// What a name leads to.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Target {
    /// Something declared in a file.
    Declared(FileId, DefinitionId),
    /// A member of a package of the standard library, by the path of that.
    Member(String, String),
    /// A name that every file knows.
    Predeclared(String),
}

impl<'l> Names<'l> {
    /// Indexes all files of a compilation.
    pub(crate) fn new(loaded: &'l Loaded) -> Self {
        let mut files = FxHashMap::default();
        let mut order = Vec::new();
        for (package, one) in loaded.packages.iter().enumerate() {
            for file in &one.files {
                let text = loaded.sources.text(file.file);
                let index = Index::new(&file.parsed, text);
                let entry = File { package, parsed: &file.parsed, text, index };
                if files.insert(file.file, entry).is_none() {
                    order.push(file.file);
                }
            }
        }
        let (unified, steps) = (RefCell::default(), Cell::new(0));
        Self { loaded, files, order, unified, steps }
    }

    /// The file with that id, if it belongs to a package.
    pub(crate) fn file(&self, file: FileId) -> Option<&File<'l>> {
        self.files.get(&file)
    }

    /// What `target` stands for, if it is declared in a file.
    pub(crate) fn definition(&self, file: FileId, id: DefinitionId) -> Option<&Definition> {
        self.files.get(&file).map(|file| &file.index.definitions[id])
    }

    /// Starts a question anew.
    fn start(&self) {
        self.steps.set(0);
    }

    /// Counts a step; false once there were too many.
    fn step(&self) -> bool {
        let steps = self.steps.get() + 1;
        self.steps.set(steps);
        steps < MOST_STEPS
    }

    /// What a use of a name leads to.
    pub(crate) fn targets(&self, file: FileId, one: &Use) -> Vec<Target> {
        self.start();
        self.led(file, one)
    }

    fn led(&self, file: FileId, one: &Use) -> Vec<Target> {
        match one.base {
            None => self.resolve(file, one.scope, &one.name),
            Some(base) => {
                let mut found = Vec::new();
                for shape in self.shapes(file, base) {
                    found.extend(self.members(&shape, &one.name));
                }
                if found.is_empty() {
                    found = self.members_by_unification(file, base, &one.name);
                }
                unique(found)
            }
        }
    }

    /// What a reference by name leads to.
    fn resolve(&self, file: FileId, scope: ScopeId, name: &str) -> Vec<Target> {
        let Some(here) = self.files.get(&file) else { return Vec::new() };
        let (at, own) = here.index.resolve(scope, name).unzip();
        let own = own.unwrap_or_default();
        let is_field = |&id: &DefinitionId| here.index.definitions[id].is_field();
        let mut found: Vec<Target> = Vec::new();
        if at.is_none() {
            let named = self.imports_named(file, name);
            if !named.is_empty() {
                return named;
            }
        }
        found.extend(own.iter().map(|&id| Target::Declared(file, id)));
        // Fields at the top are those of the package.
        if at.is_none() || at == Some(here.index.file()) && own.iter().any(is_field) {
            for other in self.beside(file) {
                let Some(beside) = self.files.get(&other) else { continue };
                let ids = beside.index.declared(beside.index.file(), name);
                let fields = ids.filter(|&id| {
                    let one = &beside.index.definitions[id];
                    one.is_field() && one.is_referable()
                });
                found.extend(fields.map(|id| Target::Declared(other, id)));
            }
        }
        if found.is_empty() && crate::program::is_predeclared(name) {
            found.push(Target::Predeclared(name.to_owned()));
        }
        found
    }

    /// Imports whose package is named other than the path says.
    fn imports_named(&self, file: FileId, name: &str) -> Vec<Target> {
        let Some(here) = self.files.get(&file) else { return Vec::new() };
        let imports = here.parsed.tree.imports.iter().enumerate();
        let unnamed = imports.filter(|(_, import)| import.name.is_none());
        let mut found = Vec::new();
        for (number, import) in unnamed {
            let Some(Import::Package(package)) = self.import(file, import.path) else { continue };
            let package = self.loaded.packages.get(*package);
            if package.and_then(|package| package.name.as_deref()) == Some(name) {
                let ids = here.index.scopes[here.index.file()].definitions.iter();
                let mut ids =
                    ids.filter(|&&id| here.index.definitions[id].sort == Sort::Import(number));
                found.extend(ids.next().map(|&id| Target::Declared(file, id)));
            }
        }
        found
    }

    /// What the import path at `span` means.
    pub(crate) fn import(&self, file: FileId, span: Span) -> Option<&'l Import> {
        let here = self.files.get(&file)?;
        let path = literal::import_path(span.of(here.text))?;
        self.loaded.packages.get(here.package)?.imports.get(&path)
    }

    /// The other files that share the names at the top with `file`.
    fn beside(&self, file: FileId) -> Vec<FileId> {
        let Some(here) = self.files.get(&file) else { return Vec::new() };
        let shared = |file: &File<'_>| {
            file.parsed.tree.package.is_some_and(|package| package.name.of(file.text) != "_")
        };
        if !shared(here) {
            return Vec::new();
        }
        let same = |id: &&FileId| {
            let other = self.files.get(id);
            **id != file
                && other.is_some_and(|other| other.package == here.package && shared(other))
        };
        self.order.iter().filter(same).copied().collect()
    }

    /// The files of a package.
    pub(crate) fn package_files(&self, package: usize) -> Vec<FileId> {
        let in_package =
            |id: &&FileId| self.files.get(id).is_some_and(|file| file.package == package);
        self.order.iter().filter(in_package).copied().collect()
    }

    /// The definition or use whose token holds `offset`: what it is called, and what it leads to.
    pub(crate) fn at(&self, file: FileId, offset: u32) -> Option<Occurrence> {
        self.occurrence_at(file, offset)
    }
}

/// `targets` without repetitions, in order.
fn unique(targets: Vec<Target>) -> Vec<Target> {
    let mut seen = rustc_hash::FxHashSet::default();
    targets.into_iter().filter(|target| seen.insert(target.clone())).collect()
}

#[cfg(test)]
mod tests;
