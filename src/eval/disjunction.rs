//! Disjunctions: each arm is tried together with everything else that is known of the vertex.
//!
//! Arms of scalars are met value by value. Any other arm is tried in a *variant* of the vertex: a
//! vertex with the same conjuncts and a decision for each of its disjunctions. Variants that end
//! in a permanent error are eliminated; one that is left takes the vertex's place, several make a
//! [`Choice`]. Defaults combine by the rules of the specification (Default values): a mark that
//! is dropped by all survivors of a side no longer counts.

use super::graph::Graph;
use super::value::{Bottom, BottomId, Choice, Gravity, Value};
use super::vertex::{Arms, Decision, Disjunction, EnvId, Node, Source, State, VertexId};
use crate::base::{Code, Span};
use crate::program::{Expr, ExprId};

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

/// One combination of arms that has survived so far.
#[derive(Clone, Debug)]
struct Survivor {
    decisions: Vec<Decision>,
    mode: Mode,
    value: Value,
    /// Values that were chosen, where all arms are scalars.
    chosen: Vec<(Value, Span)>,
}

/// The results of one disjunction: the mode before, the mode of the arm, and what came out.
struct Outcome {
    before: Mode,
    arm: Mode,
    survivor: Survivor,
}

/// How many arms' errors are told when all fail.
const REASONS: usize = 6;

