//! Declarations of a shape that was built before: where the grammar has read the same, the tree is
//! the same but for its places, and for what names, numbers and literals say.
//!
//! What was built first is kept with its places as those of the packed text, which all of one shape
//! have in common, and copied with the places of each. That holds for the plain forms that make up
//! large files; others, and whatever is wrong in a copy, are built from their nodes.

use rustc_hash::FxHashMap;

use super::Builder;
use super::likeness::Likeness;
use crate::base::{Id, Span};
use crate::syntax::literal;
use crate::syntax::parser::{Children, Shape};
use crate::syntax::tree::{
    Decl, DeclKind, Element, Expr, ExprId, ExprKind, Field, Label, LabelKind, Part, Parts,
    StringLit,
};
use crate::syntax::{Repeat, Start};

/// What is known of a shape.
enum Known<'t> {
    /// It was built once: from which expression on, and which declarations came of it.
    Once { shape: Shape<'t>, start: Start, behind: usize, decls: Vec<Decl> },
    /// It can be copied.
    Plain(Plain<'t>),
    /// It has to be built each time.
    Other,
}

/// A tree whose places are those of the packed text, and whose expressions count from its first.
struct Plain<'t> {
    /// Where it stands in the file.
    start: Start,
    /// What is like it, if it is one declaration.
    likeness: Option<Likeness<'t>>,
    decls: Vec<Decl>,
    exprs: Vec<Expr>,
    heights: Vec<u32>,
}

/// How places and numbers of expressions change.
struct Change<F> {
    place: F,
    /// What is added to the numbers of expressions, wrapping around.
    exprs: usize,
}

impl<'t> Builder<'t> {
    /// The declarations of a file, by the pieces in which they were read.
    pub(super) fn by_pieces(&mut self, nodes: Children<'_>) -> Vec<Decl> {
        let mut known: FxHashMap<usize, Known<'_>> = FxHashMap::default();
        let pieces = nodes.pieces();
        // Nearly all pieces are a declaration.
        let mut all = Vec::with_capacity(pieces.size_hint().0);
        for (shape, nodes) in pieces {
            let Some(shape) = shape else {
                all.append(&mut self.decls(nodes).0);
                continue;
            };
            let start = Start { decl: all.len() as u32, expr: self.exprs.len() as u32 };
            let Some(before) = known.get_mut(&shape.number) else {
                let mut decls = self.decls(nodes).0;
                let behind = self.exprs.len();
                let once = Known::Once { shape, start, behind, decls: decls.clone() };
                known.insert(shape.number, once);
                all.append(&mut decls);
                continue;
            };
            if let Known::Once { shape, start, behind, decls } = before {
                let plain = self.plain(*shape, *start, *behind, decls);
                *before = plain.map_or(Known::Other, Known::Plain);
            }
            let is_copied = match before {
                Known::Plain(plain) => self.copied(plain, shape, start, &mut all),
                Known::Once { .. } | Known::Other => false,
            };
            if !is_copied {
                all.append(&mut self.decls(nodes).0);
            }
        }
        all
    }

    /// What was built of a shape, if it is plain.
    fn plain(
        &self,
        shape: Shape<'_>,
        start: Start,
        behind: usize,
        decls: &[Decl],
    ) -> Option<Plain<'t>> {
        let built = start.expr as usize..behind;
        let place = |at: u32| shape.offsets.binary_search(&at).ok().map(|at| at as u32);
        let change = Change { place, exprs: 0_usize.wrapping_sub(built.start) };
        let exprs = built.clone().map(|at| change.expr(&self.exprs[ExprId::from_index(at)]));
        let exprs: Vec<Expr> = exprs.collect::<Option<_>>()?;
        let decls = change.decls(decls)?;
        let likeness = match decls.as_slice() {
            [decl] => Likeness::to(decl, &exprs, shape, self.text),
            _ => None,
        };
        Some(Plain { start, likeness, exprs, decls, heights: self.heights.get(built)?.to_vec() })
    }

    /// Adds the declarations of a further piece of that shape; not if something in it is not as it
    /// was in the first.
    fn copied(
        &mut self,
        plain: &Plain<'_>,
        shape: Shape<'_>,
        this: Start,
        all: &mut Vec<Decl>,
    ) -> bool {
        let (first, before) = (self.exprs.len(), all.len());
        let change =
            Change { place: |at: u32| shape.offsets.get(at as usize).copied(), exprs: first };
        let copied = self.copy(plain, &change, all);
        if copied.is_none() {
            drop(self.exprs.split_off(ExprId::from_index(first)));
            self.heights.truncate(first);
            all.truncate(before);
        } else if let Some(likeness) = &plain.likeness
            && likeness.is_of(shape, self.text)
        {
            let exprs = plain.exprs.len() as u32;
            self.repeats.push(Repeat { this, first: plain.start, exprs });
        }
        copied.is_some()
    }

    fn copy<F: Fn(u32) -> Option<u32>>(
        &mut self,
        plain: &Plain<'_>,
        change: &Change<F>,
        all: &mut Vec<Decl>,
    ) -> Option<()> {
        for expr in &plain.exprs {
            let mut copy = change.expr(expr)?;
            self.adapt(&mut copy)?;
            self.exprs.add(copy);
        }
        self.heights.extend(&plain.heights);
        for decl in &plain.decls {
            let decl = change.decl(decl)?;
            if !self.has_free_name(&decl) {
                return None;
            }
            all.push(decl);
        }
        Some(())
    }

    /// Lets an expression say what stands at its place; nothing if that is wrong, or of another
    /// form.
    fn adapt(&self, expr: &mut Expr) -> Option<()> {
        let written = expr.span.of(self.text);
        match &mut expr.kind {
            kind @ (ExprKind::Ident | ExprKind::Null | ExprKind::Bool(_)) => {
                *kind = match written {
                    "null" => ExprKind::Null,
                    "true" => ExprKind::Bool(true),
                    "false" => ExprKind::Bool(false),
                    _ => ExprKind::Ident,
                };
            }
            ExprKind::Number => {
                let is_number =
                    literal::small(written).is_some() || literal::number(written).is_ok();
                return is_number.then_some(());
            }
            ExprKind::String(literal) => return self.adapt_literal(literal, written),
            ExprKind::Struct { decls, .. } => {
                return decls.iter().all(|decl| self.has_free_name(decl)).then_some(());
            }
            _ => {}
        }
        Some(())
    }

    fn adapt_literal(&self, literal: &mut StringLit, written: &str) -> Option<()> {
        let hashes = written.bytes().take_while(|&byte| byte == b'#').count();
        let quoted = written.as_bytes().get(hashes..)?;
        if let [b'"', b'"', b'"', ..] | [b'\'', b'\'', b'\'', ..] = quoted {
            return None;
        }
        literal.hashes = u8::try_from(hashes).ok()?;
        literal.bytes = quoted.first() == Some(&b'\'');
        let is_good = !written.contains('\\') || literal::string(literal, self.text).is_ok();
        is_good.then_some(())
    }

    /// Whether the name of a field is none that the language keeps for itself.
    fn has_free_name(&self, decl: &Decl) -> bool {
        match &decl.kind {
            DeclKind::Field(Field {
                label: Label { kind: LabelKind::Ident, span, .. }, ..
            }) => !span.of(self.text).starts_with("__"),
            _ => true,
        }
    }
}

