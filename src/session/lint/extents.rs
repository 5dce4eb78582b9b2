//! The pieces of a file in which what excludes itself is meant to: operands of comparisons with
//! `_|_`, arguments of functions, and what inline tests look at.

use super::bench::declarations;
use crate::base::Span;
use crate::session::names::File;
use crate::syntax::tree::{Attribute, BinaryOp, DeclKind, ExprId, ExprKind, Tree};

/// Pieces of one file, sorted and apart.
pub(super) struct Extents(Vec<(u32, u32)>);

impl Extents {
    /// Where nothing is to be said of constraints.
    pub(super) fn meant(file: &File<'_>) -> Self {
        let tree = &file.parsed.tree;
        let mut found: Vec<Span> = Vec::new();
        let span = |id: ExprId| tree.exprs[id].span;
        for (_, expr) in tree.exprs.iter() {
            match &expr.kind {
                ExprKind::Binary(BinaryOp::Equal | BinaryOp::NotEqual, left, right, _)
                    if is_bottom(tree, *left) || is_bottom(tree, *right) =>
                {
                    found.push(expr.span);
                }
                ExprKind::Call { arguments, .. } => {
                    found.extend(arguments.iter().map(|&id| span(id)))
                }
                ExprKind::Struct { decls, .. } => {
                    let tests = decls.iter().any(|decl| match &decl.kind {
                        DeclKind::Attribute(attribute) => is_test(file, attribute),
                        _ => false,
                    });
                    if tests {
                        found.push(expr.span);
                    }
                }
                _ => {}
            }
        }
        for decl in declarations(tree) {
            if let DeclKind::Field(field) = &decl.kind
                && field.attributes.iter().any(|attribute| is_test(file, attribute))
            {
                found.push(decl.span);
            }
        }
        Self::of(found)
    }

    fn of(mut spans: Vec<Span>) -> Self {
        spans.sort_unstable();
        let mut apart: Vec<(u32, u32)> = Vec::new();
        for span in spans {
            match apart.last_mut() {
                Some(last) if span.start <= last.1 => last.1 = last.1.max(span.end),
                _ => apart.push((span.start, span.end)),
            }
        }
        Self(apart)
    }

    /// Whether `span` lies in one of the pieces.
    pub(super) fn hold(&self, span: Span) -> bool {
        let behind = self.0.partition_point(|piece| piece.0 <= span.start);
        let last = behind.checked_sub(1).and_then(|index| self.0.get(index));
        last.is_some_and(|piece| span.end <= piece.1)
    }
}

fn is_bottom(tree: &Tree, expr: ExprId) -> bool {
    matches!(tree.exprs[super::bench::bare(tree, expr)].kind, ExprKind::Bottom)
}

fn is_test(file: &File<'_>, attribute: &Attribute) -> bool {
    attribute.name.of(file.text).starts_with("test")
}
