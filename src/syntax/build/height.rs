//! The height of an expression over its leaves: what recursion over the tree will cost.

use crate::syntax::tree::{
    Clause, ClauseKind, Comprehension, Decl, DeclKind, Element, ExprId, ExprKind, LabelKind, Part,
};

/// One more than the height of the highest child; `of` knows the children's.
pub(super) fn height(kind: &ExprKind, of: impl Fn(ExprId) -> u32) -> u32 {
    let mut highest = 0;
    let mut child = |id: ExprId| highest = highest.max(of(id));
    match kind {
        ExprKind::Bad
        | ExprKind::Ident
        | ExprKind::Bottom
        | ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Number => {}
        ExprKind::String(literal) => {
            for part in &literal.parts {
                match part {
                    Part::Text(_) => {}
                    Part::Interpolation(id) => child(*id),
                }
            }
        }
        ExprKind::List(elements) => elements.iter().for_each(|each| element(each, &mut child)),
        ExprKind::Struct { decls, braces: _ } => {
            decls.iter().for_each(|each| decl(each, &mut child));
        }
        ExprKind::Paren(id)
        | ExprKind::Unary(_, id)
        | ExprKind::Open(id)
        | ExprKind::Optional(id) => child(*id),
        ExprKind::Select { base, string, name: _, optional: _ } => {
            child(*base);
            string.iter().for_each(|&id| child(id));
        }
        ExprKind::Index { base, index, optional: _ } => {
            child(*base);
            child(*index);
        }
        ExprKind::Slice { base, low, high } => {
            child(*base);
            low.iter().chain(high).for_each(|&id| child(id));
        }
        ExprKind::Call { callee, arguments } => {
            child(*callee);
            arguments.iter().for_each(|&id| child(id));
        }
        ExprKind::Binary(_, left, right, _) => {
            child(*left);
            child(*right);
        }
        ExprKind::Alias { value, name: _ } => child(*value),
    }
    highest.saturating_add(1)
}

fn element(element: &Element, child: &mut impl FnMut(ExprId)) {
    match element {
        Element::Value(id) => child(*id),
        Element::Comprehension(each) => comprehension(each, child),
        Element::Ellipsis(_, value) => value.iter().for_each(|&id| child(id)),
    }
}

fn decl(decl: &Decl, child: &mut impl FnMut(ExprId)) {
    match &decl.kind {
        DeclKind::Field(field) => {
            match &field.label.kind {
                LabelKind::Ident => {}
                LabelKind::String(id)
                | LabelKind::Dynamic { value: id, alias: _ }
                | LabelKind::Pattern { value: id, alias: _ } => child(*id),
            }
            child(field.value);
        }
        DeclKind::Embed(id) => child(*id),
        DeclKind::Comprehension(each) => comprehension(each, child),
        DeclKind::Ellipsis(value) => value.iter().for_each(|&id| child(id)),
        DeclKind::Let(binding) => child(binding.value),
        DeclKind::Attribute(_) | DeclKind::Bad => {}
    }
}

fn comprehension(comprehension: &Comprehension, child: &mut impl FnMut(ExprId)) {
    for Clause { kind, span: _ } in &comprehension.clauses {
        match kind {
            ClauseKind::For { source, key: _, value: _ } => child(*source),
            ClauseKind::If(id) => child(*id),
            ClauseKind::Let(binding) => child(binding.value),
            ClauseKind::Try(binding) => binding.iter().for_each(|each| child(each.value)),
        }
    }
    child(comprehension.body);
    comprehension.fallback.iter().for_each(|&id| child(id));
}
