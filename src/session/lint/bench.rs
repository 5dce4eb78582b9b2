//! What lints work with: the sources of one package, their names, and the evaluator.

use std::rc::Rc;

use super::meetings::{Meeting, meetings};
use crate::base::{Code, FileId, Span};
use crate::eval::{Graph, Need};
use crate::package::{Files, Loaded};
use crate::program::{PackageId, Tops};
use crate::session::names::{File, Names};
use crate::syntax::tree::{BinaryOp, Decl, Expr, ExprId, ExprKind, Part, Tree, UnaryOp};

/// A package that is looked over.
pub(super) struct Bench<'a> {
    pub(super) files: &'a dyn Files,
    pub(super) loaded: &'a Loaded,
    pub(super) names: &'a Names<'a>,
    pub(super) graph: &'a mut Graph,
    /// The sources of the package.
    pub(super) own: Vec<FileId>,
    tops: Rc<Tops<'a>>,
    met: Option<Rc<[Meeting]>>,
}

impl<'a> Bench<'a> {
    pub(super) fn new(
        files: &'a dyn Files,
        loaded: &'a Loaded,
        names: &'a Names<'a>,
        graph: &'a mut Graph,
    ) -> Self {
        let tops = Rc::new(Tops::of(loaded, PackageId::ROOT));
        Self { files, loaded, names, graph, own: names.package_files(0), tops, met: None }
    }

    /// The sources of the package, with their trees and names.
    pub(super) fn sources(&self) -> Vec<(FileId, &'a File<'a>)> {
        let names = self.names;
        self.own.iter().filter_map(|&id| names.file(id).map(|file| (id, file))).collect()
    }

    /// The constraints that meet where they are written; found once.
    pub(super) fn meetings(&mut self) -> Rc<[Meeting]> {
        if let Some(met) = &self.met {
            return Rc::clone(met);
        }
        let found = self.sources().into_iter().flat_map(|(id, file)| meetings(id, file));
        let met: Rc<[Meeting]> = found.collect();
        self.met = Some(Rc::clone(&met));
        met
    }

    /// Whether nothing fulfils all of `exprs`, which are plain (see [`is_plain`]), and of `kind`.
    pub(super) fn exclude(&mut self, file: FileId, exprs: &[ExprId], kind: Option<Kind>) -> bool {
        let Some(here) = self.names.file(file) else { return false };
        let (program, symbols) = self.graph.program();
        let mut parts = Vec::with_capacity(exprs.len() + 1);
        for &expr in exprs {
            let Some(part) =
                program.part(self.loaded, &self.tops, &here.parsed.tree, expr, symbols)
            else {
                return false;
            };
            parts.push(part);
        }
        parts.extend(kind.map(|Kind::String| program.string_type(Span::NOWHERE)));
        let vertex = self.graph.unified(&parts);
        let faults = self.graph.validate(vertex, Need::Incomplete);
        // What is beyond a limit or goes in a circle says nothing of the constraints.
        faults.iter().any(|fault| {
            matches!(
                fault.code,
                Code::Conflict | Code::WrongType | Code::OutOfBound | Code::EmptyDisjunction
            )
        })
    }
}

/// A type that constraints are held against.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// `string`
    String,
}

/// All declarations of a file, of all its structs.
pub(super) fn declarations(tree: &Tree) -> impl Iterator<Item = &Decl> {
    let inner = tree.exprs.iter().filter_map(|(_, expr)| match &expr.kind {
        ExprKind::Struct { decls, .. } => Some(decls),
        _ => None,
    });
    tree.decls.iter().chain(inner.flatten())
}

/// The expression within parentheses.
pub(super) fn bare(tree: &Tree, expr: ExprId) -> ExprId {
    let mut at = expr;
    while let ExprKind::Paren(inner) = tree.exprs[at].kind {
        at = inner;
    }
    at
}

/// The operands of a chain of one operator, parentheses in it opened, from left to right.
pub(super) fn operands(tree: &Tree, expr: ExprId, op: BinaryOp) -> Vec<ExprId> {
    let mut found = Vec::new();
    let mut open = vec![expr];
    while let Some(at) = open.pop() {
        match tree.exprs[bare(tree, at)].kind {
            ExprKind::Binary(this, left, right, _) if this == op => open.extend([right, left]),
            _ => found.push(at),
        }
    }
    found
}

/// Whether an expression means the same wherever in its file it stands, and is made of scalars,
/// types, bounds and names at the top of the package.
pub(super) fn is_plain(file: &File<'_>, expr: ExprId) -> bool {
    let tree = &file.parsed.tree;
    let mut open = vec![expr];
    while let Some(at) = open.pop() {
        match &tree.exprs[at].kind {
            ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number => {}
            ExprKind::String(lit) if lit.parts.iter().all(|part| matches!(part, Part::Text(_))) => {
            }
            ExprKind::Ident if is_at_top(file, at, &tree.exprs[at]) => {}
            ExprKind::Select { base, optional: false, .. } => open.push(*base),
            ExprKind::Paren(inner) | ExprKind::Unary(_, inner) => open.push(*inner),
            ExprKind::Binary(BinaryOp::And | BinaryOp::Or, left, right, _) => {
                open.extend([*left, *right]);
            }
            _ => return false,
        }
    }
    true
}

/// Whether a name is predeclared, an import, or a field at the top of the package.
fn is_at_top(file: &File<'_>, id: ExprId, expr: &Expr) -> bool {
    let name = expr.span.of(file.text);
    let Some(used) = file.index.use_of(id) else { return false };
    match file.index.resolve(used.scope, name) {
        // `_` says nothing.
        None => name != "_",
        Some((scope, _)) => scope == file.index.file(),
    }
}

/// The value behind the mark of a default, if an arm has it.
pub(super) fn marked(tree: &Tree, arm: ExprId) -> Option<ExprId> {
    match tree.exprs[arm].kind {
        ExprKind::Unary(UnaryOp::Default, value) => Some(marked(tree, value).unwrap_or(value)),
        _ => None,
    }
}
