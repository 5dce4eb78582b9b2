//! `test`: the inline `@test`s of packages.

use super::compile::{Data, each_package};
use super::request::{Outcome, Request};
use crate::eval::TestOutcome;
use crate::package::Files;

/// What became of all tests that were asked for.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct TestRun {
    /// How many tests ran.
    pub ran: usize,
    /// How many do not hold; their diagnostics are in the reports.
    pub failed: usize,
}

/// Runs the tests of what `request` names. The run comes back also where tests fail; only where a
/// package cannot be loaded the outcome has no value.
pub fn test(files: &dyn Files, request: &Request) -> Outcome<TestRun> {
    let mut run = TestRun::default();
    let mut loaded = 0;
    let outcome = each_package(files, request, Data::Joined, true, |compiled| {
        loaded += 1;
        let outcomes: Vec<TestOutcome> = compiled.graph.tests();
        run.ran += outcomes.len();
        let faults: Vec<_> = outcomes.into_iter().filter_map(|outcome| outcome.fault).collect();
        run.failed += faults.len();
        (Some(()), faults)
    });
    let all = loaded > 0 && outcome.reports.len() == loaded;
    Outcome { value: all.then_some(run), reports: outcome.reports }
}
