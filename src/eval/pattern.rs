//! Regular expressions as values are held against them: `=~`, `!~`, and the patterns of labels.
//!
//! How one is read and matched is `builtin::regexp`'s matter.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::builtin::regexp::Pattern;
use super::builtin::{Fault, Meter};
use super::graph::Graph;
use super::value::{Bound, Value};
use crate::base::Symbol;
use crate::program::Relation;

/// The patterns that were met, by their texts: one is asked for again with each field. What each
/// takes was counted, so all are kept.
#[derive(Debug, Default)]
pub(super) struct Patterns(RefCell<FxHashMap<Symbol, Result<Rc<Pattern>, Fault>>>);

/// What a bound expects of texts: that they match, or that they do not.
pub(super) struct Expected {
    pattern: Rc<Pattern>,
    matches: bool,
}

impl Graph {
    /// What a value expects of texts, where that is a pattern: for those who ask of many texts.
    pub(super) fn expected(&self, value: Value) -> Option<Expected> {
        let Value::Bound(bound) = value else { return None };
        let Bound { relation, value: Value::Str(text), .. } = self.bounds[bound] else {
            return None;
        };
        let matches = match relation {
            Relation::Match => true,
            Relation::NotMatch => false,
            Relation::Equal
            | Relation::NotEqual
            | Relation::Less
            | Relation::LessEqual
            | Relation::Greater
            | Relation::GreaterEqual => return None,
        };
        Some(Expected { pattern: self.pattern(text).ok()?, matches })
    }

    /// Adds to `found` those of some things whose texts are what is expected.
    ///
    /// # Errors
    /// To tell takes more work than is left: then only those are found that were met before.
    pub(super) fn all_that_meet<T>(
        &self,
        things: impl Iterator<Item = (Symbol, T)>,
        expected: &Expected,
        found: &mut Vec<T>,
    ) -> Result<(), Fault> {
        self.metered(|meter| {
            for (text, thing) in things {
                let matches = expected.pattern.is_match(self.symbols.name(text), meter)?;
                if matches == expected.matches {
                    found.push(thing);
                }
            }
            Ok(())
        })
    }

    /// Whether a string or bytes match a regular expression; what is wrong with one that cannot be
    /// read.
    pub(super) fn matches(&self, value: Value, pattern: Value) -> Result<bool, Fault> {
        let pattern = match pattern {
            Value::Str(pattern) => self.pattern(pattern)?,
            Value::Bytes(pattern) => {
                let text = String::from_utf8_lossy(&self.bytes[pattern]);
                self.pattern(self.symbols.intern(&text))?
            }
            _ => return Ok(false),
        };
        let text = match value {
            Value::Str(text) => Cow::Borrowed(self.symbols.name(text)),
            Value::Bytes(bytes) => String::from_utf8_lossy(&self.bytes[bytes]),
            _ => return Ok(false),
        };
        self.metered(|meter| pattern.is_match(&text, meter))
    }

    /// The pattern that a text is.
    ///
    /// # Errors
    /// It is none, or to read it takes more work than is left.
    pub(super) fn pattern(&self, text: Symbol) -> Result<Rc<Pattern>, Fault> {
        if let Some(pattern) = self.patterns.0.borrow().get(&text) {
            return pattern.clone();
        }
        let read = |meter: &Meter| Pattern::new(self.symbols.name(text), meter);
        let pattern = self.metered(read).map(Rc::new);
        self.patterns.0.borrow_mut().insert(text, pattern.clone());
        pattern
    }
}
