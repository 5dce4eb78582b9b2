//! Equality: deep, on concrete values for `==`, on all values for duplicates in disjunctions.

use std::cmp::Ordering;

use rustc_hash::FxHashSet;

use super::closed::Requirement;
use super::graph::Graph;
use super::value::{Bottom, BottomId, Gravity, Value};
use super::vertex::{State, Vertex, VertexId};
use crate::base::{Code, Span};
use crate::program::{Label, Mark};

/// Pairs of vertices.
type Pairs = FxHashSet<(VertexId, VertexId)>;

impl Graph {
    /// `a == b` on concrete values: values of different types are unequal, numbers by value. Numbers
    /// within structs and lists must be of one kind: `1 == 1.0`, but `[1] != [1.0]`.
    pub(super) fn equal(&mut self, a: Value, b: Value) -> Result<bool, BottomId> {
        match (a, b) {
            (Value::Int(_) | Value::Number(_), Value::Int(_) | Value::Number(_)) => {
                Ok(self.order(a, b) == Some(Ordering::Equal))
            }
            _ => self.equal_in_kind(a, b),
        }
    }

    /// Whether two concrete values are equal and their numbers of one kind.
    pub(super) fn equal_in_kind(&mut self, a: Value, b: Value) -> Result<bool, BottomId> {
        self.equal_but(a, b, &mut FxHashSet::default())
    }

    /// The same, but for pairs that are `met` already: what is shared is compared once.
    fn equal_but(&mut self, a: Value, b: Value, met: &mut Pairs) -> Result<bool, BottomId> {
        match (a, b) {
            (Value::Vertex(a), Value::Vertex(b)) => self.equal_vertices(a, b, met),
            _ => Ok(self.same_scalar(a, b)),
        }
    }

