//! What a vertex is, once its conjuncts are unified: scalar, struct, list, or what is known.

use super::anchor::Anchor;
use super::builtin::{Fault, FaultBound};
use super::graph::Graph;
use super::kind::Kind;
use super::tell::{About, Placed};
use super::value::{Bottom, BottomId, Bound, Gravity, Value};
use super::vertex::{State, VertexId};
use crate::base::{Code, Span};
use crate::program::{Mark, Relation};

impl Graph {
    /// Gives `vertex` its value and its state after work on it.
    pub(super) fn settle(&mut self, vertex: VertexId) {
        let waiting = !self.vertices[vertex].node.is_idle();
        self.vertices[vertex].state = if waiting { State::Waiting } else { State::Fields };
        if waiting {
            self.has_waited = true;
            self.vertices[vertex].node.waited_at = self.progress;
        } else {
            self.rest_from_work(vertex);
        }
        if self.vertices[vertex].forward.is_some() {
            return;
        }
        if !matches!(self.vertices[vertex].value, Value::Choice(_)) {
            let value = self.settled_value(vertex);
            self.vertices[vertex].value = value;
        }
    }

    pub(super) fn settled_value(&mut self, vertex: VertexId) -> Value {
        let node = &self.vertices[vertex].node;
        if let Some(&bottom) = node.errors.first() {
            return Value::Bottom(bottom);
        }
        if node.cycles.only() {
            let span = self.first_place(vertex);
            return self.structural_cycle(vertex, span);
        }
        if let Some((value, at)) = node.scalar {
            let failed = self.check_scalar(vertex, value, at);
            return failed.map_or(value, Value::Bottom);
        }
        if let Some(bottom) = node.incomplete {
            return Value::Bottom(bottom);
        }
        let node = &self.vertices[vertex].node;
        if let Some(task) = node.work.tasks.first() {
            // Still waiting: the value of now is the reason.
            if !node.has_struct
                && node.list.is_none()
                && let Some(bottom) = task.blocked
            {
                return Value::Bottom(self.blocked_value(vertex, bottom));
            }
        }
        let regular = self.vertices[vertex]
            .arcs
            .iter()
            .any(|&(label, arc)| label.is_field() && self.vertices[arc].mark != Mark::Optional);
        // Definitions and hidden fields may stand beside any value, also a validator's.
        let alone = !node.has_top && node.constraints.validators.is_empty();
        if node.list.is_some() {
            return Value::List;
        }
        if node.has_struct
            && (node.kind == Kind::STRUCT || regular || alone && node.kind == Kind::TOP)
        {
            return Value::Struct;
        }
        if node.kind == Kind::NULL {
            return Value::Null;
        }
        self.constraint(vertex)
    }

    /// Why a vertex that waits has no value: what is known of it is not enough, or nothing is.
    fn blocked_value(&mut self, vertex: VertexId, blocked: BottomId) -> BottomId {
        let bottom = &self.bottoms[blocked];
        let known = self.vertices[vertex].node.kind != Kind::TOP;
        if !known || bottom.code != Code::Cycle || bottom.gravity == Gravity::Permanent {
            return blocked;
        }
        let told = Bottom { code: Code::Incomplete, ..bottom.clone() };
        self.bottoms.add(told)
    }

    /// What is known of a vertex that is no concrete value.
    pub(super) fn constraint(&mut self, vertex: VertexId) -> Value {
        let node = &self.vertices[vertex].node;
        let mut checks: Vec<Value> = Vec::new();
        let bounds = node.constraints.bounds.iter().map(|&bound| Value::Bound(bound));
        let validators =
            node.constraints.validators.iter().map(|&validator| Value::Validator(validator));
        let implied = bounds
            .clone()
            .chain(validators.clone())
            .fold(Kind::TOP, |all, check| all & self.kind(check));
        if node.kind != implied {
            checks.push(Value::Kind(node.kind));
        }
        checks.extend(bounds.chain(validators));
        match checks.as_slice() {
            [] => Value::Top,
            [one] => *one,
            _ => Value::Checks(self.checks.add(checks)),
        }
    }