impl Graph {
    /// The arms of a disjunction and whether each is marked as a default.
    pub(super) fn arms(&self, arms: Arms) -> Vec<(bool, Source)> {
        match arms {
            Arms::Expr(id) => match self.program.expr(id) {
                Expr::Or(arms) => {
                    arms.iter().map(|&(marked, arm)| (marked, Source::Expr(arm))).collect()
                }
                _ => Vec::new(),
            },
            Arms::Value(choice) => {
                let choice = &self.choices[choice];
                choice
                    .values
                    .iter()
                    .enumerate()
                    .map(|(index, &value)| {
                        (index < choice.defaults, Source::Value(value, Span::NOWHERE))
                    })
                    .collect()
            }
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
        let disjunctions = std::mem::take(&mut self.vertices[vertex].node.disjunctions);
        if !self.vertices[vertex].node.errors.is_empty() {
            return true;
        }
        if let Some(survivors) = self.scalar_survivors(vertex, &disjunctions) {
            self.take_scalars(vertex, survivors, &disjunctions);
            return true;
        }
        let progress = self.progress;
        let mut survivors = vec![Survivor {
            decisions: self.vertices[vertex].node.decisions.clone(),
            mode: Mode::Maybe,
            value: Value::Top,
            chosen: Vec::new(),
        }];
        for at in 0..disjunctions.len() {
            let before = survivors.clone();
            survivors = self.cross(vertex, survivors, &disjunctions, at);
            if survivors.is_empty() {
                self.vertices[vertex].forward = None;
                self.no_arm_left(vertex, &before, &disjunctions, at);
                return true;
            }
        }
        self.vertices[vertex].forward = None;
        let undecided = survivors.len() > 1
            && !self.forced
            && survivors.iter().any(|survivor| self.is_waiting(survivor.value));
        if undecided {
            self.progress = progress;
            self.vertices[vertex].node.disjunctions = disjunctions;
            return false;
        }
        self.take(vertex, survivors);
        true
    }

    fn is_waiting(&self, value: Value) -> bool {
        let Value::Vertex(vertex) = value else { return false };
        let vertex = &self.vertices[self.deref(vertex)];
        vertex.state == State::Waiting
    }

    /// Every survivor with every arm of the disjunction at `at`.
    fn cross(
        &mut self,
        vertex: VertexId,
        survivors: Vec<Survivor>,
        disjunctions: &[Disjunction],
        at: usize,
    ) -> Vec<Survivor> {
        let Some(disjunction) = disjunctions.get(at) else { return survivors };
        let arms = self.arms(disjunction.arms);
        let marked = self.is_marked(disjunction.arms, &arms);
        let mut outcomes = Vec::new();
        for survivor in &survivors {
            for (index, &(is_default, _)) in arms.iter().enumerate() {
                let arm = match (marked, is_default) {
                    (false, _) => Mode::Maybe,
                    (true, true) => Mode::Default,
                    (true, false) => Mode::NotDefault,
                };
                let mut decisions = survivor.decisions.clone();
                decisions.push(disjunction.decide(Some(index)));
                let later = disjunctions.get(at + 1..).unwrap_or_default();
                let held_back = later.iter().map(|later| later.decide(None));
                let all = decisions.iter().copied().chain(held_back).collect();
                let variant = self.variant(vertex, all);
                if let Some(value) = self.try_variant(vertex, variant) {
                    let mode = survivor.mode;
                    let survivor =
                        Survivor { decisions, mode: Mode::Maybe, value, chosen: Vec::new() };
                    outcomes.push(Outcome { before: mode, arm, survivor });
                }
            }
        }
        self.combine(outcomes, at + 1 == disjunctions.len())
    }

    fn is_marked(&self, arms: Arms, list: &[(bool, Source)]) -> bool {
        match arms {
            Arms::Expr(_) => list.iter().any(|arm| arm.0),
            Arms::Value(choice) => self.choices[choice].marked,
        }
    }

    /// A vertex with the same conjuncts that makes those decisions.
    fn variant(&mut self, vertex: VertexId, decisions: Vec<Decision>) -> VertexId {
        let original = &self.vertices[vertex];
        let mut variant =
            super::vertex::Vertex::new(original.parent, original.label, original.mark);
        variant.detached = original.detached;
        variant.conjuncts = original.conjuncts.clone();
        variant.node.partial = decisions.iter().any(|decision| decision.arm.is_none());
        variant.node.decisions = decisions;
        variant.node.variant_of = Some(vertex);
        self.vertices.add(variant)
    }

    /// The value of a variant, or nothing if it ends in an error.
    fn try_variant(&mut self, vertex: VertexId, variant: VertexId) -> Option<Value> {
        self.quiet += 1;
        self.vertices[vertex].forward = Some(variant);
        self.finish(variant);
        self.vertices[vertex].forward = None;
        self.quiet -= 1;
        if self.permanent_error(variant).is_some() {
            return None;
        }
        let holder = self.deref(variant);
        let value = self.vertices[holder].value;
        let alone =
            self.vertices[holder].arcs.is_empty() && self.vertices[holder].node.tasks.is_empty();
        let plain =
            !matches!(value, Value::Struct | Value::List | Value::Choice(_) | Value::Bottom(_));
        let forced = self.vertices[variant].node.mode != Mode::Maybe;
        Some(if alone && plain && !forced { value } else { Value::Vertex(variant) })
    }

    /// The modes of the outcomes, nested choices unrolled, duplicates merged.
    fn combine(&self, outcomes: Vec<Outcome>, last: bool) -> Vec<Survivor> {
        let left_drops = !outcomes.iter().any(|outcome| outcome.before == Mode::Default);
        let right_drops = !outcomes.iter().any(|outcome| outcome.arm == Mode::Default);
        let kept = |mode, drops| if drops { Mode::Maybe } else { mode };
        let mut combined: Vec<Survivor> = Vec::new();
        let mut settled = false;
        for Outcome { before, arm, survivor } in outcomes {
            let Some(choice) = self.nested_choice(survivor.value) else {
                let before =
                    if before == Mode::Maybe { self.inner_mode(survivor.value) } else { before };
                let mode = kept(before, left_drops).max(kept(arm, right_drops));
                add_survivor(self, &mut combined, Survivor { mode, ..survivor }, last);
                continue;
            };
            for (index, &value) in choice.values.iter().enumerate() {
                let own = match (choice.marked, index < choice.defaults) {
                    (false, _) => Mode::Maybe,
                    (true, true) => Mode::Default,
                    (true, false) => Mode::NotDefault,
                };
                let mode = kept(before, left_drops).max(arm.max(own));
                settled |= mode != Mode::Maybe;
                let mut survivor = Survivor { mode, value, ..survivor.clone() };
                if let Some(decisions) = choice.decisions.get(index) {
                    survivor.decisions =
                        decisions.iter().filter(|one| one.arm.is_some()).copied().collect();
                }
                add_survivor(self, &mut combined, survivor, last);
            }
        }
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

    /// Gives the vertex what has survived.
    fn take(&mut self, vertex: VertexId, survivors: Vec<Survivor>) {
        if let [survivor] = survivors.as_slice() {
            let decisions = survivor.decisions.clone();
            self.vertices[vertex].node.mode = survivor.mode;
            match survivor.value {
                Value::Vertex(variant) => self.vertices[vertex].forward = Some(variant),
                _ => {
                    let variant = self.variant(vertex, decisions);
                    self.finish(variant);
                    self.vertices[vertex].forward = Some(self.deref(variant));
                }
            }
            self.vertices[vertex].node.tasks.clear();
            return;
        }
        let choice = as_choice(survivors);
        self.vertices[vertex].value = Value::Choice(self.choices.add(choice));
        self.vertices[vertex].node.tasks.clear();
        self.vertices[vertex].arcs.clear();
        self.vertices[vertex].index = None;
    }

    /// The combinations of scalars that survive; nothing if any arm may be more than a scalar.
    fn scalar_survivors(
        &mut self,
        vertex: VertexId,
        disjunctions: &[Disjunction],
    ) -> Option<Vec<Survivor>> {
        let node = &self.vertices[vertex].node;
        if node.has_struct
            || node.list.is_some()
            || !node.tasks.is_empty()
            || !self.vertices[vertex].arcs.is_empty()
        {
            return None;
        }
        let mut all = Vec::with_capacity(disjunctions.len());
        for disjunction in disjunctions {
            let mut arms = Vec::new();
            for (marked, source) in self.arms(disjunction.arms) {
                let (value, span) = match source {
                    Source::Expr(id) => {
                        (self.plain_arm(id, disjunction.conjunct.env)?, self.program.span(id))
                    }
                    Source::Value(value, span) if Self::is_scalar(value) => (value, span),
                    Source::Value(..) | Source::Vertex(..) => return None,
                };
                arms.push((marked, value, span));
            }
            let marked = match disjunction.arms {
                Arms::Expr(_) => arms.iter().any(|arm| arm.0),
                Arms::Value(choice) => self.choices[choice].marked,
            };
            all.push((marked, arms));
        }
        let scratch = self.detached(self.vertices[vertex].parent);
        let mut survivors = vec![Survivor {
            decisions: self.vertices[vertex].node.decisions.clone(),
            mode: Mode::Maybe,
            value: Value::Top,
            chosen: Vec::new(),
        }];
        self.quiet += 1;
        for ((marked, arms), disjunction) in all.into_iter().zip(disjunctions) {
            let mut outcomes = Vec::new();
            for survivor in &survivors {
                for (index, &(is_default, value, span)) in arms.iter().enumerate() {
                    let mut decisions = survivor.decisions.clone();
                    decisions.push(disjunction.decide(Some(index)));
                    let mut chosen = survivor.chosen.clone();
                    chosen.push((value, span));
                    let arm = match (marked, is_default) {
                        (false, _) => Mode::Maybe,
                        (true, true) => Mode::Default,
                        (true, false) => Mode::NotDefault,
                    };
                    if let Some(value) = self.meet_all(vertex, scratch, &chosen) {
                        let mode = survivor.mode;
                        let survivor = Survivor { decisions, mode: Mode::Maybe, value, chosen };
                        outcomes.push(Outcome { before: mode, arm, survivor });
                    }
                }
            }
            survivors = self.combine(outcomes, true);
        }
        self.quiet -= 1;
        Some(survivors)
    }

    /// The value of an arm that can only be a scalar or a constraint on scalars.
    fn plain_arm(&mut self, id: ExprId, env: EnvId) -> Option<Value> {
        match self.program.expr(id) {
            Expr::Null
            | Expr::Bool(_)
            | Expr::Int(_)
            | Expr::Number(_)
            | Expr::Str(_)
            | Expr::Bytes(_)
            | Expr::Universe(_) => Some(self.constant(id)),
            &Expr::Bound(_, operand) | &Expr::Unary(_, operand) => {
                self.plain_arm(operand, env)?;
                match self.evaluate(id, env) {
                    Value::Bottom(_) | Value::Vertex(_) => None,
                    value => Some(value),
                }
            }
            Expr::And(operands) => {
                let mut checks = Vec::new();
                for operand in operands.clone() {
                    checks.push(self.plain_arm(operand, env)?);
                }
                Some(Value::Checks(self.checks.add(checks)))
            }
            _ => None,
        }
    }

    /// What the scalars of the vertex and the chosen values have in common.
    fn meet_all(
        &mut self,
        vertex: VertexId,
        scratch: VertexId,
        chosen: &[(Value, Span)],
    ) -> Option<Value> {
        let original = &self.vertices[vertex].node;
        let node = Node {
            kind: original.kind,
            kind_source: original.kind_source,
            scalar: original.scalar,
            bounds: original.bounds.clone(),
            validators: original.validators.clone(),
            ..Node::new()
        };
        *self.vertices[scratch].node = node;
        for &(value, span) in chosen {
            let conjunct = super::vertex::Conjunct::new(
                Source::Value(value, span),
                super::vertex::NO_ENV,
                super::vertex::NO_TRAIL,
            );
            self.insert_value(scratch, value, span, conjunct);
        }
        match self.settled_value(scratch) {
            Value::Bottom(bottom) if self.bottoms[bottom].gravity >= Gravity::Permanent => None,
            value => Some(value),
        }
    }

    fn take_scalars(
        &mut self,
        vertex: VertexId,
        survivors: Vec<Survivor>,
        disjunctions: &[Disjunction],
    ) {
        let Some(conjunct) = disjunctions.first().map(|disjunction| disjunction.conjunct) else {
            return;
        };
        for disjunction in disjunctions {
            let cyclic = disjunction.conjunct.cyclic;
            let node = &mut self.vertices[vertex].node;
            node.has_cyclic |= cyclic;
            node.has_noncyclic = true;
        }
        match survivors.as_slice() {
            [] => self.no_scalar_left(vertex, disjunctions),
            [survivor] => {
                self.vertices[vertex].node.mode = survivor.mode;
                for &(value, span) in &survivor.chosen.clone() {
                    self.insert_value(vertex, value, span, conjunct);
                }
            }
            _ => {
                let choice = as_choice(survivors);
                self.vertices[vertex].value = Value::Choice(self.choices.add(choice));
            }
        }
    }

    fn no_scalar_left(&mut self, vertex: VertexId, disjunctions: &[Disjunction]) {
        if self.quiet > 0 {
            let bottom = self.bottoms.add(Bottom::permanent(Code::EmptyDisjunction, ""));
            return self.give_up(vertex, bottom);
        }
        let mut arms = Vec::new();
        let mut place = None;
        for disjunction in disjunctions {
            for (_, source) in self.arms(disjunction.arms) {
                if let Source::Expr(id) = source {
                    place.get_or_insert(self.program.span(id));
                    if let Some(value) = self.plain_arm(id, disjunction.conjunct.env) {
                        arms.push(self.show_value(value));
                    }
                }
            }
        }
        let node = &self.vertices[vertex].node;
        let given =
            node.scalar.or_else(|| node.kind_source.map(|(span, kind)| (Value::Kind(kind), span)));
        let allowed = arms.join(", ");
        let mut bottom = match given {
            Some((value, span)) => {
                let shown = self.show_value(value);
                Bottom::permanent(
                    Code::EmptyDisjunction,
                    format!("{shown} is none of the allowed values {allowed}"),
                )
                .at(span, format!("this is {shown}"))
            }
            None => Bottom::permanent(
                Code::EmptyDisjunction,
                format!("the alternatives {allowed} exclude each other"),
            ),
        };
        if let Some(place) = place {
            bottom = bottom.at(place, "the alternatives start here");
        }
        if let Some((Value::Str(given), _)) = given {
            let given = format!("{:?}", self.symbols.name(given));
            if let Some(near) = crate::base::nearest(&given, arms.iter().map(String::as_str)) {
                bottom = bottom.help(format!("Did you mean {near}?"));
            }
        }
        let bottom = self.bottoms.add(bottom);
        self.give_up(vertex, bottom);
    }

    /// The error of a vertex of whose disjunction no arm is left: why each failed.
    fn no_arm_left(
        &mut self,
        vertex: VertexId,
        before: &[Survivor],
        disjunctions: &[Disjunction],
        at: usize,
    ) {
        let mut bottom = Bottom::permanent(Code::EmptyDisjunction, "");
        if self.quiet == 0 {
            let reasons = self.reasons(vertex, before, disjunctions, at);
            let count = reasons.len();
            bottom.message = match reasons.as_slice() {
                [only] => self.bottoms[*only].message.clone(),
                _ => format!("none of the {count} alternatives fits"),
            };
            for (index, reason) in reasons.into_iter().take(REASONS).enumerate() {
                let reason = self.bottoms[reason].clone();
                if index == 0 {
                    bottom.marks = reason.marks.clone();
                    bottom.code = if count == 1 { reason.code } else { Code::EmptyDisjunction };
                }
                if count > 1 {
                    bottom.help.push(format!("Alternative {}: {}.", index + 1, reason.message));
                }
                bottom.help.extend(reason.help);
            }
        }
        let bottom = self.bottoms.add(bottom);
        self.give_up(vertex, bottom);
    }

    /// Tries every arm again, this time for its message.
    fn reasons(
        &mut self,
        vertex: VertexId,
        before: &[Survivor],
        disjunctions: &[Disjunction],
        at: usize,
    ) -> Vec<BottomId> {
        let (Some(survivor), Some(disjunction)) = (before.first(), disjunctions.get(at)) else {
            return Vec::new();
        };
        let mut reasons = Vec::new();
        for index in 0..self.arms(disjunction.arms).len() {
            let mut decisions = survivor.decisions.clone();
            decisions.push(disjunction.decide(Some(index)));
            decisions.extend(disjunctions.iter().skip(at + 1).map(|later| later.decide(None)));
            let variant = self.variant(vertex, decisions);
            self.vertices[vertex].forward = Some(variant);
            self.finish(variant);
            self.vertices[vertex].forward = None;
            reasons.extend(self.permanent_error(variant));
        }
        reasons
    }
}

impl Disjunction {
    fn decide(&self, arm: Option<usize>) -> Decision {
        Decision { arms: self.arms, occurrence: self.occurrence, arm }
    }
}

/// Adds a survivor unless it is a duplicate; a default makes its twin one.
fn add_survivor(graph: &Graph, list: &mut Vec<Survivor>, new: Survivor, last: bool) {
    let comparable = last || !matches!(new.value, Value::Vertex(_));
    let twin = list.iter_mut().find(|old| comparable && graph.identical(old.value, new.value));
    match twin {
        Some(old) if new.mode == Mode::Default => old.mode = Mode::Default,
        Some(_) => {}
        None => list.push(new),
    }
}

/// Several survivors as a choice, defaults first.
fn as_choice(survivors: Vec<Survivor>) -> Choice {
    let marked = survivors.iter().any(|survivor| survivor.mode != Mode::Maybe);
    let (defaults, others): (Vec<_>, Vec<_>) =
        survivors.into_iter().partition(|survivor| survivor.mode == Mode::Default);
    let count = defaults.len();
    let (values, decisions) = defaults
        .into_iter()
        .chain(others)
        .map(|survivor| (survivor.value, survivor.decisions))
        .unzip();
    Choice { values, defaults: count, marked, origin: None, decisions }
}
