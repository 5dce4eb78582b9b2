//! Which version of each module is taken: minimal version selection, as `docs/packages.md` tells.
//!
//! Of all versions that are asked for, by the project or by what it depends on, the highest is
//! taken, and nothing newer. What the project pins without a version (a directory, a branch, a
//! commit, a digest) is taken as it is.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::fetch::Fetcher;
use super::lock::Locked;
use super::registries::Registry;
use super::requirement::{Requirement, Source, version_of};
use super::select::{self, Chosen, Selection};
use crate::base::{Code, Diagnostic, Sources, Span};
use crate::package::files::Files;
use crate::package::module::{self, Module};
use crate::remote::{Revision, Wanted};

/// How many modules a project may come to, each version counted.
const MOST_MODULES: usize = 2_000;

/// What the dependencies come to.
pub(crate) struct Solution {
    /// The modules that lie around.
    pub(crate) selection: Selection,
    /// The fetched modules, by name.
    pub(crate) fetched: BTreeMap<String, Taken>,
}

/// A module that was taken.
#[derive(Clone)]
pub(crate) struct Taken {
    /// What is to be locked.
    pub(crate) locked: Locked,
    /// The module.
    pub(crate) module: Module,
    /// Who asked for it.
    requirement: Requirement,
    /// The line of a module that lies around which led to that, unless it is that line.
    way: Option<Span>,
}

/// One line of an `inf.toml`, to be settled.
struct Question {
    requirement: Requirement,
    /// Whether the project itself asks.
    of_project: bool,
    /// The registries of who asks.
    registries: Vec<Registry>,
    /// The line of a module that lies around which led here, unless it is this one.
    way: Option<Span>,
}

/// The state of solving.
struct Solver<'a> {
    files: &'a dyn Files,
    fetcher: &'a mut Fetcher,
    sources: &'a mut Sources,
    solution: Solution,
    open: VecDeque<Question>,
    faults: Vec<Diagnostic>,
    fetches: usize,
}

/// Settles the dependencies of `project`.
///
/// # Errors
/// All of what is in the way.
pub(crate) fn solve(
    files: &dyn Files,
    project: &Module,
    fetcher: &mut Fetcher,
    sources: &mut Sources,
) -> Result<Solution, Vec<Diagnostic>> {
    let (selection, mut faults) = select::live(files, project, sources);
    faults.extend(selection.cycles());
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut open = VecDeque::new();
    for (index, module) in selection.live.iter().enumerate() {
        open.extend(questions(module, index == 0, None));
    }
    let solution = Solution { selection, fetched: BTreeMap::new() };
    let mut solver =
        Solver { files, fetcher, sources, solution, open, faults: Vec::new(), fetches: 0 };
    while let Some(question) = solver.open.pop_front() {
        if let Err(faults) = solver.settle(&question) {
            solver.faults.extend(faults);
        }
    }
    let Solver { mut solution, mut faults, .. } = solver;
    solution.prune();
    faults.extend(solution.cycle());
    if faults.is_empty() { Ok(solution) } else { Err(faults) }
}

fn questions(module: &Module, of_project: bool, way: Option<Span>) -> Vec<Question> {
    let registries = &module.settings.registries;
    let question = |requirement: &Requirement| Question {
        requirement: requirement.clone(),
        of_project,
        registries: registries.clone(),
        way,
    };
    module.settings.dependencies.iter().map(question).collect()
}

impl Solver<'_> {
    fn settle(&mut self, question: &Question) -> Result<(), Vec<Diagnostic>> {
        let asked = &question.requirement;
        let name = asked.name.text.as_str();
        if matches!(self.solution.selection.chosen.get(name), Some(Chosen::Live(_))) {
            return Ok(());
        }
        let of_project = self.solution.selection.of_project(name).cloned();
        let wanted = match of_project.as_ref().filter(|_| !question.of_project) {
            // What the project pins without a version is pinned for all.
            Some(own) => match (own.version(), asked.version()) {
                (Some(_), Some(version)) => own.raised(&version),
                _ => return Ok(()),
            },
            None => asked.clone(),
        };
        if let Some(taken) = self.solution.fetched.get(name)
            && !is_newer(&taken.requirement, &wanted)
                .map_err(|()| vec![excluded(taken, question, of_project.is_some())])?
        {
            return Ok(());
        }
        self.take(&wanted, question)
    }

    /// Fetches what `wanted` means, in place of what was taken before.
    fn take(&mut self, wanted: &Requirement, question: &Question) -> Result<(), Vec<Diagnostic>> {
        self.fetches += 1;
        if self.fetches > MOST_MODULES {
            let message = format!("these dependencies come to more than {MOST_MODULES} modules");
            self.open.clear();
            return Err(vec![Diagnostic::error(Code::Limit, message)]);
        }
        let project = self.solution.selection.live.first();
        let registries = project.map(|project| project.settings.registries.clone());
        let registries = registries.unwrap_or_default();
        let fetched = self.fetcher.fetch(wanted, &registries, &question.registries);
        let fetched = fetched.map_err(|fault| vec![fault])?;
        let mut faults = Vec::new();
        let mut module = module::read(self.files, fetched.directory, self.sources, &mut faults);
        faults.extend(select::misnamed(wanted, &mut module));
        if !faults.is_empty() {
            return Err(select::asked_for(wanted, faults));
        }
        let mut locked = fetched.locked;
        let own = module.settings.version.as_ref();
        locked.version = locked.version.or_else(|| version_of(&own?.text));
        let way = question.way.or(Some(question.requirement.name.span));
        self.open.extend(questions(&module, false, way));
        let taken = Taken { locked, module, requirement: wanted.clone(), way: question.way };
        self.solution.fetched.insert(wanted.name.text.clone(), taken);
        Ok(())
    }
}

