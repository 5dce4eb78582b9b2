//! Which module each dependency is, without asking anyone: directories are looked at where they
//! are, everything else is what `inf.lock` says.
//!
//! The modules that lie around (the project, and what it reaches by `path`) are *live*: they are
//! held against the lock every time. What was fetched cannot change, so the lock stays right for it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use super::lock::{self, Locked};
use super::requirement::{Requirement, Source};
use super::{LOCK_FILE, VENDOR};
use crate::base::{Code, Diagnostic, Sources, Span};
use crate::package::files::{Files, Kind};
use crate::package::module::{self, Module};
use crate::package::{paths, text};

/// What the dependencies of a project come to.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    /// The live modules; the project is the first.
    pub(crate) live: Vec<Module>,
    /// The modules by name.
    pub(crate) chosen: BTreeMap<String, Chosen>,
    /// What the lock says.
    pub(crate) locked: Vec<Locked>,
    /// How each live module but the first came in: who asked, and where.
    entered: Vec<Option<(usize, Span)>>,
}

/// What a name means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Chosen {
    /// `live[n]`.
    Live(usize),
    /// `locked[n]`.
    Locked(usize),
}

/// Selects the modules for `project`.
///
/// # Errors
/// All of what does not fit together.
pub(crate) fn select(
    files: &dyn Files,
    project: &Module,
    sources: &mut Sources,
) -> Result<Selection, Vec<Diagnostic>> {
    let (mut selection, mut faults) = live(files, project, sources);
    faults.extend(selection.cycles());
    if !faults.is_empty() {
        return Err(faults);
    }
    if selection.fetched().next().is_none() {
        return Ok(selection);
    }
    selection.locked = locked(files, project, sources).map_err(|fault| vec![fault])?;
    for (index, locked) in selection.locked.iter().enumerate() {
        selection.chosen.entry(locked.name.clone()).or_insert(Chosen::Locked(index));
    }
    let faults: Vec<Diagnostic> =
        selection.fetched().filter_map(|requirement| selection.unsettled(requirement)).collect();
    if faults.is_empty() { Ok(selection) } else { Err(faults) }
}

/// The modules that lie around: the project, and what is reached from it by paths.
pub(crate) fn live(
    files: &dyn Files,
    project: &Module,
    sources: &mut Sources,
) -> (Selection, Vec<Diagnostic>) {
    let mut selection =
        Selection { live: vec![project.clone()], entered: vec![None], ..Selection::default() };
    for name in &project.names {
        selection.chosen.insert(name.clone(), Chosen::Live(0));
    }
    let mut faults = Vec::new();
    // What cannot be used is told once, however many ask for it.
    let mut unusable = BTreeSet::new();
    let mut open = VecDeque::from([0]);
    while let Some(index) = open.pop_front() {
        let module = selection.live.get(index).cloned();
        let Some(module) = module else { continue };
        for requirement in &module.settings.dependencies {
            let Source::Path(path) = &requirement.source else { continue };
            let directory = paths::absolute(&module.root, Path::new(path));
            match selection.known(index, requirement, &directory) {
                Ok(true) => continue,
                Ok(false) => {}
                Err(fault) => {
                    faults.push(*fault);
                    continue;
                }
            }
            if unusable.contains(&directory) {
                continue;
            }
            match neighbour(files, requirement, &directory, sources) {
                Ok(module) => {
                    let new = selection.live.len();
                    selection.chosen.insert(requirement.name.text.clone(), Chosen::Live(new));
                    selection.live.push(module);
                    selection.entered.push(Some((index, requirement.name.span)));
                    open.push_back(new);
                }
                Err(told) => {
                    faults.extend(told);
                    unusable.insert(directory);
                }
            }
        }
    }
    (selection, faults)
}

