//! What has been found out about a vertex while unifying what it was given.
//!
//! Most vertices are leaves: a kind, a scalar, a place. What structs and work need lies apart, what
//! fewer need further apart, and all of it takes memory on its first change.

use std::ops::{Deref, DerefMut};

use rustc_hash::FxHashMap;
use smallvec::{Array, SmallVec};
use thin_vec::ThinVec;

use super::anchor::Anchor;
use super::closed::Closing;
use super::groups::GroupId;
use super::kind::Kind;
use super::survivor::Mode;
use super::tasks::{Tasks, Working};
use super::trail::Cycles;
use super::value::{BottomId, BoundId, ValidatorId, Value};
use super::vertex::{
    Arms, Decision, Disjunction, Follower, Inserted, ListShape, Met, Pattern, Presence, Task,
    TrailId, VertexId,
};
use crate::program::Label;

/// What has been found out about a vertex.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// To what the kind was narrowed last, and where.
    pub(super) narrowed_to: Kind,
    pub(super) narrowed_at: Option<Anchor>,
    pub(super) scalar: Option<(Value, Anchor)>,
    pub(super) has_struct: bool,
    pub(super) has_top: bool,
    /// What is known of structural cycles here.
    pub(super) cycles: Cycles,
    /// Whether the only value left was a default.
    pub(super) mode: Mode,
    /// What limits the value without saying it.
    pub(super) constraints: Sparse<Constraints>,
    /// What is to be done.
    pub(super) work: Sparse<Working>,
    /// All else, which most vertices do not need.
    rest: Sparse<Rest>,
}

/// What limits a value without saying it, and what was chosen.
#[derive(Debug)]
pub(super) struct Constraints {
    pub(super) bounds: SmallVec<[BoundId; 2]>,
    pub(super) validators: ThinVec<ValidatorId>,
    /// The disjunctions that are to be resolved.
    pub(super) disjunctions: ThinVec<Disjunction>,
    /// The arms of all disjunctions met so far, to count occurrences.
    pub(super) met_arms: SmallVec<[Arms; 1]>,
    /// Which arm of each disjunction this vertex stands for, if it is a variant of another.
    pub(super) decisions: ThinVec<Decision>,
}

/// What has been found out about structs and lists, and about what took in references.
#[derive(Debug)]
pub(super) struct Rest {
    /// What is known of closedness here.
    pub(super) closing: Closing,
    /// Whether closedness has refused it.
    pub(super) denied: bool,
    /// Whether some disjunctions are left out: then it may lack fields and evidence.
    pub(super) partial: bool,
    /// How many of its fields closedness has been asked about since it last got conjuncts.
    pub(super) checked: u32,
    /// References inserted here and the group that each was given.
    pub(super) references: SmallVec<[(VertexId, GroupId, TrailId); 1]>,
    /// The blocks inserted here.
    pub(super) blocks: SmallVec<[Inserted; 2]>,
    /// What hardly any vertex needs.
    rare: Sparse<Rare>,
}

/// What has been found out about lists, and about structs with more than fields.
#[derive(Debug)]
pub(super) struct Rare {
    pub(super) patterns: ThinVec<Pattern>,
    pub(super) list: Option<ListShape>,
    /// The comprehensions and `let`s met here, and how many arcs there were before each.
    pub(super) met: ThinVec<(Met, u32)>,
    /// The arcs by label, once they are many.
    pub(super) index: Option<Box<FxHashMap<Label, VertexId>>>,
    /// What is not as it should be, or not yet.
    unsettled: Sparse<Unsettled>,
}

/// What has been found out about vertices that wait, have errors, or may still be given more.
#[derive(Debug)]
pub(super) struct Unsettled {
    /// Vertices that take over conjuncts which come later.
    pub(super) followers: ThinVec<Follower>,
    /// Comprehensions that ended in an incomplete error: what they would add stays unknown.
    pub(super) failed: ThinVec<Task>,
    /// Comparisons with `_|_` that decided something here, to be checked at the end.
    pub(super) presences: ThinVec<Presence>,
    /// Once a `for` clause went through the fields: those that may come nevertheless.
    pub(super) frozen: Option<ThinVec<Label>>,
    pub(super) errors: ThinVec<BottomId>,
    /// An error below, once it is `Done`.
    pub(super) error_below: Option<BottomId>,
    pub(super) incomplete: Option<BottomId>,
    /// How many conjuncts have been inserted, if these are many.
    pub(super) inserted: u32,
    /// The progress count at which work was last found waiting.
    pub(super) waited_at: u64,
}

/// What takes memory once something in it is changed, and is empty before.
#[derive(Debug)]
pub(super) struct Sparse<T>(Option<Box<T>>);

/// What can be empty without memory of its own.
pub(super) trait Empty: 'static {
    /// Nothing found out.
    const NEW: Self;
    /// The same, to be looked at.
    const NOTHING: &'static Self;
}

/// Adds to a list that mostly stays at one item: so the first takes no room for more.
pub(super) fn push<T>(list: &mut ThinVec<T>, item: T) {
    if list.is_empty() {
        list.reserve_exact(1);
    }
    list.push(item);
}

