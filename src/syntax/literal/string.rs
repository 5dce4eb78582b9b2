//! String and bytes literals: escapes decoded, the indentation of multi-line ones taken away.

use super::LiteralError;
use super::escape::{Escaped, Escapes};
use crate::base::Span;
use crate::syntax::tree::{ExprId, Part, StringLit};

/// A piece of a literal as it is meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Text of a string.
    Text(String),
    /// Bytes of a bytes literal.
    Bytes(Vec<u8>),
    /// An interpolated expression.
    Interpolation(ExprId),
}

/// The pieces of a literal of `text`, the file's text; no two pieces of text lie side by side, and
/// none is empty.
pub fn string(literal: &StringLit, text: &str) -> Result<Vec<Piece>, LiteralError> {
    let escapes = Escapes { bytes: literal.bytes, hashes: usize::from(literal.hashes) };
    let indent = Indent::of(literal, text);
    let mut pieces = Vec::with_capacity(literal.parts.len());
    let last = literal.parts.len().saturating_sub(1);
    let mut at_start = true;
    for (index, part) in literal.parts.iter().enumerate() {
        match part {
            Part::Interpolation(id) => {
                if at_start && !indent.text.is_empty() {
                    return Err(wrong_indent(None, "", indent));
                }
                at_start = false;
                pieces.push(Piece::Interpolation(*id));
            }
            Part::Text(span) => {
                let mut written = *span;
                if literal.multiline && index == last {
                    written = without_last_line(written, text);
                }
                let mut bytes = Vec::with_capacity(written.of(text).len());
                if literal.multiline {
                    let last_line = lines(written, text, escapes, indent, at_start, &mut bytes)?;
                    at_start = last_line == LastLine::Empty;
                } else {
                    decode(written, text, escapes, false, &mut bytes)?;
                }
                if !bytes.is_empty() {
                    pieces.push(piece(bytes, literal.bytes));
                }
            }
        }
    }
    Ok(pieces)
}

/// What a literal of `text` holds, if it stands there as it is meant: on one line, with neither
/// escapes nor interpolations.
pub fn verbatim<'t>(literal: &StringLit, text: &'t str) -> Option<&'t str> {
    let written = match literal.parts.as_slice() {
        [] => "",
        [Part::Text(span)] if !literal.multiline => span.of(text),
        _ => return None,
    };
    // Carriage returns go from raw literals.
    let is_changed = |byte: &u8| *byte == b'\\' || *byte == b'\r' && literal.hashes > 0;
    (!written.as_bytes().iter().any(is_changed)).then_some(written)
}

/// Decoded bytes as a piece. Those of a string are UTF-8: only bytes literals have byte escapes.
fn piece(bytes: Vec<u8>, is_bytes: bool) -> Piece {
    if is_bytes {
        return Piece::Bytes(bytes);
    }
    Piece::Text(
        String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    )
}

/// What stands before the closing quotes: the indentation of all lines.
#[derive(Clone, Copy)]
struct Indent<'t> {
    text: &'t str,
    span: Option<Span>,
}

impl<'t> Indent<'t> {
    fn of(literal: &StringLit, text: &'t str) -> Self {
        let Some(Part::Text(span)) = literal.parts.last().filter(|_| literal.multiline) else {
            return Self { text: "", span: None };
        };
        let written = span.of(text);
        let line = written.rfind('\n').map_or(0, |newline| newline + 1);
        let text = written.get(line..).unwrap_or("");
        let place = Span { start: span.end - text.len() as u32, ..*span };
        Self { text, span: Some(place) }
    }
}

/// The text without its last line end and the indentation behind it.
fn without_last_line(span: Span, text: &str) -> Span {
    let newline = span.of(text).rfind('\n').unwrap_or(0);
    Span::new(span.file, span.start, span.start + newline as u32)
}

/// Decodes lines: takes the indentation away after each line end, and carriage returns anywhere.
fn lines(
    span: Span,
    text: &str,
    escapes: Escapes,
    indent: Indent<'_>,
    mut at_start: bool,
    into: &mut Vec<u8>,
) -> Result<LastLine, LiteralError> {
    let mut start = span.start;
    for line in span.of(text).split_inclusive('\n') {
        let end = start + line.len() as u32;
        let mut from = start;
        if at_start {
            if line.starts_with(indent.text) {
                from += indent.text.len() as u32;
            } else if !matches!(line, "\n" | "\r\n" | "\r" | "") {
                return Err(wrong_indent(Some(Span::new(span.file, start, end)), line, indent));
            }
        }
        decode(Span::new(span.file, from, end), text, escapes, true, into)?;
        at_start = line.ends_with('\n');
        start = end;
    }
    Ok(if at_start { LastLine::Empty } else { LastLine::Begun })
}

/// Whether the last line of a piece of text has been begun: what follows it is an interpolation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LastLine {
    Empty,
    Begun,
}

/// `line` is where the wrong line stands; an interpolation that starts a line has no text there.
fn wrong_indent(line_span: Option<Span>, line: &str, indent: Indent<'_>) -> LiteralError {
    let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
    let written = line.get(..blank).unwrap_or("");
    let wanted = indent.text;
    let mixed = wanted.contains('\t') != written.contains('\t');
    let message = "this line is indented otherwise than the closing quotes";
    let help = if mixed && !written.is_empty() && !wanted.is_empty() {
        "One has tabs where the other has spaces: indent both alike."
    } else {
        "Every line must start with the blanks that stand before the closing quotes; move the \
         quotes to the left or the line to the right."
    };
    let place =
        line_span.map(|line| Span::new(line.file, line.start, line.start + blank.max(1) as u32));
    let blanks = indent.span.filter(|_| blank > 0).map(|span| (span, wanted.to_owned()));
    LiteralError { blanks, ..LiteralError::new(place, message, help) }
}

/// Decodes escapes.
fn decode(
    span: Span,
    text: &str,
    escapes: Escapes,
    multiline: bool,
    into: &mut Vec<u8>,
) -> Result<(), LiteralError> {
    let written = span.of(text);
    // As in CUE, a carriage return is text only where there is nothing else to decode.
    let keep_returns = !multiline && escapes.hashes == 0 && !written.contains('\\');
    let mut at = 0;
    while let Some(rest) = written.get(at..).filter(|rest| !rest.is_empty()) {
        if escapes.starts(rest) {
            let place = Span::new(span.file, span.start + at as u32, span.end);
            let (escaped, len) = escapes.read(rest, place)?;
            match escaped {
                Escaped::Char(c) => into.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
                Escaped::Byte(byte) => into.push(byte),
                Escaped::LineEnd => {}
            }
            at += len;
            continue;
        }
        // A backslash that is no escape, as in raw literals, is text.
        let skip = usize::from(rest.starts_with('\\'));
        let next = rest.get(skip..).and_then(|tail| tail.find('\\')).map(|next| next + skip);
        let text = rest.get(..next.unwrap_or(rest.len())).unwrap_or(rest);
        into.extend(text.bytes().filter(|&byte| keep_returns || byte != b'\r'));
        at += text.len();
    }
    Ok(())
}
