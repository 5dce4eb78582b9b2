//! An arena of whose items some come when they are asked for: how many these are and which ids they
//! have is known before, what they are is not. Who brings them is not known here.

use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

use super::Id;

/// A growing list of `T`, indexed by the typed id `I`, in which two stretches may be absent yet: its
/// first items, and later ones once.
pub struct LateArena<I, T> {
    first: Late<T>,
    items: Vec<T>,
    later: Late<T>,
    behind: Vec<T>,
    id: PhantomData<fn() -> I>,
}

impl<I: Id, T> LateArena<I, T> {
    /// An arena that begins with `late` items that are absent yet.
    pub fn with_late(late: usize) -> Self {
        Self {
            first: Late::of(late),
            items: Vec::new(),
            later: Late::of(0),
            behind: Vec::new(),
            id: PhantomData,
        }
    }

    /// Adds an item and returns its id.
    pub fn add(&mut self, item: T) -> I {
        self.end().push(item);
        I::from_index(self.len() - 1)
    }

    /// Makes room for so many items more.
    pub fn reserve(&mut self, more: usize) {
        self.end().reserve(more);
    }

    /// What further items are added to.
    fn end(&mut self) -> &mut Vec<T> {
        if self.later.is_empty() { &mut self.items } else { &mut self.behind }
    }

    /// Adds items that are absent yet, unless that was done before; the index of the first.
    pub fn expect(&mut self, count: usize) -> Option<usize> {
        let index = self.len();
        let is_new = self.later.is_empty();
        is_new.then(|| {
            self.later = Late::of(count);
            index
        })
    }

    /// Puts an item that is absent in its place; one that is there stays.
    pub fn put(&self, id: I, item: T) {
        match self.place(id.index()) {
            Place::First(at) => self.first.put(at, item),
            Place::Later(at) => self.later.put(at, item),
            Place::Item(_) | Place::Behind(_) => {}
        }
    }

    /// How many items there are, absent ones included.
    pub fn len(&self) -> usize {
        self.first.len + self.items.len() + self.later.len + self.behind.len()
    }

    /// How many items are there.
    pub fn present(&self) -> usize {
        let come = self.first.come() + self.later.come();
        come + self.items.len() + self.behind.len()
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item; none if it is absent yet.
    #[inline]
    pub fn get(&self, id: I) -> Option<&T> {
        let Some(at) = id.index().checked_sub(self.first.len) else {
            return self.first.get(id.index());
        };
        match self.items.get(at) {
            Some(item) => Some(item),
            None => self.far(id.index()),
        }
    }

    /// The item, to be changed; none if it is absent yet.
    pub fn get_mut(&mut self, id: I) -> Option<&mut T> {
        match self.place(id.index()) {
            Place::First(at) => self.first.get_mut(at),
            Place::Item(at) => self.items.get_mut(at),
            Place::Later(at) => self.later.get_mut(at),
            Place::Behind(at) => self.behind.get_mut(at),
        }
    }

    fn far(&self, index: usize) -> Option<&T> {
        match self.place(index) {
            Place::First(at) => self.first.get(at),
            Place::Item(at) => self.items.get(at),
            Place::Later(at) => self.later.get(at),
            Place::Behind(at) => self.behind.get(at),
        }
    }

    fn place(&self, index: usize) -> Place {
        let Some(at) = index.checked_sub(self.first.len) else { return Place::First(index) };
        let Some(behind) = at.checked_sub(self.items.len()) else { return Place::Item(at) };
        match behind.checked_sub(self.later.len) {
            None => Place::Later(behind),
            Some(behind) => Place::Behind(behind),
        }
    }

    /// The items that have come since `seen`, which is brought up to date: those that were absent
    /// before those that were added.
    pub fn news(&self, seen: &mut Seen) -> impl Iterator<Item = (I, &T)> {
        let start = self.first.len;
        let later = start + self.items.len();
        let before = std::mem::replace(
            seen,
            Seen {
                first: self.first.come(),
                items: self.items.len(),
                later: self.later.come(),
                behind: self.behind.len(),
            },
        );
        let come = self.first.since(before.first);
        let come = come.chain(self.later.since(before.later).map(move |at| later + at));
        let items = start + before.items..later;
        let added = later + self.later.len + before.behind..self.len();
        let all = come.chain(items).chain(added).map(I::from_index);
        all.filter_map(|id| Some((id, self.get(id)?)))
    }

    /// The items that are there, with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (I, &T)> {
        let items = self.first.len;
        let later = items + self.items.len();
        let behind = later + self.later.len;
        let all = self.first.iter().chain((items..).zip(&self.items));
        let all = all.chain(self.later.iter().map(move |(at, item)| (later + at, item)));
        let all = all.chain((behind..).zip(&self.behind));
        all.map(|(index, item)| (I::from_index(index), item))
    }
}

/// How much of an arena somebody has seen.
#[derive(Clone, Copy, Default, Debug)]
pub struct Seen {
    first: usize,
    items: usize,
    later: usize,
    behind: usize,
}

