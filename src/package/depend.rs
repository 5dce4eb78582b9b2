//! Imports from other modules: which of the dependencies of the importing module has the package,
//! and whether what lies there is what was locked.

use std::path::PathBuf;

use super::dependency::{
    Chosen, Locked, Requirement, Selection, asked_for, content, misnamed, select,
};
use super::files::Files;
use super::import_path::ImportPath;
use super::load::Loader;
use super::resolve::{self, Place, Surroundings};
use super::{directory, module, paths};
use crate::base::{Code, Diagnostic, Span, nearest};

/// A package that a dependency has.
struct Offer {
    /// The line of the importing module's `inf.toml`.
    requirement: Requirement,
    /// The module, in the loader's list.
    module: usize,
    /// The directory of the package, and that of the module.
    place: Place,
}

/// What the dependencies of a module have under an import path.
#[derive(Default)]
struct Offers {
    /// The packages.
    offers: Vec<Offer>,
    /// What to say if nothing else has the package either.
    missing: Option<Diagnostic>,
}

impl Loader<'_> {
    /// Where the package `path` lies that the import at `span` in the module `home` asks for, and
    /// in which module.
    ///
    /// # Errors
    /// A path that leads nowhere, or to two packages; nothing if that was told before.
    pub(super) fn place(
        &mut self,
        path: &str,
        span: Span,
        home: Option<usize>,
    ) -> Result<(Place, Option<usize>), Vec<Diagnostic>> {
        let around = Surroundings {
            files: self.files,
            standard: self.options.standard,
            module: home.and_then(|home| self.modules.get(home)),
            release: self.release().unwrap_or_default(),
        };
        let resolved = resolve::resolve(path, around);
        let offers = match (ImportPath::read(path), home) {
            (Some(parts), Some(home)) => self.offers(parts, span, home)?,
            _ => Offers::default(),
        };
        let mut sources: Vec<Source> = Vec::new();
        if let Ok(place) = &resolved {
            sources.extend(Source::of(place, self.files));
        }
        let dependencies = offers.offers.iter().map(|offer| offer.requirement.clone());
        sources.extend(dependencies.map(Source::Dependency));
        if let [one, two, ..] = sources.as_slice() {
            let is_new = self.missing.insert((home, path.to_owned()));
            let fault = is_new.then(|| ambiguous(path, span, one, two));
            return Err(fault.into_iter().collect());
        }
        let offer = offers.offers.into_iter().next();
        let fault = match (resolved, offer) {
            (Ok(Place::Disk(directories)), _) => return Ok((Place::Disk(directories), home)),
            (Ok(place), _) => return Ok((place, None)),
            (Err(_), Some(offer)) => return Ok((offer.place, Some(offer.module))),
            (Err(fault), None) => match offers.missing {
                Some(missing) => missing,
                None => self.undeclared(path, home, fault),
            },
        };
        // What cannot be found is told once, however many files ask for it.
        let is_new = self.missing.insert((home, path.to_owned()));
        Err(is_new.then(|| found_missing(fault, span)).into_iter().collect())
    }

    /// Adds to `fault` that there is a module with such packages, if there is: it is just not asked
    /// for by the module `home`.
    fn undeclared(&mut self, path: &str, home: Option<usize>, fault: Diagnostic) -> Diagnostic {
        let module = home.and_then(|home| self.modules.get(home));
        let asks = module.is_some_and(|module| !module.settings.dependencies.is_empty());
        if !asks || self.select().is_err() {
            return fault;
        }
        let names = self.selection.iter().flat_map(|selection| selection.chosen.keys());
        let path = ImportPath::read(path);
        let found = names.into_iter().find(|name| path.is_some_and(|it| it.below(name).is_some()));
        match found {
            Some(name) => fault.help(format!(
                "A dependency of yours brings `{name}` along; to use it here, add it with \
                 `infc mod add {name}`."
            )),
            None => fault,
        }
    }

    /// The packages `path` of the dependencies of the module `home`.
    ///
    /// # Errors
    /// Dependencies of that name that cannot be used. What was told before is not told again.
    fn offers(
        &mut self,
        path: ImportPath<'_>,
        span: Span,
        home: usize,
    ) -> Result<Offers, Vec<Diagnostic>> {
        let Some(module) = self.modules.get(home) else { return Ok(Offers::default()) };
        let all = module.settings.dependencies.iter();
        let named: Vec<Requirement> = all
            .filter(|requirement| path.below(&requirement.name.text).is_some())
            .cloned()
            .collect();
        let mut offers = Vec::new();
        for requirement in &named {
            let Some(module) = self.dependency(requirement, span)? else {
                // What is wrong with it was told before.
                return Err(Vec::new());
            };
            if let Some(fault) = self.other_major(path, requirement, module) {
                return Err(vec![fault.at(span, "imported here")]);
            }
            let Some(root) = self.modules.get(module).map(|module| module.root.clone()) else {
                continue;
            };
            let directory = root.join(path.below(&requirement.name.text).unwrap_or_default());
            if !directory::sources(self.files, &directory, false).is_empty() {
                let place = Place::Disk(vec![(directory, root)]);
                offers.push(Offer { requirement: requirement.clone(), module, place });
            }
        }
        let Some(requirement) = named.last().filter(|_| offers.is_empty()) else {
            return Ok(Offers { offers, missing: None });
        };
        Ok(Offers { offers, missing: Some(self.lacking(path, requirement)) })
    }

    /// Says that `path` asks for another major version than `module` has, where both say one.
    fn other_major(
        &self,
        path: ImportPath<'_>,
        requirement: &Requirement,
        module: usize,
    ) -> Option<Diagnostic> {
        let asked = path.major?;
        let version = match self.selection.as_ref()?.chosen.get(&requirement.name.text)? {
            Chosen::Locked(index) => {
                self.selection.as_ref()?.locked.get(*index)?.version.as_ref()?.to_string()
            }
            Chosen::Live(_) => self.modules.get(module)?.settings.version.as_ref()?.text.clone(),
        };
        let own = version.split('.').next()?;
        if asked.strip_prefix('v')? == own {
            return None;
        }
        let name = &requirement.name.text;
        let message = format!("`{name}` is taken in version {version}, not in {asked}");
        Some(Diagnostic::error(Code::Dependency, message).at(requirement.name.span, "the dependency").help(
            format!("Write `@v{own}` or nothing in the import path, or ask for another version here."),
        ))
    }

    /// Says that the dependency `requirement` has no package at `path`.
    fn lacking(&self, path: ImportPath<'_>, requirement: &Requirement) -> Diagnostic {
        let name = &requirement.name.text;
        let message = format!("the dependency `{name}` has no package `{}`", path.place);
        let fault = Diagnostic::error(Code::Import, message);
        let index = self.dependencies.get(name).copied().flatten();
        let module = index.and_then(|index| self.modules.get(index));
        let directories =
            module.map(|module| directory::below(self.files, &module.root)).unwrap_or_default();
        let known: Vec<String> = directories
            .iter()
            .filter_map(|directory| directory.strip_prefix(&module?.root).ok())
            .map(|below| format!("{name}/{}", below.to_string_lossy().replace('\\', "/")))
            .map(|path| path.trim_end_matches('/').to_owned())
            .collect();
        match (nearest(path.place, known.iter().map(String::as_str)), known.first()) {
            (Some(near), _) => fault.help(format!("Did you mean `\"{near}\"`?")),
            (None, Some(first)) => fault.help(format!("One that it has is `\"{first}\"`.")),
            (None, None) => fault.help("It has no sources at all."),
        }
    }

    /// The module that `requirement` means, read when it is first asked for; `None` if that failed
    /// before.
    fn dependency(
        &mut self,
        requirement: &Requirement,
        span: Span,
    ) -> Result<Option<usize>, Vec<Diagnostic>> {
        let name = &requirement.name.text;
        if let Some(known) = self.dependencies.get(name) {
            return Ok(*known);
        }
        self.select()?;
        let made = self.selected(requirement, span);
        self.dependencies.insert(name.clone(), made.as_ref().ok().copied().flatten());
        made
    }

    /// Selects the modules, if that was not done yet.
    fn select(&mut self) -> Result<(), Vec<Diagnostic>> {
        if self.selection.is_some() {
            return Ok(());
        }
        let Some(project) = self.modules.first() else { return Ok(()) };
        let selected = select(self.files, project, &mut self.gather.sources);
        // Where they do not fit together no dependency can be used, and one telling is enough.
        let (selection, faults) = match selected {
            Ok(selection) => (selection, Vec::new()),
            Err(faults) => (Selection::default(), faults),
        };
        self.selection = Some(selection);
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    fn selected(
        &mut self,
        requirement: &Requirement,
        span: Span,
    ) -> Result<Option<usize>, Vec<Diagnostic>> {
        let Some(selection) = &self.selection else { return Ok(None) };
        let module = match selection.chosen.get(&requirement.name.text) {
            Some(Chosen::Live(0)) => return Ok(Some(0)),
            Some(Chosen::Live(index)) => match selection.live.get(*index) {
                Some(module) => module.clone(),
                None => return Ok(None),
            },
            Some(Chosen::Locked(index)) => match selection.locked.get(*index).cloned() {
                Some(locked) => self.fetched(requirement, &locked, span)?,
                None => return Ok(None),
            },
            None => return Ok(None),
        };
        self.modules.push(module);
        Ok(Some(self.modules.len() - 1))
    }

    /// The module that was locked, as it lies in `vendor` or in the cache.
    fn fetched(
        &mut self,
        requirement: &Requirement,
        locked: &Locked,
        span: Span,
    ) -> Result<module::Module, Vec<Diagnostic>> {
        let at = |fault: Diagnostic| {
            fault.at(requirement.name.span, "the dependency").at(span, "imported here")
        };
        let selection = self.selection.as_ref();
        let directory = selection.and_then(|all| all.directory(self.files, locked));
        let Some(directory) = directory else {
            let message = format!("{} was not fetched to this machine yet", locked.shown());
            let fault = Diagnostic::error(Code::Dependency, message);
            return Err(vec![at(fault).help("Run `infc mod tidy`, which fetches what is locked.")]);
        };
        let digest = content(self.files, &directory).map_err(|fault| vec![at(fault)])?;
        if digest != locked.content {
            return Err(vec![
                spoilt(locked, &directory).at(requirement.name.span, "the dependency"),
            ]);
        }
        let mut faults = Vec::new();
        let sources = &mut self.gather.sources;
        let mut module = module::read(self.files, directory, sources, &mut faults);
        faults.extend(misnamed(requirement, &mut module));
        if faults.is_empty() { Ok(module) } else { Err(asked_for(requirement, faults)) }
    }
}

