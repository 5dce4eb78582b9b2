//! Labels, strings and bytes as the language writes them.

use std::fmt::Write as _;

/// Words that begin something else at the start of a file.
const KEYWORDS: [&str; 2] = ["package", "import"];

/// Writes a label; in quotes unless it is an identifier that makes a regular field.
pub fn label(name: &str, out: &mut String) {
    let starts = name.starts_with(|first: char| first.is_alphabetic() || first == '$');
    let identifier = starts
        && name.chars().all(|char| char.is_alphanumeric() || matches!(char, '_' | '$'))
        && !KEYWORDS.contains(&name);
    if identifier {
        out.push_str(name);
    } else {
        string(name, out);
    }
}

/// Writes a string on one line.
pub fn string(value: &str, out: &mut String) {
    out.push('"');
    for char in value.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            _ => character(char, out),
        }
    }
    out.push('"');
}

/// Writes a string as lines behind `indent` tabs.
pub fn text(value: &str, indent: usize, out: &mut String) {
    out.push_str("\"\"\"\n");
    for line in value.split('\n') {
        if !line.is_empty() {
            super::tabs(indent, out);
        }
        let mut quotes = 0;
        for char in line.chars() {
            quotes = if char == '"' { quotes + 1 } else { 0 };
            // Three quotes would end the string.
            if quotes == 3 {
                out.push('\\');
                quotes = 0;
            }
            match char {
                '"' | '\t' => out.push(char),
                _ => character(char, out),
            }
        }
        out.push('\n');
    }
    super::tabs(indent, out);
    out.push_str("\"\"\"");
}

/// Writes bytes: what is text as text, the rest by number.
pub fn bytes(value: &[u8], out: &mut String) {
    out.push('\'');
    for chunk in value.utf8_chunks() {
        for char in chunk.valid().chars() {
            match char {
                '\'' => out.push_str("\\'"),
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                // Unlike in strings, these are single bytes.
                '\0'..' ' if named(char).is_none() => hex(char as u8, out),
                _ => character(char, out),
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
        '\r' => Some('r'),
        _ => None,
    }
}

/// Writes a character other than quotes, newlines and tabs; by an escape if it cannot be seen.
fn character(char: char, out: &mut String) {
    let hidden = char.is_control()
        || matches!(
            char,
            '\u{ad}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{feff}'
        )
        || u32::from(char) & 0xfffe == 0xfffe;
    if let Some(name) = named(char) {
        out.extend(['\\', name]);
        return;
    }
    match char {
        '\\' => out.push_str("\\\\"),
        _ if hidden && u32::from(char) > 0xffff => {
            // Writing to a string does not fail.
            let _ = write!(out, "\\U{:08x}", u32::from(char));
        }
        _ if hidden => {
            // Writing to a string does not fail.
            let _ = write!(out, "\\u{:04x}", u32::from(char));
        }
        _ => out.push(char),
    }
}
