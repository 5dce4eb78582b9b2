//! Giving a vertex something more to unify, also one that was settled before.

use super::graph::Graph;
use super::node::push;
use super::value::Value;
use super::vertex::{Conjunct, NO_VERTEX, Node, State, Task, VertexId, Work};

impl Graph {
    /// Adds something to unify with `vertex`, and to whatever took over its conjuncts.
    pub(super) fn add_conjunct(&mut self, vertex: VertexId, conjunct: Conjunct) {
        if self.vertices[vertex].conjuncts.contains(&conjunct) {
            return;
        }
        self.progress += 1;
        self.costs.conjuncts += 1;
        push(&mut self.vertices[vertex].conjuncts, conjunct);
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

    /// Lets a vertex that was settled take further conjuncts.
    fn reopen(&mut self, vertex: VertexId) {
        let was_choice = matches!(self.vertices[vertex].value, Value::Choice(_));
        let resolved = self.vertices[vertex].forward.is_some() || was_choice;
        let this = &mut self.vertices[vertex];
        this.state = State::Fresh;
        this.child_error = None;
        if resolved {
            let followers = std::mem::take(&mut this.node.followers);
            let decisions = std::mem::take(&mut this.node.decisions);
            let frozen = this.node.frozen.take();
            this.node = Node::new();
            this.node.followers = followers;
            this.node.decisions = decisions;
            this.node.frozen = frozen;
            this.value = Value::Top;
            this.inserted = 0;
            this.arcs.clear();
            this.index = None;
            self.stand_alone(vertex);
        }
        let mut above = self.vertices[vertex].parent;
        while above != NO_VERTEX && self.vertices[above].state == State::Done {
            self.vertices[above].state = State::Fields;
            above = self.vertices[above].parent;
        }
    }

    /// Queues work on a vertex, to be done when all that is written has been unified.
    pub(super) fn queue(&mut self, vertex: VertexId, what: Work, conjunct: Conjunct) {
        push(&mut self.vertices[vertex].node.tasks, Task { what, conjunct, blocked: None });
    }
}
