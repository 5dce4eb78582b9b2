//! A type of the API, as one release has it.

use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use super::Catalog;

/// A struct of the API.
#[derive(Debug)]
pub struct Definition {
    /// The package: `apps/v1`.
    pub package: &'static str,
    /// The name: `DeploymentSpec`.
    pub name: &'static str,
    /// Where its objects live, if it is a kind of objects.
    pub scope: Option<Scope>,
    /// The fields in the order of their names.
    pub fields: Vec<Field>,
    /// Which of them must be there, for those are few.
    pub(super) required: Vec<usize>,
    /// Where the fields start that start with each letter, and where they end.
    pub(super) letters: Letters,
}

impl Definition {
    /// The fields that must be there.
    pub fn required(&self) -> impl Iterator<Item = &Field> {
        self.required.iter().filter_map(|&at| self.fields.get(at))
    }

    /// The field of that name; case matters.
    pub fn field(&self, name: &str) -> Option<&Field> {
        let range = self.letters.range(name);
        // Those of one letter are few, and hardly any two are as long.
        self.fields.get(range)?.iter().find(|field| field.name == name)
    }
}

/// Of some words in order, which start with which letter.
#[derive(Debug)]
pub(super) struct Letters([u16; LETTERS + 1]);

/// So many first letters are told apart: those from `a` on; what comes before counts as `a`, and what
/// comes behind as the last.
const LETTERS: usize = 26;

impl Letters {
    /// The letters of `words`, which are in order.
    pub(super) fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut ends = [0; LETTERS + 1];
        for word in words {
            if let Some(end) = ends.get_mut(Self::letter(word) + 1) {
                *end += 1;
            }
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        Self(ends)
    }

    /// Where the words are that start as `word` does.
    fn range(&self, word: &str) -> Range<usize> {
        let letter = Self::letter(word);
        let at = |letter: usize| self.0.get(letter).copied().map_or(0, usize::from);
        at(letter)..at(letter + 1)
    }

    fn letter(word: &str) -> usize {
        let first = word.as_bytes().first().copied().unwrap_or_default();
        usize::from(first.saturating_sub(b'a')).min(LETTERS - 1)
    }
}

/// Where the objects of a kind live.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// In a namespace.
    Namespaced,
    /// In the cluster.
    Cluster,
    /// With another object, which they are posted to (`Binding`, `Scale`).
    Subresource,
}

/// A field of a struct.
#[derive(Debug)]
pub struct Field {
    /// The name, as JSON has it.
    pub name: &'static str,
    /// What it takes.
    pub ty: Type,
    /// Whether it must be there.
    pub required: bool,
    /// The strings that it takes, if it does not take all; of a list, those of its elements.
    pub values: Vec<&'static str>,
    /// What its elements are told apart by, if it is such a list.
    pub keys: Vec<Key>,
    /// What becomes of elements with equal keys.
    pub uniqueness: Uniqueness,
}

/// A field that the elements of a list are told apart by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Key {
    /// The field.
    pub name: &'static str,
    /// What it is where it is not said; may be empty.
    pub default: &'static str,
}

/// What becomes of a list with two elements of one key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Uniqueness {
    /// Nothing is known against it.
    Free,
    /// It is taken; but server-side apply refuses it.
    Merged,
    /// It is refused.
    Unique,
}

/// What a field takes.
#[derive(Debug)]
pub enum Type {
    /// A string.
    String,
    /// Base64.
    Bytes,
    /// A time (RFC 3339).
    Time,
    /// An integer of 32 bits.
    Int32,
    /// An integer of 64 bits.
    Int64,
    /// A number.
    Double,
    /// A boolean.
    Bool,
    /// An amount: a number, or a string such as `500m`.
    Quantity,
    /// An integer of 32 bits or a string.
    IntOrString,
    /// Any value.
    Any,
    /// Any object.
    Object,
    /// A list.
    List(Box<Type>),
    /// A map with any keys.
    Map(Box<Type>),
    /// A struct.
    Struct(Link),
    /// Either of two types.
    Either(Box<Type>, Box<Type>),
}

/// A definition by its name, found when it is asked for.
pub struct Link {
    /// The package.
    pub package: &'static str,
    /// The name.
    pub name: &'static str,
    catalog: &'static Catalog,
    target: OnceLock<Option<&'static Definition>>,
}

impl fmt::Debug for Link {
    /// The name alone: definitions lead to each other in circles.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.package, self.name)
    }
}

impl Link {
    pub(super) fn new(
        catalog: &'static Catalog,
        package: &'static str,
        name: &'static str,
    ) -> Self {
        Self { package, name, catalog, target: OnceLock::new() }
    }

    /// The definition. The tables refer to nothing that is not there; a test holds them to it.
    pub fn definition(&self) -> Option<&'static Definition> {
        *self.target.get_or_init(|| self.catalog.definition(self.package, self.name))
    }
}
