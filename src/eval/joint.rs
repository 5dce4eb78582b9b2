//! Errors that are several in one: those of the operands of an expression, of the arms of a
//! disjunction, of the fields of a value.

use super::graph::Graph;
use super::value::{Bottom, BottomId, Gravity, Value};
use super::vertex::VertexId;
use crate::base::Code;

impl Graph {
    /// The error of an expression of which these parts have none: the gravest, where a cycle
    /// weighs least. Equally grave ones are all told. As long as one may pass, so may it.
    pub(super) fn joint_error(&mut self, errors: &[BottomId]) -> BottomId {
        let gravest = errors.iter().map(|&error| self.weight(error)).max();
        let mut left: Vec<BottomId> = Vec::new();
        for &error in errors {
            if Some(self.weight(error)) == gravest && !left.contains(&error) {
                left.push(error);
            }
        }
        let waits = |error: &BottomId| self.bottoms[*error].gravity == Gravity::Blocked;
        let waits = errors.iter().any(waits);
        let first = left.first().or(errors.first()).copied();
        let Some(first) = first else {
            return self.bottoms.add(Bottom::incomplete("there is no value"));
        };
        let mut joint = self.bottoms[first].clone();
        let changes = waits && joint.gravity == Gravity::Incomplete;
        if left.len() < 2 && !changes {
            return first;
        }
        if changes {
            joint.gravity = Gravity::Blocked;
        }
        if left.len() > 1 {
            joint.causes = left;
        }
        self.bottoms.add(joint)
    }

    /// How grave an error is: what nothing can mend, what is missing, what needs itself.
    fn weight(&self, error: BottomId) -> (Gravity, bool) {
        let bottom = &self.bottoms[error];
        match bottom.gravity {
            Gravity::Permanent => (Gravity::StructuralCycle, true),
            Gravity::StructuralCycle => (Gravity::Permanent, true),
            Gravity::Incomplete | Gravity::Blocked => {
                (Gravity::Incomplete, bottom.code != Code::Cycle)
            }
        }
    }

    /// All errors of a vertex: its own, or those of its fields.
    pub(super) fn errors_of(&self, vertex: VertexId, found: &mut Vec<BottomId>) {
        let this = self.deref(vertex);
        if let Value::Bottom(bottom) = self.vertices[this].value {
            let all = match self.is_permanent(bottom) {
                true => self.vertices[this].node.errors.as_slice(),
                false => &[],
            };
            for &error in std::iter::once(&bottom).chain(all) {
                if !found.contains(&error) {
                    found.push(error);
                }
            }
            return;
        }
        if self.permanent_error(this).is_none() {
            found.extend(self.vertices[this].node.incomplete);
            return;
        }
        for &(_, arc) in &self.vertices[this].arcs {
            if self.permanent_error(arc).is_some() {
                self.errors_of(arc, found);
            }
        }
    }
}
