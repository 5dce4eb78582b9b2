//! Sources of the standard library, lowered on demand: they stand in no file that people have.

use super::build::Options;
use super::build::Over;
use super::ir::{ExprId, PackageId, Program};
use super::lower::Lowering;
use crate::base::{Id, Span, Symbols};
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
