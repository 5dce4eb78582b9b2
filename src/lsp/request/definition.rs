//! Where a name is declared. On an import path, the files of the package; in an exported file, the
//! sources of the line.

use lsp_types::request::GotoDefinition;
use lsp_types::{GotoDefinitionParams, GotoDefinitionResponse, Location};

use super::{Answer, definition_of_line};
use crate::base::Span;
use crate::lsp::desk::{Desk, Place};
use crate::package::Import;
use crate::session::comment_above;
use crate::session::names::{Names, Sort, Target};

pub(super) fn definition(desk: &Desk, params: GotoDefinitionParams) -> Answer<GotoDefinition> {
    let asked = &params.text_document_position_params;
    let found = match desk.place(&asked.text_document, asked.position) {
        Some(place) => locations(desk, &place),
        None => definition_of_line::locations(desk, &params),
    };
    Ok((!found.is_empty()).then_some(GotoDefinitionResponse::Array(found)))
}

fn locations(desk: &Desk, place: &Place) -> Vec<Location> {
    let names = Names::new(&place.project.loaded);
    let Some(here) = names.at(place.file, place.offset) else { return Vec::new() };
    let mut spans: Vec<Span> = Vec::new();
    let mut add = |span: Span| {
        if !spans.contains(&span) {
            spans.push(span);
        }
    };
    for target in &here.targets {
        match target {
            Target::Declared(file, id) => {
                let Some(one) = names.definition(*file, *id) else { continue };
                // An import leads on to its package, unless that has no files.
                match one.sort {
                    Sort::Import(number) => {
                        let package = package_spans(&names, *file, number);
                        if package.is_empty() {
                            add(one.span);
                        }
                        package.into_iter().for_each(&mut add);
                    }
                    Sort::Field { .. }
                    | Sort::Pattern
                    | Sort::Let
                    | Sort::Alias(_)
                    | Sort::Variable => add(one.span),
                }
            }
            Target::Member(..) | Target::Predeclared(_) => {}
        }
    }
    // The declaration under the cursor itself leads nowhere if there is another.
    if spans.len() > 1 && here.declares.is_some() {
        spans.retain(|&span| span != here.span);
    }
    let sources = place.project.sources();
    // Of several declarations, the documented one is the first to show.
    let text = |span: Span| sources.text(span.file);
    spans.sort_by_key(|&span| comment_above(text(span), span.start).is_none());
    spans.into_iter().filter_map(|span| desk.snapshot.location(sources, span)).collect()
}

/// The package clauses of what an import means.
fn package_spans(names: &Names<'_>, file: crate::base::FileId, number: usize) -> Vec<Span> {
    let import = names.file(file).and_then(|here| here.parsed.tree.imports.get(number));
    let Some(Import::Package(package)) = import.and_then(|import| names.import(file, import.path))
    else {
        return Vec::new();
    };
    let files = names.package_files(*package).into_iter();
    let clauses = files.filter_map(|file| names.file(file)?.parsed.tree.package);
    clauses.map(|clause| clause.name).collect()
}
