//! Comparing items by a comparator `{x: _, y: _, less: bool}`, many times.
//!
//! A comparison is what the comparator's `less` is once two items are unified with `x` and `y`.
//! Most comparators take any item, or any of a kind, and compute `less` from the two alone: then
//! one instance of the comparator serves for all comparisons, in which `x` and `y` stand for the
//! items in turn and `less` is evaluated as an expression, which makes no vertex. All else, and
//! every comparison that does not come to a bool so, is made in full, and says what is wrong.

use super::builtin::Fault;
use super::computed::Computed;
use super::graph::Graph;
use super::kind::Kind;
use super::value::{BottomId, Value};
use super::vertex::{Conjunct, EnvId, NO_ENV, NO_TRAIL, Source, State, VertexId};
use crate::base::Span;
use crate::program::{Expr, ExprId, Label, Mark, Universe};

/// A comparator, and the call that compares with it.
pub(super) struct Comparator {
    value: Option<Value>,
    span: Span,
    labels: Labels,
    stand: Option<Stand>,
}

/// The fields of a comparator.
#[derive(Clone, Copy)]
struct Labels {
    x: Label,
    y: Label,
    less: Label,
}

/// The instance of a comparator that serves for all comparisons.
struct Stand {
    x: VertexId,
    y: VertexId,
    /// The kinds that `x` and `y` take.
    takes: [Kind; 2],
    less: ExprId,
    env: EnvId,
}

impl Graph {
    /// Looks at a comparator, the last argument of a call.
    pub(super) fn comparator(&mut self, value: Option<Value>, span: Span) -> Comparator {
        let [x, y, less] = ["x", "y", "less"].map(|name| Label::field(self.symbols.intern(name)));
        let labels = Labels { x, y, less };
        let stand = match value {
            Some(Value::Vertex(comparator)) => self.stand(comparator, labels, span),
            _ => None,
        };
        Comparator { value, span, labels, stand }
    }

    /// Whether `a` comes before `b`.
    pub(super) fn less(
        &mut self,
        a: VertexId,
        b: VertexId,
        comparator: &Comparator,
    ) -> Result<bool, BottomId> {
        if let Some(stand) = &comparator.stand
            && let Some(less) = self.less_standing(a, b, stand)
        {
            return Ok(less);
        }
        self.less_in_full(a, b, comparator)
    }

    /// Compares in an instance of the comparator that is made for it.
    fn less_in_full(
        &mut self,
        a: VertexId,
        b: VertexId,
        comparator: &Comparator,
    ) -> Result<bool, BottomId> {
        let &Comparator { value, span, labels, .. } = comparator;
        let Some(Value::Vertex(comparator)) = value else {
            let fault = Fault::new("the comparator must be a struct");
            return Err(self.fault("list.Sort", fault, span));
        };
        let trial = self.instance_of(comparator, span);
        for (label, item) in [(labels.x, a), (labels.y, b)] {
            let arc = self.field(trial, label, Mark::Regular);
            let source = self.source(Computed::Vertex(item, span));
            self.add_conjunct(arc, Conjunct::new(source, NO_ENV, NO_TRAIL));
        }
        let trial = self.reach(trial);
        let Some(less) = self.arc(trial, labels.less) else {
            let fault = Fault::new("the comparator has no field `less`");
            return Err(self.fault("list.Sort", fault, span));
        };
        let value = self.value_of(less);
        match self.concrete(value, span, Some(less))? {
            Value::Bool(less) => Ok(less),
            _ => Err(self.fault("list.Sort", Fault::new("`less` must be a bool"), span)),
        }
    }

    /// A vertex that is the comparator and may get more.
    fn instance_of(&mut self, comparator: VertexId, span: Span) -> VertexId {
        let instance = self.detached(self.vertices[comparator].parent);
        let source = self.source(Computed::Vertex(comparator, span));
        self.add_conjunct(instance, Conjunct::new(source, NO_ENV, NO_TRAIL));
        instance
    }

    /// Compares in the one instance, where the items are of kinds that it takes; none if that does
    /// not come to a bool.
    fn less_standing(&mut self, a: VertexId, b: VertexId, stand: &Stand) -> Option<bool> {
        for ((arc, item), takes) in [(stand.x, a), (stand.y, b)].into_iter().zip(stand.takes) {
            let value = self.value_of(item);
            if takes != Kind::TOP && !(Self::is_scalar(value) && takes.holds(self.kind(value))) {
                return None;
            }
            self.vertices[arc].forward = Some(item);
        }
        let relaxed = std::mem::replace(&mut self.haste.relaxed, false);
        let forced = std::mem::replace(&mut self.forced, false);
        let value = self.evaluate(stand.less, stand.env);
        (self.haste.relaxed, self.forced) = (relaxed, forced);
        match value {
            Value::Bool(less) => Some(less),
            _ => None,
        }
    }

