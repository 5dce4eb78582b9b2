//! Disjunctions: each arm is tried together with everything else that is known of the vertex.
//!
//! Arms of scalars are met value by value. Any other arm is tried in a *variant* of the vertex: a
//! vertex with the same conjuncts and a decision for each of its disjunctions. Variants that end
//! in a permanent error are eliminated; one that is left takes the vertex's place, several make a
//! [`Choice`]. What survives, and as what, is `survivor`'s.

use smallvec::SmallVec;
use thin_vec::ThinVec;

use super::exclusion::Strangers;
use super::graph::Graph;
use super::limits::{Limits, limit};
use super::survivor::{Mode, Outcome, Survivor, as_choice};
use super::value::{Gravity, Value};
use super::vertex::{Arm, Arms, Decision, Disjunction, State, VertexId};
use crate::program::Expr;

/// How many conjuncts may be unified in trials, for each value that may be made: most values take no more.
const UNIFIED_EACH: usize = 2;

/// What was tried of a disjunction, those within it included.
#[derive(Clone, Copy, Default)]
pub(super) struct Trials {
    arms: usize,
    /// How many conjuncts had been unified before.
    before: usize,
}

impl Graph {
    /// The arms of a disjunction and whether each is marked as a default.
    pub(super) fn arms(&self, arms: Arms) -> Vec<(bool, Arm)> {
        match arms {
            Arms::Expr(id) => match self.program.expr(id) {
                Expr::Or(arms) => {
                    arms.iter().map(|&(marked, arm)| (marked, Arm::Expr(arm))).collect()
                }
                _ => Vec::new(),
            },
            Arms::Value(choice) => {
                let choice = &self.choices[choice];
                choice
                    .values
                    .iter()
                    .enumerate()
                    .map(|(index, &value)| (index < choice.defaults, Arm::Value(value)))
                    .collect()
            }
        }
    }

    /// The arm at `index` of a disjunction.
    pub(super) fn arm(&self, arms: Arms, index: usize) -> Option<Arm> {
        match arms {
            Arms::Expr(id) => match self.program.expr(id) {
                Expr::Or(arms) => arms.get(index).map(|&(_, arm)| Arm::Expr(arm)),
                _ => None,
            },
            Arms::Value(choice) => self.choices[choice].values.get(index).copied().map(Arm::Value),
        }
    }

    /// Whether two disjunctions of a vertex, or of a vertex and its variant, are the same.
    pub(super) fn same_arms(&self, a: Arms, b: Arms) -> bool {
        let origin = |arms| match arms {
            Arms::Value(choice) => self.choices[choice].origin,
            Arms::Expr(_) => None,
        };
        a == b || (origin(a).is_some() && origin(a) == origin(b))
    }

    /// Resolves all disjunctions of the vertex; whether that changed it.
    pub(super) fn resolve_disjunctions(&mut self, vertex: VertexId) -> bool {
        let disjunctions = std::mem::take(&mut self.vertices[vertex].node.constraints.disjunctions);
        if !self.vertices[vertex].node.errors.is_empty() {
            return true;
        }
        if let Some(survivors) = self.scalar_survivors(vertex, &disjunctions) {
            self.take_scalars(vertex, survivors, &disjunctions);
            return true;
        }
        if let Some(bottom) = self.exhausted {
            self.give_up(vertex, bottom);
            return true;
        }
        if self.trying == 0 {
            self.tried = Trials { arms: 0, before: self.costs.unifications };
        }
        let progress = self.progress;
        let mut survivors =
            vec![Survivor::start(&self.vertices[vertex].node.constraints.decisions)];
        let mut firmly = true;
        for at in 0..disjunctions.len() {
            let before = survivors.clone();
            survivors = self.cross(vertex, survivors, &disjunctions, at, &mut firmly);
            if let Some(bottom) = self.exhausted {
                // Not an arm has failed but the evaluation, in whichever trial this is.
                self.give_up(vertex, bottom);
                return true;
            }
            if survivors.is_empty() {
                self.no_arm_left(vertex, &before, &disjunctions, at, firmly);
                return true;
            }
        }
        let undecided = survivors.len() > 1
            && !self.forced
            && survivors.iter().any(|survivor| self.is_waiting(survivor.value));
        if undecided {
            self.progress = progress;
            self.vertices[vertex].node.constraints.disjunctions = disjunctions;
            return false;
        }
        self.tell_incomplete(vertex, &survivors, &disjunctions);
        self.take(vertex, survivors);
        true
    }

