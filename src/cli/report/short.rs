//! The short form: one line a message, as compilers have always had it, for logs and editors.

use super::{Gate, Places, Shown, word};
use crate::cli::render::printable;
use crate::session::{Diagnostic, Report};

pub(super) fn text(reports: &[Report], shown: &Shown) -> String {
    let mut text = String::new();
    let mut gate = Gate::new(shown);
    for report in reports {
        let mut places = Places::of(&report.sources);
        for diagnostic in report.diagnostics.iter().filter(|one| gate.admits(one.severity)) {
            text.push_str(&line(diagnostic, &mut places));
            text.push('\n');
        }
    }
    text.push_str(&shown.summary());
    text
}

fn line(diagnostic: &Diagnostic, places: &mut Places<'_>) -> String {
    let mut marks = diagnostic.marks.iter().filter_map(|mark| places.place(mark.span));
    let place = marks.next();
    let place = place
        .map_or(String::new(), |at| format!("{}:{}:{}: ", at.file, at.start.line, at.start.column));
    let code = diagnostic.code.text();
    let mut line =
        format!("{place}{}[{code}]: {}", word(diagnostic.severity), diagnostic.headline());
    let others: Vec<String> =
        marks.map(|at| format!("{}:{}:{}", at.file, at.start.line, at.start.column)).collect();
    if !others.is_empty() {
        line.push_str(&format!(" (see {})", others.join(", ")));
    }
    if !diagnostic.instances.is_empty() {
        line.push_str(&format!(" (in {} instances)", diagnostic.instances.len() + 1));
    }
    if let Some(help) = diagnostic.help.first() {
        line.push_str(&format!("; {help}"));
    }
    printable(&line).replace('\n', " ")
}
