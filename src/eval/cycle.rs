//! Structural cycles: references that lead back to a vertex above, or to what led here before.
//!
//! A cycle is an error only where nothing else is unified that came through none. What is optional
//! (patterns, optional fields, arms of disjunctions) may still end and is allowed one more round.

use thin_vec::ThinVec;

use super::graph::Graph;
use super::vertex::{
    Conjunct, Cycle, Cycles, Follower, Memory, NO_TRAIL, NO_VERTEX, Trail, VertexId,
};
use crate::program::ExprId;

/// How a reference was met before on the way to a vertex.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reoccurrence {
    /// Not at all.
    None,
    /// In the round that something optional is allowed.
    Allowed,
    /// In the same vertex: it adds nothing.
    Reference,
    /// From something optional, which is allowed one more round.
    Optional,
    /// As a structural cycle.
    Structural,
}

impl Graph {
    /// The conjunct with which what `target` holds is unified with `vertex`: it knows of the
    /// reference and of the cycle that it closes. Nothing if the reference adds nothing.
    pub(super) fn detect_cycle(
        &mut self,
        vertex: VertexId,
        target: VertexId,
        reference: Option<ExprId>,
        mut conjunct: Conjunct,
    ) -> Option<Conjunct> {
        let mut memory = Memory::Kept;
        if self.has_ancestor(vertex, target) {
            self.vertices[vertex].node.cycles.note(Cycles::ANCESTOR, true);
            conjunct.cycle = Cycle::Cyclic;
        } else {
            match self.reoccurs(vertex, target, reference, conjunct) {
                Reoccurrence::None => {}
                Reoccurrence::Allowed => memory = Memory::None,
                Reoccurrence::Reference => return None,
                Reoccurrence::Optional => {
                    conjunct.cycle = Cycle::Maybe;
                    memory = Memory::Cleared;
                }
                Reoccurrence::Structural => {
                    self.vertices[vertex].node.cycles.note(Cycles::REOCCURRING, true);
                    conjunct.cycle = Cycle::Cyclic;
                }
            }
        }
        let trail = Trail { up: conjunct.trail, target, reference, vertex, memory };
        conjunct.trail = self.trails.add(trail);
        Some(conjunct)
    }

    /// Whether `target` holds `vertex`.
    pub(super) fn has_ancestor(&self, vertex: VertexId, target: VertexId) -> bool {
        let holder = self.deref(target);
        let mut at = self.vertices[vertex].parent;
        while at != NO_VERTEX {
            if at == target || self.deref(at) == holder {
                return true;
            }
            at = self.vertices[at].parent;
        }
        false
    }

    /// How the reference was met before by those that led to the conjunct.
    pub(super) fn reoccurs(
        &self,
        vertex: VertexId,
        target: VertexId,
        reference: Option<ExprId>,
        conjunct: Conjunct,
    ) -> Reoccurrence {
        let cycles = self.vertices[vertex].node.cycles;
        if cycles.has(Cycles::NONCYCLIC) && conjunct.cycle == Cycle::Maybe {
            return Reoccurrence::Allowed;
        }
        let mut at = conjunct.trail;
        while at != NO_TRAIL {
            let trail = self.trails[at];
            at = trail.up;
            match trail.memory {
                Memory::Kept if trail.target == target => {}
                Memory::Kept | Memory::None => continue,
                Memory::Cleared => break,
            }
            if trail.vertex == vertex {
                return Reoccurrence::Reference;
            }
            if conjunct.cycle == Cycle::Optional && cycles.has(Cycles::NONCYCLIC) {
                // A pattern that is unified with what it matched leads to no new level.
                return if self.vertices[trail.vertex].level == self.vertices[vertex].level {
                    Reoccurrence::Reference
                } else {
                    Reoccurrence::Optional
                };
            }
            // The same definition used elsewhere is no cycle, as long as other things are unified.
            if trail.reference != reference
                && cycles.has(Cycles::STRUCTURE)
                && cycles.has(Cycles::NONCYCLIC)
            {
                continue;
            }
            return Reoccurrence::Structural;
        }
        Reoccurrence::None
    }

    /// The vertices that take over a conjunct which comes to `vertex`. What came out of the vertex
    /// itself they have already, unless it went into a vertex around it: then it comes back from
    /// further below. What closes a cycle does not, nor the arm that was taken there.
    pub(super) fn followers_of(&self, vertex: VertexId, conjunct: &Conjunct) -> ThinVec<Follower> {
        let followers = &self.vertices[vertex].node.followers;
        if followers.is_empty() {
            // Nearly always: the trail is long where values nest deep.
            return ThinVec::new();
        }
        let mut at = conjunct.trail;
        while at != NO_TRAIL {
            let Trail { up, target, vertex: taker, .. } = self.trails[at];
            let deeper = conjunct.cycle != Cycle::Cyclic
                && self.vertices[taker].node.constraints.decisions.is_empty()
                && self.has_ancestor(vertex, taker);
            if target == vertex && !deeper {
                return ThinVec::new();
            }
            at = up;
        }
        followers.clone()
    }
}
