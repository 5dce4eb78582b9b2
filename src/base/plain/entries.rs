//! Going through the entries of a map.

use super::{Entry, PlainId};

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
