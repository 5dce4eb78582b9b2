//! What became of the first of several struct literals that are alike, and how it is copied for the
//! others.

use std::ops::Range;
use thin_vec::ThinVec;

use rustc_hash::FxHashMap;

use super::Body;
use crate::base::{Id, Span, Symbols};
use crate::program::constant::{number, whole};
use crate::program::ellipsis::Ellipsis;
use crate::program::ir::{Decl, Element, Expr, ExprId, Program, StructId, StructLit};
use crate::program::label::Label;
use crate::syntax::tree::{self, DeclKind, ExprKind, LabelKind, Tree};

/// What a body is lowered from.
pub(super) struct Written<'w> {
    pub(super) text: &'w str,
    pub(super) tree: &'w Tree,
    pub(super) symbols: &'w Symbols,
}

impl Written<'_> {
    /// What a string, number or boolean says.
    fn scalar(&self, id: tree::ExprId) -> Option<Expr> {
        let tree::Expr { span, kind } = &self.tree.exprs[id];
        match kind {
            ExprKind::String(literal) => whole(literal, self.text, self.symbols),
            ExprKind::Number => Some(number(span.of(self.text))),
            ExprKind::Bool(value) => Some(Expr::Bool(*value)),
            _ => None,
        }
    }
}

/// A literal that was lowered, with all that stands in it.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) exprs: Range<usize>,
    pub(super) structs: Range<usize>,
    /// Which expression of the tree each of `exprs` is, by its place: how many expressions stand before
    /// it in the declaration.
    places: Vec<u32>,
    /// The same of the struct literals.
    literals: Vec<u32>,
}

impl Model {
    /// What became of the literal `id` of a declaration, which consists of the expressions
    /// `written`. `None` for what cannot be copied.
    pub(super) fn of(
        program: &Program,
        tree: &Tree,
        written: Range<u32>,
        id: tree::ExprId,
        exprs: Range<usize>,
        structs: Range<usize>,
    ) -> Option<Self> {
        let known = within(tree, written.clone(), tree.exprs[id].span);
        let place = |span: Span| known.get(&span).copied();
        let mut literals = vec![0; structs.len()];
        *literals.last_mut()? = place(tree.exprs[id].span)?;
        let mut places = Vec::with_capacity(exprs.len());
        for (expr, span) in exprs.clone().map(ExprId::from_index).map(|id| &program.exprs[id]) {
            let place = place(*span)?;
            places.push(place);
            if let Expr::Struct(literal) = Distance::NONE.expr(expr)? {
                *literals.get_mut(literal.index().checked_sub(structs.start)?)? = place;
            }
        }
        let is_plain = |(at, &place): (usize, &u32)| {
            let written = &tree.exprs[tree::ExprId::at(written.start + place)].kind;
            let literal = program.structs.get(StructId::from_index(at));
            literal.is_some_and(|literal| is_plain(literal, written))
        };
        let all = structs.clone().zip(&literals).all(is_plain);
        all.then_some(Self { exprs, structs, places, literals })
    }

    /// Puts a copy in the place of `body`, as it was `written`.
    pub(super) fn put(&self, program: &Program, body: &Body, written: &Written<'_>) {
        let by = Distance {
            exprs: body.exprs.wrapping_sub(self.exprs.start),
            structs: body.structs.wrapping_sub(self.structs.start),
        };
        let at = |place: u32| tree::ExprId::at(body.start + place);
        for (from, &place) in self.exprs.clone().zip(&self.places) {
            let Some((model, _)) = program.exprs.get(ExprId::from_index(from)) else { continue };
            let said = if model.is_scalar() { written.scalar(at(place)) } else { None };
            let expr = said.or_else(|| by.expr(model)).unwrap_or(Expr::Bad);
            program.exprs.put(by.expr_id(from), (expr, written.tree.exprs[at(place)].span));
        }
        for (from, &place) in self.structs.clone().zip(&self.literals) {
            let id = StructId::from_index(from);
            let (Some(model), ExprKind::Struct { decls, .. }) =
                (program.structs.get(id), &written.tree.exprs[at(place)].kind)
            else {
                continue;
            };
            let decls = model.decls.iter().zip(decls);
            let decls = decls.map(|(model, decl)| by.decl(model, decl, written)).collect();
            let explicit_open = model.explicit_open;
            let copy = StructLit { decls, explicit_open, ..StructLit::default() };
            program.structs.put(by.struct_id(id), copy);
        }
    }
}

