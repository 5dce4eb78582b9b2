//! Texts that are kept once, however many nodes and keys they stand in.

use super::{Entry, Node, Plain, PlainId, Range, Span, bit};
use crate::base::{Symbol, Symbols};

/// Longer texts are hardly ever repeated.
const LONGEST: usize = 128;

/// A text that a [`Plain`] keeps.
#[derive(Clone, Copy, Default, Debug)]
pub struct Kept {
    range: Range,
    /// Its bit as a key; zero where nothing is kept.
    bit: u16,
}

/// Which texts of symbols a [`Plain`] keeps.
#[derive(Default, Debug)]
pub struct Texts(Vec<Kept>);

impl Texts {
    /// The text of `symbol`, which `plain` keeps from now on, once unless it is long. All that is
    /// asked for must be for the same data and the same symbols.
    pub fn of(&mut self, symbol: Symbol, symbols: &Symbols, plain: &mut Plain) -> Kept {
        let at = symbol.number() as usize;
        if let Some(kept) = self.0.get(at)
            && kept.bit != 0
        {
            return *kept;
        }
        let name = symbols.name(symbol);
        let kept = Kept { range: plain.store(name), bit: bit(name) };
        if name.len() > LONGEST {
            return kept;
        }
        if self.0.len() <= at {
            self.0.resize(at + 1, Kept::default());
        }
        self.0[at] = kept;
        kept
    }
}

/// At most for so many nodes room is made before they come.
const MOST: usize = 1 << 20;

impl Plain {
    /// Makes room for about so many nodes more: what grows step by step leaves holes behind that are
    /// as large as it is itself.
    pub fn expect(&mut self, nodes: usize) {
        let nodes = nodes.min(MOST);
        // Texts that several nodes share make a few more of them.
        self.nodes.reserve(nodes + nodes / 8);
        self.entries.reserve(nodes);
    }

    /// Adds a string that is kept.
    pub fn kept_str(&mut self, text: Kept, span: Option<Span>) -> PlainId {
        self.text_len += text.range.len as usize;
        self.add(Node::Str(text.range), span)
    }

    /// Adds a map as [`Self::map_at`] does, of keys that are kept.
    pub fn kept_map(
        &mut self,
        entries: impl IntoIterator<Item = (Kept, Span, PlainId)>,
        span: Option<Span>,
    ) -> PlainId {
        let (start, mut bits) = (self.entries.len(), 0);
        for (key, place, value) in entries {
            bits |= key.bit;
            self.text_len += key.range.len as usize;
            self.key_places.set(self.entries.len(), place);
            self.entries.push(Entry { key: key.range, value });
        }
        let range = Range::since(start, self.entries.len());
        self.add(Node::Map(bits, range), span)
    }
}
