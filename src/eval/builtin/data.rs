//! The values that plain builtin functions take and give.

use std::fmt;
use std::rc::Rc;

use crate::base::Number;
use crate::eval::kind::Kind;

/// A concrete value, owned.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Data {
    Null,
    Bool(bool),
    Number(Number),
    Str(Rc<str>),
    Bytes(Rc<[u8]>),
    List(Vec<Data>),
    Struct(Vec<(Rc<str>, Data)>),
}

impl Data {
    /// The kind that the language gives the value.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Data::Null => Kind::NULL,
            Data::Bool(_) => Kind::BOOL,
            Data::Number(Number::Int(_)) => Kind::INT,
            Data::Number(Number::Decimal { .. }) => Kind::FLOAT,
            Data::Str(_) => Kind::STRING,
            Data::Bytes(_) => Kind::BYTES,
            Data::List(_) => Kind::LIST,
            Data::Struct(_) => Kind::STRUCT,
        }
    }

    /// How many bytes the texts in it have.
    pub(crate) fn text_len(&self) -> usize {
        match self {
            Data::Null | Data::Bool(_) | Data::Number(_) => 0,
            Data::Str(text) => text.len(),
            Data::Bytes(bytes) => bytes.len(),
            Data::List(items) => items.iter().map(Data::text_len).sum(),
            Data::Struct(fields) => {
                fields.iter().map(|(name, value)| name.len() + value.text_len()).sum()
            }
        }
    }

    /// How many values it is: itself, and all in it.
    pub(crate) fn count(&self) -> usize {
        match self {
            Data::Null | Data::Bool(_) | Data::Number(_) | Data::Str(_) | Data::Bytes(_) => 1,
            Data::List(items) => items.iter().map(Data::count).sum::<usize>() + 1,
            Data::Struct(fields) => {
                fields.iter().map(|(_, value)| value.count()).sum::<usize>() + 1
            }
        }
    }

    /// A list of anything that becomes data.
    pub(crate) fn list<T: Into<Data>>(items: impl IntoIterator<Item = T>) -> Data {
        Data::List(items.into_iter().map(Into::into).collect())
    }

    /// Bytes.
    pub(crate) fn bytes(bytes: &[u8]) -> Data {
        Data::Bytes(bytes.into())
    }
}

impl From<bool> for Data {
    fn from(value: bool) -> Self {
        Data::Bool(value)
    }
}

impl From<i64> for Data {
    fn from(value: i64) -> Self {
        Data::Number(value.into())
    }
}

impl From<usize> for Data {
    fn from(value: usize) -> Self {
        Data::Number(Number::Int(value.into()))
    }
}

impl From<Number> for Data {
    fn from(value: Number) -> Self {
        Data::Number(value)
    }
}

impl From<&str> for Data {
    fn from(value: &str) -> Self {
        Data::Str(value.into())
    }
}

impl From<String> for Data {
    fn from(value: String) -> Self {
        Data::Str(value.into())
    }
}

impl<T: Into<Data>> From<Vec<T>> for Data {
    fn from(items: Vec<T>) -> Self {
        Data::list(items)
    }
}

/// As messages show it, compact: `{a:[1,"x"]}`.
impl fmt::Display for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Data::Null => f.write_str("null"),
            Data::Bool(value) => value.fmt(f),
            Data::Number(value) => f.write_str(&value.cue_text()),
            Data::Str(value) => write!(f, "{value:?}"),
            Data::Bytes(value) => write!(f, "'{}'", value.escape_ascii()),
            Data::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if index == 0 { "" } else { "," })?;
                }
                f.write_str("]")
            }
            Data::Struct(fields) => {
                f.write_str("{")?;
                for (index, (name, value)) in fields.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    if is_identifier(name) {
                        write!(f, "{comma}{name}:{value}")?;
                    } else {
                        write!(f, "{comma}{name:?}:{value}")?;
                    }
                }
                f.write_str("}")
            }
        }
    }
}

fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|first| first.is_alphabetic() || first == '$')
        && chars.all(|char| char.is_alphanumeric() || char == '_' || char == '$')
}
