//! The layout of source text: what `infc fmt` makes of a file, and how values are written as
//! source.
//!
//! A file becomes a sheet (`walk`, `cursor`: the tree with its comments and line breaks), house
//! style strengthens some breaks (`style`), the parts are described as documents (`layout`), and
//! the documents are drawn (`draw`, `table`). This room knows no names' meaning and no values.

mod bare;
mod cursor;
mod diff;
mod doc;
mod draw;
mod layout;
mod marks;
mod measure;
mod node;
mod scan;
mod style;
mod table;
mod token;
mod walk;
mod walk_expr;
mod walk_field;

use crate::syntax::{Tree, parse};
use cursor::Breaks;

pub use bare::{Attributes, bare};
pub use diff::difference;
pub use draw::Indent;

/// How often a text is laid out until nothing changes. Comments that move can ask for another
/// break, which is settled by the second or third time.
const ROUNDS: usize = 4;

/// A file in house style, where lines break as they were written. The result is its own result.
///
/// The tree must be that of `text`, read without errors.
pub fn tidy(tree: &Tree, text: &str) -> String {
    let mut tidied = format(tree, text, Breaks::Written, Indent::Tabs);
    for _ in 1..ROUNDS {
        let parsed = parse(tree.span.file, &tidied);
        if !parsed.diagnostics.is_empty() {
            break;
        }
        let again = format(&parsed.tree, &tidied, Breaks::Written, Indent::Tabs);
        if again == tidied {
            break;
        }
        tidied = again;
    }
    tidied
}

/// A file in house style, where lines break as widths ask for: `text` was made, not written.
///
/// The tree must be that of `text`, read without errors.
pub fn arrange(tree: &Tree, text: &str, indent: Indent) -> String {
    format(tree, text, Breaks::Free, indent)
}

fn format(tree: &Tree, text: &str, breaks: Breaks, indent: Indent) -> String {
    let mut sheet = walk::sheet(tree, text, breaks);
    style::apply(&mut sheet);
    layout::text(&sheet, indent)
}