/// The module in `directory`, which `requirement` names.
fn neighbour(
    files: &dyn Files,
    requirement: &Requirement,
    directory: &Path,
    sources: &mut Sources,
) -> Result<Module, Vec<Diagnostic>> {
    let shown = paths::shown(&files.current(), directory);
    let fault = |message: String| Diagnostic::error(Code::Dependency, message);
    if files.kind(directory) != Some(Kind::Directory) {
        let message = format!("there is no directory `{}`", shown.display());
        let fault = fault(message).at(requirement.span, "the dependency should lie there");
        return Err(vec![fault.help("Paths start from the directory of this `inf.toml`.")]);
    }
    if !module::is_root(files, directory) {
        let message = format!("`{}` is no module", shown.display());
        return Err(vec![
            fault(message).at(requirement.span, "the dependency should lie there").help(format!(
                "Mark it with an `inf.toml` with `name = \"{}\"`.",
                requirement.name.text
            )),
        ]);
    }
    let mut faults = Vec::new();
    let mut module = module::read(files, directory.to_owned(), sources, &mut faults);
    faults.extend(misnamed(requirement, &mut module));
    if faults.is_empty() { Ok(module) } else { Err(asked_for(requirement, faults)) }
}

/// Marks in the faults of a module where it is asked for: that line can be changed as well.
pub(crate) fn asked_for(requirement: &Requirement, faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let place = requirement.name.span;
    let marked = |fault: Diagnostic| match fault.marks.iter().any(|mark| mark.span == place) {
        true => fault,
        false => fault.at(place, format!("{} is asked for here", requirement.shown())),
    };
    faults.into_iter().map(marked).collect()
}

/// Says that a module is not called as `requirement` calls it; one without a name takes that.
pub(crate) fn misnamed(requirement: &Requirement, module: &mut Module) -> Option<Diagnostic> {
    let name = &requirement.name;
    let own = module.names.first().cloned();
    let Some(own) = own else {
        module.names.push(name.text.clone());
        return None;
    };
    if module.is_named(&name.text) {
        return None;
    }
    let message = format!("the module is called `{own}`, not `{}`", name.text);
    let mut fault = Diagnostic::error(Code::Dependency, message).at(name.span, "asked for here");
    if let Some(said) = &module.settings.name {
        fault = fault.at(said.span, "its own name");
    }
    Some(fault.help(format!("Write `\"{own}\" = …`: its packages import each other by that name.")))
}

/// Reads the lock of `project`; without one, nothing is locked.
pub(crate) fn locked(
    files: &dyn Files,
    project: &Module,
    sources: &mut Sources,
) -> Result<Vec<Locked>, Diagnostic> {
    let path = project.root.join(LOCK_FILE);
    if files.kind(&path) != Some(Kind::File) {
        return Ok(Vec::new());
    }
    let shown = paths::shown(&files.current(), &path);
    let text = text::read(files, &path, &shown)?;
    let file = sources.add(shown, text);
    lock::read(file, sources.text(file))
}

impl Selection {
    /// What live modules ask for that has to be fetched, but for what the project settles itself.
    pub(crate) fn fetched(&self) -> impl Iterator<Item = &Requirement> {
        let all = self.live.iter().enumerate().flat_map(|(index, module)| {
            module.settings.dependencies.iter().map(move |requirement| (index, requirement))
        });
        all.filter(|(index, requirement)| {
            let is_live = matches!(self.chosen.get(&requirement.name.text), Some(Chosen::Live(_)));
            let is_settled = *index > 0 && self.of_project(&requirement.name.text).is_some();
            !matches!(requirement.source, Source::Path(_)) && !is_live && !is_settled
        })
        .map(|(_, requirement)| requirement)
    }

    /// What the project itself says of `name`.
    pub(crate) fn of_project(&self, name: &str) -> Option<&Requirement> {
        let project = self.live.first()?;
        project.settings.dependencies.iter().find(|requirement| requirement.name.text == name)
    }

    /// Where the locked module `locked` lies: in `vendor`, else in the cache.
    pub(crate) fn directory(&self, files: &dyn Files, locked: &Locked) -> Option<PathBuf> {
        let vendored = self.live.first()?.root.join(VENDOR).join(locked.name.replace(':', "_"));
        if files.kind(&vendored) == Some(Kind::Directory) {
            return Some(vendored);
        }
        let cached = files.cache()?.directory(&locked.name, &locked.content);
        (files.kind(&cached) == Some(Kind::Directory)).then_some(cached)
    }

