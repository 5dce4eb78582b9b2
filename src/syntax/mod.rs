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
    /// What stands at the top of the file and repeats what stands before, as far as is known.
    pub repeats: Vec<Repeat>,
}

/// A declaration at the top of a file that is like one before it: the trees differ in places, in
/// what strings, numbers and booleans say, and in names that nothing refers to: that of the
/// declaration, and those of the fields that lead to what stands in braces.
#[derive(Clone, Copy, Debug)]
pub struct Repeat {
    /// Where it begins.
    pub this: Start,
    /// Where the one begins that it is like, which is no repeat.
    pub first: Start,
    /// How many expressions there are in each.
    pub exprs: u32,
}

/// Where a declaration begins in a tree.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// Its place among those at the top.
    pub decl: u32,
    /// Its first expression.
    pub expr: u32,
}

/// Parses the text of `file`; never fails, see [`Parsed::diagnostics`].
pub fn parse(file: FileId, text: &str) -> Parsed {
    parser::parse(file, text)
}
