//! Evidence: what a field was given, held against all that closedness requires of it at once.
//!
//! A struct that embeds many definitions has as many requirements, each of which asks the same
//! of every field; so which groups hold a conjunct is found in one walk for all of them. This file
//! knows groups and requirements, neither vertices nor what is said of a field that is refused.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::closed::Requirement;
use super::groups::{Asked, GroupId, Groups, Opening, ROOT};

/// The requirements of one vertex, as its fields are judged by them.
pub(super) struct Demands<'r> {
    all: Cow<'r, [Requirement]>,
    /// Their groups, to be looked for together, once something was not given them plainly.
    asked: OnceCell<Asked>,
    /// Those that fields must satisfy.
    required: Bits,
    /// Of each, the requirements of what is around it, once a field has to be excused.
    around: OnceCell<Vec<Around>>,
}

/// The requirements of what is around a requirement.
#[derive(Clone, Copy)]
struct Around {
    /// That of its embedding.
    embedding: Option<usize>,
    /// That of the struct literal around it.
    outer: Option<usize>,
}

/// A group of conjuncts that a field was given.
struct Shown {
    /// The requirements whose groups hold it.
    held: Bits,
    /// Those whose groups hold the embedding around it, if there is one.
    around: Option<Bits>,
}

/// A set of requirements, by their indices.
enum Bits {
    /// Where there are no more than fit in a word, which is nearly always.
    One(u64),
    Many(Vec<u64>),
}

impl<'r> Demands<'r> {
    pub(super) fn new(all: Cow<'r, [Requirement]>) -> Self {
        let mut required = Bits::none(all.len());
        for (index, one) in all.iter().enumerate() {
            if !one.ignored && !one.removed {
                required.set(index);
            }
        }
        Self { all, asked: OnceCell::new(), required, around: OnceCell::new() }
    }

    fn asked(&self) -> &Asked {
        self.asked.get_or_init(|| Asked::new(self.all.iter().map(|one| one.group)))
    }

    /// The requirements that a field which was given conjuncts of these groups does not satisfy.
    pub(super) fn refusals(
        &self,
        groups: &Groups,
        given: impl Iterator<Item = GroupId> + Clone,
    ) -> Vec<Requirement> {
        if self.are_met_at_once(given.clone()) {
            return Vec::new();
        }
        let mut held = self.none();
        given.clone().for_each(|group| self.hold(groups, group, &mut held));
        if self.required.without(&held).next().is_none() {
            return Vec::new();
        }
        let shown = self.shown(groups, given);
        let lacking = self.required.without(&held);
        let refused = lacking.filter(|&index| !self.is_excused(groups, index, &shown));
        refused.filter_map(|index| self.all.get(index)).copied().collect()
    }

    /// Whether the groups of all that is required are among the given ones themselves, as they are
    /// nearly always: then nobody needs to know what else they lie in.
    fn are_met_at_once(&self, given: impl Iterator<Item = GroupId> + Clone) -> bool {
        let Bits::One(mut left) = self.required else { return false };
        while left != 0 {
            let index = left.trailing_zeros();
            let Some(one) = self.all.get(index as usize) else { return false };
            if !given.clone().any(|group| group == one.group) {
                return false;
            }
            left &= left - 1;
        }
        true
    }

    /// Whether a field that was given conjuncts of these groups satisfies one of the requirements,
    /// that of `group`, whether that is required or not.
    pub(super) fn allows(
        &self,
        groups: &Groups,
        group: GroupId,
        given: impl Iterator<Item = GroupId>,
    ) -> bool {
        let shown = self.shown(groups, given);
        self.place(group).is_some_and(|index| {
            shown.iter().any(|one| one.held.has(index)) || self.is_excused(groups, index, &shown)
        })
    }

    /// The requirement of a group.
    pub(super) fn of(&self, group: GroupId) -> Option<Requirement> {
        self.place(group).and_then(|index| self.all.get(index)).copied()
    }

    fn shown(&self, groups: &Groups, given: impl Iterator<Item = GroupId>) -> Vec<Shown> {
        let mut given: Vec<GroupId> = given.collect();
        given.sort_unstable();
        given.dedup();
        let bits = |group| {
            let mut bits = self.none();
            self.hold(groups, group, &mut bits);
            bits
        };
        let shown = given.into_iter().map(|group| {
            let around = groups.embedding_of(group);
            Shown { held: bits(group), around: (around != ROOT).then(|| bits(around)) }
        });
        shown.collect()
    }

    /// Whether a requirement that has no evidence of its own need not have any: what embeds the
    /// definition may add the field.
    fn is_excused(&self, groups: &Groups, index: usize, shown: &[Shown]) -> bool {
        let Some(one) = self.all.get(index) else { return false };
        let Some(&Around { embedding, outer }) = self.around().get(index) else { return false };
        let Some(embedding) = embedding else { return false };
        let lies_in = |shown: &Shown| shown.around.as_ref().is_some_and(|it| it.has(embedding));
        if one.outer == ROOT && groups.opening(one.group) == Opening::Operand {
            // What is none of the operands of an opened conjunction is free.
            return !shown.iter().any(lies_in);
        }
        let mut outside = shown.iter().filter(|shown| !lies_in(shown));
        if one.outer == ROOT {
            // What embeds it must be of this very value.
            let around = self.all.get(embedding).map_or(ROOT, |embedding| embedding.outer);
            return outside.next().is_some() && (around == ROOT || self.place(around).is_some());
        }
        match outer {
            None => outside.next().is_some(),
            Some(outer) if self.all.get(outer).is_some_and(|outer| outer.removed) => {
                outside.next().is_some()
            }
            Some(outer) => outside.any(|shown| shown.held.has(outer)),
        }
    }

    fn around(&self) -> &[Around] {
        self.around.get_or_init(|| {
            let around = |one: &Requirement| Around {
                embedding: self.place(one.embedding),
                outer: self.place(one.outer),
            };
            self.all.iter().map(around).collect()
        })
    }

    fn place(&self, group: GroupId) -> Option<usize> {
        if group == ROOT { None } else { self.asked().place(group) }
    }

    fn none(&self) -> Bits {
        Bits::none(self.all.len())
    }

    fn hold(&self, groups: &Groups, group: GroupId, bits: &mut Bits) {
        groups.holders(self.asked(), group, &mut |index| bits.set(index));
    }
}

impl Bits {
    fn none(count: usize) -> Self {
        let word = u64::BITS as usize;
        if count <= word { Self::One(0) } else { Self::Many(vec![0; count.div_ceil(word)]) }
    }

    fn set(&mut self, index: usize) {
        let words = match self {
            Self::One(word) => std::slice::from_mut(word),
            Self::Many(words) => words,
        };
        if let Some(word) = words.get_mut(index / u64::BITS as usize) {
            *word |= 1 << (index % u64::BITS as usize);
        }
    }

    fn has(&self, index: usize) -> bool {
        let word = self.words().get(index / u64::BITS as usize).copied().unwrap_or_default();
        word >> (index % u64::BITS as usize) & 1 == 1
    }

    /// What is in it and not in `other`.
    fn without<'b>(&'b self, other: &'b Self) -> impl Iterator<Item = usize> + 'b {
        let words = self.words().iter().zip(other.words()).enumerate();
        words.flat_map(|(at, (ours, theirs))| {
            let mut left = ours & !theirs;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                left &= left.checked_sub(1)?;
                Some(at * u64::BITS as usize + bit as usize)
            })
        })
    }

    fn words(&self) -> &[u64] {
        match self {
            Self::One(word) => std::slice::from_ref(word),
            Self::Many(words) => words,
        }
    }
}
