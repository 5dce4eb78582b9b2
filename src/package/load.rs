//! Loading: the root package, and from import to import all that it needs.
//!
//! Each package is read once, however many import it; the files of a large set are parsed on two
//! threads. What goes wrong is collected, and the rest is loaded still.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::time::Duration;

use super::context::{self, CONTEXT, ContextFlags};
use super::dependency::Selection;
use super::directory::Candidate;
use super::document::{DataFile, Document, Shelf};
use super::embed::{self, Embedded};
use super::encoding::Encoding;
use super::files::Files;
use super::gather::{Gather, is_input};
use super::import_path::ImportPath;
use super::inputs::Root;
use super::kube;
use super::module::Module;
use super::resolve::Place;
use super::settings::Settings;
use super::{Import, Loaded, Package, PackageFile, cycles, library, workspace};
use crate::base::{Code, Diagnostic, Plain, Sources, Span, Threads};
use crate::schema::Release;

/// How to load.
#[derive(Clone, Default, Debug)]
pub struct LoadOptions<'a> {
    /// The import paths of the standard library.
    pub standard: &'a [&'a str],
    /// The tags given as `-t name`, which `@if` asks for.
    pub tags: BTreeSet<String>,
    /// What the command line says of the context.
    pub context: ContextFlags,
    /// Data files.
    pub data: &'a [DataFile],
    /// A second package, to be unified with the root.
    pub beside: Option<&'a Root>,
    /// The release of Kubernetes that the command line names.
    pub release: Option<Release>,
    /// Whether `x_test` files take part.
    pub tests: bool,
    /// How many files may be parsed at once.
    pub threads: Threads,
}

/// Loads `root` and all that it imports; never fails, see [`Loaded::diagnostics`].
pub fn load(files: &dyn Files, root: &Root, options: &LoadOptions<'_>) -> Loaded {
    let mut loader = Loader::new(files, options);
    loader.root(root);
    let beside = options.beside.map(|beside| {
        let index = loader.packages.len();
        loader.root(beside);
        index
    });
    loader.data();
    while let Some(package) = loader.open.pop_front() {
        loader.imports(package);
    }
    let release = loader.release().unwrap_or_else(|fault| {
        loader.gather.diagnostics.push(fault);
        Release::default()
    });
    let rules = loader.module().map(|module| module.settings.rules.clone());
    let lint = loader.module().map(|module| module.settings.lint.clone());
    let definitions = loader.definitions();
    let Loader { gather, packages, plain, documents, embedded, .. } = loader;
    let Gather { sources, diagnostics, asked: conditions, parsing, .. } = gather;
    let standard = options.standard.iter().map(|&path| path.to_owned()).collect();
    let mut loaded = Loaded {
        sources,
        beside: beside.filter(|&beside| beside < packages.len()),
        packages,
        names: &library::NAMES,
        conditions,
        plain,
        directory: files.current(),
        says_null: documents.is_empty()
            && options.data.iter().any(|data| data.encoding == Encoding::Yaml),
        documents,
        embedded,
        release,
        rules: rules.unwrap_or_default(),
        lint: lint.unwrap_or_default(),
        definitions,
        standard,
        diagnostics,
        parsing,
    };
    let cycles = cycles::find(&loaded);
    loaded.diagnostics.extend(cycles);
    loaded
}

/// What is being loaded.
pub(super) struct Loader<'a> {
    pub(super) files: &'a dyn Files,
    pub(super) options: &'a LoadOptions<'a>,
    pub(super) gather: Gather<'a>,
    pub(super) packages: Vec<Package>,
    /// The module that all starts from, if there is one, and behind it those that it depends on.
    pub(super) modules: Vec<Module>,
    /// The module that each package lies in.
    homes: Vec<Option<usize>>,
    /// What the dependencies come to, once one was asked for.
    pub(super) selection: Option<Selection>,
    /// The dependencies that were asked for; `None` for what cannot be used.
    pub(super) dependencies: BTreeMap<String, Option<usize>>,
    /// The packages by where they lie and how they are named; `None` for what failed.
    known: BTreeMap<(Place, String), Option<usize>>,
    /// The import paths that lead nowhere.
    pub(super) missing: BTreeSet<(Option<usize>, String)>,
    /// The packages whose imports are still to be followed.
    open: VecDeque<usize>,
    /// The directory of the root package, absolute.
    pub(super) directory: PathBuf,
    plain: Plain,
    documents: Vec<Document>,
    embedded: Embedded,
}

