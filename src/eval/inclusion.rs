//! Unifying all of one vertex with another: what a reference adds, and when it leads in a circle.

use super::closed::{GroupId, GroupKind, Requirement};
use super::graph::Graph;
use super::vertex::{
    Block, Conjunct, Link, NO_ENV, NO_TRAIL, NO_VERTEX, Source, State, Trail, VertexId,
};
use crate::base::Span;

impl Graph {
    /// Unifies everything that `target` was given with `vertex`.
    pub(super) fn insert_vertex(
        &mut self,
        vertex: VertexId,
        target: VertexId,
        conjunct: Conjunct,
        span: Span,
        link: Link,
    ) {
        let (reference, definition) = match link {
            Link::Value => (None, false),
            Link::Reference(reference) => (Some(reference), false),
            Link::Definition(reference) => (Some(reference), true),
        };
        if self.deref(target) == self.deref(vertex) || target == vertex {
            self.vertices[vertex].node.has_top = true;
            return;
        }
        if let Some(&(_, held, _)) =
            self.vertices[vertex].node.references.iter().find(|reference| reference.0 == target)
        {
            // All of it is here already; only what it is evidence for can be new.
            if self.groups.contains(held, conjunct.group) {
                return;
            }
            let group = self.groups.add(GroupKind::Reference, conjunct.group);
            self.close(vertex, group, definition);
            self.groups.alias(held, group);
            return;
        }
        let group = self.groups.add(GroupKind::Reference, conjunct.group);
        self.close(vertex, group, definition);
        let trail = self.trails.add(Trail { up: conjunct.trail, target, reference });
        self.vertices[vertex].node.references.push((target, group, trail));
        // What came through a cycle is none itself as long as it leads no further round.
        let round = self.is_cyclic(vertex, target, conjunct);
        self.vertices[vertex].node.has_cyclic |= round;
        let cyclic = conjunct.cyclic || round;
        if !matches!(self.vertices[target].state, State::Done) && !self.is_final(target) {
            self.vertices[target].node.followers.push((vertex, group, trail, cyclic));
        }
        if self.vertices[target].made {
            self.insert_made(vertex, target, Conjunct { group, trail, cyclic, ..conjunct }, span);
        }
        for theirs in self.vertices[target].conjuncts.clone() {
            let cyclic = cyclic || theirs.cyclic;
            self.insert(vertex, Conjunct { group, trail, cyclic, ..theirs });
        }
        self.adopt(vertex, target, span);
    }

    /// Unifies a struct or list that the evaluator made, arc by arc.
    fn insert_made(&mut self, vertex: VertexId, target: VertexId, conjunct: Conjunct, span: Span) {
        self.note(vertex, conjunct, span);
        self.vertices[vertex].node.closing.structs.push(conjunct.group);
        let kind = self.vertices[target].node.kind;
        self.meet_kind(vertex, kind, span);
        match self.vertices[target].node.list.as_ref().map(|list| list.least) {
            Some(count) => self.shape_list(vertex, count, true, span),
            None => {
                self.vertices[vertex].node.has_struct = true;
                self.insert_block(vertex, Block::Made(target), NO_ENV, conjunct.trail);
            }
        }
        for (label, theirs) in self.vertices[target].arcs.clone() {
            let mark = self.vertices[theirs].mark;
            let arc = self.field(vertex, label, mark);
            self.add_conjunct(arc, conjunct.saying(Source::Vertex(theirs, span)));
        }
    }

    /// Takes over what a vertex holds that no conjunct of it says: errors of closedness.
    fn adopt(&mut self, vertex: VertexId, target: VertexId, span: Span) {
        if self.vertices[target].node.denied
            && let Some(bottom) = self.error_of(target)
        {
            self.give_up(vertex, bottom);
        }
        let node = &mut self.vertices[vertex].node;
        node.span.get_or_insert(span);
    }

    fn close(&mut self, vertex: VertexId, group: GroupId, definition: bool) {
        if definition {
            self.vertices[vertex].node.closing.own.push(Requirement { group, once: false });
        }
    }

    /// Whether inserting `target` in `vertex` leads into a value that holds the vertex.
    fn is_cyclic(&self, vertex: VertexId, target: VertexId, conjunct: Conjunct) -> bool {
        let target_now = self.deref(target);
        let mut at = self.vertices[vertex].parent;
        while at != NO_VERTEX {
            if at == target || self.deref(at) == target_now {
                return true;
            }
            at = self.vertices[at].parent;
        }
        let mut trail = conjunct.trail;
        while trail != NO_TRAIL {
            if self.trails[trail].target == target {
                return true;
            }
            trail = self.trails[trail].up;
        }
        false
    }
}
