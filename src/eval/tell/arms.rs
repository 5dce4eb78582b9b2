//! Words for a disjunction of which no arm is left: only the arm that was meant is spoken of, where
//! that can be told.

use super::{About, Met};
use crate::base::{Code, Diagnostic, Span};
use crate::eval::graph::Graph;
use crate::eval::kind::Kind;
use crate::eval::value::BottomId;
use crate::program::Label;

/// How many alternatives are listed where none can be chosen.
const LISTED: usize = 6;

/// Why an arm was not the one that was meant: a field has another value there.
struct Excluded {
    label: Label,
    /// The value that was given, as it is written.
    given: Span,
}

impl Graph {
    /// What is said where the arms failed with those errors each.
    pub(super) fn tell_arms(&self, met: &Met, arms: &[Vec<BottomId>]) -> Vec<Diagnostic> {
        let arms: Vec<&[BottomId]> = arms.iter().map(Vec::as_slice).collect();
        let reported = |errors: &&[BottomId]| {
            errors
                .iter()
                .any(|&error| matches!(self.bottoms[error].about.as_deref(), Some(About::Reported)))
        };
        if arms.iter().any(reported) {
            return Vec::new();
        }
        if let Some(told) = self.tell_kinds(met, &arms) {
            return vec![told];
        }
        if let Some((arm, by)) = self.selected(&arms) {
            return self.tell_arm(met, arm, by);
        }
        let fewest = arms.iter().map(|errors| errors.len()).min().unwrap_or(0);
        let mut best = arms.iter().filter(|errors| errors.len() == fewest);
        if let (Some(arm), None) = (best.next(), best.next()) {
            return self.tell_arm(met, arm, None);
        }
        vec![self.tell_all(met, &arms)]
    }

    /// The errors of one arm, and what selects it.
    fn tell_arm(&self, met: &Met, errors: &[BottomId], by: Option<Excluded>) -> Vec<Diagnostic> {
        let mut told: Vec<Diagnostic> =
            errors.iter().flat_map(|&error| self.words(&self.met_below(met, error))).collect();
        if let Some(Excluded { label, given }) = by {
            let name = label.source(&self.symbols);
            for one in &mut told {
                if one.marks.iter().all(|mark| mark.span != given) {
                    *one = one.clone().at(given, format!("`{name}` selects this alternative"));
                }
            }
        }
        told
    }

    /// An error below a value that was met at a path, at its own path.
    fn met_below(&self, met: &Met, bottom: BottomId) -> Met {
        let vertex = self.bottoms[met.bottom].vertex;
        let (Some(above), Some(below)) = (vertex, self.bottoms[bottom].vertex) else {
            return Met { bottom, path: met.path.clone() };
        };
        let skipped = self.labels_to(above).len();
        let rest = self.labels_to(below).into_iter().skip(skipped);
        Met { bottom, path: met.path.iter().copied().chain(rest).collect() }
    }

    /// The arm that a field selects: all others give it another value.
    fn selected<'a>(&self, arms: &[&'a [BottomId]]) -> Option<(&'a [BottomId], Option<Excluded>)> {
        let excluded: Vec<Vec<Excluded>> =
            arms.iter().map(|errors| self.exclusions(errors)).collect();
        let labels = excluded.iter().flatten().map(|one| one.label);
        let mut labels: Vec<Label> = labels.collect();
        labels.sort();
        labels.dedup();
        for label in labels {
            let has = |excluded: &Vec<Excluded>| excluded.iter().any(|one| one.label == label);
            let mut left = arms.iter().zip(&excluded).filter(|(_, excluded)| !has(excluded));
            if let (Some((&arm, _)), None) = (left.next(), left.next()) {
                let by = excluded.iter().flatten().find(|one| one.label == label);
                let by = by.map(|one| Excluded { label, given: one.given });
                return Some((arm, by));
            }
        }
        None
    }

    /// The fields of an arm that are given another scalar than the arm has.
    fn exclusions(&self, errors: &[BottomId]) -> Vec<Excluded> {
        let excluded = |&error: &BottomId| {
            let bottom = &self.bottoms[error];
            let label = self.vertices[bottom.vertex?].label;
            let given = match bottom.about.as_deref()? {
                About::Two(one, other) => {
                    let sites = self.sites();
                    match sites.rank(one.span) >= sites.rank(other.span) {
                        true => one.span,
                        false => other.span,
                    }
                }
                About::Choice { found, .. } => found.span,
                _ => return None,
            };
            label.is_field().then_some(Excluded { label, given })
        };
        errors.iter().filter_map(excluded).collect()
    }

    /// A value that is of none of the types of the arms.
    fn tell_kinds(&self, met: &Met, arms: &[&[BottomId]]) -> Option<Diagnostic> {
        let mut all = Kind::BOTTOM;
        let mut first = None;
        for errors in arms {
            let [error] = errors else { return None };
            let bottom = &self.bottoms[*error];
            let About::Type { found, wanted, rule } = bottom.about.as_deref()? else {
                return None;
            };
            if met.path.last() != self.labels_to(bottom.vertex?).last() {
                return None;
            }
            all = all | *wanted;
            first = first.or(Some((*found, *rule)));
        }
        let (found, rule) = first?;
        Some(self.tell_type(met, found, all, rule))
    }

    /// All alternatives, where none is likelier than the others.
    fn tell_all(&self, met: &Met, arms: &[&[BottomId]]) -> Diagnostic {
        let message =
            format!("{} fits none of the {} alternatives", self.subject(&met.path), arms.len());
        let mut diagnostic = Diagnostic::error(Code::EmptyDisjunction, message);
        for (index, errors) in arms.iter().take(LISTED).enumerate() {
            let Some(&first) = errors.first() else { continue };
            let Some(told) = self.words(&self.met_below(met, first)).into_iter().next() else {
                continue;
            };
            if index == 0 {
                diagnostic.marks = told.marks;
            }
            diagnostic = diagnostic.note(format!("alternative {}: {}", index + 1, told.message));
        }
        if let Some(left) = arms.len().checked_sub(LISTED).filter(|&left| left > 0) {
            diagnostic = diagnostic.note(format!("and {left} more"));
        }
        diagnostic.help("Make it fit one of them; a field with a fixed value in each, such as `kind`, tells them apart.")
    }
}
