//! What closedness requires of a field, and the evidence for it.
//!
//! Requirements go down: those of a vertex are those of its parent, without what ends there, and
//! its own. This file judges fields; what is said of one that is refused is `denial`'s.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::closed::{Requirement, Requirements, Scope, Trait};
use super::evidence::Demands;
use super::give::MANY;
use super::graph::Graph;
use super::groups::{Asked, GroupId, ROOT};
use super::vertex::{NO_VERTEX, Vertex, VertexId};
use crate::program::Mark;

/// What groups hold in a vertex: of one group, or bit by bit of several.
#[derive(Clone, Copy, Default, Debug)]
struct Holdings<T> {
    /// Anything at all.
    any: T,
    /// A validator that judges fields itself.
    judge: T,
    /// What any struct is an instance of.
    top: T,
    /// A struct that came after the group.
    own_struct: T,
}

impl Holdings<u64> {
    fn of(self, index: usize) -> Holdings<bool> {
        let bit = |bits: u64| bits >> index & 1 == 1;
        Holdings {
            any: bit(self.any),
            judge: bit(self.judge),
            top: bit(self.top),
            own_struct: bit(self.own_struct),
        }
    }
}

/// What groups were found to hold in a vertex, and of what that was said.
#[derive(Default, Debug)]
pub(super) struct Held {
    asked: Vec<GroupId>,
    aliases: usize,
    traits: usize,
    /// The groups of the conjuncts, each once where they follow each other.
    given: Vec<GroupId>,
    /// Of how many conjuncts these are the groups.
    conjuncts: usize,
    holdings: Holdings<u64>,
}

/// How many groups are looked for at once: a bit of a number for each.
const TOGETHER: usize = u64::BITS as usize;

/// As many requirements as most vertices have at most.
const FEW: usize = 24;

impl Graph {
    /// The requirements that hold for the fields of `vertex`.
    pub(super) fn requirements(&self, vertex: VertexId) -> Requirements {
        let this = &self.vertices[vertex];
        if this.node.partial {
            return Requirements::default();
        }
        let inherited = if this.parent == NO_VERTEX || this.is_detached() {
            Requirements::default()
        } else {
            let known = self.above.iter().rev().find(|above| above.0 == this.parent);
            known.map_or_else(|| self.requirements(this.parent), |above| above.1.clone())
        };
        if this.node.closing.own.iter().all(Requirement::is_idle) && self.all_stay(this, &inherited)
        {
            return inherited;
        }
        let mut set: SmallVec<[Requirement; FEW]> = inherited.iter().copied().collect();
        for one in &mut set {
            one.ignored |= !one.recursive;
        }
        for own in &this.node.closing.own {
            if !own.is_idle() && !inherited.iter().any(|one| one.group == own.group) {
                set.push(*own);
                activate_above(&mut set, inherited.len(), own);
            }
        }
        let mut kept: SmallVec<[Requirement; FEW]> = SmallVec::new();
        for together in set.chunks(TOGETHER) {
            let holdings = self.holdings(vertex, together);
            for (index, &one) in together.iter().enumerate() {
                let mut one = one;
                if self.stays(this, &mut one, holdings.of(index)) {
                    kept.push(one);
                }
            }
        }
        if *kept == *inherited { inherited } else { Requirements::of(&kept) }
    }

    /// Whether requirements plainly go on below a vertex as they are: nothing here asks for more, and
    /// no ellipsis above opens what is here, or each was given something itself.
    fn all_stay(&self, vertex: &Vertex, inherited: &[Requirement]) -> bool {
        let above = &self.vertices[vertex.parent].node.closing;
        let is_covered = is_regular(vertex) && !above.has_ellipsis();
        let is_given = |one: &Requirement| {
            one.scope != Scope::Struct && is_among(one.group, vertex.given_by())
        };
        vertex.node.closing.traits().all(|one| is_usual(one.1))
            && inherited.iter().all(|one| one.ignored || one.recursive)
            && (is_covered || vertex.conjuncts.len() < MANY && inherited.iter().all(is_given))
    }

    /// What the groups of some requirements, [`TOGETHER`] at most, hold in a vertex.
    fn holdings(&self, vertex: VertexId, set: &[Requirement]) -> Holdings<u64> {
        let this = &self.vertices[vertex];
        let groups = this.conjuncts.iter().map(|conjunct| conjunct.group);
        if this.conjuncts.len() < MANY {
            return self.look(this, set, groups);
        }
        let mut known = self.held.borrow_mut();
        let held = known.entry(vertex).or_default();
        let before = held.given.len();
        held.given.extend(groups.skip(held.conjuncts));
        held.given.dedup();
        held.conjuncts = this.conjuncts.len();
        let asked = || set.iter().map(|one| one.group);
        let (aliases, traits) = (self.groups.aliases(), this.node.closing.traits().len());
        let as_before = held.given.len() == before
            && (held.aliases, held.traits) == (aliases, traits)
            && asked().eq(held.asked.iter().copied());
        if !as_before {
            held.holdings = self.look(this, set, held.given.iter().copied());
            held.asked.clear();
            held.asked.extend(asked());
            (held.aliases, held.traits) = (aliases, traits);
        }
        held.holdings
    }

