//! Where a line of an exported file comes from, by its source map.

use lsp_types::{GotoDefinitionParams, Location};

use crate::lsp::desk::Desk;
use crate::session::{is_data, trace_line};

/// The places in the sources, the one that gives the value first; none where no map knows the file.
pub(super) fn locations(desk: &Desk, params: &GotoDefinitionParams) -> Vec<Location> {
    let asked = &params.text_document_position_params;
    let path = desk.snapshot.path(&asked.text_document.uri);
    let Some(document) = desk.snapshot.documents.get(&path).filter(|_| is_data(&path)) else {
        return Vec::new();
    };
    let lines = desk.lines(&document.text);
    let start = lines.offset(lsp_types::Position::new(asked.position.line, 0)) as usize;
    let here = lines.offset(asked.position) as usize;
    let before = document.text.get(start..here).unwrap_or("").chars().count();
    let place = (asked.position.line + 1, before as u32 + 1);
    let Some(traced) = trace_line(&desk.snapshot.files, &path, &document.text, place) else {
        return Vec::new();
    };
    let place = |&span| desk.snapshot.location(&traced.sources, span);
    traced.spans.iter().filter_map(place).collect()
}
