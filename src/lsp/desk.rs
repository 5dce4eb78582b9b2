//! What a request is answered with: the open texts at one moment, and what was read from them.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use lsp_types::{Location, Position, TextDocumentIdentifier, Url};
use serde::Deserialize;

use super::documents::Documents;
use super::embedded;
use super::overlay::Overlay;
use super::position::{Encoding, Lines};
use crate::base::{FileId, Sources, Span};
use crate::package::paths;
use crate::session::{ContextFlags, Files, Inspection, Limits, Project, Request, Unit};

/// What the client sets when it starts the server.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Settings {
    /// `-t` of the command line.
    tags: Vec<String>,
    /// `--stack`
    stack: Option<String>,
    /// Which inlay hints are given.
    pub(super) inlay_hints: Hints,
    /// Whether code lenses are given.
    pub(super) code_lens: bool,
}

/// Which inlay hints are given: `true` for all, or some of them by their names.
#[derive(Clone, Copy, Default, Debug, Deserialize)]
#[serde(from = "SaidOfHints")]
pub(super) struct Hints {
    /// The values of references.
    pub(super) references: bool,
    /// The defaults that are taken.
    pub(super) defaults: bool,
    /// Images that are put together.
    pub(super) images: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum SaidOfHints {
    All(bool),
    Some {
        #[serde(default)]
        references: bool,
        #[serde(default)]
        defaults: bool,
        #[serde(default)]
        images: bool,
    },
}

impl From<SaidOfHints> for Hints {
    fn from(said: SaidOfHints) -> Self {
        match said {
            SaidOfHints::All(all) => Self { references: all, defaults: all, images: all },
            SaidOfHints::Some { references, defaults, images } => {
                Self { references, defaults, images }
            }
        }
    }
}

impl Hints {
    /// Whether any is wanted.
    pub(super) fn any(self) -> bool {
        self.references || self.defaults || self.images
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self { tags: Vec::new(), stack: None, inlay_hints: Hints::default(), code_lens: true }
    }
}

/// The open texts at one moment.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    pub(super) documents: Documents,
    pub(super) files: Overlay,
    pub(super) encoding: Encoding,
    /// Whether the client knows snippets: texts with places to fill in.
    pub(super) snippets: bool,
    /// Whether the client opens a file when it is asked to.
    pub(super) opens: bool,
    pub(super) settings: Settings,
}

impl Snapshot {
    /// The path that a URI means; texts that are no files lie in the current directory.
    pub(super) fn path(&self, uri: &Url) -> PathBuf {
        uri_path(uri, &self.files.current())
    }

    /// What is compiled for a unit.
    pub(super) fn request(&self, unit: &Unit) -> Request {
        Request { inputs: vec![unit.argument(&self.files.current())], ..self.setting() }
    }

    fn setting(&self) -> Request {
        Request {
            tags: self.settings.tags.clone(),
            context: ContextFlags { stack: self.settings.stack.clone(), values: Vec::new() },
            ..Request::default()
        }
    }

    /// The URI under which the client can open a source; none for what has no file.
    pub(super) fn uri(&self, sources: &Sources, file: FileId) -> Option<Url> {
        let shown = sources.path(file);
        if let Some(path) = embedded::opened(shown, sources.text(file)) {
            return Url::from_file_path(path).ok();
        }
        let path = paths::absolute(&self.files.current(), shown);
        if let Some(document) = self.documents.get(&path) {
            return Some(document.uri.clone());
        }
        self.files.kind(&path)?;
        Url::from_file_path(path).ok()
    }

    /// A span as a place that the client can go to.
    pub(super) fn location(&self, sources: &Sources, span: Span) -> Option<Location> {
        if !sources.hold(span) {
            return None;
        }
        let uri = self.uri(sources, span.file)?;
        let lines = Lines::new(sources.text(span.file), self.encoding);
        Some(Location::new(uri, lines.range(span)))
    }
}

