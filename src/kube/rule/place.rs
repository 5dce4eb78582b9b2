//! A value of an object and the way that led to it.
//!
//! A rule asks for `place.get("spec").get("replicas")` without caring whether any of it is there:
//! what is absent, null or of another type than asked for gives nothing, because telling of types
//! is the business of the structural check. The way is for messages, which name fields as the API
//! server does: `spec.containers[0].ports[1].name`, `data[key]`.

use std::cell::RefCell;
use std::fmt::Write as _;

use crate::base::{EntryId, Plain, PlainId, Shape, Span};

/// What a name stands for.
#[derive(Clone, Copy, Debug)]
enum Sort {
    /// A field of a struct: `.name`.
    Field,
    /// A key of a map: `[key]`.
    Key,
}

/// One step of a way.
#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    /// To the value of an entry.
    Entry(Sort, EntryId),
    /// To an element of a list: `[0]`.
    Index(u32),
    /// To what is not there.
    Absent(Sort, &'a str),
}

/// A step that is written down.
#[derive(Clone, Copy, Debug)]
enum Written {
    Entry(Sort, EntryId),
    Index(u32),
    /// With the place of the name among those of all.
    Absent {
        sort: Sort,
        start: u32,
        len: u32,
    },
}

/// The way that has no step.
const ROOT: u32 = u32::MAX;

/// What is written down of ways.
#[derive(Debug)]
struct Book {
    /// The number of the way before, and the last step.
    ways: Vec<(u32, Written)>,
    /// The names of what is not there.
    names: String,
}

impl Book {
    fn add(&mut self, before: u32, step: Step<'_>) -> u32 {
        let step = match step {
            Step::Entry(sort, entry) => Written::Entry(sort, entry),
            Step::Index(index) => Written::Index(index),
            Step::Absent(sort, name) => {
                let (start, len) = (self.names.len() as u32, name.len() as u32);
                self.names.push_str(name);
                Written::Absent { sort, start, len }
            }
        };
        self.ways.push((before, step));
        self.ways.len() as u32 - 1
    }

    /// The last step of a way, and what comes before it.
    fn step(&self, way: u32) -> Option<(u32, Step<'_>)> {
        let &(before, step) = self.ways.get(way as usize)?;
        let step = match step {
            Written::Entry(sort, entry) => Step::Entry(sort, entry),
            Written::Index(index) => Step::Index(index),
            Written::Absent { sort, start, len } => {
                let (start, len) = (start as usize, len as usize);
                Step::Absent(sort, self.names.get(start..start + len).unwrap_or_default())
            }
        };
        Some((before, step))
    }
}

/// The data that places are in, and the ways to those of them that are gone on from: the last steps
/// to scalars and to what is absent, which is what most rules ask for, are never written down.
#[derive(Debug)]
pub(in crate::kube) struct Ways<'a> {
    plain: &'a Plain,
    /// Nothing where nobody asks for ways.
    book: Option<RefCell<Book>>,
}

impl<'a> Ways<'a> {
    /// What `look` finds in `plain`. Nearly all that is looked at is right, and ways are for telling
    /// what is wrong: so they are written down only when it is known that something is.
    pub(in crate::kube) fn found<T>(
        plain: &'a Plain,
        look: impl Fn(&Ways<'_>) -> Vec<T>,
    ) -> Vec<T> {
        let found = look(&Ways { plain, book: None });
        if found.is_empty() { found } else { look(&Ways::new(plain)) }
    }

    /// Ways in `plain`, which are written down.
    pub(in crate::kube) fn new(plain: &'a Plain) -> Self {
        let book = Book { ways: Vec::new(), names: String::new() };
        Self { plain, book: Some(RefCell::new(book)) }
    }

    /// A whole object.
    pub(in crate::kube) fn root(&'a self, node: PlainId) -> Place<'a> {
        Place { ways: self, node: Some(node), near: node, before: ROOT, last: None }
    }
}

/// A value of an object, or the absence of one.
#[derive(Clone, Copy, Debug)]
pub(in crate::kube) struct Place<'a> {
    ways: &'a Ways<'a>,
    /// The value; nothing if it is absent or null.
    node: Option<PlainId>,
    /// The value, or the nearest one around it that is there.
    near: PlainId,
    /// The way to here; where there is a last step, to what that starts from.
    before: u32,
    last: Option<Step<'a>>,
}

impl<'a> Place<'a> {
    /// The field of a struct.
    #[inline]
    pub(in crate::kube) fn get(&self, name: &'a str) -> Self {
        self.named(Sort::Field, name)
    }

    /// The value at a key of a map.
    pub(in crate::kube) fn key(&self, key: &'a str) -> Self {
        self.named(Sort::Key, key)
    }

    fn named(&self, sort: Sort, name: &'a str) -> Self {
        let plain = self.ways.plain;
        match self.node.and_then(|node| plain.find(node, name)) {
            Some(entry) => self.step(self.way(), Step::Entry(sort, entry), plain.value(entry)),
            // Without a way, all that is absent from one place is the same.
            None if self.ways.book.is_none() => Self { node: None, ..*self },
            None => {
                let last = Some(Step::Absent(sort, name));
                Self { node: None, before: self.way(), last, ..*self }
            }
        }
    }

