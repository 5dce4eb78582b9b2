//! Scopes: what each name means while a tree is lowered. This file decides nothing about errors.

use std::borrow::Cow;

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
    /// The value of the field with that label, or else of the one that the level is about.
    Value(Option<Label>),
    /// The label of a definition or hidden field, which is no string.
    NoString,
    /// The `n`-th import of the file.
    Import(usize),
}

/// The sorts of names; those of different sorts do not shadow each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sort {
    /// Fields, and the variables of clauses: the same name may be declared again.
    Field,
    /// `let`s and aliases: declared once in a scope.
    Alias,
    /// Imports: declared once, and otherwise as fields are.
    Import,
}

impl Sort {
    /// Whether a name of this sort may not hide one of the other, nor stand beside it.
    pub(super) fn excludes(self, other: Sort) -> bool {
        (self == Sort::Alias) != (other == Sort::Alias)
    }

    /// Whether a scope declares such a name once.
    pub(super) fn is_unique(self) -> bool {
        self != Sort::Field
    }
}

/// A declared name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    pub(super) meaning: Meaning,
    pub(super) sort: Sort,
    /// Where it is declared.
    pub(super) span: Span,
    /// Whether something must use it.
    pub(super) must_use: bool,
    pub(super) used: bool,
}

/// What opens a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Opens {
    /// A struct or file: a level of the environment.
    Struct,
    /// A list, which has no names.
    List,
    /// A list that `self` may mean: a level.
    ListLevel,
    /// A `for` clause: a level.
    For,
    /// A `let` or `try` clause.
    Clause,
    /// The value of a field or `let`.
    Value,
    /// The value of a dynamic or pattern field: a level.
    Constraint,
}

/// Up to how many names are looked through one by one; felt: few structs have more, and their
/// names are short.
const FEW: usize = 8;

/// Where names stand in a list.
type Index<'t> = FxHashMap<Cow<'t, str>, usize>;

/// Names by their text in the source, each once.
pub(super) type Names<'t> = Vec<(Cow<'t, str>, Name)>;

/// Memory for more names is not kept: few scopes have so many.
const MOST_SPARE: usize = 64;

/// One scope.
#[derive(Debug)]
pub(super) struct Scope<'t> {
    /// By their text in the source, each once.
    names: Names<'t>,
    /// Where in `names` each stands, once they are many.
    index: Option<Box<Index<'t>>>,
    pub(super) opens: Opens,
    /// Whether there are `let`s or aliases among the names.
    pub(super) has_aliases: bool,
    /// Whether something must use one of the names.
    pub(super) must_use: bool,
    /// The `let` whose value is being lowered: there its own name is not known.
    pub(super) hidden: Option<Span>,
}

impl<'t> Scope<'t> {
    pub(super) fn new(opens: Opens) -> Self {
        Self {
            names: Vec::new(),
            index: None,
            opens,
            has_aliases: false,
            must_use: false,
            hidden: None,
        }
    }

    /// Takes the memory that the names of another scope have had, if it has none.
    pub(super) fn reuse(&mut self, spare: &mut Vec<Names<'t>>) {
        if self.names.capacity() == 0
            && let Some(names) = spare.pop()
        {
            self.names = names;
        }
    }

    /// Gives back the memory of the names.
    pub(super) fn give_back(mut self, spare: &mut Vec<Names<'t>>) {
        if (1..=MOST_SPARE).contains(&self.names.capacity()) {
            self.names.clear();
            spare.push(self.names);
        }
    }

    /// Whether the scope is a level of the environment.
    pub(super) fn is_level(&self) -> bool {
        match self.opens {
            Opens::Struct | Opens::ListLevel | Opens::For | Opens::Constraint => true,
            Opens::List | Opens::Clause | Opens::Value => false,
        }
    }

    /// Whether nothing would be found in the scope, and it is no level.
    pub(super) fn says_nothing(&self) -> bool {
        self.names.is_empty() && !self.is_level()
    }

    /// Declares a name, in place of what the name meant in this scope before.
    pub(super) fn declare(&mut self, text: impl Into<Cow<'t, str>>, name: Name) {
        let text = text.into();
        let place = self.place(&text);
        self.declare_at(place, text, name);
    }

    /// Declares a name that stands at that place in the scope, if it was declared before.
    pub(super) fn declare_at(&mut self, place: Option<usize>, text: Cow<'t, str>, name: Name) {
        self.has_aliases |= name.sort == Sort::Alias;
        self.must_use |= name.must_use;
        if let Some(at) = place {
            if let Some(known) = self.names.get_mut(at) {
                known.1 = name;
            }
            return;
        }
        self.names.push((text, name));
        if self.names.len() > FEW {
            let index = self.index.get_or_insert_default();
            let new = self.names.iter().enumerate().skip(index.len());
            index.extend(new.map(|(at, (text, _))| (text.clone(), at)));
        }
    }

    /// Where in `names` a name stands.
    pub(super) fn place(&self, text: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(text).copied(),
            None => self.names.iter().position(|(known, _)| known == text),
        }
    }

    /// What the name at a place means here.
    pub(super) fn at(&self, place: usize) -> Option<Name> {
        let (_, name) = self.names.get(place)?;
        (Some(name.span) != self.hidden).then_some(*name)
    }

    fn find(&self, text: &str) -> Option<&Name> {
        self.names.get(self.place(text)?).map(|(_, name)| name)
    }

    /// What the name means here.
    pub(super) fn get(&self, text: &str) -> Option<&Name> {
        self.find(text).filter(|name| Some(name.span) != self.hidden)
    }

    /// Whether this is the name of the `let` whose value is being lowered.
    pub(super) fn hides(&self, text: &str) -> bool {
        self.hidden.is_some() && self.find(text).map(|name| name.span) == self.hidden
    }

    /// What the name means here, and that it is used.
    pub(super) fn using(&mut self, text: &str) -> Option<Name> {
        let hidden = self.hidden;
        let at = self.place(text)?;
        let (_, name) = self.names.get_mut(at).filter(|(_, name)| Some(name.span) != hidden)?;
        name.used = true;
        Some(*name)
    }

    /// Declared names that nothing used although something must, in the order of the source.
    pub(super) fn unused(&self) -> Vec<(&str, Name)> {
        let mut unused: Vec<_> = self
            .names
            .iter()
            .filter(|(_, name)| name.must_use && !name.used)
            .map(|(text, name)| (text.as_ref(), *name))
            .collect();
        unused.sort_by_key(|(_, name)| name.span);
        unused
    }

    /// All names, in no order that may show.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(text, _)| text.as_ref())
    }
}
