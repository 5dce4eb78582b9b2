//! Typed ids and the arenas that they index: the only place with bare indexing.
//!
//! An id is a `Copy` number; an arena owns its items and hands out ids in order, so a graph needs
//! neither reference counts nor lifetimes. An id made by one arena must not be used on another.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A typed index into an [`Arena`].
pub trait Id: Copy {
    /// The id of the item at `index`.
    fn from_index(index: usize) -> Self;
    /// The index of the item in its arena.
    fn index(self) -> usize;
}

/// Declares id types of four bytes, for which `Option` needs no more.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[allow(unreachable_pub, reason = "some rooms hand their ids out, others keep them")]
        pub struct $name(std::num::NonZeroU32);

        impl $name {
            /// The id of the item at `index`.
            #[inline]
            #[allow(dead_code, reason = "some ids are only handed out by arenas")]
            pub(crate) const fn at(index: u32) -> Self {
                Self(std::num::NonZeroU32::MIN.saturating_add(index))
            }
        }

        impl $crate::base::Id for $name {
            // Arenas hold fewer than 2^32 items: the work budget of the evaluator and the size
            // limit of sources end a run long before.
            #[inline]
            fn from_index(index: usize) -> Self { Self::at(index as u32) }
            #[inline]
            fn index(self) -> usize { self.0.get() as usize - 1 }
        }
    )* };
}
pub(crate) use id;

/// A growing list of `T`, indexed by the typed id `I`.
pub struct Arena<I, T> {
    items: Vec<T>,
    id: PhantomData<fn() -> I>,
}

impl<I: Id, T> Arena<I, T> {
    /// An empty arena.
    pub fn new() -> Self {
        Self { items: Vec::new(), id: PhantomData }
    }

    /// An empty arena with room for so many items.
    pub fn with_room(items: usize) -> Self {
        Self { items: Vec::with_capacity(items), id: PhantomData }
    }

    /// Adds an item and returns its id.
    pub fn add(&mut self, item: T) -> I {
        self.items.push(item);
        I::from_index(self.items.len() - 1)
    }

    /// Makes room for so many items more.
    pub fn reserve(&mut self, more: usize) {
        self.items.reserve(more);
    }

    /// Takes all items out, and keeps the room.
    pub fn clear(&mut self) {
        self.items.clear();
    }

    /// Gives back the room of the items, and leaves what they own to the end of the process.
    pub fn forget(self) {
        self.items.into_iter().for_each(std::mem::forget);
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The items in order, to be changed.
    pub fn items_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.items.iter_mut()
    }

    /// Takes the items from the place of `from` on out of the arena.
    pub fn split_off(&mut self, from: I) -> Vec<T> {
        self.items.split_off(from.index().min(self.items.len()))
    }

    /// Adds items to the end.
    pub fn extend(&mut self, items: impl IntoIterator<Item = T>) {
        self.items.extend(items);
    }

    /// The items with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (I, &T)> {
        self.items.iter().enumerate().map(|(index, item)| (I::from_index(index), item))
    }
}

impl<I: Id, T> From<Vec<T>> for Arena<I, T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, id: PhantomData }
    }
}

impl<I: Id, T> Default for Arena<I, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<I, T: Clone> Clone for Arena<I, T> {
    fn clone(&self) -> Self {
        Self { items: self.items.clone(), id: PhantomData }
    }
}

impl<I, T: fmt::Debug> fmt::Debug for Arena<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.items).finish()
    }
}

impl<I: Id, T> Index<I> for Arena<I, T> {
    type Output = T;

    #[inline]
    fn index(&self, id: I) -> &T {
        &self.items[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for Arena<I, T> {
    #[inline]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.items[id.index()]
    }
}
