//! A text that was edited is read anew where it was edited: the declarations at the top of the file
//! that the edit does not touch are taken from the tree before, and those behind it move along.
//!
//! What comes out is what reading the whole text gives. That holds since a line's end ends a
//! declaration that could end there: a piece from the start of a line to the start of another, both
//! between declarations, that reads without any error is the same declarations wherever it stands.
//! Where that is not given, the whole text is read.

use super::Parsed;
use super::parse;
use super::stored::{Shift, Stored};
use super::tree::{Decl, Experiments, ExprId, Tree};
use crate::base::{FileId, Id, Span};

/// Below this, the whole text is read as fast.
const WORTH: usize = 4 << 10;

/// A piece of a text, and which declarations stand in it.
struct Piece {
    /// The bytes, in the old text.
    start: usize,
    end: usize,
    /// The declarations, by their places among those at the top.
    first: usize,
    behind: usize,
}

/// What reading `text` gives, made from what was `read` of the text `before`; `None` where the
/// whole of it must be read.
pub fn reparse(file: FileId, before: &str, read: &Parsed, text: &str) -> Option<Parsed> {
    let is_simple = read.diagnostics.is_empty() && !asks(&read.tree.experiments);
    if !is_simple || before.len() < WORTH || u32::try_from(text.len()).is_err() {
        return None;
    }
    let (same, same_behind) = common(before, text);
    let piece = piece(&read.tree, before, same, before.len() - same_behind)?;
    let behind = before.len() - piece.end;
    let end = text.len() - behind;
    let inner = text.get(piece.start..end)?;
    if inner.starts_with('\u{FEFF}') {
        return None;
    }
    let part = parse(file, inner);
    let Tree { attributes, package, imports, .. } = &part.tree;
    let is_plain = attributes.is_empty() && package.is_none() && imports.is_empty();
    if !is_plain || !part.diagnostics.is_empty() {
        return None;
    }
    Some(joined(read.clone(), part, &piece, end, text.len()))
}

/// Whether any experiment is asked for: a piece of the file would not know of it.
fn asks(experiments: &Experiments) -> bool {
    let Experiments { alias_v2, explicit_open, short_circuit, try_ } = *experiments;
    alias_v2 || explicit_open || short_circuit || try_
}

/// How many bytes two texts have in common at the start, and behind that at the end.
fn common(one: &str, other: &str) -> (usize, usize) {
    let start = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let rest = one.len().min(other.len()) - start;
    let pairs = one.bytes().rev().zip(other.bytes().rev()).take(rest);
    (start, pairs.take_while(|(one, other)| one == other).count())
}

/// The piece of the old text that is read anew for a change of its bytes from `start` to `end`: it
/// starts and ends at the start of a line, between declarations.
fn piece(tree: &Tree, text: &str, start: usize, end: usize) -> Option<Piece> {
    let decls = &tree.decls;
    // One more before it: it may be what the change belongs to.
    let touched = decls.partition_point(|decl| (decl.span.end as usize) < start);
    let first = touched.checked_sub(1)?;
    let before = decls.get(first.checked_sub(1)?)?.span.end as usize;
    let line = before + text.get(before..)?.find('\n')? + 1;
    let is_own = decls.get(first).is_none_or(|decl| decl.span.start as usize >= line);
    if !is_own || line > start {
        return None;
    }
    let mut behind = decls.partition_point(|decl| (decl.span.start as usize) <= end);
    let close = loop {
        let Some(decl) = decls.get(behind) else { break text.len() };
        let at = decl.span.start as usize;
        let line = text.get(..at)?.rfind('\n')? + 1;
        if line > end && text.get(line..at)?.bytes().all(|byte| matches!(byte, b' ' | b'\t')) {
            break line;
        }
        behind += 1;
    };
    Some(Piece { start: line, end: close, first, behind })
}

/// The tree of the text in which `part` stands for a piece, which ends at `end` of `length` bytes.
fn joined(mut read: Parsed, mut part: Parsed, piece: &Piece, end: usize, length: usize) -> Parsed {
    let starts = |span: Span, at: usize| span.start as usize >= at;
    read.repeats.clear();
    let tree = &mut read.tree;
    let number = |at: usize| tree.exprs.iter().position(|(_, expr)| starts(expr.span, at));
    let count = tree.exprs.len();
    let (from, to) = (number(piece.start).unwrap_or(count), number(piece.end).unwrap_or(count));
    let mut rest = tree.exprs.split_off(ExprId::from_index(to));
    drop(tree.exprs.split_off(ExprId::from_index(from)));
    let inward = Shift { bytes: piece.start as u32, exprs: from as u32 };
    let exprs = (from + part.tree.exprs.len()).wrapping_sub(to) as u32;
    let onward = Shift { bytes: end.wrapping_sub(piece.end) as u32, exprs };
    part.tree.exprs.shift(inward);
    part.tree.decls.shift(inward);
    part.comments.shift(inward);
    rest.shift(onward);
    let mut decls: Vec<Decl> = tree.decls.split_off(piece.behind);
    decls.shift(onward);
    tree.decls.truncate(piece.first);
    tree.decls.extend(part.tree.decls);
    tree.decls.extend(decls);
    tree.exprs.extend(part.tree.exprs.split_off(ExprId::from_index(0)));
    tree.exprs.extend(rest);
    tree.span.end = length as u32;
    let comments = &mut read.comments;
    let first = comments.partition_point(|comment| !starts(*comment, piece.start));
    let behind = comments.partition_point(|comment| !starts(*comment, piece.end));
    let mut rest = comments.split_off(behind);
    rest.shift(onward);
    comments.truncate(first);
    comments.extend(part.comments);
    comments.extend(rest);
    read
}

#[cfg(test)]
#[path = "splice_tests.rs"]
mod tests;
