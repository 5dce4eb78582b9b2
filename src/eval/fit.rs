//! How a value stands to a schema: the judgement behind `matchN`, `json.Validate` and their like.
//!
//! The value is taken as the data it is now: defaults are taken, and what judges it just now,
//! optional fields and definitions are left out. It knows nothing of the functions that ask.

use super::computed::Computed;
use super::graph::Graph;
use super::kind::Kind;
use super::value::{BottomId, Gravity, Value};
use super::vertex::{Conjunct, NO_ENV, NO_TRAIL, NO_VERTEX, State, VertexId};
use crate::base::{Code, Span};
use crate::program::{Label, Mark};

/// How deep checks by schemas may be nested in each other.
const MOST_FITTING: usize = 64;

/// How a value stands to a schema; the worse the greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Fit {
    Holds,
    /// It does not hold, but more information may mend that.
    Incomplete,
    Fails,
}

/// What is asked of a value that is unified with a schema; each asks for what those before ask.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Demand {
    /// Free of contradictions.
    Consistent,
    /// All required fields are there, and nothing needs itself.
    Present,
    /// Nothing is an error that more information could mend.
    Settled,
    /// One concrete value.
    Concrete,
}

impl Graph {
    /// How a value, taken as data, stands to a schema.
    pub(super) fn fit(&mut self, value: Value, schema: Value, demand: Demand, span: Span) -> Fit {
        // A schema that needs itself to judge the same value has no end: nothing fits it.
        if self.fitting >= MOST_FITTING {
            return Fit::Fails;
        }
        self.quiet += 1;
        let vertex = self.fitted(value, schema, span);
        self.quiet -= 1;
        if self.permanent_error(vertex).is_some() {
            return Fit::Fails;
        }
        self.judgement(vertex, demand, false)
    }

    /// A value, taken as data, unified with a schema.
    fn fitted(&mut self, value: Value, schema: Value, span: Span) -> VertexId {
        let vertex = self.detached(NO_VERTEX);
        let value = self.as_data(value);
        for part in [schema, value] {
            let source = self.source(match part {
                Value::Vertex(part) => Computed::Vertex(part, span),
                part => Computed::Value(part, span),
            });
            self.add_conjunct(vertex, Conjunct::new(source, NO_ENV, NO_TRAIL));
        }
        self.fitting += 1;
        self.finish(vertex);
        self.fitting -= 1;
        vertex
    }

    /// Why a value does not fit a schema, where somebody reads it.
    pub(super) fn misfits(&mut self, value: Value, schema: Value, span: Span) -> Vec<BottomId> {
        let mut found = Vec::new();
        if self.quiet > 0 || self.fitting > 0 {
            return found;
        }
        let vertex = self.fitted(value, schema, span);
        self.errors_of(vertex, &mut found);
        if found.is_empty() {
            self.missing_fields(vertex, &mut found);
        }
        found
    }

    /// The errors of required fields that are not there, in a value and below it.
    fn missing_fields(&mut self, vertex: VertexId, found: &mut Vec<BottomId>) {
        let this = self.deref(vertex);
        for (label, arc) in self.vertices[this].arcs.clone() {
            match self.vertices[arc].mark {
                Mark::Optional => {}
                Mark::Required => {
                    let error = self.not_present(arc, label);
                    found.push(self.bottoms.add(error));
                }
                Mark::Regular => self.missing_fields(arc, found),
            }
        }
    }

