//! `encoding/csv`: rows of comma-separated values.

use super::json;
use crate::eval::builtin::arguments::{bytes, check_count, list, lossy};
use crate::eval::builtin::table::{Member, Package, plain};
use crate::eval::builtin::{Data, Fault};
use crate::eval::kind::Kind;

pub(in super::super) const PACKAGE: Package = Package { path: "encoding/csv", members: &[MEMBERS] };

const MEMBERS: &[Member] = &[
    plain(
        "Encode",
        &[Kind::TOP],
        Kind::STRING,
        "A list of rows, each a list, as CSV; what is no text is written as JSON.",
        r#"([["a", "b,c"], [1, null]]) = "a,\"b,c\"\n1,null\n""#,
        encode,
    ),
    plain(
        "Decode",
        &[Kind::TEXT],
        Kind::LIST,
        "The rows of a CSV text, each a list of texts; all are as long as the first.",
        r#"("a,\"b,c\"\n\n1,2\n") = [["a", "b,c"], ["1", "2"]]"#,
        |args| decode(&lossy(bytes(args, 0)?)),
    )
    .effort(16),
];

fn encode(args: &[Data]) -> Result<Data, Fault> {
    let mut result = String::new();
    for row in list(args, 0)? {
        let Data::List(cells) = row else {
            let kind = row.kind();
            return Err(Fault::new(format!("cannot use value {row} (type {kind}) as list")));
        };
        for (place, cell) in cells.iter().enumerate() {
            if place > 0 {
                result.push(',');
            }
            match cell {
                Data::Str(text) => push(&mut result, text),
                other => push(&mut result, &json::marshal(other)?),
            }
        }
        result.push('\n');
    }
    Ok(result.into())
}

/// Adds a cell, in quotes if it would be read as anything else without them.
fn push(result: &mut String, cell: &str) {
    let quoted = cell == r"\."
        || cell.contains([',', '"', '\r', '\n'])
        || cell.starts_with(char::is_whitespace);
    if quoted {
        result.push('"');
        result.push_str(&cell.replace('"', "\"\""));
        result.push('"');
    } else {
        result.push_str(cell);
    }
}

fn decode(source: &str) -> Result<Data, Fault> {
    let mut reader = Reader { lines: source.split_inclusive('\n'), number: 0 };
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut cells = 0;
    while let Some((line, row)) = reader.row()? {
        if rows.first().is_some_and(|first| first.len() != row.len()) {
            return Err(Fault::new(format!("record on line {line}: wrong number of fields")));
        }
        cells += row.len();
        check_count(cells)?;
        rows.push(row);
    }
    Ok(Data::list(rows))
}

struct Reader<'a> {
    lines: std::str::SplitInclusive<'a, char>,
    number: usize,
}

impl<'a> Reader<'a> {
    /// The next line, without the `\r` of `\r\n`.
    fn line(&mut self) -> Option<(&'a str, bool)> {
        self.number += 1;
        let line = self.lines.next()?;
        let (text, ended) = match line.strip_suffix('\n') {
            Some(text) => (text, true),
            None => (line, false),
        };
        Some((text.strip_suffix('\r').unwrap_or(text), ended))
    }

    /// The next row and the line it starts on; empty lines are none.
    fn row(&mut self) -> Result<Option<(usize, Vec<String>)>, Fault> {
        let mut line = loop {
            match self.line() {
                None => return Ok(None),
                Some(("", _)) => {}
                Some(line) => break line,
            }
        };
        let start = self.number;
        let mut cells = Vec::new();
        let mut rest = line.0;
        loop {
            let Some(mut quoted) = rest.strip_prefix('"') else {
                let (cell, behind) = match rest.split_once(',') {
                    Some((cell, behind)) => (cell, Some(behind)),
                    None => (rest, None),
                };
                if let Some(at) = cell.find('"') {
                    let column = line.0.len() - rest.len() + at + 1;
                    return Err(self.wrong(column, "bare \" in non-quoted-field"));
                }
                cells.push(cell.to_owned());
                match behind {
                    Some(behind) => rest = behind,
                    None => return Ok(Some((start, cells))),
                }
                continue;
            };
            let mut cell = String::new();
            loop {
                if let Some((before, behind)) = quoted.split_once('"') {
                    cell.push_str(before);
                    quoted = behind;
                    match behind.strip_prefix('"') {
                        Some(behind) => {
                            cell.push('"');
                            quoted = behind;
                        }
                        None => break,
                    }
                } else {
                    cell.push_str(quoted);
                    cell.push('\n');
                    let open =
                        self.wrong(line.0.len() + 1, "extraneous or missing \" in quoted-field");
                    line = self.line().filter(|_| line.1).ok_or(open)?;
                    quoted = line.0;
                }
            }
            cells.push(cell);
            match quoted.strip_prefix(',') {
                Some(behind) => rest = behind,
                None if quoted.is_empty() => return Ok(Some((start, cells))),
                None => {
                    let column = line.0.len() - quoted.len();
                    return Err(self.wrong(column, "extraneous or missing \" in quoted-field"));
                }
            }
        }
    }

    fn wrong(&self, column: usize, what: &str) -> Fault {
        Fault::new(format!("parse error on line {}, column {column}: {what}", self.number))
    }
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn decodes() {
        check("encoding/csv.Decode", r#""""#, "[]");
        check("encoding/csv.Decode", r#""a,\n""#, r#"[["a", ""]]"#);
        check("encoding/csv.Decode", r#""\"a\"\"b\",\"c\r\nd\"\r\n""#, r#"[["a\"b", "c\nd"]]"#);
        check(
            "encoding/csv.Decode",
            r#""a\n1,2""#,
            "error: record on line 2: wrong number of fields",
        );
        check("encoding/csv.Decode", r#""a\"b""#, {
            "error: parse error on line 1, column 2: bare \" in non-quoted-field"
        });
        check("encoding/csv.Decode", r#""\"a""#, {
            "error: parse error on line 1, column 3: extraneous or missing \" in quoted-field"
        });
        check("encoding/csv.Decode", r#""\"a\"b""#, {
            "error: parse error on line 1, column 3: extraneous or missing \" in quoted-field"
        });
    }

    #[test]
    fn encodes() {
        check("encoding/csv.Encode", r#"[[" a", "\"", {b: 1}]]"#, {
            r#""\" a\",\"\"\"\",\"{\"\"b\"\":1}\"\n""#
        });
        check("encoding/csv.Encode", "[1]", "error: cannot use value 1 (type int) as list");
    }
}
