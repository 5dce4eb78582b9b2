//! Loading: the root package, and from import to import all that it needs.
//!
//! Each package is read once, however many import it; the files of a large set are parsed on two
//! threads. What goes wrong is collected, and the rest is loaded still.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use super::context::{self, CONTEXT, ContextFlags};
use super::directory::{self, Candidate};
use super::files::Files;
use super::import_path::ImportPath;
use super::inputs::Root;
use super::module::{self, Module};
use super::resolve::{self, Place, Surroundings};
use super::settings::Settings;
use super::text::{self, STANDARD_INPUT};
use super::{Import, Loaded, Package, PackageFile, condition, cycles, library, paths};
use crate::base::{Code, Diagnostic, FileId, Span};
use crate::syntax::{Parsed, parse};

/// Sets of files above this many bytes are parsed on two threads; below, starting a thread costs
/// more than it gains (felt, not measured).
const WORTH_A_THREAD: usize = 256 << 10;

/// How to load.
#[derive(Clone, Debug)]
pub struct LoadOptions<'a> {
    /// The import paths of the standard library.
    pub standard: &'a [&'a str],
    /// The tags given as `-t name`, which `@if` asks for.
    pub tags: BTreeSet<String>,
    /// What the command line says of the context.
    pub context: ContextFlags,
    /// Whether `x_test` files take part.
    pub tests: bool,
}

/// Loads `root` and all that it imports; never fails, see [`Loaded::diagnostics`].
pub fn load(files: &dyn Files, root: &Root, options: &LoadOptions<'_>) -> Loaded {
    let mut loader = Loader {
        files,
        options,
        loaded: Loaded::default(),
        module: None,
        known: BTreeMap::new(),
        open: VecDeque::new(),
        directory: PathBuf::new(),
    };
    loader.root(root);
    while let Some(package) = loader.open.pop_front() {
        loader.imports(package);
    }
    let mut loaded = loader.loaded;
    let cycles = cycles::find(&loaded);
    loaded.diagnostics.extend(cycles);
    loaded
}

