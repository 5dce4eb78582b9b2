//! The keys of maps: their texts, and `<<`, which merges other maps.

use std::borrow::Cow;

use indexmap::map::Entry;

use super::{Field, Fields, Scalar, error};
use crate::base::{Diagnostic, Plain, PlainId, Shape, Span};

/// Adds the entries of `source`, a map or a list of maps, that `fields` has not.
pub(super) fn merge(
    plain: &Plain,
    source: PlainId,
    span: Span,
    fields: &mut Fields,
) -> Result<(), Diagnostic> {
    let sources = match plain.shape(source) {
        Shape::List(items) => items,
        _ => &[source],
    };
    for &source in sources {
        let Shape::Map = plain.shape(source) else {
            return Err(error(span, "YAML: `<<` merges a map or a list of maps, nothing else"));
        };
        for (name, value) in plain.entries(source) {
            if let Entry::Vacant(entry) = fields.entry(name.to_owned()) {
                entry.insert(Field { value, key: span, merged: true });
            }
        }
    }
    Ok(())
}

/// The text of a key: spellings of null and the booleans become one.
pub(super) fn key_text<'a>(text: &'a str, scalar: &Scalar) -> Cow<'a, str> {
    match scalar {
        Scalar::Null => "null".into(),
        Scalar::Bool(value) => value.to_string().into(),
        Scalar::Number(_) | Scalar::Str | Scalar::Bytes(_) => text.into(),
    }
}
