//! Labels, strings and bytes as the language writes them.

use std::fmt::Write as _;

/// Words that a declaration may begin with, or that stand for a value.
const KEYWORDS: [&str; 9] =
    ["package", "import", "for", "in", "if", "let", "true", "false", "null"];

/// Writes a label; in quotes unless it is an identifier that makes a regular field.
pub fn label(name: &str, out: &mut String) {
    let starts = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '$');
    let identifier = starts
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$'))
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

/// Writes bytes on one line: what is text as text, the rest by number.
pub fn bytes(value: &[u8], out: &mut String) {
    out.push('\'');
    for chunk in value.utf8_chunks() {
        for char in chunk.valid().chars() {
            match char {
                '\'' => out.push_str("\\'"),
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                _ => character(char, out),
            }
        }
        for byte in chunk.invalid() {
            // Writing to a string does not fail.
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    out.push('\'');
}

/// Writes a character other than quotes, newlines and tabs; by an escape if it cannot be seen.
fn character(char: char, out: &mut String) {
    let hidden = char.is_control()
        || matches!(
            char,
            '\u{ad}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{feff}'
        )
        || u32::from(char) & 0xfffe == 0xfffe;
    match char {
        '\\' => out.push_str("\\\\"),
        '\r' => out.push_str("\\r"),
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