    /// Whether `name` is selected already, as the module in `directory`.
    fn known(
        &self,
        asking: usize,
        requirement: &Requirement,
        directory: &Path,
    ) -> Result<bool, Box<Diagnostic>> {
        let name = requirement.name.text.as_str();
        let Some(Chosen::Live(index)) = self.chosen.get(name) else { return Ok(false) };
        let is_it = self.live.get(*index).is_some_and(|module| module.root == directory);
        if is_it || (asking > 0 && self.of_project(name).is_some()) {
            return Ok(true);
        }
        let message = format!("`{name}` is wanted from two directories");
        let mut fault = Diagnostic::error(Code::Dependency, message)
            .at(requirement.span, "the one that is wanted here");
        if let Some(Some((_, span))) = self.entered.get(*index) {
            fault = fault.at(*span, "another one");
        }
        Err(Box::new(fault.help(
            "Make the paths agree, or add the dependency to the project's own `inf.toml`, which \
             decides.",
        )))
    }

    /// Why the lock does not settle `requirement`, if it does not.
    fn unsettled(&self, requirement: &Requirement) -> Option<Diagnostic> {
        let name = &requirement.name.text;
        let place = requirement.name.span;
        let fault = |message: String| Diagnostic::error(Code::Dependency, message);
        let locked = match self.chosen.get(name) {
            Some(Chosen::Live(_)) => return None,
            Some(Chosen::Locked(index)) => self.locked.get(*index),
            None => None,
        };
        let Some(locked) = locked else {
            return Some(
                fault(format!("`{name}` is not in `{LOCK_FILE}`"))
                    .at(place, "this dependency was never fetched")
                    .help("Run `infc mod tidy`."),
            );
        };
        if locked.satisfies(requirement) {
            return None;
        }
        let message = format!("`{LOCK_FILE}` does not have the `{name}` that is asked for");
        let asked = format!("{} is asked for here", requirement.shown());
        let held = format!("the lock has {}", locked.shown());
        let fault = fault(message).at(place, asked).at(locked.span, held);
        Some(fault.help("Run `infc mod tidy`, which brings the lock up to date."))
    }

    /// The circles among live modules.
    pub(crate) fn cycles(&self) -> Vec<Diagnostic> {
        let edges = |index: usize| -> Vec<(usize, Span)> {
            let module = self.live.get(index);
            let all = module.into_iter().flat_map(|module| &module.settings.dependencies);
            all.filter_map(|requirement| match self.chosen.get(&requirement.name.text) {
                Some(Chosen::Live(target)) => Some((*target, requirement.name.span)),
                Some(Chosen::Locked(_)) | None => None,
            })
            .collect()
        };
        let name = |index: usize| match self.live.get(index).and_then(|it| it.names.first()) {
            Some(name) => name.as_str(),
            None => "this project",
        };
        let found = circle(self.live.len(), edges);
        found.map(|chain| told(&chain, name)).into_iter().collect()
    }
}

/// A circle among `count` things that `edges` join, if there is one.
pub(crate) fn circle<E>(
    count: usize,
    edges: impl Fn(usize) -> Vec<(usize, E)>,
) -> Option<Vec<(usize, E)>> {
    let mut done = vec![false; count];
    for start in 0..count {
        // Each entry: a thing, the edge that led on from it, and what is left of its edges.
        let mut way = vec![(start, edges(start))];
        let mut taken: Vec<(usize, E)> = Vec::new();
        while let Some((here, rest)) = way.last_mut() {
            let here = *here;
            let Some((next, edge)) = rest.pop() else {
                if let Some(done) = done.get_mut(here) {
                    *done = true;
                }
                way.pop();
                taken.pop();
                continue;
            };
            taken.push((here, edge));
            if let Some(from) = taken.iter().position(|(thing, _)| *thing == next) {
                return Some(taken.drain(from..).collect());
            }
            if done.get(next).copied().unwrap_or(true) {
                taken.pop();
            } else {
                way.push((next, edges(next)));
            }
        }
    }
    None
}

/// A circle of modules in words.
pub(crate) fn told<'a>(chain: &[(usize, Span)], name: impl Fn(usize) -> &'a str) -> Diagnostic {
    let names: Vec<&str> =
        chain.iter().chain(chain.first()).map(|&(index, _)| name(index)).collect();
    let message = format!("modules depend on each other: {}", names.join(" -> "));
    let mut fault = Diagnostic::error(Code::DependencyCycle, message);
    if let Some((_, closing)) = chain.last() {
        fault = fault.at(*closing, "closes the circle");
    }
    for (index, span) in chain.iter().take(chain.len().saturating_sub(1)) {
        fault = fault.at(*span, format!("`{}` asks for the next one here", name(*index)));
    }
    fault.help("Take one of these lines out; what both sides need can go into a third module.")
}
