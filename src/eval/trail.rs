//! What a conjunct and a vertex remember of the references that led to them: `cycle` judges by it,
//! `order` places fields by it.

use super::vertex::{TrailId, VertexId};
use crate::base::Id as _;
use crate::program::ExprId;

/// A link in the chain of references that led to a conjunct, for structural cycles and order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trail {
    pub(super) up: TrailId,
    pub(super) target: VertexId,
    /// The reference; none where a computed value was taken over.
    pub(super) reference: Option<ExprId>,
    /// The vertex that was given what it refers to.
    pub(super) vertex: VertexId,
    /// What it tells of structural cycles.
    pub(super) memory: Memory,
}

/// What a link in a chain of references tells of structural cycles.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Memory {
    /// To come through it again is a cycle.
    Kept,
    /// Nothing.
    None,
    /// Nothing, and all before it is forgotten: a round that was allowed starts.
    Cleared,
}

/// How what was unified stands to structural cycles.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub(super) enum Cycle {
    /// It came through none.
    #[default]
    None,
    /// It came from an optional field, a pattern or an arm of a disjunction: a cycle through it may
    /// still end, and is allowed one more round.
    Optional,
    /// It is in that round.
    Maybe,
    /// It came through a reference to a vertex that holds this one, or through the same one again.
    Cyclic,
}

impl Cycle {
    /// The same for what may not be there.
    pub(super) fn optional(self) -> Self {
        self.max(Self::Optional)
    }
}

/// The references that led to something, and how these stand to cycles, in four bytes: the latter lies
/// in bits that no number of a trail reaches, as so many take more memory than there is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Led(u32);

/// Where the cycle stands.
const CYCLE: u32 = 30;

impl Led {
    #[inline]
    pub(super) fn new(trail: TrailId, cycle: Cycle) -> Self {
        Self(trail.index() as u32 | (cycle as u32) << CYCLE)
    }

    #[inline]
    pub(super) fn trail(self) -> TrailId {
        TrailId::at(self.0 & !(u32::MAX << CYCLE))
    }

    #[inline]
    pub(super) fn cycle(self) -> Cycle {
        match self.0 >> CYCLE {
            0 => Cycle::None,
            1 => Cycle::Optional,
            2 => Cycle::Maybe,
            _ => Cycle::Cyclic,
        }
    }
}

/// What a vertex knows of structural cycles: some of the following.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Cycles(u8);

impl Cycles {
    /// It was given a conjunct, of whatever kind, that came through no cycle.
    pub(super) const NONCYCLIC: Self = Self(1);
    /// It was given a value that came through no cycle, or was selected from.
    pub(super) const STRUCTURE: Self = Self(1 << 1);
    /// It refers to a vertex that holds it.
    pub(super) const ANCESTOR: Self = Self(1 << 2);
    /// It refers to what led here.
    pub(super) const REOCCURRING: Self = Self(1 << 3);

    /// Adds what is found, if it is so.
    #[inline]
    pub(super) fn note(&mut self, what: Self, is_so: bool) {
        self.0 |= what.0 * u8::from(is_so);
    }

    /// Whether that was found.
    #[inline]
    pub(super) fn has(self, what: Self) -> bool {
        self.0 & what.0 != 0
    }

    /// Whether all that was given leads back: then it would go on without end.
    #[inline]
    pub(super) fn only(self) -> bool {
        self.has(Self::ANCESTOR) && !self.has(Self::STRUCTURE)
            || self.has(Self::REOCCURRING) && !self.has(Self::NONCYCLIC)
    }
}
