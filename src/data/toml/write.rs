//! The TOML writer: a table's own values first, then the tables within it, each under its header,
//! all sorted by their keys.
//!
//! As in CUE, fields of null are left out, bytes are lists of integers, and integers beyond 64 bits
//! are strings. What lies below a value of a row (a list of anything but tables) stands on that
//! row.

use crate::base::{Code, Diagnostic, Number, Plain, PlainId, Shape};

/// Deeper tables are written in braces on one line: their headers alone would otherwise make the
/// text grow with the square of the depth.
const DEEPEST_HEADER: usize = 32;

/// Writes `node`; what is no map is written as the bare value.
///
/// # Errors
/// What TOML cannot say.
pub fn write(plain: &Plain, node: PlainId, out: &mut String) -> Result<(), Diagnostic> {
    let table = |node, kind, blank| Table { node, path: String::new(), depth: 0, kind, blank };
    let mut rest = match plain.shape(node) {
        Shape::Map => vec![table(node, Kind::Root, false)],
        Shape::List(items) if is_tables(plain, items) => {
            let elements = items.iter().enumerate().rev();
            elements.map(|(index, &item)| table(item, Kind::Element, index > 0)).collect()
        }
        _ => return row(plain, node, out),
    };
    while let Some(table) = rest.pop() {
        let inner = own(plain, &table, out)?;
        rest.extend(inner.into_iter().rev());
    }
    Ok(())
}

/// How a table is announced.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Not at all: it is the file.
    Root,
    /// `[path]`
    Table,
    /// `[[path]]`
    Element,
}

struct Table {
    node: PlainId,
    path: String,
    depth: usize,
    kind: Kind,
    /// Whether a blank line stands before it.
    blank: bool,
}

/// Writes the header and the own values of a table; gives back the tables within it.
fn own(plain: &Plain, table: &Table, out: &mut String) -> Result<Vec<Table>, Diagnostic> {
    let mut tables = Vec::new();
    let mut values = Vec::new();
    for (key, value) in sorted(plain, table.node) {
        match plain.shape(value) {
            Shape::Null => {}
            Shape::Map if table.depth < DEEPEST_HEADER => {
                tables.push((key, vec![value], Kind::Table));
            }
            Shape::List(items) if table.depth < DEEPEST_HEADER && is_tables(plain, items) => {
                tables.push((key, items.to_vec(), Kind::Element));
            }
            _ => values.push((key, value)),
        }
    }
    header(table, out);
    let mut blank = !values.is_empty();
    for (key, value) in values {
        push_key(key, out);
        out.push_str(" = ");
        row(plain, value, out)?;
        out.push('\n');
    }
    let mut inner = Vec::new();
    for (key, nodes, kind) in tables {
        let mut path = table.path.clone();
        if !path.is_empty() {
            path.push('.');
        }
        push_key(key, &mut path);
        let depth = table.depth + 1;
        for node in nodes {
            inner.push(Table { node, path: path.clone(), depth, kind, blank });
            blank = true;
        }
    }
    Ok(inner)
}

/// The entries of a map in the order of their keys.
fn sorted(plain: &Plain, map: PlainId) -> Vec<(&str, PlainId)> {
    let mut entries: Vec<_> = plain.entries(map).collect();
    entries.sort_by_key(|entry| entry.0);
    entries
}

fn header(table: &Table, out: &mut String) {
    let (open, close) = match table.kind {
        Kind::Root => return,
        Kind::Table => ("[", "]\n"),
        Kind::Element => ("[[", "]]\n"),
    };
    if table.blank {
        out.push('\n');
    }
    out.push_str(open);
    out.push_str(&table.path);
    out.push_str(close);
}

fn is_tables(plain: &Plain, items: &[PlainId]) -> bool {
    !items.is_empty() && items.iter().all(|&item| matches!(plain.shape(item), Shape::Map))
}

/// A collection on one line that is being written.
struct Row<'a> {
    /// What is left of it; in a map with the keys.
    rest: std::vec::IntoIter<(Option<&'a str>, PlainId)>,
    /// The bracket that ends it.
    bracket: char,
    first: bool,
}

/// Writes a value on one line.
fn row(plain: &Plain, node: PlainId, out: &mut String) -> Result<(), Diagnostic> {
    let mut open = Vec::new();
    begin(plain, node, &mut open, out)?;
    while let Some(row) = open.last_mut() {
        let Some((key, value)) = row.rest.next() else {
            out.push(row.bracket);
            open.pop();
            continue;
        };
        if key.is_some() && matches!(plain.shape(value), Shape::Null) {
            continue;
        }
        out.push_str(if std::mem::take(&mut row.first) { "" } else { ", " });
        if let Some(key) = key {
            push_key(key, out);
            out.push_str(" = ");
        }
        begin(plain, value, &mut open, out)?;
    }
    Ok(())
}

