//! Loading: the root package, and from import to import all that it needs.
//!
//! Each package is read once, however many import it; the files of a large set are parsed on two
//! threads. What goes wrong is collected, and the rest is loaded still.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use super::context::{self, CONTEXT, ContextFlags};
use super::directory::{self, Candidate};
use super::files::Files;
use super::gather::{Gather, is_input};
use super::import_path::ImportPath;
use super::inputs::Root;
use super::module::{self, Module};
use super::resolve::{self, Place, Surroundings};
use super::settings::Settings;
use super::text;
use super::{Import, Loaded, Package, PackageFile, cycles, library, paths};
use crate::base::{Code, Diagnostic, Sources, Span};

/// How to load.
#[derive(Clone, Debug)]
pub struct LoadOptions<'a> {
    /// The import paths of the standard library.
    pub standard: &'a [&'a str],
    /// The tags given as `-t name`, which `@if` asks for.
    pub tags: BTreeSet<String>,
    /// What the command line says of the context.
    pub context: ContextFlags,
    /// Data that belongs to the root package: its name for messages, and its source text.
    pub data: &'a [(PathBuf, String)],
    /// Whether `x_test` files take part.
    pub tests: bool,
}

/// Loads `root` and all that it imports; never fails, see [`Loaded::diagnostics`].
pub fn load(files: &dyn Files, root: &Root, options: &LoadOptions<'_>) -> Loaded {
    let mut loader = Loader {
        files,
        options,
        gather: Gather {
            files,
            tags: &options.tags,
            tests: options.tests,
            asked: BTreeSet::new(),
            sources: Sources::default(),
            diagnostics: Vec::new(),
        },
        packages: Vec::new(),
        module: None,
        known: BTreeMap::new(),
        missing: BTreeSet::new(),
        open: VecDeque::new(),
        directory: PathBuf::new(),
    };
    loader.root(root);
    while let Some(package) = loader.open.pop_front() {
        loader.imports(package);
    }
    let Gather { sources, diagnostics, asked, .. } = loader.gather;
    let packages = loader.packages;
    let standard = options.standard.iter().map(|&path| path.to_owned()).collect();
    let mut loaded = Loaded { sources, packages, conditions: asked, standard, diagnostics };
    let cycles = cycles::find(&loaded);
    loaded.diagnostics.extend(cycles);
    loaded
}

/// What is being loaded.
struct Loader<'a> {
    files: &'a dyn Files,
    options: &'a LoadOptions<'a>,
    gather: Gather<'a>,
    packages: Vec<Package>,
    module: Option<Module>,
    /// The packages by where they lie and how they are named; `None` for what failed.
    known: BTreeMap<(Place, String), Option<usize>>,
    /// The import paths that lead nowhere.
    missing: BTreeSet<String>,
    /// The packages whose imports are still to be followed.
    open: VecDeque<usize>,
    /// The directory of the root package, absolute.
    directory: PathBuf,
}

