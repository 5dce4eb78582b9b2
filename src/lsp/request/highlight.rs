//! The places in this file of the name at the cursor.

use lsp_types::request::DocumentHighlightRequest;
use lsp_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams};

use super::Answer;
use crate::lsp::desk::Desk;
use crate::session::names::Names;

pub(super) fn highlight(
    desk: &Desk,
    params: DocumentHighlightParams,
) -> Answer<DocumentHighlightRequest> {
    let asked = params.text_document_position_params;
    let Some(place) = desk.place(&asked.text_document, asked.position) else { return Ok(None) };
    let names = Names::new(&place.project.loaded);
    let Some(here) = names.at(place.file, place.offset) else { return Ok(None) };
    let lines = desk.lines(place.project.sources().text(place.file));
    let found = names.occurrences(&here.name, &here.targets).into_iter();
    let own = found.filter(|one| one.span.file == place.file);
    let marks = own.map(|one| DocumentHighlight {
        range: lines.range(one.span),
        kind: Some(match one.declares {
            Some(_) => DocumentHighlightKind::WRITE,
            None => DocumentHighlightKind::READ,
        }),
    });
    Ok(Some(marks.collect()))
}
