//! Going through the entries of a map.

use super::{Entry, PlainId, Span};

/// The entries of a map, in order: see [`super::Plain::entries`].
#[derive(Clone, Debug)]
pub struct Entries<'a> {
    text: &'a str,
    entries: std::slice::Iter<'a, Entry>,
}

impl<'a> Entries<'a> {
    #[inline]
    pub(super) fn new(text: &'a str, entries: &'a [Entry]) -> Self {
        Self { text, entries: entries.iter() }
    }

    /// The entries, each with the place of its key; [`Span::NOWHERE`] where that is not known.
    pub fn placed(self) -> impl Iterator<Item = (&'a str, Span, PlainId)> {
        let text = self.text;
        self.entries.map(move |entry| (entry.key.of(text), entry.place, entry.value))
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = (&'a str, PlainId);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.entries.next()?;
        Some((entry.key.of(self.text), entry.value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.entries.size_hint()
    }
}

impl ExactSizeIterator for Entries<'_> {}