    /// Looks what the groups of some requirements hold in a vertex whose conjuncts are of the groups
    /// `given`.
    fn look(
        &self,
        vertex: &Vertex,
        set: &[Requirement],
        given: impl Iterator<Item = GroupId> + Clone,
    ) -> Holdings<u64> {
        let mut all = Holdings::default();
        if vertex.node.closing.traits().all(|one| is_usual(one.1))
            && set.iter().all(|one| is_among(one.group, given.clone()))
        {
            // Each was given something itself, and nothing here asks for more.
            all.any = u64::MAX;
            return all;
        }
        let asked = Asked::new(set.iter().map(|one| one.group));
        for (group, what) in vertex.node.closing.traits() {
            let held = self.held_by(&asked, group);
            all.any |= held;
            match what {
                Trait::Judge => all.judge |= held,
                Trait::Top => all.top |= held,
                // What was here before the requirement came is no struct of its own.
                Trait::Struct => {
                    let younger = set.iter().enumerate().filter(|(_, one)| group >= one.group);
                    let younger = younger.fold(0, |bits, (index, _)| bits | 1 << index);
                    all.own_struct |= held & younger;
                }
                Trait::Ellipsis => {}
            }
        }
        given.for_each(|group| all.any |= self.held_by(&asked, group));
        all
    }

    /// Which of some groups contain `inner`: a bit for each.
    fn held_by(&self, asked: &Asked, inner: GroupId) -> u64 {
        let mut bits = 0;
        self.groups.holders(asked, inner, &mut |index| bits |= 1_u64 << index);
        bits
    }

    /// Whether a requirement, whose group holds so much in `vertex`, concerns what is below; an
    /// ellipsis above may remove it.
    fn stays(&self, vertex: &Vertex, one: &mut Requirement, held: Holdings<bool>) -> bool {
        if !is_regular(vertex) && !held.any || held.judge || held.top && !held.own_struct {
            return false;
        }
        let has_any = held.any;
        if has_any && one.scope != Scope::Struct {
            return true;
        }
        let above = &self.vertices[vertex.parent].node.closing;
        let opened = above
            .groups_with(Trait::Ellipsis)
            .find(|&group| self.groups.contains(one.group, group));
        if let Some(ellipsis) = opened {
            let through = one.scope == Scope::Struct && !self.has_evidence(vertex, ellipsis);
            one.removed |= !has_any || through;
        }
        true
    }

    /// Whether anything of a group was unified in a vertex.
    fn has_evidence(&self, vertex: &Vertex, group: GroupId) -> bool {
        let given = vertex.conjuncts.iter().map(|conjunct| conjunct.group);
        let held = vertex.node.closing.traits().map(|one| one.0);
        given.chain(held).any(|item| self.groups.contains(group, item))
    }

    /// Gives every field that nothing allows an error.
    pub(super) fn check_closed(&mut self, vertex: VertexId, requirements: &[Requirement]) {
        let asks = !requirements.iter().all(|one| one.ignored || one.removed);
        if asks && self.vertices[vertex].arcs.iter().any(|arc| arc.0.is_field()) {
            let demands = self.demands(vertex, requirements);
            let mut at = 0;
            while let Some(&(_, arc)) = self.vertices[vertex].arcs.get(at) {
                self.admit(arc, &demands);
                at += 1;
            }
        }
        let this = &mut self.vertices[vertex];
        this.node.checked = this.arcs.len() as u32;
    }

    /// Whether a field of `vertex` that was given conjuncts of the groups `evidence` satisfies all
    /// requirements.
    pub(super) fn satisfied(
        &self,
        vertex: VertexId,
        requirements: &[Requirement],
        evidence: &[GroupId],
    ) -> bool {
        let given = evidence.iter().copied();
        self.demands(vertex, requirements).refusals(&self.groups, given).is_empty()
    }

    /// The requirements of a vertex; those that its own ellipses open are marked as removed.
    pub(super) fn demands<'r>(
        &self,
        vertex: VertexId,
        requirements: &'r [Requirement],
    ) -> Demands<'r> {
        let closing = &self.vertices[vertex].node.closing;
        if !closing.has_ellipsis() {
            return Demands::new(Cow::Borrowed(requirements));
        }
        let mut active = requirements.to_vec();
        for one in &mut active {
            one.removed |= closing
                .groups_with(Trait::Ellipsis)
                .any(|group| self.groups.contains(one.group, group));
        }
        Demands::new(Cow::Owned(active))
    }

    /// Refuses a field for which one of the requirements has no evidence.
    pub(super) fn admit(&mut self, arc: VertexId, demands: &Demands<'_>) {
        let this = &self.vertices[arc];
        if !this.label.is_field() || this.mark == Mark::Optional || this.node.denied {
            return;
        }
        let refusals = demands.refusals(&self.groups, this.given_by());
        if !refusals.is_empty() {
            self.deny(arc, &refusals, demands);
        }
    }

    /// Whether all that closes a vertex allows a field of it, were it there.
    pub(super) fn admits(&self, vertex: VertexId, arc: VertexId) -> bool {
        let requirements = self.requirements(vertex);
        let this = &self.vertices[arc];
        let demands = self.demands(vertex, &requirements);
        !this.label.is_field() || demands.refusals(&self.groups, this.given_by()).is_empty()
    }
}

/// Whether a vertex is a regular field or an element.
fn is_regular(vertex: &Vertex) -> bool {
    vertex.label.is_field() || vertex.label.as_index().is_some()
}

/// Whether a group is among others.
fn is_among(group: GroupId, mut others: impl Iterator<Item = GroupId>) -> bool {
    others.any(|other| other == group)
}

/// Whether it is for nothing but fields that a trait matters.
fn is_usual(what: Trait) -> bool {
    matches!(what, Trait::Struct | Trait::Ellipsis)
}

/// Requires again the structs above, which a definition that is embedded closes.
fn activate_above(set: &mut [Requirement], inherited: usize, own: &Requirement) {
    if own.ignored {
        return;
    }
    let mut outer = own.outer;
    for one in set.iter_mut().take(inherited).rev() {
        if one.group == outer && outer != ROOT {
            one.recursive = own.recursive || (one.recursive && !one.ignored);
            one.ignored = false;
            outer = one.outer;
        }
    }
}
