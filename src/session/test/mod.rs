//! `test`: the inline `@test`s of packages, and what came of them as data and text.

mod human;
mod json;
mod junit;

pub(super) use junit::escaped as xml_text;

use std::path::PathBuf;

use regex::Regex;

use super::compile::{Compiled, Data, each_package};
use super::request::{Outcome, Request};
use crate::base::{Diagnostic, LineColumn};
use crate::eval::{Fault, Internal, Notes, TestOutcome, Verdict};
use crate::package::Files;

/// Which tests run.
#[derive(Clone, Default, Debug)]
pub struct TestOptions {
    /// Only those of fields whose paths have a match.
    pub run: Option<Regex>,
}

/// The forms in which a run of tests can be told.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum TestFormat {
    /// A summary; what does not hold is told as diagnostics.
    #[default]
    Human,
    /// One JSON document.
    Json,
    /// XML as JUnit and those who read its reports know it.
    Junit,
}

/// One inline test that was found.
#[derive(Clone, Debug)]
pub struct TestCase {
    /// The file that it stands in.
    pub file: PathBuf,
    /// Where it stands.
    pub place: LineColumn,
    /// The path of the field; empty for a whole file.
    pub path: String,
    /// What kind of test it is: `eq`, `err` …; empty where it cannot be understood.
    pub kind: String,
    /// What came of it.
    pub status: Status,
    /// How it was judged.
    pub notes: Notes,
}

/// What came of a test.
#[derive(Clone, Debug)]
pub enum Status {
    /// It holds.
    Holds,
    /// It does not.
    Fails(Box<Fault>),
    /// It need not hold yet; whether it does.
    Todo(bool),
    /// It was not run, for this reason.
    Skipped(String),
    /// It speaks of the insides of CUE's evaluator.
    Unchecked(Internal),
}

/// What became of all tests that were asked for.
#[derive(Clone, Default, Debug)]
pub struct TestRun {
    /// The tests in the order of their packages and places.
    pub cases: Vec<TestCase>,
}

/// How many tests came to what.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Counts {
    /// Those that hold.
    pub hold: usize,
    /// Those that do not.
    pub fail: usize,
    /// Those that need not hold yet.
    pub todo: usize,
    /// Those that were not run.
    pub skipped: usize,
    /// Those that speak of CUE's debug printer.
    pub printer: usize,
    /// Those that speak of shared nodes.
    pub sharing: usize,
}

impl TestRun {
    /// How many tests came to what.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for case in &self.cases {
            *match &case.status {
                Status::Holds => &mut counts.hold,
                Status::Fails(_) => &mut counts.fail,
                Status::Todo(_) => &mut counts.todo,
                Status::Skipped(_) => &mut counts.skipped,
                Status::Unchecked(Internal::Printer) => &mut counts.printer,
                Status::Unchecked(Internal::Sharing) => &mut counts.sharing,
            } += 1;
        }
        counts
    }

    /// The run as text.
    pub fn text(&self, format: TestFormat) -> String {
        match format {
            TestFormat::Human => human::text(self),
            TestFormat::Json => json::text(self),
            TestFormat::Junit => junit::text(self),
        }
    }
}

/// Runs the tests of what `request` names. The run comes back also where tests fail; only where a
/// package cannot be loaded the outcome has no value.
pub fn test(files: &dyn Files, request: &Request, options: &TestOptions) -> Outcome<TestRun> {
    let mut run = TestRun::default();
    let mut loaded = 0;
    let outcome = each_package(files, request, Data::Joined, true, |compiled| {
        loaded += 1;
        let chosen = |path: &str| options.run.as_ref().is_none_or(|run| run.is_match(path));
        let outcomes = compiled.graph.tests(&compiled.loaded.sources, &chosen);
        let cases = outcomes.into_iter().map(|outcome| case(compiled, outcome));
        let first = run.cases.len();
        run.cases.extend(cases);
        (Some(()), run.cases.iter().skip(first).filter_map(fault).collect())
    });
    let all = loaded > 0 && outcome.reports.len() == loaded;
    Outcome { value: all.then_some(run), reports: outcome.reports }
}

fn case(compiled: &Compiled, outcome: TestOutcome) -> TestCase {
    let TestOutcome { path, span, kind, verdict, notes } = outcome;
    let status = match verdict {
        Verdict::Holds => Status::Holds,
        Verdict::Fails(fault) => Status::Fails(fault),
        Verdict::Todo(holds) => Status::Todo(holds),
        Verdict::Skipped(reason) => Status::Skipped(reason),
        Verdict::Unchecked(internal) => Status::Unchecked(internal),
    };
    let place = compiled.loaded.sources.line_column(span);
    let file = compiled.loaded.sources.path(span.file).to_owned();
    TestCase { file, place, path, kind, status, notes }
}

fn fault(case: &TestCase) -> Option<Diagnostic> {
    match &case.status {
        Status::Fails(fault) => Some(fault.diagnostic.clone()),
        Status::Holds | Status::Todo(_) | Status::Skipped(_) | Status::Unchecked(_) => None,
    }
}
