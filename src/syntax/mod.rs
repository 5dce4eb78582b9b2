//! Text and tree: [`parse`] turns the text of a file into a [`Tree`]; it never fails.
//!
//! This room knows no names' meaning and opens no files. `parser` is the one file that knows pest.

pub mod attribute;
mod brace;
mod build;
mod comments;
pub mod experiments;
pub mod literal;
mod pack;
mod parser;
mod reading;
mod signs;
mod slips;
mod splice;
pub mod stored;
mod token;
pub mod tree;

use crate::base::{Diagnostic, FileId, Span};
pub use comments::comment_above;
pub use reading::Reading;
pub use splice::reparse;
pub use tree::Tree;

/// What became of a file's text.
#[derive(Clone, Default, Debug)]
pub struct Parsed {
    /// The tree; parts that could not be read are `Bad` nodes.
    pub tree: Tree,
    /// All comments, in order, without the line end.
    pub comments: Vec<Span>,
    /// The syntax errors, in order; empty for a good file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses the text of `file`; never fails, see [`Parsed::diagnostics`].
pub fn parse(file: FileId, text: &str) -> Parsed {
    parser::parse(file, text)
}
