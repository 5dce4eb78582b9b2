//! The TOML writer: a table's own values first, then the tables within it, each under its header.
//!
//! TOML has no null, no integers beyond 64 bits, and only a table can be a file: these are refused.
//! What lies below a value of a row (a list of anything but tables) stands on that row.

use crate::base::{Code, Diagnostic, Plain, PlainId, Shape};
use crate::data::json::{self, Html};
use crate::data::rest::Rest;

/// Deeper tables are written in braces on one line: their headers alone would otherwise make the
/// text grow with the square of the depth.
const DEEPEST_HEADER: usize = 32;

/// Writes `node`, which must be a map.
///
/// # Errors
/// What TOML cannot say.
pub fn write(plain: &Plain, node: PlainId, out: &mut String) -> Result<(), Diagnostic> {
    let Shape::Map = plain.shape(node) else {
        return Err(refused(plain, node, "only a struct can be written as TOML"));
    };
    let root = Table { node, path: String::new(), depth: 0, kind: Kind::Root };
    let mut rest = vec![root];
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
}

/// Writes the header and the own values of a table; gives back the tables within it.
fn own(plain: &Plain, table: &Table, out: &mut String) -> Result<Vec<Table>, Diagnostic> {
    let mut inner = Vec::new();
    let mut values = Vec::new();
    for (key, value) in plain.entries(table.node) {
        let kind = match plain.shape(value) {
            _ if table.depth >= DEEPEST_HEADER => None,
            Shape::Map => Some((vec![value], Kind::Table)),
            Shape::List(items) if is_tables(plain, items) => Some((items.to_vec(), Kind::Element)),
            _ => None,
        };
        let Some((nodes, kind)) = kind else {
            values.push((key, value));
            continue;
        };
        let mut path = table.path.clone();
        if !path.is_empty() {
            path.push('.');
        }
        push_key(key, &mut path);
        let depth = table.depth + 1;
        inner.extend(nodes.into_iter().map(|node| Table { node, path: path.clone(), depth, kind }));
    }
    header(table, values.is_empty() && !inner.is_empty(), out);
    for (key, value) in values {
        push_key(key, out);
        out.push_str(" = ");
        row(plain, value, out)?;
        out.push('\n');
    }
    Ok(inner)
}

/// Writes the header; a table with nothing but tables within it needs none.
fn header(table: &Table, only_tables: bool, out: &mut String) {
    let (open, close) = match table.kind {
        Kind::Root => return,
        Kind::Table if only_tables => return,
        Kind::Table => ("[", "]\n"),
        Kind::Element => ("[[", "]]\n"),
    };
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(open);
    out.push_str(&table.path);
    out.push_str(close);
}

fn is_tables(plain: &Plain, items: &[PlainId]) -> bool {
    !items.is_empty() && items.iter().all(|&item| matches!(plain.shape(item), Shape::Map))
}

/// Writes a value on one line.
fn row(plain: &Plain, node: PlainId, out: &mut String) -> Result<(), Diagnostic> {
    let mut open = Vec::new();
    begin(plain, node, &mut open, out)?;
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
    open: &mut Vec<(Rest<'a>, bool)>,
    out: &mut String,
) -> Result<(), Diagnostic> {
    match plain.shape(node) {
        Shape::Null => return Err(refused(plain, node, "TOML has no null")),
        Shape::Bool(value) => out.push_str(if value { "true" } else { "false" }),
        Shape::Int(value) => out.push_str(itoa::Buffer::new().format(value)),
        Shape::Number(value) if value.is_int() => {
            return Err(refused(plain, node, "TOML has no integers beyond 64 bits"));
        }
        Shape::Number(value) => out.push_str(&value.yaml_text()),
        Shape::Str(text) => string(text, out),
        Shape::Bytes(bytes) => {
            use base64::Engine as _;
            string(&base64::engine::general_purpose::STANDARD.encode(bytes), out);
        }
        Shape::List(items) => {
            out.push('[');
            open.push((Rest::List(items.iter()), true));
        }
        Shape::Map => {
            out.push('{');
            open.push((Rest::Map(plain.entries(node)), true));
        }
    }
    Ok(())
}

fn push_key(key: &str, out: &mut String) {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if !key.is_empty() && key.bytes().all(bare) {
        out.push_str(key);
    } else {
        string(key, out);
    }
}

/// Writes a string as JSON does, which is a string of TOML but for DEL.
fn string(text: &str, out: &mut String) {
    let start = out.len();
    json::string(text, Html::Keep, out);
    if text.contains('\u{7f}') {
        let escaped = out.split_off(start).replace('\u{7f}', "\\u007f");
        out.push_str(&escaped);
    }
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
    use crate::data::json::Layout;

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
        n = 1.50
        e = 1.0E+3
        list = [1, [2], {k = "v"}]
        none = []
        z = "last"

        [a.b]
        x-y = 1
        "é" = "q\"\u007f\n"

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
            serde_json::from_str(&SAMPLE.replace("1e3", "1.0E+3")).unwrap();
        assert_eq!(found, expected);
    }

    #[test]
    fn refuses_what_toml_cannot_say() {
        for text in ["[1]", "{\"a\": null}", "{\"a\": 99999999999999999999}", "{\"a\": [null]}"] {
            assert!(written(text).is_err(), "{text}");
        }
    }

    #[test]
    fn survives_any_depth() {
        let text = "{\"a\":".repeat(100_000) + "1" + &"}".repeat(100_000);
        assert!(written(&text).unwrap().len() < 1_000_000);
    }
}
