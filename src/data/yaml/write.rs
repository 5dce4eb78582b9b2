//! The YAML writer: text that every reader of YAML 1.1 and 1.2 takes for the same data.
//!
//! Block style, two spaces a level, lists indented below their key, as CUE writes. `scalar` decides
//! how a string is written, `flow` writes what lies too deep to be indented. The walk keeps its own
//! stack, so that no depth of data overflows the thread's.

mod flow;
mod scalar;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::base::{Plain, PlainId, Shape};
use crate::data::rest::Rest;

/// Deeper levels are written in flow style on one line: indentation alone would otherwise make the
/// text grow with the square of the depth (10 GB for 100,000 levels).
const DEEPEST_BLOCK: usize = 64;

/// A key written longer than this gets a line of its own behind `?`: readers give up looking for
/// the colon of a simple key after 1024 characters.
const LONGEST_SIMPLE_KEY: usize = 512;

/// Spaces, to copy indentation from; longer than any.
const SPACES: &str = match std::str::from_utf8(&[b' '; 2 * DEEPEST_BLOCK + 2]) {
    Ok(spaces) => spaces,
    Err(_) => "",
};

/// Writes `node` as one document, which ends in a newline.
pub fn write(plain: &Plain, node: PlainId, out: &mut String) {
    write_stream(plain, [node], out);
}

/// The line between two documents.
pub const BETWEEN: &str = "---\n";

/// Writes `nodes` as documents with `---` lines between them.
pub fn write_stream(plain: &Plain, nodes: impl IntoIterator<Item = PlainId>, out: &mut String) {
    let mut walk = Walk { plain, out, open: Vec::new(), keys: PlainKeys([None; KEYS]) };
    for (index, node) in nodes.into_iter().enumerate() {
        if index > 0 {
            walk.out.push_str(BETWEEN);
        }
        walk.value(node, Place::Document);
        walk.run();
    }
}

/// What stands on the line before a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nothing: it is a whole document.
    Document,
    /// A key and its colon.
    Key,
    /// The dash of a list and a space.
    Dash,
}

/// So many keys are remembered.
const KEYS: usize = 128;

/// Some keys that are known to stand as they are: the objects of a stream have mostly the same keys,
/// and it takes longer to see how one is to be written than to write it.
struct PlainKeys<'a>([Option<&'a str>; KEYS]);

impl<'a> PlainKeys<'a> {
    /// Where `key` is if it is among them: few have the same length and the same ends.
    fn place(&mut self, key: &str) -> &mut Option<&'a str> {
        let place = match key.as_bytes() {
            [first, .., last] => usize::from(*first) + 3 * usize::from(*last) + 5 * key.len(),
            _ => key.len(),
        };
        &mut self.0[place % KEYS]
    }
}

struct Open<'a> {
    rest: Rest<'a>,
    /// Whether the line is already where the next item is to start.
    started: bool,
}

struct Walk<'a, 'o> {
    plain: &'a Plain,
    out: &'o mut String,
    open: Vec<Open<'a>>,
    keys: PlainKeys<'a>,
}

impl<'a> Walk<'a, '_> {
    fn run(&mut self) {
        while let Some(open) = self.open.last_mut() {
            let started = std::mem::take(&mut open.started);
            match open.rest.next() {
                Some((Some(key), value)) => {
                    self.indent(started);
                    self.key(key);
                    self.value(value, Place::Key);
                }
                Some((None, item)) => {
                    self.indent(started);
                    self.out.push_str("- ");
                    self.value(item, Place::Dash);
                }
                None => drop(self.open.pop()),
            }
        }
    }

    fn indent(&mut self, started: bool) {
        if !started {
            self.out.push_str(spaces(2 * (self.open.len() - 1)));
        }
    }

    fn key(&mut self, key: &'a str) {
        let known = self.keys.place(key);
        if *known == Some(key) {
            self.out.push_str(key);
            self.out.push(':');
            return;
        }
        let start = self.out.len();
        if scalar::inline(key, self.out) && key.len() < LONGEST_SIMPLE_KEY {
            *known = Some(key);
        }
        if self.out.len() - start > LONGEST_SIMPLE_KEY {
            self.out.insert_str(start, "? ");
            self.out.push('\n');
            self.indent(false);
        }
        self.out.push(':');
    }

    fn value(&mut self, node: PlainId, place: Place) {
        let rest = match self.plain.shape(node) {
            Shape::List(items) if !items.is_empty() => Rest::List(items.iter()),
            Shape::Map => match self.plain.entries(node) {
                entries if entries.len() > 0 => Rest::Map(entries),
                _ => return self.leaf(Shape::Map, place),
            },
            shape => return self.leaf(shape, place),
        };
        if self.open.len() >= DEEPEST_BLOCK {
            self.space(place);
            flow::write(self.plain, node, self.out);
            self.out.push('\n');
            return;
        }
        if place == Place::Key {
            self.out.push('\n');
        }
        self.open.push(Open { rest, started: place == Place::Dash });
    }

    /// Writes what has nothing below it, and the end of its line.
    fn leaf(&mut self, shape: Shape<'_>, place: Place) {
        self.space(place);
        match shape {
            Shape::Str(text) => {
                // The text of a block stands one level below what holds it.
                let indent = spaces(2 * self.open.len().max(1));
                return scalar::line(text, indent, self.out);
            }
            Shape::Bytes(bytes) => binary(bytes, self.out),
            Shape::Null | Shape::Bool(_) | Shape::Int(_) | Shape::Number(_) => {
                plain_scalar(shape, self.out);
            }
            Shape::List(_) => self.out.push_str("[]"),
            Shape::Map => self.out.push_str("{}"),
        }
        self.out.push('\n');
    }

    fn space(&mut self, place: Place) {
        if place == Place::Key {
            self.out.push(' ');
        }
    }
}

fn spaces(count: usize) -> &'static str {
    SPACES.get(..count).unwrap_or(SPACES)
}

/// Bytes as YAML's own type for them.
fn binary(bytes: &[u8], out: &mut String) {
    out.push_str(if bytes.is_empty() { "!!binary \"\"" } else { "!!binary " });
    STANDARD.encode_string(bytes, out);
}

/// Writes `null`, a boolean or a number; nothing for any other shape.
fn plain_scalar(shape: Shape<'_>, out: &mut String) {
    match shape {
        Shape::Null => out.push_str("null"),
        Shape::Bool(value) => out.push_str(if value { "true" } else { "false" }),
        Shape::Int(value) => out.push_str(itoa::Buffer::new().format(value)),
        Shape::Number(value) => out.push_str(&value.yaml_text()),
        Shape::Str(_) | Shape::Bytes(_) | Shape::List(_) | Shape::Map => {}
    }
}

#[cfg(test)]
mod tests;