impl Loader<'_> {
    fn root(&mut self, root: &Root) {
        let current = self.files.current();
        let start = match root {
            Root::Files(files) => match files.iter().find(|path| !is_input(path)) {
                Some(file) => file.parent().map(Path::to_owned).unwrap_or_default(),
                None => PathBuf::new(),
            },
            Root::Directory { path, .. } => path.clone(),
        };
        self.directory = paths::absolute(&current, &start);
        let Gather { sources, diagnostics, .. } = &mut self.gather;
        self.module = module::find(self.files, &self.directory, sources, diagnostics);
        let (candidates, path) = match root {
            Root::Files(files) => (self.gather.named(files), String::new()),
            Root::Directory { path, package } => {
                let candidates = self.root_directory(path, package.as_deref());
                let name = candidates.first().and_then(|candidate| candidate.name.clone());
                (candidates, self.import_path(name.as_deref().unwrap_or_default()))
            }
        };
        let data = self.options.data.iter().map(|(name, text)| (name.clone(), Ok(text.clone())));
        let mut candidates = candidates;
        candidates.extend(self.gather.parsed(data.collect()));
        self.add(path, candidates);
    }

    fn root_directory(&mut self, path: &Path, package: Option<&str>) -> Vec<Candidate> {
        let place = format!("`{}`", path.display());
        let candidates = self.gather.directory(&self.directory.clone(), Some(path));
        let none = candidates.is_empty();
        let name = match package {
            Some(name) => Some(name.to_owned()),
            None => match directory::only_name(&candidates, &self.gather.sources, &place) {
                Ok(name) => name,
                Err(fault) => {
                    self.gather.diagnostics.push(fault);
                    return Vec::new();
                }
            },
        };
        let names: BTreeSet<String> =
            candidates.iter().filter_map(|candidate| candidate.name.clone()).collect();
        let mut taken: Vec<Candidate> = match &name {
            Some(name) => {
                candidates.into_iter().filter(|one| one.name.as_ref() == Some(name)).collect()
            }
            None => Vec::new(),
        };
        if taken.is_empty() && self.gather.diagnostics.is_empty() {
            self.gather.diagnostics.push(no_sources(&place, none, package, &names));
        }
        if let (Some(name), Some(module)) = (&name, &self.module)
            && !taken.is_empty()
        {
            let root = module.root.clone();
            let mut above = self.gather.above(&self.directory.clone(), &root, name);
            above.append(&mut taken);
            return above;
        }
        taken
    }

    /// Makes a package of `candidates`; its imports are followed later.
    fn add(&mut self, path: String, candidates: Vec<Candidate>) -> usize {
        let name = candidates.iter().find_map(|candidate| candidate.name.clone());
        let mut files = Vec::new();
        for candidate in candidates {
            self.gather.diagnostics.extend(candidate.parsed.diagnostics.iter().cloned());
            files.push(PackageFile { file: candidate.file, parsed: candidate.parsed });
        }
        let index = self.packages.len();
        self.packages.push(Package { path, name, files, imports: BTreeMap::new() });
        self.open.push_back(index);
        index
    }

    /// The import path of the root package, if its directory lies in a module that has a name.
    fn import_path(&self, name: &str) -> String {
        let Some(module) = &self.module else { return String::new() };
        let Some(own) = module.names.first() else { return String::new() };
        let Ok(below) = self.directory.strip_prefix(&module.root) else { return String::new() };
        let below = below.to_string_lossy().replace('\\', "/");
        let place = if below.is_empty() { own.clone() } else { format!("{own}/{below}") };
        canonical(&place, name)
    }

    /// Follows the imports of package `index`.
    fn imports(&mut self, index: usize) {
        let Some(package) = self.packages.get(index) else { return };
        let specs = package.files.iter().flat_map(|file| &file.parsed.tree.imports);
        let specs: Vec<Span> = specs.map(|import| import.path).collect();
        for span in specs {
            let path = self.gather.sources.slice(span).trim_matches('"').to_owned();
            let is_known = |package: &Package| package.imports.contains_key(&path);
            if self.packages.get(index).is_some_and(is_known) {
                continue;
            }
            match self.import(&path, span) {
                Ok(import) => {
                    if let Some(package) = self.packages.get_mut(index) {
                        package.imports.insert(path, import);
                    }
                }
                Err(faults) => self.gather.diagnostics.extend(faults),
            }
        }
    }

    /// What `path` means, loaded if it is new; the import at `span` asks.
    fn import(&mut self, path: &str, span: Span) -> Result<Import, Vec<Diagnostic>> {
        let around = Surroundings {
            files: self.files,
            standard: self.options.standard,
            module: self.module.as_ref(),
        };
        let place = match resolve::resolve(path, around) {
            Ok(place) => place,
            // What cannot be found is told once, however many files ask for it.
            Err(_) if !self.missing.insert(path.to_owned()) => return Err(Vec::new()),
            Err(fault) => return Err(vec![fault.at(span, "not found")]),
        };
        let name = ImportPath::read(path).map_or("", |parts| parts.name).to_owned();
        if let Place::Standard(path) = place {
            return Ok(Import::Standard(path));
        }
        let key = (place.clone(), name.clone());
        if let Some(known) = self.known.get(&key) {
            // What failed was told where it was asked for first.
            return known.map(Import::Package).ok_or_else(Vec::new);
        }
        let made = self.package(&place, path, &name, span);
        self.known.insert(key, made.as_ref().ok().copied());
        made.map(Import::Package)
    }

    fn package(
        &mut self,
        place: &Place,
        path: &str,
        name: &str,
        span: Span,
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
            Place::Embedded(place) => {
                let found = library::sources(place).unwrap_or_default();
                let found = found.into_iter().map(|(path, bytes)| {
                    let text = text::decode(bytes.to_vec(), &path);
                    (path, text)
                });
                self.gather.parsed(found.collect())
            }
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
        let place = ImportPath::read(path).map_or(path, |parts| parts.place);
        Ok(self.add(canonical(place, name), candidates))
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
            settings: self.module.as_ref().map_or(&settings, |module| &module.settings),
            directory: self.module.as_ref().map_or(&self.directory, |module| &module.root),
            package: clause,
            file: file.filter(|path| !is_input(path)),
        };
        context::source(&self.options.context, &place)
    }
}

/// The one spelling of the import path of package `name` at `place`.
fn canonical(place: &str, name: &str) -> String {
    let implied = place.rsplit('/').next().unwrap_or(place);
    if name.is_empty() || implied == name { place.to_owned() } else { format!("{place}:{name}") }
}

fn no_sources(
    place: &str,
    none: bool,
    package: Option<&str>,
    names: &BTreeSet<String>,
) -> Diagnostic {
    let listed: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match package {
        Some(name) if !names.is_empty() => {
            Diagnostic::error(Code::File, format!("{place} has no package `{name}`"))
                .help(format!("It has {}.", listed.join(", ")))
        }
        Some(_) | None if none => {
            Diagnostic::error(Code::File, format!("{place} has no `.inf` or `.cue` files"))
                .help("Name a directory with sources, or the files themselves.")
        }
        Some(_) | None => {
            let message = format!("no source in {place} has a package clause");
            Diagnostic::error(Code::File, message)
                .help("Start the files with `package name`, or name the files themselves.")
        }
    }
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