/// Changed copies of all, if there is one of each. Most lists and structs are small: room for more
/// than is in them would be half of a tree.
fn all<T>(parts: &[T], change: impl Fn(&T) -> Option<T>) -> Option<Vec<T>> {
    let mut changed = Vec::with_capacity(parts.len());
    for part in parts {
        changed.push(change(part)?);
    }
    Some(changed)
}

/// Changed copies; of what is not plain there is none.
impl<F: Fn(u32) -> Option<u32>> Change<F> {
    fn span(&self, span: Span) -> Option<Span> {
        Some(Span::new(span.file, (self.place)(span.start)?, (self.place)(span.end)?))
    }

    fn id(&self, id: ExprId) -> ExprId {
        ExprId::from_index(id.index().wrapping_add(self.exprs))
    }

    fn expr(&self, expr: &Expr) -> Option<Expr> {
        let kind = match &expr.kind {
            ExprKind::Ident => ExprKind::Ident,
            ExprKind::Bottom => ExprKind::Bottom,
            ExprKind::Null => ExprKind::Null,
            ExprKind::Bool(value) => ExprKind::Bool(*value),
            ExprKind::Number => ExprKind::Number,
            ExprKind::String(literal) => ExprKind::String(self.literal(literal)?),
            ExprKind::List(elements) => {
                let value = |element: &Element| match element {
                    Element::Value(id) => Some(Element::Value(self.id(*id))),
                    Element::Comprehension(_) | Element::Ellipsis(..) => None,
                };
                ExprKind::List(all(elements, value)?)
            }
            ExprKind::Struct { decls, braces } => {
                ExprKind::Struct { decls: self.decls(decls)?, braces: *braces }
            }
            ExprKind::Paren(inner) => ExprKind::Paren(self.id(*inner)),
            ExprKind::Select { base, name, string: None, optional } => ExprKind::Select {
                base: self.id(*base),
                name: self.span(*name)?,
                string: None,
                optional: *optional,
            },
            ExprKind::Unary(operator, operand) => ExprKind::Unary(*operator, self.id(*operand)),
            ExprKind::Binary(operator, left, right, place) => {
                let (left, right) = (self.id(*left), self.id(*right));
                ExprKind::Binary(*operator, left, right, self.span(*place)?)
            }
            _ => return None,
        };
        Some(Expr { span: self.span(expr.span)?, kind })
    }

    fn literal(&self, literal: &StringLit) -> Option<StringLit> {
        let text = |part: &Part| match part {
            Part::Text(span) => self.span(*span).map(Part::Text),
            Part::Interpolation(_) => None,
        };
        let StringLit { bytes, multiline, hashes, ref parts } = *literal;
        if multiline {
            return None;
        }
        let parts = match parts.as_slice() {
            [part] => Parts::from_elem(text(part)?, 1),
            parts => all(parts, text)?.into(),
        };
        Some(StringLit { bytes, multiline, hashes, parts })
    }

    fn decls(&self, decls: &[Decl]) -> Option<Vec<Decl>> {
        all(decls, |decl| self.decl(decl))
    }

    fn decl(&self, decl: &Decl) -> Option<Decl> {
        let kind = match &decl.kind {
            DeclKind::Embed(value) => DeclKind::Embed(self.id(*value)),
            DeclKind::Field(field) if field.attributes.is_empty() => DeclKind::Field(Field {
                label: self.label(&field.label)?,
                mark: field.mark,
                value: self.id(field.value),
                attributes: Vec::new(),
            }),
            _ => return None,
        };
        Some(Decl { span: self.span(decl.span)?, kind })
    }

    fn label(&self, label: &Label) -> Option<Label> {
        let kind = match label.kind {
            LabelKind::Ident => LabelKind::Ident,
            LabelKind::String(id) => LabelKind::String(self.id(id)),
            LabelKind::Dynamic { .. } | LabelKind::Pattern { .. } => return None,
        };
        let is_plain = label.alias.is_none() && label.postfix.is_none();
        let span = self.span(label.span)?;
        is_plain.then_some(Label { span, kind, alias: None, postfix: None })
    }
}