/// Writes a scalar whole, or the opening bracket of a collection.
fn begin<'a>(
    plain: &'a Plain,
    node: PlainId,
    open: &mut Vec<Row<'a>>,
    out: &mut String,
) -> Result<(), Diagnostic> {
    match plain.shape(node) {
        Shape::Null => return Err(refused(plain, node, "TOML has no null")),
        Shape::Bool(value) => out.push_str(if value { "true" } else { "false" }),
        Shape::Int(i64::MIN) => string(&i64::MIN.to_string(), out),
        Shape::Int(value) => out.push_str(itoa::Buffer::new().format(value)),
        Shape::Number(value) if value.is_int() => string(&value.to_string(), out),
        Shape::Number(value) => match float(value) {
            Some(text) => out.push_str(&text),
            None => return Err(refused(plain, node, "the number is too large for TOML")),
        },
        Shape::Str(text) => string(text, out),
        Shape::Bytes(bytes) => {
            let bytes: Vec<String> = bytes.iter().map(u8::to_string).collect();
            out.push_str(&format!("[{}]", bytes.join(", ")));
        }
        Shape::List(items) => {
            out.push('[');
            let rest: Vec<_> = items.iter().map(|&item| (None, item)).collect();
            open.push(Row { rest: rest.into_iter(), bracket: ']', first: true });
        }
        Shape::Map => {
            out.push('{');
            let rest = sorted(plain, node).into_iter().map(|(key, item)| (Some(key), item));
            let rest: Vec<_> = rest.collect();
            open.push(Row { rest: rest.into_iter(), bracket: '}', first: true });
        }
    }
    Ok(())
}

/// A decimal as the float that readers of TOML make of it, all its digits written out.
fn float(value: &Number) -> Option<String> {
    let value = value.to_f64();
    if !value.is_finite() {
        return None;
    }
    Some(if value.fract() == 0.0 { format!("{value:.1}") } else { value.to_string() })
}

fn push_key(key: &str, out: &mut String) {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if !key.is_empty() && key.bytes().all(bare) {
        out.push_str(key);
    } else {
        string(key, out);
    }
}

/// Writes a string: between single quotes as it is, or between double ones with escapes.
fn string(text: &str, out: &mut String) {
    let special = |letter: char| letter == '\'' || letter != '\t' && letter.is_ascii_control();
    if !text.contains(special) {
        out.push('\'');
        out.push_str(text);
        out.push('\'');
        return;
    }
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            letter if letter.is_ascii_control() => {
                out.push_str(&format!("\\u{:04X}", u32::from(letter)));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
}

fn refused(plain: &Plain, node: PlainId, message: &str) -> Diagnostic {
    let error = Diagnostic::error(Code::Usage, message)
        .help("Write it as YAML or JSON, or choose another value with `-e EXPR`.");
    match plain.span(node) {
        Some(span) => error.at(span, ""),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Sources;
    use crate::data::json::{self, Html, Layout};

    fn written(text: &str) -> Result<String, Diagnostic> {
        let mut plain = Plain::default();
        let file = Sources::default().add("x.json", text);
        let root = json::read(text, file, &mut plain)?;
        let mut out = String::new();
        write(&plain, root, &mut out).map(|()| out)
    }

    const SAMPLE: &str = r#"{"a":{"b":{"x-y":1,"é":"q\"\u007f\n"},"empty":{}},
        "n":1.50,"e":1e3,"list":[1,[2],{"k":"v"}],"none":[],"t":[{"u":[{"w":true}]},{}],"z":"last"}"#;

    #[test]
    fn values_stand_before_tables() {
        insta::assert_snapshot!(written(SAMPLE).unwrap(), @r#"
        e = 1000.0
        list = [1, [2], {k = 'v'}]
        n = 1.5
        none = []
        z = 'last'

        [a]
        [a.b]
        x-y = 1
        'é' = "q\"\u007F\n"

        [a.empty]

        [[t]]
        [[t.u]]
        w = true

        [[t]]
        "#);
    }

    #[test]
    fn reads_back_as_the_same_data() {
        let text = written(SAMPLE).unwrap();
        let mut plain = Plain::default();
        let file = Sources::default().add("x.toml", &*text);
        let root = crate::data::toml::read(&text, file, &mut plain).unwrap();
        let mut json = String::new();
        json::write(&plain, root, Layout::Compact, Html::Keep, &mut json);
        let found: serde_json::Value = serde_json::from_str(&json).unwrap();
        let expected: serde_json::Value =
            serde_json::from_str(&SAMPLE.replace("1e3", "1000.0").replace("1.50", "1.5")).unwrap();
        assert_eq!(found, expected);
    }

    #[test]
    fn refuses_what_toml_cannot_say() {
        for text in ["null", "{\"a\": [null]}", "{\"a\": 1e400}"] {
            assert!(written(text).is_err(), "{text}");
        }
    }

    #[test]
    fn survives_any_depth() {
        let text = "{\"a\":".repeat(100_000) + "1" + &"}".repeat(100_000);
        assert!(written(&text).unwrap().len() < 1_000_000);
    }
}
