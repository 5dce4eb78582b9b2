//! An arena whose first items come when they are asked for: how many they are is known from the
//! start, what they are is not. Who brings them is not known here.

use std::cell::{Cell, OnceCell};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

use super::Id;

/// A growing list of `T`, indexed by the typed id `I`, whose first items may be absent yet.
pub struct LateArena<I, T> {
    /// The places of items that come later.
    late: Box<[OnceCell<T>]>,
    items: Vec<T>,
    /// How many of the late items have come.
    come: Cell<usize>,
    id: PhantomData<fn() -> I>,
}

impl<I: Id, T> LateArena<I, T> {
    /// An arena that begins with `late` items that are absent yet.
    pub fn with_late(late: usize) -> Self {
        let late = (0..late).map(|_| OnceCell::new()).collect();
        Self { late, items: Vec::new(), come: Cell::new(0), id: PhantomData }
    }

    /// Adds an item and returns its id.
    pub fn add(&mut self, item: T) -> I {
        self.items.push(item);
        I::from_index(self.len() - 1)
    }

    /// Puts an item that is absent in its place; one that is there stays.
    pub fn put(&self, id: I, item: T) {
        // One that is there is the same item: an id stands for one.
        if self.late.get(id.index()).is_some_and(|place| place.set(item).is_ok()) {
            self.come.set(self.come.get() + 1);
        }
    }

    /// How many items there are, absent ones included.
    pub fn len(&self) -> usize {
        self.late.len() + self.items.len()
    }

    /// How many items are there.
    pub fn present(&self) -> usize {
        self.come.get() + self.items.len()
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item; none if it is absent yet.
    #[inline]
    pub fn get(&self, id: I) -> Option<&T> {
        // The index of a late item wraps around, and so lies behind all others.
        match self.items.get(id.index().wrapping_sub(self.late.len())) {
            Some(item) => Some(item),
            None => self.late.get(id.index())?.get(),
        }
    }

    /// The items that are there, with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (I, &T)> {
        let late = self.late.iter().enumerate();
        let late = late.filter_map(|(index, item)| Some((I::from_index(index), item.get()?)));
        let items = self.items.iter().enumerate();
        late.chain(items.map(|(index, item)| (I::from_index(self.late.len() + index), item)))
    }
}

impl<I: Id, T> Default for LateArena<I, T> {
    fn default() -> Self {
        Self::with_late(0)
    }
}

impl<I, T: Clone> Clone for LateArena<I, T> {
    fn clone(&self) -> Self {
        let (late, items) = (self.late.clone(), self.items.clone());
        Self { late, items, come: self.come.clone(), id: PhantomData }
    }
}

impl<I, T: fmt::Debug> fmt::Debug for LateArena<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let late = self.late.iter().filter_map(OnceCell::get);
        f.debug_list().entries(late).entries(&self.items).finish()
    }
}

impl<I: Id, T> Index<I> for LateArena<I, T> {
    type Output = T;

    /// The item, which is there.
    #[inline]
    fn index(&self, id: I) -> &T {
        match self.get(id) {
            Some(item) => item,
            None => &self.items[id.index()],
        }
    }
}

impl<I: Id, T> IndexMut<I> for LateArena<I, T> {
    /// The item, which is there.
    fn index_mut(&mut self, id: I) -> &mut T {
        let late = self.late.len();
        match self.late.get_mut(id.index()).and_then(OnceCell::get_mut) {
            Some(item) => item,
            None => &mut self.items[id.index().wrapping_sub(late)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LateArena;
    use crate::base::FileId;

    #[test]
    fn late_items_take_their_places() {
        let mut arena: LateArena<FileId, &str> = LateArena::with_late(2);
        let added = arena.add("c");
        assert_eq!((arena.len(), arena[added]), (3, "c"));
        assert_eq!(arena.get(FileId::at(1)), None);
        arena.put(FileId::at(1), "b");
        arena[FileId::at(1)] = "B";
        arena[added] = "C";
        let there: Vec<_> = arena.iter().collect();
        assert_eq!(there, [(FileId::at(1), &"B"), (added, &"C")]);
        assert_eq!(arena.present(), 2);
    }
}
