//! Whether an expression has a value at all: `x == _|_`.

use super::graph::Graph;
use super::kind::Kind;
use super::pending::Pending;
use super::value::{Bottom, BottomId, Gravity, Value};
use super::vertex::{EnvId, Presence, Source, State, Task, VertexId, Work};
use crate::base::Code;
use crate::program::{Decl, Expr, ExprId, Label, Mark};

impl Graph {
    /// Whether an expression has no value: `x == _|_`. What may still get one has to be waited for;
    /// what was found is checked when all is known, as the answer may have changed it.
    pub(super) fn is_absent(&mut self, tested: ExprId, env: EnvId) -> Result<bool, BottomId> {
        let absent = match self.tested_value(tested, env) {
            Ok(None) => true,
            Ok(Some(Value::Vertex(vertex))) => {
                self.finish_tested(vertex);
                return Ok(self.permanent_error(vertex).is_some());
            }
            Ok(Some(value)) if Self::is_scalar(value) => false,
            Ok(Some(value)) => {
                if value == Value::Top
                    && self.is_reference(tested)
                    && let Ok(Value::Vertex(vertex)) = self.resolve(tested, env)
                {
                    self.run_what_adds_below(vertex);
                    self.deny_asked(vertex);
                }
                // A scalar that is not known yet counts as none, though it is no error.
                let scalar = !self.kind(value).meets(Kind::STRUCT | Kind::LIST);
                if scalar && self.may_become_known(tested, env) {
                    return Err(self.not_known(tested, "something else may still give it one"));
                }
                self.remember(tested, env, false);
                return Ok(scalar);
            }
            Err(bottom) if self.waits(bottom) => return Err(bottom),
            Err(_) => true,
        };
        self.remember(tested, env, absent);
        Ok(absent)
    }

    /// Whether other work may still give a concrete value to a field that has none; in the end that
    /// work is not waited for.
    fn may_become_known(&mut self, tested: ExprId, env: EnvId) -> bool {
        if self.haste.relaxed || self.forced || !self.is_reference(tested) {
            return false;
        }
        let Ok(Value::Vertex(vertex)) = self.resolve(tested, env) else { return false };
        let (holder, label) = (self.vertices[vertex].parent, self.vertices[vertex].label);
        self.pending_elsewhere(holder, Some(label)) != Pending::Nothing
    }

    /// The error of a field that is not known `yet`.
    fn not_known(&mut self, tested: ExprId, yet: &str) -> BottomId {
        let bottom = Bottom::new(Gravity::Blocked, Code::Cycle, "the value is not known yet")
            .at(self.program.span(tested), yet);
        self.bottoms.add(bottom)
    }

    /// Checks the comparisons with `_|_` that decided something in `vertex`.
    pub(super) fn check_presences(&mut self, vertex: VertexId) {
        if self.vertices[vertex].node.presences.is_empty() {
            return;
        }
        let presences = std::mem::take(&mut self.vertices[vertex].node.presences);
        if matches!(self.vertices[vertex].value, Value::Choice(_)) {
            // Each of the alternatives was checked, and there are no fields beside them.
            return;
        }
        for presence in presences {
            // Not what it was when it was asked first.
            self.temporaries.remove(&(presence.tested, presence.env));
            let absent = !matches!(self.tested_value(presence.tested, presence.env), Ok(Some(_)));
            if absent == presence.absent {
                continue;
            }
            let span = self.program.span(presence.tested);
            let bottom = Bottom::new(
                Gravity::Incomplete,
                Code::Cycle,
                "circular dependency in evaluation of conditionals",
            )
            .at(span, "this changed after a condition was decided by it");
            let bottom = self.bottoms.add(bottom);
            self.give_up(vertex, bottom);
            if !matches!(self.vertices[vertex].value, Value::Bottom(_)) {
                self.vertices[vertex].value = Value::Bottom(bottom);
            }
        }
    }

    /// The value of an expression; none if it refers to what is not there and will not come.
    fn tested_value(&mut self, tested: ExprId, env: EnvId) -> Result<Option<Value>, BottomId> {
        let value = if self.is_reference(tested) {
            let Some(found) = self.resolve_tested(tested, env)? else { return Ok(None) };
            match found {
                Value::Vertex(vertex) if self.vertices[vertex].mark == Mark::Required => {
                    let (holder, label) =
                        (self.vertices[vertex].parent, self.vertices[vertex].label);
                    let span = self.program.span(tested);
                    let name = label.text(&self.symbols);
                    let bottom = Bottom::incomplete(format!("required field missing: {name}"))
                        .at(span, "it has no value unless something gives it one");
                    return Err(self.unless_pending(holder, label, span, bottom));
                }
                Value::Vertex(vertex) => {
                    let may_wait = !self.haste.relaxed && !self.forced;
                    if may_wait && !self.is_plain(vertex) && self.awaits_conjuncts(vertex) {
                        // What allows fields has to be there before any are judged.
                        return Err(
                            self.not_known(tested, "something may still be unified with it")
                        );
                    }
                    self.value_of(vertex)
                }
                value => value,
            }
        } else {
            self.evaluate(tested, env)
        };
        match value {
            Value::Bottom(bottom) => Err(bottom),
            value => Ok(Some(self.default_of(value))),
        }
    }

    /// Whether a scalar is written where a vertex is, so that it has no fields.
    fn is_plain(&self, vertex: VertexId) -> bool {
        self.vertices[vertex].conjuncts.iter().any(|conjunct| match conjunct.source {
            Source::Expr(value) => self.program.expr(value).is_scalar(),
            Source::Computed(_) => false,
        })
    }

