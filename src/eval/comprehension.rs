//! Comprehensions: clauses give environments, each of which yields the body once.

use smallvec::SmallVec;

use super::graph::Graph;
use super::kind::Kind;
use super::pending::Pending;
use super::value::{Bottom, BottomId, Gravity, Value};
use super::vertex::{Conjunct, EnvId, Source, State, VertexId};
use crate::base::Code;
use crate::program::{Clause, ComprehensionId, ExprId, Mark};

/// The environments in which a body is yielded: most comprehensions do so once or not at all.
type Envs = SmallVec<[EnvId; 2]>;

impl Graph {
    /// Unifies what a comprehension yields with `vertex`.
    pub(super) fn run_comprehension(
        &mut self,
        vertex: VertexId,
        id: ComprehensionId,
        conjunct: Conjunct,
    ) -> Result<(), BottomId> {
        self.running.push((vertex, id));
        let envs = self.yields(id, &conjunct);
        self.running.pop();
        let envs = envs?;
        let comprehension = &self.program.comprehensions[id];
        let (body, fallback) = (comprehension.body, comprehension.fallback);
        if envs.is_empty()
            && let Some(fallback) = fallback
        {
            self.insert(vertex, conjunct.saying(Source::Expr(fallback)));
        }
        for env in envs {
            self.insert(vertex, Conjunct { source: Source::Expr(body), env, ..conjunct });
        }
        Ok(())
    }

    /// The environments in which the body is yielded.
    pub(super) fn yields(
        &mut self,
        id: ComprehensionId,
        conjunct: &Conjunct,
    ) -> Result<Envs, BottomId> {
        self.yields_by(id, usize::MAX, conjunct)
    }

    /// The environments that its first so many clauses leave.
    pub(super) fn yields_by(
        &mut self,
        id: ComprehensionId,
        count: usize,
        conjunct: &Conjunct,
    ) -> Result<Envs, BottomId> {
        let mut envs = Envs::from_iter([conjunct.env]);
        self.runs += 1;
        for at in 0..count {
            let Some(&clause) = self.program.comprehensions[id].clauses.get(at) else { break };
            let mut next = Envs::new();
            for env in envs {
                match clause {
                    Clause::If(condition) => {
                        if self.condition(condition, env)? {
                            next.push(env);
                        }
                    }
                    Clause::For(source) => self.iterate(source, env, conjunct, &mut next)?,
                    Clause::Try(id, tried) => {
                        if self.attempt(id, tried, env)? {
                            next.push(env);
                        }
                    }
                }
            }
            envs = next;
        }
        Ok(envs)
    }

    fn condition(&mut self, condition: ExprId, env: EnvId) -> Result<bool, BottomId> {
        let found = self.evaluate(condition, env);
        let value = match self.as_operand(found, condition, env) {
            Ok(value) => value,
            // What can only be something else will not become a bool.
            Err(_)
                if matches!(found, Value::Kind(_) | Value::Bound(_))
                    && !self.kind(found).meets(Kind::BOOL) =>
            {
                found
            }
            Err(bottom) => return Err(self.of_condition(bottom, condition)),
        };
        match value {
            Value::Bool(value) => Ok(value),
            value => {
                let span = self.program.span(condition);
                let kind = self.kind(value);
                let bottom = Bottom::permanent(
                    Code::Operand,
                    format!("a condition must be a bool, not {}", self.show_value(value)),
                )
                .at(span, format!("this is {kind}"));
                Err(self.bottoms.add(bottom))
            }
        }
    }

    /// The error of a condition that has no value yet, as one that says what it needs.
    fn of_condition(&mut self, bottom: BottomId, condition: ExprId) -> BottomId {
        let span = self.program.span(condition);
        let inner = &self.bottoms[bottom];
        if inner.gravity != Gravity::Incomplete || inner.code != Code::Incomplete {
            return bottom;
        }
        let mut told = inner.clone();
        for mark in told.marks.iter_mut().filter(|mark| mark.span == span) {
            mark.text = "a condition needs a bool".into();
        }
        self.bottoms.add(told)
    }

    /// One environment for each field or element of the source.
    fn iterate(
        &mut self,
        source: ExprId,
        env: EnvId,
        conjunct: &Conjunct,
        next: &mut Envs,
    ) -> Result<(), BottomId> {
        let span = self.program.span(source);
        let value = self.operand(source, env)?;
        let Value::Vertex(vertex) = value else {
            let bottom = Bottom::permanent(
                Code::Operand,
                format!("cannot range over {}: it is {}", self.show_value(value), self.kind(value)),
            )
            .at(span, "only a struct or list can be gone through");
            return Err(self.bottoms.add(bottom));
        };
        let vertex: VertexId = self.deref(vertex);
        let pending = self.pending_elsewhere(vertex, None);
        let busy = matches!(self.vertices[vertex].state, State::Busy | State::Waiting);
        let own_list = busy
            && self.vertices[vertex].node.list.as_ref().is_some_and(|list| list.length.is_none());
        let is_own = self.running.last().is_some_and(|running| self.deref(running.0) == vertex);
        let open = match pending {
            // Two that wait for each other cannot both be right.
            Pending::Comprehension => true,
            // What else may add to it has had its turn.
            Pending::Nothing if is_own && self.haste.relaxed => own_list,
            Pending::Nothing | Pending::Other if busy => !self.forced || own_list,
            Pending::Other => !self.forced && !self.haste.relaxed,
            Pending::Nothing => false,
        };
        if open {
            let gravity = if self.forced { Gravity::Incomplete } else { Gravity::Blocked };
            let code = if own_list { Code::Incomplete } else { Code::Cycle };
            let bottom =
                Bottom::new(gravity, code, "cannot range over fields that are not all known")
                    .at(span, "gone through while it is being made");
            return Err(self.bottoms.add(bottom));
        }
        if !self.haste.relaxed
            && let Some(bottom) = self.first_denied(vertex)
        {
            return Err(bottom);
        }
        if busy || pending != Pending::Nothing || self.pending(vertex, None) != Pending::Nothing {
            let free = self.pending_fields(vertex);
            self.vertices[vertex].node.frozen.get_or_insert_default().extend(free);
        }
        self.room_for_values(0, span)?;
        for (label, arc) in self.arcs_as_met(vertex) {
            let regular = label.is_field() || label.as_index().is_some();
            if regular && self.vertices[arc].mark == Mark::Regular {
                next.push(self.round(env, arc, label, conjunct, self.runs));
            } else if regular && self.vertices[arc].mark == Mark::Required {
                let name = label.text(&self.symbols);
                let bottom = Bottom::new(
                    Gravity::Incomplete,
                    Code::MissingField,
                    format!("required field `{name}` has no value"),
                )
                .at(span, "gone through here");
                return Err(self.unless_final(vertex, bottom));
            }
        }
        Ok(())
    }
}
