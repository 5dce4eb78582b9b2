//! The matches of a pattern in a text, one after the other, with their groups.
//!
//! The automaton of `machine` says up to where a text has to be looked at for the next match, and
//! the crate finds it and its groups there: so the work that follows is bounded before it is done.

use std::cell::OnceCell;
use std::ops::Range;

use regex_automata::Input;
use regex_automata::meta::{Config, Regex};
use regex_automata::util::captures::Captures;

use super::super::Fault;
use super::super::meter::Meter;
use super::Pattern;
use super::machine::{LARGEST, Machine, unbuilt};

/// Up to this product of text and pattern the crate's matcher needs little memory.
const LITTLE: usize = 1 << 20;

/// What a search costs beside that.
const EACH: usize = 32;

/// What finds matches and their groups, once asked for.
#[derive(Debug, Default)]
pub(super) struct Finder(OnceCell<Regex>);

impl Finder {
    fn get(&self, translated: &str, meter: &Meter) -> Result<&Regex, Fault> {
        if let Some(regex) = self.0.get() {
            return Ok(regex);
        }
        let config = Config::new().nfa_size_limit(Some(LARGEST)).hybrid(false);
        let regex = Regex::builder().configure(config).build(translated);
        let regex = regex.map_err(|error| unbuilt(&error, error.size_limit(), meter))?;
        meter.take(regex.memory_usage())?;
        Ok(self.0.get_or_init(|| regex))
    }
}

/// The matches of a pattern in a text: none overlap, and an empty one does not follow at once.
pub(crate) struct Matches<'a> {
    text: &'a str,
    regex: &'a Regex,
    machine: &'a Machine,
    meter: &'a Meter,
    /// Whether the groups are asked for too.
    groups: bool,
    /// From where on the next is looked for; none when there are no more.
    from: Option<usize>,
    /// Where the last one ended.
    last: Option<usize>,
}

impl<'a> Matches<'a> {
    /// The matches of `pattern` in `text`, with their groups if asked for.
    ///
    /// # Errors
    /// The pattern is too large, or there is not so much work left.
    pub(crate) fn new(
        pattern: &'a Pattern,
        text: &'a str,
        groups: bool,
        meter: &'a Meter,
    ) -> Result<Self, Fault> {
        let regex = pattern.finder.get(&pattern.translated, meter)?;
        let machine = pattern.machine(meter)?;
        Ok(Self { text, regex, machine, meter, groups, from: Some(0), last: None })
    }

    fn find(&mut self) -> Result<Option<Captures>, Fault> {
        loop {
            let Some(from) = self.from else { return Ok(None) };
            let Some(end) = self.machine.end(self.text, from, self.meter)? else {
                self.from = None;
                return Ok(None);
            };
            let found = self.within(from..end)?;
            let Some(span) = found.as_ref().and_then(Captures::get_match) else {
                self.from = None;
                return Ok(None);
            };
            if span.is_empty() && self.last == Some(span.end()) {
                let next = self.text.get(end..).and_then(|rest| rest.chars().next());
                self.from = next.map(|letter| end + letter.len_utf8());
                continue;
            }
            (self.from, self.last) = (Some(span.end()), Some(span.end()));
            return Ok(found);
        }
    }

    /// The match that ends where `range` does.
    fn within(&self, range: Range<usize>) -> Result<Option<Captures>, Fault> {
        let info = self.regex.group_info();
        // Without a memory of the pattern's own states it costs no more than that.
        let states = self.machine.states();
        let work = states.saturating_mul(range.len() + 1);
        self.meter.take(work / 4 + EACH)?;
        if work > LITTLE {
            self.meter.take(states.saturating_mul(info.slot_len()).saturating_mul(16))?;
        }
        let info = info.clone();
        let mut found = if self.groups { Captures::all(info) } else { Captures::matches(info) };
        self.regex.search_captures(&Input::new(self.text).range(range), &mut found);
        Ok(found.is_match().then_some(found))
    }
}

impl Iterator for Matches<'_> {
    type Item = Result<Captures, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.find().transpose()
    }
}
