//! What templates can call, and how they show values.

use std::cmp::Ordering;
use std::fmt::Write as _;

use super::parse::wrong;
use super::printf::printf;
use super::run::Value;
use crate::base::Number;
use crate::eval::builtin::arguments::lossy;
use crate::eval::builtin::strconv::{float, quote};
use crate::eval::builtin::{Data, Fault, html};

/// Calls a function.
pub(super) fn call(name: &str, arguments: &[Value]) -> Result<Value, Fault> {
    let text = || arguments.iter().map(shown).collect::<Vec<_>>();
    let result: Data = match (name, arguments) {
        ("and" | "or", [.., last]) => return Ok(last.clone()),
        ("not", [value]) => (!is_true(value)).into(),
        ("eq", [first, rest @ ..]) if !rest.is_empty() => {
            let mut any = false;
            for other in rest {
                any |= equal(first, other)?;
            }
            any.into()
        }
        ("ne", [left, right]) => (!equal(left, right)?).into(),
        ("lt", [left, right]) => ordered(left, right)?.is_lt().into(),
        ("le", [left, right]) => ordered(left, right)?.is_le().into(),
        ("gt", [left, right]) => ordered(left, right)?.is_gt().into(),
        ("ge", [left, right]) => ordered(left, right)?.is_ge().into(),
        ("len", [Some(Data::Str(text))]) => text.len().into(),
        ("len", [Some(Data::Bytes(bytes))]) => bytes.len().into(),
        ("len", [Some(Data::List(items))]) => items.len().into(),
        ("len", [Some(Data::Struct(fields))]) => fields.len().into(),
        ("slice", [value, bounds @ ..]) if bounds.len() <= 2 => slice(value, bounds)?,
        ("urlquery", _) => url_query(&text().concat()).into(),
        ("index", [value, keys @ ..]) => return index(value.clone(), keys),
        ("html", _) => html::escape(&text().concat()).into(),
        ("js", _) => js(&text().concat()).into(),
        ("print", _) => print(arguments).into(),
        ("println", _) => (text().join(" ") + "\n").into(),
        ("printf", [Some(Data::Str(format)), rest @ ..]) => printf(format, rest).into(),
        ("and" | "or" | "not" | "eq" | "ne" | "lt" | "le" | "gt" | "ge" | "len" | "printf", _) => {
            return Err(wrong(format!("wrong arguments for {name}")));
        }
        _ => return Err(wrong(format!("function {name:?} not defined"))),
    };
    Ok(Some(result))
}

/// Whether a value counts as true: one that is not empty.
pub(super) fn is_true(value: &Value) -> bool {
    match value {
        None | Some(Data::Null) => false,
        Some(Data::Bool(value)) => *value,
        Some(Data::Number(number)) => !number.is_zero(),
        Some(Data::Str(text)) => !text.is_empty(),
        Some(Data::Bytes(bytes)) => !bytes.is_empty(),
        Some(Data::List(items)) => !items.is_empty(),
        Some(Data::Struct(fields)) => !fields.is_empty(),
    }
}

/// Adds a value as an action shows it.
pub(super) fn show(value: &Value, out: &mut String) {
    match value {
        None | Some(Data::Null) => out.push_str("<no value>"),
        Some(value) => add(value, out),
    }
}

pub(super) fn shown(value: &Value) -> String {
    let mut out = String::new();
    match value {
        None => out.push_str("<nil>"),
        Some(value) => add(value, &mut out),
    }
    out
}

fn add(value: &Data, out: &mut String) {
    match value {
        Data::Null => out.push_str("<nil>"),
        Data::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Data::Number(Number::Int(value)) => out.push_str(&value.to_string()),
        Data::Number(number) => out.push_str(&general(number.to_f64())),
        Data::Str(text) => out.push_str(text),
        Data::Bytes(bytes) => {
            let words: Vec<_> = bytes.iter().map(u8::to_string).collect();
            out.push_str(&format!("[{}]", words.join(" ")));
        }
        Data::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { " " });
                add(item, out);
            }
            out.push(']');
        }
        Data::Struct(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by(|left, right| left.0.cmp(&right.0));
            out.push_str("map[");
            for (at, (name, item)) in fields.into_iter().enumerate() {
                out.push_str(if at == 0 { "" } else { " " });
                out.push_str(name);
                out.push(':');
                add(item, out);
            }
            out.push(']');
        }
    }
}

