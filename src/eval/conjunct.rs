//! Conjuncts, and the packed form in which vertices keep them: there are several for each vertex, and
//! what they take is first touched memory, which is time.

use smallvec::SmallVec;

use super::groups::{GroupId, ROOT};
use super::node::push_beyond;
use super::trail::{Cycle, Led};
use super::vertex::{ComputedId, EnvId, TrailId};
use crate::base::Id;
use crate::program::{ExprId, Mark};

/// An expression in its environment: one of the things unified in a vertex.
#[derive(Clone, Copy, Debug)]
pub(super) struct Conjunct {
    pub(super) source: Source,
    pub(super) env: EnvId,
    pub(super) group: GroupId,
    pub(super) trail: TrailId,
    pub(super) cycle: Cycle,
}

/// What a conjunct says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Source {
    Expr(ExprId),
    /// What no expression says.
    Computed(ComputedId),
}

impl Conjunct {
    /// A conjunct in no group, reached through no reference to what holds it.
    pub(super) fn new(source: Source, env: EnvId, trail: TrailId) -> Self {
        Self { source, env, group: ROOT, trail, cycle: Cycle::None }
    }

    /// The same as what a field with that mark is given.
    pub(super) fn for_field(self, mark: Mark) -> Self {
        match mark {
            Mark::Optional => Self { cycle: self.cycle.optional(), ..self },
            Mark::Required | Mark::Regular => self,
        }
    }

    /// The same, saying something else.
    pub(super) fn saying(self, source: Source) -> Self {
        Self { source, ..self }
    }

    /// Whether it is another one, or is it but for what was computed: then `same` says.
    pub(super) fn is(self, other: Self, same: impl Fn(Source, Source) -> bool) -> bool {
        Packed::of(self).is(Packed::of(other), same)
    }
}

/// A conjunct in four words: what its source is stands in a bit that numbers of ids do not reach. Two
/// thousand million expressions take more memory than there is long before.
#[derive(Clone, Copy, Debug)]
struct Packed {
    source: u32,
    env: EnvId,
    group: GroupId,
    led: Led,
}

/// Marks a source that was computed.
const COMPUTED: u32 = 1 << 31;

impl Packed {
    #[inline]
    fn of(conjunct: Conjunct) -> Self {
        let Conjunct { source, env, group, trail, cycle } = conjunct;
        let source = match source {
            Source::Expr(id) => id.index() as u32,
            Source::Computed(id) => id.index() as u32 | COMPUTED,
        };
        Self { source, env, group, led: Led::new(trail, cycle) }
    }

    #[inline]
    fn conjunct(self) -> Conjunct {
        let Self { source, env, group, led } = self;
        let source = match source & COMPUTED {
            0 => Source::Expr(ExprId::at(source)),
            _ => Source::Computed(ComputedId::at(source & !COMPUTED)),
        };
        Conjunct { source, env, group, trail: led.trail(), cycle: led.cycle() }
    }

    /// See [`Conjunct::is`]; nearly always the words tell.
    #[inline]
    fn is(self, other: Self, same: impl Fn(Source, Source) -> bool) -> bool {
        (self.env, self.group, self.led) == (other.env, other.group, other.led)
            && (self.source == other.source
                || self.source & other.source & COMPUTED != 0
                    && same(self.conjunct().source, other.conjunct().source))
    }
}

/// The conjuncts of a vertex, in the order in which they came.
#[derive(Clone, Debug)]
pub(super) struct Conjuncts(SmallVec<[Packed; 2]>);

impl Conjuncts {
    /// None.
    pub(super) const fn new() -> Self {
        Self(SmallVec::new_const())
    }

    pub(super) fn push(&mut self, conjunct: Conjunct) {
        push_beyond(&mut self.0, Packed::of(conjunct));
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[inline]
    pub(super) fn get(&self, at: usize) -> Option<Conjunct> {
        self.0.get(at).map(|packed| packed.conjunct())
    }

    /// The first of them.
    pub(super) fn first(&self) -> Option<Conjunct> {
        self.get(0)
    }

    /// The one that there is, if there is one alone.
    pub(super) fn only(&self) -> Option<Conjunct> {
        match *self.0.as_slice() {
            [only] => Some(only.conjunct()),
            _ => None,
        }
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = Conjunct> + Clone {
        self.since(0)
    }

    /// Those from `at` on.
    pub(super) fn since(&self, at: usize) -> impl DoubleEndedIterator<Item = Conjunct> + Clone {
        self.0.get(at..).unwrap_or_default().iter().map(|packed| packed.conjunct())
    }

    /// Whether one of them is `conjunct`, as [`Conjunct::is`] has it.
    pub(super) fn have(&self, conjunct: Conjunct, same: impl Fn(Source, Source) -> bool) -> bool {
        let sought = Packed::of(conjunct);
        self.0.iter().any(|known| known.is(sought, &same))
    }

    /// The groups of all of them.
    pub(super) fn groups(&self) -> impl Iterator<Item = GroupId> + Clone {
        self.0.iter().map(|packed| packed.group)
    }
}

#[test]
fn a_conjunct_is_the_same_when_it_was_kept() {
    let cycles = [Cycle::None, Cycle::Optional, Cycle::Maybe, Cycle::Cyclic];
    for (at, cycle) in (0..).zip(cycles) {
        for source in [Source::Expr(ExprId::at(7 + at)), Source::Computed(ComputedId::at(at))] {
            let conjunct =
                Conjunct { cycle, ..Conjunct::new(source, EnvId::at(3), TrailId::at(5)) };
            let mut kept = Conjuncts::new();
            kept.push(conjunct);
            assert!(kept.have(conjunct, |_, _| false));
            assert_eq!(format!("{:?}", kept.only()), format!("{:?}", Some(conjunct)));
        }
    }
    assert_eq!(size_of::<Packed>(), 16);
}
