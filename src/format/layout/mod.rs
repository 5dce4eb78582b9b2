//! Sheets described as documents: what stands where, given the breaks and comments of each part.
//!
//! Written parts keep their line breaks; parts that no one wrote break where lines get too long.
//! The rules are CUE's, part by part, one file a kind of part.

mod binary;
mod bracket;
mod chain;
mod comment;
mod comprehension;
mod decls;
mod element;
mod field;
mod file;
mod operand;
mod row;
mod string;

use super::doc::{DocId, Docs, HARD, NOTHING, SECTION, SOFT};
use super::draw;
use super::marks::{Marks, marks};
use super::node::{Kind, NodeId, Sheet};
use super::token::Break;
use crate::base::Arena;

/// The text of a sheet.
pub(super) fn text(sheet: &Sheet<'_>, indent: draw::Indent) -> String {
    let mut layout = Layout { sheet, marks: marks(sheet), docs: Docs::new(), subscripts: 0 };
    let file = layout.file(sheet.root);
    let file = layout.wrap(sheet.root, file);
    let file = layout.docs.chain([file, HARD]);
    draw::draw(&layout.docs, file, indent)
}

/// What describing a sheet needs.
struct Layout<'s, 't> {
    sheet: &'s Sheet<'t>,
    marks: Arena<NodeId, Marks>,
    docs: Docs<'s>,
    /// How many subscripts are around: operators in them stand closer.
    subscripts: usize,
}

impl<'s, 't> Layout<'s, 't> {
    fn kind(&self, node: NodeId) -> &'s Kind<'t> {
        &self.sheet.nodes[node].kind
    }

    /// Keeps the breaks within `node` as written, or breaks by width where none was written.
    fn wrap(&mut self, node: NodeId, doc: DocId) -> DocId {
        if self.marks[node].kept { self.docs.wide(doc) } else { self.docs.narrow(doc) }
    }

    /// Describes something within a block, where expressions stand for themselves again.
    fn in_block<T>(&mut self, describe: impl FnOnce(&mut Self) -> T) -> T {
        let subscripts = std::mem::take(&mut self.subscripts);
        let described = describe(self);
        self.subscripts = subscripts;
        described
    }

    /// Describes something within a subscript.
    fn in_subscript<T>(&mut self, describe: impl FnOnce(&mut Self) -> T) -> T {
        self.subscripts += 1;
        let described = describe(self);
        self.subscripts -= 1;
        described
    }

    /// An expression with its comments.
    fn expr(&mut self, node: NodeId) -> DocId {
        let core = self.core(node);
        self.commented(node, core)
    }

    /// An expression without the comments around it.
    fn core(&mut self, node: NodeId) -> DocId {
        match self.kind(node) {
            Kind::Name(name) => self.docs.text(*name),
            Kind::Word(word) => self.docs.text(string::number(word)),
            Kind::Text(text) => self.literal(text),
            Kind::Bottom => self.docs.text("_|_"),
            Kind::Interpolation(pieces) => self.interpolation(pieces),
            Kind::Struct(decls) => self.in_block(|layout| layout.r#struct(node, decls)),
            Kind::List(elements) => self.in_block(|layout| layout.list(node, elements)),
            Kind::Call { callee, arguments } => self.call(node, *callee, arguments),
            Kind::Ellipsis(value) => self.ellipsis(*value),
            Kind::Comprehension { clauses, body, fallback } => {
                self.comprehension(clauses, *body, *fallback)
            }
            Kind::Unary { operator, operand } => self.unary(operator, *operand),
            Kind::Binary { .. } => self.binary(node),
            Kind::Postfix { operand, mark } => {
                let inner = self.core(*operand);
                let inner = self.parenthesised(inner, *operand, chain::HIGHEST);
                let mark = self.docs.text(*mark);
                let doc = self.docs.chain([inner, mark]);
                self.commented(*operand, doc)
            }
            Kind::Select { .. } => self.select(node),
            Kind::Index { base, index } => self.index(node, *base, *index),
            Kind::Slice { base, low, high } => self.slice(*base, *low, *high),
            Kind::Paren(inner) => self.paren(*inner),
            Kind::Alias { name, value } => self.alias(name, *value),
            Kind::Let { name, value } => self.r#let(name, *value),
            Kind::Embed(inner) => self.expr(*inner),
            // Line ends within an attribute are part of its text.
            Kind::Attribute(text) => self.docs.text(*text),
            // These stand nowhere that an expression does.
            Kind::File(_)
            | Kind::Package(_)
            | Kind::Imports(_)
            | Kind::Import { .. }
            | Kind::Field { .. }
            | Kind::For { .. }
            | Kind::If(_)
            | Kind::Try(_)
            | Kind::Fallback(_) => NOTHING,
        }
    }

    fn ellipsis(&mut self, value: Option<NodeId>) -> DocId {
        let dots = self.docs.text("...");
        let value = value.map_or(NOTHING, |value| self.expr(value));
        self.docs.chain([dots, value])
    }

    fn r#let(&mut self, name: &'s str, value: NodeId) -> DocId {
        let name = self.docs.text(format!("let {name} = "));
        let value = self.expr(value);
        self.docs.chain([name, value])
    }
}

/// The line break that `before` asks for, or `soft`.
fn break_or(before: Break, soft: DocId) -> DocId {
    match before {
        Break::Line => HARD,
        Break::Section => SECTION,
        Break::Unknown | Break::None | Break::Blank => soft,
    }
}

/// The line break that `before` asks for, or a soft one.
fn break_of(before: Break) -> DocId {
    break_or(before, SOFT)
}
