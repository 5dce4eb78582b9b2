//! What is known of some items of an arena, by their ids: room is made where something is known.

use std::fmt;
use std::marker::PhantomData;

use super::Id;

/// So many items get room at once.
const PAGE: usize = 64;

/// Notes of `T` on the items of an arena of `I`.
pub struct Paged<I, T> {
    pages: Vec<Option<Box<[Option<T>; PAGE]>>>,
    id: PhantomData<fn() -> I>,
}

impl<I: Id, T: Copy> Paged<I, T> {
    /// What is known of an item.
    pub fn get(&self, id: I) -> Option<T> {
        let page = self.pages.get(id.index() / PAGE)?.as_ref()?;
        page.get(id.index() % PAGE).copied().flatten()
    }

    /// Notes something of an item, in place of what was known of it.
    pub fn set(&mut self, id: I, item: T) {
        let at = id.index() / PAGE;
        if at >= self.pages.len() {
            self.pages.resize_with(at + 1, || None);
        }
        if let Some(page) = self.pages.get_mut(at) {
            let page = page.get_or_insert_with(|| Box::new([None; PAGE]));
            if let Some(place) = page.get_mut(id.index() % PAGE) {
                *place = Some(item);
            }
        }
    }
}

impl<I, T> Default for Paged<I, T> {
    fn default() -> Self {
        Self { pages: Vec::new(), id: PhantomData }
    }
}

impl<I, T: fmt::Debug> fmt::Debug for Paged<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.pages.iter().flatten()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Paged;
    use crate::base::FileId;

    #[test]
    fn what_was_noted_last_is_known() {
        let mut notes: Paged<FileId, &str> = Paged::default();
        notes.set(FileId::at(200), "a");
        notes.set(FileId::at(200), "b");
        notes.set(FileId::at(3), "c");
        let known = [3, 199, 200, 201, 9999].map(|at| notes.get(FileId::at(at)));
        assert_eq!(known, [Some("c"), None, Some("b"), None, None]);
    }
}