impl<'a> Loader<'a> {
    /// Nothing loaded yet.
    fn new(files: &'a dyn Files, options: &'a LoadOptions<'a>) -> Self {
        Self {
            files,
            options,
            gather: Gather {
                files,
                tags: &options.tags,
                tests: options.tests,
                threads: options.threads,
                asked: BTreeSet::new(),
                language: None,
                sources: Sources::default(),
                diagnostics: Vec::new(),
                parsing: Duration::ZERO,
            },
            packages: Vec::new(),
            modules: Vec::new(),
            homes: Vec::new(),
            selection: None,
            dependencies: BTreeMap::new(),
            known: BTreeMap::new(),
            missing: BTreeSet::new(),
            open: VecDeque::new(),
            directory: PathBuf::new(),
            plain: Plain::default(),
            documents: Vec::new(),
            embedded: Embedded::new(),
        }
    }
}

impl Loader<'_> {
    /// The module that all starts from.
    pub(super) fn module(&self) -> Option<&Module> {
        self.modules.first()
    }

    /// The release of Kubernetes that the flags name, else `inf.toml`, else the newest one.
    pub(super) fn release(&self) -> Result<Release, Diagnostic> {
        let setting = self.module().and_then(|module| module.settings.kube_version.as_ref());
        match (self.options.release, setting) {
            (Some(release), _) => Ok(release),
            (None, Some(set)) => {
                set.text.parse().map_err(|fault: Diagnostic| fault.at(set.span, "set here"))
            }
            (None, None) => Ok(Release::default()),
        }
    }

    /// The files of definitions that `inf.toml` names.
    fn definitions(&mut self) -> Vec<PathBuf> {
        let Some(module) = self.modules.first() else { return Vec::new() };
        let patterns = &module.settings.crds;
        kube::definitions(self.files, &module.root, patterns, &mut self.gather.diagnostics)
    }

    /// Reads the data files.
    fn data(&mut self) {
        for data in self.options.data {
            let mut shelf = Shelf {
                files: self.files,
                sources: &mut self.gather.sources,
                plain: &mut self.plain,
            };
            match shelf.documents(data) {
                Ok(documents) => self.documents.extend(documents),
                Err(fault) => self.gather.diagnostics.push(fault),
            }
        }
    }

    /// Makes a package of `candidates`; its imports are followed later.
    pub(super) fn add(
        &mut self,
        path: String,
        candidates: Vec<Candidate>,
        home: Option<usize>,
    ) -> usize {
        let name = candidates.iter().find_map(|candidate| candidate.name.clone());
        let mut files = Vec::new();
        let mut shelf =
            Shelf { files: self.files, sources: &mut self.gather.sources, plain: &mut self.plain };
        let module = home.and_then(|home| self.modules.get(home));
        let module = module.map(|module| module.root.as_path());
        for candidate in candidates {
            self.gather.diagnostics.extend(candidate.parsed.preamble().diagnostics.iter().cloned());
            let file = PackageFile { file: candidate.file, parsed: candidate.parsed };
            let faults = embed::embedded(&mut shelf, &file, module, &mut self.embedded);
            self.gather.diagnostics.extend(faults);
            files.push(file);
        }
        let index = self.packages.len();
        let imports = BTreeMap::new();
        self.packages.push(Package { path, name, files, lowered: None, imports });
        self.homes.push(home);
        self.open.push_back(index);
        index
    }

    /// Follows the imports of package `index`.
    fn imports(&mut self, index: usize) {
        let Some(package) = self.packages.get(index) else { return };
        let specs = package.files.iter().flat_map(|file| &file.parsed.preamble().tree.imports);
        let specs: Vec<Span> = specs.map(|import| import.path).collect();
        let home = self.homes.get(index).copied().flatten();
        for span in specs {
            let path = self.gather.sources.slice(span).trim_matches('"').to_owned();
            let is_known = |package: &Package| package.imports.contains_key(&path);
            if self.packages.get(index).is_some_and(is_known) {
                continue;
            }
            match self.import(&path, span, home) {
                Ok(import) => {
                    if let Some(package) = self.packages.get_mut(index) {
                        package.imports.insert(path, import);
                    }
                }
                Err(faults) => self.gather.diagnostics.extend(faults),
            }
        }
    }

    /// What `path` means, loaded if it is new; the import at `span`, in the module `home`, asks.
    pub(super) fn import(
        &mut self,
        path: &str,
        span: Span,
        home: Option<usize>,
    ) -> Result<Import, Vec<Diagnostic>> {
        let (place, home) = self.place(path, span, home)?;
        let name = ImportPath::read(path).map_or("", |parts| parts.name).to_owned();
        if let Place::Standard(path) = place {
            return Ok(Import::Standard(path));
        }
        let key = (place.clone(), name.clone());
        if let Some(known) = self.known.get(&key) {
            // What failed was told where it was asked for first.
            return known.map(Import::Package).ok_or_else(Vec::new);
        }
        self.gather.language =
            home.and_then(|home| self.modules.get(home)).and_then(|module| module.language);
        let made = self.package(&place, path, &name, span, home);
        self.known.insert(key, made.as_ref().ok().copied());
        made.map(Import::Package)
    }

    fn package(
        &mut self,
        place: &Place,
        path: &str,
        name: &str,
        span: Span,
        home: Option<usize>,
    ) -> Result<usize, Vec<Diagnostic>> {
        let mut candidates = match place {
            Place::Standard(_) => Vec::new(),
            Place::Context => {
                let at = |fault: Diagnostic| fault.at(span, "the context is asked for here");
                let source = self
                    .context()
                    .map_err(|faults| faults.into_iter().map(at).collect::<Vec<_>>())?;
                self.gather.parsed(vec![(PathBuf::from(CONTEXT), Ok(source))])
            }
            Place::Workspace => {
                let source = workspace::source(self.gather.files, self.module());
                let mut found = self.gather.parsed(vec![source]);
                // It is what the setting names, whatever its clause says.
                found.iter_mut().for_each(|file| file.name = Some(name.to_owned()));
                found
            }
            Place::Embedded(place) => self.gather.embedded(library::sources(place)),
            Place::Disk(directories) => {
                let mut candidates = Vec::new();
                for (directory, base) in directories {
                    let above = self.gather.above(directory, base, name);
                    candidates.extend(above);
                    candidates.extend(self.gather.directory(directory, None));
                }
                candidates
            }
        };
        let others: BTreeSet<String> =
            candidates.iter().filter_map(|candidate| candidate.name.clone()).collect();
        candidates.retain(|candidate| candidate.name.as_deref() == Some(name));
        if candidates.is_empty() {
            return Err(vec![no_package(path, name, &others).at(span, "not found")]);
        }
        let lowered = match place {
            Place::Embedded(place) => library::lowered(place, candidates.len()),
            _ => None,
        };
        let place = ImportPath::read(path).map_or(path, |parts| parts.place);
        let index = self.add(canonical(place, name), candidates, home);
        if let Some(package) = self.packages.get_mut(index) {
            package.lowered = lowered;
        }
        Ok(index)
    }

    fn context(&self) -> Result<String, Vec<Diagnostic>> {
        let settings = Settings::default();
        let root = self.packages.first();
        let clause = root.and_then(|root| {
            let name = root.name.clone()?;
            let clauses = root.files.iter().filter_map(|file| file.parsed.tree.package);
            let mut clauses = clauses.map(|clause| clause.name);
            let span = clauses.find(|&span| self.gather.sources.slice(span) == name)?;
            Some((name, span))
        });
        let first = root.and_then(|root| root.files.first());
        let file = first.map(|file| self.gather.sources.path(file.file).to_owned());
        let place = context::Place {
            settings: self.module().map_or(&settings, |module| &module.settings),
            directory: self.module().map_or(&self.directory, |module| &module.root),
            package: clause,
            file: file.filter(|path| !is_input(path)),
        };
        context::source(&self.options.context, &place)
    }
}

/// The one spelling of the import path of package `name` at `place`.
pub(super) fn canonical(place: &str, name: &str) -> String {
    let implied = place.rsplit('/').next().unwrap_or(place);
    if name.is_empty() || implied == name { place.to_owned() } else { format!("{place}:{name}") }
}

fn no_package(path: &str, name: &str, others: &BTreeSet<String>) -> Diagnostic {
    let message = format!("`{path}` has no package `{name}`");
    let diagnostic = Diagnostic::error(Code::Import, message);
    let place = ImportPath::read(path).map_or(path, |parts| parts.place);
    match others.first() {
        Some(other) => diagnostic.help(format!("Import `\"{place}:{other}\"`.")),
        None => diagnostic.help("There are no sources with a package clause in its directory."),
    }
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
