//! Twins: survivors that are the same value count once, and combinations that would give twins are
//! not even tried.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use super::graph::Graph;
use super::survivor::{Mode, Survivor};
use super::value::Value;
use super::vertex::{Arms, Decision, Disjunction, State};
use crate::program::{Decl, Element, Ellipsis, Expr, ExprId};

/// How deep two expressions are compared.
const DEEPEST: usize = 16;

/// Survivors, and which of them are twins.
pub(super) struct Distinct {
    survivors: Vec<Survivor>,
    /// The first of each set of twins, and its twins, by what is cheap to tell of them.
    twins: FxHashMap<u64, Vec<Vec<usize>>>,
    /// Whether the first survivor is among them: it need not be while it is the only one.
    knows_first: bool,
    last: bool,
}

impl Distinct {
    /// None yet. Before the `last` disjunction, only scalars are so final that a twin can go.
    pub(super) fn new(last: bool) -> Self {
        Self { survivors: Vec::new(), twins: FxHashMap::default(), knows_first: false, last }
    }

    /// Adds a survivor; a default makes its twins defaults.
    pub(super) fn add(&mut self, graph: &Graph, mut new: Survivor) {
        match self.survivors.first() {
            None => return self.survivors.push(new),
            Some(first) if !self.knows_first => {
                self.knows_first = true;
                if self.goes(first.value) || !graph.is_unfinished(first.value) {
                    let like = self.twins.entry(graph.fingerprint(first.value)).or_default();
                    like.push(vec![0]);
                }
            }
            Some(_) => {}
        }
        let goes = self.goes(new.value);
        if !goes && graph.is_unfinished(new.value) {
            self.survivors.push(new);
            return;
        }
        let like = self.twins.entry(graph.fingerprint(new.value)).or_default();
        let same = like.iter_mut().find(|twins| {
            let first = twins.first().and_then(|&first| self.survivors.get(first));
            first.is_some_and(|first| graph.identical(first.value, new.value))
        });
        match same {
            Some(twins) => {
                for &twin in &*twins {
                    let Some(twin) = self.survivors.get_mut(twin) else { continue };
                    twin.marked |= new.marked;
                    match (twin.mode, new.mode) {
                        (_, Mode::Default) => twin.mode = Mode::Default,
                        (Mode::Default, _) => new.mode = Mode::Default,
                        _ => {}
                    }
                }
                if goes {
                    return;
                }
                twins.push(self.survivors.len());
            }
            None => like.push(vec![self.survivors.len()]),
        }
        self.survivors.push(new);
    }

    /// Whether a value may go because it is another's twin.
    fn goes(&self, value: Value) -> bool {
        self.last || !matches!(value, Value::Vertex(_))
    }

    pub(super) fn into_survivors(self) -> Vec<Survivor> {
        self.survivors
    }
}

impl Graph {
    /// Whether work on a value waits, or something is missing in it.
    fn is_unfinished(&self, value: Value) -> bool {
        let Value::Vertex(vertex) = value else { return false };
        self.error_of(vertex).is_some() || self.vertices[self.deref(vertex)].state == State::Waiting
    }

    /// A number that identical values have in common.
    fn fingerprint(&self, value: Value) -> u64 {
        let Value::Vertex(vertex) = self.bare(value) else { return self.scalar_print(value) };
        let arcs = &self.vertices[self.deref(vertex)].arcs;
        arcs.iter().fold(arcs.len() as u64, |sum, &(label, arc)| {
            let mut hasher = FxHasher::default();
            label.hash(&mut hasher);
            self.scalar_print(Value::Vertex(arc)).hash(&mut hasher);
            sum.wrapping_add(hasher.finish())
        })
    }

    /// The same for scalars; all else is alike.
    fn scalar_print(&self, value: Value) -> u64 {
        let mut hasher = FxHasher::default();
        match self.bare(value) {
            Value::Int(small) => small.hash(&mut hasher),
            Value::Str(text) => text.hash(&mut hasher),
            Value::Bool(value) => value.hash(&mut hasher),
            _ => {}
        }
        hasher.finish()
    }

