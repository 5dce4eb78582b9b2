//! One cause is one message: faults of the same kind at the same places are one, however many
//! values they spoil.

use rustc_hash::{FxHashMap, FxHashSet};

use super::sites::Nearness;
use super::{About, Told};
use crate::base::{Code, Diagnostic, Span};
use crate::eval::graph::Graph;
use crate::eval::value::{BottomId, Gravity};
use crate::eval::vertex::{NO_VERTEX, Source, VertexId};
use crate::program::{ExprId, Label};

/// What tells one cause from another.
#[derive(PartialEq, Eq, Hash)]
enum Cause {
    /// A fault of that kind with these places.
    Placed(Code, Vec<Span>),
    /// One that has no place.
    Said(Code, String, Option<String>),
}

impl Graph {
    /// Drops errors that only follow from others.
    pub(in crate::eval) fn drop_consequences(&self, errors: &mut Vec<(BottomId, Vec<Label>)>) {
        self.drop_endless(errors);
        self.drop_unknown(errors);
    }

    /// Drops what lacks a value within a struct that contains itself without end.
    fn drop_endless(&self, errors: &mut Vec<(BottomId, Vec<Label>)>) {
        let sources = |vertex: VertexId| {
            self.vertices[vertex].conjuncts.iter().filter_map(|conjunct| match conjunct.source {
                Source::Expr(value) => Some(value),
                Source::Vertex(..) | Source::Value(..) => None,
            })
        };
        let is_endless = |bottom: BottomId| {
            matches!(self.bottoms[bottom].about.as_deref(), Some(About::Endless))
        };
        let endless: FxHashSet<ExprId> = errors
            .iter()
            .filter(|(bottom, _)| is_endless(*bottom))
            .filter_map(|(bottom, _)| self.bottoms[*bottom].vertex)
            .flat_map(sources)
            .collect();
        if endless.is_empty() {
            return;
        }
        errors.retain(|(bottom, _)| {
            let mut at = self.bottoms[*bottom].vertex.unwrap_or(NO_VERTEX);
            let mut follows = false;
            while at != NO_VERTEX && !is_endless(*bottom) {
                follows |= sources(at).any(|value| endless.contains(&value));
                at = self.vertices[at].parent;
            }
            !follows
        });
    }

    /// Drops what has no value because something else has none: in a template, where anything else
    /// is wrong that its user can mend; and where a field is named that is told to lack a value.
    fn drop_unknown(&self, errors: &mut Vec<(BottomId, Vec<Label>)>) {
        let is_open = |bottom: BottomId| self.bottoms[bottom].gravity < Gravity::Permanent;
        let lacks = |bottom: BottomId| {
            let about = self.bottoms[bottom].about.as_deref();
            matches!(about, Some(About::Open(_) | About::Missing)) && is_open(bottom)
        };
        let has_permanent = errors.iter().any(|(bottom, _)| !is_open(*bottom));
        let missing: FxHashSet<String> = errors
            .iter()
            .filter(|(bottom, _)| lacks(*bottom))
            .filter_map(|(_, path)| path.last().map(|label| label.text(&self.symbols)))
            .collect();
        let sites = self.sites();
        let follows = |bottom: BottomId| {
            let told = &self.bottoms[bottom];
            if told.code != Code::Incomplete {
                return false;
            }
            let Some(place) = told.marks.first().map(|mark| mark.span) else { return false };
            let is_template = sites.nearness(place) < Nearness::Value;
            let named = self.texts.slice(place).rsplit('.').next().unwrap_or("");
            is_template && has_permanent
                || !lacks(bottom) && (is_template && !missing.is_empty() || missing.contains(named))
        };
        errors.retain(|(bottom, _)| !is_open(*bottom) || !follows(*bottom));
    }
}

/// The messages with all instances of one cause in one, in the order in which they were met.
pub(in crate::eval) fn united(all: Vec<Told>) -> Vec<Diagnostic> {
    let mut known: FxHashMap<Cause, usize> = FxHashMap::default();
    let mut united: Vec<Told> = Vec::new();
    for told in all {
        let cause = cause(&told.diagnostic);
        match known.get(&cause).and_then(|&at| united.get_mut(at)) {
            Some(first) => join(first, told),
            None => {
                known.insert(cause, united.len());
                united.push(told);
            }
        }
    }
    united.into_iter().map(led).collect()
}

fn cause(diagnostic: &Diagnostic) -> Cause {
    if diagnostic.marks.is_empty() {
        let Diagnostic { code, message, path, .. } = diagnostic.clone();
        return Cause::Said(code, message, path);
    }
    Cause::Placed(diagnostic.code, diagnostic.marks.iter().map(|mark| mark.span).collect())
}

/// Adds an instance. That of the definition itself speaks for all.
fn join(first: &mut Told, mut other: Told) {
    let is_definition =
        |one: &Told| one.diagnostic.path.as_ref().is_some_and(|path| path.starts_with('#'));
    if is_definition(&other) && !is_definition(first) {
        std::mem::swap(first, &mut other);
        first.diagnostic.instances = std::mem::take(&mut other.diagnostic.instances);
    }
    if first.via.is_empty() {
        first.via = other.via;
    }
    let first = &mut first.diagnostic;
    if let Some(path) = other.diagnostic.path.filter(|path| first.path.as_ref() != Some(path))
        && !first.instances.contains(&path)
    {
        first.instances.push(path);
    }
}

/// The message with the references that led to the fault.
fn led(told: Told) -> Diagnostic {
    let spans = told.via.into_iter();
    spans.fold(told.diagnostic, |diagnostic, span| diagnostic.at(span, "it comes in here"))
}