    /// Drops what has an incomplete error, as long as anything else is left: `*x[0] | 0` is 0
    /// where there is no `x[0]`. As long as anything waits, nothing is decided. Fields below count once nothing is held back any more (`whole`).
    /// In the end, what still waits has failed too.
    fn drop_incomplete(&self, outcomes: &mut Vec<Outcome>, whole: bool) {
        let least = if self.forced { Gravity::Blocked } else { Gravity::Incomplete };
        let waits = |outcome: &Outcome| self.is_waiting(outcome.survivor.value);
        if !self.forced && outcomes.iter().any(waits) {
            return;
        }
        let failed = |outcome: &Outcome| {
            let Value::Vertex(vertex) = outcome.survivor.value else { return false };
            let holder = &self.vertices[self.deref(vertex)];
            let error = match holder.value {
                Value::Bottom(bottom) => Some(bottom),
                _ if whole => self.error_of(vertex),
                _ => holder.node.incomplete,
            };
            error.is_some_and(|bottom| self.bottoms[bottom].gravity <= least)
        };
        if outcomes.iter().any(failed) && outcomes.iter().all(|one| failed(one) || waits(one)) {
            outcomes.truncate(1);
        } else {
            outcomes.retain(|outcome| !failed(outcome));
        }
    }

    /// What is said where a disjunction takes or leaves too much, the flag of that limit, and the
    /// limit; `left` combinations are left so far.
    fn spent_on_arms(&self, left: usize) -> Option<(&'static str, &'static str, usize)> {
        let Limits { combinations, trials, vertices, .. } = self.limits;
        let unified = self.costs.unifications - self.tried.before;
        if self.tried.arms > trials {
            Some(("take too many trials", "max-trials", trials))
        } else if unified / UNIFIED_EACH > vertices {
            Some(("take too much to be tried", "max-values", vertices))
        } else if left >= combinations {
            Some(("leave too many combinations", "max-combinations", combinations))
        } else {
            None
        }
    }

    /// Ends the evaluation of disjunctions, of which too many combinations are left.
    fn too_many(
        &mut self,
        vertex: VertexId,
        disjunction: &Disjunction,
        (said, flag, most): (&str, &str, usize),
    ) {
        let message = format!("the disjunctions of `{}` {said}", self.path(vertex));
        let mut bottom = limit(message, flag, most);
        let apart = "Tell the alternatives apart by a field with a value of its own, such as `kind: \"a\"`.";
        bottom.help.insert(0, apart.to_owned());
        if let Arms::Expr(id) = disjunction.arms {
            bottom = bottom.at(self.program.span(id), "combined with others here");
        }
        bottom.vertex = Some(vertex);
        self.exhausted = Some(self.reached(bottom));
    }

    fn is_waiting(&self, value: Value) -> bool {
        let Value::Vertex(vertex) = value else { return false };
        let vertex = &self.vertices[self.deref(vertex)];
        vertex.state == State::Waiting
    }

    /// Every survivor with every arm of the disjunction at `at`; `firmly` is no longer so where one
    /// fails that may fit with more than is known.
    fn cross(
        &mut self,
        vertex: VertexId,
        survivors: Vec<Survivor>,
        disjunctions: &[Disjunction],
        at: usize,
        firmly: &mut bool,
    ) -> Vec<Survivor> {
        let Some(disjunction) = disjunctions.get(at) else { return survivors };
        let arms = self.arms(disjunction.arms);
        let written = arms.iter().any(|arm| arm.0);
        let marked = self.is_marked(disjunction.arms, written);
        let repeated = self.repeated(disjunctions, at);
        let sole = disjunctions.len() == 1;
        let strangers = if sole { self.strangers(vertex) } else { Strangers::default() };
        let mut outcomes = Vec::new();
        for survivor in &survivors {
            // What has survived so far holds all that the vertex does.
            let known = match survivor.value {
                Value::Vertex(variant) => variant,
                _ => vertex,
            };
            for (index, &(is_default, arm)) in arms.iter().enumerate() {
                let in_order = repeated
                    .is_none_or(|earlier| Self::is_in_order(&survivor.decisions, earlier, index));
                let given = &disjunction.conjunct;
                if !in_order {
                    continue;
                }
                if self.is_ruled_out(arm, given.env, known)
                    || self.excludes_any(arm, given, &strangers)
                {
                    *firmly = false;
                    continue;
                }
                self.tried.arms += 1;
                if let Some(spent) = self.spent_on_arms(outcomes.len()) {
                    self.too_many(vertex, disjunction, spent);
                    return Vec::new();
                }
                let mode = Mode::of_arm(marked, is_default);
                let variant = self.variant_with(vertex, survivor, disjunctions, at, index);
                if let Some(value) = self.try_variant(vertex, variant) {
                    let decision = disjunction.decide(Some(index));
                    let none = SmallVec::new();
                    outcomes.push(Outcome::new(survivor, mode, decision, value, none));
                } else {
                    *firmly &= self.fails_firmly(variant);
                }
            }
        }
        let last = at + 1 == disjunctions.len();
        let whole = last && !self.vertices[vertex].node.partial;
        self.drop_incomplete(&mut outcomes, whole);
        self.combine(outcomes, last)
    }

