//! How wide documents are, and whether they can break, in each state that they can be drawn in.

use super::doc::{Cells, Doc, DocId, NOTHING, Row};

/// In which state a document is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum State {
    Flat,
    Broken,
    /// Broken, and the next group is none.
    Ungrouped,
}

/// One measure for each state.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Measures {
    flat: Measure,
    broken: Measure,
    ungrouped: Measure,
}

/// How a document is on one line.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Measure {
    /// How wide it is, if it is on one line.
    pub(super) width: usize,
    /// Whether it is never on one line.
    pub(super) hard: bool,
    /// Whether it may break.
    pub(super) may: bool,
    /// Whether it may break where lines are as long as they need to be.
    may_wide: bool,
}

const HARD: Measure = Measure { width: 0, hard: true, may: true, may_wide: true };

impl Measures {
    pub(super) fn of(&self, state: State) -> Measure {
        match state {
            State::Flat => self.flat,
            State::Broken => self.broken,
            State::Ungrouped => self.ungrouped,
        }
    }
}

impl Measure {
    fn then(self, other: Measure) -> Measure {
        Measure {
            width: self.width.saturating_add(other.width),
            hard: self.hard || other.hard,
            may: self.may || other.may,
            may_wide: self.may_wide || other.may_wide,
        }
    }

    fn text(width: usize) -> Measure {
        Measure { width, ..Measure::default() }
    }

    fn breaking(self) -> Measure {
        Measure { may: true, ..self }
    }
}

/// Measures a document whose parts are measured.
pub(super) fn measure(doc: &Doc<'_>, of: impl Fn(DocId) -> Measures + Copy) -> Measures {
    Measures {
        flat: in_state(doc, of, State::Flat),
        broken: in_state(doc, of, State::Broken),
        ungrouped: in_state(doc, of, State::Ungrouped),
    }
}

fn in_state(doc: &Doc<'_>, of: impl Fn(DocId) -> Measures, state: State) -> Measure {
    let part = |doc: DocId, state: State| of(doc).of(state);
    match doc {
        Doc::Nothing => Measure::default(),
        Doc::Text(_, width) => Measure::text(*width),
        Doc::Soft(flat) => Measure::text(flat.len()).breaking(),
        Doc::Hard | Doc::Bare => HARD,
        Doc::Chain(parts) => {
            parts.iter().fold(Measure::default(), |sum, &doc| sum.then(part(doc, state)))
        }
        Doc::Nest(inner) => part(*inner, state),
        Doc::Group(inner) => match state {
            State::Flat | State::Broken => part(*inner, State::Flat),
            State::Ungrouped => part(*inner, State::Broken),
        },
        Doc::Ungroup(inner) => match state {
            State::Flat => part(*inner, State::Flat),
            State::Broken | State::Ungrouped => part(*inner, State::Ungrouped),
        },
        Doc::Wide(inner) => {
            let inner = part(*inner, state);
            Measure { may: inner.may_wide, ..inner }
        }
        Doc::Narrow(inner) => {
            let state = if state == State::Flat { State::Broken } else { state };
            let inner = part(*inner, state);
            Measure { may_wide: inner.may, ..inner }
        }
        Doc::Either { broken, flat } => {
            let taken = if state == State::Flat { *flat } else { *broken };
            part(taken, state).breaking()
        }
        Doc::Table(rows) => rows
            .iter()
            .enumerate()
            .fold(Measure::default(), |sum, (index, row)| {
                sum.then(of_row(row, index == 0, |doc| part(doc, state)))
            })
            .breaking(),
        Doc::Body { body, .. } => part(*body, state).breaking(),
    }
}

fn of_row(row: &Row, first: bool, part: impl Fn(DocId) -> Measure) -> Measure {
    if row.comment || row.doc != NOTHING {
        return HARD;
    }
    let sep = if first { Measure::default() } else { part(row.sep) };
    match &row.cells {
        Cells::Raw(raw) => sep.then(part(*raw)),
        Cells::Aligned(cells) => {
            let blanks = Measure::text(cells.len().saturating_sub(1));
            cells.iter().fold(sep.then(blanks), |sum, &cell| sum.then(part(cell)))
        }
    }
}
