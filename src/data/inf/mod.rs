//! Plain data as `.inf` source, as `cue export --out cue` writes it: fields without outer braces,
//! values aligned, lists of scalars on one line, text of several lines in `"""`.
//!
//! What is written parses to the same data. The walk keeps its own stack; deep levels are written
//! on one line, because indentation alone would otherwise grow with the square of the depth.

mod literal;

pub use literal::{bytes, label, raw, string, text};

use crate::base::{Entries, Plain, PlainId, Shape};
use crate::data::rest::Rest;

/// Deeper levels are written on one line.
const DEEPEST_LINES: usize = 64;

/// Lists nested deeper than this are not looked into for whether they fit on one line.
const DEEPEST_ROW: usize = 4;

/// Writes `node` as the source of one file.
pub fn write(plain: &Plain, node: PlainId, out: &mut String) {
    let mut walk = Walk { plain, out, open: Vec::new() };
    if let Shape::Map = plain.shape(node)
        && plain.entries(node).len() > 0
    {
        walk.open.push(Open::file(plain.entries(node)));
    } else {
        walk.value(node, 0, false);
    }
    walk.run();
    if !walk.out.ends_with('\n') {
        walk.out.push('\n');
    }
}

struct Open<'a> {
    rest: Rest<'a>,
    /// The tabs before the lines within.
    level: usize,
    /// Whether it has no braces of its own, as the fields of a file.
    bare: bool,
    /// Whether all of it stands on one line.
    row: bool,
    /// Whether nothing of it is written yet.
    first: bool,
    /// How many of the next fields are aligned with each other, and the width of their labels.
    aligned: (usize, usize),
}

impl<'a> Open<'a> {
    fn new(rest: Rest<'a>, level: usize, row: bool) -> Self {
        Self { rest, level, bare: false, row, first: true, aligned: (0, 0) }
    }

    fn file(entries: Entries<'a>) -> Self {
        Self { bare: true, ..Self::new(Rest::Map(entries), 0, false) }
    }
}

struct Walk<'a, 'o> {
    plain: &'a Plain,
    out: &'o mut String,
    open: Vec<Open<'a>>,
}

impl<'a> Walk<'a, '_> {
    fn run(&mut self) {
        while let Some(open) = self.open.last_mut() {
            let (level, row) = (open.level, open.row);
            let first = std::mem::take(&mut open.first);
            match &mut open.rest {
                Rest::Map(entries) => {
                    if open.aligned.0 == 0 && !row {
                        open.aligned = alignment(self.plain, entries.clone());
                    }
                    open.aligned.0 = open.aligned.0.saturating_sub(1);
                    let width = open.aligned.1;
                    match entries.next() {
                        Some((key, value)) => {
                            self.separate(first, level, row);
                            self.label(key, if row { 0 } else { width });
                            self.value(value, level, row);
                        }
                        None => self.end(),
                    }
                }
                Rest::List(items) => match items.next() {
                    Some(&item) => {
                        self.out.push_str(if first { "" } else { ", " });
                        self.value(item, level, row);
                    }
                    None => self.end(),
                },
            }
        }
    }

    /// Writes what stands before a field.
    fn separate(&mut self, first: bool, level: usize, row: bool) {
        if row {
            self.out.push_str(if first { "" } else { ", " });
            return;
        }
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        tabs(level, self.out);
    }

    fn label(&mut self, key: &str, width: usize) {
        let start = self.out.len();
        literal::label(key, self.out);
        let written = self.out.get(start..).map_or(0, |label| label.chars().count());
        self.out.push(':');
        for _ in 0..=width.saturating_sub(written) {
            self.out.push(' ');
        }
    }

    fn value(&mut self, node: PlainId, level: usize, row: bool) {
        match self.plain.shape(node) {
            Shape::Null => self.out.push_str("null"),
            Shape::Bool(value) => self.out.push_str(if value { "true" } else { "false" }),
            Shape::Int(value) => self.out.push_str(itoa::Buffer::new().format(value)),
            Shape::Number(value) => self.out.push_str(&value.cue_text()),
            Shape::Str(text) if !row && is_text(text) => literal::text(text, level + 1, self.out),
            Shape::Str(text) => literal::string(text, self.out),
            Shape::Bytes(bytes) => literal::bytes(bytes, self.out),
            Shape::List(items) => {
                self.out.push('[');
                self.open.push(Open::new(Rest::List(items.iter()), level, row));
            }
            Shape::Map => {
                self.out.push('{');
                let entries = self.plain.entries(node);
                // The fields of a file have no braces, so its depth is one less than the stack's.
                let row = row || self.open.len() > DEEPEST_LINES || entries.len() == 0;
                self.open.push(Open::new(Rest::Map(entries), level + 1, row));
            }
        }
    }

    /// Closes the innermost collection.
    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        match open.rest {
            Rest::List(_) => self.out.push(']'),
            Rest::Map(_) if open.bare => {}
            Rest::Map(_) => {
                if !open.row {
                    self.out.push('\n');
                    tabs(open.level - 1, self.out);
                }
                self.out.push('}');
            }
        }
    }
}

/// Whether a string is better read as lines.
fn is_text(text: &str) -> bool {
    text.contains('\n')
}

/// How many of the next entries stand on one line each, and the width of their widest label; the
/// first that does not stands alone.
fn alignment(plain: &Plain, entries: Entries<'_>) -> (usize, usize) {
    let (mut count, mut width) = (0, 0);
    let mut label = String::new();
    for (key, value) in entries {
        if !is_row(plain, value, DEEPEST_ROW) {
            break;
        }
        label.clear();
        literal::label(key, &mut label);
        count += 1;
        width = width.max(label.chars().count());
    }
    if count == 0 { (1, 0) } else { (count, width) }
}

/// Whether a value stands on one line.
fn is_row(plain: &Plain, node: PlainId, depth: usize) -> bool {
    match plain.shape(node) {
        Shape::Str(text) => !is_text(text),
        Shape::Null | Shape::Bool(_) | Shape::Int(_) | Shape::Number(_) | Shape::Bytes(_) => true,
        Shape::List(items) => depth > 0 && items.iter().all(|&item| is_row(plain, item, depth - 1)),
        Shape::Map => plain.entries(node).len() == 0,
    }
}

fn tabs(count: usize, out: &mut String) {
    for _ in 0..count {
        out.push('\t');
    }
}

#[cfg(test)]
mod tests;
