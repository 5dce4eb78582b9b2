//! The JSON writer: keys in order, numbers as they are spelled, bytes as base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::base::{Plain, PlainId, Shape};
use crate::data::rest::Rest;

/// Deeper levels are written on one line: indentation alone would otherwise make the text grow
/// with the square of the depth.
const DEEPEST_LINES: usize = 256;

/// How values are spread over lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layout {
    /// A line a value, four spaces a level, a newline at the end.
    Lines,
    /// All on one line, without spaces or a newline.
    Compact,
}

/// What becomes of `<`, `>` and `&`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Html {
    /// They stay.
    Keep,
    /// They are escaped, so that the text can stand within HTML.
    Escape,
}

/// Writes `node`.
pub fn write(plain: &Plain, node: PlainId, layout: Layout, html: Html, out: &mut String) {
    let mut walk = Walk { plain, layout, html, out, open: Vec::new() };
    walk.begin(node);
    walk.run();
    if layout == Layout::Lines {
        walk.out.push('\n');
    }
}

struct Walk<'a, 'o> {
    plain: &'a Plain,
    layout: Layout,
    html: Html,
    out: &'o mut String,
    /// The collections that are open, with whether nothing of them is written yet.
    open: Vec<(Rest<'a>, bool)>,
}

impl Walk<'_, '_> {
    fn run(&mut self) {
        while let Some((rest, first)) = self.open.last_mut() {
            let first = std::mem::take(first);
            let next = rest.next();
            let Some((key, value)) = next else {
                self.end(first);
                continue;
            };
            if !first {
                self.out.push(',');
            }
            self.newline(self.open.len());
            if let Some(key) = key {
                string(key, self.html, self.out);
                self.out.push_str(if self.layout == Layout::Lines { ": " } else { ":" });
            }
            self.begin(value);
        }
    }

    /// Writes a scalar whole, or the opening bracket of a collection.
    fn begin(&mut self, node: PlainId) {
        match self.plain.shape(node) {
            Shape::Null => self.out.push_str("null"),
            Shape::Bool(value) => self.out.push_str(if value { "true" } else { "false" }),
            Shape::Int(value) => self.out.push_str(itoa::Buffer::new().format(value)),
            Shape::Number(value) => self.out.push_str(&value.to_string()),
            Shape::Str(text) => string(text, self.html, self.out),
            Shape::Bytes(bytes) => {
                self.out.push('"');
                STANDARD.encode_string(bytes, self.out);
                self.out.push('"');
            }
            Shape::List(items) => {
                self.out.push('[');
                self.open.push((Rest::List(items.iter()), true));
            }
            Shape::Map => {
                self.out.push('{');
                self.open.push((Rest::Map(self.plain.entries(node)), true));
            }
        }
    }

    /// Closes the innermost collection.
    fn end(&mut self, empty: bool) {
        let Some((closed, _)) = self.open.pop() else { return };
        if !empty {
            self.newline(self.open.len());
        }
        self.out.push(closed.bracket());
    }

    fn newline(&mut self, level: usize) {
        if self.layout == Layout::Lines && level <= DEEPEST_LINES {
            self.out.push('\n');
            for _ in 0..level {
                self.out.push_str("    ");
            }
        }
    }
}

/// Whether a byte may begin a character that is escaped.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        // 0xe2 begins U+2028 and U+2029.
        table[byte] = matches!(byte as u8, 0..=0x1f | b'"' | b'\\' | b'<' | b'>' | b'&' | 0xe2);
        byte += 1;
    }
    table
};

/// Writes a string in quotes.
fn string(text: &str, html: Html, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| SPECIAL[usize::from(byte)]) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let mut chars = from.chars();
        if let Some(char) = chars.next() {
            character(char, html, out);
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

fn character(char: char, html: Html, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    match char {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\u{8}' => out.push_str("\\b"),
        '\u{c}' => out.push_str("\\f"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '<' | '>' | '&' if html == Html::Keep => out.push(char),
        '\0'..='\x1f' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
            out.push_str("\\u");
            for shift in [12, 8, 4, 0] {
                out.push(char::from(HEX[(u32::from(char) >> shift) as usize & 15]));
            }
        }
        _ => out.push(char),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Number;

    fn sample() -> (Plain, PlainId) {
        let mut plain = Plain::default();
        let text = plain.str("<é>\u{2028}\"\\\n\u{1}\u{8}", None);
        let bytes = plain.bytes(b"hello", None);
        let number = plain.number(Number::parse("1.50").unwrap(), None);
        let none = plain.list(Vec::new(), None);
        let empty = plain.map::<&str>([], None);
        let null = plain.null(None);
        let truth = plain.bool(true, None);
        let list = plain.list(vec![number, none, empty, null, truth], None);
        let root = plain.map([("b", list), ("a&", text), ("c", bytes)], None);
        (plain, root)
    }

    #[test]
    fn writes_as_cue_does() {
        let (plain, root) = sample();
        let mut out = String::new();
        write(&plain, root, Layout::Lines, Html::Keep, &mut out);
        insta::assert_snapshot!(out, @r#"
        {
            "b": [
                1.50,
                [],
                {},
                null,
                true
            ],
            "a&": "<é>\u2028\"\\\n\u0001\b",
            "c": "aGVsbG8="
        }
        "#);
        out.clear();
        write(&plain, root, Layout::Compact, Html::Escape, &mut out);
        insta::assert_snapshot!(out, @r#"{"b":[1.50,[],{},null,true],"a\u0026":"\u003cé\u003e\u2028\"\\\n\u0001\b","c":"aGVsbG8="}"#);
    }

    #[test]
    fn survives_any_depth() {
        let mut plain = Plain::default();
        let mut node = plain.null(None);
        for _ in 0..100_000 {
            node = plain.map([("k", node)], None);
        }
        let mut out = String::new();
        write(&plain, node, Layout::Lines, Html::Keep, &mut out);
        assert!(out.len() < 2_000_000 && out.ends_with("}\n"));
    }
}
