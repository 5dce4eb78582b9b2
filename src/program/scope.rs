//! Names in scope while a tree is lowered, from the innermost scope outwards.

use rustc_hash::FxHashMap;

use super::ir::{ExprId, LetId};
use super::label::Label;
use crate::base::Span;

/// What a name means in the scope that declares it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Meaning {
    /// A field of the struct.
    Field(Label),
    /// A `let`.
    Let(LetId),
    /// The dynamic field with that key.
    Dynamic(ExprId),
    /// The label that the level is about.
    Key,
    /// The value that a `for` clause is at.
    Element,
    /// The field that the level is about.
    Own,
    /// The value of the struct literal itself.
    This,
    /// The `n`-th import of the file.
    Import(usize),
}

/// A declared name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    pub(super) meaning: Meaning,
    /// Where it is declared, for names that must be used; fields need not be.
    pub(super) declared: Option<Span>,
    pub(super) used: bool,
}

/// One scope.
#[derive(Default, Debug)]
pub(super) struct Scope {
    names: FxHashMap<String, Name>,
    /// Whether an environment level is opened with the scope.
    pub(super) level: bool,
}

impl Scope {
    /// A scope that opens a level of the environment.
    pub(super) fn level() -> Self {
        Self { names: FxHashMap::default(), level: true }
    }

    /// A scope within the level around it.
    pub(super) fn flat() -> Self {
        Self::default()
    }

    /// Declares a name; gives what the name meant in this scope before, if it was declared.
    pub(super) fn declare(
        &mut self,
        name: &str,
        meaning: Meaning,
        declared: Option<Span>,
    ) -> Option<Name> {
        let new = Name { meaning, declared, used: false };
        match self.names.get(name) {
            Some(&old) if old.meaning != meaning => Some(old),
            Some(_) => None,
            None => {
                self.names.insert(name.to_owned(), new);
                None
            }
        }
    }

    /// What the name means here.
    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut Name> {
        self.names.get_mut(name)
    }

    /// Declared names that nothing used, in the order of the source.
    pub(super) fn unused(&self) -> Vec<(&str, Name)> {
        let mut unused: Vec<_> = self
            .names
            .iter()
            .filter(|(_, name)| name.declared.is_some() && !name.used)
            .map(|(text, name)| (text.as_str(), *name))
            .collect();
        unused.sort_by_key(|(_, name)| name.declared);
        unused
    }

    /// All names, in no order that may show.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }
}
