//! Whether a vertex may still change: what is not there now may then only not be there yet.

use super::graph::Graph;
use super::pending::Pending;
use super::value::{Bottom, BottomId, Gravity};
use super::vertex::{State, VertexId, Work};
use crate::base::{Code, Span};
use crate::program::Label;

impl Graph {
    /// Whether nothing further up the stack may still add to `vertex`: no work that waits in a
    /// vertex around it concerns the field that leads here.
    pub(super) fn is_final(&self, vertex: VertexId) -> bool {
        let value = self.deref(vertex);
        !matches!(self.vertices[value].state, State::Busy | State::Waiting)
            && !self.is_pending(vertex)
    }

    /// The same error, as one that may pass if the vertex may still change.
    pub(super) fn unless_final(&mut self, vertex: VertexId, bottom: Bottom) -> BottomId {
        let settled = self.forced
            || self.is_final(vertex)
            || (self.haste.relaxed && self.vertices[self.deref(vertex)].state != State::Busy);
        self.blocked_unless(settled, bottom)
    }

    /// The error of a field that is not there, as one that may pass if it may still come.
    pub(super) fn unless_pending(
        &mut self,
        vertex: VertexId,
        label: Label,
        span: Span,
        bottom: Bottom,
    ) -> BottomId {
        match self.pending_field(vertex, label) {
            Pending::Nothing => self.bottoms.add(bottom),
            Pending::Other => {
                let bottom = Bottom { lacks: Some((vertex, label)), ..bottom };
                self.blocked_unless(self.is_done_without(vertex), bottom)
            }
            Pending::Comprehension => {
                let bottom = self.cyclic_field(label, span);
                let lacks = Some((vertex, label));
                let bottom = Bottom { gravity: Gravity::Incomplete, lacks, ..bottom };
                self.blocked_unless(self.forced, bottom)
            }
        }
    }

    /// Whether a field that is not there will not come any more, or is done without.
    pub(super) fn stays_absent(&self, vertex: VertexId, label: Label) -> bool {
        match self.pending_field(vertex, label) {
            Pending::Nothing => true,
            Pending::Other => self.is_done_without(vertex),
            Pending::Comprehension => false,
        }
    }

    /// Whether work on `vertex` that waits for a field, of which `bottom` tells, still does so: then it
    /// need not be tried again.
    pub(super) fn still_waits(&mut self, vertex: VertexId, what: Work, bottom: BottomId) -> bool {
        let Some((holder, label)) = self.bottoms[bottom].lacks else { return false };
        let holder = self.deref(holder);
        let this = &self.vertices[holder];
        let may_move = match this.state {
            State::Fresh => true,
            State::Waiting => this.node.waited_at != self.progress,
            State::Busy | State::Fields | State::Done => false,
        };
        if self.forced || may_move || self.present(holder, label).is_some() {
            return false;
        }
        // As when the work itself asks.
        let asks = match what {
            Work::Comprehension(id) => Some((vertex, id)),
            _ => None,
        };
        self.running.extend(asks);
        let waits = !self.stays_absent(holder, label);
        self.running.truncate(self.running.len() - usize::from(asks.is_some()));
        waits
    }

    /// Whether what other work may still give a vertex is not waited for any more.
    fn is_done_without(&self, vertex: VertexId) -> bool {
        let holder = self.deref(vertex);
        // All other work on the vertex of the comprehension that asks waits already.
        let asks = self.running.last().is_some_and(|&(asker, _)| asker == holder);
        let busy = self.vertices[holder].state == State::Busy;
        self.forced || (self.haste.relaxed && (!busy || asks))
    }

    /// What may still give a vertex a field that it lacks. What is declared as optional may be found
    /// absent by what gives it a value: that is checked when all is known.
    fn pending_field(&self, vertex: VertexId, label: Label) -> Pending {
        if self.arc(vertex, label).is_some() {
            self.pending_elsewhere(vertex, Some(label))
        } else {
            self.pending(vertex, Some(label))
        }
    }

    /// The error of a field that is there only if a comprehension says so which waits for it.
    pub(super) fn cyclic_field(&self, label: Label, span: Span) -> Bottom {
        let name = label.text(&self.symbols);
        Bottom::new(Gravity::Incomplete, Code::Cycle, format!("cyclic reference to field {name}"))
            .at(span, "whether it is there depends on a condition that is not decided")
    }

    fn blocked_unless(&mut self, settled: bool, bottom: Bottom) -> BottomId {
        let bottom = if settled || bottom.gravity >= Gravity::Permanent {
            bottom
        } else {
            Bottom { gravity: Gravity::Blocked, ..bottom }
        };
        self.bottoms.add(bottom)
    }
}
