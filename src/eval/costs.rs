//! What evaluation takes, counted: a change that makes it dearer shows before any clock does.

use super::graph::Graph;

/// Counts of the work done in a graph.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Costs {
    /// Places for values that were made.
    pub vertices: usize,
    /// Expressions that were given to vertices.
    pub conjuncts: usize,
    /// Conjuncts that were unified with a vertex, those of what they refer to included.
    pub unifications: usize,
    /// Variants of vertices in which arms of disjunctions were tried.
    pub trials: usize,
}

impl Graph {
    /// What evaluation has taken so far.
    pub fn costs(&self) -> Costs {
        Costs { vertices: self.vertices.len(), ..self.costs }
    }
}
