//! Which `let` refers to which: those that refer to themselves in a circle have no value.

use rustc_hash::FxHashMap;

use super::ir::LetId;
use crate::base::{Code, Diagnostic, Span};

/// How many further references of a circle a message shows.
const SHOWN: usize = 5;

/// A reference from the first to the second `let`, and where it stands.
type Reference = (LetId, LetId, Span);

/// What the `let`s of a file refer to.
#[derive(Default, Debug)]
pub(super) struct Lets {
    /// The `let`s whose values are being lowered, the innermost last.
    open: Vec<LetId>,
    references: Vec<Reference>,
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
        // Without the references that lead to an end or come from a beginning, only circles and
        // what joins them remain.
        let forward = without_ends(self.references.clone(), |&(from, to, _)| (from, to));
        let left = without_ends(forward, |&(from, to, _)| (to, from));
        let mut places: Vec<Span> = left.into_iter().map(|(.., span)| span).collect();
        places.sort_unstable();
        places.dedup();
        let (first, others) = places.split_first()?;
        let error = Diagnostic::error(Code::Cycle, "`let`s refer to each other in a circle")
            .at(*first, "refers to the circle")
            .help("Make one of them a field: fields may depend on each other.");
        Some(
            others
                .iter()
                .take(SHOWN)
                .fold(error, |error, &place| error.at(place, "refers to the circle")),
        )
    }
}

/// The references that do not lead, over others, to a `let` that none starts from; `direction`
/// says between which a reference leads. Takes as many steps as there are references.
fn without_ends(
    references: Vec<Reference>,
    direction: impl Fn(&Reference) -> (LetId, LetId),
) -> Vec<Reference> {
    let mut starting: FxHashMap<LetId, usize> = FxHashMap::default();
    let mut leading: FxHashMap<LetId, Vec<LetId>> = FxHashMap::default();
    for (from, to) in references.iter().map(&direction) {
        *starting.entry(from).or_default() += 1;
        leading.entry(to).or_default().push(from);
    }
    let mut ends: Vec<LetId> = references
        .iter()
        .map(|one| direction(one).1)
        .filter(|to| !starting.contains_key(to))
        .collect();
    while let Some(end) = ends.pop() {
        for from in leading.remove(&end).unwrap_or_default() {
            if let Some(count) = starting.get_mut(&from) {
                *count -= 1;
                if *count == 0 {
                    starting.remove(&from);
                    ends.push(from);
                }
            }
        }
    }
    references.into_iter().filter(|one| starting.contains_key(&direction(one).1)).collect()
}
