//! Plain data, as JSON knows it, in one flat arena: what evaluation leaves and what writers,
//! validators and readers of data files share.
//!
//! Every node may carry the span that wrote it. Strings and keys are ranges of one buffer.

use rustc_hash::FxHashMap;

use super::{Arena, Number, Span, id};

id! {
    /// One node of a [`Plain`].
    PlainId
}

/// A range of the text or byte buffer.
#[derive(Clone, Copy, Debug)]
struct Range {
    start: u32,
    len: u32,
}

impl Range {
    fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.start as usize + self.len as usize]
    }
}

#[derive(Clone, Debug)]
enum Node {
    Null,
    Bool(bool),
    Int(i64),
    Number(u32),
    Str(Range),
    Bytes(Range),
    List(Vec<PlainId>),
    Map(Vec<Entry>),
}

/// One entry of a map.
#[derive(Clone, Copy, Debug)]
struct Entry {
    key: Range,
    /// Where the key stands.
    place: Span,
    value: PlainId,
}

/// What a node is, borrowed from its [`Plain`].
#[derive(Clone, Copy, Debug)]
pub enum Shape<'a> {
    /// `null`
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer that fits.
    Int(i64),
    /// Any other number: a larger integer or a decimal.
    Number(&'a Number),
    /// A string.
    Str(&'a str),
    /// Bytes; JSON and YAML write them as base64.
    Bytes(&'a [u8]),
    /// The elements of a list.
    List(&'a [PlainId]),
    /// A map: see [`Plain::entries`].
    Map,
}

/// The entries of a map, in order: see [`Plain::entries`].
#[derive(Clone, Debug)]
pub struct Entries<'a> {
    text: &'a str,
    entries: std::slice::Iter<'a, Entry>,
}

impl<'a> Entries<'a> {
    /// The entries, each with the place of its key; [`Span::NOWHERE`] where that is not known.
    pub fn placed(self) -> impl Iterator<Item = (&'a str, Span, PlainId)> {
        let text = self.text;
        self.entries.map(move |entry| (entry.key.of(text), entry.place, entry.value))
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = (&'a str, PlainId);

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.entries.next()?;
        Some((entry.key.of(self.text), entry.value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.entries.size_hint()
    }
}

impl ExactSizeIterator for Entries<'_> {}

/// A forest of plain values.
#[derive(Clone, Default, Debug)]
pub struct Plain {
    nodes: Arena<PlainId, (Node, Option<Span>)>,
    text: String,
    bytes: Vec<u8>,
    numbers: Vec<Number>,
}

impl Plain {
    /// What `node` is.
    pub fn shape(&self, node: PlainId) -> Shape<'_> {
        match &self.nodes[node].0 {
            Node::Null => Shape::Null,
            Node::Bool(value) => Shape::Bool(*value),
            Node::Int(value) => Shape::Int(*value),
            Node::Number(index) => Shape::Number(&self.numbers[*index as usize]),
            Node::Str(range) => Shape::Str(range.of(&self.text)),
            Node::Bytes(range) => Shape::Bytes(
                &self.bytes[range.start as usize..range.start as usize + range.len as usize],
            ),
            Node::List(items) => Shape::List(items),
            Node::Map(_) => Shape::Map,
        }
    }

    /// The entries of a map in order; nothing for any other node.
    pub fn entries(&self, node: PlainId) -> Entries<'_> {
        let entries: &[Entry] = match &self.nodes[node].0 {
            Node::Map(entries) => entries,
            _ => &[],
        };
        Entries { text: &self.text, entries: entries.iter() }
    }

    /// The value of `key` in a map.
    pub fn get(&self, node: PlainId, key: &str) -> Option<PlainId> {
        self.entries(node).find(|entry| entry.0 == key).map(|entry| entry.1)
    }

    /// The string that `key` has in a map.
    pub fn get_str(&self, node: PlainId, key: &str) -> Option<&str> {
        match self.shape(self.get(node, key)?) {
            Shape::Str(text) => Some(text),
            _ => None,
        }
    }

    /// What wrote `node`, if that is known.
    pub fn span(&self, node: PlainId) -> Option<Span> {
        self.nodes[node].1
    }

    /// Adds `null`.
    pub fn null(&mut self, span: Option<Span>) -> PlainId {
        self.nodes.add((Node::Null, span))
    }

    /// Adds a boolean.
    pub fn bool(&mut self, value: bool, span: Option<Span>) -> PlainId {
        self.nodes.add((Node::Bool(value), span))
    }

    /// Adds an integer.
    pub fn int(&mut self, value: i64, span: Option<Span>) -> PlainId {
        self.nodes.add((Node::Int(value), span))
    }

    /// Adds a number of any kind.
    pub fn number(&mut self, value: Number, span: Option<Span>) -> PlainId {
        self.numbers.push(value);
        self.nodes.add((Node::Number(self.numbers.len() as u32 - 1), span))
    }

    /// Adds a string.
    pub fn str(&mut self, value: &str, span: Option<Span>) -> PlainId {
        let range = self.keep(value);
        self.nodes.add((Node::Str(range), span))
    }

    /// Adds bytes.
    pub fn bytes(&mut self, value: &[u8], span: Option<Span>) -> PlainId {
        let range = Range { start: self.bytes.len() as u32, len: value.len() as u32 };
        self.bytes.extend_from_slice(value);
        self.nodes.add((Node::Bytes(range), span))
    }

    /// Adds a list of nodes that were added before.
    pub fn list(&mut self, items: Vec<PlainId>, span: Option<Span>) -> PlainId {
        self.nodes.add((Node::List(items), span))
    }

    /// Adds a map of nodes that were added before; the keys must be distinct.
    pub fn map<K: AsRef<str>>(
        &mut self,
        entries: impl IntoIterator<Item = (K, PlainId)>,
        span: Option<Span>,
    ) -> PlainId {
        self.map_at(entries.into_iter().map(|(key, value)| (key, Span::NOWHERE, value)), span)
    }

    /// Adds a map as [`Self::map`] does, with the places of its keys.
    pub fn map_at<K: AsRef<str>>(
        &mut self,
        entries: impl IntoIterator<Item = (K, Span, PlainId)>,
        span: Option<Span>,
    ) -> PlainId {
        let entry = |(key, place, value): (K, Span, PlainId)| {
            let key = self.keep(key.as_ref());
            Entry { key, place, value }
        };
        let entries = entries.into_iter().map(entry).collect();
        self.nodes.add((Node::Map(entries), span))
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() == 0
    }

    /// How many bytes all texts, keys and bytes have.
    pub fn text_len(&self) -> usize {
        self.text.len() + self.bytes.len()
    }

    /// All nodes; what a node holds comes before it.
    pub fn nodes(&self) -> impl Iterator<Item = PlainId> {
        self.nodes.iter().map(|(id, _)| id)
    }

    /// Copies `node` of `other` with all below it and all places; what `other` holds in several
    /// places is copied once.
    pub fn copy(&mut self, other: &Plain, node: PlainId) -> PlainId {
        self.copy_moved(other, node, &|span| span)
    }

    /// Copies as [`Self::copy`] does, with every place where `moved` says that it is now.
    pub fn copy_moved(
        &mut self,
        other: &Plain,
        node: PlainId,
        moved: &dyn Fn(Span) -> Span,
    ) -> PlainId {
        let mut copies: FxHashMap<PlainId, PlainId> = FxHashMap::default();
        let mut open = vec![node];
        while let Some(&next) = open.last() {
            let parts: Vec<PlainId> = match &other.nodes[next].0 {
                Node::List(items) => items.clone(),
                Node::Map(entries) => entries.iter().map(|entry| entry.value).collect(),
                _ => Vec::new(),
            };
            let before = open.len();
            open.extend(parts.into_iter().filter(|part| !copies.contains_key(part)));
            if open.len() > before {
                continue;
            }
            open.pop();
            if !copies.contains_key(&next) {
                let copy = self.copy_one(other, next, &copies, moved);
                copies.insert(next, copy);
            }
        }
        copies.get(&node).copied().unwrap_or(node)
    }

    /// Copies one node, whose parts are copied already.
    fn copy_one(
        &mut self,
        other: &Plain,
        node: PlainId,
        copies: &FxHashMap<PlainId, PlainId>,
        moved: &dyn Fn(Span) -> Span,
    ) -> PlainId {
        let of = |part: PlainId| copies.get(&part).copied().unwrap_or(part);
        let span = other.span(node).map(moved);
        match other.shape(node) {
            Shape::Null => self.null(span),
            Shape::Bool(value) => self.bool(value, span),
            Shape::Int(value) => self.int(value, span),
            Shape::Number(value) => self.number(value.clone(), span),
            Shape::Str(value) => self.str(value, span),
            Shape::Bytes(value) => self.bytes(value, span),
            Shape::List(items) => self.list(items.iter().map(|&item| of(item)).collect(), span),
            Shape::Map => {
                let entries = other.entries(node).placed();
                let entry = |(key, place, value)| (key, moved(place), of(value));
                self.map_at(entries.map(entry), span)
            }
        }
    }

    /// Keeps the entries of a map whose values `keep` takes.
    pub fn retain(&mut self, node: PlainId, mut keep: impl FnMut(&Self, PlainId) -> bool) {
        let Node::Map(entries) = &mut self.nodes[node].0 else { return };
        let mut entries = std::mem::take(entries);
        entries.retain(|entry| keep(self, entry.value));
        self.nodes[node].0 = Node::Map(entries);
    }

    /// Sorts the entries of a map by the rank of their keys; those of one rank keep their order.
    pub fn order<R: Ord>(&mut self, node: PlainId, mut rank: impl FnMut(&str) -> R) {
        if let Node::Map(entries) = &mut self.nodes[node].0 {
            entries.sort_by_key(|entry| rank(entry.key.of(&self.text)));
        }
    }

    /// Makes `node` a string, whatever it was; its span stays.
    pub fn set_str(&mut self, node: PlainId, value: &str) {
        let range = self.keep(value);
        self.nodes[node].0 = Node::Str(range);
    }

    fn keep(&mut self, text: &str) -> Range {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        Range { start, len: text.len() as u32 }
    }
}