    /// Whether a variant fails whatever it is unified with.
    fn fails_firmly(&self, variant: VertexId) -> bool {
        let holder = self.deref(variant);
        let errors = &self.vertices[holder].node.errors;
        errors.iter().any(|&error| self.is_firm(holder, error))
    }

    /// Whether an arm of the disjunction is or was a default; `written` is whether any that is
    /// left is marked.
    pub(super) fn is_marked(&self, arms: Arms, written: bool) -> bool {
        match arms {
            Arms::Expr(_) => written,
            Arms::Value(choice) => self.choices[choice].marked,
        }
    }

    /// A vertex with the same conjuncts that makes those decisions.
    pub(super) fn variant(&mut self, vertex: VertexId, decisions: ThinVec<Decision>) -> VertexId {
        self.costs.trials += 1;
        let original = &self.vertices[vertex];
        let mut variant = self.vertex_below(original.parent, original.label, original.mark);
        variant.set_detached(original.is_detached());
        variant.conjuncts = original.conjuncts.clone();
        variant.set_defined(original.is_defined());
        if decisions.iter().any(|decision| decision.arm.is_none()) {
            variant.node.partial = true;
        }
        variant.node.constraints.decisions = decisions;
        self.vertices.add(variant)
    }

    /// The variant that takes one more arm than the survivor; later disjunctions are held back.
    pub(super) fn variant_with(
        &mut self,
        vertex: VertexId,
        survivor: &Survivor,
        disjunctions: &[Disjunction],
        at: usize,
        arm: usize,
    ) -> VertexId {
        let undecided = disjunctions.iter().enumerate().skip(at);
        let added =
            undecided.map(|(index, disjunction)| disjunction.decide((index == at).then_some(arm)));
        let decisions = survivor.decisions.iter().copied().chain(added).collect();
        self.variant(vertex, decisions)
    }

    /// Evaluates a variant to its end, in the place of the vertex.
    pub(super) fn finish_variant(&mut self, vertex: VertexId, variant: VertexId) {
        self.vertices[vertex].forward = Some(variant);
        self.finish(variant);
        self.vertices[vertex].forward = None;
    }

    /// The value of a variant, or nothing if it ends in an error.
    fn try_variant(&mut self, vertex: VertexId, variant: VertexId) -> Option<Value> {
        self.quiet += 1;
        self.trying += 1;
        self.finish_variant(vertex, variant);
        self.trying -= 1;
        self.quiet -= 1;
        if self.permanent_error(variant).is_some() {
            return None;
        }
        let holder = self.deref(variant);
        let value = self.vertices[holder].value;
        let alone = self.vertices[holder].arcs.is_empty()
            && self.vertices[holder].node.work.tasks.is_empty();
        let plain =
            !matches!(value, Value::Struct | Value::List | Value::Choice(_) | Value::Bottom(_));
        let whole = self.vertices[variant].node.mode == Mode::Maybe
            && self.vertices[holder].node.incomplete.is_none();
        Some(if alone && plain && whole { value } else { Value::Vertex(variant) })
    }

    /// Gives the vertex what has survived.
    fn take(&mut self, vertex: VertexId, survivors: Vec<Survivor>) {
        if let [survivor] = survivors.as_slice() {
            let decisions = survivor.decisions.clone();
            self.vertices[vertex].node.mode = survivor.mode;
            match survivor.value {
                Value::Vertex(variant) => self.vertices[vertex].forward = Some(variant),
                _ => {
                    let variant = self.variant(vertex, decisions.into_iter().collect());
                    self.finish(variant);
                    self.vertices[vertex].forward = Some(self.deref(variant));
                }
            }
            self.drop_work(vertex);
            return;
        }
        let choice = as_choice(survivors);
        self.vertices[vertex].value = Value::Choice(self.choices.add(choice));
        self.drop_work(vertex);
        self.vertices[vertex].clear_arcs();
    }
}

impl Disjunction {
    pub(super) fn decide(&self, arm: Option<usize>) -> Decision {
        Decision { arms: self.arms, occurrence: self.occurrence, arm: arm.map(|arm| arm as u32) }
    }
}
