//! Documents: descriptions of text that leave open which lines break, after Wadler and Lindig.
//!
//! A document is made of texts, breaks and what groups them. Each is measured when it is made, for
//! each state that it can be asked in, so that "does it fit?" costs nothing later and laying out
//! is linear. Tables align columns; [`super::table`] draws them.

use std::borrow::Cow;

use super::measure::{Measures, measure};
use crate::base::{Arena, id};

id! {
    /// One document.
    DocId
}

/// A document.
#[derive(Debug)]
pub(super) enum Doc<'t> {
    Nothing,
    /// Text without a line end, and how many characters it has.
    Text(Cow<'t, str>, usize),
    /// This text in a flat group, and a line break in a broken one.
    Soft(&'static str),
    /// A line break, always.
    Hard,
    /// A line end without indentation.
    Bare,
    Chain(Vec<DocId>),
    /// One level deeper.
    Nest(DocId),
    /// Flat if that fits.
    Group(DocId),
    /// The first group within is no group where lines are broken.
    Ungroup(DocId),
    /// Lines are as long as they need to be: only hard breaks break.
    Wide(DocId),
    /// Lines are as long as they may be.
    Narrow(DocId),
    Either {
        broken: DocId,
        flat: DocId,
    },
    Table(Vec<Row>),
    /// What stands between brackets: on the line, on its own line, or broken between brackets
    /// that keep to it. The comma ends a line of its own.
    Body {
        body: DocId,
        comma: DocId,
    },
}

/// One row of a table.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// What stands between the row before and this one.
    pub(super) sep: DocId,
    /// A comment on its own lines before the row.
    pub(super) doc: DocId,
    /// The columns; or one text that takes part in none.
    pub(super) cells: Cells,
    /// Whether a comment ends the row.
    pub(super) comment: bool,
    /// Whether the second cell may go to the next line.
    pub(super) breaks: bool,
    /// The first two cells in one, for where they do not fit on a line.
    pub(super) merged: DocId,
}

/// What a row holds.
#[derive(Clone, Debug)]
pub(super) enum Cells {
    Raw(DocId),
    Aligned(Vec<DocId>),
}

impl Row {
    pub(super) fn new(cells: Cells) -> Self {
        Self { sep: NOTHING, doc: NOTHING, cells, comment: false, breaks: false, merged: NOTHING }
    }
}

/// What is known of a document without drawing it.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Facts {
    pub(super) measures: Measures,
    /// Whether it may break at all.
    pub(super) breaks: bool,
    /// Whether [`Docs::widened`] changes it.
    pub(super) softens: bool,
}

/// The document of no text; the first of all arenas.
pub(super) const NOTHING: DocId = DocId::at(0);
pub(super) const HARD: DocId = DocId::at(1);
const BARE: DocId = DocId::at(2);
/// An empty line.
pub(super) const SECTION: DocId = DocId::at(3);
pub(super) const SPACE: DocId = DocId::at(4);
pub(super) const COMMA: DocId = DocId::at(5);
/// A line break, or nothing, a blank or a comma where it is flat.
pub(super) const SOFT: DocId = DocId::at(6);
pub(super) const SOFT_SPACE: DocId = DocId::at(7);
pub(super) const SOFT_COMMA: DocId = DocId::at(8);
/// A comma where lines are broken.
pub(super) const BROKEN_COMMA: DocId = DocId::at(9);
/// Nothing to see, but no group around it is flat.
pub(super) const NEVER_FLAT: DocId = DocId::at(10);

/// All documents of one text.
pub(super) struct Docs<'t> {
    docs: Arena<DocId, Doc<'t>>,
    facts: Arena<DocId, Facts>,
}

impl<'t> Docs<'t> {
    pub(super) fn new() -> Self {
        let mut docs = Self { docs: Arena::new(), facts: Arena::new() };
        docs.add(Doc::Nothing);
        docs.add(Doc::Hard);
        docs.add(Doc::Bare);
        docs.add(Doc::Chain(vec![BARE, HARD]));
        docs.add(Doc::Text(Cow::Borrowed(" "), 1));
        docs.add(Doc::Text(Cow::Borrowed(","), 1));
        docs.add(Doc::Soft(""));
        docs.add(Doc::Soft(" "));
        docs.add(Doc::Soft(", "));
        docs.add(Doc::Either { broken: COMMA, flat: NOTHING });
        docs.add(Doc::Either { broken: NOTHING, flat: HARD });
        docs
    }

