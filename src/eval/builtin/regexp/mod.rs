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

use regex::Regex;
use regex_syntax::hir::Hir;
use rustc_hash::FxBuildHasher;

use pieces::Pieces;

use super::{Fault, Package};

pub(super) const PACKAGE: Package = Package { path: "regexp", members: &[functions::MEMBERS] };

/// How many compiled patterns are kept; felt: more than a program names, few enough to hold.
const KEPT: usize = 1000;

thread_local! {
    /// Patterns run once a field, and compiling one takes as long as thousands of matches.
    static COMPILED: RefCell<HashMap<String, Result<Rc<Pattern>, Fault>, FxBuildHasher>> =
        RefCell::default();
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
}

impl Pattern {
    fn new(pattern: &str) -> Result<Self, Fault> {
        let translated = translated(pattern)?;
        let small = walk::walkable(&translated);
        let pieces = Pieces::of(pattern);
        let known =
            Self { translated, pieces, small, steps: Cell::new(STEPS), regex: OnceCell::new() };
        if known.small.is_none() {
            known.regex()?;
        }
        Ok(known)
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
        if let Some(known) = compiled.get(pattern) {
            return known.clone();
        }
        if compiled.len() >= KEPT {
            compiled.clear();
        }
        let result = Pattern::new(pattern).map(Rc::new);
        compiled.insert(pattern.to_owned(), result.clone());
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
    Regex::new(translated).map_err(|error| match error {
        regex::Error::CompiledTooBig(most) => {
            Fault::limit(format!("the regexp takes more than {} MiB when compiled", most >> 20))
        }
        error => Fault::new(format!("error parsing regexp: {}", short(&error))),
    })
}

/// The last line of the crate's message: those before it draw the pattern.
fn short(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or("").trim();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}
