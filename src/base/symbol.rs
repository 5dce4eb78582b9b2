//! Interned names: equal names are equal numbers.

use std::fmt;
use std::rc::Rc;

use elsa::FrozenIndexSet;
use rustc_hash::FxBuildHasher;

use super::Names;

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
    known: Rc<Known>,
}

struct Known {
    /// The first names, whose symbols are their numbers.
    first: &'static Names,
    /// All others.
    others: FrozenIndexSet<Box<str>, FxBuildHasher>,
}

impl Default for Known {
    fn default() -> Self {
        Self { first: Names::NONE, others: FrozenIndexSet::default() }
    }
}

impl Symbols {
    /// Lets these names have the first symbols; whether they have, which others may have already.
    pub fn begin_with(&mut self, names: &'static Names) -> bool {
        if std::ptr::eq(self.known.first, names) {
            return true;
        }
        match Rc::get_mut(&mut self.known) {
            Some(known) if known.first.is_empty() && known.others.get_index(0).is_none() => {
                known.first = names;
                true
            }
            _ => false,
        }
    }

    /// The symbol of `name`, made if it is new.
    pub fn intern(&self, name: &str) -> Symbol {
        match self.find(name) {
            Some(symbol) => symbol,
            None => self.other(self.known.others.insert_full(name.into()).0),
        }
    }

    /// The symbol of a text that was made, which is kept as it is and not copied.
    pub fn intern_made(&self, text: String) -> Symbol {
        match self.known.first.find(&text) {
            Some(number) => Symbol(number as u32),
            None => self.other(self.known.others.insert_full(text.into_boxed_str()).0),
        }
    }

    /// The symbol of `name`, if it was interned before.
    pub fn find(&self, name: &str) -> Option<Symbol> {
        if let Some(number) = self.known.first.find(name) {
            return Some(Symbol(number as u32));
        }
        self.known.others.get_index_of(name).map(|index| self.other(index))
    }

    /// The name of `symbol`.
    pub fn name(&self, symbol: Symbol) -> &str {
        let Known { first, others } = &*self.known;
        let number = symbol.0 as usize;
        let name = match number.checked_sub(first.len()) {
            Some(index) => others.get_index(index),
            None => first.get(number),
        };
        name.unwrap_or_default()
    }

    /// All names, in the order of their symbols.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        let Known { first, others } = &*self.known;
        let first = (0..first.len()).filter_map(|number| first.get(number));
        first.chain((0..).map_while(|index| others.get_index(index)))
    }

    /// The symbol of a name that is none of the first.
    fn other(&self, index: usize) -> Symbol {
        Symbol((self.known.first.len() + index) as u32)
    }
}

impl fmt::Debug for Symbols {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}
