//! What is said of a brace that is never closed: by the indentation it can be told which one that
//! is, where parsing only sees that one is missing at the end. It must not know trees.

use super::slips::indent;
use crate::base::{Code, Diagnostic, Fix, Span};

/// An inner brace is at fault, whose struct (`span`, with its braces) was closed by the brace of
/// another: that one stands further to the left than the line of the first.
pub(super) fn inner(text: &str, span: Span) -> Diagnostic {
    let brace = Span { end: span.start + 1, ..span };
    let closing = Span { start: span.end.saturating_sub(1), ..span };
    let before = text.get(..closing.start as usize).unwrap_or("");
    let line = before.rfind('\n').map_or(0, |newline| newline + 1) as u32;
    let at = Span { start: line, end: line, ..span };
    let missing = format!("{}}}\n", indent(text, span.start));
    unclosed(brace)
        .at(closing, "this one closes it, though by its indentation it belongs to another")
        .help("Insert `}` before this line.")
        .fix(Fix::insert(at, missing, "insert `}`"))
}

/// A brace is not closed at the end of the file.
pub(super) fn outer(text: &str, opened: Span, end: Span) -> Diagnostic {
    let brace = Span { start: opened.end.saturating_sub(1), ..opened };
    let kept = text.trim_end().len() as u32;
    let at = Span { start: kept, end: kept, ..opened };
    let missing = format!("\n{}}}", indent(text, opened.start));
    unclosed(brace).at(end, "the file ends here").help("Close it with `}`.").fix(Fix::insert(
        at,
        missing,
        "insert `}`",
    ))
}

fn unclosed(brace: Span) -> Diagnostic {
    Diagnostic::error(Code::Syntax, "unclosed `{`").at(brace, "opened here, never closed")
}
