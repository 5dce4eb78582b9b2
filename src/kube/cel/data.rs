//! What rules are about: plain data, seen through the schema that it has.
//!
//! Source: `apiserver/pkg/cel/common/values.go` and `apiserver/pkg/cel/escaping.go`.

use std::borrow::Cow;
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::library::time;
use super::token::is_reserved;
use super::value::Value;
use crate::base::{Plain, PlainId, Shape};
use crate::kube::crd::{Format, Kind, Schema, SchemaId};

/// A list or a map of the data, with its schema where it has one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'a> {
    pub(super) plain: &'a Plain,
    pub(super) at: PlainId,
    pub(super) schema: Option<(&'a Schema, SchemaId)>,
}

impl<'a> Node<'a> {
    /// What stands here, as CEL sees it.
    pub(super) fn value(self) -> Value<'a> {
        let kind = self.schema.and_then(|(schema, id)| schema.kind(id));
        match self.plain.shape(self.at) {
            Shape::Null => Value::Null,
            Shape::Bool(value) => Value::Bool(value),
            Shape::Int(value) if kind == Some(Kind::Number) => Value::Double(value as f64),
            Shape::Int(value) => Value::Int(value),
            Shape::Number(value) => match value.clone().integral().to_i64() {
                Some(whole) if kind == Some(Kind::Integer) => Value::Int(whole),
                _ => Value::Double(value.to_f64()),
            },
            Shape::Str(text) => self.string(text),
            Shape::Bytes(bytes) => Value::text(STANDARD.encode(bytes)),
            Shape::List(_) | Shape::Map => Value::Node(self),
        }
    }

    /// A string, or what its format makes of it.
    fn string(self, text: &'a str) -> Value<'a> {
        let format = self.schema.and_then(|(schema, id)| schema.format(id));
        let read = match format {
            Some(Format::DateTime) => time::instant(text).map(|it| Value::Time(Rc::new(it))),
            Some(Format::Date) => time::date(text).map(|it| Value::Time(Rc::new(it))),
            Some(Format::Duration) => time::duration(text).map(Value::Duration),
            Some(Format::Byte) => STANDARD.decode(text).ok().map(|it| Value::Bytes(it.into())),
            _ => None,
        };
        read.unwrap_or(Value::Str(Cow::Borrowed(text)))
    }

    pub(super) fn type_name(self) -> &'static str {
        match self.plain.shape(self.at) {
            Shape::List(_) => "list",
            _ => "map",
        }
    }

    /// How many elements or entries there are.
    pub(super) fn len(self) -> usize {
        match self.plain.shape(self.at) {
            Shape::List(items) => items.len(),
            _ => self.plain.entries(self.at).len(),
        }
    }

    /// The element at `index`.
    pub(super) fn element(self, index: usize) -> Option<Value<'a>> {
        match self.plain.shape(self.at) {
            Shape::List(items) => items.get(index).map(|&at| self.item(at).value()),
            _ => None,
        }
    }

    pub(super) fn elements(self) -> Option<Vec<Value<'a>>> {
        match self.plain.shape(self.at) {
            Shape::List(items) => Some(items.iter().map(|&at| self.item(at).value()).collect()),
            _ => None,
        }
    }

    pub(super) fn entries(self) -> Option<Vec<(Value<'a>, Value<'a>)>> {
        let Shape::Map = self.plain.shape(self.at) else { return None };
        let entry = |(key, at): (&'a str, PlainId)| {
            let shown = if self.is_object() { escape(key) } else { Cow::Borrowed(key) };
            (Value::Str(shown), self.member(key, at).value())
        };
        Some(self.plain.entries(self.at).map(entry).collect())
    }

    /// The value of an entry by its own name.
    pub(super) fn get(self, key: &str) -> Option<Value<'a>> {
        let at = self.plain.get(self.at, key)?;
        Some(self.member(key, at).value())
    }

    /// The value of a field as expressions name it: names that are no identifiers are escaped,
    /// where the schema has fields and no keys.
    pub(super) fn field(self, name: &str) -> Option<Value<'a>> {
        if self.is_object() && name.contains("__") {
            return self.get(&unescape(name));
        }
        self.get(name)
    }

    /// Whether the order of a list does not count, as its schema says.
    pub(super) fn is_unordered(self) -> bool {
        self.schema.is_some_and(|(schema, id)| schema.is_unordered(id))
    }

    fn is_object(self) -> bool {
        self.schema.is_some_and(|(schema, id)| schema.has_fields(id))
    }

    fn item(self, at: PlainId) -> Node<'a> {
        let schema =
            self.schema.and_then(|(schema, id)| Some((schema, schema.node(id).element()?)));
        Node { at, schema, ..self }
    }

    fn member(self, key: &str, at: PlainId) -> Node<'a> {
        let schema = self
            .schema
            .and_then(|(schema, id)| Some((schema, schema.member(schema.node(id), key)?)));
        Node { at, schema, ..self }
    }
}

/// What stands for letters that identifiers cannot have.
const ESCAPES: [(&str, &str); 4] =
    [("__underscores__", "__"), ("__dot__", "."), ("__dash__", "-"), ("__slash__", "/")];

/// Words of CEL, which as names are escaped.
fn is_keyword(name: &str) -> bool {
    matches!(name, "true" | "false" | "null") || is_reserved(name)
}

fn unescape(name: &str) -> String {
    if let Some(inner) = name.strip_prefix("__").and_then(|rest| rest.strip_suffix("__"))
        && is_keyword(inner)
    {
        return inner.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(letter) = rest.chars().next() {
        match ESCAPES.iter().find(|row| rest.starts_with(row.0)) {
            Some((escape, text)) => {
                out.push_str(text);
                rest = rest.get(escape.len()..).unwrap_or("");
            }
            None => {
                out.push(letter);
                rest = rest.get(letter.len_utf8()..).unwrap_or("");
            }
        }
    }
    out
}

fn escape(name: &str) -> Cow<'_, str> {
    if is_keyword(name) {
        return Cow::Owned(format!("__{name}__"));
    }
    if !name.contains("__") && !name.contains(['.', '-', '/']) {
        return Cow::Borrowed(name);
    }
    let mut out = name.to_owned();
    for (escape, text) in ESCAPES {
        out = out.replace(text, escape);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped_and_come_back() {
        for (name, escaped) in [
            ("namespace", "__namespace__"),
            ("foo.bar", "foo__dot__bar"),
            ("x-prop", "x__dash__prop"),
            ("a/b", "a__slash__b"),
            ("redact__d", "redact__underscores__d"),
            ("plain", "plain"),
        ] {
            assert_eq!(escape(name), escaped);
            assert_eq!(unescape(escaped), name);
        }
    }
}
