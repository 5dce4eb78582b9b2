//! Dynamic fields and pattern constraints.

use super::builtin::{Fault, FaultBound};
use super::graph::Graph;
use super::kind::Kind;
use super::node::push;
use super::value::{BottomId, Bound, Value};
use super::vertex::{Conjunct, Pattern, Source, VertexId};
use crate::base::Symbol;
use crate::program::{ExprId, Label, Mark, Relation};

impl Graph {
    /// Adds the field whose label `key` gives.
    pub(super) fn run_dynamic(
        &mut self,
        vertex: VertexId,
        key: ExprId,
        mark: Mark,
        value: ExprId,
        conjunct: Conjunct,
    ) -> Result<(), BottomId> {
        let label = self.label_of(key, conjunct.env)?;
        if mark != Mark::Optional {
            self.meet_kind(vertex, Kind::STRUCT, key.into());
        }
        let env = self.env(conjunct.env, vertex, label, conjunct.trail);
        self.join_cycle(env, conjunct.cycle);
        let arc = self.field(vertex, label, mark);
        let conjunct = conjunct.for_field(mark);
        self.add_conjunct(arc, Conjunct { source: Source::Expr(value), env, ..conjunct });
        Ok(())
    }

    /// Adds a pattern constraint and unifies it with the fields that are there.
    pub(super) fn run_pattern(
        &mut self,
        vertex: VertexId,
        pattern: ExprId,
        value: ExprId,
        conjunct: Conjunct,
    ) -> Result<(), BottomId> {
        let written = self.program.span(pattern);
        let pattern = match self.evaluate(pattern, conjunct.env) {
            Value::Bottom(bottom) => return Err(bottom),
            pattern => self.default_of(pattern),
        };
        let Conjunct { env, group, trail, cycle, .. } = conjunct;
        let pattern = Pattern { pattern, value, env, group, trail, cycle: cycle.optional() };
        push(&mut self.vertices[vertex].node.patterns, pattern);
        let mut instances = Vec::new();
        let found = self.instances(vertex, pattern.pattern, &mut instances);
        for (label, arc) in instances {
            self.give_pattern(vertex, &pattern, label, arc);
        }
        found.map_err(|_| self.searched_too_much(written))
    }

    /// The fields whose labels are instances of a pattern.
    ///
    /// # Errors
    /// To tell takes more work than is left: then only those are found that were met before.
    fn instances(
        &mut self,
        vertex: VertexId,
        pattern: Value,
        found: &mut Vec<(Label, VertexId)>,
    ) -> Result<(), Fault> {
        let Some(expected) = self.expected(pattern) else {
            found.extend(self.vertices[vertex].arcs.iter());
            found.retain(|arc| {
                name_of(arc.0).is_some_and(|name| self.label_matches(pattern, Value::Str(name)))
            });
            return Ok(());
        };
        let arcs = self.vertices[vertex].arcs.iter();
        let named = arcs.filter_map(|&arc| Some((name_of(arc.0)?, arc)));
        self.all_that_meet(named, &expected, found)
    }

    /// Unifies all pattern constraints and tails of lists that concern a new arc with it.
    pub(super) fn apply_patterns(&mut self, vertex: VertexId, label: Label, arc: VertexId) {
        for pattern in self.vertices[vertex].node.patterns.clone() {
            if name_of(label)
                .is_some_and(|name| self.label_matches(pattern.pattern, Value::Str(name)))
            {
                self.give_pattern(vertex, &pattern, label, arc);
            }
        }
        self.apply_tails(vertex, label, arc);
    }

    /// Unifies an arc with the value of a pattern that its label is an instance of.
    fn give_pattern(&mut self, vertex: VertexId, pattern: &Pattern, label: Label, arc: VertexId) {
        let env = self.env(pattern.env, vertex, label, pattern.trail);
        self.join_cycle(env, pattern.cycle);
        self.add_conjunct(
            arc,
            Conjunct {
                source: Source::Expr(pattern.value),
                env,
                group: pattern.group,
                trail: pattern.trail,
                cycle: pattern.cycle,
            },
        );
    }

    /// Whether a label is an instance of the pattern.
    pub(super) fn label_matches(&mut self, pattern: Value, name: Value) -> bool {
        match pattern {
            Value::Top => true,
            Value::Kind(kind) => kind.meets(Kind::STRING),
            Value::Str(_) => self.same_scalar(pattern, name),
            Value::Bound(bound) => {
                let bound: Bound = self.bounds[bound];
                let comparable = self.kind(bound.value).meets(Kind::STRING)
                    || bound.relation == Relation::NotEqual && bound.value == Value::Null;
                match comparable.then(|| self.satisfies(name, &bound)) {
                    Some(Ok(matches)) => matches,
                    Some(Err(Fault { bound: Some(FaultBound::Evaluation), .. })) => {
                        // All that is still to be evaluated is refused for it.
                        self.searched_too_much(bound.span);
                        false
                    }
                    Some(Err(_)) | None => false,
                }
            }
            Value::Validator(validator) => {
                let span = self.validators[validator].span;
                self.quiet += 1;
                let valid = self.validate_with(validator, name, span).is_ok();
                self.quiet -= 1;
                valid
            }
            Value::Checks(checks) => {
                self.checks[checks].clone().into_iter().all(|check| self.label_matches(check, name))
            }
            Value::Vertex(vertex) => match self.vertices[self.deref(vertex)].value {
                Value::Choice(choice) => self.choices[choice]
                    .values
                    .clone()
                    .into_iter()
                    .any(|value| self.label_matches(value, name)),
                _ => false,
            },
            Value::Choice(choice) => self.choices[choice]
                .values
                .clone()
                .into_iter()
                .any(|value| self.label_matches(value, name)),
            Value::Null
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Number(_)
            | Value::Bytes(_)
            | Value::Function(_)
            | Value::Struct
            | Value::List
            | Value::Bottom(_) => false,
        }
    }
}

/// What patterns are held against: definitions and hidden fields are not.
fn name_of(label: Label) -> Option<Symbol> {
    label.symbol().filter(|_| label.is_field())
}
