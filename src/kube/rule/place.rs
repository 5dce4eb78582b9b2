//! A value of an object and the way that led to it.
//!
//! A rule asks for `place.get("spec").get("replicas")` without caring whether any of it is there:
//! what is absent, null or of another type than asked for gives nothing, because telling of types
//! is the business of the structural check. The way is kept for messages, which name fields as
//! the API server does: `spec.containers[0].ports[1].name`, `data[key]`.

use std::fmt::Write as _;

use crate::base::{Plain, PlainId, Shape, Span};

/// The longest way that a rule goes has 15 steps: the values of a pod affinity's selector in a
/// CronJob.
const DEPTH: usize = 20;

/// One step of a way.
#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    /// A field of a struct: `.name`.
    Field(&'a str),
    /// A key of a map: `[key]`.
    Key(&'a str),
    /// An element of a list: `[0]`.
    Index(usize),
}

/// A value of an object, or the absence of one.
#[derive(Clone, Copy, Debug)]
pub(in crate::kube) struct Place<'a> {
    plain: &'a Plain,
    /// The value; nothing if it is absent or null.
    node: Option<PlainId>,
    /// The value, or the nearest one around it that is there.
    near: PlainId,
    /// Where the key of the value stands, if that is known.
    key: Span,
    steps: [Step<'a>; DEPTH],
    depth: usize,
}

impl<'a> Place<'a> {
    /// A whole object.
    pub(in crate::kube) fn root(plain: &'a Plain, node: PlainId) -> Self {
        let steps = [Step::Index(0); DEPTH];
        Self { plain, node: Some(node), near: node, key: Span::NOWHERE, steps, depth: 0 }
    }

    /// The field of a struct.
    pub(in crate::kube) fn get(&self, name: &'a str) -> Self {
        let found = self
            .node
            .and_then(|node| self.plain.entries(node).placed().find(|(key, _, _)| *key == name));
        self.step(Step::Field(name), found.map(|(_, place, value)| (place, value)))
    }

    /// The value at a key of a map.
    pub(in crate::kube) fn key(&self, key: &'a str) -> Self {
        let found = self.get(key);
        let mut keyed = found;
        if let Some(last) = keyed.steps.get_mut(self.depth) {
            *last = Step::Key(key);
        }
        keyed
    }

    /// The elements of a list.
    pub(in crate::kube) fn items(&self) -> impl Iterator<Item = Place<'a>> + use<'a> {
        let items: &'a [PlainId] = match self.node.map(|node| self.plain.shape(node)) {
            Some(Shape::List(items)) => items,
            _ => &[],
        };
        let here = *self;
        items
            .iter()
            .enumerate()
            .map(move |(index, &item)| here.step(Step::Index(index), Some((Span::NOWHERE, item))))
    }

    /// The entries of a map, with their keys.
    pub(in crate::kube) fn entries(&self) -> impl Iterator<Item = (&'a str, Place<'a>)> + use<'a> {
        let here = *self;
        let entries = self.node.map(|node| self.plain.entries(node).placed());
        entries
            .into_iter()
            .flatten()
            .map(move |(key, place, value)| (key, here.step(Step::Key(key), Some((place, value)))))
    }

    /// The fields of a struct that are there.
    pub(in crate::kube) fn fields(&self) -> impl Iterator<Item = (&'a str, Place<'a>)> + use<'a> {
        let here = *self;
        let entries = self.node.map(|node| self.plain.entries(node).placed());
        entries.into_iter().flatten().map(move |(key, place, value)| {
            (key, here.step(Step::Field(key), Some((place, value))))
        })
    }

    fn step(&self, step: Step<'a>, found: Option<(Span, PlainId)>) -> Self {
        let mut next = *self;
        if let Some(slot) = next.steps.get_mut(self.depth) {
            *slot = step;
            next.depth += 1;
        }
        next.key = found.map_or(Span::NOWHERE, |(place, _)| place);
        next.near = found.map_or(self.near, |(_, node)| node);
        next.node = found
            .map(|(_, node)| node)
            .filter(|&node| !matches!(self.plain.shape(node), Shape::Null));
        next
    }

    /// Whether there is a value, other than null.
    pub(in crate::kube) fn is_set(&self) -> bool {
        self.node.is_some()
    }

    /// What the value is.
    pub(in crate::kube) fn shape(&self) -> Option<Shape<'a>> {
        self.node.map(|node| self.plain.shape(node))
    }

    /// The value as a string.
    pub(in crate::kube) fn text(&self) -> Option<&'a str> {
        match self.shape() {
            Some(Shape::Str(text)) => Some(text),
            _ => None,
        }
    }

    /// The value as a string that is not empty: to the API server an empty string is as good as
    /// an absent one.
    pub(in crate::kube) fn filled(&self) -> Option<&'a str> {
        self.text().filter(|text| !text.is_empty())
    }

    /// Whether the value is absent, or an empty string, list or map.
    pub(in crate::kube) fn is_blank(&self) -> bool {
        match self.shape() {
            None => true,
            Some(Shape::Str(text)) => text.is_empty(),
            Some(Shape::List(items)) => items.is_empty(),
            Some(Shape::Map) => self.entries().next().is_none(),
            Some(Shape::Null | Shape::Bool(_) | Shape::Int(_) | Shape::Number(_)) => false,
            Some(Shape::Bytes(bytes)) => bytes.is_empty(),
        }
    }

    /// The value as an integer.
    pub(in crate::kube) fn int(&self) -> Option<i64> {
        match self.shape() {
            Some(Shape::Int(value)) => Some(value),
            _ => None,
        }
    }

    /// The value as a boolean.
    pub(in crate::kube) fn bool(&self) -> Option<bool> {
        match self.shape() {
            Some(Shape::Bool(value)) => Some(value),
            _ => None,
        }
    }

    /// Whether the value is `true`.
    pub(in crate::kube) fn is_true(&self) -> bool {
        self.bool() == Some(true)
    }

    /// The way, as the API server writes it; empty for the object itself.
    pub(in crate::kube) fn path(&self) -> String {
        let mut path = String::new();
        for step in self.steps.iter().take(self.depth) {
            // Writing to a string does not fail.
            let _ = match step {
                Step::Field(name) if path.is_empty() => write!(path, "{name}"),
                Step::Field(name) => write!(path, ".{name}"),
                Step::Key(key) => write!(path, "[{key}]"),
                Step::Index(index) => write!(path, "[{index}]"),
            };
        }
        path
    }

    /// What wrote the value, or the nearest value around it that has a place.
    pub(in crate::kube) fn span(&self) -> Option<Span> {
        self.plain.span(self.near)
    }

    /// Where the key of the value stands, or else the value.
    pub(in crate::kube) fn key_span(&self) -> Option<Span> {
        if self.key == Span::NOWHERE { self.span() } else { Some(self.key) }
    }

    /// The value as messages show it: scalars as JSON has them, nothing for collections.
    pub(in crate::kube) fn shown(&self) -> Option<String> {
        Some(match self.shape()? {
            Shape::Str(text) => shorten(text),
            Shape::Int(value) => value.to_string(),
            Shape::Bool(value) => value.to_string(),
            Shape::Number(value) => value.cue_text(),
            Shape::Null | Shape::Bytes(_) | Shape::List(_) | Shape::Map => return None,
        })
    }
}

