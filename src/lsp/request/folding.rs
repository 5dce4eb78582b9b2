//! What can be folded: brackets over several lines, groups of imports and of comments.

use lsp_types::request::FoldingRangeRequest;
use lsp_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

use super::Answer;
use crate::base::Span;
use crate::lsp::desk::Desk;
use crate::syntax::tree::ExprKind;

pub(super) fn folding(desk: &Desk, params: FoldingRangeParams) -> Answer<FoldingRangeRequest> {
    let Some((project, file)) = desk.file(&params.text_document) else { return Ok(None) };
    let lines = desk.lines(project.sources().text(file));
    let Some(parsed) = project.parsed(file) else { return Ok(None) };
    let mut found = Vec::new();
    let mut add = |span: Span, kind: Option<FoldingRangeKind>, closed: bool| {
        let range = lines.range(span);
        // A closing bracket stays in sight.
        let end = range.end.line.saturating_sub(u32::from(closed));
        if end > range.start.line {
            let (start_line, end_line) = (range.start.line, end);
            found.push(FoldingRange { start_line, end_line, kind, ..FoldingRange::default() });
        }
    };
    for (_, expr) in parsed.tree.exprs.iter() {
        match &expr.kind {
            ExprKind::Struct { braces: true, .. } | ExprKind::List(_) => add(expr.span, None, true),
            ExprKind::String(lit) if lit.multiline => add(expr.span, None, true),
            _ => {}
        }
    }
    if let [first, .., last] = parsed.tree.imports.as_slice() {
        add(first.span.to(last.span), Some(FoldingRangeKind::Imports), false);
    }
    let mut group: Option<Span> = None;
    for &comment in &parsed.comments {
        let follows = group.is_some_and(|group| {
            lines.position(comment.start).line == lines.position(group.end).line + 1
        });
        match group {
            Some(before) if follows => group = Some(before.to(comment)),
            Some(before) => {
                add(before, Some(FoldingRangeKind::Comment), false);
                group = Some(comment);
            }
            None => group = Some(comment),
        }
    }
    if let Some(group) = group {
        add(group, Some(FoldingRangeKind::Comment), false);
    }
    Ok(Some(found))
}
