//! Lending: what is written in one place, and refers to nothing around it that differs from one use
//! to the next, has one value wherever it is all that a field was given. So it is evaluated once, in
//! a vertex of its own that nothing is ever added to, and all uses stand for that vertex; a use that
//! is given something else later is evaluated by itself (`reopen`).
//!
//! Only data without errors is lent: what is said of an error names the field that has it. And only
//! what is in order as it is written, because order may depend on what lies around a value.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::graph::Graph;
use super::value::Value;
use super::vertex::{
    Conjunct, Cycle, EnvId, NO_ENV, NO_TRAIL, NO_VERTEX, Source, State, TrailId, Vertex, VertexId,
};
use crate::base::Id;
use crate::program::{Expr, ExprId, Mark, NOWHERE};

/// How many environments an expression may be met in without being met in one of them again.
const MOST_MISSES: u32 = 8;

/// How many vertices may be spent on values that turn out not to be lendable, beside an eighth of
/// all: what nests without end would be tried at each level.
const WASTE: usize = 1_000;

/// How many fields the evaluation of what is lent may have taken in: each use looks for them.
const MOST_TARGETS: usize = 32;

/// What is lent, and what may be.
#[derive(Default)]
pub(super) struct Loans {
    /// The expressions that were all that a field was given.
    met: FxHashMap<ExprId, Met>,
    /// Of those that several fields were given, what they give in an environment.
    found: FxHashMap<Key, Found>,
    /// How many vertices were spent in vain.
    wasted: usize,
    /// Whether nothing more is lent: a value that may be is being evaluated, or nothing ever is.
    closed: bool,
}

/// An expression, and what decides what it gives.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key {
    expr: ExprId,
    /// The nearest environment that it refers to.
    env: EnvId,
    /// How the conjunct and its environment stand to cycles.
    cycles: (Cycle, Cycle),
    /// Whether it came through a definition.
    is_closed: bool,
}

/// How an expression was met.
#[derive(Clone, Copy)]
enum Met {
    /// By one field: most are written for one.
    Once,
    /// By several; it refers to nothing nearer than so many levels up. How many environments it was
    /// met in once.
    Often { level: u32, misses: u32 },
}

/// What is known of an expression in an environment.
#[derive(Clone)]
enum Found {
    /// That it gives nothing that can be lent, as far as is known.
    Nothing,
    /// That it gave data without errors where it was met first.
    Data,
    Loan(Loan),
}

/// A value that is lent.
#[derive(Clone)]
struct Loan {
    vertex: VertexId,
    /// The fields that its evaluation took in: where they lie around a use, that is a cycle.
    targets: SmallVec<[VertexId; 4]>,
    /// The fields that stand for it, or did.
    uses: Vec<VertexId>,
}

impl Graph {
    /// Evaluates each field by itself from now on, for those who ask where its values come from.
    pub fn lend_nothing(&mut self) {
        self.loans.closed = true;
    }

    /// Lets a field on which no work has been done stand for the value that what it was given has
    /// everywhere, if there is such a value. If it is the first that such a value may be known by,
    /// gives what that is to be known by (`prove`).
    pub(super) fn lend(&mut self, vertex: VertexId) -> Option<Key> {
        let this = &self.vertices[vertex];
        let conjunct = this.conjuncts.only()?;
        let Conjunct { source: Source::Expr(expr), env, group, cycle, trail } = conjunct else {
            return None;
        };
        let is_new = this.state == State::Fresh
            && this.inserted() == 0
            && this.node.is_lean()
            && this.mark == Mark::Regular
            && !this.label.is_definition();
        let cycles = (cycle, self.envs[env].led.cycle());
        if !is_new || !self.is_lendable(expr) || cycles.0.max(cycles.1) > Cycle::Optional {
            return None;
        }
        let level = self.often_met(expr)?;
        let env = if level == NOWHERE { NO_ENV } else { self.level_id(env, level) };
        let key = Key { expr, env, cycles, is_closed: self.groups.is_defined(group) };
        if key.is_closed != self.is_closed_throughout(vertex) {
            return None;
        }
        let loan = match self.loans.found.get(&key) {
            Some(Found::Loan(loan)) if !self.leads_back(loan, vertex, trail) => loan.vertex,
            Some(Found::Data) if self.may_make_loan() => self.make_loan(vertex, key, conjunct)?,
            Some(_) => return None,
            None => {
                self.miss(key);
                return Some(key);
            }
        };
        self.stand_for(vertex, loan);
        if let Some(Found::Loan(loan)) = self.loans.found.get_mut(&key) {
            loan.uses.push(vertex);
        }
        let this = &mut self.vertices[vertex];
        this.skip_pending();
        this.state = State::Done;
        None
    }

