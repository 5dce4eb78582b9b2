//! Tables drawn where lines are broken: rows in a row that stay on their lines align.

use super::doc::{Cells, DocId, NOTHING, Row};
use super::draw::{At, Pen, TAB, WIDTH};
use super::measure::State;

/// What is known of a row before it is drawn.
struct Sizes {
    /// Whether it has a break that cannot be avoided.
    broken: bool,
    /// The cells up to the first such break: how wide they are, and whether they may break.
    cells: Vec<(usize, bool)>,
}

impl Sizes {
    /// How wide the row is on one line, without what only trails it.
    fn width(&self) -> usize {
        let counted = self.cells.iter().enumerate().filter(|(column, cell)| *column < 2 || cell.1);
        counted.map(|(column, cell)| cell.0 + usize::from(column > 0)).sum()
    }

    /// Whether the second cell goes to the next line.
    fn drops(&self, row: &Row, room: usize, wide: bool) -> bool {
        let atomic = self.cells.get(1).is_some_and(|cell| !cell.1);
        !wide && row.breaks && row.merged == NOTHING && atomic && self.width() > room
    }
}

/// The columns of rows that align.
#[derive(Default)]
struct Columns {
    /// The width of each.
    widths: Vec<usize>,
    /// The width of the widest cell of each that may break.
    breaking: Vec<usize>,
}

impl Columns {
    fn add(&mut self, row: &Row, sizes: &Sizes) {
        let last = last_cell(row);
        for (column, &(width, may)) in sizes.cells.iter().enumerate() {
            // The last cell has nothing behind it that would be aligned.
            let width_here = if last.is_some_and(|last| column < last) { width } else { 0 };
            match self.widths.get_mut(column) {
                Some(widest) => *widest = width_here.max(*widest),
                None => self.widths.push(width_here),
            }
            let breaking = if may { width } else { 0 };
            match self.breaking.get_mut(column) {
                Some(widest) => *widest = breaking.max(*widest),
                None => self.breaking.push(breaking),
            }
        }
    }

    /// Whether no cell that may break has to.
    fn fit(&self, room: usize) -> bool {
        let mut start = 0;
        for (width, breaking) in self.widths.iter().zip(&self.breaking) {
            if *breaking > 0 && start + breaking > room {
                return false;
            }
            start += width + 1;
        }
        true
    }
}

fn last_cell(row: &Row) -> Option<usize> {
    match &row.cells {
        Cells::Raw(_) => None,
        Cells::Aligned(cells) => cells.iter().rposition(|&cell| cell != NOTHING),
    }
}

fn cell(row: &Row, column: usize) -> DocId {
    match &row.cells {
        Cells::Raw(_) => NOTHING,
        Cells::Aligned(cells) => cells.get(column).copied().unwrap_or(NOTHING),
    }
}

fn room(indent: usize) -> usize {
    WIDTH.saturating_sub(indent * TAB).max(1)
}

impl Pen<'_, '_> {
    pub(super) fn table(&mut self, at: At, mut rows: &[Row]) {
        let at = At { state: State::Broken, ..at };
        let all: Vec<Sizes> = rows.iter().map(|row| self.sizes(row)).collect();
        let mut sizes = all.as_slice();
        let mut first = true;
        while !rows.is_empty() {
            let count = aligned(rows, sizes, room(at.indent), at.wide);
            let (segment, rest) = rows.split_at(count.min(rows.len()));
            let (of_segment, of_rest) = sizes.split_at(count.min(sizes.len()));
            self.segment(at, segment, of_segment, first);
            (rows, sizes, first) = (rest, of_rest, false);
        }
    }

    fn sizes(&self, row: &Row) -> Sizes {
        let measure = |doc: DocId| self.docs.facts(doc).measures.of(State::Broken);
        let docs = match &row.cells {
            Cells::Raw(raw) => std::slice::from_ref(raw),
            Cells::Aligned(cells) => cells,
        };
        let mut sizes = Sizes { broken: false, cells: Vec::with_capacity(docs.len()) };
        for &doc in docs {
            let measure = measure(doc);
            if measure.hard {
                sizes.broken = true;
                break;
            }
            sizes.cells.push((measure.width, measure.may));
        }
        sizes
    }

