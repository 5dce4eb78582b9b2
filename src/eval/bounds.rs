//! Bounds: what they allow, which of them say nothing new, and which exclude each other.
//!
//! (Spec: Bounds; the evaluator of the Go project keeps the tightest lower and upper bound, and no
//! `!=x` where another bound rules x out.)

use std::cmp::Ordering;

use smallvec::SmallVec;

use super::anchor::Anchor;
use super::builtin::Fault;
use super::graph::Graph;
use super::kind::Kind;
use super::value::{Bottom, Bound, BoundId, Value};
use super::vertex::VertexId;
use crate::base::{Code, Number, Rounding};
use crate::program::Relation;

use Relation::{Equal, Greater, GreaterEqual, Less, LessEqual, Match, NotEqual, NotMatch};

impl Graph {
    /// The kinds that a bound allows: those that its operand can be compared with.
    pub(super) fn bound_kind(&self, bound: BoundId) -> Kind {
        let Bound { relation, value, .. } = self.bounds[bound];
        if relation == NotEqual && value == Value::Null {
            return !Kind::NULL;
        }
        let kind = self.kind(value);
        if (kind & Kind::NUMBER) == Kind::BOTTOM { kind } else { Kind::NUMBER }
    }

    pub(super) fn meet_bound(&mut self, vertex: VertexId, bound: BoundId, at: Anchor) {
        let kind = self.bound_kind(bound);
        self.meet_kind(vertex, kind, at);
        let known = &self.vertices[vertex].node.constraints.bounds;
        if known.iter().any(|&other| self.implies(other, bound)) {
            return;
        }
        if let Some(&other) = known.iter().find(|&&other| self.exclude(other, bound, vertex)) {
            let bottom = if self.quiet > 0 {
                Bottom::permanent(Code::Conflict, "")
            } else {
                let (a, b) = (self.bounds[other], self.bounds[bound]);
                let (left, right) = (self.show_bound(&a), self.show_bound(&b));
                Bottom::permanent(Code::Conflict, format!("incompatible bounds {left} and {right}"))
                    .at(self.span_at(at), format!("this is {right}"))
                    .at(a.span, format!("this is {left}"))
                    .help("No value satisfies both.")
            };
            let bottom = self.bottoms.add(bottom);
            return self.give_up(vertex, bottom);
        }
        let kept: SmallVec<[BoundId; 2]> =
            known.iter().copied().filter(|&other| !self.implies(bound, other)).collect();
        let bounds = &mut self.vertices[vertex].node.constraints.bounds;
        if kept.len() < bounds.len() {
            *bounds = kept;
        }
        bounds.push(bound);
    }

    /// Whether every value that satisfies `a` satisfies `b`, as far as bounds are simplified.
    fn implies(&self, a: BoundId, b: BoundId) -> bool {
        let (a, b) = (self.bounds[a], self.bounds[b]);
        let order = self.order(a.value, b.value);
        match (a.relation, b.relation) {
            (Greater | GreaterEqual, Greater | GreaterEqual) => {
                let as_strict = a.relation == Greater || b.relation == GreaterEqual;
                order == Some(Ordering::Greater) || order == Some(Ordering::Equal) && as_strict
            }
            (Less | LessEqual, Less | LessEqual) => {
                let as_strict = a.relation == Less || b.relation == LessEqual;
                order == Some(Ordering::Less) || order == Some(Ordering::Equal) && as_strict
            }
            (Greater | GreaterEqual | Less | LessEqual | Match | NotMatch, NotEqual) => {
                self.satisfies(b.value, &a) == Ok(false)
            }
            (Equal | NotEqual | Match | NotMatch, relation) => {
                relation == a.relation && self.identical(a.value, b.value)
            }
            (Greater | GreaterEqual | Less | LessEqual, _) => false,
        }
    }

    /// Whether no value satisfies both bounds.
    fn exclude(&self, a: BoundId, b: BoundId, vertex: VertexId) -> bool {
        let (a, b) = (self.bounds[a], self.bounds[b]);
        let (lower, upper) = match (a.relation, b.relation) {
            (Greater | GreaterEqual, Less | LessEqual) => (a, b),
            (Less | LessEqual, Greater | GreaterEqual) => (b, a),
            _ => return false,
        };
        let strict = lower.relation == Greater || upper.relation == Less;
        match self.order(lower.value, upper.value) {
            Some(Ordering::Greater) => true,
            Some(Ordering::Equal) => strict,
            Some(Ordering::Less) => {
                self.vertices[vertex].node.kind == Kind::INT && self.no_integer(lower, upper)
            }
            None => false,
        }
    }

    /// Whether there is no integer between two bounds.
    fn no_integer(&self, lower: Bound, upper: Bound) -> bool {
        let (Some(low), Some(high)) = (self.as_number(lower.value), self.as_number(upper.value))
        else {
            return false;
        };
        // The least and the greatest integer that satisfy one bound each.
        let mut least = Number::from(low.round(Rounding::Ceiling));
        if lower.relation == Greater && least.compare(&low) == Ordering::Equal {
            least = least.add(&Number::from(1)).unwrap_or(least);
        }
        let mut most = Number::from(high.round(Rounding::Floor));
        if upper.relation == Less && most.compare(&high) == Ordering::Equal {
            most = most.sub(&Number::from(1)).unwrap_or(most);
        }
        least.compare(&most) == Ordering::Greater
    }

    /// Whether a scalar satisfies a bound; the error of a pattern that cannot be read.
    pub(super) fn satisfies(&self, value: Value, bound: &Bound) -> Result<bool, Fault> {
        if let Match | NotMatch = bound.relation {
            return Ok(self.matches(value, bound.value)? == (bound.relation == Match));
        }
        let ordering = self.order(value, bound.value);
        let equal = || match ordering {
            Some(ordering) => ordering == Ordering::Equal,
            None => self.same_scalar(value, bound.value),
        };
        Ok(match bound.relation {
            Equal => equal(),
            NotEqual => !equal(),
            Less => ordering == Some(Ordering::Less),
            LessEqual => matches!(ordering, Some(Ordering::Less | Ordering::Equal)),
            Greater => ordering == Some(Ordering::Greater),
            GreaterEqual => matches!(ordering, Some(Ordering::Greater | Ordering::Equal)),
            Match | NotMatch => false,
        })
    }
}
