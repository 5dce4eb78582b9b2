//! What has been found out about a vertex while unifying what it was given.
//!
//! Most vertices are leaves: a kind, a scalar, a place. What only some need lies apart and takes
//! memory on its first change.

use std::ops::{Deref, DerefMut};

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
    pub(super) rest: Sparse,
}

/// What has been found out about some vertices only.
#[derive(Debug)]
pub(super) struct Rest {
    pub(super) bounds: ThinVec<BoundId>,
    pub(super) validators: ThinVec<ValidatorId>,
    pub(super) patterns: ThinVec<Pattern>,
    pub(super) tasks: Tasks,
    /// The work that is being done.
    pub(super) running: Option<Work>,
    /// Comprehensions that ended in an incomplete error: what they would add stays unknown.
    pub(super) failed: ThinVec<Task>,
    /// Comparisons with `_|_` that decided something here, to be checked at the end.
    pub(super) presences: ThinVec<Presence>,
    /// Once a `for` clause went through the fields: those that may come nevertheless.
    pub(super) frozen: Option<ThinVec<Label>>,
    pub(super) disjunctions: ThinVec<Disjunction>,
    /// The arms of all disjunctions met so far, to count occurrences.
    pub(super) met_arms: ThinVec<Arms>,
    pub(super) list: Option<Box<ListShape>>,
    pub(super) errors: ThinVec<BottomId>,
    pub(super) incomplete: Option<BottomId>,
    /// What is known of closedness here.
    pub(super) closing: Closing,
    /// Vertices that take over conjuncts which come later.
    pub(super) followers: ThinVec<Follower>,
    /// References inserted here and the group that each was given.
    pub(super) references: ThinVec<(VertexId, GroupId, TrailId)>,
    /// The blocks inserted here.
    pub(super) blocks: ThinVec<Inserted>,
    /// The comprehensions and `let`s met here, and how many arcs there were before each.
    pub(super) met: ThinVec<(Met, u32)>,
    /// Which arm of each disjunction this vertex stands for, if it is a variant of another.
    pub(super) decisions: ThinVec<Decision>,
    /// The progress count at which work was last found waiting.
    pub(super) waited_at: u64,
}

/// A [`Rest`] that takes memory once something in it is changed.
#[derive(Default, Debug)]
pub(super) struct Sparse(Option<Box<Rest>>);

/// Adds to a list that mostly stays at one item: so the first takes no room for more.
pub(super) fn push<T>(list: &mut ThinVec<T>, item: T) {
    if list.is_empty() {
        list.reserve_exact(1);
    }
    list.push(item);
}

/// The rest of a vertex that has none.
static NOTHING: Rest = Rest::new();

impl Deref for Sparse {
    type Target = Rest;

    fn deref(&self) -> &Rest {
        self.0.as_deref().unwrap_or(&NOTHING)
    }
}

impl DerefMut for Sparse {
    fn deref_mut(&mut self) -> &mut Rest {
        self.0.get_or_insert_with(|| Box::new(Rest::new()))
    }
}

impl Deref for Node {
    type Target = Rest;

    fn deref(&self) -> &Rest {
        &self.rest
    }
}

impl DerefMut for Node {
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
            rest: Sparse::default(),
        }
    }
}

impl Rest {
    const fn new() -> Self {
        Self {
            bounds: ThinVec::new(),
            validators: ThinVec::new(),
            patterns: ThinVec::new(),
            tasks: Tasks::new(),
            running: None,
            failed: ThinVec::new(),
            presences: ThinVec::new(),
            frozen: None,
            disjunctions: ThinVec::new(),
            met_arms: ThinVec::new(),
            list: None,
            errors: ThinVec::new(),
            incomplete: None,
            closing: Closing::new(),
            followers: ThinVec::new(),
            references: ThinVec::new(),
            blocks: ThinVec::new(),
            met: ThinVec::new(),
            decisions: ThinVec::new(),
            waited_at: 0,
        }
    }
}