    /// Draws rows that align.
    fn segment(&mut self, at: At, rows: &[Row], sizes: &[Sizes], first: bool) {
        let count = rows.iter().map(|row| match &row.cells {
            Cells::Raw(_) => 0,
            Cells::Aligned(cells) => cells.len(),
        });
        let count = count.max().unwrap_or(0);
        let mut columns = Columns::default();
        let aligned = |row: &&(&Row, &Sizes)| matches!(row.0.cells, Cells::Aligned(_));
        let pairs: Vec<(&Row, &Sizes)> = rows.iter().zip(sizes).collect();
        for (row, sizes) in pairs.iter().filter(aligned) {
            columns.add(row, sizes);
        }
        columns.widths.resize(count, 0);
        let filled: Vec<usize> = (0..count)
            .map(|column| rows.iter().filter(|row| cell(row, column) != NOTHING).count())
            .collect();
        let widths = columns.widths.iter().zip(&filled).enumerate();
        let whole: usize = widths
            .map(|(column, (width, filled))| {
                width + usize::from(column > 0 && (*width > 0 || *filled > 0))
            })
            .sum();
        let grid = Grid {
            widths: &columns.widths,
            filled: &filled,
            merges: !at.wide && whole > room(at.indent),
        };
        for (index, (row, sizes)) in pairs.into_iter().enumerate() {
            if index > 0 || !first {
                self.draw(at, row.sep);
            }
            self.row(at, row, sizes, &grid);
        }
    }

    fn row(&mut self, at: At, row: &Row, sizes: &Sizes, grid: &Grid<'_>) {
        if let Cells::Raw(raw) = row.cells {
            return self.draw(at, raw);
        }
        self.draw(at, row.doc);
        self.indent = at.indent;
        let Some(last) = last_cell(row) else { return };
        if grid.merges && row.merged != NOTHING {
            self.draw(at, row.merged);
            for column in 2..=last {
                if cell(row, column) != NOTHING {
                    self.blanks(1);
                    self.draw(at, cell(row, column));
                }
            }
            return;
        }
        let drops = !sizes.broken && sizes.drops(row, room(at.indent), at.wide);
        let mut leads = true;
        for column in 0..=last {
            if grid.is_empty(column) {
                continue;
            }
            let mut indent = at.indent;
            if drops && column == 1 {
                indent = self.indent + 1;
                self.line(indent);
            } else if !leads {
                self.blanks(1);
                // A cell that broke has left the line further in: what follows keeps to that.
                indent = indent.max(self.indent);
            }
            leads = false;
            let start = self.column;
            self.draw(At { indent, ..at }, cell(row, column));
            let pads = column < last && !(drops && column == 0) && grid.aligns_behind(column);
            if pads && let Some(drawn) = self.column.checked_sub(start) {
                self.blanks(grid.width(column).saturating_sub(drawn));
            }
        }
    }
}

/// The columns of a segment.
struct Grid<'a> {
    widths: &'a [usize],
    /// How many rows have something in each.
    filled: &'a [usize],
    /// Whether rows that can be drawn with their first cells in one are.
    merges: bool,
}

impl Grid<'_> {
    fn width(&self, column: usize) -> usize {
        self.widths.get(column).copied().unwrap_or(0)
    }

    fn is_empty(&self, column: usize) -> bool {
        self.filled.get(column).is_none_or(|&filled| filled == 0)
    }

    /// Whether a column behind this one is one of several rows.
    fn aligns_behind(&self, column: usize) -> bool {
        self.filled.iter().skip(column + 1).any(|&filled| filled > 1)
    }
}

/// How many of the first rows align: at least one, and more while none of them has to break.
fn aligned(rows: &[Row], sizes: &[Sizes], room: usize, wide: bool) -> usize {
    let mut columns = Columns::default();
    for (index, (row, sizes)) in rows.iter().zip(sizes).enumerate() {
        let fits = match row.cells {
            Cells::Raw(_) => sizes.cells.iter().all(|cell| !cell.1 || cell.0 <= room),
            Cells::Aligned(_) => {
                columns.add(row, sizes);
                columns.fit(room) && !sizes.drops(row, room, wide)
            }
        };
        if sizes.broken || !fits {
            return index.max(1);
        }
    }
    rows.len()
}
