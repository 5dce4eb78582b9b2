//! `encoding/yaml`: values to YAML text and back.

use super::plain::from_plain;
use crate::base::{FileId, Id as _, Plain, PlainId, Sources};
use crate::data::yaml;
use crate::eval::builtin::arguments::bytes;
use crate::eval::builtin::table::{Member, Package, native, plain, stream, writer};
use crate::eval::builtin::{Data, Fault, Format, Native};
use crate::eval::kind::Kind;

pub(in super::super) const PACKAGE: Package =
    Package { path: "encoding/yaml", members: &[MEMBERS] };

/// What it takes to read a byte of YAML.
const PARSING: usize = 48;

const CHECKED: &[Kind] = &[Kind::TEXT, Kind::TOP];

const MEMBERS: &[Member] = &[
    writer(
        "Marshal",
        "A value as a YAML document.",
        r#"({a: [1, "x"], b: "no"}) = "a:\n  - 1\n  - x\nb: \"no\"\n""#,
        |value| {
            let (plain, node) = value.one()?;
            let mut result = String::new();
            yaml::write(plain, node, &mut result);
            Ok(result)
        },
    ),
    stream(
        "MarshalStream",
        "The elements of a list as YAML documents.",
        r#"([{a: 1}, {b: 2}]) = "a: 1\n---\nb: 2\n""#,
        |plain, items, result| {
            if !result.is_empty() {
                result.push_str(yaml::BETWEEN);
            }
            yaml::write_stream(plain, items.iter().copied(), result);
        },
    ),
    plain(
        "Unmarshal",
        &[Kind::TEXT],
        Kind::TOP,
        "The value of a YAML document.",
        r#"("a: [1, two]\nb: null") = {a: [1, "two"], b: null}"#,
        |args| {
            let source = source(args)?;
            let (plain, nodes) = read(source)?;
            match *nodes.as_slice() {
                [] => Ok(Data::Null),
                [node] => from_plain(&plain, node),
                [_, second, ..] => {
                    let place = place(source, plain.span(second).map_or(0, |span| span.start));
                    Err(Fault::new(format!("{place}: expected a single YAML document")))
                }
            }
        },
    )
    .effort(PARSING),
    plain(
        "UnmarshalStream",
        &[Kind::TEXT],
        Kind::TOP,
        "The values of a stream of YAML documents.",
        r#"("a: 1\n---\n2") = [{a: 1}, 2]"#,
        |args| documents(source(args)?).map(Data::List),
    )
    .effort(PARSING),
    native(
        "Validate",
        CHECKED,
        Kind::BOOL,
        "Whether every document of a YAML stream is an instance of a schema.",
        Native::Validate(Format::Yaml),
    ),
    native(
        "ValidatePartial",
        CHECKED,
        Kind::BOOL,
        "Whether every document of a YAML stream is consistent with a schema.",
        Native::Validate(Format::YamlPartial),
    ),
];

/// The values of the documents of a stream; an empty stream is a document of null.
pub(crate) fn documents(source: &str) -> Result<Vec<Data>, Fault> {
    let documents = in_stream(source)?;
    Ok(if documents.is_empty() { vec![Data::Null] } else { documents })
}

/// The values of the documents of a stream, which may have none.
pub(crate) fn in_stream(source: &str) -> Result<Vec<Data>, Fault> {
    let (plain, nodes) = read(source)?;
    nodes.into_iter().map(|node| from_plain(&plain, node)).collect()
}

fn read(source: &str) -> Result<(Plain, Vec<PlainId>), Fault> {
    let mut plain = Plain::default();
    match yaml::read(source, FileId::from_index(0), &mut plain) {
        Ok(nodes) => Ok((plain, nodes)),
        Err(error) => {
            let start = error.marks.first().map_or(0, |mark| mark.span.start);
            Err(Fault::new(format!("{}: {}", place(source, start), error.message)))
        }
    }
}

/// Line and column of a byte of `source`.
fn place(source: &str, at: u32) -> String {
    let mut sources = Sources::default();
    let file = sources.add("", source);
    let place = sources.line_column(crate::base::Span::new(file, at, at));
    format!("{}:{}", place.line, place.column)
}

fn source(args: &[Data]) -> Result<&str, Fault> {
    let bytes = bytes(args, 0)?;
    std::str::from_utf8(bytes).map_err(|_| Fault::new("YAML is text in UTF-8"))
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::{call, check};

    #[test]
    fn streams() {
        check("encoding/yaml.UnmarshalStream", "''", "[null]");
        check("encoding/yaml.UnmarshalStream", r"'1\n---\n---\n2'", "[1, null, 2]");
        check("encoding/yaml.Unmarshal", r#""1\n---\n2""#, {
            "error: 3:1: expected a single YAML document"
        });
        assert!(call("encoding/yaml.Unmarshal", r#""a: [""#).is_err());
        assert!(call("encoding/yaml.Unmarshal", r"'\xff'").is_err());
    }
}
