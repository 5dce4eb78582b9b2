//! Concrete values as plain data.

use super::export::FieldOrder;
use super::graph::Graph;
use super::limits::{TooMuch, told};
use super::value::Value;
use super::vertex::{Source, VertexId};
use crate::base::{Diagnostic, Kept, Plain, PlainId, Span, Texts};
use crate::program::{Decl, Label};

/// Adds values of a graph to plain data.
pub(super) struct Writer<'g, 'p> {
    graph: &'g Graph,
    plain: &'p mut Plain,
    order: FieldOrder,
    /// What has come to more than may be, and where.
    over: Option<(TooMuch, Option<Span>)>,
    /// The fields and elements that were written of what is not whole yet.
    open: Vec<(Kept, Span, PlainId)>,
    texts: Texts,
}

impl<'g, 'p> Writer<'g, 'p> {
    /// Nothing written yet; homes must be known.
    pub(super) fn new(graph: &'g Graph, plain: &'p mut Plain, order: FieldOrder) -> Self {
        Self { graph, plain, order, over: None, open: Vec::new(), texts: Texts::default() }
    }

    /// What is said of more data than may be written.
    pub(super) fn overflow(&self) -> Option<Diagnostic> {
        self.over.map(|(what, span)| told(self.graph.too_much(what, span)))
    }

    /// Where the label of a field stands; nowhere if it is computed. Only what is checked against
    /// schemas is told with the places of its keys.
    pub(super) fn key_place(&self, arc: VertexId) -> Span {
        if self.order == FieldOrder::Unified {
            return Span::NOWHERE;
        }
        let place = |source: Source| {
            let Source::Expr(expr) = source else { return None };
            match self.graph.declaration(expr)? {
                Decl::Field { span, .. } if span.file != Span::NOWHERE.file => Some(*span),
                _ => None,
            }
        };
        let mut conjuncts = self.graph.vertices[arc].conjuncts.iter();
        conjuncts.find_map(|conjunct| place(conjunct.source)).unwrap_or(Span::NOWHERE)
    }

    /// The data of a vertex that is known to be concrete. What comes after too much is left out.
    pub(super) fn value(&mut self, vertex: VertexId) -> PlainId {
        let graph = self.graph;
        let vertex = graph.deref(vertex);
        let span = graph.place(vertex).filter(|span| span.file != Span::NOWHERE.file);
        if let Some(what) = graph.over_data(self.plain.len(), self.plain.text_len()) {
            self.over = self.over.or(Some((what, span)));
            return self.plain.null(span);
        }
        match graph.default_of(Value::Vertex(vertex)) {
            Value::Bool(value) => self.plain.bool(value, span),
            Value::Int(value) => self.plain.int(value.get(), span),
            Value::Number(number) => self.plain.number(graph.numbers[number].clone(), span),
            Value::Str(text) => {
                let text = self.texts.of(text, &graph.symbols, self.plain);
                self.plain.kept_str(text, span)
            }
            Value::Bytes(bytes) => self.plain.bytes(&graph.bytes[bytes], span),
            Value::Vertex(vertex) => self.parts(graph.deref(vertex), span),
            _ => self.plain.null(span),
        }
    }

    /// The data of a struct or a list.
    fn parts(&mut self, vertex: VertexId, span: Option<Span>) -> PlainId {
        let (graph, start) = (self.graph, self.open.len());
        let this = &graph.vertices[vertex];
        let is_list = this.value == Value::List;
        match self.order {
            FieldOrder::Unified => {
                for (label, arc) in graph.ordered_data(vertex) {
                    self.part(label, arc, is_list);
                }
            }
            FieldOrder::Met => {
                for &(label, arc) in this.arcs.iter().filter(|arc| graph.is_data(arc)) {
                    self.part(label, arc, is_list);
                }
            }
        }
        let parts = self.open.drain(start..);
        if is_list {
            return self.plain.list(parts.map(|part| part.2), span);
        }
        self.plain.kept_map(parts, span)
    }

    /// Writes an element of a list, or a field.
    fn part(&mut self, label: Label, arc: VertexId, is_list: bool) {
        let node = self.value(arc);
        let (mut key, mut place) = (Kept::default(), Span::NOWHERE);
        if let Some(symbol) = label.symbol().filter(|_| !is_list) {
            key = self.texts.of(symbol, &self.graph.symbols, self.plain);
            place = self.key_place(arc);
        }
        self.open.push((key, place, node));
    }
}
