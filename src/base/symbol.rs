//! Interned names: equal names are equal numbers.

use std::fmt;
use std::rc::Rc;

use elsa::FrozenIndexSet;
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

/// The names of one compilation; a clone stands for the same names.
#[derive(Clone, Default)]
pub struct Symbols {
    names: Rc<FrozenIndexSet<Box<str>, FxBuildHasher>>,
}

impl Symbols {
    /// Makes room for so many names more, unless others know these symbols.
    pub fn expect(&mut self, count: usize) {
        if let Some(names) = Rc::get_mut(&mut self.names) {
            names.as_mut().reserve(count);
        }
    }

    /// The symbol of `name`, made if it is new.
    pub fn intern(&self, name: &str) -> Symbol {
        if let Some(index) = self.names.get_index_of(name) {
            return Symbol(index as u32);
        }
        Symbol(self.names.insert_full(name.into()).0 as u32)
    }

    /// The symbol of a text that was made, which is kept as it is and not copied.
    pub fn intern_made(&self, text: String) -> Symbol {
        Symbol(self.names.insert_full(text.into_boxed_str()).0 as u32)
    }

    /// The symbol of `name`, if it was interned before.
    pub fn find(&self, name: &str) -> Option<Symbol> {
        self.names.get_index_of(name).map(|index| Symbol(index as u32))
    }

    /// The name of `symbol`.
    pub fn name(&self, symbol: Symbol) -> &str {
        self.names.get_index(symbol.0 as usize).unwrap_or_default()
    }
}

impl fmt::Debug for Symbols {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = (0..).map_while(|index| self.names.get_index(index));
        f.debug_list().entries(names).finish()
    }
}
