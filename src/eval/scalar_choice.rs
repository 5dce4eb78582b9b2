//! Disjunctions of scalars, met value by value: no variant of the vertex is needed for them.

use smallvec::SmallVec;

use super::anchor::Anchor;
use super::computed::NOTHING_COMPUTED;
use super::decided::Decisions;
use super::graph::Graph;
use super::kind::Kind;
use super::scalar_arms::{NO_VALUE, ScalarArms, WrittenArm};
use super::survivor::{Mode, Outcome, Survivor, as_choice};
use super::value::{ChoiceId, Gravity, Value};
use super::vertex::{
    Conjunct, Cycle, Cycles, Disjunction, NO_ENV, NO_TRAIL, NO_VERTEX, Node, Source, State,
    VertexId,
};
use crate::program::Expr;

impl Graph {
    /// The combinations of scalars that survive, or which disjunction leaves none; nothing if any
    /// arm may be more than a scalar.
    pub(super) fn scalar_survivors(
        &mut self,
        vertex: VertexId,
        disjunctions: &[Disjunction],
    ) -> Option<Result<Vec<Survivor>, usize>> {
        let node = &self.vertices[vertex].node;
        if node.list.is_some()
            || !node.work.tasks.is_empty()
            || !self.vertices[vertex].arcs.is_empty()
        {
            return None;
        }
        let mut all: SmallVec<[ScalarArms; 1]> = SmallVec::new();
        for disjunction in disjunctions {
            all.push(self.scalar_arms_of(vertex, disjunction)?);
        }
        let is_constant = all.iter().all(|arms| arms.is_constant);
        // Taken, because the checks of a scalar may themselves try scalars elsewhere.
        let scratch = self.scratch.take().unwrap_or_else(|| self.detached(NO_VERTEX));
        self.quiet += 1;
        let found = match (disjunctions, all.as_slice()) {
            ([only], [arms]) => self.meet_sole(vertex, scratch, only, arms),
            _ => self.meet_each(vertex, scratch, disjunctions, all),
        };
        self.quiet -= 1;
        self.scratch = Some(scratch);
        // Where a reference is among the arms, trials tell better why none is left.
        (is_constant || found.is_ok()).then_some(found)
    }

    /// The arms of a vertex's only disjunction that survive.
    fn meet_sole(
        &mut self,
        vertex: VertexId,
        scratch: VertexId,
        disjunction: &Disjunction,
        arms: &ScalarArms,
    ) -> Result<Vec<Survivor>, usize> {
        let mut met: SmallVec<[(Mode, Value, usize); 4]> = SmallVec::new();
        for (index, one) in arms.arms.iter().enumerate() {
            let chosen = (&[][..], (one.value, one.at));
            let Some(value) = self.meet_all(vertex, scratch, chosen) else { continue };
            let mode = Mode::of_arm(arms.marked, one.marked);
            match met.iter_mut().find(|known| self.identical(known.1, value)) {
                Some(twin) if mode == Mode::Default => twin.0 = mode,
                Some(_) => {}
                None => met.push((mode, value, index)),
            }
        }
        let sole = met.len() == 1;
        let drops = !met.iter().any(|one| one.0 == Mode::Default);
        let before = &self.vertices[vertex].node.constraints.decisions;
        let survivor = |(mode, value, index): (Mode, Value, usize)| {
            let arm = arms.arms.get(index)?;
            let chosen = SmallVec::from_iter([(arm.value, arm.at)]);
            let decided = before.iter().copied().chain([disjunction.decide(Some(index))]);
            // Nobody asks what led to the only value.
            let decisions = if sole { Decisions::new() } else { decided.collect() };
            let mode = if drops { Mode::Maybe } else { mode };
            Some(Survivor { decisions, mode, marked: false, value, chosen })
        };
        let survivors: Vec<Survivor> = met.into_iter().filter_map(survivor).collect();
        if survivors.is_empty() { Err(0) } else { Ok(survivors) }
    }

    /// The combinations of the arms of several disjunctions that survive.
    fn meet_each(
        &mut self,
        vertex: VertexId,
        scratch: VertexId,
        disjunctions: &[Disjunction],
        all: SmallVec<[ScalarArms; 1]>,
    ) -> Result<Vec<Survivor>, usize> {
        let mut survivors =
            vec![Survivor::start(&self.vertices[vertex].node.constraints.decisions)];
        for (at, (arms, disjunction)) in all.into_iter().zip(disjunctions).enumerate() {
            let mut outcomes = Vec::new();
            for survivor in &survivors {
                for (index, one) in arms.arms.iter().enumerate() {
                    let further = (one.value, one.at);
                    let chosen = (&*survivor.chosen, further);
                    if let Some(value) = self.meet_all(vertex, scratch, chosen) {
                        let mut chosen = survivor.chosen.clone();
                        chosen.push(further);
                        let arm = Mode::of_arm(arms.marked, one.marked);
                        let decision = disjunction.decide(Some(index));
                        outcomes.push(Outcome::new(survivor, arm, decision, value, chosen));
                    }
                }
            }
            survivors = self.combine(outcomes, true);
            if survivors.is_empty() {
                return Err(at);
            }
        }
        Ok(survivors)
    }