    /// Notes whether what a field was given has turned out to be data without errors.
    pub(super) fn prove(&mut self, key: Key, vertex: VertexId) {
        if self.is_data_with_default(vertex).is_some() {
            self.loans.found.insert(key, Found::Data);
        }
    }

    /// Ends the loan that a vertex lies in which is given more after all, because something that it
    /// refers to is: all uses are evaluated by themselves again.
    pub(super) fn recall(&mut self, vertex: VertexId) {
        let mut top = vertex;
        while self.vertices[top].parent != NO_VERTEX {
            top = self.vertices[top].parent;
        }
        if !self.vertices[top].is_detached() {
            return;
        }
        let mut found = self.loans.found.values_mut();
        let lent = found.find(|found| matches!(found, Found::Loan(loan) if loan.vertex == top));
        let Some(Found::Loan(loan)) = lent.map(|found| std::mem::replace(found, Found::Nothing))
        else {
            return;
        };
        for lent_to in loan.uses {
            if self.vertices[lent_to].forward == Some(top) {
                self.stand_alone(lent_to);
                let this = &mut self.vertices[lent_to];
                this.state = State::Fresh;
                this.set_inserted(0);
                let around = this.parent;
                self.spoil_data(around);
                self.reopen_above(lent_to);
            }
        }
    }

    /// Whether a vertex stands for a value that is lent.
    pub(super) fn is_lent(&self, vertex: VertexId) -> bool {
        let this = &self.vertices[vertex];
        let lent = this.forward.filter(|_| this.is_shared()).map(|lent| &self.vertices[lent]);
        lent.is_some_and(|lent| lent.is_detached() && lent.parent == NO_VERTEX)
    }

    /// Whether an expression may be worth lending: references are shared, scalars are cheap.
    fn is_lendable(&self, expr: ExprId) -> bool {
        matches!(self.program.expr(expr), Expr::Struct(_) | Expr::List { .. } | Expr::Or(_))
            && !self.known_choices.contains_key(&expr)
    }

    /// Notes that an expression is all that a field was given; how many levels up the nearest is
    /// that it refers to, if it may be met again where that means the same.
    fn often_met(&mut self, expr: ExprId) -> Option<u32> {
        let level = match self.loans.met.get(&expr) {
            None => {
                self.loans.met.insert(expr, Met::Once);
                return None;
            }
            Some(Met::Once) => {
                let level = self.program.nearest_level(expr);
                self.loans.met.insert(expr, Met::Often { level, misses: 0 });
                level
            }
            Some(&Met::Often { level, misses }) if misses < MOST_MISSES => level,
            Some(Met::Often { .. }) => return None,
        };
        (level > 0).then_some(level)
    }

    /// Notes that an expression was met in an environment for the first time.
    fn miss(&mut self, key: Key) {
        self.loans.found.insert(key, Found::Nothing);
        if let Some(Met::Often { misses, .. }) = self.loans.met.get_mut(&key.expr) {
            *misses += 1;
        }
    }

