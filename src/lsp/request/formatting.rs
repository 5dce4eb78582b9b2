//! House style: the whole file, or the lines of a range.

use lsp_types::request::{Formatting, RangeFormatting};
use lsp_types::{
    DocumentFormattingParams, DocumentRangeFormattingParams, Position, Range,
    TextDocumentIdentifier, TextEdit,
};

use super::Answer;
use crate::base::FileId;
use crate::format;
use crate::lsp::desk::Desk;
use crate::lsp::position::Lines;
use crate::syntax::parse;

pub(super) fn whole(desk: &Desk, params: DocumentFormattingParams) -> Answer<Formatting> {
    Ok(edits(desk, &params.text_document))
}

/// The edits of whole lines that touch the range.
pub(super) fn range(desk: &Desk, params: DocumentRangeFormattingParams) -> Answer<RangeFormatting> {
    let asked = params.range;
    let touches = |edit: &TextEdit| {
        // An edit of whole lines ends at the beginning of the line behind them.
        let Range { start, end } = edit.range;
        let last = if end.character == 0 { end.line.saturating_sub(1) } else { end.line };
        start.line <= asked.end.line && asked.start.line <= last.max(start.line)
    };
    let edits = edits(desk, &params.text_document);
    Ok(edits.map(|edits| edits.into_iter().filter(touches).collect()))
}

/// What makes the file one in house style; nothing for one that cannot be read whole.
fn edits(desk: &Desk, document: &TextDocumentIdentifier) -> Option<Vec<TextEdit>> {
    let document = desk.snapshot.documents.get(&desk.snapshot.path(&document.uri))?;
    let text: &str = &document.text;
    let parsed = parse(FileId::at(0), text);
    if !parsed.diagnostics.is_empty() {
        return None;
    }
    let tidied = format::tidy(&parsed.tree, text);
    Some(line_edits(&desk.lines(text), text, &tidied))
}

/// The blocks of lines that differ. Equal lines at both ends of what is left stay; within it, lines
/// are paired as long as as many lines stand on both sides.
fn line_edits(lines: &Lines<'_>, before: &str, after: &str) -> Vec<TextEdit> {
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let same_start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - same_start;
    let same_end =
        old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let old_end = old.len() - same_end;
    let new_end = new.len() - same_end;
    let edit = |from: usize, to: usize, text: String| TextEdit {
        range: Range::new(start_of(lines, from), start_of(lines, to)),
        new_text: text,
    };
    if old.len() != new.len() {
        let text = new.get(same_start..new_end).unwrap_or_default().concat();
        return vec![edit(same_start, old_end, text)];
    }
    let mut edits = Vec::new();
    let mut from = None;
    for at in same_start..=old_end {
        let differs = at < old_end && old.get(at) != new.get(at);
        match (differs, from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                edits.push(edit(start, at, new.get(start..at).unwrap_or_default().concat()));
                from = None;
            }
            _ => {}
        }
    }
    edits
}

/// The beginning of a line, or the end of the text.
fn start_of(lines: &Lines<'_>, line: usize) -> Position {
    let last = lines.count() - 1;
    let line = line as u32;
    if line <= last { Position::new(line, 0) } else { lines.position(u32::MAX) }
}
