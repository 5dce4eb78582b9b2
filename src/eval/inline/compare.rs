//! `eq`: whether a value is what an expression shows.
//!
//! The expected expression is not evaluated as a whole, but held against the value part by part:
//! an error in the evaluator could otherwise change both sides alike, and an evaluated expression
//! would not tell `*1 | 2` from `1`. Only scalars, types and calls are evaluated.

use super::judge::Judge;
use super::mismatch::{Aspect, Mismatch};
use crate::base::Span;
use crate::eval::value::{ChoiceId, Value};
use crate::eval::vertex::{Conjunct, NO_ENV, NO_TRAIL, NO_VERTEX, Source, VertexId};
use crate::program::{Element, Ellipsis, Expr, ExprId, Label, Mark};

/// A value that is held against an expression.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subject {
    /// The vertex that has the value, if one has.
    pub(super) vertex: Option<VertexId>,
    pub(super) value: Value,
}

pub(super) type Compared = Result<(), Box<Mismatch>>;

impl Judge<'_> {
    /// The value to its end.
    pub(super) fn subject(&mut self, value: Value) -> Subject {
        let mut subject = Subject { vertex: None, value };
        while let Value::Vertex(vertex) = subject.value {
            self.graph.finish(vertex);
            let vertex = self.graph.deref(vertex);
            subject = Subject { vertex: Some(vertex), value: self.graph.vertices[vertex].value };
        }
        subject
    }

    /// Holds a value against an expression.
    pub(super) fn compare(&mut self, expr: ExprId, value: Value) -> Compared {
        let subject = self.subject(value);
        match self.graph.program.expr(expr) {
            Expr::Struct(_) | Expr::And(_) | Expr::Or(_) | Expr::Bottom => {}
            Expr::Call(..) | Expr::Select(..) | Expr::Bound(..) => {}
            _ => self.nothing_beside(expr, subject)?,
        }
        self.compare_subject(expr, subject)
    }

    /// The same, where definitions and hidden fields beside the value are another's matter.
    pub(super) fn compare_subject(&mut self, expr: ExprId, subject: Subject) -> Compared {
        let span = self.graph.program.span(expr);
        let compared = match self.graph.program.expr(expr).clone() {
            Expr::Struct(lit) => self.compare_struct(lit, subject),
            Expr::List { elements, ellipsis, .. } => {
                self.compare_list(&elements, ellipsis, subject)
            }
            Expr::Or(_) => self.compare_choice(expr, subject),
            Expr::And(_) => self.compare_all(expr, subject),
            Expr::Bottom if self.is_error(subject) => Ok(()),
            Expr::Bottom => Err(Mismatch::between(Aspect::Value, "an error", self.show(subject))),
            _ => self.compare_evaluated(expr, subject),
        };
        compared.map_err(|mismatch| mismatch.wanted(span).of(subject.vertex))
    }

    fn is_error(&self, subject: Subject) -> bool {
        matches!(subject.value, Value::Bottom(_))
            || subject.vertex.is_some_and(|vertex| self.error_at(vertex).is_some())
    }

    /// Refuses definitions and hidden fields that an expression other than a struct cannot show.
    fn nothing_beside(&self, expr: ExprId, subject: Subject) -> Compared {
        let Some(vertex) = subject.vertex else { return Ok(()) };
        let beside = self.graph.vertices[vertex].arcs.iter().find(|(label, arc)| {
            (label.is_definition() || label.is_hidden())
                && self.graph.vertices[*arc].mark != Mark::Optional
        });
        let Some(&(label, _)) = beside else { return Ok(()) };
        let name = label.source(&self.graph.symbols);
        Err(Mismatch::between(Aspect::Value, self.written(expr), self.show(subject))
            .of(Some(vertex))
            .help(format!("The value also has `{name}`: write `{{{name}: …, …}}`.")))
    }

    /// The value of a piece of the expected expression on its own.
    pub(super) fn evaluated(&mut self, expr: ExprId) -> Subject {
        let wanted = self.graph.detached(NO_VERTEX);
        let env = self.graph.env(NO_ENV, wanted, Label::NONE, NO_TRAIL);
        self.graph.add_conjunct(wanted, Conjunct::new(Source::Expr(expr), env, NO_TRAIL));
        self.subject(Value::Vertex(wanted))
    }

    pub(super) fn compare_evaluated(&mut self, expr: ExprId, subject: Subject) -> Compared {
        let wanted = self.evaluated(expr);
        if let Value::Bottom(bottom) = wanted.value {
            let reason = self.graph.bottoms[bottom].message.clone();
            let message = format!("the expected value has no value itself: {reason}");
            return Err(Mismatch::new(Aspect::Form, message));
        }
        if self.same(wanted, subject) {
            return Ok(());
        }
        let mismatch = Mismatch::between(Aspect::Value, self.written(expr), self.show(subject));
        Err(match subject.value {
            Value::Choice(_) => mismatch.help(
                "The value is a disjunction: write all its arms, or say `@test(final)` behind the \
                 field of an expected struct.",
            ),
            _ => mismatch,
        })
    }

    /// Whether two evaluated values are the same; the order of constraints does not count.
    fn same(&mut self, a: Subject, b: Subject) -> bool {
        match (a.value, b.value) {
            (Value::Struct | Value::List, Value::Struct | Value::List) => {
                matches!((a.vertex, b.vertex), (Some(a), Some(b)) if self.alike(a, b))
            }
            (Value::Checks(_), _) | (_, Value::Checks(_)) => {
                let (a, b) = (self.checks(a), self.checks(b));
                self.same_set(&a, &b)
            }
            (Value::Bound(a), Value::Bound(b)) => {
                let (a, b) = (self.graph.bounds[a], self.graph.bounds[b]);
                let (x, y) = (self.subject(a.value), self.subject(b.value));
                a.relation == b.relation && self.same(x, y)
            }
            (Value::Validator(a), Value::Validator(b)) => {
                let (a, b) = (&self.graph.validators[a], &self.graph.validators[b]);
                let arguments: Vec<(Value, Value)> =
                    a.arguments.iter().copied().zip(b.arguments.iter().copied()).collect();
                a.callee == b.callee
                    && a.arguments.len() == b.arguments.len()
                    && arguments.into_iter().all(|(a, b)| {
                        let (a, b) = (self.subject(a), self.subject(b));
                        self.same(a, b)
                    })
            }
            _ => self.graph.identical(a.value, b.value),
        }
    }

    /// Whether two structs or lists show the same, whatever closes them.
    fn alike(&mut self, a: VertexId, b: VertexId) -> bool {
        let (x, y) = (self.subject(Value::Vertex(a)), self.subject(Value::Vertex(b)));
        let (Some(left), Some(right)) = (x.vertex, y.vertex) else { return false };
        let arcs = self.graph.vertices[left].arcs.clone();
        let nested = matches!(x.value, Value::Struct | Value::List);
        (nested && x.value == y.value || !nested && self.same(x, y))
            && arcs.len() == self.graph.vertices[right].arcs.len()
            && arcs.iter().all(|&(label, arc)| {
                self.graph.arc(right, label).is_some_and(|other| {
                    self.graph.vertices[arc].mark == self.graph.vertices[other].mark
                        && self.alike(arc, other)
                })
            })
    }

    /// The constraints of which a value consists.
    fn checks(&self, subject: Subject) -> Vec<Value> {
        match (subject.value, subject.vertex) {
            (Value::Checks(checks), _) => self.graph.checks[checks].clone(),
            (Value::Struct | Value::List, Some(vertex)) => {
                let validators = &self.graph.vertices[vertex].node.constraints.validators;
                validators.iter().map(|&validator| Value::Validator(validator)).collect()
            }
            (value, _) => vec![value],
        }
    }

    fn same_set(&mut self, a: &[Value], b: &[Value]) -> bool {
        let mut left = b.to_vec();
        a.len() == b.len()
            && a.iter().all(|&value| {
                let twin = left.iter().position(|&other| {
                    let (value, other) = (self.subject(value), self.subject(other));
                    self.same(value, other)
                });
                twin.map(|twin| left.swap_remove(twin)).is_some()
            })
    }

    /// `a & b`: what is left of a unification that is no concrete value.
    fn compare_all(&mut self, expr: ExprId, subject: Subject) -> Compared {
        let mut wanted = Vec::new();
        for part in self.operands(expr) {
            if let &Expr::Struct(lit) = self.graph.program.expr(part) {
                self.compare_struct(lit, subject)?;
            } else {
                wanted.push(self.evaluated(part).value);
            }
        }
        let got = self.checks(subject);
        if self.same_set(&wanted, &got) {
            return Ok(());
        }
        self.compare_evaluated(expr, subject)
    }

    fn operands(&self, expr: ExprId) -> Vec<ExprId> {
        match self.graph.program.expr(expr) {
            Expr::And(parts) => parts.iter().flat_map(|&part| self.operands(part)).collect(),
            _ => vec![expr],
        }
    }

    /// `*a | b`: all arms that are left and which are defaults, in any order.
    fn compare_choice(&mut self, expr: ExprId, subject: Subject) -> Compared {
        let Value::Choice(choice) = subject.value else {
            return Err(Mismatch::between(
                Aspect::Value,
                format!("the disjunction {}", self.written(expr)),
                self.show(subject),
            ));
        };
        let mut arms = self.arms(expr, false);
        for (default, value) in self.values(choice) {
            let mut fits = None;
            for (index, &(marked, arm)) in arms.iter().enumerate() {
                if marked == default && self.compare(arm, value).is_ok() {
                    fits = Some(index);
                    break;
                }
            }
            let Some(fits) = fits else {
                let (expected, got) = (self.written(expr), self.show(subject));
                let arm = self.graph.show_value(value);
                let mark = if default { "*" } else { "" };
                return Err(Mismatch::between(Aspect::Value, expected, got)
                    .help(format!("No expected arm is {mark}{arm}.")));
            };
            arms.remove(fits);
        }
        match arms.first() {
            None => Ok(()),
            Some(&(_, arm)) => {
                let (expected, got) = (self.written(expr), self.show(subject));
                Err(Mismatch::between(Aspect::Value, expected, got)
                    .help(format!("The value has no arm {}.", self.written(arm))))
            }
        }
    }

    fn values(&self, choice: ChoiceId) -> Vec<(bool, Value)> {
        let choice = &self.graph.choices[choice];
        let numbered = choice.values.iter().enumerate();
        numbered.map(|(index, &value)| (index < choice.defaults, value)).collect()
    }

    fn arms(&self, expr: ExprId, marked: bool) -> Vec<(bool, ExprId)> {
        match self.graph.program.expr(expr) {
            Expr::Or(arms) => {
                arms.iter().flat_map(|&(mark, arm)| self.arms(arm, marked || mark)).collect()
            }
            _ => vec![(marked, expr)],
        }
    }

    /// `[a, b]`: all elements; `...` says that the list is open.
    pub(super) fn compare_list(
        &mut self,
        elements: &[Element],
        ellipsis: Ellipsis,
        subject: Subject,
    ) -> Compared {
        let (Value::List, Some(vertex)) = (subject.value, subject.vertex) else {
            return Err(Mismatch::between(Aspect::Value, "a list", self.show(subject)));
        };
        let items = self.graph.elements(vertex);
        if items.len() != elements.len() {
            let count = |count: usize| match count {
                1 => "1 element".to_owned(),
                count => format!("{count} elements"),
            };
            return Err(Mismatch::between(
                Aspect::Value,
                count(elements.len()),
                format!("{}: {}", count(items.len()), self.show(subject)),
            ));
        }
        let list = &self.graph.vertices[vertex].node.list;
        if ellipsis.is_open() && list.as_ref().is_none_or(|list| list.length.is_some()) {
            return Err(Mismatch::between(Aspect::Value, "an open list", "a closed one"));
        }
        for (index, (element, item)) in elements.iter().zip(items).enumerate() {
            let compared = match *element {
                Element::Value(expr) => self.compare(expr, Value::Vertex(item)),
                Element::Comprehension(_) => {
                    Err(Mismatch::new(Aspect::Form, "an expected list has no comprehensions"))
                }
            };
            compared.map_err(|mismatch| mismatch.below(format!("[{index}]")))?;
        }
        Ok(())
    }

    /// A piece of the test as it is written, on one line.
    pub(super) fn written(&self, expr: ExprId) -> String {
        self.text(self.graph.program.span(expr))
    }

    pub(super) fn text(&self, span: Span) -> String {
        if !self.sources.hold(span) {
            return String::new();
        }
        self.sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn show(&self, subject: Subject) -> String {
        let value = subject.vertex.map_or(subject.value, Value::Vertex);
        match subject.value {
            Value::Bottom(bottom) => {
                let message = &self.graph.bottoms[bottom].message;
                if message.is_empty() { "an error".into() } else { format!("the error: {message}") }
            }
            _ => self.graph.show_value(value),
        }
    }
}
