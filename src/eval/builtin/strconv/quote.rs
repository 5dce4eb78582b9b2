//! Texts in quotes, with what does not print escaped.

use std::fmt::Write as _;
use std::sync::OnceLock;

use regex::Regex;

use super::super::Data;
use super::super::arguments::{rune, text};
use super::super::table::{Member, plain};
use super::unquote::unquote;
use crate::eval::kind::Kind;

const TEXT: &[Kind] = &[Kind::STRING];
const RUNE: &[Kind] = &[Kind::INT];

pub(super) const MEMBERS: &[Member] = &[
    plain(
        "Unquote",
        TEXT,
        Kind::STRING,
        "The text that a string or bytes literal of CUE stands for.",
        r#"("\"a\\tb\"") = "a\tb""#,
        |args| Ok(unquote(text(args, 0)?)?.into()),
    ),
    plain(
        "Quote",
        TEXT,
        Kind::STRING,
        "A text in double quotes, with what does not print escaped.",
        r#"("a\t☺") = "\"a\\t☺\"""#,
        |args| Ok(quote(text(args, 0)?, '"', Level::Print).into()),
    ),
    plain(
        "QuoteToASCII",
        TEXT,
        Kind::STRING,
        "A text in double quotes, with all that is not ASCII escaped.",
        r#"("☺") = "\"\\u263a\"""#,
        |args| Ok(quote(text(args, 0)?, '"', Level::Ascii).into()),
    ),
    plain(
        "QuoteToGraphic",
        TEXT,
        Kind::STRING,
        "A text in double quotes, with all that has no graphic form escaped.",
        r#"("☺\u3000\t") = "\"☺\u3000\\t\"""#,
        |args| Ok(quote(text(args, 0)?, '"', Level::Graphic).into()),
    ),
    plain(
        "QuoteRune",
        RUNE,
        Kind::STRING,
        "A rune in single quotes, escaped if it does not print.",
        r#"(9786) = "'☺'""#,
        |args| Ok(quote_rune(rune(args, 0)?, Level::Print)),
    ),
    plain(
        "QuoteRuneToASCII",
        RUNE,
        Kind::STRING,
        "A rune in single quotes, escaped if it is not ASCII.",
        r#"(9786) = "'\\u263a'""#,
        |args| Ok(quote_rune(rune(args, 0)?, Level::Ascii)),
    ),
    plain(
        "QuoteRuneToGraphic",
        RUNE,
        Kind::STRING,
        "A rune in single quotes, escaped if it has no graphic form.",
        r#"(9) = "'\\t'""#,
        |args| Ok(quote_rune(rune(args, 0)?, Level::Graphic)),
    ),
    plain(
        "IsPrint",
        RUNE,
        Kind::BOOL,
        "Whether a rune prints: a letter, mark, number, punctuation, symbol or the plain space.",
        "(97) = true",
        |args| Ok(char_of(rune(args, 0)?).is_some_and(is_print).into()),
    ),
    plain(
        "IsGraphic",
        RUNE,
        Kind::BOOL,
        "Whether a rune has a graphic form: one that prints, or any space.",
        "(12288) = true",
        |args| Ok(char_of(rune(args, 0)?).is_some_and(is_graphic).into()),
    ),
];

/// Which runes stay as they are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Level {
    Print,
    Graphic,
    Ascii,
}

/// `text` between quotes, escaped.
pub(in super::super) fn quote(text: &str, mark: char, level: Level) -> String {
    let mut result = String::with_capacity(text.len() + 2);
    result.push(mark);
    for char in text.chars() {
        escape(&mut result, char, mark, level);
    }
    result.push(mark);
    result
}

fn quote_rune(code: i32, level: Level) -> Data {
    // Go puts the replacement character for what is no rune.
    let char = char_of(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    quote(char.encode_utf8(&mut [0; 4]), '\'', level).into()
}

fn char_of(code: i32) -> Option<char> {
    u32::try_from(code).ok().and_then(char::from_u32)
}

fn escape(result: &mut String, char: char, mark: char, level: Level) {
    let stays = match level {
        Level::Print => is_print(char),
        Level::Graphic => is_graphic(char),
        Level::Ascii => char.is_ascii() && is_print(char),
    };
    if char == mark || char == '\\' {
        result.push('\\');
        result.push(char);
        return;
    }
    if stays {
        result.push(char);
        return;
    }
    let short = match char {
        '\u{7}' => "\\a",
        '\u{8}' => "\\b",
        '\u{c}' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\u{b}' => "\\v",
        _ => "",
    };
    result.push_str(short);
    if !short.is_empty() {
        return;
    }
    let code = u32::from(char);
    // Writing to a string does not fail.
    let _ = match code {
        0..0x20 | 0x7f => write!(result, "\\x{code:02x}"),
        0x20..0x1_0000 => write!(result, "\\u{code:04x}"),
        _ => write!(result, "\\U{code:08x}"),
    };
}

/// Whether a rune prints, as Go defines it.
pub(in super::super) fn is_print(char: char) -> bool {
    if char.is_ascii() {
        return char == ' ' || char.is_ascii_graphic();
    }
    static PRINTS: OnceLock<Option<Regex>> = OnceLock::new();
    matches(&PRINTS, r"^[\p{L}\p{M}\p{N}\p{P}\p{S}]$", char)
}

fn is_graphic(char: char) -> bool {
    static SPACES: OnceLock<Option<Regex>> = OnceLock::new();
    is_print(char) || matches(&SPACES, r"^\p{Zs}$", char)
}

/// Whether `char` is in a class; the tables of categories are those of the regex crate.
fn matches(cell: &'static OnceLock<Option<Regex>>, class: &str, char: char) -> bool {
    let class = cell.get_or_init(|| Regex::new(class).ok());
    class.as_ref().is_some_and(|class| class.is_match(char.encode_utf8(&mut [0; 4])))
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn escapes() {
        check("strconv.Quote", r#""\x00\x7f\u00a0\u200b""#, r#""\"\\x00\\x7f\\u00a0\\u200b\"""#);
        check("strconv.QuoteToASCII", r#""😀""#, r#""\"\\U0001f600\"""#);
        check("strconv.QuoteRune", "39", r#""'\\''""#);
        check("strconv.QuoteRune", "55296", r#""'\uFFFD'""#);
        check("strconv.IsPrint", "173", "false");
        check("strconv.IsPrint", "-1", "false");
    }
}
