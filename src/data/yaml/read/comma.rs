//! Tags with a comma right behind them, as in `[!!str, x]`: the value is an empty one. The crate
//! gives up there, so the text is read again with a space before the comma, which means the same.
//!
//! Which tags those are, only a reader can tell: so the first that looks like one is tried, and what
//! turns out to stand within quotes or a block is left as it is.

use std::borrow::Cow;

/// The most times that a text is read again, and the most bytes that are read so in all.
const MOST: usize = 64;
const MOST_BYTES: usize = 64 << 20;

/// The spaces that are added to a text, by their places in it.
#[derive(Default)]
pub(super) struct Spaces {
    at: Vec<usize>,
    /// The commas that stand within quotes or blocks.
    quoted: Vec<usize>,
    tries: usize,
}

impl Spaces {
    /// The text with its spaces.
    pub(super) fn added<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.at.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut spaced = String::with_capacity(text.len() + self.at.len());
        let mut start = 0;
        for &at in &self.at {
            spaced.push_str(text.get(start..at).unwrap_or_default());
            spaced.push(' ');
            start = at;
        }
        spaced.push_str(text.get(start..).unwrap_or_default());
        Cow::Owned(spaced)
    }

    /// Where the byte at `index` of the text with its spaces stands in the text.
    pub(super) fn place(&self, index: usize) -> usize {
        let before = self.at.iter().enumerate().filter(|(count, at)| **at + count < index).count();
        index - before
    }

    /// Adds a space behind the next tag from `start` on that a comma follows; whether there is one,
    /// and the text is worth another try.
    pub(super) fn add(&mut self, text: &str, start: usize) -> bool {
        let found = cut_tags(text, start)
            .find(|(_, comma)| !self.at.contains(comma) && !self.quoted.contains(comma));
        self.tries += 1;
        let is_worth = self.tries <= MOST && self.tries.saturating_mul(text.len()) <= MOST_BYTES;
        match found.filter(|_| is_worth) {
            Some((_, comma)) => {
                self.at.push(comma);
                self.at.sort_unstable();
                true
            }
            None => false,
        }
    }

    /// Takes out the spaces within a quoted text or a block, which were none of its own; whether
    /// there were any.
    pub(super) fn drop_within(&mut self, start: usize, end: usize) -> bool {
        let is_within = |at: &usize| start < *at && *at < end;
        let before = self.at.len();
        self.quoted.extend(self.at.iter().copied().filter(is_within));
        self.at.retain(|at| !is_within(at));
        self.at.len() < before
    }
}

/// What looks like a tag with a comma right behind it: where it starts, and the comma.
pub(super) fn cut_tags(text: &str, start: usize) -> impl Iterator<Item = (usize, usize)> {
    let rest = text.get(start..).unwrap_or_default();
    let ends = |c: char| c.is_whitespace() || c == ',';
    rest.match_indices('!').filter_map(move |(at, _)| {
        let length = rest.get(at..)?.find(ends)?;
        let is_cut = rest.get(at + length..)?.starts_with(',');
        is_cut.then_some((start + at, start + at + length))
    })
}
