//! Whether an expression has a value at all: `x == _|_` and the `?` of comprehensions.

use super::graph::Graph;
use super::value::{BottomId, Gravity, Value};
use super::vertex::{EnvId, State};
use crate::program::ExprId;

impl Graph {
    /// Whether an expression has no value: `x == _|_`. What may still get one has to be waited for.
    pub(super) fn is_absent(&mut self, tested: ExprId, env: EnvId) -> Result<bool, BottomId> {
        let resolved = if self.is_reference(tested) {
            self.resolve(tested, env)
        } else {
            match self.evaluate(tested, env) {
                Value::Bottom(bottom) => Err(bottom),
                value => Ok(value),
            }
        };
        let bottom = match resolved {
            Ok(Value::Vertex(vertex)) => {
                let value = self.value_of(vertex);
                match value {
                    Value::Bottom(bottom) => Some(bottom),
                    _ => {
                        let reached = self.deref(vertex);
                        if self.vertices[reached].state == State::Fields {
                            self.finish(vertex);
                        }
                        self.permanent_error(vertex)
                    }
                }
            }
            Ok(_) => None,
            Err(bottom) => Some(bottom),
        };
        match bottom {
            Some(bottom) if self.bottoms[bottom].gravity == Gravity::Blocked => Err(bottom),
            Some(_) => Ok(true),
            None => Ok(false),
        }
    }

    pub(super) fn has_value(&mut self, value: ExprId, env: EnvId) -> Result<bool, BottomId> {
        match self.evaluate(value, env) {
            Value::Bottom(bottom) => match self.bottoms[bottom].gravity {
                Gravity::Incomplete => Ok(false),
                Gravity::Blocked | Gravity::Permanent | Gravity::StructuralCycle => Err(bottom),
            },
            _ => Ok(true),
        }
    }
}
