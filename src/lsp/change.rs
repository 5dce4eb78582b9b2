//! What an edit changed, by comparing two texts; and where places of the first are in the second.

use std::ops::Range as Bytes;
use std::path::PathBuf;

use lsp_types::Range;

/// The piece in which two texts of a file differ.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Change {
    /// The file.
    pub(super) path: PathBuf,
    /// The piece in the new text.
    pub(super) bytes: Bytes<u32>,
    /// The lines of the piece in the old text.
    lines: (u32, u32),
    /// Its last line in the new text.
    last: u32,
}

impl Change {
    /// The change from `old` to `new`, if they differ.
    pub(super) fn between(path: PathBuf, old: &str, new: &str) -> Option<Self> {
        if old == new {
            return None;
        }
        let same = old.bytes().zip(new.bytes()).take_while(|(one, other)| one == other).count();
        let mut start = same;
        while !new.is_char_boundary(start) || !old.is_char_boundary(start) {
            start -= 1;
        }
        let rest = old.len().min(new.len()) - start;
        let pairs = old.bytes().rev().zip(new.bytes().rev()).take(rest);
        let mut behind = pairs.take_while(|(one, other)| one == other).count();
        while !new.is_char_boundary(new.len() - behind) {
            behind -= 1;
        }
        let breaks = |text: Option<&str>| {
            text.unwrap_or("").bytes().filter(|&byte| byte == b'\n').count() as u32
        };
        let first = breaks(new.get(..start));
        let end = new.len() - behind;
        let lines = (first, first + breaks(old.get(start..old.len() - behind)));
        let last = first + breaks(new.get(start..end));
        Some(Self { path, bytes: start as u32..end as u32, lines, last })
    }

    /// Where a range of the old text is in the new one; nowhere if it touches the changed lines.
    pub(super) fn moved(&self, mut range: Range) -> Option<Range> {
        let (first, last) = self.lines;
        if range.end.line < first {
            return Some(range);
        }
        if range.start.line <= last {
            return None;
        }
        for place in [&mut range.start, &mut range.end] {
            place.line = place.line - last + self.last;
        }
        Some(range)
    }
}

#[cfg(test)]
mod tests {
    use lsp_types::Position;

    use super::*;

    fn change(old: &str, new: &str) -> Change {
        Change::between(PathBuf::from("a"), old, new).expect("they differ")
    }

    fn line(line: u32) -> Range {
        Range::new(Position::new(line, 1), Position::new(line, 3))
    }

    #[test]
    fn the_piece_is_the_smallest() {
        assert_eq!(change("a: 1\nb: 2\n", "a: 1\nb: 23\n").bytes, 9..10);
        assert_eq!(change("a: 1\nb: 2\n", "a: 1\n").bytes, 5..5);
        assert_eq!(change("aaa", "aa").bytes, 2..2);
        assert_eq!(change("x: \"ä\"", "x: \"å\"").bytes, 4..6);
        assert_eq!(change("", "a").bytes, 0..1);
        assert!(Change::between(PathBuf::new(), "a", "a").is_none());
    }

    #[test]
    fn places_move_with_the_lines() {
        let change = change("a\nb\nc\nd\n", "a\nb1\nb2\nb3\nd\n");
        assert_eq!(change.moved(line(0)), Some(line(0)));
        assert_eq!(change.moved(line(1)), None);
        assert_eq!(change.moved(line(2)), None);
        assert_eq!(change.moved(line(3)), Some(line(4)));
    }
}
