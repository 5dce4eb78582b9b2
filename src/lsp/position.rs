//! Lines and columns as the protocol counts them: from 0, columns in units of an encoding that
//! client and server agree on.

use lsp_types::{Position, PositionEncodingKind, Range};

use crate::base::Span;

/// In what columns are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// What the protocol counts unless both sides agree on something else.
    Utf16,
}

impl Encoding {
    /// The one to use with a client that knows those.
    pub(super) fn agreed(known: Option<&[PositionEncodingKind]>) -> Self {
        let bytes = known.is_some_and(|known| known.contains(&PositionEncodingKind::UTF8));
        if bytes { Encoding::Utf8 } else { Encoding::Utf16 }
    }

    /// Its name.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn units(self, text: &str) -> u32 {
        match self {
            Encoding::Utf8 => text.len() as u32,
            Encoding::Utf16 => text.encode_utf16().count() as u32,
        }
    }
}

/// A text with the beginnings of its lines.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<u32>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    /// Finds the lines of `text`; they end with a line feed, a carriage return, or both.
    pub(super) fn new(text: &'t str, encoding: Encoding) -> Self {
        let mut starts = vec![0];
        let bytes = text.as_bytes();
        for (index, byte) in bytes.iter().enumerate() {
            let ends = match byte {
                b'\n' => true,
                b'\r' => bytes.get(index + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends {
                starts.push(index as u32 + 1);
            }
        }
        Self { text, starts, encoding }
    }

    /// How many lines there are.
    pub(super) fn count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The text of a line without its end.
    pub(super) fn line(&self, line: u32) -> &'t str {
        let start = self.starts.get(line as usize).copied().unwrap_or(self.text.len() as u32);
        let end = self.starts.get(line as usize + 1).copied().unwrap_or(self.text.len() as u32);
        let text = self.text.get(start as usize..end as usize).unwrap_or("");
        text.trim_end_matches(['\n', '\r'])
    }

    /// The position of a byte; behind the end of the text, its end.
    pub(super) fn position(&self, offset: u32) -> Position {
        let line = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0) as usize;
        let mut end = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = self.text.get(start..end).unwrap_or("");
        Position::new(line as u32, self.encoding.units(before))
    }

    /// The byte at a position; behind the end of a line, that end.
    pub(super) fn offset(&self, position: Position) -> u32 {
        let Some(&start) = self.starts.get(position.line as usize) else {
            return self.text.len() as u32;
        };
        let mut units = 0;
        let mut offset = start;
        for letter in self.line(position.line).chars() {
            if units >= position.character {
                break;
            }
            units += match self.encoding {
                Encoding::Utf8 => letter.len_utf8() as u32,
                Encoding::Utf16 => letter.len_utf16() as u32,
            };
            offset += letter.len_utf8() as u32;
        }
        offset
    }

    /// The range of a span.
    pub(super) fn range(&self, span: Span) -> Range {
        Range::new(self.position(span.start), self.position(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(encoding: Encoding, text: &str, offset: u32, line: u32, character: u32) {
        let lines = Lines::new(text, encoding);
        assert_eq!(lines.position(offset), Position::new(line, character), "{text:?} at {offset}");
        assert_eq!(lines.offset(Position::new(line, character)), offset, "{text:?}");
    }

    #[test]
    fn columns_are_counted_in_the_agreed_units() {
        check(Encoding::Utf16, "a\nü😀x", 8, 1, 3);
        check(Encoding::Utf8, "a\nü😀x", 8, 1, 6);
        check(Encoding::Utf16, "a\r\nb\rc", 5, 2, 0);
        check(Encoding::Utf16, "", 0, 0, 0);
    }

    #[test]
    fn positions_behind_the_end_are_the_end() {
        let lines = Lines::new("ab\r\nc", Encoding::Utf16);
        assert_eq!(lines.offset(Position::new(0, 99)), 2);
        assert_eq!(lines.offset(Position::new(9, 0)), 5);
        assert_eq!(lines.position(99), Position::new(1, 1));
    }
}
