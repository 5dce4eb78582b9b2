//! Whether a vertex may still change: what is not there now may then only not be there yet.

use super::graph::Graph;
use super::value::{Bottom, BottomId, Gravity};
use super::vertex::{NO_VERTEX, State, VertexId, Work};
use crate::program::{Decl, Expr, ExprId, Label};

impl Graph {
    /// Whether nothing further up the stack may still add to `vertex`: no work that waits in a
    /// vertex around it concerns the field that leads here.
    pub(super) fn is_final(&self, vertex: VertexId) -> bool {
        let (value, mut below) = (self.deref(vertex), vertex);
        while self.vertices[below].parent != NO_VERTEX {
            let parent = self.vertices[below].parent;
            let above = self.deref(parent);
            if above != value
                && self.vertices[above].state == State::Busy
                && self.may_add(above, self.vertices[below].label)
            {
                return false;
            }
            below = parent;
        }
        !matches!(self.vertices[value].state, State::Busy | State::Waiting)
    }

    /// Whether work that is still to be done on a vertex may add to its field `label`.
    fn may_add(&self, vertex: VertexId, label: Label) -> bool {
        let this = &self.vertices[vertex];
        if this.inserted < this.conjuncts.len() || !this.node.disjunctions.is_empty() {
            return true;
        }
        this.node.tasks.iter().any(|task| match task.what {
            Work::Comprehension(id) => {
                let comprehension = &self.program.comprehensions[id];
                let bodies = [Some(comprehension.body), comprehension.fallback];
                bodies.into_iter().flatten().any(|body| self.may_yield(body, label))
            }
            Work::Expr(_) | Work::Dynamic { .. } | Work::Pattern { .. } | Work::List(_) => true,
        })
    }

    /// Whether the body of a comprehension may add to the field `label`.
    fn may_yield(&self, body: ExprId, label: Label) -> bool {
        let &Expr::Struct(lit) = self.program.expr(body) else { return true };
        self.program.structs[lit].decls.iter().any(|decl| match decl {
            Decl::Field { label: added, .. } => *added == label,
            Decl::Comprehension(inner) => {
                self.may_yield(self.program.comprehensions[*inner].body, label)
            }
            Decl::Ellipsis(_) => false,
            Decl::Dynamic { .. } | Decl::Pattern { .. } | Decl::Embed(_) => true,
        })
    }

    /// The same error, as one that may pass if the vertex may still change.
    pub(super) fn unless_final(&mut self, vertex: VertexId, bottom: Bottom) -> BottomId {
        let settled = self.forced
            || self.is_final(vertex)
            || (self.relaxed && self.vertices[self.deref(vertex)].state != State::Busy);
        let bottom = if settled || bottom.gravity >= Gravity::Permanent {
            bottom
        } else {
            Bottom { gravity: Gravity::Blocked, ..bottom }
        };
        self.bottoms.add(bottom)
    }
}
