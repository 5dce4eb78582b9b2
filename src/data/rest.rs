//! What is left to write of a collection: the writers keep a stack of these instead of recursing.

use crate::base::{Entries, PlainId};

/// The entries or items that are still to be written.
pub(super) enum Rest<'a> {
    Map(Entries<'a>),
    List(std::slice::Iter<'a, PlainId>),
}

impl Rest<'_> {
    /// The bracket that ends the collection.
    pub(super) fn bracket(&self) -> char {
        match self {
            Rest::Map(_) => '}',
            Rest::List(_) => ']',
        }
    }
}

/// Each value, with its key in a map.
impl<'a> Iterator for Rest<'a> {
    type Item = (Option<&'a str>, PlainId);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Rest::Map(entries) => entries.next().map(|(key, value)| (Some(key), value)),
            Rest::List(items) => items.next().map(|&item| (None, item)),
        }
    }
}
