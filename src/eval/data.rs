//! From values to plain data and back: what plain functions of the standard library take and give.

use super::builtin::Data;
use super::graph::Graph;
use super::value::{Bottom, BottomId, Gravity, Value};
use super::vertex::{NO_ENV, Source, VertexId};
use crate::base::{Code, Span};
use crate::program::{Label, Mark};

impl Graph {
    /// A value as plain data; it must be concrete throughout.
    pub(super) fn data(&mut self, value: Value, span: Span) -> Result<Data, BottomId> {
        let value = self.concrete(value, span, None)?;
        Ok(match value {
            Value::Bool(value) => Data::Bool(value),
            Value::Int(small) => Data::from(small),
            Value::Number(number) => Data::Number(self.numbers[number].clone()),
            Value::Str(text) => Data::from(self.symbols.name(text)),
            Value::Bytes(bytes) => Data::bytes(&self.bytes[bytes]),
            Value::Vertex(vertex) => {
                let vertex = self.deref(vertex);
                let is_list = matches!(self.vertices[vertex].value, Value::List);
                self.know_homes();
                let arcs = self.ordered_data(vertex);
                if is_list {
                    let mut items = Vec::with_capacity(arcs.len());
                    for (_, arc) in arcs {
                        let item = self.value_of(arc);
                        items.push(self.data_in(item, span, arc)?);
                    }
                    Data::List(items)
                } else {
                    self.all_given(vertex, span)?;
                    let mut fields = Vec::with_capacity(arcs.len());
                    for (label, arc) in arcs {
                        let item = self.value_of(arc);
                        let item = self.data_in(item, span, arc)?;
                        fields.push((label.text(&self.symbols).into(), item));
                    }
                    Data::Struct(fields)
                }
            }
            _ => Data::Null,
        })
    }

    /// An error if a required field of a struct is not given.
    fn all_given(&mut self, vertex: VertexId, span: Span) -> Result<(), BottomId> {
        let required = |arc: &&(Label, VertexId)| self.vertices[arc.1].mark == Mark::Required;
        let Some(&(label, _)) = self.vertices[vertex].arcs.iter().find(required) else {
            return Ok(());
        };
        let name = label.text(&self.symbols);
        let message = format!("field `{name}` is required but not present");
        let bottom = Bottom::new(Gravity::Incomplete, Code::MissingField, message);
        Err(self.bottoms.add(bottom.at(span, "")))
    }

    fn data_in(&mut self, value: Value, span: Span, holder: VertexId) -> Result<Data, BottomId> {
        let value = self.concrete(value, span, Some(holder))?;
        self.data(value, span)
    }

    /// Plain data as a value.
    pub(super) fn value_from(&mut self, data: &Data, parent: VertexId, span: Span) -> Value {
        match data {
            Data::Null => Value::Null,
            Data::Bool(value) => Value::Bool(*value),
            Data::Number(number) => self.number(number.clone()),
            Data::Str(text) => self.str(text),
            Data::Bytes(bytes) => Value::Bytes(self.bytes.add((**bytes).into())),
            Data::List(items) => {
                if let Err(bottom) = self.room_for_values(items.len(), span) {
                    return Value::Bottom(bottom);
                }
                let mut sources = Vec::with_capacity(items.len());
                for item in items {
                    let value = self.value_from(item, parent, span);
                    sources.push(Source::Value(value, span));
                }
                let vertex = self.new_list(parent, sources, NO_ENV, span);
                Value::Vertex(vertex)
            }
            Data::Struct(fields) => {
                let mut sources = Vec::with_capacity(fields.len());
                for (name, item) in fields {
                    let value = self.value_from(item, parent, span);
                    let name = self.symbols.intern(name);
                    sources.push((name, Source::Value(value, span)));
                }
                Value::Vertex(self.new_struct(parent, sources, span))
            }
        }
    }
}
