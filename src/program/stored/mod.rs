//! Lowered packages as bytes, and back: how the embedded library comes with the binary, so that no
//! run lowers it, and of the declarations at the top of its files only those are unpacked that a
//! run evaluates.
//!
//! A package is cut into *pieces*: the expressions up to the value of the next declaration at the
//! top, with the struct literals and comprehensions in them. Its first ids are known from the
//! start; a piece is unpacked when one of its expressions is asked for (`shelf`). The bytes are
//! read by the build that wrote them alone; other bytes give no package, and never a panic.

mod bytes;
mod form;
mod shelf;
#[cfg(test)]
mod tests;

pub(super) use shelf::Shelf;

use std::ops::Range;

use bytes::{Stored, Writer};

use super::build::Options;
use super::ir::{ComprehensionId, Decl, Element, Expr, ExprId, PackageId, Program, StructId};
use super::lower::Lowering;
use crate::base::{Id, Symbols};
use crate::package::Loaded;

/// The bytes of the root package of `loaded`, which imports all other packages of it, in the order
/// in which they stand there. `None` for what has errors, or is of no form that can be stored.
pub fn store(loaded: &Loaded) -> Option<Vec<u8>> {
    let (mut program, mut symbols) = (Program::default(), Symbols::default());
    let options = Options::default();
    let mut lowering = Lowering::new(&mut program, &mut symbols, loaded, &options, PackageId::ROOT);
    let files: Vec<ExprId> = lowering.package().into_iter().map(|(_, expr)| expr).collect();
    if !lowering.diagnostics.is_empty() || !program.tries.is_empty() {
        return None;
    }
    let pieces = pieces(&program, &files)?;
    let mut writer = Writer::default();
    let packed: Vec<Vec<u8>> =
        pieces.iter().map(|piece| pack(&program, piece, &mut writer)).collect();
    program.lets.iter().for_each(|(_, binding)| binding.write(&mut writer));
    let lets = std::mem::take(&mut writer.bytes);

    let counts = [
        program.exprs.len(),
        program.structs.len(),
        program.comprehensions.len(),
        program.lets.len(),
    ];
    counts.iter().for_each(|count| count.write(&mut writer));
    let names: Vec<String> =
        writer.names.iter().map(|&name| symbols.name(name).to_owned()).collect();
    names.write(&mut writer);
    imports(loaded).write(&mut writer);
    writer.bytes.extend(lets);
    files.write(&mut writer);
    writer.number(pieces.len() as u64);
    for (piece, bytes) in pieces.iter().zip(&packed) {
        for count in
            [piece.file, piece.exprs.len(), piece.structs.len(), piece.comprehensions.len()]
        {
            count.write(&mut writer);
        }
        bytes.len().write(&mut writer);
    }
    packed.iter().for_each(|bytes| writer.bytes.extend(bytes));
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

/// The pieces of a package whose `files` are these; `None` if one needs what another holds.
fn pieces(program: &Program, files: &[ExprId]) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let (mut expr, mut literal, mut comprehension) = (0, 0, 0);
    for (file, &whole) in files.iter().enumerate() {
        let Expr::Struct(top) = *program.expr(whole) else { return None };
        let mut ends: Vec<usize> = program.structs[top].decls.iter().filter_map(value).collect();
        ends.push(whole.index());
        ends.sort_unstable();
        for end in ends.into_iter().map(|end| end + 1) {
            if end <= expr {
                continue;
            }
            let mut held =
                Held { literals: literal..literal, comprehensions: comprehension..comprehension };
            held.exprs(program, expr..end)?;
            let Held { literals, comprehensions } = held;
            (expr, literal, comprehension) = (end, literals.end, comprehensions.end);
            let start = pieces.last().map_or(0, |last: &Piece| last.exprs.end);
            pieces.push(Piece { file, exprs: start..end, structs: literals, comprehensions });
        }
    }
    let is_whole = expr == program.exprs.len()
        && literal == program.structs.len()
        && comprehension == program.comprehensions.len();
    is_whole.then_some(pieces)
}

fn value(decl: &Decl) -> Option<usize> {
    match decl {
        Decl::Field { value, .. } => Some(value.index()),
        Decl::Dynamic { .. }
        | Decl::Pattern { .. }
        | Decl::Embed(_)
        | Decl::Comprehension(_)
        | Decl::Ellipsis(_) => None,
    }
}

/// The struct literals and comprehensions of a piece.
struct Held {
    literals: Range<usize>,
    comprehensions: Range<usize>,
}

impl Held {
    /// Takes what `exprs` refer to; `None` if that is of another piece.
    fn exprs(&mut self, program: &Program, exprs: Range<usize>) -> Option<()> {
        for id in exprs.map(ExprId::from_index) {
            match program.expr(id) {
                Expr::Struct(literal) => self.literal(*literal)?,
                Expr::Comprehension(id) => self.comprehension(*id)?,
                Expr::List { elements, .. } => {
                    for element in elements {
                        if let Element::Comprehension(id) = element {
                            self.comprehension(*id)?;
                        }
                    }
                }
                _ => {}
            }
        }
        for literal in self.literals.clone().map(StructId::from_index) {
            for decl in &program.structs[literal].decls {
                if let Decl::Comprehension(id) = decl {
                    self.comprehension(*id)?;
                }
            }
        }
        Some(())
    }

    fn literal(&mut self, literal: StructId) -> Option<()> {
        let Range { start, end } = self.literals;
        self.literals.end = end.max(literal.index() + 1);
        (literal.index() >= start).then_some(())
    }

    fn comprehension(&mut self, id: ComprehensionId) -> Option<()> {
        let Range { start, end } = self.comprehensions;
        self.comprehensions.end = end.max(id.index() + 1);
        (id.index() >= start).then_some(())
    }
}

/// The bytes of a piece: its literals, comprehensions and expressions.
fn pack(program: &Program, piece: &Piece, writer: &mut Writer) -> Vec<u8> {
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
    std::mem::take(&mut writer.bytes)
}
