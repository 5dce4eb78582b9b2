//! What literals mean: numbers, escapes, the indentation of multi-line strings.
//!
//! The parser reads every literal once with these functions and reports what they refuse, so for
//! a tree without errors they cannot fail. They know no expressions beyond their ids.

mod escape;
mod number;
mod string;

use super::tree::{Part, Parts, StringLit};
use crate::base::{FileId, Span};

pub use number::{number, small};
pub use string::{Piece, string, verbatim};

/// Why a literal cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LiteralError {
    /// The part concerned, if it is not the whole literal.
    pub span: Option<Span>,
    /// What is wrong, without a full stop.
    pub message: String,
    /// How to mend it: a whole sentence.
    pub help: &'static str,
    /// The blanks that are wanted instead of those at the part, and where they stand.
    pub blanks: Option<(Span, String)>,
}

impl LiteralError {
    fn new(span: Option<Span>, message: impl Into<String>, help: &'static str) -> Self {
        Self { span, message: message.into(), help, blanks: None }
    }
}

/// The text of a string literal, if it is one without interpolation.
pub fn label_text(literal: &StringLit, text: &str) -> Option<String> {
    if literal.bytes {
        return None;
    }
    if let Some(text) = verbatim(literal, text) {
        return Some(text.to_owned());
    }
    match string(literal, text).ok()?.as_mut_slice() {
        [] => Some(String::new()),
        [Piece::Text(text)] => Some(std::mem::take(text)),
        _ => None,
    }
}

/// The text of a string literal with its quotes, if it is one on one line without interpolation.
pub fn plain(quoted: &str) -> Option<String> {
    let bare = quoted.trim_start_matches('#');
    let hashes = quoted.len() - bare.len();
    let bytes = bare.starts_with('\'');
    if extent(quoted) != Some(quoted.len()) {
        return None;
    }
    let inner = bare.strip_prefix(['"', '\''])?.get(..bare.len().checked_sub(2 + hashes)?)?;
    let start = (hashes + 1) as u32;
    let span = Span::new(FileId::at(0), start, start + inner.len() as u32);
    let parts = Parts::from_elem(Part::Text(span), 1);
    let hashes = u8::try_from(hashes).ok()?;
    let literal = StringLit { bytes, multiline: false, hashes, parts };
    match string(&literal, quoted).ok()?.as_mut_slice() {
        [] => Some(String::new()),
        [Piece::Text(text)] => Some(std::mem::take(text)),
        [Piece::Bytes(text)] => String::from_utf8(std::mem::take(text)).ok(),
        _ => None,
    }
}

/// The length of the string literal that `text` starts with, if it does and the literal ends.
pub fn extent(text: &str) -> Option<usize> {
    let bare = text.trim_start_matches('#');
    let hashes = text.get(..text.len() - bare.len())?;
    let quote = bare.chars().next().filter(|letter| matches!(letter, '"' | '\''))?;
    let triple = quote.to_string().repeat(3);
    let multiline = bare.starts_with(&triple);
    let quotes = if multiline { triple } else { quote.to_string() };
    let (close, escape) = (format!("{quotes}{hashes}"), format!("\\{hashes}"));
    let mut at = hashes.len() + quotes.len();
    loop {
        let rest = text.get(at..)?;
        if rest.starts_with(&close) {
            return Some(at + close.len());
        }
        if let Some(escaped) = rest.strip_prefix(&escape) {
            at += escape.len() + escaped.chars().next()?.len_utf8();
            continue;
        }
        let letter = rest.chars().next().filter(|&letter| multiline || letter != '\n')?;
        at += letter.len_utf8();
    }
}

/// The import path of a string literal with its quotes, if it can be one.
pub fn import_path(quoted: &str) -> Option<String> {
    let path = plain(quoted)?;
    let location = path.rsplit_once(':').map_or(path.as_str(), |(location, _)| location);
    let illegal = |c: char| {
        c.is_whitespace() || c.is_control() || "!\"#$%&'()*,:;<=>?[\\]^{|}`\u{FFFD}".contains(c)
    };
    (!location.is_empty() && !location.contains(illegal)).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn import_paths_are_read_or_refused() {
        for (quoted, path) in [
            ("\"strings\"", Some("strings")),
            ("\"example.com/a@v1:b\"", Some("example.com/a@v1:b")),
            ("#\"a/b\"#", Some("a/b")),
            ("'m\\x61th'", Some("math")),
            ("\"\"", None),
            ("\"a b\"", None),
            ("\"a!\"", None),
            ("\"a\\u0000\"", None),
            ("\"a\\(b)\"", None),
            ("\"", None),
            ("", None),
        ] {
            assert_eq!(import_path(quoted).as_deref(), path, "{quoted}");
        }
    }
}
