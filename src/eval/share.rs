//! Structure sharing: a vertex that is nothing but a reference stands for the vertex referred to,
//! and is not evaluated a second time.

use super::cycle::Reoccurrence;
use super::graph::Graph;
use super::kind::Kind;
use super::pending::Pending;
use super::vertex::{Conjunct, Cycle, NO_VERTEX, Source, State, VertexId};
use crate::program::{Expr, ExprId, Mark};

impl Graph {
    /// Lets `vertex` stand for `target` if the reference is all that it was given; whether it does.
    /// A conjunct that comes later makes it a vertex of its own again (`reopen`).
    pub(super) fn share(
        &mut self,
        vertex: VertexId,
        target: VertexId,
        id: ExprId,
        conjunct: Conjunct,
    ) -> bool {
        let this = &self.vertices[vertex];
        let node = &this.node;
        let sole = this.conjuncts.only().is_some_and(|only| only.source == Source::Expr(id))
            && this.arcs.is_empty()
            && node.work.tasks.is_empty()
            && node.constraints.disjunctions.is_empty()
            && node.constraints.decisions.is_empty()
            && node.patterns.is_empty()
            && node.list.is_none()
            && node.kind == Kind::TOP
            && !node.partial
            && !node.has_struct
            && !node.has_top;
        if !sole
            || conjunct.cycle == Cycle::Cyclic
            || !self.may_be_shared(target)
            || self.would_open(vertex, target)
        {
            return false;
        }
        if self.deref(target) == vertex
            || self.has_ancestor(vertex, target)
            || !matches!(
                self.reoccurs(vertex, target, Some(id), conjunct),
                Reoccurrence::None | Reoccurrence::Allowed
            )
        {
            return false;
        }
        if self.pending_around(vertex) != Pending::Nothing {
            return false;
        }
        self.stand_for(vertex, target);
        true
    }

    /// Ends a shared vertex that leads back into a vertex which is being finished: its value would
    /// contain itself.
    pub(super) fn cut_shared_cycle(&mut self, vertex: VertexId) {
        let holder = self.deref(vertex);
        if !self.vertices[vertex].is_shared() || !self.vertices[holder].is_finishing() {
            return;
        }
        self.stand_alone(vertex);
        self.vertices[vertex].state = State::Done;
        let span = self.place(vertex);
        self.vertices[vertex].value = self.structural_cycle(vertex, span);
    }

    /// Looks whether an optional field that is nothing but a reference to a regular field leads
    /// back to what is being finished: one of the two is then without end, as in CUE.
    pub(super) fn close_ring(&mut self, arc: VertexId) {
        let Some(Conjunct { source: Source::Expr(id), .. }) = self.vertices[arc].conjuncts.only()
        else {
            return;
        };
        let Expr::Field { label, .. } = *self.program.expr(id) else { return };
        if label.is_definition() || self.is_closed_throughout(arc) {
            return;
        }
        self.reach(arc);
        if self.vertices[arc].is_shared() {
            self.cut_shared_cycle(arc);
            self.finish(arc);
        }
    }

    /// Whether a vertex that is closed would be that of a value which is not.
    fn would_open(&self, vertex: VertexId, target: VertexId) -> bool {
        self.is_closed_throughout(vertex) && !self.is_closed_throughout(target)
    }

    /// Whether a vertex is a field of the program that is not being worked on.
    fn may_be_shared(&self, target: VertexId) -> bool {
        let holder = self.deref(target);
        if matches!(self.vertices[holder].state, State::Busy | State::Waiting)
            || self.vertices[target].mark != Mark::Regular
        {
            return false;
        }
        let mut at = target;
        while at != NO_VERTEX {
            let vertex = &self.vertices[at];
            if vertex.is_detached()
                || vertex.is_made()
                || !vertex.node.constraints.decisions.is_empty()
            {
                return false;
            }
            at = vertex.parent;
        }
        true
    }
}