/// A float as Go prints it: with an exponent from 21 on.
fn general(value: f64) -> String {
    let size = value.abs();
    let letter = if size != 0.0 && !(1e-4..1e21).contains(&size) { b'e' } else { b'f' };
    float::format(value, letter, None, false)
}

fn print(arguments: &[Value]) -> String {
    let mut out = String::new();
    let mut after_text = true;
    for value in arguments {
        let is_text = matches!(value, Some(Data::Str(_)));
        // A space stands between two that are no texts.
        if !after_text && !is_text {
            out.push(' ');
        }
        out.push_str(&shown(value));
        after_text = is_text;
    }
    out
}

/// Whether two values are equal, of one basic type; nothing equals nothing alone.
fn equal(left: &Value, right: &Value) -> Result<bool, Fault> {
    match (left, right) {
        (None | Some(Data::Null), other) | (other, None | Some(Data::Null)) => {
            Ok(matches!(other, None | Some(Data::Null)))
        }
        (Some(Data::Bool(left)), Some(Data::Bool(right))) => Ok(left == right),
        (left, right) => Ok(ordered(left, right)?.is_eq()),
    }
}

/// The order of two texts, two integers or two floats.
fn ordered(left: &Value, right: &Value) -> Result<Ordering, Fault> {
    match (left, right) {
        (Some(Data::Number(left)), Some(Data::Number(right)))
            if left.is_int() == right.is_int() =>
        {
            Ok(left.compare(right))
        }
        (Some(Data::Str(left)), Some(Data::Str(right))) => Ok(left.cmp(right)),
        _ => Err(wrong("incompatible types for comparison")),
    }
}

/// The part of a text or list between two indexes.
fn slice(value: &Value, bounds: &[Value]) -> Result<Data, Fault> {
    let len = match value {
        Some(Data::Str(text)) => text.len(),
        Some(Data::List(items)) => items.len(),
        value => return Err(wrong(format!("can't slice {}", shown(value)))),
    };
    let mut range = [0, len];
    for (place, bound) in range.iter_mut().zip(bounds) {
        let index = match bound {
            Some(Data::Number(Number::Int(index))) => usize::try_from(index).ok(),
            _ => None,
        };
        let index = index.filter(|&index| index <= len);
        *place = index.ok_or_else(|| wrong(format!("index out of range: {}", shown(bound))))?;
    }
    let [start, end] = range;
    let part = match value {
        Some(Data::Str(text)) => text.as_bytes().get(start..end).map(|part| lossy(part).into()),
        Some(Data::List(items)) => items.get(start..end).map(|part| Data::List(part.to_vec())),
        _ => None,
    };
    part.ok_or_else(|| wrong(format!("invalid slice index: {start} > {end}")))
}

