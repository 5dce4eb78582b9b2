//! Literals: numbers in their usual form, and strings of several lines, whose lines move with the
//! indentation around them.

use std::borrow::Cow;

use super::{Layout, break_or};
use crate::format::doc::{DocId, HARD, NOTHING, SPACE};
use crate::format::node::{Group, Kind, NodeId, Slot};

/// A number with digits around its point and a small exponent letter.
pub(super) fn number(text: &str) -> Cow<'_, str> {
    let mut number = Cow::Borrowed(text);
    if let Some((before, after)) = text.split_once('.') {
        let before = if before.is_empty() { "0" } else { before };
        // A zero before a `_` would be another digit of the number.
        let after = after.trim_start_matches('_');
        let zero = if after.starts_with(|letter: char| letter.is_ascii_digit()) { "" } else { "0" };
        number = Cow::Owned(format!("{before}.{zero}{after}"));
    }
    match number.find('E') {
        // A last `E` is a digit.
        Some(at) if at + 1 < number.len() => Cow::Owned(number.to_ascii_lowercase()),
        _ => number,
    }
}

/// What stands before each line of a multi-line literal: the blanks before its closing quotes.
fn margin(last_line: &str) -> &str {
    let end = last_line.len() - last_line.trim_start_matches([' ', '\t']).len();
    last_line.get(..end).unwrap_or("")
}

/// The parts of an interpolated literal, as they are collected.
#[derive(Default)]
struct Lines {
    opener: Vec<DocId>,
    body: Vec<DocId>,
    /// What stands in the parentheses that are open.
    inner: Vec<DocId>,
    in_body: bool,
    in_parens: bool,
    /// Whether the parentheses opened with a line break.
    broken: bool,
}

impl Lines {
    fn push(&mut self, doc: DocId) {
        if !self.in_body {
            self.opener.push(doc);
        } else if self.in_parens {
            self.inner.push(doc);
        } else {
            self.body.push(doc);
        }
    }

    fn line(&mut self, line: DocId) {
        self.in_body = true;
        if self.in_parens {
            self.broken |= self.inner.is_empty();
            self.inner.push(line);
        } else {
            self.body.push(line);
        }
    }
}

impl<'s, 't> Layout<'s, 't> {
    /// A literal without interpolations.
    pub(super) fn literal(&mut self, text: &'s str) -> DocId {
        let Some((first, rest)) = text.split_once('\n') else { return self.docs.text(text) };
        let margin = margin(rest.rsplit('\n').next().unwrap_or(""));
        let mut body = Vec::new();
        for line in rest.split('\n') {
            self.moved(line, margin, &mut body);
        }
        let body = self.docs.chain(body);
        let body = self.docs.nest(body);
        let first = self.docs.text(first);
        self.docs.chain([first, body])
    }

    /// A line of a multi-line literal, which moves with the indentation if it has the margin.
    fn moved(&mut self, line: &'s str, margin: &str, body: &mut Vec<DocId>) {
        match line.strip_prefix(margin).filter(|_| !margin.is_empty()) {
            Some(rest) => body.extend([HARD, self.docs.text(rest)]),
            None => body.extend([self.docs.bare(), self.docs.text(line)]),
        }
    }

    /// A literal with interpolations: pieces of text and expressions by turns.
    pub(super) fn interpolation(&mut self, pieces: &'s [NodeId]) -> DocId {
        let several = pieces
            .iter()
            .any(|&piece| matches!(self.kind(piece), Kind::Text(text) if text.contains('\n')));
        if several {
            return self.interpolated_lines(pieces);
        }
        let mut parts = Vec::with_capacity(pieces.len());
        for (index, &piece) in pieces.iter().enumerate() {
            parts.push(match self.kind(piece) {
                Kind::Text(text) if index % 2 == 0 => self.docs.text(&**text),
                _ => self.in_subscript(|layout| layout.expr(piece)),
            });
        }
        self.docs.chain(parts)
    }

    fn interpolated_lines(&mut self, pieces: &'s [NodeId]) -> DocId {
        let last = pieces.last().map(|&last| self.kind(last));
        let margin = match last {
            Some(Kind::Text(text)) => text.rsplit_once('\n').map_or("", |(_, end)| margin(end)),
            _ => "",
        };
        let mut lines = Lines::default();
        let mut commented = false;
        for (index, &piece) in pieces.iter().enumerate() {
            let text = match self.kind(piece) {
                Kind::Text(text) if index % 2 == 0 => Some(&**text),
                _ => None,
            };
            // The comments of a piece stand beside its parentheses.
            let comments = if text.is_some() { self.comments(piece) } else { &[] };
            let (before, behind): (Vec<&Group<'t>>, Vec<&Group<'t>>) =
                comments.iter().partition(|group| group.slot <= Slot::HEAD);
            for group in &before {
                let group = self.group(group);
                lines.push(SPACE);
                lines.push(group);
            }
            if text.is_some() {
                self.close_parens(&mut lines);
            }
            if index > 0 {
                let forced = if commented || !before.is_empty() { HARD } else { NOTHING };
                let line = break_or(self.marks[piece].before, forced);
                if line != NOTHING {
                    lines.line(line);
                }
            }
            match text {
                Some(text) => self.piece(text, margin, &mut lines),
                None => {
                    let doc = self.in_subscript(|layout| layout.expr(piece));
                    lines.push(doc);
                }
            }
            for group in &behind {
                let group = self.group(group);
                lines.push(SPACE);
                lines.push(group);
            }
            commented = !behind.is_empty();
            lines.in_parens |= text.is_some() && index + 1 < pieces.len();
        }
        self.close_parens(&mut lines);
        let opener = self.docs.chain(lines.opener);
        let body = self.docs.chain(lines.body);
        let body = self.docs.nest(body);
        self.docs.chain([opener, body])
    }

    fn close_parens(&mut self, lines: &mut Lines) {
        if !std::mem::take(&mut lines.in_parens) {
            return;
        }
        let inner = self.docs.chain(std::mem::take(&mut lines.inner));
        let broken = std::mem::take(&mut lines.broken);
        let inner = if broken { self.docs.nest(inner) } else { inner };
        lines.push(inner);
    }

    fn piece(&mut self, text: &'s str, margin: &str, lines: &mut Lines) {
        for (index, line) in text.split('\n').enumerate() {
            let mut line = line;
            if index > 0 {
                match line.strip_prefix(margin).filter(|_| !margin.is_empty()) {
                    Some(rest) => {
                        lines.line(HARD);
                        line = rest;
                    }
                    None => lines.line(self.docs.bare()),
                }
            }
            let doc = self.docs.text(line);
            lines.push(doc);
        }
    }
}
