//! Values as `.inf` source that evaluates to the same value again: what `infc eval` prints.

use super::graph::Graph;
use super::value::{Gravity, Value};
use super::vertex::VertexId;
use crate::program::{Label, Mark};

/// What `infc eval` shows.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct View {
    /// Optional fields.
    pub optional: bool,
    /// Hidden fields.
    pub hidden: bool,
    /// Definitions.
    pub definitions: bool,
    /// Attributes.
    pub attributes: bool,
    /// Whether values must be concrete.
    pub concrete: bool,
}

const INDENT: &str = "    ";

impl Graph {
    /// The value as source text, with a line end.
    pub fn show(&mut self, vertex: VertexId, view: View) -> String {
        self.finish(vertex);
        if view.optional {
            self.finish_optional(vertex);
        }
        self.know_homes();
        let mut out = String::new();
        let this = self.shown(vertex, view);
        let scalar_beside = !matches!(self.vertices[this].value, Value::Struct);
        if scalar_beside {
            self.write(vertex, view, 0, &mut out);
            out.push('\n');
        } else {
            self.write_fields(this, view, 0, &mut out);
        }
        out
    }

    /// Brings the optional fields to their end, which nothing else needs.
    fn finish_optional(&mut self, vertex: VertexId) {
        if self.depth >= self.limits.depth {
            return;
        }
        self.depth += 1;
        let this = self.deref(vertex);
        if let Value::Choice(choice) = self.vertices[this].value {
            for value in self.choices[choice].values.clone() {
                if let Value::Vertex(arm) = value {
                    self.finish_optional(arm);
                }
            }
        }
        for (_, arc) in self.vertices[this].arcs.clone() {
            if self.vertices[arc].mark == Mark::Optional {
                self.finish(arc);
            }
            self.finish_optional(arc);
        }
        self.depth -= 1;
    }

    /// The vertex to show: the default of a choice where the value must be concrete.
    fn shown(&self, vertex: VertexId, view: View) -> VertexId {
        let this = self.deref(vertex);
        match self.default_of(Value::Vertex(this)) {
            Value::Vertex(chosen) if view.concrete => self.deref(chosen),
            _ => this,
        }
    }

    fn write_fields(&self, vertex: VertexId, view: View, depth: usize, out: &mut String) {
        for (label, arc) in self.ordered_arcs(vertex) {
            if self.is_shown(label, arc, view) {
                self.write_field(label, arc, view, depth, out);
            }
        }
    }

    fn is_shown(&self, label: Label, arc: VertexId, view: View) -> bool {
        let optional = self.vertices[arc].mark == Mark::Optional;
        let hidden = label.is_hidden();
        let definition = label.is_definition();
        (!optional || view.optional)
            && (!hidden || view.hidden)
            && (!definition || hidden || view.definitions)
            && label.as_index().is_none()
    }

    fn write_field(&self, label: Label, arc: VertexId, view: View, depth: usize, out: &mut String) {
        out.push_str(&INDENT.repeat(depth));
        out.push_str(&label.source(&self.symbols));
        out.push_str(match self.vertices[arc].mark {
            Mark::Regular => ": ",
            Mark::Required => "!: ",
            Mark::Optional => "?: ",
        });
        self.write(arc, view, depth, out);
        out.push('\n');
    }

    fn write(&self, vertex: VertexId, view: View, depth: usize, out: &mut String) {
        let this = self.shown(vertex, view);
        match self.vertices[this].value {
            Value::Struct => self.write_struct(this, view, depth, out),
            Value::List => self.write_list(this, view, depth, out),
            Value::Choice(choice) => {
                let choice = &self.choices[choice];
                for (index, &value) in choice.values.iter().enumerate() {
                    if index > 0 {
                        out.push_str(" | ");
                    }
                    if index < choice.defaults {
                        out.push('*');
                    }
                    self.write_value(value, view, depth, out);
                }
            }
            Value::Bottom(bottom)
                if self.vertices[vertex].mark == Mark::Optional
                    && self.bottoms[bottom].gravity == Gravity::StructuralCycle =>
            {
                // It unfolds as far as values are given, which none is here.
                out.push('_');
            }
            Value::Bottom(bottom) => {
                out.push_str("_|_ // ");
                out.push_str(self.bottoms[bottom].message.lines().next().unwrap_or(""));
            }
            value => {
                let definitions = self.vertices[this]
                    .arcs
                    .iter()
                    .any(|&(label, arc)| self.is_shown(label, arc, view));
                if definitions {
                    out.push_str("{\n");
                    out.push_str(&INDENT.repeat(depth + 1));
                    self.write_value(value, view, depth + 1, out);
                    out.push('\n');
                    self.write_fields(this, view, depth + 1, out);
                    out.push_str(&INDENT.repeat(depth));
                    out.push('}');
                } else {
                    self.write_value(value, view, depth, out);
                }
            }
        }
    }

    fn write_value(&self, value: Value, view: View, depth: usize, out: &mut String) {
        match value {
            Value::Vertex(vertex) => self.write(vertex, view, depth, out),
            Value::Str(text) => out.push_str(&quoted(self.symbols.name(text))),
            value => out.push_str(&self.show_value(value)),
        }
    }

    fn write_struct(&self, vertex: VertexId, view: View, depth: usize, out: &mut String) {
        let mut inner = String::new();
        self.write_fields(vertex, view, depth + 1, &mut inner);
        if inner.is_empty() {
            return out.push_str("{}");
        }
        out.push_str("{\n");
        out.push_str(&inner);
        out.push_str(&INDENT.repeat(depth));
        out.push('}');
    }

    fn write_list(&self, vertex: VertexId, view: View, depth: usize, out: &mut String) {
        let items = self.elements(vertex);
        let open =
            self.vertices[vertex].node.list.as_ref().is_some_and(|list| list.length.is_none());
        out.push('[');
        for (index, &item) in items.iter().enumerate() {
            if index > 0 {
                out.push_str(", ");
            }
            self.write(item, view, depth, out);
        }
        if open && !view.concrete {
            out.push_str(if items.is_empty() { "..." } else { ", ..." });
        }
        out.push(']');
    }
}

/// A string literal that reads back as `text`.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            letter if (letter as u32) < 0x20 || letter == '\u{7f}' => {
                out.push_str(&format!("\\u{:04x}", letter as u32));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
