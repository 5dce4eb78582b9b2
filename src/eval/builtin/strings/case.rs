//! Upper, lower and title case, rune by rune: a text never changes its number of runes.

use super::super::arguments::text;
use super::super::table::{Member, plain};
use crate::eval::kind::Kind;

const ONE: &[Kind] = &[Kind::STRING];

pub(super) const MEMBERS: &[Member] = &[
    plain(
        "ToUpper",
        ONE,
        Kind::STRING,
        "A text with all its letters in upper case.",
        r#"("Gopher") = "GOPHER""#,
        |args| Ok(text(args, 0)?.chars().map(upper).collect::<String>().into()),
    ),
    plain(
        "ToLower",
        ONE,
        Kind::STRING,
        "A text with all its letters in lower case.",
        r#"("Gopher") = "gopher""#,
        |args| Ok(text(args, 0)?.chars().map(lower).collect::<String>().into()),
    ),
    plain(
        "ToTitle",
        ONE,
        Kind::STRING,
        "A text with the first letter of every word in title case.",
        r#"("alpha beta") = "Alpha Beta""#,
        |args| Ok(words(text(args, 0)?, title).into()),
    ),
    plain(
        "ToCamel",
        ONE,
        Kind::STRING,
        "A text with the first letter of every word in lower case.",
        r#"("AlphaBeta Gamma") = "alphaBeta gamma""#,
        |args| Ok(words(text(args, 0)?, lower).into()),
    ),
];

/// `text` with the first rune of every word mapped.
fn words(text: &str, map: fn(char) -> char) -> String {
    let mut starts = true;
    let mut result = String::with_capacity(text.len());
    for char in text.chars() {
        result.push(if starts { map(char) } else { char });
        starts = char.is_whitespace();
    }
    result
}

/// The simple upper-case mapping. Where the full mapping is longer than a rune, Greek letters with
/// an iota below have a simple one, and the others (`ß`) stay.
fn upper(char: char) -> char {
    let mut full = char.to_uppercase();
    match (full.next(), full.next()) {
        (Some(single), None) => single,
        _ => match char {
            '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => {
                offset(char, 8)
            }
            '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => offset(char, 9),
            _ => char,
        },
    }
}

/// The simple lower-case mapping: the only longer one is that of the dotted capital I.
fn lower(char: char) -> char {
    let mut full = char.to_lowercase();
    match (full.next(), full.next()) {
        (Some(first), Some(_)) => first,
        (Some(single), None) => single,
        (None, _) => char,
    }
}

/// The simple title-case mapping: upper case, but for digraphs and Georgian.
fn title(char: char) -> char {
    match char {
        'Ǆ' | 'ǅ' | 'ǆ' => 'ǅ',
        'Ǉ' | 'ǈ' | 'ǉ' => 'ǈ',
        'Ǌ' | 'ǋ' | 'ǌ' => 'ǋ',
        'Ǳ' | 'ǲ' | 'ǳ' => 'ǲ',
        '\u{10d0}'..='\u{10ff}' => char,
        _ => upper(char),
    }
}

fn offset(char: char, by: u32) -> char {
    char::from_u32(u32::from(char) + by).unwrap_or(char)
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn special_letters() {
        check("strings.ToUpper", r#""straße ᾳ ﬁ éя""#, r#""STRAßE ᾼ ﬁ ÉЯ""#);
        check("strings.ToLower", r#""İÉЯ""#, r#""iéя""#);
        check("strings.ToTitle", r#""ǆ აბ x""#, r#""ǅ აბ X""#);
    }
}
