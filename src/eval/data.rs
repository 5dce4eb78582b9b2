//! From values to plain data and back: what plain functions of the standard library take and give.

use super::builtin::{self, Data, Written};
use super::computed::Computed;
use super::graph::Graph;
use super::native::Site;
use super::value::{Bottom, BottomId, Gravity, Value};
use super::vertex::{NO_ENV, VertexId};
use crate::base::{Code, Plain, PlainId, Span};
use crate::program::{Label, Mark};

/// What a value is copied to.
trait Target {
    /// A value in the copy.
    type Item;

    /// Adds a value that has nothing below it.
    fn leaf(&mut self, value: Value, graph: &Graph) -> Self::Item;

    /// Adds a list of what was added before.
    fn list(&mut self, items: Vec<Self::Item>) -> Self::Item;

    /// Adds a struct of what was added before.
    fn fields(&mut self, fields: Vec<(Label, Self::Item)>, graph: &Graph) -> Self::Item;
}

/// What functions take.
struct Arguments;

impl Target for Arguments {
    type Item = Data;

    fn leaf(&mut self, value: Value, graph: &Graph) -> Data {
        match value {
            Value::Bool(value) => Data::Bool(value),
            Value::Int(small) => Data::from(small.get()),
            Value::Number(number) => Data::Number(graph.numbers[number].clone()),
            Value::Str(text) => Data::from(graph.symbols.name(text)),
            Value::Bytes(bytes) => Data::bytes(&graph.bytes[bytes]),
            _ => Data::Null,
        }
    }

    fn list(&mut self, items: Vec<Data>) -> Data {
        Data::List(items)
    }

    fn fields(&mut self, fields: Vec<(Label, Data)>, graph: &Graph) -> Data {
        let named = |(label, item): (Label, Data)| (label.text(&graph.symbols).into(), item);
        Data::Struct(fields.into_iter().map(named).collect())
    }
}

impl Target for Plain {
    type Item = PlainId;

    fn leaf(&mut self, value: Value, graph: &Graph) -> PlainId {
        match value {
            Value::Bool(value) => self.bool(value, None),
            Value::Int(small) => self.int(small.get(), None),
            Value::Number(number) => match graph.numbers[number].to_i64() {
                Some(small) => self.int(small, None),
                None => self.number(graph.numbers[number].clone(), None),
            },
            Value::Str(text) => self.str(graph.symbols.name(text), None),
            Value::Bytes(bytes) => self.bytes(&graph.bytes[bytes], None),
            _ => self.null(None),
        }
    }

    fn list(&mut self, items: Vec<PlainId>) -> PlainId {
        Plain::list(self, items, None)
    }

    fn fields(&mut self, fields: Vec<(Label, PlainId)>, graph: &Graph) -> PlainId {
        let name = |label: Label| label.symbol().map_or("", |symbol| graph.symbols.name(symbol));
        self.map(fields.into_iter().map(|(label, item)| (name(label), item)), None)
    }
}

/// How many values of a stream are written at a time: of each element by itself, what it has in common
/// with others would be looked at again; all at once, they would take the memory of the whole stream.
const TOGETHER: usize = 2048;

/// A copy that is being made, and how much was taken for it so far.
struct Taken<C> {
    copy: C,
    /// What asks for the value.
    span: Span,
    values: usize,
    bytes: usize,
    /// How many levels the value being copied is below, and the most that there were.
    level: usize,
    levels: usize,
}

impl<C> Taken<C> {
    fn new(copy: C, span: Span) -> Self {
        Self { copy, span, values: 0, bytes: 0, level: 0, levels: 0 }
    }
}

impl Graph {
    /// A value as plain data; it must be concrete throughout.
    ///
    /// # Errors
    /// Why it is not; or that it is too much, where values that many share count for each.
    pub(super) fn data(&mut self, value: Value, span: Span) -> Result<Data, BottomId> {
        let value = self.concrete(value, span, None)?;
        self.copied(value, &mut Taken::new(Arguments, span))
    }

