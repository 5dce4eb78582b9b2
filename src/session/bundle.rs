//! What the rules across objects find in all manifests that are exported together, as it is told.
//!
//! The packages of one export have sources of their own, so a finding is told in the report of the
//! package that has to change, and what it says of places in others becomes a note.

use std::collections::BTreeMap;

use super::compile::Compiled;
use super::recheck::Again;
use super::request::Report;
use crate::base::{Diagnostic, PlainId, Severity, Symbols};
use crate::eval::{Graph, Limits, VertexId};
use crate::kube::Across;
use crate::program::Program;

/// The graph of a package, and the values that were asked for.
pub(super) struct Held {
    pub(super) graph: Graph,
    wanted: Vec<VertexId>,
}

impl Held {
    /// Takes the graph out of what is not asked for values any more.
    pub(super) fn of(compiled: &mut Compiled) -> Self {
        let nothing = Graph::new(Program::default(), Symbols::default(), Limits::default());
        Self {
            graph: std::mem::replace(&mut compiled.graph, nothing),
            wanted: compiled.wanted.iter().map(|wanted| wanted.vertex).collect(),
        }
    }

    /// Ends it in a process that ends soon.
    pub(super) fn leave(self) {
        self.graph.leave();
    }
}

/// What telling needs of what is exported together.
pub(super) struct Told<'a> {
    /// Of each manifest, which package gave it.
    pub(super) owners: &'a BTreeMap<PlainId, usize>,
    /// The graphs of the packages.
    pub(super) held: &'a mut [Held],
    /// What was found before, if it is used.
    pub(super) again: Option<&'a mut Again>,
    /// Whether warnings are errors.
    pub(super) strict: bool,
}

/// Adds what is wrong between the manifests to the reports of their packages; says whether any of
/// it is an error.
pub(super) fn tell(findings: Vec<Across>, mut all: Told, reports: &mut [Report]) -> bool {
    let mut grave = false;
    for finding in findings {
        let owner = all.owners.get(&finding.object).copied().unwrap_or_default();
        let mut diagnostic = told(&mut all, finding, owner, reports);
        if all.strict {
            diagnostic.severity = Severity::Error;
        }
        grave |= diagnostic.severity == Severity::Error;
        if let Some(report) = reports.get_mut(owner) {
            report.diagnostics.push(diagnostic);
        }
    }
    reports.iter_mut().for_each(Report::arrange);
    grave
}

/// The finding as the package `owner` can tell it.
fn told(all: &mut Told, finding: Across, owner: usize, reports: &[Report]) -> Diagnostic {
    let Across { mut diagnostic, places, .. } = finding;
    let marks = std::mem::take(&mut diagnostic.marks);
    for (mark, place) in marks.into_iter().zip(places) {
        let other = all.owners.get(&place).copied().unwrap_or(owner);
        if other == owner {
            diagnostic.marks.push(mark);
        } else if let Some(report) = reports.get(other)
            && report.sources.hold(mark.span)
        {
            let line = report.sources.line_column(mark.span).line;
            let path = report.sources.path(mark.span.file).display();
            diagnostic.notes.push(format!("{}: {path}:{line}", mark.text));
        }
    }
    if let Some(Held { graph, wanted }) = all.held.get_mut(owner) {
        for &mut root in wanted {
            match &mut all.again {
                Some(again) => again.tell_route(graph, root, &mut diagnostic),
                None => graph.tell_route(root, &mut diagnostic),
            }
        }
    }
    diagnostic
}
