//! Sets of kinds: what a value may still be, and what a parameter takes.

use std::fmt;
use std::ops::{BitAnd, BitOr, Not};

/// A set of basic kinds.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Kind(u16);

/// The basic kinds in the order in which CUE prints them; `number` stands for two.
const NAMES: [(Kind, &str); 9] = [
    (Kind::NULL, "null"),
    (Kind::BOOL, "bool"),
    (Kind::INT, "int"),
    (Kind::FLOAT, "float"),
    (Kind::STRING, "string"),
    (Kind::BYTES, "bytes"),
    (Kind::FUNC, "func"),
    (Kind::LIST, "list"),
    (Kind::STRUCT, "struct"),
];

impl Kind {
    pub(crate) const BOTTOM: Kind = Kind(0);
    pub(crate) const NULL: Kind = Kind(1);
    pub(crate) const BOOL: Kind = Kind(1 << 1);
    pub(crate) const INT: Kind = Kind(1 << 2);
    pub(crate) const FLOAT: Kind = Kind(1 << 3);
    pub(crate) const STRING: Kind = Kind(1 << 4);
    pub(crate) const BYTES: Kind = Kind(1 << 5);
    pub(crate) const FUNC: Kind = Kind(1 << 6);
    pub(crate) const LIST: Kind = Kind(1 << 7);
    pub(crate) const STRUCT: Kind = Kind(1 << 8);

    pub(crate) const NUMBER: Kind = Kind::INT.or(Kind::FLOAT);
    pub(crate) const TEXT: Kind = Kind::STRING.or(Kind::BYTES);
    pub(crate) const SCALAR: Kind =
        Kind::NULL.or(Kind::BOOL).or(Kind::NUMBER).or(Kind::STRING).or(Kind::BYTES);
    pub(crate) const TOP: Kind = Kind::SCALAR.or(Kind::FUNC).or(Kind::LIST).or(Kind::STRUCT);

    /// The union, for constants.
    pub(crate) const fn or(self, other: Kind) -> Kind {
        Kind(self.0 | other.0)
    }

    /// Whether no kind is left.
    pub(crate) const fn is_bottom(self) -> bool {
        self.0 == 0
    }

    /// Whether the two share a kind.
    pub(crate) const fn meets(self, other: Kind) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether every kind of `other` is in it.
    pub(crate) const fn holds(self, other: Kind) -> bool {
        self.0 & other.0 == other.0
    }

    /// The set as CUE's messages print it: `string`, `number`, `(string|bytes)`, `_`, `_|_`.
    pub(crate) fn names(self) -> String {
        if self.is_bottom() {
            return "_|_".into();
        }
        if self == Kind::TOP {
            return "_".into();
        }
        let number = self.holds(Kind::NUMBER);
        let mut names = Vec::new();
        for (kind, name) in NAMES {
            if self.holds(kind) && !(number && Kind::NUMBER.holds(kind)) {
                names.push(name);
            }
        }
        if number {
            names.push("number");
        }
        let joined = names.join("|");
        if names.len() > 1 { format!("({joined})") } else { joined }
    }
}

impl BitAnd for Kind {
    type Output = Kind;

    fn bitand(self, other: Kind) -> Kind {
        Kind(self.0 & other.0)
    }
}

impl BitOr for Kind {
    type Output = Kind;

    fn bitor(self, other: Kind) -> Kind {
        self.or(other)
    }
}

impl Not for Kind {
    type Output = Kind;

    fn not(self) -> Kind {
        Kind(!self.0 & Kind::TOP.0)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.names())
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.names())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_cue_does() {
        assert_eq!(Kind::TOP.names(), "_");
        assert_eq!(Kind::BOTTOM.names(), "_|_");
        assert_eq!(Kind::INT.names(), "int");
        assert_eq!((Kind::INT | Kind::FLOAT).names(), "number");
        assert_eq!(Kind::TEXT.names(), "(string|bytes)");
        assert_eq!((Kind::STRING | Kind::NUMBER).names(), "(string|number)");
        assert_eq!((!Kind::NUMBER & Kind::SCALAR).names(), "(null|bool|string|bytes)");
    }
}
