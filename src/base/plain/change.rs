//! Changing nodes in place.

use super::{Entry, EntryId, Node, Plain, PlainId, Range, Span};
use crate::base::Id as _;

impl Plain {
    /// Keeps the entries of a map whose values `keep` takes.
    pub fn retain(&mut self, node: PlainId, mut keep: impl FnMut(&Self, PlainId) -> bool) {
        let Node::Map(bits, range) = self.nodes[node] else { return };
        let mut end = range.start as usize;
        for at in range.indexes() {
            let entry = self.entries[at];
            if keep(self, entry.value) {
                self.key_places.set(end, self.key_places.get(at));
                self.entries[end] = entry;
                end += 1;
            }
        }
        self.nodes[node] = Node::Map(bits, Range::since(range.start as usize, end));
    }

    /// Sorts the entries of a map by the rank of their keys; those of one rank keep their order.
    pub fn order<R: Ord>(&mut self, node: PlainId, mut rank: impl FnMut(&str) -> R) {
        let Node::Map(_, range) = self.nodes[node] else { return };
        let placed = |at| (self.entries[at], self.key_places.get(at));
        let mut entries: Vec<(Entry, Span)> = range.indexes().map(placed).collect();
        entries.sort_by_key(|(entry, _)| rank(entry.key.of(&self.text)));
        for (at, (entry, place)) in range.indexes().zip(entries) {
            self.key_places.set(at, place);
            self.entries[at] = entry;
        }
    }

    /// Makes `node` a string, whatever it was; its span stays.
    pub fn set_str(&mut self, node: PlainId, value: &str) {
        let range = self.keep(value);
        self.nodes[node] = Node::Str(range);
    }

    /// Says where a node stands.
    pub fn set_span(&mut self, node: PlainId, span: Option<Span>) {
        self.places.set(node.index(), span.unwrap_or_default());
    }

    /// Says where the key of an entry stands.
    pub fn set_key_span(&mut self, entry: EntryId, span: Span) {
        self.key_places.set(entry.index(), span);
    }
}
