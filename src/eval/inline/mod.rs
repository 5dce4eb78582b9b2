//! Inline tests: `x: 1+1 @test(eq, 2)`, `@test(err, contains="…")`, and what else CUE's own suite
//! is written in. `docs/testing.md` says what each form means.
//!
//! `directive` and `errors` read a test, `collect` finds all of them, `lookup` what one speaks of;
//! `judge` decides, with `compare` and `structs` for `eq`, `failures` and `phrases` for `err`,
//! `openness` for `closed` and `allows`, and `permute` for `permute`.

mod collect;
mod compare;
mod directive;
mod errors;
mod failures;
mod judge;
mod lookup;
mod mismatch;
mod openness;
mod permute;
mod phrases;
mod places;
mod run;
mod structs;

pub use directive::Internal;
pub use mismatch::{Aspect, Fault};
pub use phrases::Wording;
pub use places::Pointing;

use super::graph::Graph;
use crate::base::{Sources, Span};

/// What became of one inline test.
#[derive(Clone, Debug)]
pub struct TestOutcome {
    /// The path of the field; empty for the whole file.
    pub path: String,
    /// Where the test stands.
    pub span: Span,
    /// What kind of test it is: `eq`, `err` …
    pub kind: String,
    /// Whether it holds.
    pub verdict: Verdict,
    /// How it was judged.
    pub notes: Notes,
}

/// Whether a test holds.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It does.
    Holds,
    /// It does not.
    Fails(Box<Fault>),
    /// It is marked as one that need not hold yet; whether it does.
    Todo(bool),
    /// It is not to be run, for this reason.
    Skipped(String),
    /// It speaks of the insides of CUE's own evaluator.
    Unchecked(Internal),
}

/// How a test was judged, for those who want to know how much a pass says.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Notes {
    /// `contains=` that stands in the message word for word.
    pub verbatim: usize,
    /// `contains=` in CUE's wording whose meaning the message has in other words.
    pub equivalent: usize,
    /// `pos=` whose places are exactly those that the error marks.
    pub places_exact: usize,
    /// `pos=` of whose places the error marks some.
    pub places_some: usize,
    /// `pos=` of whose places the error marks none.
    pub places_none: usize,
    /// Notes on shared nodes within an expected value.
    pub sharing: usize,
}

impl Graph {
    /// Runs those inline tests of the root package whose paths are `chosen`; `sources` is what
    /// the spans of the program point into.
    pub fn tests(&mut self, sources: &Sources, chosen: &dyn Fn(&str) -> bool) -> Vec<TestOutcome> {
        run::run(self, sources, chosen)
    }
}
