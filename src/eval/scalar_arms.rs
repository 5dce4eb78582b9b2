//! The arms of a disjunction as scalars, or as constraints on scalars.
//!
//! What is written in them is looked at once for all vertices; what they refer to counts where it
//! is known and will not change.

use std::rc::Rc;

use smallvec::SmallVec;
use thin_vec::ThinVec;

use super::anchor::Anchor;
use super::graph::Graph;
use super::kind::Kind;
use super::survivor::Mode;
use super::value::Value;
use super::vertex::{Arm, Arms, Disjunction, EnvId, State, VertexId};
use crate::program::{Expr, ExprId, Universe};

/// What unifies with nothing.
pub(super) const NO_VALUE: Value = Value::Kind(Kind::BOTTOM);

/// The arms of a disjunction, none of which can be more than a scalar.
pub(super) struct ScalarArms {
    /// Whether any is marked as a default, or was.
    pub(super) marked: bool,
    /// Whether all are scalars or constraints that are written out.
    pub(super) is_constant: bool,
    pub(super) arms: SmallVec<[ScalarArm; 4]>,
}

/// An arm that is a scalar or a constraint on scalars.
#[derive(Clone, Copy)]
pub(super) struct ScalarArm {
    pub(super) marked: bool,
    pub(super) value: Value,
    pub(super) at: Anchor,
}

/// An arm as it is written.
#[derive(Clone, Copy)]
pub(super) struct WrittenArm {
    marked: bool,
    expr: ExprId,
    /// What it is in any environment, if it is a scalar, a constraint on scalars, or an error.
    value: Option<Value>,
}

impl WrittenArm {
    /// Whether it is the same in any environment.
    pub(super) fn is_constant(&self) -> bool {
        self.value.is_some()
    }
}

impl Graph {
    /// The arms of a disjunction of `vertex`; nothing if any may be more than a scalar there.
    pub(super) fn scalar_arms_of(
        &mut self,
        vertex: VertexId,
        disjunction: &Disjunction,
    ) -> Option<ScalarArms> {
        let mut found = ScalarArms { marked: false, is_constant: true, arms: SmallVec::new() };
        let env = disjunction.conjunct.env;
        match disjunction.arms {
            Arms::Expr(id) => {
                for one in &*self.written_arms(id, env) {
                    let (value, at) = match one.value {
                        Some(value) => (value, one.expr.into()),
                        None => match self.referred_scalar(one.expr, env) {
                            Some(referred) => referred,
                            None if self.is_ruled_out(Arm::Expr(one.expr), env, vertex) => {
                                (NO_VALUE, one.expr.into())
                            }
                            None => return None,
                        },
                    };
                    found.is_constant &= matches!(one.value, Some(known) if known != NO_VALUE);
                    found.arms.push(ScalarArm { marked: one.marked, value, at });
                }
            }
            Arms::Value(_) => {
                for (marked, arm) in self.arms(disjunction.arms) {
                    let (value, at) = match arm {
                        Arm::Value(Value::Vertex(target)) => {
                            found.is_constant = false;
                            self.scalar_that_stays(target)?
                        }
                        Arm::Value(value) if Self::is_scalar(value) => (value, Anchor::NOWHERE),
                        Arm::Value(_) | Arm::Expr(_) => return None,
                    };
                    found.arms.push(ScalarArm { marked, value, at });
                }
            }
        }
        let written = found.arms.iter().any(|arm| arm.marked);
        found.marked = self.is_marked(disjunction.arms, written);
        Some(found)
    }

    /// The arms of a disjunction as they are written, which is looked at once.
    fn written_arms(&mut self, id: ExprId, env: EnvId) -> Rc<[WrittenArm]> {
        if let Some(known) = self.written_arms.get(&id) {
            return Rc::clone(known);
        }
        let arms = match self.program.expr(id) {
            Expr::Or(arms) => arms.clone(),
            _ => ThinVec::new(),
        };
        let written = |&(marked, expr): &(bool, ExprId)| {
            let value = self.error_arm(expr).or_else(|| self.plain_arm(expr, env));
            WrittenArm { marked, expr, value }
        };
        let arms: Rc<[WrittenArm]> = arms.iter().map(written).collect();
        self.written_arms.insert(id, Rc::clone(&arms));
        arms
    }

    /// What an arm is that is nothing but an error, whatever its message comes to.
    fn error_arm(&self, id: ExprId) -> Option<Value> {
        let is_error = matches!(self.program.expr(id), Expr::Bottom)
            || self.argument_of(id, Universe::Error).is_some();
        is_error.then_some(NO_VALUE)
    }

    /// The value of an arm that can only be a scalar or a constraint on scalars: the same in all
    /// environments.
    pub(super) fn plain_arm(&mut self, id: ExprId, env: EnvId) -> Option<Value> {
        match self.program.expr(id) {
            expr if expr.is_scalar() => Some(self.constant(id)),
            Expr::Universe(_) => Some(self.constant(id)),
            &Expr::Bound(_, operand) | &Expr::Unary(_, operand) => {
                self.plain_arm(operand, env)?;
                match self.evaluate(id, env) {
                    Value::Bottom(_) | Value::Vertex(_) => None,
                    value => Some(value),
                }
            }
            Expr::And(operands) => {
                let mut checks = Vec::new();
                for operand in operands.clone() {
                    checks.push(self.plain_arm(operand, env)?);
                }
                Some(Value::Checks(self.checks.add(checks)))
            }
            _ => None,
        }
    }

    /// What an arm refers to and its place, if that is a scalar or a constraint on scalars, and
    /// stays so.
    fn referred_scalar(&mut self, id: ExprId, env: EnvId) -> Option<(Value, Anchor)> {
        if !self.is_reference(id) {
            return None;
        }
        let Ok(Value::Vertex(target)) = self.resolve(id, env) else { return None };
        let (value, at) = self.scalar_that_stays(target)?;
        Some((value, if at == Anchor::NOWHERE { id.into() } else { at }))
    }

    /// What a vertex is and its place, if that is a scalar or a constraint on scalars, and stays so.
    fn scalar_that_stays(&mut self, target: VertexId) -> Option<(Value, Anchor)> {
        // Of what may yet be refuted, nothing new is asked.
        let holder = if self.trying == 0 { self.reach(target) } else { self.deref(target) };
        let this = &self.vertices[holder];
        let is_settled = matches!(this.state, State::Fields | State::Done)
            && this.arcs.is_empty()
            && this.node.incomplete.is_none()
            // A scalar that a struct embeds is that scalar.
            && (!this.node.has_struct || Self::is_scalar(this.value))
            && !this.node.has_top
            && !this.node.denied
            && this.node.mode == Mode::Maybe;
        let is_scalar = match this.value {
            Value::Kind(_) | Value::Bound(_) | Value::Validator(_) | Value::Checks(_) => {
                Kind::SCALAR.holds(self.kind(this.value))
            }
            Value::Function(_) => false,
            value => Self::is_scalar(value),
        };
        let value = this.value;
        if !is_settled || !is_scalar || !self.is_final(target) {
            return None;
        }
        Some((value, self.place_anchor(holder).unwrap_or(Anchor::NOWHERE)))
    }
}
