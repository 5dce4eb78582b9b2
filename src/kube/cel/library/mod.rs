//! The functions of CEL, a family a file; `call` is their table.

pub(super) mod collections;
pub(super) mod convert;
pub(super) mod format;
pub(super) mod image;
pub(super) mod ip;
pub(super) mod numbers;
pub(super) mod optional;
pub(super) mod semver;
pub(super) mod strings;
pub(super) mod text_format;
pub(crate) mod time;
pub(crate) mod url;

use super::eval::no_overload;
use super::value::{Result, Value};

/// The operands as a slice pattern would take them: the text of operand `index`.
fn text<'v>(name: &str, values: &'v [Value<'_>], index: usize) -> Result<&'v str> {
    match values.get(index) {
        Some(Value::Str(text)) => Ok(text),
        Some(other) => no_overload(name, &[other]),
        None => no_overload(name, &[]),
    }
}

/// The integer that operand `index` is.
fn int(name: &str, values: &[Value<'_>], index: usize) -> Result<i64> {
    match values.get(index) {
        Some(Value::Int(value)) => Ok(*value),
        Some(other) => no_overload(name, &[other]),
        None => no_overload(name, &[]),
    }
}

/// The error for operands of the wrong types.
fn refuse<T>(name: &str, values: &[Value<'_>]) -> Result<T> {
    no_overload(name, &values.iter().collect::<Vec<_>>())
}