/// The path that a URI means; what is no file is taken to lie in `current`.
pub(super) fn uri_path(uri: &Url, current: &Path) -> PathBuf {
    match uri.to_file_path() {
        Ok(path) if uri.scheme() == "file" => paths::absolute(current, &path),
        _ => {
            let name = uri.path().rsplit('/').next().unwrap_or_default();
            let name = if name.ends_with(".inf") { name.to_owned() } else { format!("{name}.inf") };
            current.join(name)
        }
    }
}

/// A snapshot, and what was read from it so far. Each thread has its own.
pub(super) struct Desk {
    pub(super) snapshot: std::sync::Arc<Snapshot>,
    projects: RefCell<Vec<(Unit, Rc<Project>)>>,
    /// How much evaluation a request may take.
    limits: RefCell<Limits>,
    inspections: RefCell<Vec<Rc<RefCell<Inspection>>>>,
}

/// A place in a file of a project.
pub(super) struct Place {
    pub(super) project: Rc<Project>,
    pub(super) file: FileId,
    pub(super) offset: u32,
}

impl Desk {
    /// A desk with nothing read.
    pub(super) fn new(snapshot: std::sync::Arc<Snapshot>) -> Self {
        Self {
            snapshot,
            projects: RefCell::default(),
            limits: RefCell::default(),
            inspections: RefCell::default(),
        }
    }

    /// Bounds what is evaluated from here on.
    pub(super) fn allow(&self, limits: Limits) {
        self.limits.replace(limits);
    }

    /// The project of the file that a client names.
    pub(super) fn project(&self, path: &Path) -> Rc<Project> {
        let unit = Unit::of(&self.snapshot.files, path);
        self.project_of(unit)
    }

    /// A unit, read at most once.
    pub(super) fn project_of(&self, unit: Unit) -> Rc<Project> {
        let known = self.projects.borrow();
        if let Some((_, project)) = known.iter().find(|known| known.0 == unit) {
            return Rc::clone(project);
        }
        drop(known);
        let project = Rc::new(Project::load(&self.snapshot.files, &unit));
        self.projects.borrow_mut().push((unit, Rc::clone(&project)));
        project
    }

    /// The values of a project, evaluated as far as they were asked for since the last change.
    pub(super) fn inspection(&self, project: &Rc<Project>) -> Rc<RefCell<Inspection>> {
        let mut known = self.inspections.borrow_mut();
        let is_it = |one: &&Rc<RefCell<Inspection>>| {
            one.try_borrow().is_ok_and(|one| Rc::ptr_eq(&one.project, project))
        };
        if let Some(inspection) = known.iter().find(is_it) {
            return Rc::clone(inspection);
        }
        let limits = self.limits.borrow().clone();
        let request = Request { limits, ..self.snapshot.setting() };
        let inspection = Inspection::new(Rc::clone(project), &request);
        let inspection = Rc::new(RefCell::new(inspection));
        known.push(Rc::clone(&inspection));
        inspection
    }

    /// What is compiled for the unit of a file, within the bounds of a request.
    pub(super) fn request_at(&self, uri: &Url) -> Request {
        let unit = Unit::of(&self.snapshot.files, &self.snapshot.path(uri));
        Request { limits: self.limits.borrow().clone(), ..self.snapshot.request(&unit) }
    }

    /// The file that a client names, in its project.
    pub(super) fn file(&self, document: &TextDocumentIdentifier) -> Option<(Rc<Project>, FileId)> {
        let path = self.snapshot.path(&document.uri);
        let project = self.project(&path);
        let file = project.file(&path)?;
        Some((project, file))
    }

    /// A position in a file that a client names.
    pub(super) fn place(
        &self,
        document: &TextDocumentIdentifier,
        position: Position,
    ) -> Option<Place> {
        let (project, file) = self.file(document)?;
        let offset = self.lines(project.sources().text(file)).offset(position);
        Some(Place { project, file, offset })
    }

    /// The lines of a text in the agreed encoding.
    pub(super) fn lines<'t>(&self, text: &'t str) -> Lines<'t> {
        Lines::new(text, self.snapshot.encoding)
    }
}
