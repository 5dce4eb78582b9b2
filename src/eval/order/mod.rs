//! The order in which the fields of a struct are written.
//!
//! Fields of one struct literal keep their order. Where several literals are unified, each is a
//! *block*, and says of its fields which come before which; the fields are sorted so that as much
//! as possible of that holds, by name where nothing is said. Blocks also follow each other:
//!
//! ```text
//! c: {y: 1, x: 2}          blocks in the order of their places: y, x, b, a
//! c: {b: 1, a: 2}
//!
//! d: {y: 1, x: 2} & {b: 1, a: 2}     operands of `&` do not: b, a, y, x
//! ```
//!
//! The place of a block that came over references is that of the first of these references
//! (`origin`), `blocks` finds the places and which blocks are operands, `chain` says what that
//! means for the fields, and `sequence` sorts. Most structs are one literal, or literals that nothing
//! led to (`turn`), and skip all of it; of those whose blocks are alike, only the first is sorted
//! (`shape`).
//! What CUE does in detail is no rule of its specification but of its evaluator, which this
//! follows to the letter (see the comments), since the order of every output hangs on it.

mod arcs;
mod blocks;
mod chain;
mod numbering;
mod origin;
mod sequence;
mod shape;
mod turn;

pub(super) use shape::Orders;

use rustc_hash::FxHashSet;

use super::graph::Graph;
use super::value::Value;
use super::vertex::{Block, Conjunct, Source, VertexId};
use crate::base::{Paged, Seen, Span};
use crate::program::{Decl, Expr, ExprId, Label, Program, StructId, Universe};

/// Where declarations and struct literals stand.
#[derive(Debug, Default)]
pub(super) struct Homes {
    /// Of which expressions, literals and `let`s all this is known.
    known: (Seen, Seen, usize),
    /// The struct literal that each value of a declaration belongs to, and which one it is.
    of: Paged<ExprId, (StructId, u32)>,
    /// Where each struct literal stands.
    spans: Paged<StructId, Span>,
    /// The values of patterns.
    patterns: FxHashSet<ExprId>,
    /// The values of `let`s.
    lets: FxHashSet<ExprId>,
    /// The arguments of `close`.
    closed: FxHashSet<ExprId>,
}

impl Homes {
    /// The declaration that `value` is the value of.
    fn of<'a>(&self, value: ExprId, program: &'a Program) -> Option<(StructId, &'a Decl)> {
        let (lit, at) = self.of.get(value)?;
        Some((lit, program.literal(lit).decls.get(at as usize)?))
    }

    /// Whether a pattern gave a conjunct to an arc.
    fn is_pattern(&self, conjunct: Conjunct) -> bool {
        matches!(conjunct.source, Source::Expr(value) if self.patterns.contains(&value))
    }

    fn is_let(&self, value: ExprId) -> bool {
        self.lets.contains(&value)
    }

    /// Whether what an expression refers to is taken as a value, so that its place is no matter.
    fn is_value(&self, reference: ExprId) -> bool {
        self.closed.contains(&reference)
    }

    fn span(&self, lit: StructId) -> Span {
        self.spans.get(lit).unwrap_or(Span::NOWHERE)
    }
}

impl Graph {
    /// Gets to know all declarations: to be called before [`Graph::ordered_arcs`].
    pub(super) fn know_homes(&mut self) {
        let Homes { known, of, spans, patterns, lets, closed } = &mut self.homes;
        let new = self.program.lets.iter().skip(known.2);
        lets.extend(new.map(|(_, binding)| binding.value));
        known.2 = self.program.lets.len();
        self.program.exprs.news(&mut known.0).for_each(|(_, (expr, span))| {
            if let Expr::Struct(lit) = expr {
                spans.set(*lit, *span);
            } else if let Expr::Call(callee, arguments) = expr
                && let Expr::Universe(Universe::Close) = self.program.expr(*callee)
            {
                closed.extend(arguments);
            }
        });
        for (id, lit) in self.program.new_literals(&mut known.1) {
            for (at, decl) in lit.decls.iter().enumerate() {
                let value = match decl {
                    Decl::Field { value, .. } | Decl::Dynamic { value, .. } => *value,
                    Decl::Pattern { value, .. } => {
                        patterns.insert(*value);
                        *value
                    }
                    Decl::Embed(_) | Decl::Comprehension(_) | Decl::Ellipsis(_) => continue,
                };
                // What the evaluator makes of a literal is not its home.
                if of.get(value).is_none() {
                    of.set(value, (id, at as u32));
                }
            }
        }
    }

    /// The declaration that an expression is the value of; homes must be known.
    pub(super) fn declaration(&self, value: ExprId) -> Option<&Decl> {
        self.homes.of(value, &self.program).map(|home| home.1)
    }

    /// The arcs in the order in which they are written.
    pub(super) fn ordered_arcs(&self, vertex: VertexId) -> Vec<(Label, VertexId)> {
        let vertex = self.deref(vertex);
        if self.stands_in_order(vertex) {
            return self.vertices[vertex].arcs.to_vec();
        }
        let in_turn = self.in_turn(vertex);
        debug_assert!(in_turn.as_ref().is_none_or(|row| *row == self.in_chain(vertex)));
        in_turn.unwrap_or_else(|| self.in_chain(vertex))
    }

    fn in_chain(&self, vertex: VertexId) -> Vec<(Label, VertexId)> {
        chain::ordered(self, vertex, self.shared(vertex), &mut self.orders.borrow_mut())
    }

    /// The regular fields and elements in the order in which they are written.
    pub(super) fn ordered_data(&self, vertex: VertexId) -> Vec<(Label, VertexId)> {
        let arcs = self.vertices[self.deref(vertex)].arcs.iter();
        if arcs.filter(|arc| self.is_data(arc)).nth(1).is_none() {
            return self.data_arcs(vertex);
        }
        let mut arcs = self.ordered_arcs(vertex);
        arcs.retain(|arc| self.is_data(arc));
        arcs
    }

    /// Whether the arcs plainly are in order: then no declarations need be known.
    pub(super) fn stands_in_order(&self, vertex: VertexId) -> bool {
        let this = &self.vertices[vertex];
        this.arcs.len() < 2 || this.value == Value::List || self.is_straight(vertex)
    }

    /// Whether the arcs are the fields of one block and stand as they do there.
    pub(super) fn is_straight(&self, vertex: VertexId) -> bool {
        let lit = match self.vertices[vertex].node.blocks.as_slice() {
            [] => return true,
            [only] => match only.block() {
                Block::Literal(lit) => lit,
                Block::Made(_) => return true,
            },
            _ => return false,
        };
        let mut arcs = self.vertices[vertex].arcs.iter();
        let fields = self.program.literal(lit).decls.iter().all(|decl| match decl {
            Decl::Field { label, .. } => arcs.next().is_some_and(|arc| arc.0 == *label),
            Decl::Dynamic { .. } => false,
            Decl::Pattern { .. } | Decl::Embed(_) | Decl::Comprehension(_) | Decl::Ellipsis(_) => {
                true
            }
        });
        fields && arcs.next().is_none()
    }
}