/// `text` as a value in the query of a URL.
fn url_query(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn index(value: Value, keys: &[Value]) -> Result<Value, Fault> {
    let mut value = value;
    for key in keys {
        value = match (value, key) {
            (Some(Data::List(items)), Some(Data::Number(Number::Int(at)))) => {
                let place = usize::try_from(at).ok();
                let item = place.and_then(|place| items.into_iter().nth(place));
                Some(item.ok_or_else(|| wrong(format!("index out of range: {at}")))?)
            }
            (Some(Data::Struct(fields)), Some(Data::Str(name))) => {
                fields.into_iter().find(|field| field.0 == *name).map(|field| field.1)
            }
            (Some(Data::Str(text)), Some(Data::Number(Number::Int(at)))) => {
                let byte = usize::try_from(at).ok().and_then(|at| text.as_bytes().get(at).copied());
                let byte = byte.ok_or_else(|| wrong(format!("index out of range: {at}")))?;
                Some(i64::from(byte).into())
            }
            (value, key) => {
                let why = format!("can't index {} with {}", shown(&value), shown(key));
                return Err(wrong(why));
            }
        };
    }
    Ok(value)
}

/// `text` as it stands within a string of JavaScript.
pub(super) fn js(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\\' => out.push_str("\\\\"),
            '\'' => out.push_str("\\'"),
            '"' => out.push_str("\\\""),
            '<' | '>' | '&' | '=' => out.push_str(&format!("\\u{:04X}", u32::from(char))),
            _ if quote::is_print(char) && char != '\u{7f}' => out.push(char),
            _ => {
                let mut units = [0; 2];
                for unit in char.encode_utf16(&mut units) {
                    // Writing to a string does not fail.
                    let _ = write!(out, "\\u{unit:04X}");
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn actions() {
        let data = r#"{name: "x", n: 3, f: 1.5, l: [1, 2], s: {b: 2, a: 1}, e: [], t: true}"#;
        for (template, expected) in [
            ("a{{/* comment */ -}}  b", "ab"),
            (
                "{{.name}} {{.n}} {{.f}} {{.l}} {{.s}} {{.none}}",
                "x 3 1.5 [1 2] map[a:1 b:2] <no value>",
            ),
            ("{{if .e}}a{{else if .t}}b{{else}}c{{end}}", "b"),
            ("{{range .e}}a{{else}}none{{end}}", "none"),
            ("{{range $k, $v := .s}}{{$k}}={{$v}};{{end}}", "a=1;b=2;"),
            ("{{range .l}}{{if eq . 2}}{{break}}{{end}}{{.}}{{end}}", "1"),
            ("{{with .s}}{{.a}}{{$.name}}{{end}}", "1x"),
            ("{{$x := 1}}{{if true}}{{$x = 2}}{{end}}{{$x}}", "2"),
            ("{{len .l}} {{index .l 1}} {{index .s `a`}} {{.s.a}}", "2 2 1 1"),
            ("{{.n | printf `%05d|%-4s|` | print}}", "00003|%!s(MISSING)|"),
            ("{{printf `%q %v %.2f %x %t` .name .l .f 255 .t}}", r#""x" [1 2] 1.50 ff true"#),
            ("{{and 1 0}} {{or 0 `y`}} {{not 0}} {{lt 1 2}} {{eq 1 2 1}}", "0 y true true true"),
            ("{{(index .l 0) | print 1 `a`}}", "1a1"),
            ("  {{- .name -}}  ", "x"),
            (
                "{{define `t`}}<{{.}}{{$}}>{{end}}{{template `t` .n}}{{template `t`}}",
                "<33><<no value><no value>>",
            ),
            ("{{block `b` .l}}{{len .}}{{end}}", "2"),
            (
                "{{slice .name 0 1}} {{urlquery `a b&`}} {{printf `%T %b %X` .f 5 255}}",
                "x a+b%26 float64 101 FF",
            ),
        ] {
            let expected = format!("{expected:?}");
            check("text/template.Execute", &format!("{template:?}, {data}"), &expected);
        }
    }

    #[test]
    fn what_is_no_template() {
        for template in [
            "{{",
            "{{if 1}}",
            "{{end}}",
            "{{.a.}}",
            "{{nope}}",
            "{{$x}}",
            "{{1 2}}",
            "{{(1}}",
            "{{\"a}}",
            "{{template `x`}}",
            "{{define `a`}}1{{end}}{{define `a`}}2{{end}}",
            "{{define `a`}}{{template `a`}}{{end}}{{template `a`}}",
            "{{break}}",
            "{{eq 1 1.0}}",
            "{{nil}}",
            "{{range .n}}",
            "{{index .l 9}}",
            "{{lt 1 `a`}}",
            "{{}}",
            "{{.f.x}}",
        ] {
            let data = r#"{n: 3, f: 1.5, l: [1, 2]}"#;
            let result = crate::eval::builtin::examples::call(
                "text/template.Execute",
                &format!("{template:?}, {data}"),
            );
            assert!(result.is_err(), "{template}: {result:?}");
        }
    }
}
