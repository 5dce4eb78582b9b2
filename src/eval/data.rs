//! From values to plain data and back: what plain functions of the standard library take and give.

use super::builtin::Data;
use super::graph::Graph;
use super::value::{Bottom, BottomId, Gravity, Value};
use super::vertex::{NO_ENV, Source, VertexId};
use crate::base::{Code, Span};
use crate::program::{Label, Mark};

/// How much was taken of a value so far.
#[derive(Default)]
struct Taken {
    values: usize,
    bytes: usize,
}

impl Graph {
    /// A value as plain data; it must be concrete throughout.
    ///
    /// # Errors
    /// Why it is not; or that it is too much, where values that many share count for each.
    pub(super) fn data(&mut self, value: Value, span: Span) -> Result<Data, BottomId> {
        let value = self.concrete(value, span, None)?;
        self.concrete_data(value, span, &mut Taken::default())
    }

    fn concrete_data(
        &mut self,
        value: Value,
        span: Span,
        taken: &mut Taken,
    ) -> Result<Data, BottomId> {
        taken.values += 1;
        if let Value::Str(text) = value {
            taken.bytes += self.symbols.name(text).len();
        }
        if let Some(what) = self.over_data(taken.values, taken.bytes) {
            let bottom = self.too_much(what, Some(span));
            return Err(self.bottoms.add(bottom));
        }
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
                        items.push(self.data_in(item, span, arc, taken)?);
                    }
                    Data::List(items)
                } else {
                    self.all_given(vertex, span)?;
                    let mut fields = Vec::with_capacity(arcs.len());
                    for (label, arc) in arcs {
                        let item = self.value_of(arc);
                        let item = self.data_in(item, span, arc, taken)?;
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

    fn data_in(
        &mut self,
        value: Value,
        span: Span,
        holder: VertexId,
        taken: &mut Taken,
    ) -> Result<Data, BottomId> {
        let value = self.concrete(value, span, Some(holder))?;
        self.concrete_data(value, span, taken)
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
