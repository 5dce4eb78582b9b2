//! Documents drawn as text: each group is flat where that fits, and broken otherwise.

use super::doc::{Cells, Doc, DocId, Docs, HARD, NOTHING, Row};
use super::measure::State;

/// How long a line may be, where widths decide.
pub(super) const WIDTH: usize = 120;
/// How wide a tab counts.
pub(super) const TAB: usize = 4;

/// What a level of indentation is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Indent {
    /// A tab, as in sources.
    Tabs,
    /// Four blanks, as on a screen.
    Blanks,
}

/// The text of `doc`.
pub(super) fn draw(docs: &Docs<'_>, doc: DocId, style: Indent) -> String {
    let mut pen = Pen { docs, style, out: String::new(), column: 0, indent: 0 };
    pen.draw(At { indent: 0, state: State::Broken, wide: false }, doc);
    pen.out
}

/// Where and how a document is drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    pub(super) indent: usize,
    pub(super) state: State,
    /// Whether lines are as long as they need to be.
    pub(super) wide: bool,
}

impl At {
    fn with(self, state: State) -> Self {
        Self { state, ..self }
    }
}

/// The text so far.
pub(super) struct Pen<'d, 't> {
    pub(super) docs: &'d Docs<'t>,
    style: Indent,
    out: String,
    /// The column that comes next.
    pub(super) column: usize,
    /// The indentation of the last line that was begun.
    pub(super) indent: usize,
}

impl Pen<'_, '_> {
    pub(super) fn blanks(&mut self, count: usize) {
        self.out.extend(std::iter::repeat_n(' ', count));
        self.column += count;
    }

    pub(super) fn line(&mut self, indent: usize) {
        self.out.push('\n');
        let level = match self.style {
            Indent::Tabs => "\t",
            Indent::Blanks => "    ",
        };
        self.out.extend(std::iter::repeat_n(level, indent));
        self.column = indent * TAB;
        self.indent = indent;
    }

    pub(super) fn draw(&mut self, at: At, doc: DocId) {
        let docs = self.docs;
        match docs.get(doc) {
            Doc::Nothing => {}
            Doc::Text(text, width) => {
                self.out.push_str(text);
                self.column += width;
            }
            Doc::Soft(flat) if at.state == State::Flat => {
                self.out.push_str(flat);
                self.column += flat.len();
            }
            Doc::Soft(_) | Doc::Hard => self.line(at.indent),
            Doc::Bare => {
                self.out.push('\n');
                self.column = 0;
            }
            Doc::Chain(parts) => {
                for &part in parts {
                    self.draw(at, part);
                }
            }
            Doc::Nest(inner) => self.draw(At { indent: at.indent + 1, ..at }, *inner),
            Doc::Group(inner) => {
                let state = self.group(at, *inner);
                self.draw(at.with(state), *inner);
            }
            Doc::Ungroup(inner) => {
                let flat = at.state == State::Flat;
                self.draw(at.with(if flat { State::Flat } else { State::Ungrouped }), *inner);
            }
            Doc::Wide(inner) => self.draw(At { wide: true, ..at }, *inner),
            Doc::Narrow(inner) => {
                let state = if at.state == State::Flat { State::Broken } else { at.state };
                self.draw(At { wide: false, state, ..at }, *inner);
            }
            Doc::Either { broken, flat } => {
                let taken = if at.state == State::Flat { *flat } else { *broken };
                self.draw(at, taken);
            }
            Doc::Table(rows) if at.state == State::Flat => self.flat_table(at, rows),
            Doc::Table(rows) => self.table(at, rows),
            Doc::Body { body, comma } => self.body(at, *body, *comma),
        }
    }

    /// The state that a group is drawn in.
    fn group(&self, at: At, inner: DocId) -> State {
        match at.state {
            State::Flat => State::Flat,
            State::Ungrouped => State::Broken,
            State::Broken => {
                let flat = self.docs.facts(inner).measures.of(State::Flat);
                let room = WIDTH.saturating_sub(self.column);
                let fits = !flat.hard && (at.wide || room > 0 && flat.width <= room);
                if fits { State::Flat } else { State::Broken }
            }
        }
    }

    fn flat_table(&mut self, at: At, rows: &[Row]) {
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                self.draw(at, row.sep);
            }
            match &row.cells {
                Cells::Raw(raw) => self.draw(at, *raw),
                Cells::Aligned(cells) => {
                    for (column, &cell) in cells.iter().enumerate() {
                        if column > 0 {
                            self.blanks(1);
                        }
                        self.draw(at, cell);
                    }
                }
            }
        }
    }

    /// What stands between brackets, in the first of the three shapes that fits.
    fn body(&mut self, at: At, body: DocId, comma: DocId) {
        if at.state == State::Flat {
            return self.draw(at, body);
        }
        let deeper = At { indent: at.indent + 1, ..at };
        let room = WIDTH.saturating_sub(deeper.indent * TAB).max(1);
        let flat = self.docs.facts(body).measures.of(State::Flat);
        if flat.hard || flat.width > room {
            return self.draw(at.with(State::Broken), body);
        }
        self.draw(deeper, HARD);
        self.draw(deeper.with(State::Flat), body);
        if comma != NOTHING {
            self.draw(deeper.with(State::Flat), comma);
        }
        self.draw(at, HARD);
    }
}
