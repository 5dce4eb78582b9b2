//! Another name for a thing, wherever it is written, in all packages of the module.

use std::collections::HashMap;

use lsp_types::request::{PrepareRenameRequest, Rename};
use lsp_types::{
    PrepareRenameResponse, RenameParams, TextDocumentPositionParams, TextEdit, Url, WorkspaceEdit,
};

use super::Answer;
use super::references::{self, Found};
use crate::base::Span;
use crate::lsp::desk::{Desk, Place};
use crate::lsp::task::Failure;
use crate::session::names::{Names, Occurrence, Sort, Target};
use crate::session::{is_identifier, within_library};

pub(super) fn prepare(
    desk: &Desk,
    params: TextDocumentPositionParams,
) -> Answer<PrepareRenameRequest> {
    let Some(place) = desk.place(&params.text_document, params.position) else { return Ok(None) };
    let names = Names::new(&place.project.loaded);
    let Some(here) = names.at(place.file, place.offset) else { return Ok(None) };
    if own(&names, &place, &here).is_err() {
        return Ok(None);
    }
    let lines = desk.lines(place.project.sources().text(place.file));
    let (range, placeholder) = (lines.range(here.span), here.name);
    Ok(Some(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder }))
}

pub(super) fn rename(desk: &Desk, params: RenameParams) -> Answer<Rename> {
    let asked = params.text_document_position;
    let Some(place) = desk.place(&asked.text_document, asked.position) else { return Ok(None) };
    let names = Names::new(&place.project.loaded);
    let Some(here) = names.at(place.file, place.offset) else { return Ok(None) };
    own(&names, &place, &here)?;
    let new = params.new_name.trim();
    if prefix(new) != prefix(&here.name) {
        let message = match prefix(&here.name) {
            "" => "the new name must not start with `#` or `_`, which gives it another meaning",
            "#" => "the new name must start with `#`, as that of a definition",
            _ => "the new name must start as the old one does, which says that it is hidden",
        };
        return Err(Failure::refused(message));
    }
    let found = references::all(desk, &place);
    let mut changes: HashMap<Url, Vec<TextEdit>> = HashMap::new();
    for one in &found {
        free(one, new)?;
        let Some(location) = one.location(desk) else { continue };
        let text = one.project.sources().slice(one.occurrence.span);
        let mut range = location.range;
        let new_text = if is_unnamed_import(one) {
            // The path stays, and a name comes before it.
            range.end = range.start;
            format!("{new} ")
        } else if text.starts_with('"') {
            format!("{new:?}")
        } else if is_identifier(new.trim_start_matches(['_', '#'])) {
            new.to_owned()
        } else {
            let message = format!("`{new}` is no identifier, and would need quotes");
            return Err(Failure::refused(message));
        };
        changes.entry(location.uri).or_default().push(TextEdit { range, new_text });
    }
    Ok(Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }))
}

/// What says of which class a name is.
fn prefix(name: &str) -> &'static str {
    ["_#", "#", "_"].into_iter().find(|&prefix| name.starts_with(prefix)).unwrap_or("")
}

/// Refuses names whose declarations are not the user's to change.
fn own(names: &Names<'_>, place: &Place, here: &Occurrence) -> Result<(), Failure> {
    let sources = place.project.sources();
    let mut declared = false;
    for target in &here.targets {
        match target {
            Target::Declared(file, id) => {
                let path = sources.path(*file);
                if within_library(path).is_some() || path.ends_with("inf/context") {
                    let message =
                        format!("`{}` belongs to the library that comes with infc", here.name);
                    return Err(Failure::refused(message));
                }
                declared |= names.definition(*file, *id).is_some();
            }
            Target::Member(package, _) => {
                let message = format!("`{}` belongs to the package `{package}`", here.name);
                return Err(Failure::refused(message));
            }
            Target::Predeclared(name) => {
                return Err(Failure::refused(format!("`{name}` belongs to the language")));
            }
        }
    }
    let unknown = || Failure::refused(format!("it is not known what `{}` means", here.name));
    if declared { Ok(()) } else { Err(unknown()) }
}

/// Refuses a name that means something else already where the old one stands.
fn free(one: &Found, new: &str) -> Result<(), Failure> {
    let names = Names::new(&one.project.loaded);
    let span = one.occurrence.span;
    let Some(here) = names.file(span.file) else { return Ok(()) };
    let taken = match one.occurrence.declares {
        Some(id) => {
            let scope = here.index.definitions[id].scope;
            here.index.declared(scope, new).next()
        }
        None => {
            let by_name =
                |used: &&crate::session::names::Use| used.span == span && used.base.is_none();
            let used = here.index.uses.iter().find(by_name);
            let found = used.and_then(|used| here.index.resolve(used.scope, new));
            found.and_then(|found| found.1.first().copied())
        }
    };
    let Some(taken) = taken else { return Ok(()) };
    let taken: Span = here.index.definitions[taken].span;
    let sources = one.project.sources();
    let line = sources.line_column(taken).line;
    let path = sources.path(taken.file).display();
    Err(Failure::refused(format!("there is a `{new}` already: {path}:{line}")))
}

/// Whether an occurrence is an import that is called as its path ends.
fn is_unnamed_import(one: &Found) -> bool {
    let Some(id) = one.occurrence.declares else { return false };
    let names = Names::new(&one.project.loaded);
    let definition = names.definition(one.occurrence.span.file, id);
    let is_import = definition.is_some_and(|one| matches!(one.sort, Sort::Import(_)));
    is_import && one.project.sources().slice(one.occurrence.span).starts_with(['"', '#', '\''])
}