    pub(super) fn get(&self, doc: DocId) -> &Doc<'t> {
        &self.docs[doc]
    }

    pub(super) fn facts(&self, doc: DocId) -> Facts {
        self.facts[doc]
    }

    fn add(&mut self, doc: Doc<'t>) -> DocId {
        let facts = self.facts_of(&doc);
        self.facts.add(facts);
        self.docs.add(doc)
    }

    fn facts_of(&self, doc: &Doc<'t>) -> Facts {
        let of = |doc: DocId| self.facts[doc];
        let (breaks, softens) = match doc {
            Doc::Nothing | Doc::Text(..) => (false, false),
            Doc::Soft(_) => (true, true),
            Doc::Hard | Doc::Bare => (true, false),
            Doc::Chain(parts) => (
                parts.iter().any(|&part| of(part).breaks),
                parts.iter().any(|&part| of(part).softens),
            ),
            Doc::Nest(inner) => (of(*inner).breaks, of(*inner).softens),
            Doc::Group(inner) | Doc::Ungroup(inner) | Doc::Wide(inner) | Doc::Narrow(inner) => {
                (of(*inner).breaks, false)
            }
            Doc::Either { broken, .. } => (of(*broken).breaks, true),
            Doc::Table(rows) => (true, rows.iter().any(|row| self.row_softens(row))),
            Doc::Body { .. } => (true, false),
        };
        Facts { measures: measure(doc, |id| self.facts[id].measures), breaks, softens }
    }

    fn row_softens(&self, row: &Row) -> bool {
        let cells = match &row.cells {
            Cells::Raw(raw) => std::slice::from_ref(raw),
            Cells::Aligned(cells) => cells,
        };
        let mut docs = cells.iter().chain([&row.sep, &row.doc]);
        docs.any(|&doc| self.facts[doc].softens)
    }

    pub(super) fn text(&mut self, text: impl Into<Cow<'t, str>>) -> DocId {
        let text = text.into();
        if text.is_empty() {
            return NOTHING;
        }
        let width = text.chars().count();
        self.add(Doc::Text(text, width))
    }

    pub(super) fn bare(&self) -> DocId {
        BARE
    }

    /// One document behind the other.
    pub(super) fn chain(&mut self, parts: impl IntoIterator<Item = DocId>) -> DocId {
        let parts: Vec<DocId> = parts.into_iter().filter(|&part| part != NOTHING).collect();
        match parts.as_slice() {
            [] => NOTHING,
            [one] => *one,
            _ => self.add(Doc::Chain(parts)),
        }
    }

    pub(super) fn nest(&mut self, inner: DocId) -> DocId {
        if inner == NOTHING { NOTHING } else { self.add(Doc::Nest(inner)) }
    }

    pub(super) fn group(&mut self, inner: DocId) -> DocId {
        if inner == NOTHING { NOTHING } else { self.add(Doc::Group(inner)) }
    }

    pub(super) fn ungroup(&mut self, inner: DocId) -> DocId {
        if inner == NOTHING { NOTHING } else { self.add(Doc::Ungroup(inner)) }
    }

    /// Broken only where it must be: as somebody wrote it.
    pub(super) fn wide(&mut self, inner: DocId) -> DocId {
        let inner = self.widened(inner);
        let group = self.group(inner);
        if group == NOTHING { NOTHING } else { self.add(Doc::Wide(group)) }
    }

    /// Broken where lines would get too long.
    pub(super) fn narrow(&mut self, inner: DocId) -> DocId {
        let group = self.group(inner);
        if group == NOTHING { NOTHING } else { self.add(Doc::Narrow(group)) }
    }

    pub(super) fn either(&mut self, broken: DocId, flat: DocId) -> DocId {
        self.add(Doc::Either { broken, flat })
    }

    pub(super) fn table(&mut self, rows: Vec<Row>) -> DocId {
        if rows.is_empty() { NOTHING } else { self.add(Doc::Table(rows)) }
    }

    pub(super) fn body(&mut self, body: DocId, comma: DocId) -> DocId {
        if body == NOTHING { NOTHING } else { self.add(Doc::Body { body, comma }) }
    }

    /// Turns soft breaks into their text, down to the next group, which decides for itself.
    fn widened(&mut self, doc: DocId) -> DocId {
        if !self.facts[doc].softens {
            return doc;
        }
        match &self.docs[doc] {
            Doc::Soft(flat) => {
                let flat = *flat;
                self.text(flat)
            }
            Doc::Chain(parts) => {
                let parts = parts.clone();
                let parts: Vec<DocId> = parts.into_iter().map(|part| self.widened(part)).collect();
                self.chain(parts)
            }
            Doc::Nest(inner) => {
                let inner = self.widened(*inner);
                self.nest(inner)
            }
            Doc::Either { broken, flat } => {
                let (broken, flat) = (*broken, *flat);
                let (broken, flat) = (self.widened(broken), self.widened(flat));
                self.either(broken, flat)
            }
            Doc::Table(rows) => {
                let rows = rows.clone();
                let rows = rows.into_iter().map(|row| self.widened_row(row)).collect();
                self.table(rows)
            }
            Doc::Nothing
            | Doc::Text(..)
            | Doc::Hard
            | Doc::Bare
            | Doc::Group(_)
            | Doc::Ungroup(_)
            | Doc::Wide(_)
            | Doc::Narrow(_)
            | Doc::Body { .. } => doc,
        }
    }

    fn widened_row(&mut self, mut row: Row) -> Row {
        row.sep = self.widened(row.sep);
        row.doc = self.widened(row.doc);
        row.merged = self.widened(row.merged);
        match &mut row.cells {
            Cells::Raw(raw) => *raw = self.widened(*raw),
            Cells::Aligned(cells) => {
                for cell in cells {
                    *cell = self.widened(*cell);
                }
            }
        }
        row
    }
}
