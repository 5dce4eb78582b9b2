//! The one verb: [`Graph::reach`] brings a vertex at least to a stage.
//!
//! Asking for a vertex that is being worked on *is* a cycle; the asker then waits. Work that waits
//! is tried again whenever the vertex is asked for and something has moved since.

use super::closed::Requirements;
use super::graph::Graph;
use super::value::{BottomId, Gravity, Value};
use super::vertex::{Cycle, Cycles, NO_VERTEX, State, Task, VertexId, Work};
use crate::base::deep;
use crate::program::{Label, Mark};

/// What was found below a vertex while all there was brought to its end.
struct Below {
    /// The gravest error.
    error: Option<BottomId>,
    /// Whether all is done.
    done: bool,
    /// Whether all is data.
    is_data: bool,
}

impl Graph {
    /// Brings `vertex` to the stage where its value and arcs are known, as far as that is possible
    /// now. Gives the vertex that holds the value.
    pub(super) fn reach(&mut self, vertex: VertexId) -> VertexId {
        let mut holder = self.deref(vertex);
        let mut is_longer = false;
        while self.advance(holder)
            && let Some(next) = self.vertices[holder].forward
        {
            holder = self.deref(next);
            is_longer = true;
        }
        if is_longer {
            self.shorten(vertex);
        }
        holder
    }

    /// Works on a vertex that holds its value itself, if there may be anything to do; whether there was.
    fn advance(&mut self, vertex: VertexId) -> bool {
        match self.vertices[vertex].state {
            State::Busy | State::Fields | State::Done => return false,
            State::Waiting
                if self.vertices[vertex].node.waited_at == self.progress && !self.forced =>
            {
                return false;
            }
            State::Waiting | State::Fresh => {}
        }
        if let Some(bottom) = self.over_limit(vertex) {
            self.fail(vertex, bottom);
            return false;
        }
        if self.is_leaf(vertex) {
            self.unify_leaf(vertex);
            return false;
        }
        if self.take_known_choice(vertex) {
            return false;
        }
        self.depth += 1;
        self.busy += 1;
        let relaxed = std::mem::replace(&mut self.haste.relaxed, false);
        let forced = std::mem::replace(&mut self.forced, false);
        let aloud = if self.is_tried(vertex) { self.quiet } else { 0 };
        let quiet = std::mem::replace(&mut self.quiet, aloud);
        self.vertices[vertex].state = State::Busy;
        deep(|| self.work(vertex));
        self.quiet = quiet;
        self.haste.relaxed = relaxed;
        self.forced = forced;
        self.busy -= 1;
        self.depth -= 1;
        self.settle(vertex);
        true
    }

    /// Brings `vertex` and everything below to its end, unless conjuncts come to it meanwhile;
    /// gives the error of it or below it.
    pub(super) fn finish_once(&mut self, vertex: VertexId) -> Option<BottomId> {
        let mut vertex = self.reach_admitted(vertex);
        if self.busy == 0 && self.has_waited {
            self.force_above(vertex);
            vertex = self.reach(vertex);
            if self.vertices[vertex].state == State::Waiting {
                self.force(vertex);
                vertex = self.reach(vertex);
            }
        }
        match self.vertices[vertex].state {
            State::Done => return self.error_of(vertex),
            State::Busy => return None,
            State::Fresh | State::Waiting | State::Fields => {}
        }
        if self.finish_leaf(vertex) {
            return self.error_of(vertex);
        }
        // What closedness requires is required of fields.
        let requirements = if self.vertices[vertex].arcs.is_empty() {
            None
        } else {
            let requirements = self.requirements(vertex);
            self.check_closed(vertex, &requirements);
            Some(requirements)
        };
        if let Value::Bottom(bottom) = self.vertices[vertex].value
            && self.is_permanent(bottom)
        {
            // Nothing below matters any more, and it may go on without end.
            self.vertices[vertex].state = State::Done;
            return Some(bottom);
        }
        let before = self.vertices[vertex].state;
        let below = match requirements {
            Some(requirements) => deep(|| self.finish_arcs(vertex, requirements)),
            None => Below { error: None, done: true, is_data: true },
        };
        let complete = before == State::Fields && below.done;
        if complete {
            self.check_presences(vertex);
        }
        let node = &mut self.vertices[vertex].node;
        if node.error_below != below.error {
            node.error_below = below.error;
        }
        if complete && self.vertices[vertex].state == before {
            self.vertices[vertex].state = State::Done;
            let is_data = below.is_data && self.is_data_itself(vertex);
            self.vertices[vertex].set_data(is_data);
            self.run_validators(vertex);
        }
        self.error_of(vertex)
    }

