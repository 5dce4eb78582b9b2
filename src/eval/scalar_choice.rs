//! Disjunctions of scalars, met value by value: no variant of the vertex is needed for them.

use thin_vec::ThinVec;

use super::graph::Graph;
use super::survivor::{Mode, Outcome, Survivor, as_choice};
use super::value::{Gravity, Value};
use super::vertex::{
    Conjunct, Disjunction, EnvId, NO_ENV, NO_TRAIL, NO_VERTEX, Node, Source, VertexId,
};
use crate::base::Span;
use crate::program::{Expr, ExprId};

impl Graph {
    /// The combinations of scalars that survive, or which disjunction leaves none; nothing if any
    /// arm may be more than a scalar.
    pub(super) fn scalar_survivors(
        &mut self,
        vertex: VertexId,
        disjunctions: &[Disjunction],
    ) -> Option<Result<Vec<Survivor>, usize>> {
        let node = &self.vertices[vertex].node;
        if node.has_struct
            || node.list.is_some()
            || !node.tasks.is_empty()
            || !self.vertices[vertex].arcs.is_empty()
        {
            return None;
        }
        let mut all = Vec::with_capacity(disjunctions.len());
        for disjunction in disjunctions {
            let mut arms = Vec::new();
            for (marked, source) in self.arms(disjunction.arms) {
                let (value, span) = match source {
                    Source::Expr(id) => {
                        (self.plain_arm(id, disjunction.conjunct.env)?, self.program.span(id))
                    }
                    Source::Value(value, span) if Self::is_scalar(value) => (value, span),
                    Source::Value(..) | Source::Vertex(..) => return None,
                };
                arms.push((marked, value, span));
            }
            let written = arms.iter().any(|arm| arm.0);
            all.push((self.is_marked(disjunction.arms, written), arms));
        }
        // Taken, because the checks of a scalar may themselves try scalars elsewhere.
        let scratch = self.scratch.take().unwrap_or_else(|| self.detached(NO_VERTEX));
        let mut survivors = vec![Survivor::start(self.vertices[vertex].node.decisions.clone())];
        self.quiet += 1;
        let mut exhausted = None;
        for (at, ((marked, arms), disjunction)) in all.into_iter().zip(disjunctions).enumerate() {
            let mut outcomes = Vec::new();
            for survivor in &survivors {
                for (index, &(is_default, written, span)) in arms.iter().enumerate() {
                    let arm = Mode::of_arm(marked, is_default);
                    let chosen = (&*survivor.chosen, (written, span));
                    if let Some(value) = self.meet_all(vertex, scratch, chosen) {
                        let mut chosen = survivor.chosen.clone();
                        chosen.push((written, span));
                        let mode = survivor.mode;
                        let mut decisions = ThinVec::with_capacity(survivor.decisions.len() + 1);
                        decisions.extend_from_slice(&survivor.decisions);
                        decisions.push(disjunction.decide(Some(index)));
                        let survivor = Survivor { decisions, mode: Mode::Maybe, value, chosen };
                        outcomes.push(Outcome { before: mode, arm, survivor });
                    }
                }
            }
            survivors = self.combine(outcomes, true);
            if survivors.is_empty() {
                exhausted = Some(at);
                break;
            }
        }
        self.quiet -= 1;
        self.scratch = Some(scratch);
        Some(exhausted.map_or(Ok(survivors), Err))
    }

    /// The value of an arm that can only be a scalar or a constraint on scalars.
    pub(super) fn plain_arm(&mut self, id: ExprId, env: EnvId) -> Option<Value> {
        match self.program.expr(id) {
            Expr::Null
            | Expr::Bool(_)
            | Expr::Int(_)
            | Expr::Number(_)
            | Expr::Str(_)
            | Expr::Bytes(_)
            | Expr::Universe(_) => Some(self.constant(id)),
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

    /// What the scalars of the vertex, the values chosen before and a further one have in common.
    fn meet_all(
        &mut self,
        vertex: VertexId,
        scratch: VertexId,
        (before, further): (&[(Value, Span)], (Value, Span)),
    ) -> Option<Value> {
        let original = &self.vertices[vertex].node;
        let value = further.0;
        let clashes = |known: (Value, Span)| !self.same_scalar(known.0, value);
        if Self::is_scalar(value)
            && (original.scalar.is_some_and(clashes) || !original.kind.meets(self.kind(value)))
        {
            return None;
        }
        let mut node = Node::new();
        node.kind = original.kind;
        node.kind_source = original.kind_source;
        node.scalar = original.scalar;
        if !original.bounds.is_empty() || !original.validators.is_empty() {
            node.bounds = original.bounds.clone();
            node.validators = original.validators.clone();
        }
        self.vertices[scratch].node = node;
        for &(value, span) in before.iter().chain([&further]) {
            let conjunct = Conjunct::new(Source::Value(value, span), NO_ENV, NO_TRAIL);
            self.insert_value(scratch, value, span, conjunct);
        }
        match self.settled_value(scratch) {
            Value::Bottom(bottom) if self.bottoms[bottom].gravity >= Gravity::Permanent => None,
            value => Some(value),
        }
    }

    pub(super) fn take_scalars(
        &mut self,
        vertex: VertexId,
        survivors: Result<Vec<Survivor>, usize>,
        disjunctions: &[Disjunction],
    ) {
        let Some(conjunct) = disjunctions.first().map(|disjunction| disjunction.conjunct) else {
            return;
        };
        self.vertices[vertex].node.cycles.has_structure = true;
        let survivors = match survivors {
            Ok(survivors) => survivors,
            Err(at) => return self.no_scalar_left(vertex, disjunctions, at),
        };
        match survivors.as_slice() {
            [survivor] => {
                self.vertices[vertex].node.mode = survivor.mode;
                for &(value, span) in &survivor.chosen.clone() {
                    self.insert_value(vertex, value, span, conjunct);
                }
            }
            // Several values do not hide that something is missing.
            _ if self.vertices[vertex].node.incomplete.is_some() => {}
            _ => {
                let choice = as_choice(survivors);
                self.vertices[vertex].value = Value::Choice(self.choices.add(choice));
            }
        }
    }
}
