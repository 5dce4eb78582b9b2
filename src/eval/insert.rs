//! Unifying a conjunct with a vertex: what each kind of expression adds.

use super::anchor::Anchor;
use super::closed::{Entry, Trait};
use super::computed::Computed;
use super::graph::Graph;
use super::groups::Opening;
use super::node::push;
use super::tell::About;
use super::value::{Bottom, BottomId, Callee, Value};
use super::vertex::{
    Arm, Arms, Conjunct, Cycle, Cycles, Disjunction, EnvId, Source, Task, VertexId, Work,
};
use crate::base::Code;
use crate::program::{Expr, ExprId, Relation, Universe};

/// What is said of `_|_`.
pub(super) const EXPLICIT: &str = "explicit error (_|_)";

impl Graph {
    /// Unifies one conjunct with `vertex`.
    pub(super) fn insert(&mut self, vertex: VertexId, conjunct: Conjunct) {
        self.costs.unifications += 1;
        let at = Anchor::from(conjunct.source);
        match conjunct.source {
            Source::Expr(expr) => self.insert_expr(vertex, expr, conjunct),
            Source::Computed(id) => match self.computed[id] {
                Computed::Vertex(target, _) => {
                    let target = self.source_of_element(target);
                    match self.final_scalar(target) {
                        Some((value, place)) => self.insert_value(vertex, value, place, conjunct),
                        None => {
                            self.insert_vertex(vertex, target, conjunct, at, None, Entry::Open);
                        }
                    }
                }
                Computed::Value(value, _) => self.insert_value(vertex, value, at, conjunct),
            },
        }
    }

    fn insert_expr(&mut self, vertex: VertexId, id: ExprId, conjunct: Conjunct) {
        let at = Anchor::from(id);
        match self.program.expr(id) {
            Expr::Bad => {
                // What is wrong with it was said when it was read.
                let bottom = Bottom::permanent(Code::Syntax, "").about(About::Reported);
                let bottom = self.bottoms.add(bottom);
                self.give_up(vertex, bottom);
            }
            Expr::Bottom => {
                let bottom =
                    Bottom::permanent(Code::User, EXPLICIT).at(self.span_at(at), "written here");
                let bottom = self.bottoms.add(bottom);
                self.give_up(vertex, bottom);
            }
            Expr::Top
            | Expr::Null
            | Expr::Bool(_)
            | Expr::Int(_)
            | Expr::Number(_)
            | Expr::Str(_)
            | Expr::Bytes(_)
            | Expr::Universe(_) => {
                let value = self.constant(id);
                self.insert_value(vertex, value, at, conjunct);
            }
            &Expr::Struct(lit) => self.insert_struct(vertex, lit, conjunct, at),
            Expr::List { .. } => self.insert_list(vertex, id, conjunct),
            &Expr::Open(inner) => {
                let group = self.groups.opened(conjunct.group, vertex);
                self.insert(vertex, Conjunct { source: Source::Expr(inner), group, ..conjunct });
            }
            Expr::And(_) => self.insert_all(vertex, id, conjunct),
            Expr::Or(_) => self.insert_disjunction(vertex, Arms::Expr(id), conjunct),
            &Expr::Comprehension(comprehension) => {
                self.queue(vertex, Work::Comprehension(comprehension), conjunct);
            }
            Expr::Field { .. }
            | Expr::Let { .. }
            | Expr::Dynamic { .. }
            | Expr::Key { .. }
            | Expr::Element { .. }
            | Expr::Own { .. }
            | Expr::This { .. }
            | Expr::Package(_)
            | Expr::Standard(_)
            | Expr::Select(..)
            | Expr::Index(..)
            | Expr::Slice { .. }
            | Expr::Optional(..)
            | Expr::Call(..)
            | Expr::Bound(..)
            | Expr::Interpolation { .. }
            | Expr::Unary(..)
            | Expr::Binary(..)
            | Expr::ShortCircuit(..) => self.queue(vertex, Work::Expr(id), conjunct),
        }
    }

    fn insert_all(&mut self, vertex: VertexId, id: ExprId, mut conjunct: Conjunct) {
        if self.groups.opening(conjunct.group) == Opening::Value {
            // Each operand still closes what the others give.
            conjunct.group = self.enter_embedding(vertex, conjunct.group);
            self.groups.open_conjunction(conjunct.group);
        }
        let operand = |graph: &Self, at: usize| match graph.program.expr(id) {
            Expr::And(operands) => operands.get(at).copied(),
            _ => None,
        };
        let mut at = 0;
        while let Some(operand) = operand(self, at) {
            self.insert(vertex, conjunct.saying(Source::Expr(operand)));
            at += 1;
        }
    }

