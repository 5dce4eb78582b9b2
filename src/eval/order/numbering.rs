//! Numbers for keys, in the order in which they are first seen: a list that is searched while it is
//! short, as it nearly always is, and hashed when it is not.

use std::hash::Hash;
use std::marker::PhantomData;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::base::Id;

/// Up to so many keys are searched one by one, which is faster than hashing.
const FEW: usize = 16;

/// Keys and their numbers.
#[derive(Debug)]
pub(super) struct Numbering<K, I> {
    keys: SmallVec<[K; 4]>,
    /// All keys, once they are many.
    many: FxHashMap<K, u32>,
    id: PhantomData<fn() -> I>,
}

impl<K, I> Default for Numbering<K, I> {
    fn default() -> Self {
        Self { keys: SmallVec::new(), many: FxHashMap::default(), id: PhantomData }
    }
}

impl<K: Copy + Eq + Hash, I: Id> Numbering<K, I> {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn get(&self, key: K) -> Option<I> {
        let at = if self.keys.len() > FEW {
            self.many.get(&key).map(|&at| at as usize)
        } else {
            self.keys.iter().position(|&known| known == key)
        };
        at.map(I::from_index)
    }

    /// Gives a new key its number.
    pub(super) fn add(&mut self, key: K) -> I {
        self.keys.push(key);
        if self.keys.len() == FEW + 1 {
            self.many = (0..).zip(&self.keys).map(|(at, &key)| (key, at)).collect();
        } else if self.keys.len() > FEW {
            self.many.insert(key, (self.keys.len() - 1) as u32);
        }
        I::from_index(self.keys.len() - 1)
    }

    /// Forgets all keys, and keeps the room.
    pub(super) fn clear(&mut self) {
        if self.keys.len() > FEW {
            // Room for many is dear to clear.
            self.many = FxHashMap::default();
        }
        self.keys.clear();
    }

    pub(super) fn keys(&self) -> &[K] {
        &self.keys
    }
}

#[cfg(test)]
mod tests {
    use super::super::sequence::Item;
    use super::*;

    #[test]
    fn keys_keep_their_numbers_however_many_there_are() {
        let mut numbering: Numbering<usize, Item> = Numbering::new();
        for key in (0..100).rev() {
            assert_eq!(numbering.get(key), None);
            assert_eq!(numbering.add(key), Item::from_index(99 - key));
        }
        assert!((0..100).all(|key| numbering.get(key) == Some(Item::from_index(99 - key))));
        assert!(numbering.keys().iter().copied().eq((0..100).rev()));
    }
}
