//! The `mod` commands: one function for all, since they differ only in what is done to the project.

use super::request::{Outcome, Report, Request};
use super::vet::{VetOptions, vet};
use crate::base::{Diagnostic, Sources};
use crate::package::Files;
use crate::package::dependency::{self, Faults, Source, Work};
use crate::remote::Revision;

/// Reads what is to be added: `name@1.2.0`, `oci://host/repository:tag`, a directory, the address of
/// a git repository with what is wanted of it.
///
/// # Errors
/// What is none of these.
pub fn dependency(
    text: &str,
    revision: Option<Revision>,
    directory: Option<String>,
) -> Result<Source, Diagnostic> {
    dependency::wanted(text, revision, directory)
}

/// What is to be done with the dependencies of the project around the current directory.
#[derive(Clone, Debug)]
pub enum ModuleTask {
    /// Make an `inf.toml` here, for a module of this name or of that of the directory.
    Init(Option<String>),
    /// Add dependencies.
    Add(Vec<Source>),
    /// Take dependencies out.
    Remove(Vec<String>),
    /// Bring the lock up to date, and what is locked to this machine.
    Tidy,
    /// Take the newest versions of these, or of all.
    Update(Vec<String>),
    /// Copy what is locked into `vendor`.
    Vendor,
    /// Tell who depends on what.
    Graph,
    /// Check the files of what is locked.
    Verify,
    /// Tell who asks for a module.
    Why(String),
    /// Put the module into a registry.
    Publish {
        /// The repository; else where `[registries]` say.
        place: Option<String>,
        /// Whether a version that is there may be replaced.
        force: bool,
        /// Whether to tell only what would be done.
        dry: bool,
    },
    /// Keep credentials for a registry.
    Login {
        /// The registry.
        host: String,
        /// Who.
        user: String,
        /// The password.
        password: String,
    },
}

/// Does `task`; gives the lines that tell what was done.
pub fn modules(files: &dyn Files, task: &ModuleTask) -> Outcome<Vec<String>> {
    match task {
        ModuleTask::Init(name) => plain(dependency::init(files, name.as_deref())),
        ModuleTask::Login { host, user, password } => {
            plain(dependency::login(host, user, password))
        }
        ModuleTask::Publish { place, force, dry } => publish(files, place.as_deref(), *force, *dry),
        task => within(files, |work| match task {
            ModuleTask::Add(wanted) => work.add(wanted),
            ModuleTask::Remove(names) => work.remove(names),
            ModuleTask::Update(names) => work.update(names),
            ModuleTask::Vendor => work.vendor(),
            ModuleTask::Graph => work.graph(),
            ModuleTask::Verify => work.verify(),
            ModuleTask::Why(path) => work.why(path),
            ModuleTask::Tidy
            | ModuleTask::Init(_)
            | ModuleTask::Publish { .. }
            | ModuleTask::Login { .. } => work.tidy(),
        }),
    }
}

/// Publishes, after all packages of the module were checked.
fn publish(files: &dyn Files, place: Option<&str>, force: bool, dry: bool) -> Outcome<Vec<String>> {
    let root = match Work::open(files) {
        Ok(work) => work.root().to_owned(),
        Err((sources, faults)) => return failed(sources, faults),
    };
    let all = root.join("...").to_string_lossy().into_owned();
    let request = Request { inputs: vec![all], ..Request::default() };
    let checked = vet(files, &request, &VetOptions { concrete: Some(false) });
    if checked.value.is_none() {
        return Outcome { value: None, reports: checked.reports };
    }
    within(files, |work| {
        let publication = work.publication(place)?;
        if dry { Ok(publication.files()) } else { publication.publish(force) }
    })
}

fn within(
    files: &dyn Files,
    task: impl FnOnce(&mut Work<'_>) -> Result<Vec<String>, Faults>,
) -> Outcome<Vec<String>> {
    let mut work = match Work::open(files) {
        Ok(work) => work,
        Err((sources, faults)) => return failed(sources, faults),
    };
    match task(&mut work) {
        Ok(lines) => Outcome::new(lines, vec![Report::new(work.sources, work.diagnostics)]),
        Err(faults) => failed(work.sources, faults),
    }
}

fn plain(done: Result<Vec<String>, Faults>) -> Outcome<Vec<String>> {
    match done {
        Ok(lines) => Outcome::new(lines, Vec::new()),
        Err(faults) => Outcome::failed(faults),
    }
}

fn failed(sources: Sources, faults: Vec<Diagnostic>) -> Outcome<Vec<String>> {
    Outcome { value: None, reports: vec![Report::new(sources, faults)] }
}
