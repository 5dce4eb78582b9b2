//! The pieces of sources that a diagnostic shows: a few lines around each mark, cut to size.
//!
//! Nothing here draws; `render` does.

use unicode_width::UnicodeWidthChar;

use super::report::Places;
use crate::session::{Diagnostic, Sources, floor};

/// Lines around a mark that are shown as well.
const AROUND: usize = 1;

/// Marks are shown in one excerpt where at most this many lines lie between them.
const NEAR: usize = 3;

/// Some lines of one source.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// The path of the source.
    pub(super) name: String,
    /// The lines, cut where they are long.
    pub(super) text: String,
    /// How many lines stand before the first.
    pub(super) first_line: usize,
    /// The marks, by bytes of `text`.
    pub(super) marks: Vec<ShownMark>,
    /// How many characters were cut off the start of the lines.
    cut: usize,
}

/// A mark within an excerpt.
#[derive(Debug)]
pub(super) struct ShownMark {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
    /// Whether it is the place of the diagnostic.
    pub(super) primary: bool,
}

impl Excerpt {
    /// The column of the byte at `offset` of the text: characters from 0, in the whole line.
    pub(super) fn column(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or("");
        let line = before.rfind('\n').map_or(before, |end| before.get(end + 1..).unwrap_or(""));
        let count = line.chars().count();
        if self.cut > 0 { (count + self.cut).saturating_sub(CUT.chars().count()) } else { count }
    }
}

/// What stands where a line was cut.
const CUT: &str = "...";

/// A mark with its lines, by bytes of the whole source.
struct Placed<'a> {
    line: usize,
    start: usize,
    end: usize,
    text: &'a str,
    primary: bool,
}

/// The excerpts of a diagnostic, that of its place first.
pub(super) fn excerpts(
    diagnostic: &Diagnostic,
    sources: &Sources,
    places: &mut Places<'_>,
    width: usize,
) -> Vec<Excerpt> {
    let mut excerpts = Vec::new();
    let placed = diagnostic.marks.iter().filter(|mark| sources.hold(mark.span));
    let mut files: Vec<_> = placed.map(|mark| mark.span.file).collect();
    let mut seen = Vec::new();
    files.retain(|file| {
        let new = !seen.contains(file);
        seen.push(*file);
        new
    });
    let primary = diagnostic.marks.first();
    for file in files {
        let source = sources.text(file);
        let name = sources.path(file).display().to_string();
        let marks = diagnostic.marks.iter().filter(|mark| mark.span.file == file);
        let mut placed: Vec<Placed<'_>> = marks
            .map(|mark| {
                let (start, end) = on_one_line(source, mark.span.start, mark.span.end);
                let primary = primary.is_some_and(|first| std::ptr::eq(first, mark));
                let line = places.lines(file).line(start);
                Placed { line, start, end, text: &mark.text, primary }
            })
            .collect();
        placed.sort_by_key(|mark| (mark.start, mark.end));
        for group in groups(&placed, source, width) {
            excerpts.push(excerpt(group, source, &name, width));
        }
    }
    // What explains the place comes after it.
    excerpts.sort_by_key(|excerpt| !excerpt.marks.iter().any(|mark| mark.primary));
    excerpts
}

/// The part of a span on its first line; never nothing, never out of the text.
fn on_one_line(source: &str, start: u32, end: u32) -> (usize, usize) {
    let start = floor(source, start as usize);
    let end = floor(source, end as usize).max(start);
    let piece = source.get(start..end).unwrap_or("");
    let line = piece.split(['\n', '\r']).next().unwrap_or("");
    (start, start + line.len())
}

/// Marks that are shown together: near ones; where lines have to be cut, those that are near
/// within their line.
fn groups<'m, 'a>(marks: &'m [Placed<'a>], source: &str, width: usize) -> Vec<&'m [Placed<'a>]> {
    let room = room(width);
    let long = |mark: &Placed<'_>| columns(line_at(source, mark.start)) > room;
    marks
        .chunk_by(|left, right| {
            if long(left) || long(right) {
                let between = source.get(left.start..right.end).unwrap_or("");
                return left.line == right.line && columns(between) <= room / 3;
            }
            right.line - left.line <= NEAR
        })
        .collect()
}

