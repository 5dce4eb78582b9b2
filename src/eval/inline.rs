//! Inline tests: `x: 1+1 @test(eq, 2)`, `@test(err, contains="…")`.
//!
//! A test speaks of the field that it stands behind, where that field is written: not of the
//! places that take the field over by reference.

use rustc_hash::FxHashMap;

use super::graph::Graph;
use super::value::Value;
use super::vertex::{Conjunct, NO_ENV, NO_TRAIL, NO_VERTEX, Source, VertexId};
use crate::base::{Code, Diagnostic, Span};
use crate::program::{AttributeArgument, Decl, ExprId, FieldAttribute, Label, library};

/// What became of one inline test.
#[derive(Clone, Debug)]
pub struct TestOutcome {
    /// The path of the field.
    pub path: String,
    /// Where the test stands.
    pub span: Span,
    /// Why it does not hold, if it does not.
    pub fault: Option<Diagnostic>,
}

impl Graph {
    /// Runs the inline tests of the root package.
    pub fn tests(&mut self) -> Vec<TestOutcome> {
        let mut tests: FxHashMap<ExprId, Vec<FieldAttribute>> = FxHashMap::default();
        for (_, lit) in self.program.structs.iter() {
            for decl in &lit.decls {
                if let Decl::Field { value, attributes, .. } = decl
                    && attributes.iter().any(|attribute| attribute.name == "test")
                {
                    let tests = tests.entry(*value).or_default();
                    tests.extend(attributes.iter().filter(|a| a.name == "test").cloned());
                }
            }
        }
        let root = self.root();
        self.finish(root);
        let mut outcomes = Vec::new();
        self.visit(root, &tests, &mut outcomes);
        outcomes
    }

    fn visit(
        &mut self,
        vertex: VertexId,
        tests: &FxHashMap<ExprId, Vec<FieldAttribute>>,
        outcomes: &mut Vec<TestOutcome>,
    ) {
        let this = self.deref(vertex);
        let own: Vec<FieldAttribute> = self.vertices[vertex]
            .conjuncts
            .iter()
            .filter(|conjunct| conjunct.trail == NO_TRAIL)
            .filter_map(|conjunct| match conjunct.source {
                Source::Expr(expr) => tests.get(&expr),
                Source::Vertex(..) | Source::Value(..) => None,
            })
            .flatten()
            .cloned()
            .collect();
        for test in own {
            let fault = self.judge(vertex, &test);
            outcomes.push(TestOutcome { path: self.path(vertex), span: test.span, fault });
        }
        for (_, arc) in self.vertices[this].arcs.clone() {
            self.visit(arc, tests, outcomes);
        }
    }

    fn judge(&mut self, vertex: VertexId, test: &FieldAttribute) -> Option<Diagnostic> {
        let arguments = test.arguments();
        let verb = arguments.first().map_or("", |verb| verb.value.as_str());
        let fault = match verb {
            "eq" => {
                let expected = test.body.split_once(',').map_or("", |(_, rest)| rest);
                self.judge_equal(vertex, expected.trim())
            }
            "err" => self.judge_error(vertex, &arguments),
            "skip" | "todo" => None,
            _ => Some(format!("`{verb}` is no kind of test")),
        };
        fault.map(|message| {
            Diagnostic::error(Code::Test, message)
                .at(test.span, "this test does not hold")
                .path(self.path(vertex))
        })
    }

    fn judge_equal(&mut self, vertex: VertexId, expected: &str) -> Option<String> {
        let expr = library(&mut self.program, &mut self.symbols, expected);
        let wanted = self.detached(NO_VERTEX);
        let env = self.env(NO_ENV, wanted, Label::NONE, NO_TRAIL);
        self.add_conjunct(wanted, Conjunct::new(Source::Expr(expr), env, NO_TRAIL));
        self.finish(vertex);
        self.finish(wanted);
        let (got, wanted) = (Value::Vertex(vertex), Value::Vertex(wanted));
        if self.alike(got, wanted) {
            return None;
        }
        Some(format!("expected {expected}, got {}", self.show_value(got)))
    }

    /// Whether two values show the same: fields, marks and constraints, whatever closes them.
    fn alike(&self, a: Value, b: Value) -> bool {
        let (Value::Vertex(x), Value::Vertex(y)) = (a, b) else { return self.identical(a, b) };
        let (x, y) = (self.deref(x), self.deref(y));
        let (left, right) = (&self.vertices[x], &self.vertices[y]);
        match (left.value, right.value) {
            (Value::Choice(p), Value::Choice(q)) => {
                let (p, q) = (&self.choices[p], &self.choices[q]);
                p.defaults == q.defaults
                    && p.values.len() == q.values.len()
                    && p.values.iter().zip(&q.values).all(|(&p, &q)| self.alike(p, q))
            }
            (p, q) => {
                self.identical(p, q)
                    && left.arcs.len() == right.arcs.len()
                    && left.arcs.iter().all(|&(label, arc)| {
                        self.arc(y, label).is_some_and(|other| {
                            self.vertices[arc].mark == self.vertices[other].mark
                                && self.alike(Value::Vertex(arc), Value::Vertex(other))
                        })
                    })
            }
        }
    }

    fn judge_error(&mut self, vertex: VertexId, arguments: &[AttributeArgument]) -> Option<String> {
        self.finish(vertex);
        let Some(bottom) = self.error_of(vertex) else {
            let shown = self.show_value(Value::Vertex(vertex));
            return Some(format!("expected an error, got {shown}"));
        };
        let text = |key: &str| {
            arguments
                .iter()
                .find(|argument| argument.key.as_deref() == Some(key))
                .map(|a| a.value.clone())
        };
        let bottom = &self.bottoms[bottom];
        if let Some(part) = text("contains")
            && !bottom.message.contains(&part)
        {
            return Some(format!("expected an error with \"{part}\", got: {}", bottom.message));
        }
        None
    }
}
