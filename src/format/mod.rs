//! The layout of source text: what `infc fmt` makes of a file, and how values are written as
//! source.
//!
//! A file becomes a sheet (`walk`, `cursor`: the tree with its comments and line breaks), house
//! style strengthens some breaks (`style`), the parts are described as documents (`layout`), and
//! the documents are drawn (`draw`, `table`). This room knows no names' meaning and no values.

mod cursor;
mod diff;
mod doc;
mod draw;
mod layout;
mod marks;
mod measure;
mod node;
mod style;
mod table;
mod token;
mod walk;
mod walk_expr;

use crate::syntax::Tree;
use cursor::Breaks;

pub use diff::difference;

/// A file in house style, where lines break as they were written.
///
/// The tree must be that of `text`, read without errors.
pub fn tidy(tree: &Tree, text: &str) -> String {
    format(tree, text, Breaks::Written)
}

/// A file in house style, where lines break as widths ask for: `text` was made, not written.
///
/// The tree must be that of `text`, read without errors.
pub fn arrange(tree: &Tree, text: &str) -> String {
    format(tree, text, Breaks::Free)
}

fn format(tree: &Tree, text: &str, breaks: Breaks) -> String {
    let mut sheet = walk::sheet(tree, text, breaks);
    style::apply(&mut sheet);
    layout::text(&sheet)
}