/// How many columns of a line are shown: the number of the line and its rule stand before them.
fn room(width: usize) -> usize {
    const LEAST: usize = 20;
    width.saturating_sub(10).max(LEAST)
}

/// How many columns a character takes; a tab about as many as the drawing gives it.
fn column_width(c: char) -> usize {
    const TAB: usize = 4;
    if c == '\t' { TAB } else { c.width().unwrap_or(0) }
}

pub(super) fn columns(text: &str) -> usize {
    // Bytes are never fewer than columns but for tabs; most lines are short and plain.
    if text.is_ascii() && !text.contains('\t') {
        text.len()
    } else {
        text.chars().map(column_width).sum()
    }
}

/// The longest start of `text` within so many columns.
pub(super) fn start_within(text: &str, room: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|&(_, c)| {
        used += column_width(c);
        used > room
    });
    end.map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

/// The longest end of `text` within so many columns.
pub(super) fn end_within(text: &str, room: usize) -> &str {
    let mut used = 0;
    let fits = |&(_, c): &(usize, char)| {
        used += column_width(c);
        used <= room
    };
    let start = text.char_indices().rev().take_while(fits).last().map_or(text.len(), |(at, _)| at);
    text.get(start..).unwrap_or("")
}

/// The line around a byte, without its end.
pub(super) fn line_at(source: &str, offset: usize) -> &str {
    let start = line_start(source, offset);
    source.get(start..).and_then(|rest| rest.split('\n').next()).unwrap_or("")
}

pub(super) fn line_start(source: &str, offset: usize) -> usize {
    source.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}

