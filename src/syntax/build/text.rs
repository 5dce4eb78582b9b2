//! Literals of strings and bytes: their pieces, and a check that every piece can be read.

use super::Builder;
use crate::base::Span;
use crate::syntax::parser::{Node, Rule};
use crate::syntax::tree::{ExprId, ExprKind, Part, Parts, StringLit};
use crate::syntax::{literal, slips};

impl Builder<'_> {
    /// A string or bytes literal of any form.
    pub(super) fn string(&mut self, node: Node<'_>) -> ExprId {
        let span = node.span();
        let written = node.text();
        if node.rule() == Rule::halfmulti {
            self.report(span, slips::no_line_behind_quotes(span));
            return self.bad(span);
        }
        let Ok(literal) = self.pieces(node) else { return self.bad(span) };
        let plain = !literal.multiline && !written.contains('\\');
        if !plain && let Err(error) = literal::string(&literal, self.text) {
            let place = error.span.unwrap_or(span);
            self.report(place, slips::literal(place, error));
        }
        self.add(span, ExprKind::String(literal))
    }

    /// The pieces of a literal; an error if it does not end.
    fn pieces(&mut self, node: Node<'_>) -> Result<StringLit, ()> {
        let whole = node.span();
        let quoted = node.text().trim_start_matches('#');
        let hashes = node.text().len() - quoted.len();
        let bytes = quoted.starts_with('\'');
        let triple = if bytes { "'''" } else { "\"\"\"" };
        let multiline =
            quoted.strip_prefix(triple).is_some_and(|rest| rest.starts_with(['\r', '\n']));
        let mut parts = Parts::new();
        let mut ended = true;
        for node in node.children() {
            let span = node.span();
            match node.rule() {
                Rule::interpolation => {
                    let value = self.interpolation(node);
                    parts.push(Part::Interpolation(value));
                }
                Rule::unclosed => {
                    ended = false;
                    self.report(whole, slips::unterminated(self.text, whole, multiline));
                }
                _ => push_text(&mut parts, span, multiline),
            }
        }
        let Ok(hashes) = u8::try_from(hashes) else {
            self.report(whole, slips::too_many_hashes(whole));
            return Err(());
        };
        if ended { Ok(StringLit { bytes, multiline, hashes, parts }) } else { Err(()) }
    }

    fn interpolation(&mut self, node: Node<'_>) -> ExprId {
        let span = node.span();
        let text = node.text();
        let before = text.find('(').unwrap_or(0) as u32;
        let opened = Span::new(span.file, span.start, span.start + before + 1);
        let mut value = None;
        for node in node.children() {
            let place = node.span();
            match node.rule() {
                Rule::noclose => self.unclosed(opened, place, ")"),
                Rule::iskip => {}
                _ => value = Some(self.value(node)),
            }
        }
        value.unwrap_or_else(|| self.bad(span))
    }

    /// Whether a literal has interpolations.
    pub(super) fn is_interpolated(&self, literal: ExprId) -> bool {
        match &self.exprs[literal].kind {
            ExprKind::String(literal) => {
                literal.parts.iter().any(|part| matches!(part, Part::Interpolation(_)))
            }
            _ => false,
        }
    }
}

/// Adds text, joined to text right before it. The line end behind the opening quotes of a
/// multi-line literal does not belong to it.
fn push_text(parts: &mut Parts, mut span: Span, multiline: bool) {
    if multiline && parts.is_empty() {
        span.start += 1;
    }
    if span.start >= span.end {
        return;
    }
    match parts.last_mut() {
        Some(Part::Text(before)) => before.end = span.end,
        Some(Part::Interpolation(_)) | None => parts.push(Part::Text(span)),
    }
}
