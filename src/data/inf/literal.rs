//! Labels, strings and bytes as the language writes them.

use std::fmt::Write as _;

/// Words that begin something else at the start of a file.
const KEYWORDS: [&str; 2] = ["package", "import"];

/// As many hashes as a literal has at most: each of its escapes repeats them.
const HASHES: &str = "################";

/// Writes a label; in quotes unless it is an identifier that makes a regular field.
pub fn label(name: &str, out: &mut String) {
    let starts = name.starts_with(|first: char| is_letter(first) || first == '$');
    let identifier = starts
        && name
            .chars()
            .all(|char| is_letter(char) || char.is_ascii_digit() || matches!(char, '_' | '$'))
        && !KEYWORDS.contains(&name);
    if identifier {
        out.push_str(name);
    } else {
        string(name, out);
    }
}

/// Whether a character is a letter for sure: one of the scripts that are letters throughout. A label
/// with others stays in quotes, which is right as well.
fn is_letter(char: char) -> bool {
    const LETTERS: &[(char, char)] = &[
        ('A', 'Z'),
        ('a', 'z'),
        ('\u{c0}', '\u{2c1}'),
        ('\u{386}', '\u{481}'),
        ('\u{48a}', '\u{52f}'),
        ('\u{5d0}', '\u{5ea}'),
        ('\u{3041}', '\u{3096}'),
        ('\u{30a1}', '\u{30fa}'),
        ('\u{4e00}', '\u{9fff}'),
        ('\u{ac00}', '\u{d7a3}'),
    ];
    char.is_alphabetic() && LETTERS.iter().any(|&(first, last)| (first..=last).contains(&char))
}

/// Writes a string on one line.
pub fn string(value: &str, out: &mut String) {
    out.push('"');
    for char in value.chars() {
        match char {
            '"' => out.push_str("\\\""),
            _ => character(char, "", out),
        }
    }
    out.push('"');
}

/// Writes a string on one line, between hashes where nothing has to be escaped then and something
/// otherwise.
pub fn raw(value: &str, out: &mut String) {
    let escapes = |char| matches!(char, '"' | '\\');
    if !value.contains(escapes) || value.chars().any(is_hidden) {
        return string(value, out);
    }
    match hashes(value, |rest| usize::from(rest.starts_with(escapes))) {
        Some(hashes) => out.extend([hashes, "\"", value, "\"", hashes]),
        None => string(value, out),
    }
}

/// Writes a string as lines behind `indent` tabs; between hashes if it would end early otherwise.
pub fn text(value: &str, indent: usize, out: &mut String) {
    let quotes = |rest: &str| match rest.len() - rest.trim_start_matches('"').len() {
        0..3 => 0,
        count => count,
    };
    let Some(hashes) = hashes(value, quotes) else { return string(value, out) };
    out.extend([hashes, "\"\"\"\n"]);
    for line in value.split('\n') {
        if !line.is_empty() {
            super::tabs(indent, out);
        }
        for char in line.chars() {
            match char {
                '"' => out.push(char),
                _ => character(char, hashes, out),
            }
        }
        out.push('\n');
    }
    super::tabs(indent, out);
    out.extend(["\"\"\"", hashes]);
}

/// The hashes that a literal of `value` needs, so that none of what `ends` finds ends it or escapes
/// something: that says how many bytes at the start of a text would. `None` if they are too many.
fn hashes(value: &str, ends: impl Fn(&str) -> usize) -> Option<&'static str> {
    let mut rest = value;
    let mut needed = 0;
    while let Some(first) = rest.chars().next() {
        let end = ends(rest);
        rest = rest.get(end.max(first.len_utf8())..).unwrap_or("");
        if end > 0 {
            needed = needed.max(1 + rest.len() - rest.trim_start_matches('#').len());
        }
    }
    HASHES.get(..needed)
}

/// Writes bytes: what is text as text, the rest by number.
pub fn bytes(value: &[u8], out: &mut String) {
    out.push('\'');
    for chunk in value.utf8_chunks() {
        for char in chunk.valid().chars() {
            match char {
                '\'' => out.push_str("\\'"),
                // Unlike in strings, these are single bytes.
                '\0'..' ' if named(char).is_none() => hex(char as u8, out),
                _ => character(char, "", out),
            }
        }
        chunk.invalid().iter().for_each(|&byte| hex(byte, out));
    }
    out.push('\'');
}

fn hex(byte: u8, out: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(out, "\\x{byte:02x}");
}

/// The letter that names a control character behind a backslash.
fn named(char: char) -> Option<char> {
    match char {
        '\x07' => Some('a'),
        '\x08' => Some('b'),
        '\x0b' => Some('v'),
        '\x0c' => Some('f'),
        '\n' => Some('n'),
        '\t' => Some('t'),
        '\r' => Some('r'),
        _ => None,
    }
}

/// Whether a character cannot be seen.
fn is_hidden(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{ad}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{feff}')
        || u32::from(char) & 0xfffe == 0xfffe
}

/// Writes a character other than quotes, in a literal between `hashes`; by an escape if it cannot be
/// seen.
fn character(char: char, hashes: &str, out: &mut String) {
    let escape = ["\\", hashes];
    if let Some(name) = named(char) {
        out.extend(escape);
        out.push(name);
        return;
    }
    if char == '\\' {
        out.extend(escape);
    }
    if !is_hidden(char) {
        return out.push(char);
    }
    out.extend(escape);
    // Writing to a string does not fail.
    let _ = match u32::from(char) {
        long @ 0x10000.. => write!(out, "U{long:08x}"),
        short => write!(out, "u{short:04x}"),
    };
}
