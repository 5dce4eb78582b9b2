//! Giving a vertex something more to unify, also one that was settled before.

use super::graph::Graph;
use super::value::Value;
use super::vertex::{Conjunct, NO_VERTEX, Node, Source, State, VertexId};

/// From how many conjuncts on what is asked of them again and again is remembered: fewer are looked
/// through.
pub(super) const MANY: usize = 32;

impl Graph {
    /// Adds something to unify with `vertex`, and to whatever took over its conjuncts.
    pub(super) fn add_conjunct(&mut self, vertex: VertexId, conjunct: Conjunct) {
        if self.has_conjunct(vertex, conjunct) {
            return;
        }
        self.progress += 1;
        self.costs.conjuncts += 1;
        let this = &mut self.vertices[vertex];
        this.conjuncts.push(conjunct);
        if self.groups.is_defined(conjunct.group) {
            this.set_defined(true);
        }
        match self.vertices[vertex].state {
            State::Fresh | State::Busy => {}
            State::Waiting | State::Fields | State::Done => self.reopen(vertex),
        }
        let followers = self.followers_of(vertex, &conjunct);
        for (follower, group, trail, cycle) in followers {
            let conjunct = Conjunct { group, trail, cycle: cycle.max(conjunct.cycle), ..conjunct };
            self.add_conjunct(follower, conjunct);
        }
    }

    /// Whether a vertex was given the conjunct already.
    fn has_conjunct(&mut self, vertex: VertexId, conjunct: Conjunct) -> bool {
        let conjuncts = &self.vertices[vertex].conjuncts;
        if let Source::Expr(expr) = conjunct.source
            && conjuncts.len() >= MANY
        {
            let expressions = |one: Conjunct| match one.source {
                Source::Expr(expr) => Some((expr, one.env)),
                Source::Computed(_) => None,
            };
            let known = self.given.entry(vertex);
            let known = known.or_insert_with(|| conjuncts.iter().filter_map(expressions).collect());
            if known.insert((expr, conjunct.env)) {
                return false;
            }
        }
        conjuncts.have(conjunct, |one, other| self.is_same_source(one, other))
    }

    /// Lets a vertex that was settled take further conjuncts.
    fn reopen(&mut self, vertex: VertexId) {
        let was_choice = matches!(self.vertices[vertex].value, Value::Choice(_));
        let resolved = self.vertices[vertex].forward.is_some() || was_choice;
        let this = &mut self.vertices[vertex];
        this.state = State::Fresh;
        if this.node.error_below.is_some() {
            this.node.error_below = None;
        }
        if this.node.checked > 0 {
            this.node.checked = 0;
        }
        if resolved {
            let followers = std::mem::take(&mut this.node.followers);
            let decisions = std::mem::take(&mut this.node.constraints.decisions);
            let frozen = this.node.frozen.take();
            self.held.get_mut().remove(&vertex);
            this.node = Node::new();
            this.node.followers = followers;
            this.node.constraints.decisions = decisions;
            this.node.frozen = frozen;
            this.value = Value::Top;
            this.set_inserted(0);
            this.clear_arcs();
            self.stand_alone(vertex);
        }
        self.reopen_above(vertex);
        self.recall(vertex);
    }

    /// Lets what a vertex lies in not be done any more.
    pub(super) fn reopen_above(&mut self, vertex: VertexId) {
        let mut above = self.vertices[vertex].parent;
        while above != NO_VERTEX && self.vertices[above].state == State::Done {
            self.vertices[above].state = State::Fields;
            above = self.vertices[above].parent;
        }
    }
}