/// A string in quotes, cut where it is too long for a message.
pub(in crate::kube) fn shorten(text: &str) -> String {
    const LONGEST: usize = 80;
    match text.char_indices().nth(LONGEST) {
        None => format!("{text:?}"),
        Some((end, _)) => format!("{:?}…", text.get(..end).unwrap_or(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::manifest::tests::plain;

    #[test]
    fn ways_are_written_as_the_api_server_does() {
        let text = r#"{"spec": {"ports": [{"name": "a"}, null]}, "data": {"k.x": 1}, "no": null}"#;
        let (plain, root) = plain(text);
        let root = Place::root(&plain, root);
        let ports: Vec<_> = root.get("spec").get("ports").items().collect();
        assert_eq!(ports[0].get("name").path(), "spec.ports[0].name");
        assert_eq!(ports[0].get("name").text(), Some("a"));
        assert!(!ports[1].is_set() && !root.get("no").is_set());
        assert_eq!(root.get("data").key("k.x").path(), "data[k.x]");
        assert_eq!(root.get("a").get("b").path(), "a.b");
        assert_eq!(root.path(), "");
    }

    #[test]
    fn what_is_absent_points_at_what_is_around_it() {
        let text = r#"{"spec": {"a": 1}}"#;
        let (plain, root) = plain(text);
        let absent = Place::root(&plain, root).get("spec").get("b").get("c");
        assert_eq!(absent.span().unwrap().of(text), r#"{"a": 1}"#);
    }

    #[test]
    fn a_way_that_is_too_long_is_cut() {
        let (plain, root) = plain("{}");
        let mut place = Place::root(&plain, root);
        for _ in 0..100 {
            place = place.get("a");
        }
        assert_eq!(place.path().len(), 2 * DEPTH - 1);
    }
}
