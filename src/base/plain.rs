//! Plain data, as JSON knows it, in one flat arena: what evaluation leaves and what writers,
//! validators and readers of data files share.
//!
//! Every node may carry the span that wrote it. Strings and keys are ranges of one buffer, elements
//! and entries of two others, so that a node takes no memory of its own.

mod change;
mod copy;
mod entries;
mod places;
mod texts;

pub use entries::Entries;
use places::Places;
pub use texts::{Kept, Texts};

use super::{Arena, Id as _, Number, Span, id};

id! {
    /// One node of a [`Plain`].
    PlainId,
    /// One entry of a map of a [`Plain`].
    EntryId
}

/// A range of a buffer.
#[derive(Clone, Copy, Default, Debug)]
struct Range {
    start: u32,
    len: u32,
}

impl Range {
    /// What was added to a buffer since it had `start` bytes or elements.
    fn since(start: usize, end: usize) -> Self {
        Self { start: start as u32, len: (end - start) as u32 }
    }

    fn indexes(self) -> std::ops::Range<usize> {
        self.start as usize..self.start as usize + self.len as usize
    }

    #[inline]
    fn of(self, text: &str) -> &str {
        &text[self.indexes()]
    }
}

#[derive(Clone, Copy, Debug)]
enum Node {
    Null,
    Bool(bool),
    /// In two halves, so that a node needs no more room than a range.
    Int {
        high: u32,
        low: u32,
    },
    Number(u32),
    Str(Range),
    Bytes(Range),
    List(Range),
    /// With the bits of its keys.
    Map(u16, Range),
}

impl Node {
    fn int(value: i64) -> Self {
        Self::Int { high: (value as u64 >> 32) as u32, low: value as u32 }
    }
}

/// The bit of a key: one that a map has no bit of is not in it. That decides nearly all questions
/// for what a map does not have, which are most.
#[inline]
fn bit(key: &str) -> u16 {
    let bytes = key.as_bytes();
    let [first, .., last] = bytes else { return 1 };
    1 << ((usize::from(*first) + usize::from(*last) + 5 * bytes.len()) & 15)
}

/// One entry of a map.
#[derive(Clone, Copy, Debug)]
struct Entry {
    key: Range,
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

/// A forest of plain values.
#[derive(Clone, Default, Debug)]
pub struct Plain {
    nodes: Arena<PlainId, Node>,
    /// Where the nodes stand.
    places: Places,
    items: Vec<PlainId>,
    entries: Vec<Entry>,
    /// Where the keys of the entries stand.
    key_places: Places,
    text: String,
    /// What all texts and keys come to: what is kept once for several nodes counts for each.
    text_len: usize,
    bytes: Vec<u8>,
    numbers: Vec<Number>,
    /// Whether a null, or bytes, have ever been added.
    has_null_or_bytes: bool,
}

impl Plain {
    /// What `node` is.
    pub fn shape(&self, node: PlainId) -> Shape<'_> {
        match self.nodes[node] {
            Node::Null => Shape::Null,
            Node::Bool(value) => Shape::Bool(value),
            Node::Int { high, low } => Shape::Int((u64::from(high) << 32 | u64::from(low)) as i64),
            Node::Number(index) => Shape::Number(&self.numbers[index as usize]),
            Node::Str(range) => Shape::Str(range.of(&self.text)),
            Node::Bytes(range) => Shape::Bytes(&self.bytes[range.indexes()]),
            Node::List(range) => Shape::List(&self.items[range.indexes()]),
            Node::Map(..) => Shape::Map,
        }
    }

    /// Whether a node is null.
    #[inline]
    pub fn is_null(&self, node: PlainId) -> bool {
        matches!(self.nodes[node], Node::Null)
    }

    /// Whether there may be a null, or bytes, among all nodes.
    pub fn may_have_null_or_bytes(&self) -> bool {
        self.has_null_or_bytes
    }

    /// Whether a node is a list or a map.
    pub fn has_parts(&self, node: PlainId) -> bool {
        matches!(self.nodes[node], Node::List(_) | Node::Map(..))
    }

