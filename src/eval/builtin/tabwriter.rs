//! `text/tabwriter`: text in columns.
//!
//! Tabs end cells. A column is a run of lines that have the cell; it is as wide as its widest
//! cell and a space more. What stands behind the last tab of a line is in no column.

use super::arguments::{any, bytes, check_size};
use super::table::{Member, Package, plain};
use super::{Data, Fault};
use crate::eval::kind::Kind;

pub(super) const PACKAGE: Package = Package { path: "text/tabwriter", members: &[MEMBERS] };

/// Lines times columns; more would take long to align.
const MOST_CELLS: usize = 10_000_000;

const MEMBERS: &[Member] = &[plain(
    "Write",
    &[Kind::TOP],
    Kind::STRING,
    "A text, or a list of lines, with the cells between tabs aligned.",
    r#"("a\tb\tc\naaa\tbb\tvv") = "a   b  c\naaa bb vv""#,
    |args| {
        let text = match any(args, 0)? {
            Data::Str(_) | Data::Bytes(_) => String::from_utf8_lossy(bytes(args, 0)?).into_owned(),
            Data::List(lines) => {
                let mut text = String::new();
                for index in 0..lines.len() {
                    text.push_str(&String::from_utf8_lossy(bytes(lines, index)?));
                    text.push('\n');
                }
                text
            }
            other => {
                let kind = other.kind();
                return Err(Fault::new(format!("tabwriter.Write: unsupported type {kind}")));
            }
        };
        align(&text)
    },
)];

fn align(text: &str) -> Result<Data, Fault> {
    // A form feed ends a line and every column.
    let mut result = String::new();
    for (at, page) in text.split('\u{c}').enumerate() {
        result.push_str(if at == 0 { "" } else { "\n" });
        align_page(page, &mut result)?;
    }
    Ok(result.into())
}

fn align_page(page: &str, result: &mut String) -> Result<(), Fault> {
    let lines: Vec<Vec<&str>> =
        page.split('\n').map(|line| line.split(['\t', '\u{b}']).collect()).collect();
    let most = lines.iter().map(Vec::len).max().unwrap_or(1);
    if most.saturating_mul(lines.len()) > MOST_CELLS {
        return Err(Fault::new(format!("tabwriter.Write: more than {MOST_CELLS} cells")));
    }
    let widths = widths(&lines, most - 1);
    for (at, (line, widths)) in lines.iter().zip(&widths).enumerate() {
        result.push_str(if at == 0 { "" } else { "\n" });
        for (cell, width) in line.iter().zip(widths) {
            check_size(result.len().checked_add(*width))?;
            result.push_str(cell);
            result.push_str(&" ".repeat(width - cell.chars().count()));
        }
        result.push_str(line.last().unwrap_or(&""));
    }
    Ok(())
}

/// The widths of the columns of every line.
fn widths(lines: &[Vec<&str>], most: usize) -> Vec<Vec<usize>> {
    let mut widths: Vec<Vec<usize>> = lines.iter().map(|line| vec![0; line.len() - 1]).collect();
    // Each column is passed over twice: down to find how wide it is so far, and up to tell all.
    for column in 0..most {
        let mut so_far = 0;
        for (line, widths) in lines.iter().zip(&mut widths) {
            so_far = match (line.get(column), widths.get_mut(column)) {
                (Some(cell), Some(width)) => {
                    *width = so_far.max(cell.chars().count() + 1);
                    *width
                }
                _ => 0,
            };
        }
        let mut widest = 0;
        for widths in widths.iter_mut().rev() {
            widest = match widths.get_mut(column) {
                Some(width) => {
                    *width = widest.max(*width);
                    *width
                }
                None => 0,
            };
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn columns() {
        check("text/tabwriter.Write", r#"["a\tb", "ccc\td"]"#, r#""a   b\nccc d\n""#);
        check("text/tabwriter.Write", r#""a\tb\nx\nccc\td""#, r#""a b\nx\nccc d""#);
        check("text/tabwriter.Write", r#""\té\tx\na\tbb\ty""#, r#""  é  x\na bb y""#);
        check("text/tabwriter.Write", r#""a\tb\fccc\td""#, r#""a b\nccc d""#);
        check("text/tabwriter.Write", "1", "error: tabwriter.Write: unsupported type int");
    }
}
