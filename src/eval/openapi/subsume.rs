//! Whether one value holds every instance of another: for the alternatives of `oneOf`, which must
//! exclude each other, and for constraints that are given twice.
//!
//! It may say no where the answer is yes. Where it does not know, `inexact` says so.

use super::Generation;
use super::view::View;
use crate::eval::kind::Kind;
use crate::eval::value::{Bound, Gravity, Value};
use crate::eval::vertex::VertexId;
use crate::program::{Mark, Relation};

/// How deep values are compared.
const MOST_DEPTH: usize = 64;

/// One comparison.
#[derive(Default)]
pub(super) struct Comparison {
    /// Whether a field may be added that a definition does not have.
    ignores_closedness: bool,
    /// Whether a no may be a yes.
    pub(super) inexact: bool,
    /// Whether the second value is taken as it is: nothing more will come.
    is_data: bool,
    depth: usize,
}

impl Comparison {
    /// A comparison by what fields must be, whichever are allowed; `is_data` if nothing more will
    /// come to the second value.
    pub(super) fn open(is_data: bool) -> Self {
        Self { ignores_closedness: true, is_data, ..Self::default() }
    }
}

impl Generation<'_> {
    /// Whether two values hold the same instances.
    pub(super) fn equivalent(&mut self, a: View, b: View) -> bool {
        let (a, b) = (self.value_at(a), self.value_at(b));
        let mut both = Comparison::default();
        self.subsumes(a, b, &mut both) && self.subsumes(b, a, &mut both)
    }

    /// Whether every instance of `b` is one of `a`.
    pub(super) fn subsumes(&mut self, a: Value, b: Value, comparison: &mut Comparison) -> bool {
        if comparison.depth >= MOST_DEPTH {
            comparison.inexact = true;
            return false;
        }
        comparison.depth += 1;
        let (a, b) = (self.known(a), self.known(b));
        let result = self.holds(a, b, comparison);
        comparison.depth -= 1;
        result
    }

    fn holds(&mut self, a: Value, b: Value, comparison: &mut Comparison) -> bool {
        if a == b {
            return true;
        }
        match (a, b) {
            (_, Value::Bottom(bottom)) => self.graph.bottoms[bottom].gravity >= Gravity::Permanent,
            (Value::Top, _) => true,
            (Value::Checks(x), Value::Checks(y)) => {
                let (x, y) = (self.graph.checks[x].clone(), self.graph.checks[y].clone());
                x.into_iter().all(|a| y.iter().any(|&b| self.subsumes(a, b, comparison)))
            }
            (_, Value::Checks(y)) => {
                let y = self.graph.checks[y].clone();
                y.into_iter().any(|b| self.subsumes(a, b, comparison))
            }
            (Value::Vertex(x), Value::Vertex(y)) => self.vertex_holds(x, y, comparison),
            (_, Value::Vertex(y)) if self.arms(y).is_some() => {
                let arms = self.arms(y).unwrap_or_default().0;
                arms.into_iter().all(|b| self.subsumes(a, b, comparison))
            }
            (Value::Vertex(x), _) => {
                let arms = self.arms(x).unwrap_or_default().0;
                arms.into_iter().any(|a| self.subsumes(a, b, comparison))
            }
            (Value::Kind(kind), _) => kind.holds(self.graph.kind(b)),
            (Value::Bound(x), _) => {
                let x = self.graph.bounds[x];
                self.bound_holds(x, b)
            }
            (Value::Validator(_), Value::Validator(_)) => self.graph.identical(a, b),
            (Value::Validator(x), _) if Self::is_scalar(b) => {
                let span = self.site.span;
                self.graph.validate_with(x, b, span).is_ok()
            }
            (Value::Checks(x), _) => {
                let x = self.graph.checks[x].clone();
                x.into_iter().all(|a| self.subsumes(a, b, comparison))
            }
            _ => self.graph.same_scalar(a, b),
        }
    }

    /// The value of a vertex that is no struct, list or choice.
    fn known(&mut self, value: Value) -> Value {
        match value {
            Value::Vertex(vertex) => self.graph.value_of(vertex),
            value => value,
        }
    }

    fn bound_holds(&mut self, x: Bound, b: Value) -> bool {
        if Self::is_scalar(b) {
            let kinds = self.graph.kind(x.value);
            let same = kinds.meets(self.graph.kind(b))
                || kinds.meets(Kind::NUMBER) && self.graph.kind(b).meets(Kind::NUMBER);
            return same && self.graph.satisfies(b, &x).unwrap_or(false);
        }
        let Value::Bound(y) = b else { return false };
        let y = self.graph.bounds[y];
        let within = self.graph.satisfies(y.value, &x).unwrap_or(false);
        let touches = self.graph.same_scalar(x.value, y.value);
        match (x.relation, y.relation) {
            (Relation::NotEqual, Relation::NotEqual)
            | (Relation::Match, Relation::Match)
            | (Relation::NotMatch, Relation::NotMatch) => touches,
            (a, b) if a == b => within || touches,
            (Relation::GreaterEqual, Relation::Greater)
            | (Relation::LessEqual, Relation::Less)
            | (Relation::Greater, Relation::GreaterEqual)
            | (Relation::Less, Relation::LessEqual) => within,
            (
                Relation::NotEqual,
                Relation::Greater | Relation::Less | Relation::GreaterEqual | Relation::LessEqual,
            ) => !self.graph.satisfies(x.value, &y).unwrap_or(true),
            _ => false,
        }
    }

    fn vertex_holds(&mut self, x: VertexId, y: VertexId, comparison: &mut Comparison) -> bool {
        let (x, y) = (self.graph.deref(x), self.graph.deref(y));
        match (self.arms(x), self.arms(y)) {
            (_, Some((arms, _))) if self.arms(x).is_none() => {
                arms.into_iter().all(|b| self.subsumes(Value::Vertex(x), b, comparison))
            }
            (Some((arms, _)), None) => {
                arms.into_iter().any(|a| self.subsumes(a, Value::Vertex(y), comparison))
            }
            (Some((these, defaults)), Some((those, others))) => {
                those.iter().enumerate().all(|(at, &b)| {
                    let mut candidates = these.iter().enumerate();
                    candidates.any(|(place, &a)| {
                        (place < defaults || at >= others) && self.subsumes(a, b, comparison)
                    })
                })
            }
            _ => match (self.graph.vertices[x].value, self.graph.vertices[y].value) {
                (Value::Struct, Value::Struct) => self.struct_holds(x, y, comparison),
                (Value::List, Value::List) => self.list_holds(x, y, comparison),
                _ => false,
            },
        }
    }

    fn list_holds(&mut self, x: VertexId, y: VertexId, comparison: &mut Comparison) -> bool {
        let (closed, other_closed) = (self.is_closed_list(x), self.is_closed_list(y));
        let (these, those) = (self.graph.elements(x), self.graph.elements(y));
        if closed && (!other_closed || these.len() != those.len()) || these.len() > those.len() {
            return false;
        }
        let tail = self.tail(x);
        for (at, &b) in those.iter().enumerate() {
            let a = match these.get(at) {
                Some(&a) => Value::Vertex(a),
                None => tail.map_or(Value::Top, Value::Vertex),
            };
            if !self.subsumes(a, Value::Vertex(b), comparison) {
                return false;
            }
        }
        if other_closed {
            return true;
        }
        let (a, b) = (tail.map(Value::Vertex), self.tail(y).map(Value::Vertex));
        self.subsumes(a.unwrap_or(Value::Top), b.unwrap_or(Value::Top), comparison)
    }

    fn struct_holds(&mut self, x: VertexId, y: VertexId, comparison: &mut Comparison) -> bool {
        let closed = !comparison.ignores_closedness && self.is_closed(x);
        let other_closed = !comparison.ignores_closedness && self.is_closed(y);
        if closed && !other_closed {
            return false;
        }
        let is_data = comparison.is_data && comparison.depth == 1;
        for (label, a) in self.graph.vertices[x].arcs.clone() {
            let mark = self.graph.vertices[a].mark;
            self.graph.finish(a);
            let value = self.graph.value_of(a);
            if mark != Mark::Regular && value == Value::Top {
                continue;
            }
            match self.graph.arc(y, label) {
                Some(b) => {
                    let wider = mark >= self.graph.vertices[b].mark;
                    if !wider || !self.subsumes(value, Value::Vertex(b), comparison) {
                        return false;
                    }
                }
                None if mark == Mark::Regular => return false,
                None if is_data || self.is_closed(y) => {}
                None => return false,
            }
        }
        let more = self.graph.vertices[y].arcs.iter().any(|arc| self.graph.arc(x, arc.0).is_none());
        if more && closed {
            return false;
        }
        // What patterns say together is not compared.
        let constrained = !is_data && !self.graph.vertices[x].node.patterns.is_empty();
        comparison.inexact |= constrained;
        !constrained
    }
}
