//! `regexp`, and the patterns of the language's `=~`: RE2's syntax as Go reads it.
//!
//! `syntax` rewrites a pattern for the regex crate, which knows more than RE2 and means other
//! things by some of it; `functions` is the package. `pieces` are the patterns that need no crate.

mod functions;
mod pieces;
mod syntax;
#[cfg(test)]
mod tests;
mod vain;

use std::cell::RefCell;
use std::rc::Rc;

use regex::Regex;
use rustc_hash::FxHashMap;

use pieces::Pieces;

use super::{Fault, Package};

pub(super) const PACKAGE: Package = Package { path: "regexp", members: &[functions::MEMBERS] };

/// How many compiled patterns are kept; felt: more than a program names, few enough to hold.
const KEPT: usize = 1000;

thread_local! {
    /// Patterns run once a field, and compiling one takes as long as thousands of matches.
    static COMPILED: RefCell<FxHashMap<String, Form>> = RefCell::default();
}

/// A pattern in the forms that were asked for.
struct Form {
    /// It is no more than pieces of text.
    pieces: Option<Pieces>,
    regex: Option<Result<Rc<Regex>, Fault>>,
}

impl Form {
    fn regex(&mut self, pattern: &str) -> Result<Rc<Regex>, Fault> {
        self.regex.get_or_insert_with(|| uncached(pattern).map(Rc::new)).clone()
    }
}

/// What `ask` finds in the form of a pattern, which is kept.
fn with_form<R>(pattern: &str, ask: impl FnOnce(&mut Form) -> R) -> R {
    COMPILED.with_borrow_mut(|compiled| {
        if let Some(known) = compiled.get_mut(pattern) {
            return ask(known);
        }
        if compiled.len() >= KEPT {
            compiled.clear();
        }
        let form = Form { pieces: Pieces::of(pattern), regex: None };
        ask(compiled.entry(pattern.to_owned()).or_insert(form))
    })
}

/// The compiled form of a pattern, from the cache if it was compiled before.
pub(crate) fn compile(pattern: &str) -> Result<Rc<Regex>, Fault> {
    with_form(pattern, |form| form.regex(pattern))
}

/// Whether a text matches a pattern; what is no text matches none.
///
/// # Errors
/// The pattern is none.
pub(crate) fn is_match(pattern: &str, text: Option<&str>) -> Result<bool, Fault> {
    with_form(pattern, |form| {
        if let Some(pieces) = &form.pieces
            && let Some(found) = text.map_or(Some(false), |text| pieces.fit(text))
        {
            return Ok(found);
        }
        let regex = form.regex(pattern)?;
        Ok(text.is_some_and(|text| regex.is_match(text)))
    })
}

/// What is wrong with a pattern.
///
/// # Errors
/// That, if anything is.
pub(crate) fn check(pattern: &str) -> Result<(), Fault> {
    with_form(pattern, |form| match form.pieces {
        Some(_) => Ok(()),
        None => form.regex(pattern).map(drop),
    })
}

/// Whether no text matches `pattern`, where that is plain to see.
pub(crate) fn never_matches(pattern: &str) -> bool {
    vain::never_matches(pattern)
}

/// The compiled form of a pattern, for those who keep it themselves.
pub(crate) fn uncached(pattern: &str) -> Result<Regex, Fault> {
    let translated = syntax::translate(pattern)
        .map_err(|why| Fault::new(format!("error parsing regexp: {why}")))?;
    Regex::new(&translated).map_err(|error| match error {
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
