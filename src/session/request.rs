//! What is asked of a compilation, and what comes back.

use std::collections::BTreeSet;

use super::placement::label_path;
use super::written::suit_json;
use crate::base::{Code, Diagnostic, Severity, Sources, Threads};
use crate::eval::Limits;
use crate::package::context::ContextFlags;
use crate::package::{Inputs, Root};
use crate::program::Tag;
use crate::schema::Release;

/// What is compiled, and for what.
#[derive(Clone, Default, Debug)]
pub struct Request {
    /// Files, directories, `./…` patterns and `-`; nothing means the current directory.
    pub inputs: Vec<String>,
    /// The expressions that are asked for instead of the whole.
    pub expressions: Vec<String>,
    /// `-t key=value` and `-t flag`.
    pub tags: Vec<String>,
    /// Whether tags may take the variables of the system (`-T`).
    pub inject: bool,
    /// The expressions that every document of the data files must fit (`-d`).
    pub schemas: Vec<String>,
    /// How data files are put together.
    pub data: DataUse,
    /// Whether errors outside of what is asked for are let pass (`-i`).
    pub lenient: bool,
    /// The context.
    pub context: ContextFlags,
    /// Whether the process ends with this request: then values are not given back one by one,
    /// which takes a twentieth of a run.
    pub once: bool,
    /// How much work evaluation may take.
    pub limits: Limits,
    /// How many threads may work at once; what comes out does not depend on it.
    pub threads: Threads,
    /// The release of Kubernetes; else what `inf.toml` says, else the newest one.
    pub release: Option<Release>,
}

/// How data files are put together.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct DataUse {
    /// The labels under which documents are put: expressions, or whole paths (`a: b:`).
    pub path: Vec<String>,
    /// Whether the documents of a file make a list.
    pub list: bool,
    /// Whether labels are evaluated over the document, its file and its number.
    pub with_context: bool,
    /// Whether each document is a value of its own (`--merge=false`).
    pub separate: bool,
    /// The name of the package that the data belongs to.
    pub package: Option<String>,
    /// A pattern for the names of data files in directories.
    pub names: Option<String>,
}

impl DataUse {
    /// Whether documents have places other than the root.
    pub(super) fn is_placed(&self) -> bool {
        self.list || !self.path.is_empty()
    }
}

impl Request {
    /// One input within tight bounds, with at most so many values: for texts that nobody vouches
    /// for, and that are many.
    pub fn bounded(input: &str, vertices: usize) -> Self {
        let mut request = Self { inputs: vec![input.to_owned()], ..Self::default() };
        request.limits.vertices = vertices;
        request.limits.trials = vertices / 10;
        request.limits.text = 1 << 20;
        request.limits.depth = 500;
        request
    }

    /// The tags in order; a flag has no value.
    pub(super) fn tag_values(&self) -> Vec<Tag> {
        let pair = |tag: &String| match tag.split_once('=') {
            Some((key, value)) => Tag { key: key.to_owned(), value: Some(value.to_owned()) },
            None => Tag { key: tag.clone(), value: None },
        };
        self.tags.iter().map(pair).collect()
    }

    /// What is wrong with the flags, given the inputs.
    pub(super) fn check(&self, inputs: &Inputs) -> Result<(), Vec<Diagnostic>> {
        let data = &self.data;
        let mut faults = Vec::new();
        if data.is_placed() && !self.schemas.is_empty() {
            faults.push(unusable("`-d` cannot go with `-l` or `--list`"));
        }
        if data.with_context && !data.is_placed() {
            faults.push(unusable("`--with-context` needs `-l` or `--list`"));
        }
        let is_directory = |root: &Root| !matches!(root, Root::Files(_));
        if data.names.is_some() && !inputs.roots.iter().any(is_directory) {
            faults.push(unusable("`-n` is about the files of a directory, and there is none"));
        }
        let within = |root: &Root| match root {
            Root::Directory { path, .. } => path.ends_with("cue.mod"),
            Root::Files(_) | Root::Import(_) => false,
        };
        if inputs.roots.iter().any(within) {
            faults.push(unusable("`cue.mod` marks a module and is no package"));
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// The expressions of `-l`, one for each label.
    pub(super) fn labels(&self) -> Vec<String> {
        self.data.path.iter().flat_map(|text| label_path(text)).collect()
    }

    /// The tags without values.
    pub(super) fn tag_flags(&self) -> BTreeSet<String> {
        self.tags.iter().filter(|tag| !tag.contains('=')).cloned().collect()
    }
}

/// What is to be said of one set of sources.
#[derive(Clone, Default, Debug)]
pub struct Report {
    /// What the spans point into.
    pub sources: Sources,
    /// The messages, in the order in which they are to be shown.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Puts messages into the order of their places, and drops repetitions.
    pub(super) fn new(sources: Sources, mut diagnostics: Vec<Diagnostic>) -> Self {
        suit_json(&sources, &mut diagnostics);
        let mut report = Self { sources, diagnostics };
        report.arrange();
        report
    }

    /// Puts messages into the order of their places, after some were added.
    pub(super) fn arrange(&mut self) {
        self.diagnostics.sort_by_key(place);
        self.diagnostics.dedup();
    }

    /// A report without sources.
    pub(super) fn bare(diagnostics: Vec<Diagnostic>) -> Self {
        Self { sources: Sources::default(), diagnostics }
    }
}

/// Messages without a place come first: they are about the command line or about whole files.
fn place(diagnostic: &Diagnostic) -> Option<crate::base::Span> {
    diagnostic.marks.first().map(|mark| mark.span)
}

/// What came of a request: the value unless there was an error, and what is to be said.
#[derive(Clone, Debug)]
pub struct Outcome<T> {
    /// The value; `None` if there is an error in the reports.
    pub value: Option<T>,
    /// What is to be said, warnings too; one for each set of sources.
    pub reports: Vec<Report>,
}

impl<T> Outcome<T> {
    /// `value`, unless `reports` tell an error.
    pub(super) fn new(value: T, reports: Vec<Report>) -> Self {
        let all = || reports.iter().flat_map(|report| &report.diagnostics);
        let failed = all().any(|diagnostic| diagnostic.severity == Severity::Error);
        Self { value: (!failed).then_some(value), reports }
    }

    /// Only errors.
    pub fn failed(diagnostics: Vec<Diagnostic>) -> Self {
        Self { value: None, reports: vec![Report::bare(diagnostics)] }
    }
}

impl Outcome<()> {
    /// What `reports` say, and nothing more.
    pub fn of_reports(reports: Vec<Report>) -> Self {
        Self::new((), reports)
    }
}

/// An error of the request itself.
pub fn unusable(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::Usage, message)
}