    /// How a unified value stands to a demand; a definition needs no more than consistency.
    fn judgement(&self, vertex: VertexId, demand: Demand, in_definition: bool) -> Fit {
        let this = self.deref(vertex);
        let whole = demand == Demand::Concrete && !in_definition;
        let incomplete = self.vertices[this].node.incomplete;
        let mut fit = match self.vertices[this].value {
            Value::Bottom(bottom) => {
                return self.judgement_of_bottom(bottom, demand, in_definition);
            }
            Value::Choice(_) => match self.default_of(Value::Vertex(this)) {
                Value::Vertex(chosen) if chosen != this && whole => {
                    return self.judgement(chosen, demand, in_definition);
                }
                value if whole && !Self::is_scalar(value) => Fit::Incomplete,
                _ => Fit::Holds,
            },
            Value::Struct | Value::List => Fit::Holds,
            value if whole && !Self::is_scalar(value) => Fit::Incomplete,
            _ => Fit::Holds,
        };
        if let Some(bottom) = incomplete {
            fit = fit.max(self.judgement_of_bottom(bottom, demand, in_definition));
        }
        for &(label, arc) in &self.vertices[this].arcs {
            let data = label.is_field() || label.as_index().is_some();
            fit = fit.max(match self.vertices[arc].mark {
                Mark::Optional => Fit::Holds,
                Mark::Required if demand >= Demand::Present && !in_definition => Fit::Incomplete,
                Mark::Required => Fit::Holds,
                Mark::Regular => self.judgement(arc, demand, in_definition || !data),
            });
        }
        fit
    }

    fn judgement_of_bottom(
        &self,
        bottom: super::value::BottomId,
        demand: Demand,
        in_definition: bool,
    ) -> Fit {
        let bottom = &self.bottoms[bottom];
        let cycle = bottom.code == Code::Cycle && demand >= Demand::Present && !in_definition;
        match bottom.gravity {
            Gravity::Permanent | Gravity::StructuralCycle => Fit::Fails,
            Gravity::Incomplete | Gravity::Blocked if cycle => Fit::Incomplete,
            Gravity::Incomplete | Gravity::Blocked => match demand {
                Demand::Consistent | Demand::Present => Fit::Holds,
                Demand::Concrete if in_definition => Fit::Holds,
                Demand::Settled | Demand::Concrete => Fit::Incomplete,
            },
        }
    }

    /// The value as data: defaults taken, regular fields only, and no validators.
    fn as_data(&mut self, value: Value) -> Value {
        if let Value::Vertex(vertex) = value {
            self.reach(vertex);
        }
        let value = self.default_of(value);
        let Value::Vertex(vertex) = value else { return value };
        let vertex = self.reach(vertex);
        if !matches!(self.vertices[vertex].value, Value::Struct | Value::List) {
            return value;
        }
        let mut copy = self.vertex_below(self.vertices[vertex].parent, Label::NONE, Mark::Regular);
        let this = &self.vertices[vertex];
        copy.set_detached(true);
        copy.set_made(true);
        copy.value = this.value;
        copy.state = State::Fields;
        copy.node.kind = if matches!(this.value, Value::List) { Kind::LIST } else { Kind::STRUCT };
        copy.node.list = this.node.list.clone();
        let copy = self.vertices.add(copy);
        for (label, arc) in self.data_arcs(vertex) {
            let arc = self.data_arc(arc);
            self.push_arc(copy, label, arc);
        }
        Value::Vertex(copy)
    }

    /// A field of a value as data.
    fn data_arc(&mut self, arc: VertexId) -> VertexId {
        let this = self.reach(arc);
        let data = match self.vertices[this].value {
            Value::Struct | Value::List | Value::Choice(_) => self.as_data(Value::Vertex(this)),
            value if Self::is_scalar(value) => value,
            _ => return arc,
        };
        let unchanged = self.vertices[this].node.constraints.validators.is_empty();
        match data {
            Value::Vertex(vertex) => vertex,
            value if unchanged && self.vertices[this].value == value => arc,
            value => {
                let span = self.first_place(this).unwrap_or(Span::NOWHERE);
                let vertex = self.detached(self.vertices[this].parent);
                let source = self.source(Computed::Value(value, span));
                self.add_conjunct(vertex, Conjunct::new(source, NO_ENV, NO_TRAIL));
                vertex
            }
        }
    }
}
