//! Taking declarations out of a text.

use crate::base::Span;
use crate::session::names::File;

/// What has to go so that the declaration at `span` is gone: its lines, where it has them to itself,
/// with the comment that stands right above; else the declaration and one comma.
pub(super) fn without(file: &File<'_>, span: Span) -> Span {
    let text = file.text;
    let before = text.get(..span.start as usize).unwrap_or("");
    let behind = text.get(span.end as usize..).unwrap_or("");
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let lead = before.get(line..).unwrap_or("");
    let rest = behind.split_inclusive('\n').next().unwrap_or("");
    let tail = rest.trim();
    let tail = tail.strip_prefix(',').unwrap_or(tail).trim_start();
    if lead.trim().is_empty() && (tail.is_empty() || tail.starts_with("//")) {
        let start = comment_above(before.get(..line).unwrap_or(""));
        return Span { start: start as u32, end: span.end + rest.len() as u32, ..span };
    }
    let trimmed = behind.trim_start_matches([' ', '\t']);
    if let Some(rest) = trimmed.strip_prefix(',') {
        let rest = rest.trim_start_matches([' ', '\t']);
        return Span { end: span.end + (behind.len() - rest.len()) as u32, ..span };
    }
    let kept = before.trim_end_matches([' ', '\t']);
    match kept.strip_suffix(',') {
        Some(kept) => Span { start: kept.len() as u32, ..span },
        None => span,
    }
}

/// Where the lines of comments at the end of `before` start.
fn comment_above(before: &str) -> usize {
    let mut start = before.len();
    for line in before.split_inclusive('\n').rev() {
        if !line.trim_start().starts_with("//") {
            break;
        }
        start -= line.len();
    }
    start
}
