//! Searching with an automaton that is built while it runs, at a cost that is counted: each byte is
//! looked at once a search, and each step that is new costs as much as the pattern is large.
//!
//! The crate's own searches are faster by a prefilter, and cannot say what they cost.

use std::cell::RefCell;
use std::fmt::Display;

use regex_automata::hybrid::LazyStateID;
use regex_automata::hybrid::dfa::{Cache, Config, DFA};
use regex_automata::nfa::thompson::{Compiler, NFA, WhichCaptures};
use regex_automata::{Input, MatchError};
use regex_syntax::hir::Hir;

use super::super::Fault;
use super::super::meter::Meter;
use super::too_large;

/// The most bytes of the automaton of a pattern.
pub(super) const LARGEST: usize = 10 << 20;

/// How many bytes may be kept of what was found out while searching.
const KEPT: usize = 1 << 20;

/// After how many bytes of text the cost is counted again.
const CHUNK: usize = 1 << 12;

/// What an automaton takes beside its states.
const BESIDE: usize = 4 << 10;

/// What a search costs beside its steps.
const EACH: usize = 16;

/// The automaton of a pattern, as far as it was needed.
#[derive(Debug)]
pub(super) struct Machine {
    dfa: DFA,
    cache: RefCell<Cache>,
    /// How many states of its own the pattern has.
    states: usize,
}

impl Machine {
    /// The automaton of a parsed pattern.
    ///
    /// # Errors
    /// It is too large, or there is not so much work left.
    pub(super) fn new(hir: &Hir, meter: &Meter) -> Result<Self, Fault> {
        let config =
            NFA::config().nfa_size_limit(Some(LARGEST)).which_captures(WhichCaptures::None);
        let nfa = Compiler::new().configure(config).build_from_hir(hir);
        let nfa = nfa.map_err(|error| unbuilt(&error, error.size_limit(), meter))?;
        meter.take(BESIDE + nfa.memory_usage())?;
        let states = nfa.states().len();
        let config = Config::new().cache_capacity(KEPT).skip_cache_capacity_check(true);
        let dfa = DFA::builder().configure(config).build_from_nfa(nfa);
        let dfa = dfa.map_err(|error| Fault::new(error.to_string()))?;
        let cache = dfa.create_cache();
        meter.take(cache.memory_usage())?;
        Ok(Self { dfa, cache: RefCell::new(cache), states })
    }

    /// How many states of its own the pattern has: what a step may cost.
    pub(super) fn states(&self) -> usize {
        self.states
    }

    /// Whether there is a match in `text`.
    ///
    /// # Errors
    /// There is not so much work left.
    pub(super) fn is_match(&self, text: &str, meter: &Meter) -> Result<bool, Fault> {
        self.search(text, 0, true, meter).map(|end| end.is_some())
    }

    /// Where the leftmost match in `text` ends that starts at `from` or later.
    ///
    /// # Errors
    /// There is not so much work left.
    pub(super) fn end(
        &self,
        text: &str,
        from: usize,
        meter: &Meter,
    ) -> Result<Option<usize>, Fault> {
        self.search(text, from, false, meter)
    }

    fn search(
        &self,
        text: &str,
        from: usize,
        any: bool,
        meter: &Meter,
    ) -> Result<Option<usize>, Fault> {
        let mut from = from;
        loop {
            match self.run(text, from, any, meter)? {
                // What takes no text matches within a letter too, where nothing else does.
                Some(end) if !text.is_char_boundary(end) => from = end + 1,
                end => return Ok(end),
            }
        }
    }

    fn run(
        &self,
        text: &str,
        from: usize,
        any: bool,
        meter: &Meter,
    ) -> Result<Option<usize>, Fault> {
        let mut cache = self.cache.borrow_mut();
        let input = Input::new(text).range(from..);
        let mut state = self.dfa.start_state_forward(&mut cache, &input).map_err(|e| stuck(&e))?;
        let (mut at, mut found) = (from, None);
        let rest = text.as_bytes().get(from..).unwrap_or_default();
        meter.take(EACH)?;
        for chunk in rest.chunks(CHUNK) {
            let start = at;
            for &byte in chunk {
                state = self.step(&mut cache, state, byte, meter)?;
                if state.is_tagged() {
                    // A match is told one byte late.
                    if state.is_match() {
                        found = Some(at);
                    }
                    if state.is_dead() || any && found.is_some() {
                        return meter.take((at - start) / 2).map(|()| found);
                    }
                }
                at += 1;
            }
            meter.take(chunk.len() / 2)?;
        }
        meter.take(self.states / 16)?;
        let last = self.dfa.next_eoi_state(&mut cache, state).map_err(|_| Fault::spent())?;
        Ok(if last.is_match() { Some(at) } else { found })
    }

    fn step(
        &self,
        cache: &mut Cache,
        state: LazyStateID,
        byte: u8,
        meter: &Meter,
    ) -> Result<LazyStateID, Fault> {
        if state.is_tagged() {
            // Whether this step was made before is not told.
            meter.take(self.states / 4 + 1)?;
        } else {
            let known = self.dfa.next_state_untagged(cache, state, byte);
            if !known.is_unknown() {
                return Ok(known);
            }
            meter.take(self.states / 2)?;
        }
        let before = cache.memory_usage();
        let next = self.dfa.next_state(cache, state, byte).map_err(|_| Fault::spent())?;
        meter.take(cache.memory_usage().saturating_sub(before))?;
        Ok(next)
    }
}

/// Why there is no automaton, which may be that it came to its `limit`; what was made of it until
/// then has cost something too.
pub(super) fn unbuilt(error: &impl Display, limit: Option<usize>, meter: &Meter) -> Fault {
    match limit {
        Some(_) => meter.take(LARGEST).err().unwrap_or_else(too_large),
        None => Fault::new(format!("error parsing regexp: {error}")),
    }
}

/// The automaton gives nothing up and stops at no byte, so this is said of none.
fn stuck(error: &MatchError) -> Fault {
    Fault::new(error.to_string())
}
