//! From what `session` says to the protocol's types.

use std::collections::HashMap;

use lsp_types::{
    CodeDescription, Diagnostic as Shown, DiagnosticRelatedInformation, DiagnosticSeverity,
    DiagnosticTag, NumberOrString, SymbolKind, TextEdit, Url,
};
use serde::{Deserialize, Serialize};

use super::desk::Snapshot;
use crate::base::{Code, Diagnostic, FileId, Fix, Mark, Severity, Sources, Trust};
use crate::session::names::{Definition, Sort};
use crate::session::within_library;

/// A diagnostic and the file that it is shown in.
pub(super) struct Placed {
    pub(super) file: Option<FileId>,
    pub(super) shown: Shown,
}

/// A diagnostic as a client shows it, at the first of its places that lies in a file of the
/// client's own; the other places become related information. One that has no such place is about
/// no file: nobody would see it in a module that is not open.
pub(super) fn diagnostic(snapshot: &Snapshot, sources: &Sources, said: &Diagnostic) -> Placed {
    let marks: Vec<&Mark> = said.marks.iter().filter(|mark| sources.hold(mark.span)).collect();
    let main = marks.iter().find(|mark| is_own(sources, mark.span.file)).copied();
    let place = main.and_then(|mark| snapshot.location(sources, mark.span));
    let related: Vec<DiagnosticRelatedInformation> = marks
        .iter()
        .filter(|mark| main.is_none_or(|main| !std::ptr::eq(**mark, main)))
        .filter_map(|mark| {
            let location = snapshot.location(sources, mark.span)?;
            let message = if mark.text.is_empty() { "see here" } else { &mark.text };
            Some(DiagnosticRelatedInformation { location, message: message.to_owned() })
        })
        .collect();
    let shown = Shown {
        range: place.map(|place| place.range).unwrap_or_default(),
        severity: Some(severity(said)),
        code: Some(NumberOrString::String(said.code.text().to_owned())),
        code_description: link(said.code),
        source: Some("infc".to_owned()),
        message: message(said, main),
        related_information: (!related.is_empty()).then_some(related),
        tags: is_unnecessary(said.code).then(|| vec![DiagnosticTag::UNNECESSARY]),
        data: fixes(snapshot, sources, said),
    };
    Placed { file: main.map(|mark| mark.span.file), shown }
}

/// What is not yet concrete is worth a look while it is being written; all else is as grave as on
/// the command line.
fn severity(said: &Diagnostic) -> DiagnosticSeverity {
    match said.severity {
        Severity::Error if said.code == Code::Incomplete => DiagnosticSeverity::WARNING,
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning if is_unnecessary(said.code) => DiagnosticSeverity::HINT,
        Severity::Warning => DiagnosticSeverity::WARNING,
    }
}

/// Whether the place could go: clients show it faded.
fn is_unnecessary(code: Code) -> bool {
    matches!(code, Code::Unused | Code::UnusedHidden | Code::Repeated)
}

fn link(code: Code) -> Option<CodeDescription> {
    Url::parse(&code.link()).ok().map(|href| CodeDescription { href })
}

/// The message, what is said of the main place, the path and the help, each on a line.
fn message(said: &Diagnostic, main: Option<&Mark>) -> String {
    let mut lines = vec![said.headline().into_owned()];
    lines.extend(main.map(|mark| mark.text.clone()).filter(|text| !text.is_empty()));
    lines.extend(said.path.iter().map(|path| format!("path: {path}")));
    lines.extend(said.notes.iter().cloned());
    lines.extend(said.help.iter().cloned());
    if !said.instances.is_empty() {
        lines.push(format!("also: {}", said.instances.join(", ")));
    }
    lines.join("\n")
}

/// A fix as it travels with its diagnostic, to come back with a request for code actions.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ShownFix {
    pub(super) title: String,
    pub(super) sure: bool,
    pub(super) changes: HashMap<Url, Vec<TextEdit>>,
}

/// The fixes whose files the client can change.
fn fixes(snapshot: &Snapshot, sources: &Sources, said: &Diagnostic) -> Option<serde_json::Value> {
    let fix = |fix: &Fix| {
        let mut changes: HashMap<Url, Vec<TextEdit>> = HashMap::new();
        for edit in &fix.edits {
            if !is_own(sources, edit.span.file) {
                return None;
            }
            let place = snapshot.location(sources, edit.span)?;
            let new_text = edit.text.clone();
            changes.entry(place.uri).or_default().push(TextEdit { range: place.range, new_text });
        }
        let mut title = fix.title.clone();
        if let Some(first) = title.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        Some(ShownFix { title, sure: fix.trust == Trust::Sure, changes })
    };
    let fixes: Vec<ShownFix> = said.fixes.iter().filter_map(fix).collect();
    if fixes.is_empty() { None } else { serde_json::to_value(fixes).ok() }
}

/// Whether a source is the client's to change, and not one of the embedded modules.
fn is_own(sources: &Sources, file: FileId) -> bool {
    within_library(sources.path(file)).is_none()
}

/// The kind of symbol that a definition is.
pub(super) fn symbol_kind(one: &Definition) -> SymbolKind {
    match one.sort {
        Sort::Field { .. } if one.name.trim_start_matches('_').starts_with('#') => {
            SymbolKind::CLASS
        }
        Sort::Field { .. } | Sort::Pattern => SymbolKind::FIELD,
        Sort::Let | Sort::Variable => SymbolKind::VARIABLE,
        Sort::Alias(_) => SymbolKind::VARIABLE,
        Sort::Import(_) => SymbolKind::MODULE,
    }
}