    /// A value as plain data that is written.
    ///
    /// # Errors
    /// As [`Self::data`].
    pub(super) fn data_to_write(&mut self, value: Value, span: Span) -> Result<Written, BottomId> {
        let value = self.concrete(value, span, None)?;
        let mut taken = Taken::new(Plain::default(), span);
        let node = self.copied(value, &mut taken)?;
        Ok(Written { plain: taken.copy, node, levels: taken.levels })
    }

    /// What `write` makes of the elements of a list, which are forgotten a few at a time once they are
    /// written: so the data of a long stream never stand beside its text.
    ///
    /// # Errors
    /// As [`Self::data`], or what keeps the value from being written.
    pub(super) fn streamed(
        &mut self,
        value: Value,
        write: builtin::Stream,
        site: Site<'_>,
    ) -> Result<String, BottomId> {
        let value = self.concrete(value, site.span, None)?;
        let Some(list) = self.as_list(value) else {
            let data = self.data(value, site.span)?;
            let told = builtin::expect_list(data);
            return match told {
                Ok(()) => Ok(String::new()),
                Err(fault) => Err(self.fault(site.name, fault, site.span)),
            };
        };
        let mut text = String::new();
        let mut taken = Taken::new(Plain::default(), site.span);
        let mut copies = Vec::new();
        for (_, item) in self.ordered_data(list) {
            copies.push(self.copied_arc(item, &mut taken)?);
            let flat = builtin::expect_flat(taken.levels);
            flat.map_err(|fault| self.fault(site.name, fault, site.span))?;
            if taken.copy.len() >= TOGETHER {
                write(&taken.copy, &copies, &mut text);
                taken.copy.clear();
                copies.clear();
            }
        }
        if !copies.is_empty() {
            write(&taken.copy, &copies, &mut text);
        }
        Ok(text)
    }

    fn copied<C: Target>(
        &mut self,
        value: Value,
        taken: &mut Taken<C>,
    ) -> Result<C::Item, BottomId> {
        taken.values += 1;
        taken.levels = taken.levels.max(taken.level + 1);
        if let Value::Str(text) = value {
            taken.bytes += self.symbols.name(text).len();
        }
        if let Some(what) = self.over_data(taken.values, taken.bytes) {
            let bottom = self.too_much(what, Some(taken.span));
            return Err(self.bottoms.add(bottom));
        }
        let Value::Vertex(vertex) = value else { return Ok(taken.copy.leaf(value, self)) };
        let vertex = self.deref(vertex);
        let is_list = matches!(self.vertices[vertex].value, Value::List);
        if !self.stands_in_order(vertex) {
            self.know_homes();
        }
        let arcs = self.ordered_data(vertex);
        taken.level += 1;
        let copy = if is_list {
            let mut items = Vec::with_capacity(arcs.len());
            for (_, arc) in arcs {
                items.push(self.copied_arc(arc, taken)?);
            }
            taken.copy.list(items)
        } else {
            self.all_given(vertex, taken.span)?;
            let mut fields = Vec::with_capacity(arcs.len());
            for (label, arc) in arcs {
                fields.push((label, self.copied_arc(arc, taken)?));
            }
            taken.copy.fields(fields, self)
        };
        taken.level -= 1;
        Ok(copy)
    }

    fn copied_arc<C: Target>(
        &mut self,
        arc: VertexId,
        taken: &mut Taken<C>,
    ) -> Result<C::Item, BottomId> {
        let value = self.value_of(arc);
        let value = self.concrete(value, taken.span, Some(arc))?;
        self.copied(value, taken)
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
                    sources.push(self.source(Computed::Value(value, span)));
                }
                let vertex = self.new_list(parent, sources, NO_ENV, span);
                Value::Vertex(vertex)
            }
            Data::Struct(fields) => {
                let mut sources = Vec::with_capacity(fields.len());
                for (name, item) in fields {
                    let value = self.value_from(item, parent, span);
                    let name = self.symbols.intern(name);
                    sources.push((name, self.source(Computed::Value(value, span))));
                }
                Value::Vertex(self.new_struct(parent, sources, span))
            }
        }
    }
}
