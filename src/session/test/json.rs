//! A run of tests as one JSON document, as `docs/testing.md` describes it.

use serde::Serialize;

use super::{Counts, Status, TestRun};
use crate::eval::Internal;

#[derive(Serialize)]
struct Document {
    summary: Summary,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Summary {
    hold: usize,
    fail: usize,
    todo: usize,
    skipped: usize,
    unchecked: usize,
}

#[derive(Serialize)]
struct Test {
    file: String,
    line: u32,
    column: u32,
    path: String,
    kind: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    aspect: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    got: Option<String>,
}

pub(super) fn text(run: &TestRun) -> String {
    let Counts { hold, fail, todo, skipped, printer, sharing } = run.counts();
    let summary = Summary { hold, fail, todo, skipped, unchecked: printer + sharing };
    let tests = run.cases.iter().map(|case| {
        let test = |status| Test {
            file: case.file.display().to_string(),
            line: case.place.line,
            column: case.place.column,
            path: case.path.clone(),
            kind: case.kind.clone(),
            status,
            aspect: None,
            at: None,
            message: None,
            expected: None,
            got: None,
        };
        let saying = |status, message: &str| Test { message: Some(message.into()), ..test(status) };
        match &case.status {
            Status::Holds => test("holds"),
            Status::Fails(fault) => {
                let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
                let (expected, got) = (given(&fault.expected), given(&fault.got));
                let aspect = Some(fault.aspect.name());
                let at = fault.diagnostic.path.clone();
                Test { aspect, at, expected, got, ..saying("fails", &fault.diagnostic.message) }
            }
            Status::Todo(true) => saying("todo", "it holds now"),
            Status::Todo(false) => test("todo"),
            Status::Skipped(reason) => saying("skipped", reason),
            Status::Unchecked(Internal::Printer) => saying("unchecked", "debug"),
            Status::Unchecked(Internal::Sharing) => saying("unchecked", "sharing"),
        }
    });
    let document = Document { summary, tests: tests.collect() };
    // Strings and numbers can always be written.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}