    /// The elements of a list.
    pub(in crate::kube) fn items(&self) -> impl Iterator<Item = Place<'a>> + use<'a> {
        let items: &'a [PlainId] = match self.shape() {
            Some(Shape::List(items)) => items,
            _ => &[],
        };
        let here = *self;
        let way = if items.is_empty() { ROOT } else { self.way() };
        (0..).zip(items).map(move |(index, &item)| here.step(way, Step::Index(index), item))
    }

    /// The entries of a map, with their keys.
    pub(in crate::kube) fn entries(&self) -> impl Iterator<Item = (&'a str, Place<'a>)> + use<'a> {
        self.parts(Sort::Key)
    }

    /// The fields of a struct that are there.
    pub(in crate::kube) fn fields(&self) -> impl Iterator<Item = (&'a str, Place<'a>)> + use<'a> {
        self.parts(Sort::Field)
    }

    fn parts(&self, sort: Sort) -> impl Iterator<Item = (&'a str, Place<'a>)> + use<'a> {
        let (here, plain) = (*self, self.ways.plain);
        let way = if self.node.is_some() { self.way() } else { ROOT };
        let entries = self.node.map(|node| plain.entry_ids(node));
        entries.into_iter().flatten().map(move |entry| {
            let value = here.step(way, Step::Entry(sort, entry), plain.value(entry));
            (plain.key(entry).0, value)
        })
    }

    /// The way to here, which is written down if it is not yet.
    #[inline]
    fn way(&self) -> u32 {
        match (&self.ways.book, self.last) {
            (Some(book), Some(last)) => book.borrow_mut().add(self.before, last),
            _ => self.before,
        }
    }

    /// The value that a step leads to.
    #[inline]
    fn step(&self, before: u32, last: Step<'a>, value: PlainId) -> Self {
        let ways = self.ways;
        let node = Some(value).filter(|&node| !ways.plain.is_null(node));
        let near = value;
        // These are what rules go on from, mostly several times.
        if let Some(book) = &ways.book
            && ways.plain.has_parts(value)
        {
            let before = book.borrow_mut().add(before, last);
            return Self { ways, node, near, before, last: None };
        }
        Self { ways, node, near, before, last: Some(last) }
    }

    /// Whether there is a value, other than null.
    pub(in crate::kube) fn is_set(&self) -> bool {
        self.node.is_some()
    }

    /// What the value is.
    pub(in crate::kube) fn shape(&self) -> Option<Shape<'a>> {
        self.node.map(|node| self.ways.plain.shape(node))
    }

    /// The value as a string.
    pub(in crate::kube) fn text(&self) -> Option<&'a str> {
        self.node.and_then(|node| self.ways.plain.text_of(node))
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
            Some(Shape::Map) => self.len() == 0,
            Some(Shape::Null | Shape::Bool(_) | Shape::Int(_) | Shape::Number(_)) => false,
            Some(Shape::Bytes(bytes)) => bytes.is_empty(),
        }
    }

    /// How many entries a map has.
    fn len(&self) -> usize {
        self.node.map_or(0, |node| self.ways.plain.entries(node).len())
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

    /// The way, as the API server writes it; empty for the object itself, and where ways are not
    /// written down.
    pub(in crate::kube) fn path(&self) -> String {
        let Some(book) = &self.ways.book else { return String::new() };
        let book = book.borrow();
        let mut steps: Vec<Step<'_>> = self.last.into_iter().collect();
        let mut at = self.before;
        while let Some((before, step)) = book.step(at) {
            steps.push(step);
            at = before;
        }
        let mut path = String::new();
        for step in steps.into_iter().rev() {
            let (sort, name) = match step {
                Step::Entry(sort, entry) => (sort, self.ways.plain.key(entry).0),
                Step::Absent(sort, name) => (sort, name),
                Step::Index(index) => {
                    // Writing to a string does not fail.
                    let _ = write!(path, "[{index}]");
                    continue;
                }
            };
            let _ = match sort {
                Sort::Field if path.is_empty() => write!(path, "{name}"),
                Sort::Field => write!(path, ".{name}"),
                Sort::Key => write!(path, "[{name}]"),
            };
        }
        path
    }

    /// What wrote the value, or the nearest value around it that has a place.
    pub(in crate::kube) fn span(&self) -> Option<Span> {
        self.ways.plain.span(self.near)
    }

    /// Where the key of the value stands, or else the value.
    pub(in crate::kube) fn key_span(&self) -> Option<Span> {
        let last = match self.last {
            Some(Step::Entry(_, entry)) => Some(entry),
            Some(Step::Index(_) | Step::Absent(..)) => None,
            None => {
                self.ways.book.as_ref().and_then(|book| match book.borrow().step(self.before) {
                    Some((_, Step::Entry(_, entry))) => Some(entry),
                    _ => None,
                })
            }
        };
        let key = last.map(|entry| self.ways.plain.key(entry).1);
        key.filter(|&key| key != Span::NOWHERE).or_else(|| self.span())
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
        let ways = Ways::new(&plain);
        let root = ways.root(root);
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
        let ways = Ways::new(&plain);
        let absent = ways.root(root).get("spec").get("b").get("c");
        assert_eq!(absent.span().unwrap().of(text), r#"{"a": 1}"#);
    }

    #[test]
    fn a_way_may_be_long() {
        let (plain, root) = plain("{}");
        let ways = Ways::new(&plain);
        let mut place = ways.root(root);
        for _ in 0..100 {
            place = place.get("a");
        }
        assert_eq!(place.path().len(), 199);
    }
}
