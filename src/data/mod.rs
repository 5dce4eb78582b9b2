//! Formats of plain data, both ways: YAML, JSON, TOML and `.inf` to and from [`Plain`].
//!
//! This room knows the ground floor only: neither `.inf` as a language nor Kubernetes. Writers
//! append to a `String` and are total over [`Plain`] unless their signature says otherwise; no
//! writer or reader recurses, so no depth of data overflows the stack.
//!
//! [`Plain`]: crate::base::Plain

pub mod inf;
pub mod json;
mod rest;
pub mod toml;
pub mod yaml;

use crate::base::{Code, Diagnostic, Plain, Span};

/// How many values are read at most: some bytes of text are many more of memory.
const MOST_VALUES: usize = 8_000_000;

/// The error of a value that is one too many.
fn room(plain: &Plain, span: Span) -> Result<(), Diagnostic> {
    if plain.len() < MOST_VALUES {
        return Ok(());
    }
    let message = format!("the data come to more than {MOST_VALUES} values");
    let error = Diagnostic::error(Code::Limit, message).at(span, "here");
    Err(error.help("Read less at a time: split the file."))
}

/// The error that every reader gives for a key that stands twice in a map.
fn duplicate_key(key: &str, span: Span, first: Option<Span>) -> Diagnostic {
    let error = Diagnostic::error(Code::Syntax, format!("the key `{key}` stands here twice"))
        .at(span, "again here");
    match first {
        Some(first) => error.at(first, "first here"),
        None => error,
    }
}
