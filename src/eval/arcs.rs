//! The arcs of a vertex by their labels: looked through while they are few, then by an index, which
//! the elements of a list do not need.

use super::graph::Graph;
use super::vertex::{Vertex, VertexId};
use crate::program::Label;

/// Arcs are scanned while they are few, which is faster than hashing (measured up to 32).
const INDEX_FROM: usize = 32;

impl Graph {
    /// The arc of `vertex` with that label.
    pub(super) fn arc(&self, vertex: VertexId, label: Label) -> Option<VertexId> {
        let vertex = &self.vertices[self.deref(vertex)];
        let arcs = &vertex.arcs;
        let scan = || arcs.iter().find(|arc| arc.0 == label).map(|arc| arc.1);
        if arcs.len() <= INDEX_FROM {
            return scan();
        }
        match &vertex.node.index {
            Some(index) => index.get(&label).copied(),
            None if is_in_place(arcs, INDEX_FROM) => {
                label.as_index().and_then(|at| arcs.get(at)).map(|arc| arc.1)
            }
            None => scan(),
        }
    }

    /// Adds an arc that is not there yet.
    pub(super) fn push_arc(&mut self, vertex: VertexId, label: Label, arc: VertexId) {
        let Vertex { arcs, node, .. } = &mut self.vertices[vertex];
        arcs.push((label, arc));
        // Elements that are nothing but the elements, in order, are found without an index.
        let is_found =
            arcs.len() <= INDEX_FROM || node.index.is_none() && is_in_place(arcs, INDEX_FROM);
        if is_found {
            return;
        }
        match &mut node.index {
            Some(index) => {
                index.insert(label, arc);
            }
            index => *index = Some(Box::new(arcs.iter().copied().collect())),
        }
    }
}

/// Whether arcs are the elements of a list in order, where this is known of all but the last unless
/// there are just more than `few`.
fn is_in_place(arcs: &[(Label, VertexId)], few: usize) -> bool {
    let is_it = |(at, arc): (usize, &(Label, VertexId))| arc.0.as_index() == Some(at);
    let known = if arcs.len() > few + 1 { arcs.len() - 1 } else { 0 };
    arcs.iter().enumerate().skip(known).all(is_it)
}