    /// The last disjunction before `at` that is written just like it, in the same place.
    pub(super) fn repeated(&self, disjunctions: &[Disjunction], at: usize) -> Option<Disjunction> {
        let (before, rest) = disjunctions.split_at_checked(at)?;
        let this = rest.first()?;
        let Arms::Expr(arms) = this.arms else { return None };
        before.iter().rev().copied().find(|other| match other.arms {
            Arms::Expr(theirs) => {
                let conjunct = this.conjunct.saying(other.conjunct.source);
                self.is_same_conjunct(conjunct, other.conjunct) && self.same_text(arms, theirs, 0)
            }
            Arms::Value(_) => false,
        })
    }

    /// Whether an arm comes in order after the arm taken of the same disjunction earlier: which
    /// arms are taken counts, not which of the two disjunctions they are taken of.
    pub(super) fn is_in_order(decisions: &[Decision], earlier: Disjunction, arm: usize) -> bool {
        let taken = decisions
            .iter()
            .find(|one| one.arms == earlier.arms && one.occurrence == earlier.occurrence);
        taken.and_then(|taken| taken.arm).is_none_or(|before| before as usize <= arm)
    }

    /// Whether two expressions are written alike, with the same names meaning the same.
    fn same_text(&self, a: ExprId, b: ExprId, depth: usize) -> bool {
        if a == b {
            return true;
        }
        if depth > DEEPEST {
            return false;
        }
        let same = |&a: &ExprId, &b: &ExprId| self.same_text(a, b, depth + 1);
        let all = |a: &[ExprId], b: &[ExprId]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        };
        match (self.program.expr(a), self.program.expr(b)) {
            (Expr::Top, Expr::Top) | (Expr::Null, Expr::Null) => true,
            (Expr::Bool(a), Expr::Bool(b)) => a == b,
            (Expr::Int(a), Expr::Int(b)) => a == b,
            (Expr::Str(a), Expr::Str(b)) => a == b,
            (Expr::Bytes(a), Expr::Bytes(b)) => a == b,
            (Expr::Universe(a), Expr::Universe(b)) => a == b,
            (&Expr::Field { up, label }, Expr::Field { up: other, label: name }) => {
                up == *other && label == *name
            }
            (Expr::Package(a), Expr::Package(b)) => a == b,
            (Expr::Select(a, label), Expr::Select(b, name)) => label == name && same(a, b),
            (Expr::Bound(a, x), Expr::Bound(b, y)) => a == b && same(x, y),
            (Expr::And(a), Expr::And(b)) => all(a, b),
            (Expr::Or(a), Expr::Or(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.0 == y.0 && same(&x.1, &y.1))
            }
            (
                Expr::List { elements: a, ellipsis: Ellipsis::NONE, .. },
                Expr::List { elements: b, ellipsis: Ellipsis::NONE, .. },
            ) => {
                a.len() == b.len()
                    && a.iter().zip(b).all(|pair| match pair {
                        (Element::Value(a), Element::Value(b)) => same(a, b),
                        _ => false,
                    })
            }
            (&Expr::Struct(a), &Expr::Struct(b)) => {
                let (a, b) = (&self.program.literal(a).decls, &self.program.literal(b).decls);
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.same_decl(a, b, depth))
            }
            _ => false,
        }
    }

    fn same_decl(&self, a: &Decl, b: &Decl, depth: usize) -> bool {
        let same = |&a: &ExprId, &b: &ExprId| self.same_text(a, b, depth + 1);
        match (a, b) {
            (
                Decl::Field { label, mark, value, .. },
                Decl::Field { label: name, mark: other, value: theirs, .. },
            ) => label == name && mark == other && same(value, theirs),
            (Decl::Pattern { pattern, value }, Decl::Pattern { pattern: other, value: theirs }) => {
                same(pattern, other) && same(value, theirs)
            }
            (Decl::Embed(a), Decl::Embed(b)) => same(a, b),
            (Decl::Ellipsis(None), Decl::Ellipsis(None)) => true,
            _ => false,
        }
    }
}
