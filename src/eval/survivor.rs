//! What survives of a disjunction, and which of it is a default.
//!
//! Defaults combine by the rules of the specification (Default values): a mark that is dropped by
//! all survivors of a side no longer counts.

use smallvec::SmallVec;

use super::anchor::Anchor;
use super::decided::{Decided, Decisions};
use super::graph::Graph;
use super::twins::Distinct;
use super::value::{Choice, Value};
use super::vertex::Decision;

/// Whether a value is a default.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Mode {
    /// Nothing was marked.
    Maybe,
    /// It is.
    Default,
    /// Others are.
    NotDefault,
}

impl Mode {
    /// The mode of an arm: whether any arm is marked, and whether this one is.
    pub(super) fn of_arm(any_marked: bool, this_marked: bool) -> Self {
        match (any_marked, this_marked) {
            (false, _) => Mode::Maybe,
            (true, true) => Mode::Default,
            (true, false) => Mode::NotDefault,
        }
    }
}

/// One combination of arms that has survived so far.
#[derive(Clone, Debug)]
pub(super) struct Survivor {
    pub(super) decisions: Decisions,
    pub(super) mode: Mode,
    /// Whether the arm of the last disjunction was marked in that.
    pub(super) marked: bool,
    pub(super) value: Value,
    /// Values that were chosen, where all arms are scalars.
    pub(super) chosen: SmallVec<[(Value, Anchor); 1]>,
}

impl Survivor {
    /// What there is before any disjunction is looked at.
    pub(super) fn start(decisions: &[Decision]) -> Self {
        let decisions = decisions.into();
        let (mode, value) = (Mode::Maybe, Value::Top);
        Self { decisions, mode, marked: false, value, chosen: SmallVec::new() }
    }
}

/// The results of one disjunction: the mode before, the mode of the arm, and what came out.
pub(super) struct Outcome {
    pub(super) before: Mode,
    /// Whether what was before is a default, or was one of its last disjunction.
    pub(super) was_default: bool,
    pub(super) arm: Mode,
    pub(super) survivor: Survivor,
}

impl Outcome {
    /// What comes of one more arm: `before` with the decision for it, the scalars that were `chosen`,
    /// and the value of all.
    pub(super) fn new(
        before: &Survivor,
        arm: Mode,
        decision: Decision,
        value: Value,
        chosen: SmallVec<[(Value, Anchor); 1]>,
    ) -> Self {
        let mut decisions = before.decisions.clone();
        decisions.push(decision);
        let marked = arm == Mode::Default;
        let survivor = Survivor { decisions, mode: Mode::Maybe, marked, value, chosen };
        let was_default = before.mode == Mode::Default || before.marked;
        Self { before: before.mode, was_default, arm, survivor }
    }
}

impl Graph {
    /// The modes of the outcomes, nested choices unrolled, duplicates merged.
    pub(super) fn combine(&self, outcomes: Vec<Outcome>, last: bool) -> Vec<Survivor> {
        // Two defaults that exclude each other leave none, whatever comes later.
        let left_drops = !outcomes.iter().any(|outcome| outcome.was_default);
        let right_drops = !outcomes.iter().any(|outcome| outcome.arm == Mode::Default);
        let kept = |mode, drops| if drops { Mode::Maybe } else { mode };
        let mut combined = Distinct::new(last);
        let mut settled = false;
        for Outcome { before, arm, survivor, .. } in outcomes {
            let Some(choice) = self.nested_choice(survivor.value) else {
                let before =
                    if before == Mode::Maybe { self.inner_mode(survivor.value) } else { before };
                let mode = kept(before, left_drops).max(kept(arm, right_drops));
                combined.add(self, Survivor { mode, ..survivor });
                continue;
            };
            for (index, &value) in choice.values.iter().enumerate() {
                let own = Mode::of_arm(choice.marked, index < choice.defaults);
                let mode = kept(before, left_drops).max(arm.max(own));
                settled |= mode != Mode::Maybe;
                let mut survivor = Survivor { mode, value, ..survivor.clone() };
                if let Some(decisions) = choice.decisions.get(index) {
                    survivor.decisions = decisions;
                    survivor.decisions.retain(|one| one.arm.is_some());
                }
                combined.add(self, survivor);
            }
        }
        let mut combined = combined.into_survivors();
        if settled {
            for survivor in combined.iter_mut().filter(|survivor| survivor.mode == Mode::Maybe) {
                survivor.mode = Mode::NotDefault;
            }
        }
        combined
    }

    /// Whether the only value that is left of a nested disjunction was a default there.
    fn inner_mode(&self, value: Value) -> Mode {
        match value {
            Value::Vertex(vertex) => {
                let mut at = vertex;
                loop {
                    let mode = self.vertices[at].node.mode;
                    match self.vertices[at].forward {
                        Some(forward) if mode == Mode::Maybe => at = forward,
                        Some(_) | None => return mode,
                    }
                }
            }
            _ => Mode::Maybe,
        }
    }

    fn nested_choice(&self, value: Value) -> Option<&Choice> {
        match value {
            Value::Vertex(vertex) => match self.vertices[self.deref(vertex)].value {
                Value::Choice(choice) => Some(&self.choices[choice]),
                _ => None,
            },
            Value::Choice(choice) => Some(&self.choices[choice]),
            _ => None,
        }
    }
}

/// Several survivors as a choice, defaults first: as in CUE, each changes places with the first
/// that is none, which schemas made of it show.
pub(super) fn as_choice(mut survivors: Vec<Survivor>) -> Choice {
    let marked = survivors.iter().any(|survivor| survivor.mode != Mode::Maybe);
    let mut count = 0;
    for at in 0..survivors.len() {
        if survivors.get(at).is_some_and(|survivor| survivor.mode == Mode::Default) {
            survivors.swap(at, count);
            count += 1;
        }
    }
    let (values, decisions) =
        survivors.into_iter().map(|survivor| (survivor.value, survivor.decisions)).unzip();
    Choice { values, defaults: count, marked, origin: None, decisions: Decided::of(decisions) }
}
