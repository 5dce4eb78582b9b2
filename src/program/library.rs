//! Sources that stand in no file of their own, lowered on demand: those of the standard library,
//! and the expected values of inline tests.

use super::build::{Options, Over};
use super::ir::{Decl, ExprId, PackageId, Program, StructId};
use super::lower::Lowering;
use crate::base::{Code, Diagnostic, Id, Span, Symbols};
use crate::package::Loaded;
use crate::syntax;

/// Lowers one expression of the standard library; its spans are [`Span::NOWHERE`].
pub fn library(program: &mut Program, symbols: &mut Symbols, source: &str) -> ExprId {
    let mut loaded = Loaded::default();
    let file = loaded.sources.add("", source);
    let parsed = syntax::parse(file, source);
    let options = Options::default();
    let first = program.exprs.len();
    let package = PackageId::from_index(usize::MAX >> 33);
    let mut lowering = Lowering::new(program, symbols, &loaded, &options, package);
    let expr = lowering.command_expression(&parsed, Over::Package);
    for index in first..program.exprs.len() {
        program.exprs[ExprId::from_index(index)].1 = Span::NOWHERE;
    }
    expr
}

/// Lowers the expected value of an inline test, which stands at `place`; the standard library
/// (`standard`: its paths) need not be imported. Hidden labels belong to no package.
///
/// # Errors
/// Why it is no expression that has a meaning on its own.
pub fn expectation(
    program: &mut Program,
    symbols: &mut Symbols,
    standard: &[&str],
    source: &str,
    place: Span,
) -> Result<ExprId, Diagnostic> {
    let standard = standard.iter().map(|path| (*path).to_owned()).collect();
    let mut loaded = Loaded { standard, ..Loaded::default() };
    let file = loaded.sources.add("", source);
    let parsed = syntax::parse(file, source);
    let options = Options::default();
    let (exprs, structs) = (program.exprs.len(), program.structs.len());
    let package = PackageId::from_index(usize::MAX >> 33);
    let mut lowering = Lowering::new(program, symbols, &loaded, &options, package);
    let expr = lowering.command_expression(&parsed, Over::Package);
    let mut faults =
        parsed.diagnostics.into_iter().chain(std::mem::take(&mut lowering.diagnostics));
    let fault = faults.find(|fault| fault.code != Code::Unused);
    let moved = |span: &mut Span| {
        *span = Span::new(place.file, place.start + span.start, place.start + span.end);
    };
    for index in exprs..program.exprs.len() {
        moved(&mut program.exprs[ExprId::from_index(index)].1);
    }
    for index in structs..program.structs.len() {
        let lit = &mut program.structs[StructId::from_index(index)];
        for decl in &mut lit.decls {
            if let Decl::Field { span, .. } = decl {
                moved(span);
            }
        }
    }
    match fault {
        None => Ok(expr),
        Some(mut fault) => {
            fault.marks.iter_mut().for_each(|mark| moved(&mut mark.span));
            Err(fault)
        }
    }
}