    /// Brings all below a vertex to its end.
    fn finish_arcs(&mut self, vertex: VertexId, requirements: Requirements) -> Below {
        let mut below = Below { error: None, done: true, is_data: true };
        let mut at = 0;
        self.depth += 1;
        self.vertices[vertex].set_finishing(true);
        self.above.push((vertex, requirements));
        while let Some(&(label, arc)) = self.vertices[vertex].arcs.get(at) {
            at += 1;
            if self.vertices[arc].mark == Mark::Optional {
                self.close_ring(arc);
                continue;
            }
            let key = self.lend(arc);
            self.reach(arc);
            self.cut_shared_cycle(arc);
            let error = self.finish(arc);
            if let Some(key) = key {
                self.prove(key, arc);
            }
            below.done &= self.vertices[self.deref(arc)].state == State::Done;
            below.is_data &= error.is_none() && self.is_data_arc(arc);
            if let Some(error) = error
                && self.counts_for_parent(label, arc, error)
                && below.error.is_none_or(|first| {
                    self.bottoms[error].gravity > self.bottoms[first].gravity
                        && self.bottoms[first].gravity < Gravity::Permanent
                })
            {
                below.error = Some(error);
            }
            if self.quiet > 0 && below.error.is_some_and(|first| self.is_permanent(first)) {
                // The trial has failed; what else is wrong nobody will read.
                below.done = false;
                break;
            }
        }
        self.vertices[vertex].set_finishing(false);
        self.depth -= 1;
        self.above.pop();
        below
    }

    /// Whether an error of an arc makes its parent erroneous.
    fn counts_for_parent(&self, label: Label, arc: VertexId, error: BottomId) -> bool {
        match self.bottoms[error].gravity {
            Gravity::Permanent | Gravity::StructuralCycle => true,
            Gravity::Incomplete | Gravity::Blocked => {
                !label.is_definition()
                    && !label.is_hidden()
                    && self.vertices[arc].mark == Mark::Regular
            }
        }
    }

    /// The error of a vertex or of what is below it.
    pub(super) fn error_of(&self, vertex: VertexId) -> Option<BottomId> {
        let vertex = &self.vertices[self.deref(vertex)];
        match vertex.value {
            Value::Bottom(bottom) => Some(bottom),
            _ => vertex.node.error_below.or(vertex.node.incomplete),
        }
    }

    /// A permanent error of a vertex or of what is below it.
    pub(super) fn permanent_error(&self, vertex: VertexId) -> Option<BottomId> {
        self.error_of(vertex).filter(|&bottom| self.is_permanent(bottom))
    }

    /// Ends work that waits in the vertices around, which may still add to `vertex`.
    fn force_above(&mut self, vertex: VertexId) {
        let mut waiting = Vec::new();
        let mut above = self.vertices[vertex].parent;
        while above != NO_VERTEX {
            if self.vertices[above].state == State::Waiting {
                waiting.push(above);
            }
            above = self.vertices[above].parent;
        }
        while let Some(above) = waiting.pop() {
            if self.vertices[above].state == State::Waiting {
                self.force(above);
            }
        }
    }