    /// The entries of a map in order; nothing for any other node.
    #[inline]
    pub fn entries(&self, node: PlainId) -> Entries<'_> {
        let entries: &[Entry] = match self.nodes[node] {
            Node::Map(_, range) => &self.entries[range.indexes()],
            _ => &[],
        };
        Entries::new(&self.text, entries)
    }

    /// The value of `key` in a map.
    pub fn get(&self, node: PlainId, key: &str) -> Option<PlainId> {
        self.find(node, key).map(|entry| self.value(entry))
    }

    /// The entry of `key` in a map; it is there until the map is changed.
    #[inline]
    pub fn find(&self, node: PlainId, key: &str) -> Option<EntryId> {
        match self.nodes[node] {
            Node::Map(bits, map) if bits & bit(key) != 0 => self.find_in(map, key),
            _ => None,
        }
    }

    /// Kept apart: most searches do not come so far.
    #[inline(never)]
    fn find_in(&self, map: Range, key: &str) -> Option<EntryId> {
        let (text, key) = (self.text.as_bytes(), key.as_bytes());
        // Lengths rule out nearly all keys, and are at hand.
        let is_it = |entry: &Entry| {
            entry.key.len as usize == key.len() && text.get(entry.key.indexes()) == Some(key)
        };
        let at = self.entries[map.indexes()].iter().position(is_it)?;
        Some(EntryId::from_index(map.start as usize + at))
    }

    /// The entries of a map in order; nothing for any other node.
    pub fn entry_ids(&self, node: PlainId) -> impl Iterator<Item = EntryId> + use<> {
        let range = match self.nodes[node] {
            Node::Map(_, range) => range.indexes(),
            _ => 0..0,
        };
        range.map(EntryId::from_index)
    }

    /// The entries of a map, each with the place of its key; [`Span::NOWHERE`] where that is not known.
    pub fn placed(&self, node: PlainId) -> impl Iterator<Item = (&str, Span, PlainId)> {
        self.entry_ids(node).map(|entry| {
            let (key, place) = self.key(entry);
            (key, place, self.value(entry))
        })
    }

    /// The key of an entry, and where it stands.
    pub fn key(&self, entry: EntryId) -> (&str, Span) {
        let at = entry.index();
        (self.entries[at].key.of(&self.text), self.key_places.get(at))
    }

    /// The value of an entry.
    #[inline]
    pub fn value(&self, entry: EntryId) -> PlainId {
        self.entries[entry.index()].value
    }

    /// The string that `key` has in a map.
    pub fn get_str(&self, node: PlainId, key: &str) -> Option<&str> {
        self.text_of(self.get(node, key)?)
    }

    /// The string that a node is.
    #[inline]
    pub fn text_of(&self, node: PlainId) -> Option<&str> {
        match self.nodes[node] {
            Node::Str(range) => Some(range.of(&self.text)),
            _ => None,
        }
    }

    /// What wrote `node`, if that is known.
    pub fn span(&self, node: PlainId) -> Option<Span> {
        let span = self.places.get(node.index());
        (span != Span::NOWHERE).then_some(span)
    }

    fn add(&mut self, node: Node, span: Option<Span>) -> PlainId {
        let node = self.nodes.add(node);
        self.places.set(node.index(), span.unwrap_or_default());
        node
    }

    /// Adds `null`.
    pub fn null(&mut self, span: Option<Span>) -> PlainId {
        self.has_null_or_bytes = true;
        self.add(Node::Null, span)
    }

    /// Adds a boolean.
    pub fn bool(&mut self, value: bool, span: Option<Span>) -> PlainId {
        self.add(Node::Bool(value), span)
    }

    /// Adds an integer.
    pub fn int(&mut self, value: i64, span: Option<Span>) -> PlainId {
        self.add(Node::int(value), span)
    }

    /// Adds a number of any kind.
    pub fn number(&mut self, value: Number, span: Option<Span>) -> PlainId {
        self.numbers.push(value);
        self.add(Node::Number(self.numbers.len() as u32 - 1), span)
    }

    /// Adds a string.
    pub fn str(&mut self, value: &str, span: Option<Span>) -> PlainId {
        let range = self.keep(value);
        self.add(Node::Str(range), span)
    }

    /// Adds bytes.
    pub fn bytes(&mut self, value: &[u8], span: Option<Span>) -> PlainId {
        self.has_null_or_bytes = true;
        let start = self.bytes.len();
        self.bytes.extend_from_slice(value);
        let range = Range::since(start, self.bytes.len());
        self.add(Node::Bytes(range), span)
    }

    /// Adds a list of nodes that were added before.
    pub fn list(
        &mut self,
        items: impl IntoIterator<Item = PlainId>,
        span: Option<Span>,
    ) -> PlainId {
        let start = self.items.len();
        self.items.extend(items);
        let range = Range::since(start, self.items.len());
        self.add(Node::List(range), span)
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
        let (start, mut bits) = (self.entries.len(), 0);
        for (key, place, value) in entries {
            bits |= bit(key.as_ref());
            let key = self.keep(key.as_ref());
            self.key_places.set(self.entries.len(), place);
            self.entries.push(Entry { key, value });
        }
        let range = Range::since(start, self.entries.len());
        self.add(Node::Map(bits, range), span)
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() == 0
    }

    /// How many bytes the texts, keys and bytes of all nodes have.
    pub fn text_len(&self) -> usize {
        self.text_len + self.bytes.len()
    }

    /// Forgets all nodes, and keeps the room.
    pub fn clear(&mut self) {
        let Self {
            nodes,
            items,
            entries,
            key_places,
            places,
            text,
            text_len,
            bytes,
            numbers,
            has_null_or_bytes,
        } = self;
        (*has_null_or_bytes, *text_len) = (false, 0);
        nodes.clear();
        items.clear();
        entries.clear();
        key_places.clear();
        places.clear();
        text.clear();
        bytes.clear();
        numbers.clear();
    }

    /// All nodes; what a node holds comes before it.
    pub fn nodes(&self) -> impl Iterator<Item = PlainId> {
        self.nodes.iter().map(|(id, _)| id)
    }

    /// Adds a text that stands in one node.
    fn keep(&mut self, text: &str) -> Range {
        self.text_len += text.len();
        self.store(text)
    }

    /// Adds a text, which counts where it is used.
    fn store(&mut self, text: &str) -> Range {
        let start = self.text.len();
        self.text.push_str(text);
        Range::since(start, self.text.len())
    }
}
