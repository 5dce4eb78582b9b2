//! Concrete values as plain data.

use super::export::{FieldOrder, Placing};
use super::graph::Graph;
use super::limits::{TooMuch, told};
use super::value::Value;
use super::vertex::{Source, VertexId};
use crate::base::{Diagnostic, Kept, Plain, PlainId, Shape, Span, Texts};
use crate::program::{Decl, Label};

/// Adds values of a graph to plain data.
pub(super) struct Writer<'g, 'p> {
    graph: &'g Graph,
    plain: &'p mut Plain,
    order: FieldOrder,
    placing: Placing,
    /// What has come to more than may be, and where.
    over: Option<(TooMuch, Option<Span>)>,
    /// The fields and elements that were written of what is not whole yet.
    open: Vec<(Kept, Span, PlainId)>,
    texts: Texts,
}

impl<'g, 'p> Writer<'g, 'p> {
    /// Nothing written yet; homes must be known.
    pub(super) fn new(
        graph: &'g Graph,
        plain: &'p mut Plain,
        order: FieldOrder,
        placing: Placing,
    ) -> Self {
        let texts = Texts::default();
        Self { graph, plain, order, placing, over: None, open: Vec::new(), texts }
    }

    /// What is said of more data than may be written.
    pub(super) fn overflow(&self) -> Option<Diagnostic> {
        self.over.map(|(what, span)| told(self.graph.too_much(what, span)))
    }

    /// The data of a vertex that is known to be concrete. What comes after too much is left out.
    pub(super) fn value(&mut self, vertex: VertexId) -> PlainId {
        let graph = self.graph;
        let vertex = graph.deref(vertex);
        if let Some(what) = graph.over_data(self.plain.len(), self.plain.text_len()) {
            self.over = self.over.or_else(|| Some((what, graph.data_place(vertex))));
            return self.plain.null(None);
        }
        let span = match self.placing {
            Placing::Now => graph.data_place(vertex),
            Placing::Later => None,
        };
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
            if self.placing == Placing::Now && self.order == FieldOrder::Met {
                place = self.graph.key_place(arc);
            }
        }
        self.open.push((key, place, node));
    }
}

impl Graph {
    /// Where data say that they stand.
    fn data_place(&self, vertex: VertexId) -> Option<Span> {
        self.place(vertex).filter(|span| span.file != Span::NOWHERE.file)
    }

    /// Where the label of a field stands; nowhere if it is computed. Only what is checked against
    /// schemas is told with the places of its keys.
    pub(super) fn key_place(&self, arc: VertexId) -> Span {
        let place = |source: Source| {
            let Source::Expr(expr) = source else { return None };
            match self.declaration(expr)? {
                Decl::Field { span, .. } if span.file != Span::NOWHERE.file => Some(*span),
                _ => None,
            }
        };
        let mut conjuncts = self.vertices[arc].conjuncts.iter();
        conjuncts.find_map(|conjunct| place(conjunct.source)).unwrap_or(Span::NOWHERE)
    }

    /// Says in `data`, which were written of `vertex` as its fields were met, where all of them stand.
    pub fn place_data(&mut self, vertex: VertexId, plain: &mut Plain, data: PlainId) {
        self.know_homes();
        self.place_below(vertex, plain, data);
    }

    fn place_below(&self, vertex: VertexId, plain: &mut Plain, data: PlainId) {
        let vertex = self.deref(vertex);
        plain.set_span(data, self.data_place(vertex));
        let Value::Vertex(holder) = self.default_of(Value::Vertex(vertex)) else { return };
        let arcs = &self.vertices[self.deref(holder)].arcs;
        let arcs = arcs.iter().filter(|arc| self.is_data(arc)).map(|&(_, arc)| arc);
        for (entry, arc) in plain.entry_ids(data).zip(arcs.clone()) {
            plain.set_key_span(entry, self.key_place(arc));
        }
        let parts: Vec<PlainId> = match plain.shape(data) {
            Shape::List(items) => items.to_vec(),
            _ => plain.entries(data).map(|entry| entry.1).collect(),
        };
        for (part, arc) in parts.into_iter().zip(arcs) {
            self.place_below(arc, plain, part);
        }
    }
}
