//! Verdicts as JSON: one object a file, each on a line.

use serde::Serialize;

use super::{Validated, Verdict};
use crate::base::{Diagnostic, Severity, Sources};

#[derive(Serialize)]
struct Line<'a> {
    file: String,
    valid: bool,
    objects: usize,
    errors: Vec<Message<'a>>,
}

#[derive(Serialize)]
struct Message<'a> {
    path: &'a str,
    code: &'static str,
    message: &'a str,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    help: &'a [String],
}

pub(super) fn text(validated: &Validated) -> String {
    let mut out = String::new();
    for verdict in &validated.files {
        let Verdict { path, objects, diagnostics, sources } = verdict;
        let errors = diagnostics.iter().map(|one| message(one, sources)).collect();
        let valid = verdict.is_valid();
        let line = Line { file: path.display().to_string(), valid, objects: *objects, errors };
        // Strings, numbers and booleans can always be written.
        out.push_str(&serde_json::to_string(&line).unwrap_or_default());
        out.push('\n');
    }
    out
}

fn message<'a>(one: &'a Diagnostic, sources: &Sources) -> Message<'a> {
    let place = one.marks.first().filter(|mark| sources.hold(mark.span));
    let place = place.map(|mark| sources.line_column(mark.span));
    Message {
        path: one.path.as_deref().unwrap_or(""),
        code: one.code.text(),
        message: &one.message,
        severity: match one.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        help: &one.help,
    }
}
