//! Interned names: equal names are equal numbers.

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

/// An interned name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Symbol(u32);

impl Symbol {
    /// The number of the symbol, for packing into labels.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The symbol with that number; it must come from [`Symbol::number`].
    pub fn from_number(number: u32) -> Self {
        Self(number)
    }
}

/// The names of one compilation.
#[derive(Clone, Default, Debug)]
pub struct Symbols {
    names: IndexSet<Box<str>, FxBuildHasher>,
}

impl Symbols {
    /// Makes room for so many names more.
    pub fn expect(&mut self, count: usize) {
        self.names.reserve(count);
    }

    /// The symbol of `name`, made if it is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        if let Some(index) = self.names.get_index_of(name) {
            return Symbol(index as u32);
        }
        Symbol(self.names.insert_full(name.into()).0 as u32)
    }

    /// The symbol of a text that was made, which is kept as it is and not copied.
    pub fn intern_made(&mut self, text: String) -> Symbol {
        Symbol(self.names.insert_full(text.into_boxed_str()).0 as u32)
    }

    /// The symbol of `name`, if it was interned before.
    pub fn find(&self, name: &str) -> Option<Symbol> {
        self.names.get_index_of(name).map(|index| Symbol(index as u32))
    }

    /// The name of `symbol`.
    pub fn name(&self, symbol: Symbol) -> &str {
        self.names.get_index(symbol.0 as usize).map_or("", |name| name)
    }
}
