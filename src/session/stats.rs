//! Where the time of a compilation goes: a stopwatch, and what it has seen.

use std::time::{Duration, Instant};

use crate::eval::Costs;

/// A part of the work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// Finding and reading files.
    Read,
    /// From text to trees.
    Parse,
    /// Binding names.
    Resolve,
    /// Evaluating, and taking the data out of the graph.
    Evaluate,
    /// Finding, checking, sorting and tidying manifests.
    Check,
    /// Laying out the text.
    Write,
}

impl Phase {
    /// All of them in order.
    pub const ALL: [Self; 6] =
        [Self::Read, Self::Parse, Self::Resolve, Self::Evaluate, Self::Check, Self::Write];

    /// How it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Parse => "parse",
            Self::Resolve => "resolve",
            Self::Evaluate => "evaluate",
            Self::Check => "check",
            Self::Write => "write",
        }
    }
}

/// What a compilation took.
#[derive(Clone, Default, Debug)]
pub struct Stats {
    spent: [Duration; Phase::ALL.len()],
    /// How many bytes of sources and data were read.
    pub bytes: usize,
    /// What evaluation took.
    pub costs: Costs,
}

impl Stats {
    /// The time that a part took.
    pub fn spent(&self, phase: Phase) -> Duration {
        self.spent.get(phase as usize).copied().unwrap_or_default()
    }

    /// The time that all parts took.
    pub fn total(&self) -> Duration {
        self.spent.iter().sum()
    }

    fn add(&mut self, phase: Phase, time: Duration) {
        if let Some(spent) = self.spent.get_mut(phase as usize) {
            *spent += time;
        }
    }

    /// Counts what evaluating one more package took.
    pub(super) fn count(&mut self, costs: Costs) {
        self.costs.vertices += costs.vertices;
        self.costs.conjuncts += costs.conjuncts;
        self.costs.unifications += costs.unifications;
        self.costs.trials += costs.trials;
    }
}

/// Gives each stretch of time to one part of the work.
#[derive(Clone, Debug)]
pub(super) struct Stopwatch {
    last: Instant,
    /// What was seen so far.
    pub(super) stats: Stats,
}

impl Stopwatch {
    pub(super) fn start() -> Self {
        Self { last: Instant::now(), stats: Stats::default() }
    }

    /// The time since the last lap went into `phase`.
    pub(super) fn lap(&mut self, phase: Phase) {
        let now = Instant::now();
        self.stats.add(phase, now - self.last);
        self.last = now;
    }

    /// The time since the last lap went into `phase`, but for `inner`, which went into another.
    pub(super) fn lap_with(&mut self, phase: Phase, inner: Phase, time: Duration) {
        self.lap(phase);
        let spent = self.stats.spent(phase);
        let moved = time.min(spent);
        if let Some(spent) = self.stats.spent.get_mut(phase as usize) {
            *spent -= moved;
        }
        self.stats.add(inner, moved);
    }
}