    /// Does a piece of work; an error that is `Blocked` means that it can be tried again.
    pub(super) fn run(&mut self, vertex: VertexId, task: &Task) -> Result<(), BottomId> {
        let conjunct = task.conjunct;
        match task.what {
            Work::Expr(id) => self.run_expr(vertex, id, conjunct),
            Work::Comprehension(comprehension) => {
                self.run_comprehension(vertex, comprehension, conjunct)
            }
            Work::Dynamic { key, mark, value } => {
                self.run_dynamic(vertex, key, mark, value, conjunct)
            }
            Work::Pattern { pattern, value } => self.run_pattern(vertex, pattern, value, conjunct),
            Work::List(id) => self.run_list(vertex, id, conjunct),
        }
    }

    fn run_expr(
        &mut self,
        vertex: VertexId,
        id: ExprId,
        conjunct: Conjunct,
    ) -> Result<(), BottomId> {
        let at = Anchor::from(id);
        if let Some(argument) = self.argument_of(id, Universe::And)
            && let Value::Vertex(list) = self.operand(argument, conjunct.env)?
        {
            // The elements themselves, which may lead back here, rather than their joint value.
            for item in self.elements(list) {
                self.insert_vertex(vertex, item, conjunct, at, None, Entry::Open);
            }
            return Ok(());
        }
        if let Some(argument) = self.argument_of(id, Universe::Close) {
            let group = self.enter(vertex, None, conjunct.group, Entry::Close);
            self.decide_default(vertex, argument, conjunct.env);
            let source = Source::Expr(argument);
            self.insert(vertex, Conjunct { source, group, ..conjunct });
            return Ok(());
        }
        let value = if self.is_reference(id) {
            self.resolve(id, conjunct.env)?
        } else if let Expr::Call(callee, arguments) = self.program.expr(id) {
            // Not by `evaluate`, which would resolve a choice that is to be unified first.
            let (callee, arguments) = (*callee, arguments.clone());
            self.call(callee, &arguments, conjunct.env, id)?
        } else {
            self.evaluate(id, conjunct.env)
        };
        match value {
            Value::Bottom(bottom) => return Err(bottom),
            Value::Vertex(target)
                if self.is_reference(id) && self.share(vertex, target, id, conjunct) => {}
            Value::Vertex(asked) => {
                let target = self.shared_end(asked);
                let reference = self.is_reference(id).then_some(id);
                if reference.is_some() && self.take_scalar(vertex, target, id, conjunct) {
                    self.follow(vertex, asked, target, conjunct);
                    return Ok(());
                }
                let entry =
                    if self.names_definition(id) || self.vertices[target].label.is_definition() {
                        Entry::Definition
                    } else if self.is_reference(id) {
                        Entry::Open
                    } else {
                        self.entry_of(target)
                    };
                self.insert_vertex(vertex, target, conjunct, at, reference, entry);
                self.follow(vertex, asked, target, conjunct);
            }
            value => self.insert_value(vertex, value, at, conjunct),
        }
        Ok(())
    }

    /// Lets a disjunction that is unified with `vertex` as an argument be its default, if it has one.
    fn decide_default(&mut self, vertex: VertexId, argument: ExprId, env: EnvId) {
        if matches!(self.program.expr(argument), Expr::Or(arms) if arms.iter().any(|arm| arm.0))
            && let value @ Value::Vertex(choice) = self.evaluate(argument, env)
            && let Value::Vertex(chosen) = self.default_of(value)
            && chosen != self.deref(choice)
        {
            let decisions = self.vertices[chosen].node.constraints.decisions.clone();
            self.vertices[vertex].node.constraints.decisions.extend(decisions);
        }
    }

    /// The only argument of a call of `function`.
    pub(super) fn argument_of(&self, id: ExprId, function: Universe) -> Option<ExprId> {
        let Expr::Call(callee, arguments) = self.program.expr(id) else { return None };
        match (self.program.expr(*callee), &**arguments) {
            (&Expr::Universe(called), &[argument]) if called == function => Some(argument),
            _ => None,
        }
    }

