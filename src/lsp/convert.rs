//! From what `session` says to the protocol's types.

use lsp_types::{
    CodeDescription, Diagnostic as Shown, DiagnosticRelatedInformation, DiagnosticSeverity,
    DiagnosticTag, NumberOrString, SymbolKind, Url,
};

use super::desk::Snapshot;
use crate::base::{Code, Diagnostic, FileId, Mark, Severity, Sources};
use crate::session::names::{Definition, Sort};

/// A diagnostic and the file that it is shown in.
pub(super) struct Placed {
    pub(super) file: Option<FileId>,
    pub(super) shown: Shown,
}

/// A diagnostic as a client shows it, at the first of its places that lies in a file of the
/// client's own; the other places become related information.
pub(super) fn diagnostic(snapshot: &Snapshot, sources: &Sources, said: &Diagnostic) -> Placed {
    let marks: Vec<&Mark> = said.marks.iter().filter(|mark| sources.hold(mark.span)).collect();
    let is_own = |mark: &&&Mark| {
        let path = sources.path(mark.span.file).to_string_lossy();
        !path.starts_with("module:")
    };
    let main = marks.iter().find(is_own).or(marks.first()).copied();
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
        tags: (said.code == Code::Unused).then(|| vec![DiagnosticTag::UNNECESSARY]),
        data: None,
    };
    Placed { file: main.map(|mark| mark.span.file), shown }
}

/// What is not yet concrete is worth a look while it is being written; all else is as grave as on
/// the command line.
fn severity(said: &Diagnostic) -> DiagnosticSeverity {
    match said.severity {
        Severity::Error if said.code == Code::Incomplete => DiagnosticSeverity::WARNING,
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
    }
}

fn link(code: Code) -> Option<CodeDescription> {
    Url::parse(&code.link()).ok().map(|href| CodeDescription { href })
}

/// The message, what is said of the main place, the path and the help, each on a line.
fn message(said: &Diagnostic, main: Option<&Mark>) -> String {
    let mut lines = vec![said.message.clone()];
    lines.extend(main.map(|mark| mark.text.clone()).filter(|text| !text.is_empty()));
    lines.extend(said.path.iter().map(|path| format!("path: {path}")));
    lines.extend(said.help.iter().cloned());
    lines.join("\n")
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