    /// Lets waiting work of the vertex fail for good.
    fn force(&mut self, vertex: VertexId) {
        self.vertices[vertex].state = State::Busy;
        self.busy += 1;
        let forced = std::mem::replace(&mut self.forced, true);
        self.work(vertex);
        self.forced = forced;
        self.busy -= 1;
        let tasks = std::mem::take(&mut self.vertices[vertex].node.work.tasks);
        for task in tasks.iter().copied() {
            if let Some(bottom) = task.blocked {
                self.bottoms[bottom].gravity = Gravity::Incomplete;
                self.give_up_task(vertex, &task, bottom);
            }
        }
        self.settle(vertex);
    }

    /// Inserts conjuncts and does work until nothing moves.
    fn work(&mut self, vertex: VertexId) {
        loop {
            self.insert_pending(vertex);
            if self.vertices[vertex].node.is_idle() || self.only_cyclic(vertex) {
                break;
            }
            if self.run_tasks(vertex) || self.has_pending(vertex) {
                continue;
            }
            if !self.vertices[vertex].node.constraints.disjunctions.is_empty()
                && self.resolve_disjunctions(vertex)
            {
                continue;
            }
            break;
        }
    }

    /// Whether all that was unified in the vertex leads back to it: then no work of what it holds
    /// may be done, which would go on without end.
    fn only_cyclic(&mut self, vertex: VertexId) -> bool {
        let node = &mut self.vertices[vertex].node;
        let is_reference = |task: &Task| matches!(task.what, Work::Expr(_));
        if !node.cycles.only() || node.work.tasks.iter().any(is_reference) {
            return false;
        }
        node.work.tasks.clear();
        node.constraints.disjunctions.clear();
        true
    }

    fn has_pending(&self, vertex: VertexId) -> bool {
        self.vertices[vertex].has_pending()
    }

    pub(super) fn insert_pending(&mut self, vertex: VertexId) {
        while let Some(conjunct) =
            self.vertices[vertex].conjuncts.get(self.vertices[vertex].inserted())
        {
            let this = &mut self.vertices[vertex];
            this.set_inserted(this.inserted() + 1);
            this.node.cycles.note(Cycles::NONCYCLIC, conjunct.cycle <= Cycle::Optional);
            self.insert(vertex, conjunct);
        }
    }

    pub(super) fn is_permanent(&self, bottom: BottomId) -> bool {
        self.bottoms[bottom].gravity >= Gravity::Permanent
    }

    /// Records an error that a vertex has for good, unless more conjuncts come.
    pub(super) fn give_up(&mut self, vertex: VertexId, bottom: BottomId) {
        let permanent = self.bottoms[bottom].gravity >= Gravity::Permanent;
        if self.bottoms[bottom].vertex.is_none() {
            self.bottoms[bottom].vertex = Some(vertex);
        }
        self.spoil_data(vertex);
        let node = &mut self.vertices[vertex].node;
        if permanent {
            if !node.errors.contains(&bottom) {
                node.errors.push(bottom);
            }
        } else if node.incomplete.is_none() {
            node.incomplete = Some(bottom);
        }
    }

    /// Gives `vertex` an error at once.
    pub(super) fn fail(&mut self, vertex: VertexId, bottom: BottomId) {
        if self.bottoms[bottom].vertex.is_none() {
            self.bottoms[bottom].vertex = Some(vertex);
        }
        let vertex = if self.vertices[vertex].is_shared() {
            // The error is not of the vertex that it stands for.
            self.stand_alone(vertex);
            vertex
        } else {
            self.deref(vertex)
        };
        self.spoil_data(vertex);
        self.vertices[vertex].node.errors.push(bottom);
        if !matches!(self.vertices[vertex].value, Value::Bottom(_)) {
            self.vertices[vertex].value = Value::Bottom(bottom);
        }
        if self.vertices[vertex].state == State::Fresh {
            self.vertices[vertex].state = State::Fields;
            self.vertices[vertex].skip_pending();
        }
    }
}
