//! Which vertex holds the value of another. A chain of references is a chain of vertices that each
//! stand for the next; where it is long, shortcuts lead to its end, so that it takes linear time to
//! go through all of it.

use rustc_hash::FxHashMap;

use super::graph::Graph;
use super::vertex::{State, VertexId};

/// How many links are followed before a shortcut is looked for.
const FAR: usize = 16;

/// The ends of chains of shared vertices, by each vertex that is further away than [`FAR`].
#[derive(Default)]
pub(super) struct Shortcuts(FxHashMap<VertexId, VertexId>);

impl Graph {
    /// The vertex that holds the value of `vertex`.
    #[inline]
    pub(super) fn deref(&self, vertex: VertexId) -> VertexId {
        match self.vertices[vertex].forward {
            Some(forward) => self.deref_far(forward),
            None => vertex,
        }
    }

    fn deref_far(&self, vertex: VertexId) -> VertexId {
        let mut at = vertex;
        let mut near = FAR;
        while let Some(forward) = self.vertices[at].forward {
            at = forward;
            near -= 1;
            if near == 0 {
                at = self.shortcuts.0.get(&at).copied().unwrap_or(at);
                near = FAR;
            }
        }
        at
    }

    /// Lets `vertex` stand for `target`.
    pub(super) fn stand_for(&mut self, vertex: VertexId, target: VertexId) {
        let this = &mut self.vertices[vertex];
        this.forward = Some(target);
        this.set_shared(true);
        if let Some(end) = self.far_end(target) {
            self.shortcuts.0.insert(vertex, end);
        }
    }

    /// Lets a shortcut lead from each vertex that is far from the end of the chain that starts at
    /// `vertex`: a chain that was made from its start has none.
    pub(super) fn shorten(&mut self, vertex: VertexId) {
        let Some(end) = self.far_end(vertex) else { return };
        let (mut at, mut chain, mut far) = (vertex, Vec::new(), 0);
        while let Some(next) = self.vertices[at].forward.filter(|_| self.vertices[at].is_shared()) {
            if self.shortcuts.0.contains_key(&at) {
                far = chain.len() + FAR;
                break;
            }
            chain.push(at);
            at = next;
        }
        let far = far.max(chain.len()).saturating_sub(FAR);
        self.shortcuts.0.extend(chain.into_iter().take(far).map(|link| (link, end)));
    }

    /// Lets `vertex` stand for no other vertex.
    pub(super) fn stand_alone(&mut self, vertex: VertexId) {
        let this = &mut self.vertices[vertex];
        if this.is_shared() {
            this.set_shared(false);
            // Shortcuts may lead over it; there are hardly ever any.
            self.shortcuts.0.clear();
        }
        this.forward = None;
    }

    /// Where the chain of shared vertices from `vertex` on ends, if that is far away.
    fn far_end(&self, vertex: VertexId) -> Option<VertexId> {
        let mut at = vertex;
        for _ in 0..FAR {
            at = self.vertices[at].forward.filter(|_| self.vertices[at].is_shared())?;
        }
        // Each further away has one, unless they were lost.
        while let Some(next) = self.vertices[at].forward.filter(|_| self.vertices[at].is_shared()) {
            at = self.shortcuts.0.get(&at).copied().unwrap_or(next);
        }
        Some(at)
    }

    /// Reaches a vertex; one that is shared with a field elsewhere is refused if that field is.
    pub(super) fn reach_admitted(&mut self, vertex: VertexId) -> VertexId {
        let reached = self.reach(vertex);
        if !self.vertices[vertex].is_shared() {
            return reached;
        }
        let mut at = vertex;
        let mut near = FAR;
        while let Some(shared) = self.vertices[at].forward.filter(|_| self.vertices[at].is_shared())
        {
            if near == 0 && self.vertices[at].state == State::Done {
                // What it stands for was admitted then.
                break;
            }
            self.admit_field(shared);
            at = shared;
            near = near.saturating_sub(1);
        }
        // None of these needs to be gone through again.
        let mut at = vertex;
        while self.vertices[at].is_shared()
            && self.vertices[at].state != State::Done
            && self.shortcuts.0.contains_key(&at)
            && let Some(shared) = self.vertices[at].forward
        {
            self.vertices[at].state = State::Done;
            at = shared;
        }
        self.reach(reached)
    }
}
