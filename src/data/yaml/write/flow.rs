//! YAML's flow style, on one line: for what lies too deep to be indented.

use crate::base::{Plain, PlainId, Shape};
use crate::data::rest::Rest;

use super::{LONGEST_SIMPLE_KEY, binary, plain_scalar, scalar};

/// Writes `node` and everything below it, without a newline.
pub(super) fn write(plain: &Plain, node: PlainId, out: &mut String) {
    let mut open = Vec::new();
    begin(plain, node, &mut open, out);
    while let Some((rest, first)) = open.last_mut() {
        let comma = if std::mem::take(first) { "" } else { ", " };
        let next = rest.next();
        let Some((key, value)) = next else {
            out.push(rest.bracket());
            open.pop();
            continue;
        };
        out.push_str(comma);
        if let Some(key) = key {
            self::key(key, out);
        }
        begin(plain, value, &mut open, out);
    }
}

fn key(key: &str, out: &mut String) {
    let start = out.len();
    scalar::quoted(key, out);
    if out.len() - start > LONGEST_SIMPLE_KEY {
        out.insert_str(start, "? ");
        out.push(' ');
    }
    out.push_str(": ");
}

/// Writes a scalar whole, or the opening bracket of a collection.
fn begin<'a>(plain: &'a Plain, node: PlainId, open: &mut Vec<(Rest<'a>, bool)>, out: &mut String) {
    match plain.shape(node) {
        Shape::Str(text) => scalar::quoted(text, out),
        Shape::Bytes(bytes) => binary(bytes, out),
        Shape::List(items) => {
            out.push('[');
            open.push((Rest::List(items.iter()), true));
        }
        Shape::Map => {
            out.push('{');
            open.push((Rest::Map(plain.entries(node)), true));
        }
        shape @ (Shape::Null | Shape::Bool(_) | Shape::Int(_) | Shape::Number(_)) => {
            plain_scalar(shape, out);
        }
    }
}
