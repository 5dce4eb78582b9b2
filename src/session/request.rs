//! What is asked of a compilation, and what comes back.

use std::collections::BTreeSet;

use crate::base::{Code, Diagnostic, Severity, Sources};
use crate::package::context::ContextFlags;
use crate::program::Tag;

/// What is compiled, and for what.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Request {
    /// Files, directories, `./…` patterns and `-`; nothing means the current directory.
    pub inputs: Vec<String>,
    /// The expressions that are asked for instead of the whole.
    pub expressions: Vec<String>,
    /// `-t key=value` and `-t flag`.
    pub tags: Vec<String>,
    /// The context.
    pub context: ContextFlags,
}

impl Request {
    /// The tags in order; a flag has no value.
    pub(super) fn tag_values(&self) -> Vec<Tag> {
        let pair = |tag: &String| match tag.split_once('=') {
            Some((key, value)) => Tag { key: key.to_owned(), value: Some(value.to_owned()) },
            None => Tag { key: tag.clone(), value: None },
        };
        self.tags.iter().map(pair).collect()
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
        diagnostics.sort_by_key(place);
        diagnostics.dedup();
        Self { sources, diagnostics }
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
    pub(super) fn failed(diagnostics: Vec<Diagnostic>) -> Self {
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
pub(super) fn unusable(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::Usage, message)
}