/// What to say of files that are not those that were locked.
pub(super) fn spoilt(locked: &Locked, directory: &std::path::Path) -> Diagnostic {
    let place = directory.display();
    let message = format!("the files of {} are not those that were locked", locked.shown());
    Diagnostic::error(Code::Integrity, message).at(locked.span, "the digest they should have").help(
        format!(
            "They lie in `{place}`, and were changed or belong to another version. `infc mod tidy` \
             brings them back as they were, from where they come from."
        ),
    )
}

/// Says that two packages have the import path `text`.
fn ambiguous(text: &str, span: Span, one: &Source, two: &Source) -> Diagnostic {
    let message = format!("two packages are called `{text}`: {} and {}", one.said(), two.said());
    let mut fault = Diagnostic::error(Code::AmbiguousImport, message);
    for source in [two, one] {
        if let Source::Dependency(requirement) = source {
            fault = fault.at(requirement.name.span, "a dependency that has it");
        }
    }
    let fault = fault.at(span, "imported here");
    match (one, two) {
        (Source::Dependency(_), Source::Dependency(_)) => {
            fault.help("Take one of the two dependencies out.")
        }
        _ => fault.help("Take the dependency out, or call it by another name."),
    }
}

/// Where a package comes from, for people.
enum Source {
    /// The standard library.
    Standard,
    /// The embedded modules.
    Embedded,
    /// The importing module itself.
    Own(PathBuf),
    /// A dependency.
    Dependency(Requirement),
}

impl Source {
    /// What `place` is; the context is nobody's.
    fn of(place: &Place, files: &dyn Files) -> Option<Self> {
        match place {
            Place::Standard(_) => Some(Self::Standard),
            Place::Embedded(_) => Some(Self::Embedded),
            Place::Context | Place::Workspace => None,
            Place::Disk(directories) => {
                let (directory, _) = directories.first()?;
                Some(Self::Own(paths::shown(&files.current(), directory)))
            }
        }
    }

    fn said(&self) -> String {
        match self {
            Self::Standard => "one of the standard library".to_owned(),
            Self::Embedded => "a module that infc brings along".to_owned(),
            Self::Own(directory) => format!("that in `{}`", directory.display()),
            Self::Dependency(requirement) => {
                format!("one of the dependency `{}`", requirement.name.text)
            }
        }
    }
}

/// A fault of resolving, at the import that asks.
fn found_missing(mut fault: Diagnostic, span: Span) -> Diagnostic {
    for edit in fault.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
        edit.span = span;
    }
    fault.at(span, "not found")
}