/// The places in a declaration of what stands within `whole`, by their spans. Where two have the
/// same, it is that of a literal.
fn within(tree: &Tree, written: Range<u32>, whole: Span) -> FxHashMap<Span, u32> {
    let mut known = FxHashMap::default();
    for (place, id) in (0..).zip(written.map(tree::ExprId::at)) {
        let tree::Expr { span, kind } = &tree.exprs[id];
        if span.start < whole.start || span.end > whole.end {
            continue;
        }
        match kind {
            ExprKind::String(_)
            | ExprKind::Number
            | ExprKind::Bool(_)
            | ExprKind::Struct { .. } => {
                known.insert(*span, place);
            }
            _ => {
                known.entry(*span).or_insert(place);
            }
        }
    }
    known
}

/// Whether a literal, and what it was lowered from, have fields and embeddings alone.
fn is_plain(literal: &StructLit, written: &ExprKind) -> bool {
    let ExprKind::Struct { decls, .. } = written else { return false };
    let mut pairs = literal.decls.iter().zip(decls);
    literal.decls.len() == decls.len()
        && literal.attributes.is_empty()
        && literal.nameless.is_empty()
        && literal.last_let.is_none()
        && pairs.all(|(decl, written)| match (decl, &written.kind) {
            (Decl::Embed(_), DeclKind::Embed(_)) => true,
            (Decl::Field { attributes, .. }, DeclKind::Field(field)) => {
                attributes.is_empty()
                    && matches!(field.label.kind, LabelKind::Ident | LabelKind::String(_))
            }
            _ => false,
        })
}

/// How far the ids of a copy are from those of the model.
#[derive(Clone, Copy)]
struct Distance {
    exprs: usize,
    structs: usize,
}

impl Distance {
    const NONE: Self = Self { exprs: 0, structs: 0 };

    fn expr_id(self, at: usize) -> ExprId {
        ExprId::from_index(at.wrapping_add(self.exprs))
    }

    fn struct_id(self, id: StructId) -> StructId {
        StructId::from_index(id.index().wrapping_add(self.structs))
    }

    /// The copy of an expression; none of what does not stand in such literals.
    fn expr(self, expr: &Expr) -> Option<Expr> {
        let at = |id: ExprId| self.expr_id(id.index());
        Some(match expr {
            Expr::Struct(literal) => Expr::Struct(self.struct_id(*literal)),
            Expr::List { elements, ellipsis: Ellipsis::NONE, level } => {
                let value = |element: &Element| match element {
                    Element::Value(id) => Some(Element::Value(at(*id))),
                    Element::Comprehension(_) => None,
                };
                let elements = elements.iter().map(value).collect::<Option<_>>()?;
                Expr::List { elements, ellipsis: Ellipsis::NONE, level: *level }
            }
            Expr::Select(base, label) => Expr::Select(at(*base), *label),
            Expr::Unary(sign, operand) => Expr::Unary(*sign, at(*operand)),
            Expr::Bound(relation, operand) => Expr::Bound(*relation, at(*operand)),
            Expr::Binary(operator, one, other) => Expr::Binary(*operator, at(*one), at(*other)),
            Expr::ShortCircuit(operator, one, other) => {
                Expr::ShortCircuit(*operator, at(*one), at(*other))
            }
            Expr::And(parts) => Expr::And(parts.iter().map(|&part| at(part)).collect()),
            Expr::Or(arms) => Expr::Or(arms.iter().map(|&(mark, arm)| (mark, at(arm))).collect()),
            Expr::Bottom
            | Expr::Top
            | Expr::Null
            | Expr::Bool(_)
            | Expr::Int(_)
            | Expr::Number(_)
            | Expr::Str(_)
            | Expr::Bytes(_)
            | Expr::Universe(_)
            | Expr::Field { .. }
            | Expr::Dynamic { .. }
            | Expr::Let { .. }
            | Expr::This { .. }
            | Expr::Package(_)
            | Expr::Standard(_) => expr.clone(),
            _ => return None,
        })
    }

    /// The copy of a declaration, which stands there as `decl`.
    fn decl(self, model: &Decl, decl: &tree::Decl, written: &Written<'_>) -> Decl {
        match (model, &decl.kind) {
            (Decl::Field { label, mark, value, .. }, DeclKind::Field(field)) => {
                let label = match field.label.kind {
                    LabelKind::String(id) => match written.scalar(id) {
                        Some(Expr::Str(name)) => Label::field(name),
                        _ => Label::NONE,
                    },
                    _ => *label,
                };
                let (span, value) = (field.label.span, self.expr_id(value.index()));
                Decl::Field { label, span, mark: *mark, value, attributes: ThinVec::new() }
            }
            (Decl::Embed(value), _) => Decl::Embed(self.expr_id(value.index())),
            (other, _) => other.clone(),
        }
    }
}
