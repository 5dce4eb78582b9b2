//! Values and types as the API server's messages write them.

use crate::base::{Plain, PlainId, Shape};
use crate::data::json::{self, Html, Layout};
use crate::kube::crd::schema::Kind;

/// How much of a value is quoted, in characters.
const LONGEST: usize = 200;

/// The type of a value; null has none. A number without fraction is an integer.
pub(super) fn kind_of(plain: &Plain, at: PlainId) -> Option<Kind> {
    Some(match plain.shape(at) {
        Shape::Null => return None,
        Shape::Bool(_) => Kind::Boolean,
        Shape::Int(_) => Kind::Integer,
        Shape::Number(number) => match number.clone().integral().is_int() {
            true => Kind::Integer,
            false => Kind::Number,
        },
        Shape::Str(_) | Shape::Bytes(_) => Kind::String,
        Shape::List(_) => Kind::Array,
        Shape::Map => Kind::Object,
    })
}

/// The name of the type of a value.
pub(super) fn type_name(plain: &Plain, at: PlainId) -> &'static str {
    kind_of(plain, at).map_or("null", Kind::text)
}

/// A value as JSON on one line, cut if it is long.
pub(super) fn quoted(plain: &Plain, at: PlainId) -> String {
    let mut text = String::new();
    json::write(plain, at, Layout::Compact, Html::Keep, &mut text);
    shortened(text.trim_end())
}

/// `text`, cut if it is long.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("")),
        None => text.to_owned(),
    }
}
