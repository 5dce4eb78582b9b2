//! Unifying all of one vertex with another: what a reference adds, and when it leads in a circle.

use super::anchor::Anchor;
use super::closed::{Entry, Trait};
use super::computed::Computed;
use super::graph::Graph;
use super::survivor::Mode;
use super::value::{BottomId, Gravity, Value};
use super::vertex::{Block, Conjunct, NO_ENV, Source, State, VertexId};
use crate::base::Code;
use crate::program::ExprId;

impl Graph {
    /// Unifies everything that `target` was given with `vertex`; `entry` says whether that closes it.
    pub(super) fn insert_vertex(
        &mut self,
        vertex: VertexId,
        target: VertexId,
        conjunct: Conjunct,
        at: Anchor,
        reference: Option<ExprId>,
        entry: Entry,
    ) {
        if self.deref(target) == self.deref(vertex) || target == vertex {
            self.refer_to_self(vertex);
            return;
        }
        if let Some(bottom) = self.settled_error(target) {
            return self.give_up(vertex, bottom);
        }
        if let Some(&(_, held, _)) =
            self.vertices[vertex].node.references.iter().find(|reference| reference.0 == target)
        {
            // All of it is here already; only what it is evidence for can be new.
            if self.groups.contains(held, conjunct.group) {
                return;
            }
            return self.enter_again(vertex, target, held, conjunct.group, entry);
        }
        let group = self.enter(vertex, Some(target), conjunct.group, entry);
        let Some(conjunct) = self.detect_cycle(vertex, target, reference, conjunct) else {
            self.vertices[vertex].node.references.push((target, group, conjunct.trail));
            self.refer_to_self(vertex);
            return;
        };
        let Conjunct { trail, cycle, .. } = conjunct;
        self.vertices[vertex].node.references.push((target, group, trail));
        // What is embedded from below may add to itself.
        let below = self.has_ancestor(target, vertex);
        if below || self.vertices[target].state != State::Done && !self.is_final(target) {
            self.vertices[target].node.followers.push((vertex, group, trail, cycle));
        }
        if self.vertices[target].is_made() {
            self.insert_made(vertex, target, Conjunct { group, ..conjunct }, at);
        }
        for at in 0..self.vertices[target].conjuncts.len() {
            let Some(theirs) = self.vertices[target].conjuncts.get(at) else { break };
            let cycle = cycle.max(theirs.cycle);
            self.insert(vertex, Conjunct { group, trail, cycle, ..theirs });
        }
        self.adopt(vertex, target);
    }

    /// The error that a vertex is, if that holds for whatever it is unified with, so that nobody need
    /// find it again.
    fn settled_error(&mut self, vertex: VertexId) -> Option<BottomId> {
        let holder = self.deref(vertex);
        let Value::Bottom(bottom) = self.vertices[holder].value else { return None };
        let is_settled = self.vertices[holder].state == State::Done && self.is_final(vertex);
        if !is_settled || !self.is_firm(holder, bottom) {
            return None;
        }
        self.bottoms[bottom].is_firm = true;
        Some(bottom)
    }

    /// Whether an error of a vertex passes by nothing that is unified with it. That of a struct may:
    /// its conditions ask for its own fields. Errors of fields are not those of the vertex.
    pub(super) fn is_firm(&self, vertex: VertexId, bottom: BottomId) -> bool {
        let error = &self.bottoms[bottom];
        let is_own = error.vertex == Some(vertex) && error.code != Code::EmptyDisjunction;
        error.gravity == Gravity::Permanent
            && (error.is_firm || is_own && !self.vertices[vertex].node.has_struct)
    }

    /// The vertex that holds what a field was given which is nothing but a reference.
    pub(super) fn shared_end(&mut self, vertex: VertexId) -> VertexId {
        let mut at = vertex;
        loop {
            let this = &self.vertices[at];
            if this.state == State::Fresh
                && let Some(Conjunct { source: Source::Expr(id), .. }) = this.conjuncts.only()
                && self.is_reference(id)
            {
                self.reach(at);
            }
            match self.vertices[at].forward {
                Some(shared) if self.vertices[at].is_shared() => at = shared,
                Some(_) | None => return at,
            }
        }
    }

