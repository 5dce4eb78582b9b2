//! The one file that knows pest: text to a tree of [`Node`]s, by `grammar/inf.pest`.
//!
//! The grammar accepts every text; what is missing or surplus in it is a node of its own.

use std::thread;

use pest::Parser;
use pest::iterators::{Pair, Pairs};

use super::signs::{MAX_DEPTH, Signs, signs};
use super::{Parsed, build, slips};
use crate::base::{Diagnostic, FileId, Span};

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/inf.pest"]
struct Grammar;

/// A node of the parse: a rule and the text that it took.
#[derive(Clone)]
pub(super) struct Node<'t> {
    pair: Pair<'t, Rule>,
    source: Source<'t>,
}

/// What the nodes' places are places of; the grammar itself has read signs in its stead.
#[derive(Clone, Copy)]
struct Source<'t> {
    file: FileId,
    text: &'t str,
}

impl<'t> Node<'t> {
    /// The rule that it was read by.
    pub(super) fn rule(&self) -> Rule {
        self.pair.as_rule()
    }

    /// The text that it took.
    pub(super) fn text(&self) -> &'t str {
        let span = self.pair.as_span();
        self.source.text.get(span.start()..span.end()).unwrap_or_default()
    }

    /// The place of that text.
    pub(super) fn span(&self) -> Span {
        let span = self.pair.as_span();
        Span::new(self.source.file, span.start() as u32, span.end() as u32)
    }

    /// The nodes within.
    pub(super) fn children(self) -> Children<'t> {
        Children { pairs: self.pair.into_inner(), source: self.source }
    }
}

/// The nodes within a node.
#[derive(Clone)]
pub(super) struct Children<'t> {
    pairs: Pairs<'t, Rule>,
    source: Source<'t>,
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        let pair = self.pairs.next()?;
        Some(Node { pair, source: self.source })
    }
}

/// Whether a name may hold the character, which is not of ASCII.
pub(super) fn is_letter_beyond_ascii(letter: char) -> bool {
    pest::unicode::LETTER(letter) || pest::unicode::DECIMAL_NUMBER(letter)
}

/// Nesting up to this depth is read on the caller's stack: it takes well below a megabyte.
const SHALLOW: usize = 16;
/// What one level of nesting may take of the stack: 17 KiB were measured at most, in a debug build.
const STACK_PER_LEVEL: usize = 64 * 1024;

pub(super) fn parse(file: FileId, text: &str) -> Parsed {
    if u32::try_from(text.len()).is_err() {
        return build::empty(file, 0, slips::too_large(Span::new(file, 0, 0)));
    }
    match signs(file, text) {
        Err(at) => {
            let place = Span::new(file, at as u32, at as u32 + 1);
            build::empty(file, text.len(), slips::too_deep(place, MAX_DEPTH))
        }
        Ok(signs) if signs.depth <= SHALLOW => read(file, text, signs),
        Ok(signs) => on_deep_stack(signs, file, text),
    }
}

/// Reads on a thread whose stack is as large as the nesting needs.
fn on_deep_stack(signs: Signs, file: FileId, text: &str) -> Parsed {
    let failed = || build::empty(file, text.len(), stack_refused(file));
    thread::scope(|scope| {
        let stack = (signs.depth + SHALLOW) * STACK_PER_LEVEL;
        let spawned = thread::Builder::new()
            .stack_size(stack)
            .spawn_scoped(scope, || read(file, text, signs));
        spawned.map_or_else(|_| failed(), |thread| thread.join().unwrap_or_else(|_| failed()))
    })
}

fn stack_refused(file: FileId) -> Diagnostic {
    slips::too_deep(Span::new(file, 0, 0), SHALLOW)
}

fn read(file: FileId, text: &str, signs: Signs) -> Parsed {
    let Signs { text: signs, comments, depth } = signs;
    match Grammar::parse(Rule::file, &signs).map(|mut pairs| pairs.next()) {
        Ok(Some(pair)) => {
            let source = Source { file, text };
            build::file(Node { pair, source }, text, comments, depth.max(SHALLOW))
        }
        // The grammar takes every text.
        Ok(None) | Err(_) => build::empty(file, text.len(), stack_refused(file)),
    }
}
