//! The lattice of scalars: kinds and concrete values; bounds are `bounds`' matter.

use std::cmp::Ordering;

use super::anchor::Anchor;
use super::closed::Trait;
use super::graph::Graph;
use super::groups::GroupId;
use super::kind::Kind;
use super::node::push;
use super::tell::{About, Placed};
use super::value::{Bottom, ValidatorId, Value};
use super::vertex::{Conjunct, Source, VertexId};
use crate::base::{Code, Number, Span};
use crate::program::Expr;

impl Graph {
    /// The kinds that a value may be of.
    pub(super) fn kind(&self, value: Value) -> Kind {
        match value {
            Value::Top => Kind::TOP,
            Value::Validator(validator) => self.validator_kind(validator),
            Value::Null => Kind::NULL,
            Value::Bool(_) => Kind::BOOL,
            Value::Int(_) => Kind::INT,
            Value::Number(number) if self.numbers[number].is_int() => Kind::INT,
            Value::Number(_) => Kind::FLOAT,
            Value::Str(_) => Kind::STRING,
            Value::Bytes(_) => Kind::BYTES,
            Value::Kind(kind) => kind,
            Value::Bound(bound) => self.bound_kind(bound),
            Value::Checks(checks) => {
                self.checks[checks].iter().fold(Kind::TOP, |kind, &check| kind & self.kind(check))
            }
            Value::Function(_) => Kind::FUNC,
            Value::Struct => Kind::STRUCT,
            Value::List => Kind::LIST,
            Value::Choice(choice) => self.choices[choice]
                .values
                .iter()
                .fold(Kind::BOTTOM, |kind, &value| kind | self.kind(value)),
            Value::Vertex(vertex) => self.kind(self.vertices[self.deref(vertex)].value),
            Value::Bottom(_) => Kind::BOTTOM,
        }
    }

    /// Whether a value is one concrete scalar.
    pub(super) fn is_scalar(value: Value) -> bool {
        matches!(
            value,
            Value::Null
                | Value::Bool(_)
                | Value::Int(_)
                | Value::Number(_)
                | Value::Str(_)
                | Value::Bytes(_)
                | Value::Function(_)
        )
    }

    /// A numeric value as a number.
    pub(super) fn as_number(&self, value: Value) -> Option<Number> {
        match value {
            Value::Int(small) => Some(Number::from(small.get())),
            Value::Number(number) => Some(self.numbers[number].clone()),
            _ => None,
        }
    }

    /// The integer that a value is, if 64 bits hold it.
    pub(super) fn as_int(&self, value: Value) -> Option<i64> {
        match value {
            Value::Int(small) => Some(small.get()),
            Value::Number(number) => self.numbers[number].to_i64(),
            _ => None,
        }
    }

    /// The integer that a value is, as a number of things: of what 64 bits do not hold, the farthest
    /// that they do, as neither can be.
    pub(super) fn as_count(&self, value: Value) -> Option<i64> {
        match value {
            Value::Number(id) if self.numbers[id].is_int() => {
                let number = &self.numbers[id];
                let farthest = if number.is_negative() { i64::MIN } else { i64::MAX };
                Some(number.to_i64().unwrap_or(farthest))
            }
            _ => self.as_int(value),
        }
    }

    pub(super) fn meet_kind(&mut self, vertex: VertexId, kind: Kind, at: Anchor) {
        let node = &mut self.vertices[vertex].node;
        let met = node.kind & kind;
        if met == node.kind {
            if node.narrowed_at.is_none() {
                (node.narrowed_at, node.narrowed_to) = (Some(at), kind);
            }
            return;
        }
        let before = node.kind;
        let source = node.narrowed_at;
        if met != Kind::BOTTOM {
            node.kind = met;
            (node.narrowed_at, node.narrowed_to) = (Some(at), kind);
            return;
        }
        if before == Kind::BOTTOM || !node.errors.is_empty() {
            return;
        }
        node.kind = Kind::BOTTOM;
        let other = node.scalar.map(|scalar| scalar.1).or(source);
        let bottom = if self.quiet > 0 {
            Bottom::permanent(Code::WrongType, "")
        } else {
            let scalar = self.vertices[vertex].node.scalar;
            let left = match scalar {
                Some((value, _)) => self.show_value(value),
                None => before.to_string(),
            };
            let message = format!("conflicting values {left} and {kind}");
            let (span, other) = (self.span_at(at), other.map(|other| self.span_at(other)));
            let mut bottom =
                Bottom::permanent(Code::WrongType, message).at(span, format!("this is {}", kind));
            if let Some(other) = other {
                bottom = bottom
                    .at(other, format!("this is {}", scalar.map_or(before.to_string(), |_| left)));
            }
            bottom.about(self.kinds_clash(scalar, (before, other), (kind, span)))
        };
        let bottom = self.bottoms.add(bottom);
        self.give_up(vertex, bottom);
    }

    /// What is told of a value, or of two types, that have no kind in common.
    fn kinds_clash(
        &self,
        scalar: Option<(Value, Anchor)>,
        (before, known): (Kind, Option<Span>),
        (kind, span): (Kind, Span),
    ) -> About {
        if let Some((value, place)) = scalar {
            let found = Placed { value, span: self.span_at(place) };
            return About::Type { found, wanted: kind, rule: Some(span) };
        }
        let new = Placed { value: Value::Kind(kind), span };
        // A struct or a list is what was found, a type or a bound what is wanted.
        let composite = Kind::STRUCT | Kind::LIST;
        match known {
            Some(known) if composite.holds(before) && !composite.holds(kind) => {
                let found = Placed { value: Value::Kind(before), span: known };
                About::Type { found, wanted: kind, rule: Some(span) }
            }
            known => About::Type { found: new, wanted: before, rule: known },
        }
    }