/// Adds to a list that seldom outgrows its place, and then mostly by one.
pub(super) fn push_beyond<A: Array>(list: &mut SmallVec<A>, item: A::Item) {
    if list.len() == list.inline_size() {
        list.reserve_exact(1);
    }
    list.push(item);
}

impl Empty for Rest {
    const NEW: Self = Rest {
        closing: Closing::new(),
        denied: false,
        partial: false,
        checked: 0,
        references: SmallVec::new_const(),
        blocks: SmallVec::new_const(),
        rare: Sparse(None),
    };
    const NOTHING: &'static Self = &NO_REST;
}

impl Empty for Constraints {
    const NEW: Self = Constraints {
        bounds: SmallVec::new_const(),
        validators: ThinVec::new(),
        disjunctions: ThinVec::new(),
        met_arms: SmallVec::new_const(),
        decisions: ThinVec::new(),
    };
    const NOTHING: &'static Self = &NO_CONSTRAINTS;
}

impl Empty for Working {
    const NEW: Self = Working { tasks: Tasks::new(), running: None };
    const NOTHING: &'static Self = &NO_WORK;
}

impl Empty for Rare {
    const NEW: Self = Rare {
        patterns: ThinVec::new(),
        list: None,
        met: ThinVec::new(),
        index: None,
        unsettled: Sparse(None),
    };
    const NOTHING: &'static Self = &NO_RARE;
}

impl Empty for Unsettled {
    const NEW: Self = Unsettled {
        followers: ThinVec::new(),
        failed: ThinVec::new(),
        presences: ThinVec::new(),
        frozen: None,
        errors: ThinVec::new(),
        error_below: None,
        incomplete: None,
        inserted: 0,
        waited_at: 0,
    };
    const NOTHING: &'static Self = &ALL_SETTLED;
}

static NO_CONSTRAINTS: Constraints = Constraints::NEW;
static NO_WORK: Working = Working::NEW;
static NO_REST: Rest = Rest::NEW;
static NO_RARE: Rare = Rare::NEW;
static ALL_SETTLED: Unsettled = Unsettled::NEW;

impl<T> Sparse<T> {
    /// What has memory already.
    pub(super) fn of(item: Box<T>) -> Self {
        Self(Some(item))
    }

    /// Whether it takes no memory.
    pub(super) fn is_none(&self) -> bool {
        self.0.is_none()
    }

    /// Leaves nothing behind.
    pub(super) fn take(&mut self) -> Option<Box<T>> {
        self.0.take()
    }
}

impl<T: Empty> Deref for Sparse<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or(T::NOTHING)
    }
}

impl<T: Empty> DerefMut for Sparse<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        self.0.get_or_insert_with(|| Box::new(T::NEW))
    }
}

/// Lets what lies apart be asked and told as if it lay here.
macro_rules! hold_apart {
    ($($here:ident . $field:ident: $apart:ident),* $(,)?) => { $(
        impl Deref for $here {
            type Target = $apart;

            #[inline]
            fn deref(&self) -> &$apart {
                &self.$field
            }
        }

        impl DerefMut for $here {
            #[inline]
            fn deref_mut(&mut self) -> &mut $apart {
                &mut self.$field
            }
        }
    )* };
}

hold_apart! { Node.rest: Rest, Rest.rare: Rare, Rare.unsettled: Unsettled }

impl Node {
    pub(super) fn new() -> Self {
        Self {
            kind: Kind::TOP,
            narrowed_to: Kind::TOP,
            narrowed_at: None,
            scalar: None,
            has_struct: false,
            has_top: false,
            cycles: Cycles::default(),
            mode: Mode::Maybe,
            constraints: Sparse(None),
            work: Sparse(None),
            rest: Sparse(None),
        }
    }

    /// Whether it knows no more than a leaf can know that has no work to do.
    pub(super) fn is_lean(&self) -> bool {
        self.rest.is_none() && self.constraints.is_none() && self.work.is_none()
    }

    /// Whether nothing waits to be done or resolved in it.
    #[inline]
    pub(super) fn is_idle(&self) -> bool {
        (self.work.is_none() || self.work.tasks.is_empty())
            && (self.constraints.is_none() || self.constraints.disjunctions.is_empty())
    }

    /// Whether anything is to be done in it, is being done, or could not be done.
    pub(super) fn has_work(&self) -> bool {
        !self.work.is_none() && (!self.work.tasks.is_empty() || self.work.running.is_some())
            || !self.rest.is_none() && !self.failed.is_empty()
    }

    /// Gives back the memory in which nothing is known any more.
    pub(super) fn give_back(&mut self) {
        let Constraints { bounds, validators, disjunctions, met_arms, decisions } =
            &*self.constraints;
        if bounds.is_empty()
            && validators.is_empty()
            && disjunctions.is_empty()
            && met_arms.is_empty()
            && decisions.is_empty()
        {
            self.constraints = Sparse(None);
        }
        let rest = &*self.rest;
        if rest.closing.is_empty()
            && !rest.denied
            && !rest.partial
            && rest.references.is_empty()
            && rest.blocks.is_empty()
            && rest.rare.is_none()
        {
            self.rest = Sparse(None);
        }
    }
}
