//! What can be done at a place: the fixes that diagnostics carry, and changes that need no fault.

mod imports;
mod labels;
mod required;

use std::collections::HashMap;

use lsp_types::request::CodeActionRequest;
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Diagnostic, TextEdit,
    WorkspaceEdit,
};

use super::Answer;
use crate::base::Span;
use crate::lsp::convert::ShownFix;
use crate::lsp::desk::{Desk, Place};
use crate::session::names::Names;

pub(super) fn actions(desk: &Desk, params: CodeActionParams) -> Answer<CodeActionRequest> {
    let mut found = match desk.place(&params.text_document, params.range.start) {
        Some(place) => in_source(desk, &place, &params.context.diagnostics),
        // In data, there are the fixes alone.
        None => params.context.diagnostics.iter().flat_map(fixes).collect(),
    };
    if let Some(only) = &params.context.only {
        let is_wanted = |kind: &CodeActionKind| {
            only.iter().any(|one| {
                let (kind, one) = (kind.as_str(), one.as_str());
                kind == one || kind.strip_prefix(one).is_some_and(|rest| rest.starts_with('.'))
            })
        };
        found.retain(|action| action.kind.as_ref().is_some_and(is_wanted));
    }
    Ok(Some(found.into_iter().map(CodeActionOrCommand::CodeAction).collect()))
}

/// What can be done at a place of a source.
fn in_source(desk: &Desk, place: &Place, said: &[Diagnostic]) -> Vec<CodeAction> {
    let names = Names::new(&place.project.loaded);
    let bench = Bench { desk, place, names: &names };
    let mut found: Vec<CodeAction> = Vec::new();
    for diagnostic in said {
        found.extend(fixes(diagnostic));
        let known = |action: &CodeAction| found.iter().any(|one| one.title == action.title);
        let mut imports = bench.missing_import(diagnostic);
        imports.retain(|action| !known(action));
        found.append(&mut imports);
    }
    found.extend(bench.required_fields());
    found.extend(bench.quoted_label());
    found.extend(bench.organised_imports());
    found
}

/// The fixes of a diagnostic, which travel with it.
fn fixes(diagnostic: &Diagnostic) -> Vec<CodeAction> {
    let data = diagnostic.data.clone();
    let fixes: Option<Vec<ShownFix>> = data.and_then(|data| serde_json::from_value(data).ok());
    let action = |fix: ShownFix| CodeAction {
        title: fix.title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostic.clone()]),
        is_preferred: Some(fix.sure),
        edit: Some(WorkspaceEdit { changes: Some(fix.changes), ..WorkspaceEdit::default() }),
        ..CodeAction::default()
    };
    fixes.unwrap_or_default().into_iter().map(action).collect()
}

/// Where actions are found: a place, and what is known around it.
struct Bench<'a> {
    desk: &'a Desk,
    place: &'a Place,
    names: &'a Names<'a>,
}

impl Bench<'_> {
    fn text(&self) -> &str {
        self.place.project.sources().text(self.place.file)
    }

    /// An action that changes this file.
    fn action(
        &self,
        title: String,
        kind: CodeActionKind,
        edits: &[(Span, String)],
    ) -> Option<CodeAction> {
        let uri = self.desk.snapshot.uri(self.place.project.sources(), self.place.file)?;
        let lines = self.desk.lines(self.text());
        let edits = edits
            .iter()
            .map(|(span, text)| TextEdit { range: lines.range(*span), new_text: text.clone() });
        let changes = HashMap::from([(uri, edits.collect())]);
        let edit = WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
        Some(CodeAction { title, kind: Some(kind), edit: Some(edit), ..CodeAction::default() })
    }
}