fn excerpt(group: &[Placed<'_>], source: &str, name: &str, width: usize) -> Excerpt {
    let (Some(first), Some(last)) = (group.first(), group.last()) else {
        let (text, marks) = (String::new(), Vec::new());
        return Excerpt { name: name.to_owned(), text, first_line: 0, marks, cut: 0 };
    };
    let room = room(width);
    let anchor = line_start(source, first.start);
    let is_long = columns(line_at(source, first.start)) > room;
    // A long line is shown from a little before the mark on.
    let before = source.get(anchor..first.start).unwrap_or("");
    let cut = if is_long { first.start - end_within(before, room / 3).len() } else { anchor };
    let mut start = anchor;
    let mut first_line = first.line;
    if !is_long {
        for _ in 0..AROUND.min(first.line) {
            start = line_start(source, start.saturating_sub(1));
            first_line -= 1;
        }
    }
    let mut excerpt = Excerpt {
        name: name.to_owned(),
        text: String::new(),
        first_line,
        marks: Vec::new(),
        cut: source.get(anchor..cut).unwrap_or("").chars().count(),
    };
    let lines = last.line - first_line + 1 + if is_long { 0 } else { AROUND };
    let mut offset = start;
    for line in source.get(start..).unwrap_or("").split('\n').take(lines) {
        // What stands behind the last line end is a line only to a mark on it.
        if offset < source.len() || group.iter().any(|mark| mark.start >= offset) {
            excerpt.line(line, offset, cut, room, group);
        }
        offset += line.len() + 1;
    }
    excerpt
}

impl Excerpt {
    /// Adds a line that starts at `offset` of the source, from `cut` on if that lies in it.
    fn line(&mut self, line: &str, offset: usize, cut: usize, room: usize, marks: &[Placed<'_>]) {
        let from = if cut > offset && cut <= offset + line.len() { cut - offset } else { 0 };
        if from > 0 {
            self.text.push_str(CUT);
        }
        let shift = self.text.len();
        let rest = line.get(from..).unwrap_or("");
        let piece = start_within(rest, room);
        for c in piece.trim_end_matches('\r').chars() {
            // What a terminal would obey is shown as blanks, as many as it has bytes.
            if c.is_control() && c != '\t' {
                self.text.extend(std::iter::repeat_n(' ', c.len_utf8()));
            } else {
                self.text.push(c);
            }
        }
        let end = self.text.len();
        for mark in marks {
            let within = |at: usize| at >= offset + from && at <= offset + line.len();
            if within(mark.start) {
                let place = |at: usize| (shift + at - offset - from).min(end);
                self.marks.push(ShownMark {
                    start: place(mark.start),
                    end: place(mark.end),
                    text: mark.text.to_owned(),
                    primary: mark.primary,
                });
            }
        }
        if piece.len() < rest.len() {
            self.text.push_str(CUT);
        }
        self.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Code, Span};

    /// The excerpts of marks on `text`, each as its lines with the marked pieces in brackets.
    fn check(text: &str, marks: &[(u32, u32)]) -> Vec<String> {
        let mut sources = Sources::default();
        let file = sources.add("a.inf", text);
        let mut diagnostic = Diagnostic::error(Code::Conflict, "no");
        for &(start, end) in marks {
            diagnostic = diagnostic.at(Span::new(file, start, end), "");
        }
        let shown = |excerpt: Excerpt| {
            let mark = |mark: &ShownMark| {
                let piece = excerpt.text.get(mark.start..mark.end).expect("it lies in the text");
                format!("{}[{piece}]", excerpt.column(mark.start))
            };
            let marks: Vec<String> = excerpt.marks.iter().map(mark).collect();
            let text = excerpt.text.replace('\n', "|");
            format!("{} {text} {}", excerpt.first_line, marks.join(" "))
        };
        excerpts(&diagnostic, &sources, &mut Places::of(&sources), 80)
            .into_iter()
            .map(shown)
            .collect()
    }

    #[test]
    fn near_marks_share_an_excerpt_and_far_ones_do_not() {
        let text = "a\nb\nc\nd\ne\nf\ng\nh\ni\n";
        assert_eq!(check(text, &[(2, 3), (6, 7)]), ["0 a|b|c|d|e| 0[b] 0[d]"]);
        assert_eq!(check(text, &[(14, 15), (2, 3)]), ["6 g|h|i| 0[h]", "0 a|b|c| 0[b]"]);
    }

    #[test]
    fn marks_are_kept_to_one_line_and_within_the_text() {
        assert_eq!(check("x: {\r\n}\r\n", &[(3, 9)]), ["0 x: {|}| 3[{]"]);
        assert_eq!(check("", &[(0, 5)]), ["0 | 0[]"]);
        assert_eq!(check("aé", &[(2, 99)]), ["0 aé| 1[é]"]);
    }

    #[test]
    fn a_mark_that_points_nowhere_shows_nothing() {
        let mark = Diagnostic::error(Code::Conflict, "no").at(Span::NOWHERE, "here");
        let none = Sources::default();
        let shown = excerpts(&mark, &none, &mut Places::of(&none), 80);
        assert!(shown.is_empty());
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let text = format!("{}é{}", "x".repeat(500), "y".repeat(500));
        let [excerpt] = check(&text, &[(500, 502)]).try_into().expect("one excerpt");
        assert!(excerpt.len() < 120 && excerpt.ends_with("500[é]"), "{excerpt}");
    }

    #[test]
    fn wide_characters_are_counted_as_wide() {
        let text = format!("{}x{}", "漢".repeat(60), "字".repeat(60));
        let [excerpt] = check(&text, &[(180, 181)]).try_into().expect("one excerpt");
        let line = excerpt.split(['|', ' ']).nth(1).expect("a line");
        assert!(line.starts_with("...漢") && line.ends_with("字..."), "{excerpt}");
        assert!(columns(line) <= room(80) + 2 * CUT.len(), "{excerpt}");
        assert!(excerpt.ends_with("60[x]"), "{excerpt}");
    }

    #[test]
    fn what_a_terminal_would_obey_is_blank() {
        assert_eq!(check("\u{1b}[2Jé\u{9b}a", &[(8, 9)]), ["0  [2Jé  a| 7[a]"]);
    }
}
