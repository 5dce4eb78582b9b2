//! Labels: what a field is called, packed into 32 bits.

use crate::base::{Symbol, Symbols};

/// What separates the name of a hidden label from the path of the package that it belongs to.
const SCOPE: char = '\0';

/// The label of a field, element or nothing; equal labels are equal numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Label(u32);

/// The kinds of labels; they never unify with each other.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LabelKind {
    /// A regular field.
    Field,
    /// `#name`
    Definition,
    /// `_name`, of one package.
    Hidden,
    /// `_#name`, of one package.
    HiddenDefinition,
    /// An element of a list.
    Index,
    /// No label: the root of a package, a value in the middle of an expression.
    None,
}

impl Label {
    /// No label.
    pub const NONE: Label = Label(5);

    fn pack(kind: LabelKind, payload: u32) -> Self {
        Self(payload << 3 | kind as u32)
    }

    /// The label of that kind with that name; only for kinds that have names.
    pub(super) fn named(kind: LabelKind, name: Symbol) -> Self {
        Self::pack(kind, name.number())
    }

    /// A number that only equal labels have.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// The label of a regular field.
    pub fn field(name: Symbol) -> Self {
        Self::pack(LabelKind::Field, name.number())
    }

    /// The last index that an element can have; [`Self::index`] takes what is beyond for it.
    pub const LARGEST_INDEX: usize = (1 << 29) - 1;

    /// The label of a list element.
    pub fn index(index: usize) -> Self {
        Self::pack(LabelKind::Index, index.min(Self::LARGEST_INDEX) as u32)
    }

    /// The label that an identifier stands for, in the package with that path.
    pub fn identifier(name: &str, package: &str, symbols: &mut Symbols) -> Self {
        match name.as_bytes() {
            [b'_', b'#', ..] => {
                Self::pack(LabelKind::HiddenDefinition, scoped(name, package, symbols).number())
            }
            [b'#', ..] => Self::pack(LabelKind::Definition, symbols.intern(name).number()),
            [b'_', _, ..] => Self::pack(LabelKind::Hidden, scoped(name, package, symbols).number()),
            _ => Self::field(symbols.intern(name)),
        }
    }

    /// The kind of label.
    pub fn kind(self) -> LabelKind {
        match self.0 & 7 {
            0 => LabelKind::Field,
            1 => LabelKind::Definition,
            2 => LabelKind::Hidden,
            3 => LabelKind::HiddenDefinition,
            4 => LabelKind::Index,
            _ => LabelKind::None,
        }
    }

    /// The name, for labels that have one; that of a hidden label holds its package too.
    pub fn symbol(self) -> Option<Symbol> {
        match self.kind() {
            LabelKind::Index | LabelKind::None => None,
            LabelKind::Field
            | LabelKind::Definition
            | LabelKind::Hidden
            | LabelKind::HiddenDefinition => Some(Symbol::from_number(self.0 >> 3)),
        }
    }

    /// The index of a list element.
    pub fn as_index(self) -> Option<usize> {
        (self.kind() == LabelKind::Index).then_some((self.0 >> 3) as usize)
    }

    /// Whether this is a regular field.
    pub fn is_field(self) -> bool {
        self.kind() == LabelKind::Field
    }

    /// Whether this is a definition, hidden or not.
    pub fn is_definition(self) -> bool {
        matches!(self.kind(), LabelKind::Definition | LabelKind::HiddenDefinition)
    }

    /// Whether this is a hidden field or hidden definition.
    pub fn is_hidden(self) -> bool {
        matches!(self.kind(), LabelKind::Hidden | LabelKind::HiddenDefinition)
    }

    /// The label as it is written, without quotes; an index in digits.
    pub fn text(self, symbols: &Symbols) -> String {
        match (self.symbol(), self.as_index()) {
            (Some(symbol), _) => {
                let name = symbols.name(symbol);
                name.split(SCOPE).next().unwrap_or(name).to_owned()
            }
            (None, Some(index)) => index.to_string(),
            (None, None) => String::new(),
        }
    }

    /// The path of the package that a hidden label belongs to; empty for other labels.
    pub fn scope(self, symbols: &Symbols) -> &str {
        let name = self.symbol().map_or("", |symbol| symbols.name(symbol));
        name.split_once(SCOPE).map_or("", |(_, scope)| scope)
    }

    /// The label as it must be written to be read back: quoted where it is no identifier.
    pub fn source(self, symbols: &Symbols) -> String {
        let text = self.text(symbols);
        if self.is_field() && !is_identifier(&text) { format!("{text:?}") } else { text }
    }
}

fn scoped(name: &str, package: &str, symbols: &mut Symbols) -> Symbol {
    symbols.intern(&format!("{name}{SCOPE}{package}"))
}

/// Whether a regular field of that name can be written without quotes.
pub fn is_identifier(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|first| first.is_alphabetic() || first == '$')
        && letters.all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '$')
}