    /// Whether this is the time to evaluate what may be lent: nothing is being worked on that it
    /// may need, and not too much was evaluated so in vain.
    fn may_make_loan(&self) -> bool {
        self.busy == 0
            && self.quiet == 0
            && !self.loans.closed
            && self.loans.wasted <= WASTE + self.vertices.len() / 8
    }

    /// The value of a conjunct, in a vertex of its own, if it can be lent.
    fn make_loan(&mut self, vertex: VertexId, key: Key, conjunct: Conjunct) -> Option<VertexId> {
        let (vertices, trails) = (self.vertices.len(), self.trails.len());
        let this = &self.vertices[vertex];
        let mut lent = Vertex::new(NO_VERTEX, this.label, this.mark);
        lent.set_detached(true);
        let lent = self.vertices.add(lent);
        self.add_conjunct(lent, conjunct);
        self.loans.closed = true;
        self.finish(lent);
        self.loans.closed = false;
        let targets = if self.is_whole(lent) { self.targets_since(trails) } else { None };
        let found = match targets {
            Some(targets) => Found::Loan(Loan { vertex: lent, targets, uses: Vec::new() }),
            None => {
                self.loans.wasted += self.vertices.len() - vertices;
                Found::Nothing
            }
        };
        let is_made = matches!(found, Found::Loan(_));
        self.loans.found.insert(key, found);
        is_made.then_some(lent)
    }

    /// What the references led to that were inserted since there were so many, if that is not much.
    fn targets_since(&self, before: usize) -> Option<SmallVec<[VertexId; 4]>> {
        let mut targets = SmallVec::new();
        for trail in (before..self.trails.len()).map(TrailId::from_index) {
            let target = self.deref(self.trails[trail].target);
            if targets.len() > MOST_TARGETS {
                return None;
            }
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
        Some(targets)
    }

    /// Whether a vertex is data in itself and all below, without errors; gives what it is, or is by
    /// default.
    fn is_data_with_default(&self, vertex: VertexId) -> Option<Value> {
        let is_data = |at: VertexId| {
            let this = &self.vertices[self.deref(at)];
            this.state == State::Done && this.is_data()
        };
        let value = self.default_of(Value::Vertex(vertex));
        let holds = match value {
            Value::Vertex(chosen) => is_data(chosen) && self.error_of(vertex).is_none(),
            _ => is_data(vertex),
        };
        let is_done = self.vertices[self.deref(vertex)].state == State::Done;
        (holds && is_done).then_some(value)
    }

    /// Whether a vertex is data throughout, and in order as it is written.
    fn is_whole(&self, vertex: VertexId) -> bool {
        let chosen = match self.is_data_with_default(vertex) {
            Some(Value::Vertex(chosen)) => self.deref(chosen),
            Some(_) => return true,
            None => return false,
        };
        let mut open = vec![chosen];
        while let Some(at) = open.pop() {
            if self.vertices[at].value == Value::Struct && !self.is_straight(at) {
                return false;
            }
            // What is data throughout shares nothing with others but what is lent.
            let own = self.vertices[at].arcs.iter().filter(|arc| !self.is_lent(arc.1));
            let below = own.map(|&(_, arc)| self.default_of(Value::Vertex(arc)));
            open.extend(below.filter_map(|value| match value {
                Value::Vertex(below) => Some(self.deref(below)),
                _ => None,
            }));
        }
        true
    }

    /// Whether a field lies in what the value that is to be lent to it took in, or came by that.
    fn leads_back(&self, loan: &Loan, vertex: VertexId, trail: TrailId) -> bool {
        if loan.targets.is_empty() {
            return false;
        }
        let mut at = vertex;
        while at != NO_VERTEX {
            if loan.targets.contains(&self.deref(at)) {
                return true;
            }
            at = self.vertices[at].parent;
        }
        let mut at = trail;
        while at != NO_TRAIL {
            if loan.targets.contains(&self.deref(self.trails[at].target)) {
                return true;
            }
            at = self.trails[at].up;
        }
        false
    }
}
