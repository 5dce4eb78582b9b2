//! Deciding on one test.

use rustc_hash::FxHashMap;

use super::Notes;
use super::collect::Written;
use super::compare::Compared;
use super::directive::Directive;
use super::lookup::steps;
use super::mismatch::{Aspect, Fault, Mismatch};
use crate::base::{Code, Diagnostic, Sources, Span};
use crate::eval::builtin;
use crate::eval::graph::Graph;
use crate::eval::kind::Kind;
use crate::eval::value::Value;
use crate::eval::vertex::VertexId;
use crate::program::{Decl, ExprId, FieldAttribute, Label, Program, expectation};

/// The attributes of fields, by the expressions that are their values.
pub(super) type Attributes = FxHashMap<ExprId, (Label, Vec<FieldAttribute>)>;

/// What is needed to decide on tests.
pub(super) struct Judge<'a> {
    pub(super) graph: &'a mut Graph,
    pub(super) sources: &'a Sources,
    pub(super) attributes: &'a Attributes,
    /// From the start of which line the places of the test at hand are counted.
    pub(super) base: Span,
    /// How the test at hand was judged.
    pub(super) notes: Notes,
    /// The same for attempts that may yet fail.
    pub(super) trial: Notes,
}

/// The attributes of all fields but their tests.
pub(super) fn attributes(program: &Program) -> Attributes {
    let mut found = Attributes::default();
    for (_, lit) in program.literals() {
        for decl in &lit.decls {
            if let Decl::Field { label, value, attributes, .. } = decl {
                let others = attributes.iter().filter(|attribute| attribute.name != "test");
                let others: Vec<FieldAttribute> = others.cloned().collect();
                if !others.is_empty() {
                    found.insert(*value, (*label, others));
                }
            }
        }
    }
    found
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        graph: &'a mut Graph,
        sources: &'a Sources,
        attributes: &'a Attributes,
    ) -> Self {
        let (notes, trial) = (Notes::default(), Notes::default());
        Self { graph, sources, attributes, base: Span::NOWHERE, notes, trial }
    }

    /// Whether a test holds.
    pub(super) fn judge(&mut self, written: &Written, test: &Directive) -> Compared {
        self.base = written.base;
        self.notes = Notes::default();
        self.trial = Notes::default();
        let mut vertex = self.graph.at_labels(&written.path);
        if let Some(at) = test.at.as_deref() {
            let found = vertex.and_then(|vertex| self.graph.at_steps(vertex, &steps(at)));
            let Some(found) = found else {
                return Err(Mismatch::between(Aspect::Value, format!("a field `{at}`"), "none"));
            };
            vertex = Some(found);
        }
        let judged = match test.verb.as_str() {
            "eq" => self.judge_equal(vertex, test),
            "err" => self.judge_error(vertex, &test.error),
            "kind" => self.judge_kind(vertex, test),
            "closed" => self.judge_closed(vertex, test),
            "allows" => self.judge_allows(vertex, test),
            _ => Ok(()),
        };
        self.notes.verbatim += self.trial.verbatim;
        self.notes.equivalent += self.trial.equivalent;
        self.notes.places_exact += self.trial.places_exact;
        self.notes.places_some += self.trial.places_some;
        self.notes.places_none += self.trial.places_none;
        judged
    }

    fn judge_equal(&mut self, vertex: Option<VertexId>, test: &Directive) -> Compared {
        let Some(operand) = test.operand() else {
            return Err(Mismatch::new(Aspect::Form, "`eq` needs the value that is expected"));
        };
        let start = test.attribute.place.start + operand.offset as u32;
        let place = Span::new(test.attribute.place.file, start, start + operand.text.len() as u32);
        let standard: Vec<&str> = builtin::paths().collect();
        let Graph { program, symbols, .. } = &mut *self.graph;
        let expected = expectation(program, symbols, &standard, &operand.text, place);
        let expr = expected.map_err(|fault| {
            let message = format!("the expected value cannot be read: {}", fault.message);
            let mark = fault.marks.first().map_or(place, |mark| mark.span);
            Mismatch::new(Aspect::Form, message).wanted(mark)
        })?;
        let Some(vertex) = vertex else {
            return Err(Mismatch::between(Aspect::Value, self.text(place), "no such field"));
        };
        self.compare(expr, Value::Vertex(vertex))
    }

    /// `@test(kind=int|string)`
    fn judge_kind(&mut self, vertex: Option<VertexId>, test: &Directive) -> Compared {
        let mut expected = Kind::BOTTOM;
        for name in test.setting().unwrap_or_default().split('|') {
            expected = expected.or(kind(name.trim()).ok_or_else(|| {
                Mismatch::new(Aspect::Form, format!("`{name}` is no kind of values"))
            })?);
        }
        let got = vertex.map_or(Kind::BOTTOM, |vertex| {
            let subject = self.subject(Value::Vertex(vertex));
            self.graph.kind(subject.value)
        });
        if got == expected {
            return Ok(());
        }
        Err(Mismatch::between(Aspect::Kind, expected.names(), got.names()).of(vertex))
    }

    /// What is said of a test that does not hold.
    pub(super) fn fault(&self, written: &Written, mismatch: Mismatch) -> Fault {
        let below = mismatch.path();
        let mut path = self.path_of(&written.path);
        if let Ok(Some(at)) = written.test.as_ref().map(|test| test.at.clone()) {
            path = joined(&path, &at);
        }
        path = joined(&path, &below);
        let mark = mismatch.wanted.filter(|span| self.sources.hold(*span));
        let mark = mark.filter(|span| span.file == written.attribute.span.file);
        let mut diagnostic = Diagnostic::error(Code::Test, mismatch.message.clone())
            .at(mark.unwrap_or(written.attribute.span), "this test does not hold");
        if let Some(span) = mismatch.vertex.and_then(|vertex| self.place_of(vertex)) {
            diagnostic = diagnostic.at(span, "the value");
        }
        if !path.is_empty() {
            diagnostic = diagnostic.path(path);
        }
        let hint = written.test.as_ref().ok().and_then(|test| test.flag("hint"));
        for text in mismatch.help.iter().map(String::as_str).chain(hint) {
            diagnostic = diagnostic.help(text);
        }
        let Mismatch { aspect, expected, got, .. } = mismatch;
        Fault { diagnostic, aspect, expected, got }
    }

    /// Where a value was given.
    fn place_of(&self, vertex: VertexId) -> Option<Span> {
        let this = self.graph.deref(vertex);
        let node = &self.graph.vertices[this].node;
        let scalar = node.scalar.map(|(_, at)| self.graph.span_at(at));
        let span = scalar.or(self.graph.first_place(this)).or(self.graph.first_place(vertex));
        span.filter(|&span| self.sources.hold(span))
    }

    /// A path of labels as people write it.
    pub(super) fn path_of(&self, labels: &[Label]) -> String {
        let names = labels.iter().map(|label| label.source(&self.graph.symbols));
        names.collect::<Vec<_>>().join(".")
    }
}

fn joined(path: &str, rest: &str) -> String {
    match (path, rest) {
        ("", rest) => rest.to_owned(),
        (path, "") => path.to_owned(),
        (path, rest) if rest.starts_with('[') => format!("{path}{rest}"),
        (path, rest) => format!("{path}.{rest}"),
    }
}

fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "null" => Kind::NULL,
        "bool" => Kind::BOOL,
        "int" => Kind::INT,
        "float" => Kind::FLOAT,
        "number" => Kind::NUMBER,
        "string" => Kind::STRING,
        "bytes" => Kind::BYTES,
        "list" => Kind::LIST,
        "struct" => Kind::STRUCT,
        "top" | "_" => Kind::TOP,
        _ => return None,
    })
}