    /// The error of a scalar that a bound or validator refuses.
    pub(super) fn check_scalar(
        &mut self,
        vertex: VertexId,
        value: Value,
        place: Anchor,
    ) -> Option<BottomId> {
        if self.vertices[vertex].node.constraints.is_none() {
            return None;
        }
        let span = self.span_at(place);
        let mut refused = Vec::new();
        for at in 0..self.vertices[vertex].node.constraints.bounds.len() {
            let Some(&bound) = self.vertices[vertex].node.constraints.bounds.get(at) else { break };
            let bound = self.bounds[bound];
            match self.satisfies(value, &bound) {
                Ok(true) => {}
                Ok(false) => refused.push(self.out_of_bound(vertex, value, bound, span)),
                Err(Fault { bound: Some(FaultBound::Evaluation), .. }) => {
                    refused.push(self.searched_too_much(bound.span));
                }
                Err(fault) => {
                    let mut bottom =
                        Bottom::permanent(Code::OutOfBound, fault.message).at(bound.span, "");
                    bottom.vertex = Some(vertex);
                    refused.push(self.bottoms.add(bottom));
                }
            }
        }
        if !refused.is_empty() {
            return Some(self.joint_error(&refused));
        }
        for at in 0..self.vertices[vertex].node.constraints.validators.len() {
            let Some(&validator) = self.vertices[vertex].node.constraints.validators.get(at) else {
                break;
            };
            if let Err(mut bottom) = self.validate_with(validator, value, span) {
                bottom.vertex = Some(vertex);
                return Some(self.bottoms.add(bottom));
            }
        }
        None
    }

    /// The error of a struct or list that a bound by `==` or `!=` refuses.
    fn excluded(&mut self, vertex: VertexId, bound: Bound, span: Span) -> Option<BottomId> {
        if !matches!(bound.relation, Relation::Equal | Relation::NotEqual) {
            return None;
        }
        let value = Value::Vertex(vertex);
        let compared = self
            .comparable(value, span)
            .and_then(|()| self.comparable(bound.value, bound.span))
            .and_then(|()| self.equal_in_kind(value, bound.value));
        match compared {
            Ok(equal) if equal == (bound.relation == Relation::Equal) => None,
            Ok(_) => Some(self.out_of_bound(vertex, value, bound, span)),
            Err(bottom) => Some(bottom),
        }
    }

    fn out_of_bound(
        &mut self,
        vertex: VertexId,
        value: Value,
        bound: Bound,
        span: Span,
    ) -> BottomId {
        let mut bottom = Bottom::permanent(Code::OutOfBound, "");
        if self.quiet == 0 {
            let (shown, limit) = (self.show_value(value), self.show_bound(&bound));
            bottom.message = format!("invalid value {shown} (out of bound {limit})");
            let all =
                self.vertices[vertex].node.constraints.bounds.iter().map(|&one| self.bounds[one]);
            let all = all.collect();
            bottom = bottom
                .at(span, "this value")
                .at(bound.span, format!("must be {limit}"))
                .about(About::Bound { found: Placed { value, span }, bound, all });
        }
        bottom.vertex = Some(vertex);
        self.bottoms.add(bottom)
    }

    pub(super) fn structural_cycle(&mut self, vertex: VertexId, span: Option<Span>) -> Value {
        let mut bottom =
            Bottom::new(Gravity::StructuralCycle, Code::StructuralCycle, "structural cycle");
        if let Some(span) = span {
            bottom = bottom.at(span, "this leads back into a value that contains it");
        }
        bottom = bottom
            .help("Make the field optional (`?`) or give it an alternative that ends, such as `null | …`.")
            .about(About::Endless);
        bottom.vertex = Some(vertex);
        self.vertices[vertex].clear_arcs();
        self.bottom(bottom)
    }

    /// Runs the validators of a struct or list, whose fields are all known now.
    pub(super) fn run_validators(&mut self, vertex: VertexId) {
        let this = &self.vertices[vertex];
        if this.node.constraints.is_none() || !matches!(this.value, Value::Struct | Value::List) {
            return;
        }
        let span = self.first_place(vertex);
        for bound in self.vertices[vertex].node.constraints.bounds.clone() {
            let bound = self.bounds[bound];
            let Some(bottom) = self.excluded(vertex, bound, span.unwrap_or(bound.span)) else {
                continue;
            };
            return self.refuse(vertex, bottom);
        }
        for validator in self.vertices[vertex].node.constraints.validators.clone() {
            let span = span.unwrap_or(self.validators[validator].span);
            if let Err(mut bottom) = self.validate_with(validator, Value::Vertex(vertex), span) {
                bottom.vertex = Some(vertex);
                let bottom = self.bottoms.add(bottom);
                self.refuse(vertex, bottom);
                if self.bottoms[bottom].gravity >= Gravity::Permanent {
                    return;
                }
            }
        }
    }

    /// Lets a check refuse a struct or list.
    fn refuse(&mut self, vertex: VertexId, bottom: BottomId) {
        self.give_up(vertex, bottom);
        if self.bottoms[bottom].gravity >= Gravity::Permanent {
            self.vertices[vertex].value = Value::Bottom(bottom);
        }
    }
}
