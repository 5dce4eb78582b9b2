//! The one file that knows pest: text to a tree of [`Node`]s, by `grammar/inf.pest`.
//!
//! The grammar accepts every text; what is missing or surplus in it is a node of its own.

use std::thread;

use pest::Parser;
use pest::iterators::{Pair, Pairs};
use rustc_hash::FxHashMap;

use super::pack::Packed;
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
    /// The place of each byte that the grammar has read, if that is not the same.
    offsets: Option<&'t [u32]>,
}

impl Source<'_> {
    /// What stands between two places of what the grammar has read.
    fn span(&self, start: usize, end: usize) -> Span {
        let place = |at: usize| match self.offsets {
            Some(offsets) => offsets.get(at).or(offsets.last()).copied().unwrap_or_default(),
            None => at as u32,
        };
        Span::new(self.file, place(start), place(end))
    }
}

impl<'t> Node<'t> {
    /// The rule that it was read by.
    pub(super) fn rule(&self) -> Rule {
        self.pair.as_rule()
    }

    /// The text that it took.
    pub(super) fn text(&self) -> &'t str {
        self.span().of(self.source.text)
    }

    /// The place of that text.
    pub(super) fn span(&self) -> Span {
        let span = self.pair.as_span();
        self.source.span(span.start(), span.end())
    }

    /// The nodes within.
    pub(super) fn children(self) -> Children<'t> {
        Children { pairs: self.pair.into_inner(), source: self.source, later: [].iter() }
    }
}

/// The nodes within a node.
#[derive(Clone)]
pub(super) struct Children<'t> {
    pairs: Pairs<'t, Rule>,
    source: Source<'t>,
    /// Further pieces of the same file.
    later: std::slice::Iter<'t, Read<'t>>,
}

/// A piece of a file that was read by itself.
struct Read<'t> {
    pairs: Pairs<'t, Rule>,
    source: Source<'t>,
    shape: Option<Shape<'t>>,
}

/// What the grammar has read of a piece, and where that stands.
#[derive(Clone, Copy)]
pub(super) struct Shape<'t> {
    /// Pieces with the same number are the same to the grammar.
    pub(super) number: usize,
    /// The place of each byte that it has read, and of the end.
    pub(super) offsets: &'t [u32],
}

impl<'t> Children<'t> {
    /// The nodes that are left, by the pieces that they were read in, each with its shape; the first
    /// piece has none, as some of its nodes may have been taken.
    pub(super) fn pieces(self) -> impl Iterator<Item = (Option<Shape<'t>>, Children<'t>)> {
        let Self { pairs, source, later } = self;
        let first = (None, Children { pairs, source, later: [].iter() });
        let children = |read: &Read<'t>| {
            let Read { pairs, source, shape } = read;
            (*shape, Children { pairs: pairs.clone(), source: *source, later: [].iter() })
        };
        std::iter::once(first).chain(later.map(children))
    }
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        loop {
            if let Some(pair) = self.pairs.next() {
                return Some(Node { pair, source: self.source });
            }
            let Read { pairs, source, .. } = self.later.next()?;
            self.pairs = pairs.clone();
            self.source = *source;
        }
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
    let depth = depth.max(SHALLOW);
    let packed = Packed::of(&signs);
    let good = packed.and_then(|packed| read_packed(file, text, &packed, depth));
    let parsed = good.unwrap_or_else(|| read_whole(file, text, &signs, depth));
    Parsed { comments, ..parsed }
}

/// Reads a text as it stands.
fn read_whole(file: FileId, text: &str, signs: &str, depth: usize) -> Parsed {
    let source = Source { file, text, offsets: None };
    match declarations(signs) {
        Some(pairs) => build(Children { pairs, source, later: [].iter() }, depth),
        None => build::empty(file, text.len(), stack_refused(file)),
    }
}

/// Reads a text by its pieces, of which many may be the same to the grammar. Nothing if there is an
/// error: what is said of it depends on what stands around.
fn read_packed(file: FileId, text: &str, packed: &Packed, depth: usize) -> Option<Parsed> {
    let mut known: FxHashMap<&str, (usize, Pairs<'_, Rule>)> = FxHashMap::default();
    let mut all = Vec::with_capacity(packed.count());
    for piece in packed.pieces() {
        let (number, pairs) = match known.get(piece.text) {
            Some(known) => known.clone(),
            None => {
                let new = (known.len(), declarations(piece.text)?);
                known.insert(piece.text, new.clone());
                new
            }
        };
        let source = Source { file, text, offsets: Some(piece.offsets) };
        let shape = Some(Shape { number, offsets: piece.offsets });
        all.push(Read { pairs, source, shape });
    }
    let (Read { pairs, source, .. }, later) = all.split_first()?;
    let parsed =
        build(Children { pairs: pairs.clone(), source: *source, later: later.iter() }, depth);
    parsed.diagnostics.is_empty().then_some(parsed)
}

/// What the grammar finds in signs; it takes every text.
fn declarations(signs: &str) -> Option<Pairs<'_, Rule>> {
    Some(Grammar::parse(Rule::file, signs).ok()?.next()?.into_inner())
}

fn build(nodes: Children<'_>, depth: usize) -> Parsed {
    let Source { file, text, .. } = nodes.source;
    build::file(nodes, Span::new(file, 0, text.len() as u32), text, depth)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Holds what is read by pieces against what is read whole; whether it could be.
    fn compare(text: &str) -> bool {
        let file = FileId::at(0);
        let Ok(Signs { text: signs, depth, .. }) = signs(file, text) else { return false };
        let depth = depth.max(SHALLOW);
        let packed = Packed::of(&signs);
        let Some(mut good) = packed.and_then(|packed| read_packed(file, text, &packed, depth))
        else {
            return false;
        };
        good.repeats.clear();
        let whole = read_whole(file, text, &signs, depth);
        assert_eq!(format!("{good:?}"), format!("{whole:?}"), "{text}");
        true
    }

    fn sources(directory: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(directory).expect("the sources can be read") {
            let path = entry.expect("the sources can be read").path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "inf" || ending == "cue") {
                found.push(fs::read_to_string(&path).expect("a source is text"));
            }
        }
    }

    /// Sources, and sources that lack a line or a few bytes: many of these are good ones too.
    #[test]
    fn pieces_make_the_tree_of_the_whole() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut found = Vec::new();
        for folder in ["tests/language", "tests/syntax", "tests/format", "modules", "examples"] {
            sources(&root.join(folder), &mut found);
        }
        let (mut compared, mut dice) = (0, 1_u32);
        for text in &found {
            compared += usize::from(compare(text));
            let lines: Vec<&str> = text.split_inclusive('\n').collect();
            for _ in 0..4 {
                dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = dice as usize >> 8;
                let without = at % lines.len().max(1);
                let (before, after) = lines.split_at(without.min(lines.len()));
                let shorter = [before, after.get(1..).unwrap_or_default()].concat().concat();
                compared += usize::from(compare(&shorter));
                let start = at % text.len().max(1);
                let end = (start + 1 + at % 5).min(text.len());
                if let (Some(before), Some(after)) = (text.get(..start), text.get(end..)) {
                    compared += usize::from(compare(&format!("{before}{after}")));
                    compared += usize::from(compare(&format!("{before}\n{after}")));
                }
            }
        }
        assert!(compared > found.len() * 4, "{compared} of {} files", found.len());
    }
}
