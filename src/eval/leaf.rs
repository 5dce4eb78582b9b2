//! Leaves: vertices of nothing but constants, which most are. They come to their end without the
//! rounds of work that all others need.
//!
//! And what follows from that: whether a finished vertex is data throughout, so that nobody has to
//! look for errors below it again.

use super::graph::Graph;
use super::value::Value;
use super::vertex::{Source, State, VertexId};
use crate::program::Mark;

impl Graph {
    /// Whether a vertex that nothing has been found out about is given constants alone. In trials
    /// it depends on what is tried what is said of a conflict: that is not known here.
    pub(super) fn is_leaf(&self, vertex: VertexId) -> bool {
        let this = &self.vertices[vertex];
        self.quiet == 0
            && this.conjuncts.since(this.inserted()).all(|conjunct| match conjunct.source {
                Source::Expr(expr) => self.program.expr(expr).is_scalar(),
                Source::Computed(_) => false,
            })
            && this.node.is_lean()
            && this.forward.is_none()
            && this.arcs.is_empty()
    }

    /// Unifies the constants of a leaf.
    pub(super) fn unify_leaf(&mut self, vertex: VertexId) {
        self.vertices[vertex].state = State::Busy;
        self.insert_pending(vertex);
        self.settle(vertex);
    }

    /// Lets a vertex be done that has neither fields nor anything that could add some or judge it;
    /// whether it was such a one.
    pub(super) fn finish_leaf(&mut self, vertex: VertexId) -> bool {
        let this = &self.vertices[vertex];
        let is_leaf = this.state == State::Fields
            && this.node.is_lean()
            && this.arcs.is_empty()
            && this.forward.is_none();
        if is_leaf {
            let is_data = self.is_data_itself(vertex);
            let this = &mut self.vertices[vertex];
            this.state = State::Done;
            this.set_data(is_data);
        }
        is_leaf
    }

    /// Whether a vertex, whatever is below it, is a concrete value that can be written.
    pub(super) fn is_data_itself(&self, vertex: VertexId) -> bool {
        let this = &self.vertices[vertex];
        let is_data = match this.value {
            Value::Struct | Value::List => true,
            Value::Function(_) => false,
            Value::Choice(_) => Self::is_scalar(self.default_of(Value::Vertex(vertex))),
            value => Self::is_scalar(value),
        };
        is_data && this.forward.is_none() && this.node.incomplete.is_none()
    }

    /// Whether an arc without an error lets what it belongs to be data. What another field shares
    /// may still change with that.
    pub(super) fn is_data_arc(&self, arc: VertexId) -> bool {
        let mut at = arc;
        while let Some(holder) = self.vertices[at].forward {
            if self.vertices[at].is_shared() && !self.is_lent(at) {
                return false;
            }
            at = holder;
        }
        let holder = &self.vertices[at];
        self.vertices[arc].mark == Mark::Regular && holder.state == State::Done && holder.is_data()
    }

    /// Lets neither a vertex that has got an error nor what it lies in count as data.
    pub(super) fn spoil_data(&mut self, vertex: VertexId) {
        let mut at = vertex;
        while self.vertices[at].is_data() {
            self.vertices[at].set_data(false);
            at = self.vertices[at].parent;
        }
    }
}