    /// Whether an expression refers to a vertex rather than making one.
    pub(super) fn is_reference(&self, id: ExprId) -> bool {
        matches!(
            self.program.expr(id),
            Expr::Field { .. }
                | Expr::Let { .. }
                | Expr::Dynamic { .. }
                | Expr::Element { .. }
                | Expr::Own { .. }
                | Expr::This { .. }
                | Expr::Key { .. }
                | Expr::Package(_)
                | Expr::Select(..)
                | Expr::Index(..)
                | Expr::Optional(..)
        )
    }

    /// Whether a reference goes through a definition, which closes what it is unified with.
    pub(super) fn names_definition(&self, id: ExprId) -> bool {
        match self.program.expr(id) {
            Expr::Field { label, .. } => label.is_definition(),
            Expr::Select(base, label) => label.is_definition() || self.names_definition(*base),
            Expr::Index(base, _) | Expr::Optional(_, base) => self.names_definition(*base),
            _ => false,
        }
    }

    /// Remembers that something came through no cycle.
    pub(super) fn note(&mut self, vertex: VertexId, conjunct: Conjunct) {
        let node = &mut self.vertices[vertex].node;
        node.cycles.note(Cycles::STRUCTURE, conjunct.cycle != Cycle::Cyclic);
    }

    /// Unifies a computed value with `vertex`.
    pub(super) fn insert_value(
        &mut self,
        vertex: VertexId,
        value: Value,
        at: Anchor,
        conjunct: Conjunct,
    ) {
        self.note(vertex, conjunct);
        match value {
            Value::Top => {
                self.vertices[vertex].node.has_top = true;
                self.vertices[vertex].node.closing.add(conjunct.group, Trait::Top);
            }
            Value::Kind(kind) => self.meet_kind(vertex, kind, at),
            Value::Bound(bound) => {
                if matches!(self.bounds[bound].relation, Relation::Equal | Relation::NotEqual) {
                    // It judges a struct whole, and closes none.
                    self.vertices[vertex].node.closing.add(conjunct.group, Trait::Judge);
                }
                self.meet_bound(vertex, bound, at);
            }
            Value::Validator(validator) => {
                self.meet_validator(vertex, validator, at, conjunct.group)
            }
            Value::Checks(checks) => {
                for value in self.checks[checks].clone() {
                    self.insert_value(vertex, value, at, conjunct);
                }
            }
            Value::Vertex(target) => {
                let entry = self.entry_of(target);
                self.insert_vertex(vertex, target, conjunct, at, None, entry);
            }
            Value::Choice(choice) => {
                self.insert_disjunction(vertex, Arms::Value(choice), conjunct);
            }
            Value::Bottom(bottom) => self.give_up(vertex, bottom),
            Value::Function(Callee::Package(function)) if function.get().is_validator() => {
                let validator = self.bare_validator(function, self.span_at(at));
                self.meet_validator(vertex, validator, at, conjunct.group);
            }
            Value::Struct | Value::List => {}
            Value::Null
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Number(_)
            | Value::Str(_)
            | Value::Bytes(_)
            | Value::Function(_) => self.meet_scalar(vertex, value, at),
        }
    }

    fn insert_disjunction(&mut self, vertex: VertexId, arms: Arms, conjunct: Conjunct) {
        let node = &self.vertices[vertex].node;
        let occurrence =
            node.constraints.met_arms.iter().filter(|&&met| self.same_arms(met, arms)).count()
                as u32;
        let decision = node
            .constraints
            .decisions
            .iter()
            .find(|decision| {
                self.same_arms(decision.arms, arms) && decision.occurrence == occurrence
            })
            .copied();
        self.vertices[vertex].node.constraints.met_arms.push(arms);
        match decision {
            Some(decision) => {
                if let Some(arm) = decision.arm
                    && let Some(arm) = self.arm(arms, arm as usize)
                {
                    let cycle = conjunct.cycle.optional();
                    let conjunct = Conjunct { cycle, ..conjunct };
                    match arm {
                        Arm::Expr(id) => self.insert(vertex, conjunct.saying(Source::Expr(id))),
                        Arm::Value(value) => {
                            self.insert_value(vertex, value, Anchor::NOWHERE, conjunct);
                        }
                    }
                }
            }
            None => {
                let disjunction = Disjunction { arms, occurrence, conjunct };
                push(&mut self.vertices[vertex].node.constraints.disjunctions, disjunction);
            }
        }
    }
}
