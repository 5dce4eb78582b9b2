//! Regular expressions as values are held against them: `=~`, `!~`, and the patterns of labels.
//!
//! How one is read and matched is `builtin::regexp`'s matter.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::builtin::regexp::{self, Pattern};
use super::graph::Graph;
use super::value::{Bound, Value};
use crate::base::Symbol;
use crate::program::Relation;

/// How many patterns are known by their symbols at most; felt: more than a program writes down.
const KEPT: usize = 1000;

/// The patterns that were met, by their texts: one is asked for again with each field.
#[derive(Debug, Default)]
pub(super) struct Patterns(RefCell<FxHashMap<Symbol, Rc<Pattern>>>);

/// What a bound expects of texts: that they match, or that they do not.
pub(super) struct Expected {
    pattern: Rc<Pattern>,
    matches: bool,
}

impl Expected {
    pub(super) fn is_met(&self, text: &str) -> bool {
        self.pattern.is_match(text) == self.matches
    }
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

    /// Whether a string or bytes match a regular expression; what is wrong with one that cannot be
    /// read.
    pub(super) fn matches(&self, value: Value, pattern: Value) -> Result<bool, String> {
        let pattern = match pattern {
            Value::Str(pattern) => self.pattern(pattern)?,
            Value::Bytes(pattern) => read(&String::from_utf8_lossy(&self.bytes[pattern]))?,
            _ => return Ok(false),
        };
        let text = match value {
            Value::Str(text) => Cow::Borrowed(self.symbols.name(text)),
            Value::Bytes(bytes) => String::from_utf8_lossy(&self.bytes[bytes]),
            _ => return Ok(false),
        };
        Ok(pattern.is_match(&text))
    }

    fn pattern(&self, text: Symbol) -> Result<Rc<Pattern>, String> {
        let known = &self.patterns.0;
        if let Some(pattern) = known.borrow().get(&text) {
            return Ok(Rc::clone(pattern));
        }
        let pattern = read(self.symbols.name(text))?;
        if pattern.is_large {
            // Where it is read, few such are kept.
            return Ok(pattern);
        }
        let mut known = known.borrow_mut();
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(text, Rc::clone(&pattern));
        Ok(pattern)
    }
}

fn read(pattern: &str) -> Result<Rc<Pattern>, String> {
    regexp::compile(pattern).map_err(|fault| fault.message)
}
