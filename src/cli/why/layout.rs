//! Text in lines of a terminal's width: one line of a source with what is marked in it, sentences
//! broken between words.

use crate::cli::excerpt::{columns, end_within, line_at, line_start, start_within};
use crate::session::floor;

/// What stands where a line was cut.
const CUT: &str = "...";

/// A line of a source, and where in it the mark is, both in columns.
pub(super) struct Line {
    pub(super) text: String,
    pub(super) indent: usize,
    pub(super) width: usize,
}

/// The line in which a piece of a source starts, within so many columns.
pub(super) fn line(source: &str, start: usize, end: usize, room: usize) -> Line {
    let start = floor(source, start);
    let end = floor(source, end).max(start);
    let whole = line_at(source, start).trim_end_matches('\r');
    let first = line_start(source, start);
    let before = source.get(first..start).unwrap_or("");
    let marked = source.get(start..end).unwrap_or("");
    let marked = marked.split(['\n', '\r']).next().unwrap_or("");
    let (mut before, marked) = (plain(before.trim_start()), plain(marked));
    let mut text = plain(whole.trim_start());
    if columns(&text) > room {
        let kept = end_within(&before, room / 3);
        if kept.len() < before.len() {
            let cut = before.len() - kept.len();
            before = format!("{CUT}{kept}");
            text = format!("{CUT}{}", text.get(cut..).unwrap_or(""));
        }
        if columns(&text) > room {
            let shown = start_within(&text, room.saturating_sub(CUT.len()));
            text = format!("{shown}{CUT}");
        }
    }
    let indent = columns(&before);
    let width = columns(&marked).min(columns(&text).saturating_sub(indent)).max(1);
    Line { text, indent, width }
}

/// The first line of a text, within so many columns.
pub(super) fn cut(text: &str, room: usize) -> String {
    let mut lines = text.trim().lines();
    let first = plain(lines.next().unwrap_or("").trim_end());
    if columns(&first) > room {
        return format!("{}{CUT}", start_within(&first, room.saturating_sub(CUT.len())));
    }
    if lines.next().is_some() { format!("{first} {CUT}") } else { first }
}

/// What a terminal would obey, and tabs, as blanks.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A text broken between words into lines of that width, those after the first indented; blanks
/// before it stay.
pub(super) fn wrapped(text: &str, width: usize, indent: usize) -> String {
    let body = text.trim_start_matches(' ');
    let mut used = text.len() - body.len();
    let mut lines = " ".repeat(used);
    let mut starts = true;
    for word in body.split(' ') {
        let wide = columns(word);
        if !starts && used + 1 + wide > width {
            lines.push('\n');
            lines.push_str(&" ".repeat(indent));
            used = indent;
        } else if !starts {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += wide;
        starts = false;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, mark: &str, room: usize) -> String {
        let start = source.find(mark).unwrap_or(0);
        let line = line(source, start, start + mark.len(), room);
        format!("{}\n{}{}", line.text, " ".repeat(line.indent), "^".repeat(line.width))
    }

    #[test]
    fn marks_stand_below_what_they_mark() {
        assert_eq!(
            check("a: 1\n\t\tb:\t\"é漢\" // x\r\n", "\"é漢\"", 40),
            "b: \"é漢\" // x\n   ^^^^^"
        );
        assert_eq!(check("a: {\n\tb: 1\n}", "{\n\tb: 1\n}", 40), "a: {\n   ^");
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let source = format!("{} mark {}", "x".repeat(100), "y".repeat(100));
        let shown = check(&source, "mark", 40);
        assert_eq!(shown, "...xxxxxxxxxxxx mark yyyyyyyyyyyyyyyy...\n                ^^^^");
        assert_eq!(check("\u{1b}[2J: 1", "1", 40), " [2J: 1\n      ^");
    }

    #[test]
    fn sentences_are_broken_between_words() {
        assert_eq!(wrapped("  with a lot of words", 12, 4), "  with a lot\n    of words");
        assert_eq!(cut("one\ntwo", 10), "one ...");
        assert_eq!(cut("a long line", 8), "a lon...");
    }
}