    /// What the scalars of the vertex, the values chosen before and a further one have in common.
    fn meet_all(
        &mut self,
        vertex: VertexId,
        scratch: VertexId,
        (before, further): (&[(Value, Anchor)], (Value, Anchor)),
    ) -> Option<Value> {
        let original = &self.vertices[vertex].node;
        let value = further.0;
        if value == NO_VALUE {
            return None;
        }
        let clashes = |known: (Value, Anchor)| !self.same_scalar(known.0, value);
        if Self::is_scalar(value)
            && (original.scalar.is_some_and(clashes) || !original.kind.meets(self.kind(value)))
        {
            return None;
        }
        let is_unchecked =
            original.constraints.bounds.is_empty() && original.constraints.validators.is_empty();
        if before.is_empty() && is_unchecked && Self::is_scalar(value) {
            return Some(original.scalar.map_or(value, |known| known.0));
        }
        let mut node = Node::new();
        node.kind = original.kind;
        (node.narrowed_at, node.narrowed_to) = (original.narrowed_at, original.narrowed_to);
        node.scalar = original.scalar;
        if !is_unchecked {
            node.constraints.bounds = original.constraints.bounds.clone();
            node.constraints.validators = original.constraints.validators.clone();
        }
        self.vertices[scratch].node = node;
        for &(value, at) in before.iter().chain([&further]) {
            let conjunct = Conjunct::new(NOTHING_COMPUTED, NO_ENV, NO_TRAIL);
            self.insert_value(scratch, value, at, conjunct);
        }
        match self.settled_value(scratch) {
            Value::Bottom(bottom) if self.bottoms[bottom].gravity >= Gravity::Permanent => None,
            value => Some(value),
        }
    }

    pub(super) fn take_scalars(
        &mut self,
        vertex: VertexId,
        survivors: Result<Vec<Survivor>, usize>,
        disjunctions: &[Disjunction],
    ) {
        let Some(conjunct) = disjunctions.first().map(|disjunction| disjunction.conjunct) else {
            return;
        };
        self.vertices[vertex].node.cycles.note(Cycles::STRUCTURE, true);
        let survivors = match survivors {
            Ok(survivors) => survivors,
            Err(at) => return self.no_scalar_left(vertex, disjunctions, at),
        };
        match survivors.as_slice() {
            [survivor] => {
                self.vertices[vertex].node.mode = survivor.mode;
                for &(value, at) in &survivor.chosen.clone() {
                    self.insert_value(vertex, value, at, conjunct);
                }
            }
            // Several values do not hide that something is missing.
            _ if self.vertices[vertex].node.incomplete.is_some() => {}
            _ => {
                let choice = self.choices.add(as_choice(survivors));
                self.know_choice(vertex, choice);
                let this = &mut self.vertices[vertex];
                this.value = Value::Choice(choice);
                // What comes later is unified from the start.
                this.node.constraints.met_arms = SmallVec::new();
            }
        }
    }

    /// Remembers the choice that a vertex was found to be which was given a disjunction of
    /// constants and nothing else: it is the same wherever that is all.
    fn know_choice(&mut self, vertex: VertexId, choice: ChoiceId) {
        let this = &self.vertices[vertex];
        let node = &this.node;
        if let Some(Conjunct { source: Source::Expr(id), .. }) = this.conjuncts.only()
            && let Some(arms) = self.written_arms.get(&id)
            && arms.iter().all(WrittenArm::is_constant)
            && node.constraints.decisions.is_empty()
            && node.kind == Kind::TOP
            && node.constraints.bounds.is_empty()
            && node.constraints.validators.is_empty()
            && !node.has_top
        {
            self.known_choices.insert(id, choice);
        }
    }

    /// Lets a vertex that nothing has been found out about be the choice that is known of all it
    /// was given; whether it is.
    pub(super) fn take_known_choice(&mut self, vertex: VertexId) -> bool {
        let this = &self.vertices[vertex];
        let known = match this.conjuncts.only() {
            Some(Conjunct { source: Source::Expr(id), cycle, .. })
                if matches!(self.program.expr(id), Expr::Or(_)) =>
            {
                self.known_choices.get(&id).map(|&choice| (choice, cycle))
            }
            _ => None,
        };
        let Some((choice, cycle)) = known.filter(|_| this.is_new()) else {
            return false;
        };
        let this = &mut self.vertices[vertex];
        this.skip_pending();
        this.node.cycles.note(Cycles::NONCYCLIC, cycle <= Cycle::Optional);
        this.node.cycles.note(Cycles::STRUCTURE, true);
        (this.value, this.state) = (Value::Choice(choice), State::Fields);
        true
    }
}