/// Whether `new` asks for more than `old`; an error if they exclude each other.
fn is_newer(old: &Requirement, new: &Requirement) -> Result<bool, ()> {
    let same_place = super::lock::source_of(old) == super::lock::source_of(new);
    match (old.version(), new.version()) {
        (Some(before), Some(after)) if before.major == after.major && same_place => {
            Ok(after > before)
        }
        (None, None) if same_place && old.request() == new.request() => Ok(false),
        _ => Err(()),
    }
}

/// Says that two requirements exclude each other; `own` if the project has one of its own.
fn excluded(taken: &Taken, question: &Question, own: bool) -> Diagnostic {
    let (old, new) = (&taken.requirement, &question.requirement);
    let name = &new.name.text;
    let message = format!(
        "`{name}` is wanted as {} and as {}, and there is one only",
        old.shown(),
        new.shown()
    );
    let mut fault = Diagnostic::error(Code::Dependency, message);
    // What can be changed comes first: the lines of modules that lie around.
    for (way, requirement) in [(taken.way, old), (question.way, new)] {
        if let Some(way) = way {
            fault = fault.at(way, format!("this leads to {}", requirement.shown()));
        }
    }
    let fault = fault
        .at(old.name.span, format!("{} is asked for here", old.shown()))
        .at(new.name.span, format!("{} is asked for here", new.shown()));
    match own {
        true => fault.help(
            "Let both ask for one major version from one place; or pin it in the project's \
             `inf.toml` by `path`, `branch`, `rev` or `digest`, which settles it for all.",
        ),
        false => fault.help(format!(
            "Take versions of these modules that agree; or add `\"{name}\"` to the project's \
             `inf.toml` with the `path`, `branch`, `rev` or `digest` that all are to use.",
        )),
    }
}

impl Requirement {
    /// The same requirement for `version`, if that is newer than its own.
    fn raised(&self, version: &semver::Version) -> Self {
        let mut raised = self.clone();
        if self.version().is_some_and(|own| own >= *version && own.major == version.major) {
            return raised;
        }
        let write = |tag: &mut String| {
            *tag = if tag.starts_with('v') { format!("v{version}") } else { version.to_string() };
        };
        match &mut raised.source {
            Source::Git { revision: Revision::Tag(tag), .. }
            | Source::Oci { wanted: Wanted::Tag(tag), .. }
            | Source::Named { wanted: Wanted::Tag(tag), .. } => write(tag),
            Source::Git { .. } | Source::Oci { .. } | Source::Named { .. } | Source::Path(_) => {}
        }
        raised
    }
}

impl Solution {
    /// Whether each module is taken in a version that something asks for, and in no newer one.
    pub(crate) fn is_minimal(&self) -> bool {
        let modules = self.modules();
        let is_asked = |taken: &Taken| {
            let version = taken.locked.request.strip_prefix("tag ").and_then(version_of);
            let mut all = modules.iter().flat_map(|module| &module.settings.dependencies);
            let name = &taken.locked.name;
            version.is_none() || all.any(|one| one.name.text == *name && one.version() == version)
        };
        self.fetched.values().all(is_asked)
    }

    /// Drops what nothing asks for any more.
    fn prune(&mut self) {
        let mut reached = BTreeSet::new();
        let mut open: Vec<&Module> = self.selection.live.iter().collect();
        while let Some(module) = open.pop() {
            for requirement in &module.settings.dependencies {
                let name = requirement.name.text.as_str();
                if let Some(taken) = self.fetched.get(name)
                    && reached.insert(name.to_owned())
                {
                    open.push(&taken.module);
                }
            }
        }
        self.fetched.retain(|name, _| reached.contains(name));
    }

    /// All modules: those that lie around, then the fetched ones.
    pub(crate) fn modules(&self) -> Vec<&Module> {
        let fetched = self.fetched.values().map(|taken| &taken.module);
        self.selection.live.iter().chain(fetched).collect()
    }

    /// The modules that `module` asks for, by their places in [`Self::modules`].
    pub(crate) fn needs(&self, module: &Module) -> Vec<(usize, Span)> {
        let place = |name: &String| match self.selection.chosen.get(name) {
            Some(Chosen::Live(index)) => Some(*index),
            Some(Chosen::Locked(_)) | None => {
                let index = self.fetched.keys().position(|known| known == name)?;
                Some(self.selection.live.len() + index)
            }
        };
        let all = module.settings.dependencies.iter();
        all.filter_map(|requirement| Some((place(&requirement.name.text)?, requirement.name.span)))
            .collect()
    }

    /// How people know the module at `index` of [`Self::modules`].
    pub(crate) fn shown(&self, index: usize) -> String {
        let live = self.selection.live.len();
        match self.selection.live.get(index) {
            Some(module) => module.names.first().cloned().unwrap_or_else(|| "this project".into()),
            None => {
                let taken = self.fetched.values().nth(index - live);
                taken.map_or_else(String::new, |taken| taken.locked.shown())
            }
        }
    }

    fn cycle(&self) -> Option<Diagnostic> {
        let modules = self.modules();
        let edges = |index: usize| match modules.get(index) {
            Some(module) => self.needs(module),
            None => Vec::new(),
        };
        let chain = select::circle(modules.len(), edges)?;
        let name = |index: usize| {
            let names = modules.get(index).map(|module| module.names.as_slice());
            names.and_then(|names| names.first()).map_or("this project", String::as_str)
        };
        Some(select::told(&chain, name))
    }
}
