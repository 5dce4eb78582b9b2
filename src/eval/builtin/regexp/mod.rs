//! `regexp`, and the patterns of the language's `=~`: RE2's syntax as Go reads it.
//!
//! `syntax` rewrites a pattern for the regex crate, which knows more than RE2 and means other
//! things by some of it; `pieces` and `walk` match without building automata; `functions` is the
//! package.

mod functions;
mod pieces;
mod syntax;
#[cfg(test)]
mod tests;
mod vain;
mod walk;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::Hir;
use rustc_hash::FxBuildHasher;

use pieces::Pieces;

use super::{Fault, Package};

pub(super) const PACKAGE: Package = Package { path: "regexp", members: &[functions::MEMBERS] };

/// How many compiled patterns are kept; felt: more than a program names, few enough to hold.
const KEPT: usize = 1000;

/// How many of them may be large: each takes up to 10 MiB.
const KEPT_LARGE: usize = 32;

/// From how many bytes on the automaton of a pattern is large.
const LARGE: usize = 1 << 18;

/// Compiled patterns, by what was written.
#[derive(Default)]
struct Compiled {
    patterns: HashMap<String, Result<Rc<Pattern>, Fault>, FxBuildHasher>,
    /// How many of them are large.
    large: usize,
}

thread_local! {
    /// Patterns run once a field, and compiling one takes as long as thousands of matches.
    static COMPILED: RefCell<Compiled> = RefCell::default();
}

/// How many steps are taken at most in walking one pattern; they take about as long as building the
/// automata.
const STEPS: u32 = 20_000;

/// The length of texts up to which patterns are walked; felt.
const SHORT: usize = 128;

/// A pattern that is known to be one; its automata are built when they pay.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// As the regex crate reads it.
    translated: String,
    /// What it is where it is no more than pieces of text.
    pieces: Option<Pieces>,
    /// The parsed form, where the pattern is small: then its automata can be built for sure.
    small: Option<Hir>,
    /// How many steps may still be taken in walking it.
    steps: Cell<u32>,
    regex: OnceCell<Result<Regex, Fault>>,
    /// Whether it takes so much memory that few like it are kept.
    pub(crate) is_large: bool,
}

impl Pattern {
    fn new(pattern: &str) -> Result<Self, Fault> {
        let translated = translated(pattern)?;
        let small = walk::walkable(&translated);
        let pieces = Pieces::of(pattern);
        let (regex, mut is_large) = (OnceCell::new(), false);
        if small.is_none() {
            let fits = RegexBuilder::new(&translated).size_limit(LARGE).build();
            is_large = matches!(fits, Err(regex::Error::CompiledTooBig(_)));
            let built = if is_large { automata(&translated)? } else { fits.map_err(fault)? };
            regex.get_or_init(|| Ok(built));
        }
        Ok(Self { translated, pieces, small, steps: Cell::new(STEPS), regex, is_large })
    }

    /// The automata.
    ///
    /// # Errors
    /// Never where [`compile`] gave the pattern: it has built them, or knows that they can be.
    pub(crate) fn regex(&self) -> Result<&Regex, Fault> {
        self.regex.get_or_init(|| automata(&self.translated)).as_ref().map_err(Clone::clone)
    }

    /// Whether it matches anywhere in `text`.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        if let Some(found) = self.pieces.as_ref().and_then(|pieces| pieces.fit(text)) {
            return found;
        }
        if let Some(small) = &self.small
            && text.len() <= SHORT
        {
            let mut left = self.steps.get();
            let found = walk::is_match(small, text, &mut left);
            self.steps.set(left);
            if let Some(found) = found {
                return found;
            }
        }
        self.regex().is_ok_and(|regex| regex.is_match(text))
    }
}

/// A pattern, from the cache if it was met before.
pub(crate) fn compile(pattern: &str) -> Result<Rc<Pattern>, Fault> {
    COMPILED.with_borrow_mut(|compiled| {
        if let Some(known) = compiled.patterns.get(pattern) {
            return known.clone();
        }
        if compiled.patterns.len() >= KEPT || compiled.large >= KEPT_LARGE {
            *compiled = Compiled::default();
        }
        let result = Pattern::new(pattern).map(Rc::new);
        compiled.large += usize::from(result.as_ref().is_ok_and(|pattern| pattern.is_large));
        compiled.patterns.insert(pattern.to_owned(), result.clone());
        result
    })
}

/// Whether no text matches `pattern`, where that is plain to see.
pub(crate) fn never_matches(pattern: &str) -> bool {
    vain::never_matches(pattern)
}

/// The compiled form of a pattern, for those who keep it themselves.
pub(crate) fn uncached(pattern: &str) -> Result<Regex, Fault> {
    automata(&translated(pattern)?)
}

fn translated(pattern: &str) -> Result<String, Fault> {
    syntax::translate(pattern).map_err(|why| Fault::new(format!("error parsing regexp: {why}")))
}

fn automata(translated: &str) -> Result<Regex, Fault> {
    Regex::new(translated).map_err(fault)
}

fn fault(error: regex::Error) -> Fault {
    match error {
        regex::Error::CompiledTooBig(most) => {
            Fault::limit(format!("the regexp takes more than {} MiB when compiled", most >> 20))
        }
        error => Fault::new(format!("error parsing regexp: {}", short(&error))),
    }
}

/// The last line of the crate's message: those before it draw the pattern.
fn short(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or("").trim();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}
