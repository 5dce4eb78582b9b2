//! The JSON form, for tools: everything that is known of a message. `docs/diagnostics.md` is its
//! description; what stands there stays.

use serde::Serialize;

use super::places::{Place, Places};
use super::word;
use crate::session::{Diagnostic, Fix, Mark, Position, Report, Severity, Trust};

/// The version of the form; it changes if anything goes or means something else.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document {
    version: u32,
    diagnostics: Vec<Message>,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct Message {
    severity: &'static str,
    code: &'static str,
    title: &'static str,
    link: String,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Range>,
    related: Vec<Range>,
    instances: Vec<String>,
    notes: Vec<String>,
    help: Vec<String>,
    fixes: Vec<Change>,
}

/// A place, and what is said of it or stands there.
#[derive(Serialize)]
pub(in crate::cli) struct Range {
    file: String,
    start: Point,
    end: Point,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Serialize)]
struct Point {
    byte: usize,
    line: usize,
    column: usize,
    /// The column in UTF-16 code units, from 0.
    utf16: usize,
}

#[derive(Serialize)]
struct Change {
    title: String,
    sure: bool,
    edits: Vec<Range>,
}

pub(super) fn text(reports: &[Report]) -> String {
    let mut diagnostics = Vec::new();
    let mut summary = Summary { errors: 0, warnings: 0 };
    for report in reports {
        let mut places = Places::of(&report.sources);
        for diagnostic in &report.diagnostics {
            match diagnostic.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
            }
            diagnostics.push(message(diagnostic, &mut places));
        }
    }
    let document = Document { version: VERSION, diagnostics, summary };
    // Strings and numbers can always be written.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn message(diagnostic: &Diagnostic, places: &mut Places<'_>) -> Message {
    let mut marks = diagnostic.marks.iter().filter_map(|mark| marked(mark, places));
    let place = marks.next();
    let related = marks.collect();
    Message {
        severity: word(diagnostic.severity),
        code: diagnostic.code.text(),
        title: diagnostic.code.title(),
        link: diagnostic.code.link(),
        message: diagnostic.message.clone(),
        subject: diagnostic.subject.clone(),
        path: diagnostic.path.clone(),
        place,
        related,
        instances: diagnostic.instances.clone(),
        notes: diagnostic.notes.clone(),
        help: diagnostic.help.clone(),
        fixes: diagnostic.fixes.iter().filter_map(|fix| change(fix, places)).collect(),
    }
}

fn marked(mark: &Mark, places: &mut Places<'_>) -> Option<Range> {
    let text = (!mark.text.is_empty()).then(|| mark.text.clone());
    Some(range(places.place(mark.span)?, text))
}

/// A fix, if all of its edits are in sources.
fn change(fix: &Fix, places: &mut Places<'_>) -> Option<Change> {
    let edits: Option<Vec<Range>> = fix
        .edits
        .iter()
        .map(|edit| Some(range(places.place(edit.span)?, Some(edit.text.clone()))))
        .collect();
    Some(Change { title: fix.title.clone(), sure: fix.trust == Trust::Sure, edits: edits? })
}

/// A place as JSON.
pub(in crate::cli) fn range(place: Place, text: Option<String>) -> Range {
    Range { file: place.file, start: point(place.start), end: point(place.end), text }
}

fn point(position: Position) -> Point {
    let Position { byte, line, column, utf16 } = position;
    Point { byte, line, column, utf16 }
}
