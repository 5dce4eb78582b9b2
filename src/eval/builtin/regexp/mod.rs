//! `regexp`, and the patterns of the language's `=~`: RE2's syntax as Go reads it.
//!
//! `syntax` rewrites a pattern for the regex crate, which knows more than RE2 and means other
//! things by some of it; `pieces` and `walk` match without building automata, `machine` with one
//! whose work is counted, `finder` says where; `functions` is the package.

mod finder;
mod functions;
mod kept;
mod machine;
mod pieces;
mod syntax;
#[cfg(test)]
mod tests;
mod vain;
mod walk;

use std::cell::{Cell, OnceCell};
use std::fmt::Display;

use regex::Regex;
use regex_syntax::hir::Hir;

use super::meter::Meter;
use super::{Fault, Package};
use finder::Finder;
use machine::{LARGEST, Machine};
use pieces::Pieces;

pub(crate) use finder::Matches;
pub(crate) use kept::{alone, compile};

pub(super) const PACKAGE: Package = Package { path: "regexp", members: &[functions::MEMBERS] };

/// How many steps are taken at most in walking one pattern, at all and for each letter of its size:
/// they take about as long as building its automaton.
const STEPS: u32 = 1_000;
const STEPS_EACH: u32 = 130;

/// The length of texts up to which patterns are walked; felt.
const SHORT: usize = 128;

/// The longest pattern that is read: what is longer is too large when compiled, or says one thing
/// many times.
const LONGEST: usize = 1 << 20;

/// What it costs to read a byte of a pattern, and a class of letters that Unicode names.
const READING: usize = 64;
const PROPERTY: usize = 12_000;

/// A pattern that is known to be one; what matches it is built when it pays.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// As the crate reads it.
    translated: String,
    /// What it is where it is no more than pieces of text.
    pieces: Option<Pieces>,
    /// The parsed form, where the pattern is small: then its automaton can be built for sure.
    small: Option<Hir>,
    /// How many steps may still be taken in walking it.
    steps: Cell<u32>,
    machine: OnceCell<Machine>,
    finder: Finder,
}

impl Pattern {
    /// A pattern that was written.
    ///
    /// # Errors
    /// It is none, is too large, or there is not so much work left.
    pub(crate) fn new(pattern: &str, meter: &Meter) -> Result<Self, Fault> {
        if pattern.len() > LONGEST {
            return Err(too_large());
        }
        meter.take(READING * pattern.len())?;
        let mut new = Self {
            translated: translated(pattern)?,
            pieces: Pieces::of(pattern),
            small: None,
            steps: Cell::new(0),
            machine: OnceCell::new(),
            finder: Finder::default(),
        };
        if new.pieces.is_none() {
            let hir = new.parsed(meter)?;
            if let Some(size) = walk::small_size(&hir) {
                new.small = Some(hir);
                new.steps = Cell::new(STEPS + STEPS_EACH * size);
            } else {
                new.machine = Machine::new(&hir, meter)?.into();
            }
        }
        Ok(new)
    }

    fn parsed(&self, meter: &Meter) -> Result<Hir, Fault> {
        let named = |class: &str| self.translated.matches(class).count();
        meter.take(PROPERTY * (named("\\p") + named("\\P")))?;
        regex_syntax::parse(&self.translated)
            .map_err(|error| Fault::new(format!("error parsing regexp: {}", short(&error))))
    }

    /// The automaton.
    ///
    /// # Errors
    /// There is not so much work left.
    fn machine(&self, meter: &Meter) -> Result<&Machine, Fault> {
        if let Some(machine) = self.machine.get() {
            return Ok(machine);
        }
        let machine = match &self.small {
            Some(hir) => Machine::new(hir, meter)?,
            None => Machine::new(&self.parsed(meter)?, meter)?,
        };
        Ok(self.machine.get_or_init(|| machine))
    }

    /// Whether it matches anywhere in `text`.
    ///
    /// # Errors
    /// There is not so much work left.
    pub(crate) fn is_match(&self, text: &str, meter: &Meter) -> Result<bool, Fault> {
        if let Some(found) = self.pieces.as_ref().and_then(|pieces| pieces.fit(text)) {
            meter.take(text.len() / 16)?;
            return Ok(found);
        }
        if let Some(small) = &self.small
            && self.machine.get().is_none()
            && text.len() <= SHORT
        {
            let mut left = self.steps.get();
            let found = walk::is_match(small, text, &mut left);
            self.steps.set(left);
            if let Some(found) = found {
                return Ok(found);
            }
        }
        self.machine(meter)?.is_match(text, meter)
    }
}

/// Whether no text matches `pattern`, where that is plain to see.
pub(crate) fn never_matches(pattern: &str) -> bool {
    vain::never_matches(pattern)
}

/// The compiled form of a pattern, for those who keep it themselves.
pub(crate) fn uncached(pattern: &str) -> Result<Regex, Fault> {
    Regex::new(&translated(pattern)?).map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => too_large(),
        error => Fault::new(format!("error parsing regexp: {}", short(&error))),
    })
}

fn translated(pattern: &str) -> Result<String, Fault> {
    syntax::translate(pattern).map_err(|why| Fault::new(format!("error parsing regexp: {why}")))
}

fn too_large() -> Fault {
    Fault::limit(format!("the regexp takes more than {} MiB when compiled", LARGEST >> 20))
}

/// The last line of the crate's message: those before it draw the pattern.
fn short(error: &impl Display) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or("").trim();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}
