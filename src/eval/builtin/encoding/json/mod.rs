//! `encoding/json`: values to JSON text and back.

mod layout;

use super::plain::{from_plain, to_plain};
use crate::base::{Code, FileId, Id as _, Plain, PlainId};
use crate::data::json::{self, Html, Layout};
use crate::eval::builtin::arguments::{bytes, lossy, text};
use crate::eval::builtin::table::{Member, Package, native, plain, stream, writer};
use crate::eval::builtin::{Data, Fault, Format, Native};
use crate::eval::kind::Kind;

pub(in super::super) const PACKAGE: Package =
    Package { path: "encoding/json", members: &[MEMBERS] };

const MEMBERS: &[Member] = &[
    plain(
        "Valid",
        &[Kind::TEXT],
        Kind::BOOL,
        "Whether a text is JSON.",
        r#"("{\"a\": 1}") = true"#,
        |args| Ok(source(args).and_then(read).is_ok().into()),
    ),
    plain(
        "Compact",
        &[Kind::TEXT],
        Kind::STRING,
        "A JSON text without the white space between its tokens.",
        r#"("[1, 2]") = "[1,2]""#,
        |args| {
            let source = source(args)?;
            read(source)?;
            Ok(layout::compact(source).into())
        },
    ),
    plain(
        "Indent",
        &[Kind::TEXT, Kind::STRING, Kind::STRING],
        Kind::STRING,
        "A JSON text with a line a value, each but the first starting with a prefix and as many \
         indents as it is deep.",
        r#"("[1,{}]", "", "  ") = "[\n  1,\n  {}\n]""#,
        |args| {
            let source = source(args)?;
            read(source)?;
            layout::indent(source, text(args, 1)?, text(args, 2)?)
        },
    ),
    plain(
        "HTMLEscape",
        &[Kind::TEXT],
        Kind::STRING,
        "A JSON text with <, >, & and line separators escaped, to stand within HTML.",
        r#"("\"<&>\"") = "\"\\u003c\\u0026\\u003e\"""#,
        |args| Ok(layout::html(&lossy(bytes(args, 0)?)).into()),
    ),
    writer(
        "Marshal",
        "A value as JSON, on one line.",
        r#"({b: [1, 1.50, null], a: "<"}) = "{\"b\":[1,1.50,null],\"a\":\"<\"}""#,
        |value| {
            let (plain, node) = value.one()?;
            let mut result = String::new();
            json::write(plain, node, Layout::Compact, Html::Keep, &mut result);
            Ok(result)
        },
    ),
    stream(
        "MarshalStream",
        "The elements of a list as JSON, a line each.",
        r#"([{a: 1}, 2]) = "{\"a\":1}\n2\n""#,
        |plain, items, result| {
            for &item in items {
                json::write(plain, item, Layout::Compact, Html::Keep, result);
                result.push('\n');
            }
        },
    ),
    plain(
        "Unmarshal",
        &[Kind::TEXT],
        Kind::TOP,
        "The value of a JSON text.",
        r#"("{\"a\": [1, 2.50]}") = {a: [1, 2.50]}"#,
        |args| source(args).and_then(parse),
    ),
    plain(
        "UnmarshalStream",
        &[Kind::TEXT],
        Kind::TOP,
        "The values of a text that holds any number of JSON values.",
        r#"("{\"a\": 1}{\"b\": 2} 3") = [{a: 1}, {b: 2}, 3]"#,
        |args| {
            let values = layout::values(source(args)?).into_iter();
            Ok(Data::List(values.map(parse).collect::<Result<_, _>>()?))
        },
    ),
    native(
        "Validate",
        &[Kind::TEXT, Kind::TOP],
        Kind::BOOL,
        "Whether a JSON text fits a schema.",
        Native::Validate(Format::Json),
    ),
];

/// A value as JSON, on one line.
pub(crate) fn marshal(value: &Data) -> Result<String, Fault> {
    let mut plain = Plain::default();
    let node = to_plain(value, &mut plain)?;
    let mut result = String::new();
    json::write(&plain, node, Layout::Compact, Html::Keep, &mut result);
    Ok(result)
}

/// The value of a JSON text.
pub(crate) fn parse(source: &str) -> Result<Data, Fault> {
    let (plain, node) = read(source)?;
    from_plain(&plain, node)
}

fn read(source: &str) -> Result<(Plain, PlainId), Fault> {
    let mut plain = Plain::default();
    let node = json::read(source, FileId::from_index(0), &mut plain);
    node.map(|node| (plain, node)).map_err(|error| match error.code {
        Code::Limit => Fault::limit(error.message),
        _ => Fault::new("json: invalid JSON"),
    })
}

fn source(args: &[Data]) -> Result<&str, Fault> {
    std::str::from_utf8(bytes(args, 0)?).map_err(|_| Fault::new("json: invalid JSON"))
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn what_is_no_json() {
        check("encoding/json.Unmarshal", r#""{\"a\": 1}}""#, "error: json: invalid JSON");
        check("encoding/json.Unmarshal", "'\\xff'", "error: json: invalid JSON");
        check("encoding/json.Compact", r#""[1,""#, "error: json: invalid JSON");
        check("encoding/json.UnmarshalStream", r#""{} [""#, "error: json: invalid JSON");
        check("encoding/json.UnmarshalStream", r#""""#, "[]");
        check("encoding/json.Valid", r#""{""#, "false");
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!("\"{}{}\"", "[".repeat(200_000), "]".repeat(200_000));
        check("encoding/json.Unmarshal", &deep, "error: nested deeper than 500 levels");
        check("encoding/json.Valid", &deep, "true");
    }

    #[test]
    fn strings_are_escaped_as_go_does() {
        check("encoding/json.Marshal", r#""<\u2028\x01\n\\""#, r#""\"<\\u2028\\u0001\\n\\\\\"""#);
        check("encoding/json.Marshal", "'abc'", r#""\"YWJj\"""#);
    }
}