    fn equal_vertices(
        &mut self,
        a: VertexId,
        b: VertexId,
        met: &mut Pairs,
    ) -> Result<bool, BottomId> {
        let (a, b) = (self.reach(a), self.reach(b));
        // A pair that was not equal ended all.
        if a == b || !met.insert((a, b)) {
            return Ok(true);
        }
        if self.vertices[a].value != self.vertices[b].value {
            return Ok(false);
        }
        let (left, right) = (self.data_arcs(a), self.data_arcs(b));
        if left.len() != right.len() {
            return Ok(false);
        }
        for (label, arc) in left {
            let regular = |&arc: &VertexId| self.vertices[arc].mark == Mark::Regular;
            let Some(other) = self.arc(b, label).filter(regular) else {
                return Ok(false);
            };
            let x = self.value_of(arc);
            let x = self.default_of(x);
            let y = self.value_of(other);
            let y = self.default_of(y);
            if !self.equal_but(x, y, met)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Makes sure that a value can be compared: it and all data below is there and concrete.
    pub(super) fn comparable(&mut self, value: Value, span: Span) -> Result<(), BottomId> {
        self.comparable_but(value, span, &mut FxHashSet::default())
    }

    /// The same, but for what is `met` already: what is shared is looked at once.
    fn comparable_but(
        &mut self,
        value: Value,
        span: Span,
        met: &mut FxHashSet<VertexId>,
    ) -> Result<(), BottomId> {
        let Value::Vertex(vertex) = self.concrete(value, span, None)? else { return Ok(()) };
        let vertex = self.reach(vertex);
        if !met.insert(vertex) {
            return Ok(());
        }
        let open = matches!(self.vertices[vertex].state, State::Busy | State::Waiting);
        if open && !self.forced {
            let bottom = Bottom::new(Gravity::Blocked, Code::Cycle, "the value is not all known")
                .at(span, "compared while it is being made");
            return Err(self.bottoms.add(bottom));
        }
        if let Some(bottom) = self.finish(vertex) {
            return Err(self.incomparable(bottom));
        }
        for (label, arc) in self.vertices[vertex].arcs.clone() {
            match self.vertices[arc].mark {
                Mark::Optional => {}
                Mark::Required => {
                    let name = label.text(&self.symbols);
                    let message = format!("required field `{name}` has no value");
                    let bottom = Bottom::new(Gravity::Incomplete, Code::MissingField, message)
                        .at(span, "compared here");
                    return Err(self.unless_final(vertex, bottom));
                }
                Mark::Regular if label.is_definition() || label.is_hidden() => {}
                Mark::Regular => match self.value_of(arc) {
                    value @ Value::Vertex(_) => self.comparable_but(value, span, met)?,
                    value => {
                        self.concrete(value, span, Some(arc))?;
                    }
                },
            }
        }
        Ok(())
    }

    /// The regular fields and elements, which are what is exported.
    pub(super) fn data_arcs(&self, vertex: VertexId) -> Vec<(Label, VertexId)> {
        let arcs = &self.vertices[self.deref(vertex)].arcs;
        let mut data = Vec::with_capacity(arcs.len());
        data.extend(arcs.iter().filter(|arc| self.is_data(arc)));
        data
    }

    /// Whether an arc is a regular field or an element.
    pub(super) fn is_data(&self, &(label, arc): &(Label, VertexId)) -> bool {
        (label.is_field() || label.as_index().is_some()) && self.vertices[arc].mark == Mark::Regular
    }

    /// The error of a value that cannot be compared as something in it has one.
    fn incomparable(&mut self, bottom: BottomId) -> BottomId {
        let inner = &self.bottoms[bottom];
        if inner.gravity < Gravity::Permanent || inner.message.is_empty() {
            return bottom;
        }
        let message = format!("invalid value to compare: {}", inner.message);
        let bottom = Bottom { message, ..inner.clone() };
        self.bottoms.add(bottom)
    }

    /// Whether two values are the same, concrete or not: a duplicate arm can go.
    pub(super) fn identical(&self, a: Value, b: Value) -> bool {
        self.identical_but(a, b, &mut FxHashSet::default())
    }

    fn identical_but(&self, a: Value, b: Value, met: &mut Pairs) -> bool {
        match (self.bare(a), self.bare(b)) {
            (Value::Vertex(a), Value::Vertex(b)) => self.identical_vertices(a, b, met),
            (Value::Bound(x), Value::Bound(y)) => {
                let (x, y) = (self.bounds[x], self.bounds[y]);
                x.relation == y.relation && self.identical_but(x.value, y.value, met)
            }
            (Value::Validator(x), Value::Validator(y)) => {
                let (x, y) = (&self.validators[x], &self.validators[y]);
                x.callee == y.callee && self.all_identical(&x.arguments, &y.arguments, met)
            }
            (Value::Checks(x), Value::Checks(y)) => {
                self.all_identical(&self.checks[x], &self.checks[y], met)
            }
            (Value::Choice(x), Value::Choice(y)) => {
                let (x, y) = (&self.choices[x], &self.choices[y]);
                x.defaults == y.defaults && self.all_identical(&x.values, &y.values, met)
            }
            (Value::Bottom(_), Value::Bottom(_)) => true,
            (a, b) => self.same_scalar(a, b),
        }
    }

    /// A value that a vertex holds without any fields, by itself.
    pub(super) fn bare(&self, value: Value) -> Value {
        let Value::Vertex(vertex) = value else { return value };
        let vertex = &self.vertices[self.deref(vertex)];
        match vertex.value {
            Value::Struct | Value::List | Value::Choice(_) => value,
            _ if vertex.arcs.is_empty() && vertex.state != State::Waiting => vertex.value,
            _ => value,
        }
    }

    fn all_identical(&self, a: &[Value], b: &[Value], met: &mut Pairs) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(&x, &y)| self.identical_but(x, y, met))
    }

    fn identical_vertices(&self, a: VertexId, b: VertexId, met: &mut Pairs) -> bool {
        let (a, b) = (self.deref(a), self.deref(b));
        if a == b || !met.insert((a, b)) {
            return true;
        }
        let (x, y) = (&self.vertices[a], &self.vertices[b]);
        if !self.identical_but(x.value, y.value, met) || x.arcs.len() != y.arcs.len() {
            return false;
        }
        let open =
            |vertex: &Vertex| vertex.node.list.as_ref().is_some_and(|list| list.length.is_none());
        let closed = |vertex: VertexId| {
            let ellipsis = self.vertices[vertex].node.closing.has_ellipsis();
            let open = |one: &Requirement| one.ignored || one.removed;
            let closed =
                self.is_closed_throughout(vertex) || !self.requirements(vertex).iter().all(open);
            (closed, ellipsis)
        };
        open(x) == open(y)
            && closed(a) == closed(b)
            && x.arcs.iter().all(|&(label, arc)| {
                self.arc(b, label).is_some_and(|other| {
                    self.vertices[arc].mark == self.vertices[other].mark
                        && self.identical_vertices(arc, other, met)
                })
            })
    }
}
