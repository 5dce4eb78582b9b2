//! Lowered packages as bytes, and back: how the embedded library comes with the binary, so that no
//! run lowers it, and of its expressions hardly more are unpacked than a run evaluates.
//!
//! A package is cut into *pieces*: some expressions in a row, with the struct literals and
//! comprehensions in them. Its first ids are known from the start; a piece is unpacked when one of
//! its expressions is asked for (`shelf`). The bytes are read by the build that wrote them alone;
//! other bytes give no package, and never a panic.

mod bytes;
mod form;
mod row;
mod shelf;
#[cfg(test)]
mod tests;

pub(super) use shelf::Shelf;

use std::ops::Range;

use bytes::{Stored, Writer};
use row::Row;

use super::build::Options;
use super::ir::{ComprehensionId, Decl, Element, Expr, ExprId, PackageId, Program, StructId};
use super::lower::Lowering;
use crate::base::{Id, Symbols};
use crate::package::Loaded;

/// The bytes of the root package of `loaded`, which imports all other packages of it, in the order
/// in which they stand there. `None` for what has errors, or is of no form that can be stored.
/// Whoever reads them has to know the names of `symbols` by the same numbers.
pub fn store(loaded: &Loaded, symbols: &mut Symbols) -> Option<Vec<u8>> {
    let mut program = Program::default();
    let options = Options::default();
    let mut lowering = Lowering::new(&mut program, symbols, loaded, &options, PackageId::ROOT);
    let files: Vec<ExprId> = lowering.package().into_iter().map(|(_, expr)| expr).collect();
    if !lowering.diagnostics.is_empty() || !program.tries.is_empty() {
        return None;
    }
    let pieces = pieces(&program, &files)?;
    let mut writer = Writer::default();
    let counts = [
        program.exprs.len(),
        program.structs.len(),
        program.comprehensions.len(),
        program.lets.len(),
    ];
    counts.iter().for_each(|count| count.write(&mut writer));
    imports(loaded).write(&mut writer);
    program.lets.iter().for_each(|(_, binding)| binding.write(&mut writer));
    files.write(&mut writer);
    let mut packed = Writer::default();
    let mut rows: Vec<Row> = Vec::new();
    for piece in &pieces {
        rows.push(Row::of(piece, packed.bytes.len())?);
        pack(&program, piece, &mut packed);
    }
    rows.len().write(&mut writer);
    packed.bytes.len().write(&mut writer);
    rows.iter().for_each(|row| row.write(&mut writer.bytes));
    writer.bytes.extend(packed.bytes);
    Some(writer.bytes)
}

/// The import paths, in the order of the packages that they stand for.
fn imports(loaded: &Loaded) -> Vec<String> {
    loaded.packages.iter().skip(1).map(|package| package.path.clone()).collect()
}

/// What is unpacked at once.
struct Piece {
    /// Which file of the package it is of.
    file: usize,
    exprs: Range<usize>,
    structs: Range<usize>,
    comprehensions: Range<usize>,
}

/// So many expressions make a piece, or as many more as it takes to end well: seldom does a run need
/// all of a declaration.
const LEAST: usize = 8;

/// The pieces of a package whose `files` are these: each ends where no later expression needs what
/// it holds. `None` if a file does not end so.
fn pieces(program: &Program, files: &[ExprId]) -> Option<Vec<Piece>> {
    let needs: Vec<Needs> =
        (0..program.exprs.len()).map(|id| Needs::of(program, ExprId::from_index(id))).collect();
    // The first literal and comprehension that an expression needs, or any later one.
    let mut later = vec![(program.structs.len(), program.comprehensions.len())];
    for needs in needs.iter().rev() {
        let &(literal, comprehension) = later.last()?;
        later.push((
            literal.min(needs.literals.start),
            comprehension.min(needs.comprehensions.start),
        ));
    }
    later.reverse();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut next = Piece { file: 0, exprs: 0..0, structs: 0..0, comprehensions: 0..0 };
    for (at, needs) in needs.iter().enumerate() {
        let &(literal, comprehension) = later.get(at + 1)?;
        next.exprs.end = at + 1;
        next.structs.end = next.structs.end.max(needs.literals.end);
        next.comprehensions.end = next.comprehensions.end.max(needs.comprehensions.end);
        let ends_well = next.structs.end <= literal && next.comprehensions.end <= comprehension;
        let is_last = files.get(next.file)?.index() == at;
        if is_last && !ends_well {
            return None;
        }
        if is_last || ends_well && next.exprs.len() >= LEAST {
            let behind = Piece {
                file: next.file + usize::from(is_last),
                exprs: next.exprs.end..next.exprs.end,
                structs: next.structs.end..next.structs.end,
                comprehensions: next.comprehensions.end..next.comprehensions.end,
            };
            pieces.push(std::mem::replace(&mut next, behind));
        }
    }
    let is_whole = next.file == files.len()
        && next.structs.end == program.structs.len()
        && next.comprehensions.end == program.comprehensions.len();
    is_whole.then_some(pieces)
}

/// The range that holds nothing, whatever is included next.
const NOTHING: Range<usize> = Range { start: usize::MAX, end: 0 };

/// The struct literals and comprehensions that come with an expression.
struct Needs {
    literals: Range<usize>,
    comprehensions: Range<usize>,
}

impl Needs {
    fn of(program: &Program, id: ExprId) -> Self {
        let mut needs = Self { literals: NOTHING, comprehensions: NOTHING };
        match program.expr(id) {
            Expr::Struct(literal) => {
                include(&mut needs.literals, literal.index());
                for decl in &program.structs[*literal].decls {
                    if let Decl::Comprehension(id) = decl {
                        include(&mut needs.comprehensions, id.index());
                    }
                }
            }
            Expr::Comprehension(id) => include(&mut needs.comprehensions, id.index()),
            Expr::List { elements, .. } => {
                for element in elements {
                    if let Element::Comprehension(id) = element {
                        include(&mut needs.comprehensions, id.index());
                    }
                }
            }
            _ => {}
        }
        needs
    }
}

fn include(range: &mut Range<usize>, index: usize) {
    *range = range.start.min(index)..range.end.max(index + 1);
}

/// Adds the bytes of a piece: its literals, comprehensions and expressions.
fn pack(program: &Program, piece: &Piece, writer: &mut Writer) {
    writer.last = 0;
    for literal in piece.structs.clone() {
        program.structs[StructId::from_index(literal)].write(writer);
    }
    for id in piece.comprehensions.clone() {
        program.comprehensions[ComprehensionId::from_index(id)].write(writer);
    }
    for id in piece.exprs.clone().map(ExprId::from_index) {
        program.span(id).write(writer);
        program.expr(id).write(writer);
    }
}
