//! Where in a text a byte stands: its line, and its column as people, terminals and editors count.
//!
//! The starts of the lines are found once a text, so that many places in a large one cost little.

/// A place in a text, by all ways of counting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// Bytes before it; a byte-order mark does not count.
    pub byte: usize,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters (Unicode scalar values), from 1.
    pub column: usize,
    /// The column in UTF-16 code units, from 0, as the language server protocol counts.
    pub utf16: usize,
}

/// The starts of the lines of one text.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of `text`; a line ends with `\n`.
    pub fn of(text: &str) -> Self {
        let ends = text.match_indices('\n').map(|(newline, _)| newline + 1);
        Self { starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The line, from 0, in which the byte at `offset` stands.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The byte at which `line`, from 0, starts; that of the last line if there are fewer.
    pub fn start(&self, line: usize) -> usize {
        self.starts.get(line).or(self.starts.last()).copied().unwrap_or(0)
    }

    /// Where the byte at `offset` of `text` stands; the text must be that of the lines.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let byte = floor(text, offset);
        let line = self.line(byte);
        let before = text.get(self.start(line)..byte).unwrap_or("");
        Position {
            byte,
            line: line + 1,
            column: before.chars().count() + 1,
            utf16: before.chars().map(char::len_utf16).sum(),
        }
    }
}

/// The nearest character boundary at or before `offset`.
pub fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_bytes_characters_and_utf16() {
        let text = "a\né😀x\n";
        let lines = Lines::of(text);
        let at = |byte| {
            let Position { line, column, utf16, .. } = lines.position(text, byte);
            (line, column, utf16)
        };
        assert_eq!(at(0), (1, 1, 0));
        assert_eq!(at(2), (2, 1, 0));
        assert_eq!(at(4), (2, 2, 1));
        assert_eq!(at(8), (2, 3, 3));
        // Within a character, and behind the end.
        assert_eq!(at(6), (2, 2, 1));
        assert_eq!(at(99), (3, 1, 0));
    }
}