/// Where an item is kept.
enum Place {
    First(usize),
    Item(usize),
    Later(usize),
    Behind(usize),
}

/// So many items come to have a place at once.
const PAGE: usize = 64;

/// Items that come later; there is no room for them before.
#[derive(Clone)]
struct Late<T> {
    pages: Box<[Page<T>]>,
    len: usize,
    /// Those that have come, in that order.
    come: RefCell<Vec<u32>>,
}

type Page<T> = OnceCell<Box<[OnceCell<T>]>>;

impl<T> Late<T> {
    fn of(len: usize) -> Self {
        let pages = (0..len.div_ceil(PAGE)).map(|_| OnceCell::new()).collect();
        Self { pages, len, come: RefCell::default() }
    }

    fn is_empty(&self) -> bool {
        self.len == 0
    }

    fn get(&self, at: usize) -> Option<&T> {
        self.pages.get(at / PAGE)?.get()?.get(at % PAGE)?.get()
    }

    fn come(&self) -> usize {
        self.come.borrow().len()
    }

    /// Those that have come after the first so many.
    fn since(&self, seen: usize) -> impl Iterator<Item = usize> {
        (seen..self.come()).filter_map(|nth| self.come.borrow().get(nth).map(|&at| at as usize))
    }

    fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        self.pages.get_mut(at / PAGE)?.get_mut()?.get_mut(at % PAGE)?.get_mut()
    }

    fn put(&self, at: usize, item: T) {
        let Some(page) = self.pages.get(at / PAGE).filter(|_| at < self.len) else { return };
        let page = page.get_or_init(|| (0..PAGE).map(|_| OnceCell::new()).collect());
        // One that is there is the same item: an id stands for one.
        if page.get(at % PAGE).is_some_and(|place| place.set(item).is_ok()) {
            self.come.borrow_mut().push(at as u32);
        }
    }

    fn iter(&self) -> impl Iterator<Item = (usize, &T)> {
        let pages = self.pages.iter().enumerate();
        let there = pages.filter_map(|(page, items)| Some((page * PAGE, items.get()?)));
        let items = there.flat_map(|(first, items)| (first..).zip(items));
        items.filter_map(|(at, item)| Some((at, item.get()?)))
    }
}

impl<I: Id, T> Default for LateArena<I, T> {
    fn default() -> Self {
        Self::with_late(0)
    }
}

impl<I, T: Clone> Clone for LateArena<I, T> {
    fn clone(&self) -> Self {
        let (first, items) = (self.first.clone(), self.items.clone());
        let (later, behind) = (self.later.clone(), self.behind.clone());
        Self { first, items, later, behind, id: PhantomData }
    }
}

impl<I: Id, T: fmt::Debug> fmt::Debug for LateArena<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|(_, item)| item)).finish()
    }
}

impl<I: Id, T> Index<I> for LateArena<I, T> {
    type Output = T;

    /// The item, which is there.
    #[inline]
    fn index(&self, id: I) -> &T {
        match self.get(id) {
            Some(item) => item,
            None => absent(id.index()),
        }
    }
}

impl<I: Id, T> IndexMut<I> for LateArena<I, T> {
    /// The item, which is there.
    fn index_mut(&mut self, id: I) -> &mut T {
        match self.get_mut(id) {
            Some(item) => item,
            None => absent(id.index()),
        }
    }
}

/// An id stands for an item that is there, or whoever holds it asks for the item first.
#[cold]
fn absent(index: usize) -> ! {
    panic!("item {index} is absent")
}

#[cfg(test)]
mod tests {
    use super::{LateArena, Seen};
    use crate::base::FileId;

    #[test]
    fn late_items_take_their_places() {
        let mut arena: LateArena<FileId, &str> = LateArena::with_late(2);
        let added = arena.add("c");
        assert_eq!((arena.len(), arena[added]), (3, "c"));
        assert_eq!((arena.expect(70), arena.expect(1)), (Some(3), None));
        let last = arena.add("e");
        assert_eq!((arena.len(), arena[last]), (74, "e"));
        assert_eq!((arena.get(FileId::at(1)), arena.get(FileId::at(72))), (None, None));
        let mut seen = Seen::default();
        let new = |arena: &LateArena<FileId, &'static str>, seen: &mut Seen| {
            arena.news(seen).map(|(id, _)| id).collect::<Vec<_>>()
        };
        assert_eq!(new(&arena, &mut seen), [added, last]);
        arena.put(FileId::at(1), "b");
        arena.put(FileId::at(72), "d");
        arena.put(FileId::at(72), "no");
        arena.put(FileId::at(74), "nowhere");
        arena[FileId::at(1)] = "B";
        arena[added] = "C";
        arena[last] = "E";
        assert_eq!(new(&arena, &mut seen), [FileId::at(1), FileId::at(72)]);
        assert_eq!(new(&arena, &mut seen), []);
        let there: Vec<_> = arena.iter().collect();
        let expected = [(FileId::at(1), &"B"), (added, &"C"), (FileId::at(72), &"d"), (last, &"E")];
        assert_eq!(there, expected);
        assert_eq!(arena.present(), 4);
    }
}
