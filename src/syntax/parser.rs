//! The one file that knows pest: text to a tree of [`Node`]s, by `grammar/inf.pest`.
//!
//! The grammar accepts every text; what is missing or surplus in it is a node of its own.

use std::thread;

use pest::Parser;
use pest::iterators::{Pair, Pairs};

use super::depth::{MAX_DEPTH, depth};
use super::{Parsed, build, slips};
use crate::base::{Diagnostic, FileId, Span};

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/inf.pest"]
struct Grammar;

/// A node of the parse: a rule and the text that it took.
#[derive(Clone)]
pub(super) struct Node<'t> {
    pair: Pair<'t, Rule>,
    file: FileId,
}

impl<'t> Node<'t> {
    /// The rule that it was read by.
    pub(super) fn rule(&self) -> Rule {
        self.pair.as_rule()
    }

    /// The text that it took.
    pub(super) fn text(&self) -> &'t str {
        self.pair.as_str()
    }

    /// The place of that text.
    pub(super) fn span(&self) -> Span {
        let span = self.pair.as_span();
        Span::new(self.file, span.start() as u32, span.end() as u32)
    }

    /// The nodes within, without comments.
    pub(super) fn children(self) -> Children<'t> {
        Children { pairs: self.pair.into_inner(), file: self.file }
    }
}

/// The nodes within a node.
#[derive(Clone)]
pub(super) struct Children<'t> {
    pairs: Pairs<'t, Rule>,
    file: FileId,
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        let pair = self.pairs.find(|pair| pair.as_rule() != Rule::comment)?;
        Some(Node { pair, file: self.file })
    }
}

/// Nesting up to this depth is read on the caller's stack: it takes well below a megabyte.
const SHALLOW: usize = 16;
/// What one level of nesting may take of the stack: 17 KiB were measured at most, in a debug build.
const STACK_PER_LEVEL: usize = 64 * 1024;

pub(super) fn parse(file: FileId, text: &str) -> Parsed {
    if u32::try_from(text.len()).is_err() {
        return build::empty(file, 0, slips::too_large(Span::new(file, 0, 0)));
    }
    match depth(text) {
        Err(at) => {
            let place = Span::new(file, at as u32, at as u32 + 1);
            build::empty(file, text.len(), slips::too_deep(place, MAX_DEPTH))
        }
        Ok(depth) if depth <= SHALLOW => read(file, text, SHALLOW),
        Ok(depth) => on_deep_stack(depth, file, text),
    }
}

/// Reads on a thread whose stack is as large as the nesting needs.
fn on_deep_stack(depth: usize, file: FileId, text: &str) -> Parsed {
    let failed = || build::empty(file, text.len(), stack_refused(file));
    thread::scope(|scope| {
        let stack = (depth + SHALLOW) * STACK_PER_LEVEL;
        let spawned = thread::Builder::new()
            .stack_size(stack)
            .spawn_scoped(scope, || read(file, text, depth));
        spawned.map_or_else(|_| failed(), |thread| thread.join().unwrap_or_else(|_| failed()))
    })
}

fn stack_refused(file: FileId) -> Diagnostic {
    slips::too_deep(Span::new(file, 0, 0), SHALLOW)
}

/// Reads a text with so many levels of nesting.
fn read(file: FileId, text: &str, depth: usize) -> Parsed {
    match Grammar::parse(Rule::file, text) {
        Ok(mut pairs) => {
            let comments = comments(file, pairs.clone());
            match pairs.next() {
                Some(pair) => build::file(Node { pair, file }, text, comments, depth),
                None => build::empty(file, text.len(), stack_refused(file)),
            }
        }
        // The grammar takes every text, so the only failure is pest's guard of the stack.
        Err(_) => build::empty(file, text.len(), stack_refused(file)),
    }
}

/// All comments, without the carriage return of a line end.
fn comments(file: FileId, pairs: Pairs<'_, Rule>) -> Vec<Span> {
    pairs
        .flatten()
        .filter(|pair| pair.as_rule() == Rule::comment)
        .map(|pair| {
            let start = pair.as_span().start();
            let len = pair.as_str().trim_end_matches('\r').len();
            Span::new(file, start as u32, (start + len) as u32)
        })
        .collect()
}
