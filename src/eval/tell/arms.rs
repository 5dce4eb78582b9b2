//! Words for a disjunction of which no arm is left: only the arm that was meant is spoken of, where
//! that can be told.

use rustc_hash::FxHashSet;

use super::{About, Met};
use crate::base::{Code, Diagnostic, Span};
use crate::eval::graph::Graph;
use crate::eval::kind::Kind;
use crate::eval::value::BottomId;
use crate::program::Label;

/// How many alternatives are listed where none can be chosen.
const LISTED: usize = 6;

/// How deep alternatives within alternatives are told.
const DEEPEST: usize = 16;

/// How much is told of alternatives that fail because of others: these may share their errors, so
/// that there are far more ways to an error than errors.
pub(super) struct Extent {
    /// Whether one message is enough.
    is_headline: bool,
    /// How many disjunctions this is within.
    depth: usize,
    told: FxHashSet<BottomId>,
}

impl Extent {
    /// All messages, each error once.
    pub(super) fn whole() -> Self {
        Self { is_headline: false, depth: 0, told: FxHashSet::default() }
    }

    /// The first message, and of the marks those of the first alternative.
    pub(super) fn headline() -> Self {
        Self { is_headline: true, ..Self::whole() }
    }

    fn headline_within(&self) -> Self {
        Self { depth: self.depth, ..Self::headline() }
    }
}

/// Why an arm was not the one that was meant: a field has another value there.
struct Excluded {
    label: Label,
    /// The value that was given, as it is written.
    given: Span,
}

impl Graph {
    /// What is said where the arms failed with those errors each.
    pub(super) fn tell_arms(
        &self,
        met: &Met,
        arms: &[Vec<BottomId>],
        whole: Option<Span>,
        extent: &mut Extent,
    ) -> Vec<Diagnostic> {
        if !extent.told.insert(met.bottom) {
            return Vec::new();
        }
        if extent.depth == DEEPEST {
            return vec![self.none_fits(met, arms.len())];
        }
        let arms: Vec<&[BottomId]> = arms.iter().map(Vec::as_slice).collect();
        let is_reported = |error: &BottomId| {
            matches!(self.bottoms[*error].about.as_deref(), Some(About::Reported))
        };
        if arms.iter().any(|errors| errors.iter().any(is_reported)) {
            return Vec::new();
        }
        if let Some(told) = self.tell_kinds(met, &arms) {
            return vec![told];
        }
        extent.depth += 1;
        let told = match self.likeliest(met, &arms, whole) {
            Some((arm, by)) => self.tell_arm(met, arm, by, extent),
            None => vec![self.tell_all(met, &arms, extent)],
        };
        extent.depth -= 1;
        told
    }

    /// The arm that was meant, where one can be told to be: that which a field selects, or the one
    /// that fails the least.
    fn likeliest<'a>(
        &self,
        met: &Met,
        arms: &[&'a [BottomId]],
        whole: Option<Span>,
    ) -> Option<(&'a [BottomId], Option<Excluded>)> {
        if let Some(selected) = self.selected(met, arms, whole) {
            return Some(selected);
        }
        let fewest = arms.iter().map(|errors| errors.len()).min()?;
        let mut best = arms.iter().filter(|errors| errors.len() == fewest);
        match (best.next(), best.next()) {
            (Some(&arm), None) => Some((arm, None)),
            _ => None,
        }
    }

    /// The errors of one arm, and what selects it.
    fn tell_arm(
        &self,
        met: &Met,
        errors: &[BottomId],
        by: Option<Excluded>,
        extent: &mut Extent,
    ) -> Vec<Diagnostic> {
        let enough = if extent.is_headline { 1 } else { errors.len() };
        let mut told: Vec<Diagnostic> = Vec::new();
        for &error in errors.iter().take(enough) {
            told.extend(self.words(&self.met_below(met, error), extent));
        }
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
        let (above, below) = (self.labels_to(above), self.labels_to(below));
        let path = match below.strip_prefix(above.as_slice()) {
            Some(rest) => met.path.iter().chain(rest).copied().collect(),
            // It is the error of a value elsewhere that is referred to.
            None => below,
        };
        Met { bottom, path }
    }

    /// The arm that a field selects: all others give it another value.
    fn selected<'a>(
        &self,
        met: &Met,
        arms: &[&'a [BottomId]],
        whole: Option<Span>,
    ) -> Option<(&'a [BottomId], Option<Excluded>)> {
        let above = self.labels_to(self.bottoms[met.bottom].vertex?);
        // What stands in an alternative itself is not given to it.
        let is_given = |one: &Excluded| whole.is_none_or(|whole| !whole.encloses(one.given));
        let excluded: Vec<Vec<Excluded>> = arms
            .iter()
            .map(|errors| self.exclusions(&above, errors).filter(is_given).collect())
            .collect();
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

    /// The fields of an arm, below the labels that lead to it, that are given another scalar than the
    /// arm has.
    fn exclusions(&self, above: &[Label], errors: &[BottomId]) -> impl Iterator<Item = Excluded> {
        let excluded = move |&error: &BottomId| {
            let bottom = &self.bottoms[error];
            let vertex = bottom.vertex?;
            let label = self.vertices[vertex].label;
            if !self.labels_to(vertex).starts_with(above) {
                return None;
            }
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
        errors.iter().filter_map(excluded)
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
    fn tell_all(&self, met: &Met, arms: &[&[BottomId]], extent: &Extent) -> Diagnostic {
        let mut diagnostic = self.none_fits(met, arms.len());
        let enough = if extent.is_headline { 1 } else { LISTED };
        for (index, errors) in arms.iter().take(enough).enumerate() {
            let Some(&first) = errors.first() else { continue };
            let within = &mut extent.headline_within();
            let told = self.words(&self.met_below(met, first), within).into_iter().next();
            let Some(told) = told else { continue };
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

    fn none_fits(&self, met: &Met, count: usize) -> Diagnostic {
        let message = format!("{} fits none of the {count} alternatives", self.subject(&met.path));
        Diagnostic::error(Code::EmptyDisjunction, message)
    }
}
