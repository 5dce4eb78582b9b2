//! Scalars that are read before the vertex that has them is evaluated: a scalar that is written
//! is all that an operation needs, whatever else is to be unified with it later.
//!
//! As in CUE, a conflict with what is computed then is an error of that vertex, and not of what
//! read it before.

use super::graph::Graph;
use super::value::Value;
use super::vertex::{Conjunct, NO_VERTEX, Source, State, VertexId};
use crate::program::{Expr, ExprId};

impl Graph {
    /// The scalar that is written for a vertex on which no work has been done yet.
    pub(super) fn early_scalar(&mut self, vertex: VertexId) -> Option<Value> {
        let this = &self.vertices[vertex];
        let untouched = this.state == State::Fresh && this.forward.is_none() && !this.is_shared();
        let written = this.conjuncts.len() > 1
            || matches!(
                this.conjuncts.first().map(|one| one.source),
                Some(Source::Expr(id)) if matches!(self.program.expr(id), Expr::And(_))
            );
        if !untouched
            || !written
            || !this.conjuncts.iter().any(|one| self.gives_scalar(one.source))
            || self.stands_before(vertex)
        {
            return None;
        }
        self.begin(vertex);
        let node = &self.vertices[vertex].node;
        match node.scalar {
            Some((value, at)) if node.errors.is_empty() => {
                self.check_scalar(vertex, value, at).is_none().then_some(value)
            }
            _ => None,
        }
    }

    /// Whether a vertex stands before what is being worked on: it then has its turn before.
    fn stands_before(&self, vertex: VertexId) -> bool {
        let mut at = vertex;
        while self.vertices[at].parent != NO_VERTEX {
            let parent = self.vertices[at].parent;
            let arcs = &self.vertices[self.deref(parent)].arcs;
            let active = arcs.iter().position(|&(_, arc)| {
                let this = &self.vertices[self.deref(arc)];
                arc != at && (this.state == State::Busy || this.is_finishing())
            });
            if let Some(active) = active {
                return arcs.iter().position(|arc| arc.1 == at).is_some_and(|own| own < active);
            }
            at = parent;
        }
        false
    }

    /// Inserts what a vertex was given so far, and does no work on it.
    fn begin(&mut self, vertex: VertexId) {
        let aloud = if self.is_tried(vertex) { self.quiet } else { 0 };
        let quiet = std::mem::replace(&mut self.quiet, aloud);
        self.vertices[vertex].state = State::Busy;
        self.insert_pending(vertex);
        self.vertices[vertex].state = State::Fresh;
        self.quiet = quiet;
    }

    /// Whether a scalar is written in an expression, for the vertex that it is unified with.
    fn gives_scalar(&self, source: Source) -> bool {
        match source {
            Source::Expr(id) => self.writes_scalar(id),
            Source::Computed(_) => false,
        }
    }

    fn writes_scalar(&self, id: ExprId) -> bool {
        match self.program.expr(id) {
            Expr::And(operands) => operands.iter().any(|&operand| self.writes_scalar(operand)),
            expr => expr.is_scalar(),
        }
    }

    /// Brings a vertex to its value that is given scalars and what limits them, and nothing that
    /// refers to a field: so nothing leads back to who asks, and all who ask need not unify it.
    pub(super) fn settle_early(&mut self, vertex: VertexId) {
        let this = &self.vertices[vertex];
        let untouched = this.state == State::Fresh && this.is_new();
        let stands_alone = |conjunct: Conjunct| match conjunct.source {
            Source::Expr(id) => self.stands_alone(id, 0),
            Source::Computed(id) => self.computed_scalar(id).is_some(),
        };
        if untouched && this.conjuncts.iter().all(stands_alone) && self.is_final(vertex) {
            self.reach(vertex);
        }
    }

    /// Whether an expression plainly is a scalar, or limits one, and refers to no field.
    fn stands_alone(&self, id: ExprId, depth: usize) -> bool {
        let is_scalar = |&id: &ExprId| self.program.expr(id).is_scalar();
        match self.program.expr(id) {
            Expr::Universe(_) | Expr::Key { .. } => true,
            Expr::Bound(_, operand) => is_scalar(operand),
            Expr::And(operands) if depth < DEEPEST && operands.len() <= MOST_OPERANDS => {
                operands.iter().all(|&operand| self.stands_alone(operand, depth + 1))
            }
            Expr::Or(arms) if depth < DEEPEST && arms.len() <= MOST_OPERANDS => {
                arms.iter().all(|arm| self.stands_alone(arm.1, depth + 1))
            }
            expr => expr.is_scalar(),
        }
    }
}

/// How deep operands are looked into, and how many of them.
const DEEPEST: usize = 3;
const MOST_OPERANDS: usize = 8;
