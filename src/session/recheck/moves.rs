//! Where the places of one text are in a later one: what stands in a declaration that has not
//! changed has moved along with it.

use rustc_hash::FxHashMap;

use super::layout::Layout;
use crate::base::Span;

/// A declaration at the top of a file.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Where it stands.
    pub(super) span: Span,
    /// What it is.
    pub(super) id: PieceId,
}

/// What a declaration is, by the numbers of its layout.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum PieceId {
    /// The n-th declaration of a field.
    Field(usize, usize),
    /// The `let` of that name in the n-th file.
    Let(usize, String),
}

/// From the places of an old text to those of a new one.
pub(super) struct Moves {
    /// The pieces of the old text in order, each with where it is now.
    pieces: Vec<(Span, Option<Span>)>,
}

impl Moves {
    /// From `old` to `new`; `fields` says which field of the new one a field of the old one is.
    pub(super) fn between(old: &Layout, new: &Layout, fields: &[Option<usize>]) -> Self {
        let now: FxHashMap<&PieceId, Span> =
            new.pieces.iter().map(|piece| (&piece.id, piece.span)).collect();
        let moved = |piece: &Piece| {
            let id = match &piece.id {
                PieceId::Field(field, number) => {
                    &PieceId::Field(fields.get(*field).copied().flatten()?, *number)
                }
                id @ PieceId::Let(..) => id,
            };
            let length = |span: Span| span.end - span.start;
            now.get(id).copied().filter(|&now| length(now) == length(piece.span))
        };
        let pieces = old.pieces.iter().map(|piece| (piece.span, moved(piece)));
        Self { pieces: pieces.collect() }
    }

    /// Where a place of the old text is now. Places outside of all declarations stay: they are of
    /// sources that have not changed.
    pub(super) fn now(&self, span: Span) -> Span {
        let behind = self
            .pieces
            .partition_point(|(piece, _)| (piece.file, piece.start) <= (span.file, span.start));
        let around = behind.checked_sub(1).and_then(|at| self.pieces.get(at));
        match around {
            Some(&(piece, Some(now))) if piece.file == span.file && span.end <= piece.end => {
                let start = now.start + (span.start - piece.start);
                Span { file: now.file, start, end: start + (span.end - span.start) }
            }
            Some(_) | None => span,
        }
    }
}