    /// What a tested reference means; nothing if that is not there and will not come: then nobody is
    /// told why.
    fn resolve_tested(&mut self, id: ExprId, env: EnvId) -> Result<Option<Value>, BottomId> {
        let span = self.program.span(id);
        let (vertex, label, lexical) = match *self.program.expr(id) {
            Expr::Field { up, label } => (self.level(env, up).vertex, label, true),
            Expr::Select(base, label) => match self.program.expr(base) {
                Expr::Standard(_) => return self.resolve(id, env).map(Some),
                Expr::Field { .. } | Expr::Select(..) => match self.resolve_tested(base, env)? {
                    Some(Value::Vertex(vertex)) => {
                        (self.known_base(vertex, env, span)?, label, false)
                    }
                    Some(_) => return self.resolve(id, env).map(Some),
                    None => return Ok(None),
                },
                _ => (self.base(base, env, span)?, label, false),
            },
            _ => return self.resolve(id, env).map(Some),
        };
        match self.find(vertex, label)? {
            Ok(arc) => Ok(Some(Value::Vertex(arc))),
            Err(reached) if self.stays_absent(reached, label) => Ok(None),
            Err(reached) => Err(self.absent(reached, label, span, lexical)),
        }
    }

    fn remember(&mut self, tested: ExprId, env: EnvId, absent: bool) {
        let holder = self.envs[env].around;
        let holder = self.deref(holder);
        self.vertices[holder].node.presences.push(Presence { tested, env, absent });
    }

    /// Whether an error is no answer to the question whether there is a value.
    fn waits(&self, bottom: BottomId) -> bool {
        let bottom = &self.bottoms[bottom];
        bottom.gravity == Gravity::Blocked
            || bottom.gravity == Gravity::Incomplete && bottom.code == Code::Cycle
    }

    /// Brings what is tested to its end.
    pub(super) fn finish_tested(&mut self, vertex: VertexId) {
        self.run_what_adds_below(vertex);
        self.deny_asked(vertex);
        let reached = self.deref(vertex);
        if self.vertices[reached].state == State::Fields {
            self.finish(vertex);
        }
    }

    /// Runs the comprehensions beside the one that asks which add something below `vertex`: whether
    /// that has errors they decide.
    fn run_what_adds_below(&mut self, vertex: VertexId) {
        let Some(&(holder, asking)) = self.running.last() else { return };
        if self.vertices[holder].state != State::Busy {
            return;
        }
        let Some(path) = self.path_from(holder, vertex) else { return };
        let adding = |graph: &Self, task: &Task| match task.what {
            Work::Comprehension(id) if id != asking => {
                graph.gives_below(graph.program.comprehensions[id].body, &path)
            }
            _ => false,
        };
        let tasks = &self.vertices[holder].node.work.tasks;
        let beside: Vec<Task> = tasks.iter().filter(|task| adding(self, task)).copied().collect();
        for task in beside {
            let same = |other: &Task| self.adds_the_same(other, &task);
            let Some(at) = self.vertices[holder].node.work.tasks.iter().position(same) else {
                continue;
            };
            self.vertices[holder].node.work.tasks.remove(at);
            match self.run(holder, &task) {
                Ok(()) => self.progress += 1,
                Err(bottom) => {
                    let tasks = &mut self.vertices[holder].node.work.tasks;
                    tasks.insert(at, Task { blocked: Some(bottom), ..task });
                }
            }
        }
    }

    /// Whether the body of a comprehension adds fields below a path (its last label first).
    fn gives_below(&self, body: ExprId, path: &[Label]) -> bool {
        let &Expr::Struct(lit) = self.program.expr(body) else { return false };
        self.program.literal(lit).decls.iter().any(|decl| match (decl, path.split_last()) {
            (&Decl::Field { label, value, .. }, Some((&first, rest))) => {
                first == label && self.gives_below(value, rest)
            }
            (Decl::Field { mark, .. }, None) => *mark != Mark::Optional,
            _ => false,
        })
    }

    /// Lets those fields of a vertex have no value that depend on a comprehension which asks for
    /// the vertex as a whole: it would be decided by itself.
    pub(super) fn deny_asked(&mut self, vertex: VertexId) {
        for at in 0..self.running.len() {
            let Some(&(holder, id)) = self.running.get(at) else { break };
            if let Some(path) = self.path_from(holder, vertex) {
                let body = self.program.comprehensions[id].body;
                self.deny_own(vertex, body, &path);
            }
        }
    }

    /// Makes the fields that a comprehension's body would add at a path (its last label first)
    /// errors, unless they are there.
    fn deny_own(&mut self, vertex: VertexId, body: ExprId, path: &[Label]) {
        let &Expr::Struct(lit) = self.program.expr(body) else { return };
        for at in 0..self.program.literal(lit).decls.len() {
            let decls = &self.program.literal(lit).decls;
            let Some(&Decl::Field { label, mark, value, span, .. }) = decls.get(at) else {
                continue;
            };
            if mark == Mark::Optional {
                continue;
            }
            match path.split_last() {
                Some((&first, rest)) if first == label => self.deny_own(vertex, value, rest),
                Some(_) => {}
                None => {
                    let present = self.arc(vertex, label);
                    if present.is_none_or(|arc| self.vertices[arc].mark == Mark::Optional) {
                        let arc = self.field(vertex, label, Mark::Regular);
                        let bottom = self.cyclic_field(label, span);
                        let bottom = self.bottoms.add(bottom);
                        self.give_up(arc, bottom);
                    }
                }
            }
        }
    }

    /// Whether two pieces of work are the same comprehension in the same environment.
    fn adds_the_same(&self, a: &Task, b: &Task) -> bool {
        match (a.what, b.what) {
            (Work::Comprehension(x), Work::Comprehension(y)) => {
                x == y && self.is_same_conjunct(a.conjunct, b.conjunct)
            }
            _ => false,
        }
    }
}
