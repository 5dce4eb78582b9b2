//! `lint`: what is no error, and most probably not meant.
//!
//! Each lint is a file, a code `W09…` with a page, and a line in the table below. They look at what
//! is written in the package that is asked for, never at what it imports, and ask the evaluator
//! whether constraints exclude each other. A lint that cannot be sure says nothing.

mod bench;
mod defaults;
mod edits;
mod extents;
mod hidden;
mod imports;
mod meetings;
mod misspelt;
mod repeated;
mod unfulfillable;

use super::compile::{Data, each_package};
use super::names::Names;
use super::request::{Outcome, Request};
use crate::base::{Code, Diagnostic, Severity, Span};
use crate::eval::Graph;
use crate::package::{Files, Levels, Loaded};
use bench::Bench;

/// Looks over a package for one thing.
type Lint = fn(&mut Bench<'_>) -> Vec<Diagnostic>;

/// All lints.
const LINTS: &[Lint] = &[
    hidden::unused,
    misspelt::fields,
    imports::hidden,
    unfulfillable::constraints,
    unfulfillable::patterns,
    unfulfillable::expressions,
    defaults::excluded,
    defaults::cancelled,
    repeated::declarations,
    repeated::arms,
];

/// How grave what lints find is.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct LintOptions {
    /// Whether warnings are errors.
    pub deny_warnings: bool,
    /// The levels of single codes, which go before those of `inf.toml`; the last one counts.
    pub levels: Levels,
}

/// Looks over what `request` names, for lints and for errors of reading and names; nothing is
/// exported.
pub fn lint(files: &dyn Files, request: &Request, options: &LintOptions) -> Outcome<()> {
    let looked = each_package(files, request, Data::Joined, false, |compiled| {
        let mut found = found(files, &compiled.loaded, &mut compiled.graph, &[]);
        found.retain_mut(|one| held(one, options));
        (Some(()), found)
    });
    Outcome { value: looked.value.map(|_| ()), reports: looked.reports }
}

/// What the lints say of the root package, at the levels of its `inf.toml`. Where `said` tells an
/// error already, they are silent.
pub(super) fn found(
    files: &dyn Files,
    loaded: &Loaded,
    graph: &mut Graph,
    said: &[Diagnostic],
) -> Vec<Diagnostic> {
    let names = Names::new(loaded);
    let mut bench = Bench::new(files, loaded, &names, graph);
    let mut found: Vec<Diagnostic> = LINTS.iter().flat_map(|lint| lint(&mut bench)).collect();
    let told = || said.iter().chain(&loaded.diagnostics);
    found.retain_mut(|one| {
        let is_told = told().any(|other| concerns_same(one, other));
        !is_told && leveled(one, &loaded.lint)
    });
    found
}

/// Whether an error marks the place that a lint is about.
fn concerns_same(lint: &Diagnostic, other: &Diagnostic) -> bool {
    let Some(place) = lint.marks.first().map(|mark| mark.span) else { return false };
    let touches =
        |span: Span| span.file == place.file && span.start < place.end && place.start < span.end;
    other.severity == Severity::Error && other.marks.iter().any(|mark| touches(mark.span))
}

/// Gives a finding the level that the last of `levels` says for its code; false where that is off.
fn leveled(one: &mut Diagnostic, levels: &Levels) -> bool {
    match levels.iter().rev().find(|level| level.0 == one.code) {
        Some((_, Some(severity))) => {
            one.severity = *severity;
            true
        }
        Some((_, None)) => false,
        None => true,
    }
}

fn held(one: &mut Diagnostic, options: &LintOptions) -> bool {
    if options.deny_warnings {
        one.severity = Severity::Error;
    }
    leveled(one, &options.levels)
}

/// A finding.
fn warning(code: Code, message: String, span: Span, text: impl Into<String>) -> Diagnostic {
    Diagnostic::warning(code, message).at(span, text)
}

#[cfg(test)]
mod tests;
