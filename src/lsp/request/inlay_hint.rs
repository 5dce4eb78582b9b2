//! The values of references, and what interpolated strings become, behind them; off unless the
//! client's settings ask for it.

use lsp_types::request::InlayHintRequest;
use lsp_types::{InlayHint, InlayHintKind, InlayHintLabel, InlayHintParams};

use super::Answer;
use crate::lsp::desk::Desk;
use crate::session::names::Names;
use crate::syntax::tree::{ExprKind, Part};

/// How many hints are given at most: what fits some screens.
const MOST_HINTS: usize = 400;

/// How long a value may be that is shown, in letters.
const LONGEST: usize = 40;

pub(super) fn hints(desk: &Desk, params: InlayHintParams) -> Answer<InlayHintRequest> {
    if !desk.snapshot.settings.inlay_hints {
        return Ok(None);
    }
    let Some((project, file)) = desk.file(&params.text_document) else { return Ok(None) };
    let names = Names::new(&project.loaded);
    let Some(here) = names.file(file) else { return Ok(None) };
    let lines = desk.lines(here.text);
    let (from, to) = (lines.offset(params.range.start), lines.offset(params.range.end));
    let inspection = desk.inspection(&project);
    let mut inspection = inspection.borrow_mut();
    let mut hints = Vec::new();
    for (id, one) in here.index.definitions.iter() {
        if hints.len() >= MOST_HINTS {
            break;
        }
        let Some(value) = one.value.filter(|_| one.is_field()) else { continue };
        let expr = &here.parsed.tree.exprs[value];
        if expr.span.end < from || expr.span.start > to {
            continue;
        }
        let says_more = match &expr.kind {
            ExprKind::Ident => here
                .index
                .use_of(value)
                .is_some_and(|one| !crate::program::is_predeclared(&one.name)),
            ExprKind::Select { .. } | ExprKind::Call { .. } => true,
            ExprKind::String(lit) => {
                lit.parts.iter().any(|part| matches!(part, Part::Interpolation(_)))
            }
            _ => false,
        };
        if !says_more {
            continue;
        }
        let Some((package, path)) = names.path_of(file, id) else { continue };
        let Some(vertex) = inspection.graph.at(package, &path) else { continue };
        let Some(scalar) = inspection.graph.scalar(vertex) else { continue };
        let shown: String = scalar.chars().take(LONGEST).collect();
        let cut = if shown.len() < scalar.len() { "…" } else { "" };
        hints.push(InlayHint {
            position: lines.position(expr.span.end),
            label: InlayHintLabel::String(format!("= {shown}{cut}")),
            kind: Some(InlayHintKind::TYPE),
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        });
    }
    Ok(Some(hints))
}
