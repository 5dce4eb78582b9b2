//! What has been found out about a vertex while unifying what it was given.
//!
//! Most vertices are leaves: a kind, a scalar, a place. What structs and work need lies apart, what
//! few need further apart, and both take memory on their first change.

use std::ops::{Deref, DerefMut};

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use thin_vec::ThinVec;

use super::closed::Closing;
use super::groups::GroupId;
use super::kind::Kind;
use super::survivor::Mode;
use super::tasks::Tasks;
use super::trail::Cycles;
use super::value::{BottomId, BoundId, ValidatorId, Value};
use super::vertex::{
    Arms, Decision, Disjunction, Follower, Inserted, ListShape, Met, Pattern, Presence, Task,
    TrailId, VertexId, Work,
};
use crate::base::Span;
use crate::program::Label;

/// What has been found out about a vertex.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// What narrowed the kind last, and to what.
    pub(super) kind_source: Option<(Span, Kind)>,
    pub(super) scalar: Option<(Value, Span)>,
    /// The first place that gave this vertex something.
    pub(super) span: Option<Span>,
    pub(super) has_struct: bool,
    pub(super) has_top: bool,
    /// What is known of structural cycles here.
    pub(super) cycles: Cycles,
    /// Whether some disjunctions are left out: then it may lack fields and evidence.
    pub(super) partial: bool,
    /// Whether the only value left was a default.
    pub(super) mode: Mode,
    /// Whether closedness has refused it.
    pub(super) denied: bool,
    /// All else, which most vertices do not need.
    rest: Sparse<Rest>,
}

/// What has been found out about structs, and about whatever had work to do.
#[derive(Debug)]
pub(super) struct Rest {
    pub(super) tasks: Tasks,
    /// The work that is being done.
    pub(super) running: Option<Work>,
    pub(super) disjunctions: ThinVec<Disjunction>,
    /// The arms of all disjunctions met so far, to count occurrences.
    pub(super) met_arms: ThinVec<Arms>,
    pub(super) bounds: ThinVec<BoundId>,
    /// What is known of closedness here.
    pub(super) closing: Closing,
    /// Vertices that take over conjuncts which come later.
    pub(super) followers: ThinVec<Follower>,
    /// References inserted here and the group that each was given.
    pub(super) references: SmallVec<[(VertexId, GroupId, TrailId); 1]>,
    /// The blocks inserted here.
    pub(super) blocks: SmallVec<[Inserted; 2]>,
    /// Which arm of each disjunction this vertex stands for, if it is a variant of another.
    pub(super) decisions: ThinVec<Decision>,
    /// What hardly any vertex needs.
    rare: Sparse<Rare>,
}

/// What has been found out about few vertices.
#[derive(Debug)]
pub(super) struct Rare {
    pub(super) validators: ThinVec<ValidatorId>,
    pub(super) patterns: ThinVec<Pattern>,
    /// Comprehensions that ended in an incomplete error: what they would add stays unknown.
    pub(super) failed: ThinVec<Task>,
    /// Comparisons with `_|_` that decided something here, to be checked at the end.
    pub(super) presences: ThinVec<Presence>,
    /// Once a `for` clause went through the fields: those that may come nevertheless.
    pub(super) frozen: Option<ThinVec<Label>>,
    pub(super) list: Option<Box<ListShape>>,
    pub(super) errors: ThinVec<BottomId>,
    pub(super) incomplete: Option<BottomId>,
    /// The comprehensions and `let`s met here, and how many arcs there were before each.
    pub(super) met: ThinVec<(Met, u32)>,
    /// The progress count at which work was last found waiting.
    pub(super) waited_at: u64,
    /// The arcs by label, once they are many.
    pub(super) index: Option<Box<FxHashMap<Label, VertexId>>>,
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

impl Empty for Rest {
    const NEW: Self = Rest {
        tasks: Tasks::new(),
        running: None,
        disjunctions: ThinVec::new(),
        met_arms: ThinVec::new(),
        bounds: ThinVec::new(),
        closing: Closing::new(),
        followers: ThinVec::new(),
        references: SmallVec::new_const(),
        blocks: SmallVec::new_const(),
        decisions: ThinVec::new(),
        rare: Sparse(None),
    };
    const NOTHING: &'static Self = &NO_REST;
}

impl Empty for Rare {
    const NEW: Self = Rare {
        validators: ThinVec::new(),
        patterns: ThinVec::new(),
        failed: ThinVec::new(),
        presences: ThinVec::new(),
        frozen: None,
        list: None,
        errors: ThinVec::new(),
        incomplete: None,
        met: ThinVec::new(),
        waited_at: 0,
        index: None,
    };
    const NOTHING: &'static Self = &NO_RARE;
}

static NO_REST: Rest = Rest::NEW;
static NO_RARE: Rare = Rare::NEW;

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

impl Deref for Rest {
    type Target = Rare;

    #[inline]
    fn deref(&self) -> &Rare {
        &self.rare
    }
}

impl DerefMut for Rest {
    #[inline]
    fn deref_mut(&mut self) -> &mut Rare {
        &mut self.rare
    }
}

impl Deref for Node {
    type Target = Rest;

    #[inline]
    fn deref(&self) -> &Rest {
        &self.rest
    }
}

impl DerefMut for Node {
    #[inline]
    fn deref_mut(&mut self) -> &mut Rest {
        &mut self.rest
    }
}

impl Node {
    pub(super) fn new() -> Self {
        Self {
            kind: Kind::TOP,
            kind_source: None,
            scalar: None,
            span: None,
            has_struct: false,
            has_top: false,
            cycles: Cycles::default(),
            partial: false,
            mode: Mode::Maybe,
            denied: false,
            rest: Sparse(None),
        }
    }

    /// Whether it knows no more than a leaf can know that has no work to do.
    pub(super) fn is_lean(&self) -> bool {
        self.rest.0.is_none()
    }

    /// Whether anything is to be done in it, is being done, or could not be done.
    pub(super) fn has_work(&self) -> bool {
        let has_failed = |rare: &Rare| !rare.failed.is_empty();
        self.rest.0.as_ref().is_some_and(|rest| {
            !rest.tasks.is_empty()
                || rest.running.is_some()
                || rest.rare.0.as_deref().is_some_and(has_failed)
        })
    }

    /// Gives back the memory of what was needed for work alone, once that is done.
    pub(super) fn rest_from_work(&mut self) {
        if self.is_lean() {
            return;
        }
        if self.tasks.has_room() {
            self.tasks = Tasks::new();
        }
        let rest = &*self.rest;
        if rest.running.is_none()
            && rest.disjunctions.is_empty()
            && rest.met_arms.is_empty()
            && rest.bounds.is_empty()
            && rest.closing.is_empty()
            && rest.followers.is_empty()
            && rest.references.is_empty()
            && rest.blocks.is_empty()
            && rest.decisions.is_empty()
            && rest.rare.0.is_none()
        {
            self.rest = Sparse(None);
        }
    }
}
