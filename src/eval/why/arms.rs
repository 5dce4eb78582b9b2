//! What became of the alternatives of a disjunction: which was taken, which are still possible, and
//! why the others were dropped.

use super::{Alternative, Fate};
use crate::base::Span;
use crate::eval::anchor::Anchor;
use crate::eval::computed::NOTHING_COMPUTED;
use crate::eval::graph::Graph;
use crate::eval::kind::Kind;
use crate::eval::tell::{Met, kind_words};
use crate::eval::value::{Gravity, Value};
use crate::eval::vertex::{
    Arm, Arms, Conjunct, Decision, EnvId, NO_ENV, NO_TRAIL, NO_VERTEX, VertexId,
};

/// For how many arms of one account it is found out why they failed: each is tried once more, which
/// takes what it took when it failed.
pub(super) const MOST_TRIED: usize = 12;

impl Graph {
    /// The vertex whose disjunctions decided what the value of `vertex` is, and which arms they took.
    pub(super) fn decided(&self, vertex: VertexId) -> (VertexId, Vec<Decision>) {
        let mut owner = vertex;
        while self.vertices[owner].is_shared()
            && let Some(shared) = self.vertices[owner].forward
        {
            owner = shared;
        }
        let mut decisions: Vec<Decision> = Vec::new();
        let mut at = Some(owner);
        while let Some(vertex) = at {
            let this = &self.vertices[vertex];
            decisions.extend(this.node.constraints.decisions.iter().copied());
            at = this.forward;
            if let Value::Choice(choice) = this.value
                && at.is_none()
                && let choice = &self.choices[choice]
                && choice.defaults == 1
            {
                decisions.extend(choice.decisions.get(0).into_iter().flatten());
                at = match choice.values.first() {
                    Some(&Value::Vertex(first)) => Some(first),
                    Some(_) | None => None,
                };
            }
        }
        (owner, decisions)
    }

    /// The arm of a disjunction that was taken.
    pub(super) fn taken(
        &self,
        decisions: &[Decision],
        arms: Arms,
        occurrence: u32,
    ) -> Option<usize> {
        let of_it = decisions.iter().rev().find(|one| {
            self.same_arms(one.arms, arms) && one.occurrence == occurrence && one.arm.is_some()
        });
        of_it.and_then(|one| one.arm).map(|arm| arm as usize)
    }

    /// The alternatives of a disjunction that was unified in `vertex`; `left` is how many arms may
    /// still be tried again.
    pub(super) fn fates(
        &mut self,
        vertex: VertexId,
        (arms, occurrence): (Arms, u32),
        env: EnvId,
        left: &mut usize,
    ) -> Vec<Alternative> {
        let (owner, decisions) = self.decided(vertex);
        let taken = self.taken(&decisions, arms, occurrence);
        let chosen = self.default_of(Value::Vertex(vertex));
        let mut found = Vec::new();
        for (at, (default, source)) in self.arms(arms).into_iter().enumerate() {
            let (span, plain) = match source {
                Arm::Expr(arm) => (self.program.span(arm), self.plain_arm(arm, env)),
                Arm::Value(value) => (Span::NOWHERE, Some(value)),
            };
            let fate = if taken == Some(at) {
                Fate::Taken
            } else if self.survives(owner, arms, occurrence, at) {
                Fate::Possible
            } else if let Some(plain) = plain.filter(|_| Self::is_scalar(chosen)) {
                self.fate_of_scalar(plain, chosen)
            } else if let Some(kind) = self.other_kind(source, chosen) {
                Fate::Dropped(Some(format!("it is {}", kind_words(kind))))
            } else {
                let may_try = left.checked_sub(1).map(|fewer| *left = fewer);
                let reason =
                    may_try.and_then(|()| self.reason(owner, &decisions, (arms, occurrence), at));
                Fate::Dropped(reason)
            };
            found.push(Alternative { span, default, fate });
        }
        let mut left = found.iter_mut().filter(|one| !matches!(one.fate, Fate::Dropped(_)));
        if let (Some(only), None) = (left.next(), left.next()) {
            only.fate = Fate::Taken;
        }
        found
    }

    /// Whether an arm is one of several that are left.
    fn survives(&self, owner: VertexId, arms: Arms, occurrence: u32, at: usize) -> bool {
        let Value::Choice(choice) = self.vertices[self.deref(owner)].value else { return false };
        let all = self.choices[choice].decisions.iter();
        let mut left = all.map(|decisions| self.taken(&decisions, arms, occurrence));
        left.any(|arm| arm == Some(at))
    }

    /// What an arm plainly is, if that is something else than a scalar that was chosen.
    fn other_kind(&self, arm: Arm, chosen: Value) -> Option<Kind> {
        let Arm::Expr(id) = arm else { return None };
        let kind = self.written_kind(self.program.expr(id));
        (Self::is_scalar(chosen) && !kind.meets(self.kind(chosen))).then_some(kind)
    }

    fn fate_of_scalar(&mut self, arm: Value, chosen: Value) -> Fate {
        if Self::is_scalar(arm) && self.same_scalar(arm, chosen) {
            return Fate::Taken;
        }
        if self.fits(chosen, arm) {
            return Fate::Possible;
        }
        let shown = self.show_value(chosen);
        let reason = match Self::is_scalar(arm) {
            true => format!("it is not {shown}"),
            false => format!("it excludes {shown}"),
        };
        Fate::Dropped(Some(reason))
    }

    /// Whether a scalar and another value or constraint can be unified.
    pub(super) fn fits(&mut self, scalar: Value, other: Value) -> bool {
        let scratch = self.detached(NO_VERTEX);
        self.quiet += 1;
        for value in [scalar, other] {
            let conjunct = Conjunct::new(NOTHING_COMPUTED, NO_ENV, NO_TRAIL);
            self.insert_value(scratch, value, Anchor::NOWHERE, conjunct);
        }
        let value = self.settled_value(scratch);
        self.quiet -= 1;
        !matches!(value, Value::Bottom(bottom) if self.bottoms[bottom].gravity >= Gravity::Permanent)
    }

    /// Why an arm was dropped: it is tried in the place of the one that was taken.
    fn reason(
        &mut self,
        owner: VertexId,
        decisions: &[Decision],
        (arms, occurrence): (Arms, u32),
        at: usize,
    ) -> Option<String> {
        let others = decisions.iter().filter(|one| {
            one.arm.is_some() && !(self.same_arms(one.arms, arms) && one.occurrence == occurrence)
        });
        let instead = Decision { arms, occurrence, arm: Some(at as u32) };
        let decided = others.copied().chain([instead]).collect();
        let variant = self.variant(owner, decided);
        let forward = self.vertices[owner].forward;
        self.finish_variant(owner, variant);
        self.vertices[owner].forward = forward;
        let bottom = self.error_of(variant)?;
        let met = Met { bottom, path: self.bottom_labels(bottom) };
        self.message(&met).filter(|message| !message.is_empty())
    }
}
