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
        let Some(first) = errors.first().cloned() else { return };
        self.drop_endless(errors);
        errors.retain(|&(bottom, _)| !self.has_limited_arm(bottom));
        self.drop_repeated(errors);
        self.drop_spoilt(errors);
        self.drop_unknown(errors);
        self.drop_handed(errors);
        // Nothing follows from nothing: what is wrong is never said to be right.
        if errors.is_empty() {
            errors.push(first);
        }
    }

    /// Drops what lacks a value within a struct that contains itself without end.
    fn drop_endless(&self, errors: &mut Vec<(BottomId, Vec<Label>)>) {
        let sources = |vertex: VertexId| {
            self.vertices[vertex].conjuncts.iter().filter_map(|conjunct| match conjunct.source {
                Source::Expr(value) => Some(value),
                Source::Computed(_) => None,
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

    /// Whether an alternative was not followed to its end, so that nothing can be said of whether any
    /// fits; that a limit was reached is told.
    fn has_limited_arm(&self, bottom: BottomId) -> bool {
        // Alternatives may refer to the same errors, as deep as chains of references go.
        let mut seen: FxHashSet<BottomId> = FxHashSet::default();
        let mut rest = vec![bottom];
        while let Some(at) = rest.pop() {
            let Some(About::Arms { arms, .. }) = self.bottoms[at].about.as_deref() else {
                continue;
            };
            for &arm in arms.iter().flatten() {
                if self.bottoms[arm].code == Code::Limit {
                    return true;
                }
                if seen.insert(arm) {
                    rest.push(arm);
                }
            }
        }
        false
    }

    /// Drops disjunctions whose alternatives fail for nothing but errors of other values, which are
    /// told for themselves.
    fn drop_repeated(&self, errors: &mut Vec<(BottomId, Vec<Label>)>) {
        let told: FxHashSet<BottomId> = errors.iter().map(|&(bottom, _)| bottom).collect();
        let is_told = |error: &BottomId| told.contains(error);
        let follows = |bottom: BottomId| match self.bottoms[bottom].about.as_deref() {
            Some(About::Arms { arms, .. }) if !arms.is_empty() => {
                arms.iter().all(|arm| !arm.is_empty() && arm.iter().all(is_told))
            }
            _ => false,
        };
        errors.retain(|&(bottom, _)| !follows(bottom));
    }

    /// Drops fields that are not found in a value which has an error of its own, as it may lack them
    /// for that; and unknown fields within one that is unknown itself.
    fn drop_spoilt(&self, errors: &mut Vec<(BottomId, Vec<Label>)>) {
        let faulty: Vec<(BottomId, VertexId)> = errors
            .iter()
            .filter_map(|&(bottom, _)| Some((bottom, self.deref(self.bottoms[bottom].vertex?))))
            .collect();
        let is_unknown = |bottom: BottomId| {
            matches!(self.bottoms[bottom].about.as_deref(), Some(About::Unknown { .. }))
        };
        let unknown = errors.iter().filter(|(bottom, _)| is_unknown(*bottom));
        let unknown: FxHashSet<Vec<Label>> = unknown.map(|(_, path)| path.clone()).collect();
        let follows = |bottom: BottomId, path: &[Label]| match self.bottoms[bottom].about.as_deref()
        {
            Some(About::Undefined { of, .. }) => {
                let of = self.deref(*of);
                faulty.iter().any(|&(other, vertex)| vertex == of && other != bottom)
            }
            Some(About::Unknown { .. }) => {
                (0..path.len()).any(|to| path.get(..to).is_some_and(|it| unknown.contains(it)))
            }
            _ => false,
        };
        errors.retain(|(bottom, path)| !follows(*bottom, path));
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
            if !matches!(told.code, Code::Incomplete | Code::EmptyDisjunction | Code::MissingField)
            {
                return false;
            }
            if matches!(told.about.as_deref(), Some(About::Missing)) {
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
    // Where it is known who brought what, that is told, and the same met elsewhere belongs to it.
    let (sided, others): (Vec<Told>, Vec<Told>) =
        all.into_iter().partition(|told| told.sides.is_some());
    for told in sided.into_iter().chain(others) {
        let cause = cause(&told);
        let at = known.get(&cause).copied().unwrap_or(united.len());
        if told.sides.is_some() {
            known.entry(placed(&told, &told.places)).or_insert(at);
        }
        known.insert(cause, at);
        match united.get_mut(at) {
            Some(first) => join(first, told),
            None => united.push(told),
        }
    }
    drop_lookups(&mut united);
    united.into_iter().map(led).collect()
}

/// Drops what is not found under a name that is told to be wrong itself, and repeated searches.
fn drop_lookups(all: &mut Vec<Told>) {
    let place = |told: &Told| told.diagnostic.marks.first().map(|mark| mark.span);
    let is_lookup = |told: &Told| told.diagnostic.code == Code::UndefinedField;
    let wrong: FxHashSet<Span> =
        all.iter().filter(|told| !is_lookup(told)).filter_map(place).collect();
    // What others look for in one value of the user's, and do not find, is one fault of that value.
    let mut asked: FxHashSet<Span> = FxHashSet::default();
    all.retain(|told| match place(told).filter(|_| is_lookup(told)) {
        Some(place) => {
            let is_elsewhere = told.places.first() != Some(&place);
            !wrong.contains(&place) && (!is_elsewhere || asked.insert(place))
        }
        None => true,
    });
}

/// What tells the fault from others. What two bring that do not agree is one fault, however much it
/// is, and wherever it is met.
fn cause(told: &Told) -> Cause {
    let Told { diagnostic, places, sides, .. } = told;
    if let Some(sides) = sides {
        return placed(told, sides);
    }
    if places.is_empty() {
        let Diagnostic { code, message, path, .. } = diagnostic.clone();
        return Cause::Said(code, message, path);
    }
    placed(told, places)
}

fn placed(told: &Told, places: &[Span]) -> Cause {
    let mut places = places.to_vec();
    places.sort_unstable();
    places.dedup();
    Cause::Placed(told.diagnostic.code, places)
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
    let is_shown = |path: &String| first.path.as_ref() != Some(path) && !is_inner(path);
    if let Some(path) = other.diagnostic.path.filter(is_shown)
        && !first.instances.contains(&path)
    {
        first.instances.push(path);
    }
}

/// Whether a path leads through what a template keeps to itself, and so says nothing to its user.
fn is_inner(path: &str) -> bool {
    [".#", "._"].iter().any(|inner| path.contains(inner))
}

/// The message with the references that led to the fault.
fn led(told: Told) -> Diagnostic {
    let spans = told.via.into_iter();
    spans.fold(told.diagnostic, |diagnostic, span| diagnostic.at(span, "it comes in here"))
}
