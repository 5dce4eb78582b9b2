//! `regexp`, and the patterns of the language's `=~`: RE2's syntax as Go reads it.
//!
//! `syntax` rewrites a pattern for the regex crate, which knows more than RE2 and means other
//! things by some of it; `functions` is the package.

mod functions;
mod syntax;
#[cfg(test)]
mod tests;
mod vain;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use regex::Regex;

use super::{Fault, Package};

pub(super) const PACKAGE: Package = Package { path: "regexp", members: &[functions::MEMBERS] };

/// How many compiled patterns are kept; felt: more than a program names, few enough to hold.
const KEPT: usize = 1000;

thread_local! {
    /// Patterns run once a field, and compiling one takes as long as thousands of matches.
    static COMPILED: RefCell<HashMap<String, Result<Rc<Regex>, Fault>>> = RefCell::default();
}

/// The compiled form of a pattern, from the cache if it was compiled before.
pub(crate) fn compile(pattern: &str) -> Result<Rc<Regex>, Fault> {
    COMPILED.with_borrow_mut(|compiled| {
        if let Some(known) = compiled.get(pattern) {
            return known.clone();
        }
        if compiled.len() >= KEPT {
            compiled.clear();
        }
        let result = uncached(pattern).map(Rc::new);
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