    /// The element that an element of a list which was made of others comes from, as long as
    /// neither will get anything else.
    pub(super) fn source_of_element(&self, element: VertexId) -> VertexId {
        let mut at = element;
        while let Some(Conjunct { source: Source::Computed(id), .. }) =
            self.vertices[at].conjuncts.only()
            && let Computed::Vertex(inner, _) = self.computed[id]
            && self.vertices[at].label.as_index().is_some()
            && !self.vertices[at].node.denied
            && self.is_final(at)
        {
            at = inner;
        }
        at
    }

    /// The scalar that a vertex is and stays, and its place: to unify that is to unify all that the
    /// vertex was given.
    pub(super) fn final_scalar(&self, vertex: VertexId) -> Option<(Value, Anchor)> {
        let this = &self.vertices[vertex];
        let (value, place) = this.node.scalar?;
        let is_settled = matches!(this.state, State::Fields | State::Done) && this.value == value;
        (is_settled && this.arcs.is_empty() && this.forward.is_none() && self.is_final(vertex))
            .then_some((value, place))
    }

    /// Unifies the scalar that a reference means with `vertex`, in place of all that the target was
    /// given, if it stays what it is and plainly agrees with what the vertex is; whether it does.
    pub(super) fn take_scalar(
        &mut self,
        vertex: VertexId,
        target: VertexId,
        reference: ExprId,
        conjunct: Conjunct,
    ) -> bool {
        self.settle_early(target);
        let Some((value, place)) = self.final_scalar(target) else { return false };
        let theirs = &self.vertices[target].node;
        let is_plain = theirs.mode == Mode::Maybe
            && !theirs.denied
            && !theirs.partial
            && theirs.incomplete.is_none()
            && theirs.constraints.decisions.is_empty();
        let own = &self.vertices[vertex].node;
        let agrees = own.kind.meets(self.kind(value))
            && own.scalar.is_none_or(|known| self.same_scalar(known.0, value))
            && own.constraints.validators.is_empty();
        if !is_plain || !agrees || self.check_scalar(vertex, value, place).is_some() {
            return false;
        }
        if self.vertices[vertex].node.scalar.is_none() {
            self.vertices[vertex].taken_by = Some(reference);
        }
        self.insert_value(vertex, value, place, conjunct);
        true
    }

    /// Lets a vertex take over what the fields between `asked` and `target` may still get.
    pub(super) fn follow(
        &mut self,
        vertex: VertexId,
        asked: VertexId,
        target: VertexId,
        conjunct: Conjunct,
    ) {
        let Conjunct { group, trail, cycle, .. } = conjunct;
        let mut at = asked;
        // What is final stands for nothing that is not.
        while at != target && !self.is_final(at) {
            self.vertices[at].node.followers.push((vertex, group, trail, cycle));
            let Some(shared) = self.vertices[at].forward else { break };
            at = shared;
        }
    }

    /// Unifies a struct or list that the evaluator made, arc by arc.
    fn insert_made(&mut self, vertex: VertexId, target: VertexId, conjunct: Conjunct, at: Anchor) {
        self.note(vertex, conjunct);
        self.vertices[vertex].node.closing.add(conjunct.group, Trait::Struct);
        let kind = self.vertices[target].node.kind;
        self.meet_kind(vertex, kind, at);
        let span = self.span_at(at);
        match self.vertices[target].node.list.as_ref().map(|list| list.least) {
            Some(count) => self.shape_list(vertex, count as usize, true, at),
            None => {
                self.vertices[vertex].node.has_struct = true;
                self.insert_block(vertex, Block::Made(target), NO_ENV, conjunct.trail);
            }
        }
        let arcs = self.vertices[target].arcs.clone();
        if let Err(bottom) = self.room_for_values(arcs.len(), span) {
            return self.give_up(vertex, bottom);
        }
        for (label, theirs) in arcs {
            let mark = self.vertices[theirs].mark;
            let arc = self.field(vertex, label, mark);
            let source = self.source(Computed::Vertex(theirs, span));
            self.add_conjunct(arc, conjunct.saying(source));
        }
    }

    /// Takes over what a vertex holds that no conjunct of it says: errors of closedness.
    fn adopt(&mut self, vertex: VertexId, target: VertexId) {
        if self.vertices[target].node.denied
            && let Some(bottom) = self.error_of(target)
        {
            self.give_up(vertex, bottom);
        }
    }

    /// A reference to the vertex itself says nothing.
    fn refer_to_self(&mut self, vertex: VertexId) {
        let node = &mut self.vertices[vertex].node;
        node.has_top |= !node.has_struct;
    }
}