/// What is being loaded.
struct Loader<'a> {
    files: &'a dyn Files,
    options: &'a LoadOptions<'a>,
    loaded: Loaded,
    module: Option<Module>,
    /// The packages by where they lie and how they are named; `None` for what failed.
    known: BTreeMap<(Place, String), Option<usize>>,
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
        let Loaded { sources, diagnostics, .. } = &mut self.loaded;
        self.module = module::find(self.files, &self.directory, sources, diagnostics);
        let (candidates, path) = match root {
            Root::Files(files) => (self.named_files(files), String::new()),
            Root::Directory { path, package } => {
                let candidates = self.root_directory(path, package.as_deref());
                let name = candidates.first().and_then(|candidate| candidate.name.clone());
                (candidates, self.import_path(name.as_deref().unwrap_or_default()))
            }
        };
        self.add(path, candidates);
    }

    /// The files named on the command line: those alone, whatever they are called.
    fn named_files(&mut self, named: &[PathBuf]) -> Vec<Candidate> {
        let mut named = named.to_vec();
        // As CUE has it: fewer directories first, then by name.
        named.sort_by_key(|path| (path.components().count(), path.clone()));
        named.dedup();
        let found: Vec<(PathBuf, Result<String, Diagnostic>)> = named
            .into_iter()
            .map(|path| (path.clone(), text::read(self.files, &path, &path)))
            .collect();
        let candidates = self.parsed(found);
        let sources = &self.loaded.sources;
        if let Err(fault) = directory::only_name(&candidates, sources, "the files named") {
            self.loaded.diagnostics.push(fault);
        }
        candidates
    }

    fn root_directory(&mut self, path: &Path, package: Option<&str>) -> Vec<Candidate> {
        let place = format!("`{}`", path.display());
        let candidates = self.directory(&self.directory.clone(), Some(path));
        let none = candidates.is_empty();
        let name = match package {
            Some(name) => Some(name.to_owned()),
            None => match directory::only_name(&candidates, &self.loaded.sources, &place) {
                Ok(name) => name,
                Err(fault) => {
                    self.loaded.diagnostics.push(fault);
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
        if taken.is_empty() && self.loaded.diagnostics.is_empty() {
            self.loaded.diagnostics.push(no_sources(&place, none, package, &names));
        }
        if let (Some(name), Some(module)) = (&name, &self.module)
            && !taken.is_empty()
        {
            let root = module.root.clone();
            let mut above = self.above(&self.directory.clone(), &root, name);
            above.append(&mut taken);
            return above;
        }
        taken
    }

    /// The files of package `name` in the directories above `directory`, up to `root`: a package
    /// takes those of its name along.
    fn above(&mut self, directory: &Path, root: &Path, name: &str) -> Vec<Candidate> {
        let mut found = Vec::new();
        if directory == root || !directory.starts_with(root) {
            return found;
        }
        for above in directory.ancestors().skip(1) {
            let mut candidates = self.directory(above, None);
            candidates.retain(|candidate| candidate.name.as_deref() == Some(name));
            candidates.append(&mut found);
            found = candidates;
            if above == root {
                break;
            }
        }
        found
    }

    /// The sources of a directory that take part; `shown` is how the directory was named.
    fn directory(&mut self, directory: &Path, shown: Option<&Path>) -> Vec<Candidate> {
        let current = self.files.current();
        let found = directory::sources(self.files, directory, self.options.tests);
        let found = found
            .into_iter()
            .map(|path| {
                let name = match (shown, path.file_name()) {
                    (Some(shown), Some(name)) if shown.is_absolute() => shown.join(name),
                    _ => paths::shown(&current, &path),
                };
                let text = text::read(self.files, &path, &name);
                (name, text)
            })
            .collect();
        let mut candidates = self.parsed(found);
        let mut faults = Vec::new();
        let sources = &self.loaded.sources;
        candidates.retain(|one| {
            let text = sources.text(one.file);
            condition::holds(&one.parsed.tree, text, &self.options.tags).unwrap_or_else(|fault| {
                faults.push(fault);
                false
            })
        });
        self.loaded.diagnostics.append(&mut faults);
        candidates
    }

    /// Parses texts; those that could not be read are reported.
    fn parsed(&mut self, found: Vec<(PathBuf, Result<String, Diagnostic>)>) -> Vec<Candidate> {
        let mut files = Vec::new();
        for (path, text) in found {
            match text {
                Ok(text) => files.push(self.loaded.sources.add(path, text)),
                Err(fault) => self.loaded.diagnostics.push(fault),
            }
        }
        let sources = &self.loaded.sources;
        let texts: Vec<(FileId, &str)> =
            files.iter().map(|&file| (file, sources.text(file))).collect();
        let trees = parse_all(&texts);
        texts
            .into_iter()
            .zip(trees)
            .map(|((file, text), parsed)| {
                let name = parsed.tree.package.map(|package| package.name.of(text));
                let name = name.filter(|&name| name != "_").map(str::to_owned);
                Candidate { file, name, parsed }
            })
            .collect()
    }

    /// Makes a package of `candidates`; its imports are followed later.
    fn add(&mut self, path: String, candidates: Vec<Candidate>) -> usize {
        let name = candidates.iter().find_map(|candidate| candidate.name.clone());
        let mut files = Vec::new();
        for mut candidate in candidates {
            self.loaded.diagnostics.append(&mut candidate.parsed.diagnostics.clone());
            candidate.parsed.diagnostics.shrink_to_fit();
            files.push(PackageFile { file: candidate.file, parsed: candidate.parsed });
        }
        let index = self.loaded.packages.len();
        self.loaded.packages.push(Package { path, name, files, imports: BTreeMap::new() });
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
        let Some(package) = self.loaded.packages.get(index) else { return };
        let specs = package.files.iter().flat_map(|file| &file.parsed.tree.imports);
        let specs: Vec<Span> = specs.map(|import| import.path).collect();
        for span in specs {
            let path = self.loaded.sources.slice(span).trim_matches('"').to_owned();
            let is_known = |package: &Package| package.imports.contains_key(&path);
            if self.loaded.packages.get(index).is_some_and(is_known) {
                continue;
            }
            match self.import(&path, span) {
                Ok(import) => {
                    if let Some(package) = self.loaded.packages.get_mut(index) {
                        package.imports.insert(path, import);
                    }
                }
                Err(faults) => self.loaded.diagnostics.extend(faults),
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
        let place =
            resolve::resolve(path, around).map_err(|fault| vec![fault.at(span, "not found")])?;
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
                self.parsed(vec![(PathBuf::from(CONTEXT), Ok(source))])
            }
            Place::Embedded(place) => {
                let found = library::sources(place).unwrap_or_default();
                let found = found.into_iter().map(|(path, bytes)| {
                    let text = text::decode(bytes.to_vec(), &path);
                    (path, text)
                });
                self.parsed(found.collect())
            }
            Place::Disk(directories) => {
                let mut candidates = Vec::new();
                for (directory, base) in directories {
                    let above = self.above(directory, base, name);
                    candidates.extend(above);
                    candidates.extend(self.directory(directory, None));
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
        let root = self.loaded.packages.first();
        let clause = root.and_then(|root| {
            let name = root.name.clone()?;
            let clauses = root.files.iter().filter_map(|file| file.parsed.tree.package);
            let mut clauses = clauses.map(|clause| clause.name);
            let span = clauses.find(|&span| self.loaded.sources.slice(span) == name)?;
            Some((name, span))
        });
        let first = root.and_then(|root| root.files.first());
        let file = first.map(|file| self.loaded.sources.path(file.file).to_owned());
        let place = context::Place {
            settings: self.module.as_ref().map_or(&settings, |module| &module.settings),
            directory: self.module.as_ref().map_or(&self.directory, |module| &module.root),
            package: clause,
            file: file.filter(|path| !is_input(path)),
        };
        context::source(&self.options.context, &place)
    }
}

fn is_input(path: &Path) -> bool {
    path == Path::new(STANDARD_INPUT)
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

/// Parses all of `texts`, on two threads where there is enough to do.
fn parse_all(texts: &[(FileId, &str)]) -> Vec<Parsed> {
    let one = |&(file, text): &(FileId, &str)| parse(file, text);
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    if texts.len() < 2 || bytes < WORTH_A_THREAD {
        return texts.iter().map(one).collect();
    }
    let (front, back) = texts.split_at(texts.len() / 2);
    std::thread::scope(|scope| {
        let helper = scope.spawn(|| back.iter().map(one).collect::<Vec<_>>());
        let mut parsed: Vec<Parsed> = front.iter().map(one).collect();
        match helper.join() {
            Ok(rest) => parsed.extend(rest),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        parsed
    })
}
