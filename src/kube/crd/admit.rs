//! What the API server makes of a custom resource before it judges it: unknown fields go, nulls
//! where null is no value go, and defaults come in.
//!
//! Source: `apiextensions-apiserver/pkg/apiserver/schema/{pruning,defaulting}`. The result is a copy;
//! the places of its nodes are those of the original, and of a default that of the map it came to.

use super::path::Path;
use super::schema::{Additional, Node, Schema, SchemaId};
use crate::base::{Plain, PlainId, Shape, Span};

/// The fields of every object, which its schema need not name.
const ENVELOPE: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// A field that the schema does not know, and which the server drops.
#[derive(Debug)]
pub(super) struct Unknown {
    /// The whole path.
    pub(super) path: String,
    pub(super) name: String,
    /// Where its name stands.
    pub(super) span: Span,
    /// What stands beside it in the schema.
    pub(super) known: Vec<String>,
}

/// The object at `root` as the server sees it, and what was dropped of it.
pub(super) fn admit(
    schema: &Schema,
    from: &Plain,
    root: PlainId,
    to: &mut Plain,
) -> (PlainId, Vec<Unknown>) {
    let mut admission = Admission { schema, from, to, unknown: Vec::new() };
    let node = admission.map(root, Some(schema.root), true, &Path::Root);
    (node, admission.unknown)
}

struct Admission<'a> {
    schema: &'a Schema,
    from: &'a Plain,
    to: &'a mut Plain,
    unknown: Vec<Unknown>,
}

impl<'a> Admission<'a> {
    fn value(&mut self, at: PlainId, schema: Option<SchemaId>, path: &Path<'_>) -> PlainId {
        match self.from.shape(at) {
            Shape::Map => self.map(at, schema, false, path),
            Shape::List(items) => {
                let node = schema.map(|id| self.schema.node(id));
                let element = node.and_then(|node| node.items);
                if element.is_none() && node.is_some_and(|node| node.preserve) {
                    return self.to.copy(self.from, at);
                }
                let items = items.iter().enumerate();
                let items = items.map(|(index, &item)| self.item(item, index, element, path));
                let items: Vec<_> = items.collect();
                self.to.list(items, self.from.span(at))
            }
            Shape::Null
            | Shape::Bool(_)
            | Shape::Int(_)
            | Shape::Number(_)
            | Shape::Str(_)
            | Shape::Bytes(_) => self.to.copy(self.from, at),
        }
    }

    /// An element of a list; a null one takes the default.
    fn item(
        &mut self,
        item: PlainId,
        index: usize,
        element: Option<SchemaId>,
        path: &Path<'_>,
    ) -> PlainId {
        let node = element.map(|id| self.schema.node(id));
        if let Some(node) = node
            && let Some(default) = node.default
            && !node.nullable
            && matches!(self.from.shape(item), Shape::Null)
        {
            return self.default(default, element);
        }
        self.value(item, element, &Path::Index(path, index))
    }

    fn map(
        &mut self,
        at: PlainId,
        schema: Option<SchemaId>,
        is_root: bool,
        path: &Path<'_>,
    ) -> PlainId {
        let node = schema.map(|id| self.schema.node(id));
        let mut entries: Vec<(&str, Span, PlainId)> = Vec::new();
        for (name, place, value) in self.from.placed(at) {
            let below = Path::Field(path, name);
            if (is_root || node.is_some_and(|node| node.embedded)) && ENVELOPE.contains(&name) {
                // The metadata of objects is not what a schema decides on.
                entries.push((name, place, self.to.copy(self.from, value)));
                continue;
            }
            match Member::of(self.schema, node, name) {
                Member::Known(id) => {
                    let member = self.schema.node(id);
                    let null = matches!(self.from.shape(value), Shape::Null);
                    if !null || member.nullable {
                        entries.push((name, place, self.value(value, Some(id), &below)));
                    }
                }
                Member::Anything => entries.push((name, place, self.value(value, None, &below))),
                Member::Kept => entries.push((name, place, self.to.copy(self.from, value))),
                Member::Unknown => self.unknown.push(Unknown {
                    path: below.to_string(),
                    name: name.to_owned(),
                    span: place,
                    known: known(node, is_root),
                }),
            }
        }
        let span = self.from.span(at);
        let added = node.map(|node| self.missing(node, &entries)).unwrap_or_default();
        let place = span.unwrap_or(Span::NOWHERE);
        entries.extend(added.into_iter().map(|(name, value)| (name, place, value)));
        self.to.map_at(entries, span)
    }

    /// The properties that have defaults and are not among `entries`.
    fn missing(
        &mut self,
        node: &'a Node,
        entries: &[(&str, Span, PlainId)],
    ) -> Vec<(&'a str, PlainId)> {
        let mut added = Vec::new();
        for (name, &id) in &node.properties {
            if let Some(default) = self.schema.node(id).default
                && !entries.iter().any(|entry| entry.0 == name)
            {
                added.push((name.as_str(), self.default(default, Some(id))));
            }
        }
        added
    }

    /// A default, which may itself lack what has defaults.
    fn default(&mut self, default: PlainId, schema: Option<SchemaId>) -> PlainId {
        let plain = &*self.schema.plain;
        let mut inner =
            Admission { schema: self.schema, from: plain, to: self.to, unknown: vec![] };
        inner.value(default, schema, &Path::Root)
    }
}

/// What a schema says of a name.
enum Member {
    Known(SchemaId),
    /// `additionalProperties: true`: a value of which nothing is known.
    Anything,
    /// It is kept with all that is in it.
    Kept,
    Unknown,
}

impl Member {
    fn of(schema: &Schema, node: Option<&Node>, name: &str) -> Member {
        let Some(node) = node else { return Member::Unknown };
        match schema.member(node, name) {
            Some(id) => Member::Known(id),
            None if node.preserve => Member::Kept,
            None if node.additional == Additional::Any => Member::Anything,
            None => Member::Unknown,
        }
    }
}

fn known(node: Option<&Node>, is_root: bool) -> Vec<String> {
    let envelope: &[&str] = if is_root { &ENVELOPE } else { &[] };
    let properties = node.into_iter().flat_map(|node| node.properties.keys().cloned());
    properties.chain(envelope.iter().map(|&name| name.to_owned())).collect()
}