    pub(super) fn meet_scalar(&mut self, vertex: VertexId, value: Value, at: Anchor) {
        match self.vertices[vertex].node.scalar {
            Some((old, _)) if self.same_scalar(old, value) => {}
            Some((was, place)) => {
                let bottom = if self.quiet > 0 {
                    Bottom::permanent(Code::Conflict, "")
                } else {
                    let (old, new) = (self.show_value(was), self.show_value(value));
                    let (span, place) = (self.span_at(at), self.span_at(place));
                    Bottom::permanent(Code::Conflict, format!("conflicting values {old} and {new}"))
                        .at(span, format!("this is {new}"))
                        .at(place, format!("this is {old}"))
                        .about(About::Two(
                            Placed { value: was, span: place },
                            Placed { value, span },
                        ))
                };
                let bottom = self.bottoms.add(bottom);
                self.give_up(vertex, bottom);
            }
            None => {
                let kind = self.kind(value);
                if (self.vertices[vertex].node.kind & kind) != Kind::BOTTOM {
                    self.vertices[vertex].node.scalar = Some((value, at));
                    self.meet_kind(vertex, kind, at);
                    return;
                }
                self.conflict_with_kind(vertex, value, at);
            }
        }
    }

    fn conflict_with_kind(&mut self, vertex: VertexId, value: Value, at: Anchor) {
        let node = &self.vertices[vertex].node;
        if !node.errors.is_empty() {
            return;
        }
        let (kind, source) = (node.kind, node.narrowed_at);
        let bottom = if self.quiet > 0 {
            Bottom::permanent(Code::WrongType, "")
        } else {
            let shown = self.show_value(value);
            let (span, source) = (self.span_at(at), source.map(|source| self.span_at(source)));
            let mut bottom = Bottom::permanent(
                Code::WrongType,
                format!("conflicting values {shown} and {kind}"),
            )
            .at(span, format!("this is {shown}"));
            if let Some(place) = source {
                bottom = bottom.at(place, format!("this must be {}", kind));
            }
            let found = Placed { value, span };
            bottom.about(About::Type { found, wanted: kind, rule: source })
        };
        let bottom = self.bottoms.add(bottom);
        self.vertices[vertex].node.kind = Kind::BOTTOM;
        self.give_up(vertex, bottom);
    }

    /// Whether two scalars are the same value: numbers of one kind by value.
    pub(super) fn same_scalar(&self, a: Value, b: Value) -> bool {
        match (a, b) {
            (Value::Number(x), Value::Number(y)) => {
                self.numbers[x].is_int() == self.numbers[y].is_int()
                    && self.numbers[x].compare(&self.numbers[y]) == Ordering::Equal
            }
            (Value::Bytes(x), Value::Bytes(y)) => self.bytes[x] == self.bytes[y],
            _ => a == b,
        }
    }

    pub(super) fn meet_validator(
        &mut self,
        vertex: VertexId,
        validator: ValidatorId,
        at: Anchor,
        group: GroupId,
    ) {
        let kind = self.validator_kind(validator);
        if kind != Kind::TOP {
            self.meet_kind(vertex, kind, at);
        }
        let same = |&other: &ValidatorId| {
            let (a, b) = (&self.validators[other], &self.validators[validator]);
            a.callee == b.callee
                && a.arguments.len() == b.arguments.len()
                && a.arguments
                    .iter()
                    .zip(b.arguments.iter())
                    .all(|(&a, &b)| self.same_argument(a, b))
        };
        if self.vertices[vertex].node.constraints.validators.iter().any(same) {
            return;
        }
        // Closedness asks of nothing else.
        if kind.meets(Kind::STRUCT | Kind::LIST) {
            self.vertices[vertex].node.closing.add(group, Trait::Top);
        }
        push(&mut self.vertices[vertex].node.constraints.validators, validator);
    }

    /// Whether two arguments are one value, or are written as the same scalar or type.
    fn same_argument(&self, a: Value, b: Value) -> bool {
        let written = |value| match value {
            Value::Vertex(vertex) => match self.vertices[vertex].conjuncts.only() {
                Some(Conjunct { source: Source::Expr(id), .. }) => Some(self.program.expr(id)),
                _ => None,
            },
            _ => None,
        };
        a == b
            || match (written(a), written(b)) {
                (Some(Expr::Universe(a)), Some(Expr::Universe(b))) => a == b,
                (Some(Expr::Str(a)), Some(Expr::Str(b))) => a == b,
                (Some(Expr::Int(a)), Some(Expr::Int(b))) => a == b,
                _ => false,
            }
    }

    /// How two values are ordered: numbers, strings and bytes each among themselves.
    pub(super) fn order(&self, a: Value, b: Value) -> Option<Ordering> {
        match (a, b) {
            (Value::Int(x), Value::Int(y)) => Some(x.get().cmp(&y.get())),
            (Value::Str(x), Value::Str(y)) => Some(self.symbols.name(x).cmp(self.symbols.name(y))),
            (Value::Bytes(x), Value::Bytes(y)) => Some(self.bytes[x].cmp(&self.bytes[y])),
            (Value::Int(_) | Value::Number(_), Value::Int(_) | Value::Number(_)) => {
                Some(self.as_number(a)?.compare(&self.as_number(b)?))
            }
            _ => None,
        }
    }
}
