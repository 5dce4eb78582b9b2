//! Values as people read them in messages: short, on one line.

use super::graph::Graph;
use super::value::{Bound, Callee, Value};
use super::vertex::VertexId;
use crate::program::Mark;

/// How many fields, elements or letters are shown.
const SHOWN_ITEMS: usize = 4;
const SHOWN_LETTERS: usize = 60;

/// How deep a value is shown that is shown whole.
const DEEPEST: usize = 16;

/// How long the text of such a value gets, roughly.
const LONGEST: usize = 64 << 10;

impl Graph {
    /// A value on one line, cut where it is long.
    pub(super) fn show_value(&self, value: Value) -> String {
        self.show_nested(value, 0)
    }

    fn show_nested(&self, value: Value, depth: usize) -> String {
        match value {
            Value::Top => "_".into(),
            Value::Null => "null".into(),
            Value::Bool(value) => value.to_string(),
            Value::Int(value) => value.get().to_string(),
            Value::Number(number) => self.numbers[number].cue_text(),
            Value::Str(text) => quote(self.symbols.name(text)),
            Value::Bytes(bytes) => format!("'{}'", self.bytes[bytes].escape_ascii()),
            Value::Kind(kind) => kind.to_string(),
            Value::Bound(bound) => self.show_bound(&self.bounds[bound]),
            Value::Validator(validator) => {
                let validator = &self.validators[validator];
                let arguments: Vec<String> = validator
                    .arguments
                    .iter()
                    .map(|&value| self.show_nested(value, depth + 1))
                    .collect();
                format!("{}({})", validator.name, arguments.join(", "))
            }
            Value::Checks(checks) => {
                let parts: Vec<String> = self.checks[checks]
                    .iter()
                    .map(|&value| self.show_nested(value, depth + 1))
                    .collect();
                parts.join(" & ")
            }
            Value::Function(Callee::Universe(function)) => super::universe::name(function).into(),
            Value::Function(Callee::Package(_)) => "a function".into(),
            Value::Struct => "{…}".into(),
            Value::List => "[…]".into(),
            Value::Choice(choice) => {
                let choice = &self.choices[choice];
                let arms: Vec<String> = choice
                    .values
                    .iter()
                    .enumerate()
                    .map(|(index, &value)| {
                        let mark = if index < choice.defaults { "*" } else { "" };
                        format!("{mark}{}", self.show_nested(value, depth + 1))
                    })
                    .collect();
                arms.join(" | ")
            }
            Value::Vertex(vertex) => self.show_vertex(vertex, depth),
            Value::Bottom(_) => "_|_".into(),
        }
    }

    fn show_vertex(&self, vertex: VertexId, depth: usize) -> String {
        let vertex = self.deref(vertex);
        self.note_shown(vertex);
        let value = self.vertices[vertex].value;
        let is_list = matches!(value, Value::List);
        if !is_list && !matches!(value, Value::Struct) {
            return self.show_nested(value, depth);
        }
        let (open, close) = if is_list { ("[", "]") } else { ("{", "}") };
        if depth > 1 {
            return format!("{open}…{close}");
        }
        let mut parts: Vec<String> = Vec::new();
        let arcs = &self.vertices[vertex].arcs;
        for &(label, arc) in arcs.iter().take(SHOWN_ITEMS) {
            let shown = self.show_nested(Value::Vertex(arc), depth + 1);
            let mark = match self.vertices[arc].mark {
                Mark::Regular => "",
                Mark::Required => "!",
                Mark::Optional => "?",
            };
            parts.push(if is_list {
                shown
            } else {
                format!("{}{mark}: {shown}", label.source(&self.symbols))
            });
        }
        if arcs.len() > SHOWN_ITEMS {
            parts.push("…".into());
        }
        format!("{open}{}{close}", parts.join(", "))
    }

    /// A value as CUE puts it into messages of its users: whole, without blanks.
    pub(super) fn show_compact(&self, value: Value) -> String {
        match value {
            Value::Bytes(bytes) => String::from_utf8_lossy(&self.bytes[bytes]).into_owned(),
            Value::Vertex(vertex) => {
                let mut out = String::new();
                self.show_compact_vertex(vertex, 0, &mut out);
                out
            }
            value => self.show_value(value),
        }
    }

    fn show_compact_vertex(&self, vertex: VertexId, depth: usize, out: &mut String) {
        let vertex = self.deref(vertex);
        self.note_shown(vertex);
        let (open, close) = match self.vertices[vertex].value {
            Value::List => ('[', ']'),
            Value::Struct => ('{', '}'),
            value => return out.push_str(&self.show_value(value)),
        };
        out.push(open);
        for (at, (label, arc)) in self.data_arcs(vertex).into_iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            if depth >= DEEPEST || out.len() > LONGEST {
                out.push('…');
                break;
            }
            if open == '{' {
                out.push_str(&label.source(&self.symbols));
                out.push(':');
            }
            self.show_compact_vertex(arc, depth + 1, out);
        }
        out.push(close);
    }

    pub(super) fn show_bound(&self, bound: &Bound) -> String {
        format!("{}{}", bound.relation.text(), self.show_nested(bound.value, 1))
    }
}

fn quote(text: &str) -> String {
    match text.char_indices().nth(SHOWN_LETTERS) {
        Some((end, _)) => format!("{:?}…", text.get(..end).unwrap_or(text)),
        None => format!("{text:?}"),
    }
}
