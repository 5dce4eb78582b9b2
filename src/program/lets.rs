//! Which `let` refers to which: those that refer to themselves in a circle have no value.

use std::collections::BTreeMap;

use super::ir::LetId;
use crate::base::{Code, Diagnostic, Span};

/// What the `let`s of a file refer to.
#[derive(Default, Debug)]
pub(super) struct Lets {
    /// The `let`s whose values are being lowered, the innermost last.
    open: Vec<LetId>,
    /// What refers to what, and where.
    references: Vec<(LetId, LetId, Span)>,
}

impl Lets {
    /// The value of `binding` begins.
    pub(super) fn enter(&mut self, binding: LetId) {
        self.open.push(binding);
    }

    /// The value of the innermost `let` ends.
    pub(super) fn leave(&mut self) {
        self.open.pop();
    }

    /// A reference to `binding` stands in the values that are being lowered.
    pub(super) fn refers(&mut self, binding: LetId, span: Span) {
        self.references.extend(self.open.iter().map(|&from| (from, binding, span)));
    }

    /// The error of the file's circles, if it has any.
    pub(super) fn circle(&self) -> Option<Diagnostic> {
        let mut left: Vec<&(LetId, LetId, Span)> = self.references.iter().collect();
        // A reference from a `let` that nothing refers to, or to one that refers to nothing, is
        // on no circle: without those, only circles and what joins them remain.
        loop {
            let before = left.len();
            let mut ends: BTreeMap<LetId, (bool, bool)> = BTreeMap::new();
            for (from, to, _) in &left {
                ends.entry(*from).or_default().0 = true;
                ends.entry(*to).or_default().1 = true;
            }
            let inner = |binding: &LetId| ends.get(binding) == Some(&(true, true));
            left.retain(|(from, to, _)| inner(from) && inner(to));
            if left.len() == before {
                break;
            }
        }
        let mut places: Vec<Span> = left.into_iter().map(|&(.., span)| span).collect();
        places.sort_unstable();
        places.dedup();
        let (first, others) = places.split_first()?;
        let error = Diagnostic::error(Code::Cycle, "`let`s refer to each other in a circle")
            .at(*first, "refers to the circle")
            .help("Make one of them a field: fields may depend on each other.");
        Some(others.iter().fold(error, |error, &place| error.at(place, "refers to the circle")))
    }
}
