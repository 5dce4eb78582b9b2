//! Bringing a vertex to its end again when what was found below has added to it. How it is
//! brought there once is `reach`'s matter.

use super::graph::Graph;
use super::value::BottomId;
use super::vertex::{State, VertexId};

/// How often a vertex may get conjuncts from below while all below is brought to its end.
const MOST_REOPENED: usize = 8;

impl Graph {
    /// Brings `vertex` and everything below to its end; gives the error of it or below it.
    pub(super) fn finish(&mut self, vertex: VertexId) -> Option<BottomId> {
        let mut error = self.finish_once(vertex);
        for _ in 0..MOST_REOPENED {
            let reopened = self.vertices[self.deref(vertex)].state == State::Fresh;
            if !reopened || error.is_some_and(|error| self.is_permanent(error)) {
                break;
            }
            error = self.finish_once(vertex);
        }
        error
    }
}
