//! Changing nodes in place.

use super::{Entry, Node, Plain, PlainId, Range, Span};

impl Plain {
    /// Keeps the entries of a map whose values `keep` takes.
    pub fn retain(&mut self, node: PlainId, mut keep: impl FnMut(&Self, PlainId) -> bool) {
        let Node::Map(bits, range) = self.nodes[node].0 else { return };
        let mut end = range.start as usize;
        for at in range.indexes() {
            let entry = self.entries[at];
            if keep(self, entry.value) {
                self.set_place(end, self.place(at));
                self.entries[end] = entry;
                end += 1;
            }
        }
        self.nodes[node].0 = Node::Map(bits, Range::since(range.start as usize, end));
    }

    /// Sorts the entries of a map by the rank of their keys; those of one rank keep their order.
    pub fn order<R: Ord>(&mut self, node: PlainId, mut rank: impl FnMut(&str) -> R) {
        let Node::Map(_, range) = self.nodes[node].0 else { return };
        let placed = |at| (self.entries[at], self.place(at));
        let mut entries: Vec<(Entry, Span)> = range.indexes().map(placed).collect();
        entries.sort_by_key(|(entry, _)| rank(entry.key.of(&self.text)));
        for (at, (entry, place)) in range.indexes().zip(entries) {
            self.set_place(at, place);
            self.entries[at] = entry;
        }
    }

    /// Makes `node` a string, whatever it was; its span stays.
    pub fn set_str(&mut self, node: PlainId, value: &str) {
        let range = self.keep(value);
        self.nodes[node].0 = Node::Str(range);
    }
}
