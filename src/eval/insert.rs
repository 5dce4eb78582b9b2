//! Unifying a conjunct with a vertex: what each kind of expression adds.

use super::closed::{GroupKind, Requirement};
use super::graph::Graph;
use super::value::{Bottom, BottomId, Callee, Value};
use super::vertex::{Arms, Conjunct, Disjunction, Link, Source, Task, VertexId, Work};
use crate::base::{Code, Span};
use crate::program::{Expr, ExprId, Universe};

impl Graph {
    /// Unifies one conjunct with `vertex`.
    pub(super) fn insert(&mut self, vertex: VertexId, conjunct: Conjunct) {
        match conjunct.source {
            Source::Expr(expr) => self.insert_expr(vertex, expr, conjunct),
            Source::Vertex(target, span) => {
                self.insert_vertex(vertex, target, conjunct, span, Link::Value);
            }
            Source::Value(value, span) => self.insert_value(vertex, value, span, conjunct),
        }
    }

    fn insert_expr(&mut self, vertex: VertexId, id: ExprId, conjunct: Conjunct) {
        let span = self.program.span(id);
        match self.program.expr(id) {
            Expr::Bad => {
                // What is wrong with it was said when it was read.
                let bottom = self.bottoms.add(Bottom::permanent(Code::Syntax, ""));
                self.give_up(vertex, bottom);
            }
            Expr::Bottom => {
                let bottom =
                    Bottom::permanent(Code::User, "explicit error (_|_)").at(span, "written here");
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
                self.insert_value(vertex, value, span, conjunct);
            }
            &Expr::Struct(lit) => self.insert_struct(vertex, lit, conjunct, span),
            Expr::List { .. } => self.insert_list(vertex, id, conjunct),
            Expr::And(operands) => {
                for operand in operands.clone() {
                    self.insert(vertex, conjunct.saying(Source::Expr(operand)));
                }
            }
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
            | Expr::Optional(_)
            | Expr::Call(..)
            | Expr::Open(_)
            | Expr::Bound(..)
            | Expr::Interpolation { .. }
            | Expr::Unary(..)
            | Expr::Binary(..) => self.queue(vertex, Work::Expr(id), conjunct),
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
        let span = self.program.span(id);
        if let &Expr::Open(inner) = self.program.expr(id) {
            // What is opened allows all fields: it is unified without its requirements.
            let target = self.temporary(inner, conjunct.env);
            let group = self.groups.add(GroupKind::Reference, conjunct.group);
            self.vertices[vertex].node.closing.ellipses.push(group);
            self.insert_vertex(vertex, target, Conjunct { group, ..conjunct }, span, Link::Value);
            return Ok(());
        }
        if let Some(argument) = self.closed_argument(id) {
            let group = self.groups.add(GroupKind::Reference, conjunct.group);
            self.vertices[vertex].node.closing.own.push(Requirement { group, once: true });
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
            Value::Vertex(target) => {
                let link = self.link(id);
                self.insert_vertex(vertex, target, conjunct, span, link);
            }
            value => self.insert_value(vertex, value, span, conjunct),
        }
        Ok(())
    }

    /// The argument of a call of `close`.
    fn closed_argument(&self, id: ExprId) -> Option<ExprId> {
        let Expr::Call(callee, arguments) = self.program.expr(id) else { return None };
        match (self.program.expr(*callee), &**arguments) {
            (Expr::Universe(Universe::Close), &[argument]) => Some(argument),
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
        )
    }

    /// How an expression leads to the vertex that it gives; a reference that ends in a definition
    /// closes what it is unified with.
    fn link(&self, id: ExprId) -> Link {
        match self.program.expr(id) {
            Expr::Field { label, .. } | Expr::Select(_, label) if label.is_definition() => {
                Link::Definition(id)
            }
            _ if self.is_reference(id) => Link::Reference(id),
            _ => Link::Value,
        }
    }

    /// Remembers where something came from and that it came through no cycle.
    pub(super) fn note(&mut self, vertex: VertexId, conjunct: Conjunct, span: Span) {
        let node = &mut self.vertices[vertex].node;
        node.span.get_or_insert(span);
        node.has_noncyclic |= !conjunct.cyclic;
    }

    /// Unifies a computed value with `vertex`.
    pub(super) fn insert_value(
        &mut self,
        vertex: VertexId,
        value: Value,
        span: Span,
        conjunct: Conjunct,
    ) {
        self.note(vertex, conjunct, span);
        match value {
            Value::Top => {
                self.vertices[vertex].node.has_top = true;
                self.vertices[vertex].node.closing.tops.push(conjunct.group);
            }
            Value::Kind(kind) => self.meet_kind(vertex, kind, span),
            Value::Bound(bound) => self.meet_bound(vertex, bound, span),
            Value::Validator(validator) => {
                self.meet_validator(vertex, validator, span, conjunct.group)
            }
            Value::Checks(checks) => {
                for value in self.checks[checks].clone() {
                    self.insert_value(vertex, value, span, conjunct);
                }
            }
            Value::Vertex(target) => {
                self.insert_vertex(vertex, target, conjunct, span, Link::Value)
            }
            Value::Choice(choice) => {
                self.insert_disjunction(vertex, Arms::Value(choice), conjunct);
            }
            Value::Bottom(bottom) => self.give_up(vertex, bottom),
            Value::Function(Callee::Package(function)) if function.is_validator() => {
                let validator = self.bare_validator(function, span);
                self.meet_validator(vertex, validator, span, conjunct.group);
            }
            Value::Struct | Value::List => {}
            Value::Null
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Number(_)
            | Value::Str(_)
            | Value::Bytes(_)
            | Value::Function(_) => self.meet_scalar(vertex, value, span),
        }
    }

    fn insert_disjunction(&mut self, vertex: VertexId, arms: Arms, conjunct: Conjunct) {
        let node = &self.vertices[vertex].node;
        let occurrence = node.met_arms.iter().filter(|&&met| self.same_arms(met, arms)).count();
        let decision = node
            .decisions
            .iter()
            .find(|decision| {
                self.same_arms(decision.arms, arms) && decision.occurrence == occurrence
            })
            .copied();
        self.vertices[vertex].node.met_arms.push(arms);
        match decision {
            Some(decision) => {
                if let Some(arm) = decision.arm
                    && let Some((_, arm)) = self.arms(arms).get(arm).copied()
                {
                    self.insert(vertex, conjunct.saying(arm));
                }
            }
            None => self.vertices[vertex].node.disjunctions.push(Disjunction {
                arms,
                occurrence,
                conjunct,
            }),
        }
    }
}