    /// An instance of the comparator for all comparisons, if one will do.
    fn stand(&mut self, comparator: VertexId, labels: Labels, span: Span) -> Option<Stand> {
        let known = self.reach(comparator);
        let this = &self.vertices[known];
        let node = &this.node;
        let is_fields = this.value == Value::Struct
            && matches!(this.state, State::Fields | State::Done)
            && !this.is_made()
            && node.patterns.is_empty()
            && node.failed.is_empty()
            && node.constraints.met_arms.is_empty()
            && node.constraints.validators.is_empty()
            && node.constraints.bounds.is_empty()
            && self.is_final(known);
        if !is_fields {
            return None;
        }
        let instance = self.instance_of(comparator, span);
        let instance = self.reach(instance);
        let arcs = self.vertices[instance].arcs.clone();
        if arcs.iter().any(|&(label, arc)| {
            label != labels.less && self.takes(arc, instance, labels).is_none()
        }) {
            return None;
        }
        let [x, y, result] =
            [labels.x, labels.y, labels.less].map(|label| self.arc(instance, label));
        let (x, y) = (x?, y?);
        let takes = [self.takes(x, instance, labels)?, self.takes(y, instance, labels)?];
        let (less, env) = self.only_expression(result?, instance, labels)?;
        for arc in [x, y] {
            let arc = &mut self.vertices[arc];
            arc.state = State::Done;
            arc.set_shared(true);
            arc.skip_pending();
        }
        Some(Stand { x, y, takes, less, env })
    }

    /// What `less` is made of: one expression, beside types that hold any bool.
    fn only_expression(
        &self,
        less: VertexId,
        instance: VertexId,
        labels: Labels,
    ) -> Option<(ExprId, EnvId)> {
        let mut found = None;
        for conjunct in self.vertices[less].conjuncts.iter() {
            let Source::Expr(expr) = conjunct.source else { return None };
            match self.kinds_of(expr, conjunct.env, instance, labels) {
                Some(kinds) if kinds.holds(Kind::BOOL) => {}
                None if found.is_none() && self.makes_nothing(expr, MOST_LEVELS) => {
                    found = Some((expr, conjunct.env));
                }
                Some(_) | None => return None,
            }
        }
        found
    }

    /// The kinds that a field takes which is said to be of some kinds and nothing else.
    fn takes(&self, arc: VertexId, instance: VertexId, labels: Labels) -> Option<Kind> {
        let this = &self.vertices[arc];
        if this.mark == Mark::Optional {
            return None;
        }
        let mut takes = Kind::TOP;
        for conjunct in this.conjuncts.iter() {
            let Source::Expr(expr) = conjunct.source else { return None };
            takes = takes & self.kinds_of(expr, conjunct.env, instance, labels)?;
        }
        Some(takes)
    }

    /// The kinds that an expression means which says nothing else, whatever `x` and `y` are.
    fn kinds_of(
        &self,
        expr: ExprId,
        env: EnvId,
        instance: VertexId,
        labels: Labels,
    ) -> Option<Kind> {
        let &Expr::Field { up, label } = self.program.expr(expr) else {
            return self.kinds_written(expr);
        };
        let is_of_items = [labels.x, labels.y, labels.less].contains(&label);
        if is_of_items || self.level(env, up).vertex != instance {
            return None;
        }
        let arc = self.arc(instance, label)?;
        match self.vertices[arc].conjuncts.only() {
            Some(Conjunct { source: Source::Expr(expr), .. }) => self.kinds_written(expr),
            _ => None,
        }
    }

    /// The kinds that an expression names: `number | string`.
    fn kinds_written(&self, expr: ExprId) -> Option<Kind> {
        let Expr::Or(arms) = self.program.expr(expr) else { return self.kind_written(expr) };
        arms.iter().try_fold(Kind::BOTTOM, |all, &(marked, arm)| {
            let kind = self.kind_written(arm)?;
            (!marked).then_some(all | kind)
        })
    }

    fn kind_written(&self, expr: ExprId) -> Option<Kind> {
        match self.program.expr(expr) {
            Expr::Top => Some(Kind::TOP),
            Expr::Universe(Universe::Bool) => Some(Kind::BOOL),
            Expr::Universe(Universe::Int) => Some(Kind::INT),
            Expr::Universe(Universe::Float) => Some(Kind::FLOAT),
            Expr::Universe(Universe::Number) => Some(Kind::NUMBER),
            Expr::Universe(Universe::String) => Some(Kind::STRING),
            Expr::Universe(Universe::Bytes) => Some(Kind::BYTES),
            _ => None,
        }
    }

    /// Whether to evaluate an expression makes no vertex, which would have to be made again for
    /// other items. An expression of more than `depth` levels is none that people write.
    fn makes_nothing(&self, expr: ExprId, depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        match self.program.expr(expr) {
            Expr::Null
            | Expr::Bool(_)
            | Expr::Int(_)
            | Expr::Number(_)
            | Expr::Str(_)
            | Expr::Universe(_)
            | Expr::Standard(_)
            | Expr::Field { .. } => true,
            &Expr::Select(base, _) => self.makes_nothing(base, depth),
            &Expr::Unary(_, operand) => self.makes_nothing(operand, depth),
            &Expr::Index(left, right)
            | &Expr::Binary(_, left, right)
            | &Expr::ShortCircuit(_, left, right) => {
                self.makes_nothing(left, depth) && self.makes_nothing(right, depth)
            }
            Expr::Call(callee, arguments) => {
                let mut all = arguments.iter().chain([callee]);
                all.all(|&part| self.makes_nothing(part, depth))
            }
            Expr::Interpolation { parts, .. } => {
                parts.iter().all(|&part| self.makes_nothing(part, depth))
            }
            _ => false,
        }
    }
}

/// How deep an expression may nest that is looked at.
const MOST_LEVELS: u32 = 64;
