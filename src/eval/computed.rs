//! What conjuncts say that no expression says: values and vertices that were computed. Few conjuncts
//! do, so what they say lies apart.

use super::graph::Graph;
use super::value::Value;
use super::vertex::{ComputedId, Conjunct, Source, VertexId};
use crate::base::Span;

/// What was computed, and the place of the expression that it stands for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Computed {
    /// All conjuncts of a vertex that was made by the evaluator.
    Vertex(VertexId, Span),
    Value(Value, Span),
}

/// Of a conjunct that is only asked for what it belongs to.
pub(super) const NOTHING_COMPUTED: Source = Source::Computed(ComputedId::at(0));

impl Graph {
    /// What a conjunct is to say that was computed.
    pub(super) fn source(&mut self, computed: Computed) -> Source {
        Source::Computed(self.computed.add(computed))
    }

    /// The scalar that was computed, if it is one.
    pub(super) fn computed_scalar(&self, id: ComputedId) -> Option<Value> {
        match self.computed[id] {
            Computed::Value(value, _) => Some(value).filter(|&value| Self::is_scalar(value)),
            Computed::Vertex(..) => None,
        }
    }

    /// The place of what a conjunct says.
    pub(super) fn source_span(&self, source: Source) -> Span {
        match source {
            Source::Expr(expr) => self.program.span(expr),
            Source::Computed(id) => match self.computed[id] {
                Computed::Vertex(_, span) | Computed::Value(_, span) => span,
            },
        }
    }

    /// Whether two conjuncts say the same, as members of the same.
    pub(super) fn is_same_conjunct(&self, a: Conjunct, b: Conjunct) -> bool {
        a.is(b, |a, b| self.is_same_source(a, b))
    }

    /// Whether two conjuncts say the same.
    pub(super) fn is_same_source(&self, a: Source, b: Source) -> bool {
        match (a, b) {
            (Source::Computed(a), Source::Computed(b)) => self.computed[a] == self.computed[b],
            _ => a == b,
        }
    }
}

#[test]
fn what_there_are_many_of_is_small() {
    assert!(size_of::<Conjunct>() <= 24);
    assert!(size_of::<Value>() <= 8);
    assert!(size_of::<super::vertex::Env>() <= 24);
    assert!(size_of::<super::vertex::Vertex>() <= 128);
    assert!(size_of::<super::node::Rest>() <= 120);
    assert!(size_of::<super::node::Rare>() <= 56);
    assert!(size_of::<crate::program::Expr>() <= 16);
}
