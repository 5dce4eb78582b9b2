//! Goes once more through everything that was unified in a vertex: references are followed to what
//! they lead to, comprehensions to what they yielded, disjunctions to the arms that were taken.

use crate::eval::computed::{Computed, NOTHING_COMPUTED};
use rustc_hash::FxHashSet;

use super::frames::Frames;
use super::{Found, Link, LinkKind, MOST};
use crate::base::{Span, deep};
use crate::eval::graph::Graph;
use crate::eval::value::{BottomId, Value};
use crate::eval::vertex::{
    Arm, Arms, Conjunct, Decision, EnvId, NO_ENV, NO_TRAIL, Source, VertexId,
};
use crate::program::{ComprehensionId, Decl, Expr, ExprId, Label, StructId, Universe};

/// How many expressions are looked at for one value.
const MOST_LOOKS: usize = 20_000;

/// What went into a value.
#[derive(Default)]
pub(super) struct Walked {
    /// The contributions, in the order in which they are met.
    pub(super) leaves: Vec<Leaf>,
    /// The comprehensions that were met, and in which environment.
    pub(super) comprehensions: Vec<(ComprehensionId, Conjunct)>,
    /// Whether there is more than could be looked at.
    pub(super) cut: bool,
}

/// One contribution.
pub(super) struct Leaf {
    pub(super) span: Span,
    pub(super) sort: Sort,
    /// The expression, if it is written, and in which environment.
    pub(super) written: Option<(ExprId, EnvId)>,
    /// The way that it came.
    pub(super) chain: Vec<Link>,
}

/// What a contribution is.
pub(super) enum Sort {
    /// A struct literal.
    Struct(StructId),
    /// A list literal.
    List,
    /// A scalar or a constraint as it is written.
    Plain(Value),
    /// What was computed.
    Computed(Value),
    /// A disjunction with these arms, and which of those with the same it is.
    Choice(Arms, u32),
    /// It has no value.
    Failed(BottomId),
}

struct Walk<'a> {
    graph: &'a mut Graph,
    frames: &'a Frames,
    /// The vertex that all of it was unified in.
    holder: VertexId,
    /// The arms that were taken.
    decisions: Vec<Decision>,
    /// The arms of the disjunctions that were met.
    met: Vec<Arms>,
    seen: FxHashSet<(ExprId, EnvId)>,
    looks: usize,
    walked: Walked,
}

/// What went into a value that was found by a path.
pub(super) fn walk(graph: &mut Graph, frames: &Frames, found: &Found) -> Walked {
    let (_, decisions) = graph.decided(found.vertex);
    let mut walk = Walk {
        holder: graph.deref(found.vertex),
        graph,
        frames,
        decisions,
        met: Vec::new(),
        seen: FxHashSet::default(),
        looks: 0,
        walked: Walked::default(),
    };
    walk.vertex(found.vertex, &found.through);
    walk.walked
}

impl Walk<'_> {
    fn vertex(&mut self, vertex: VertexId, before: &[Link]) {
        let conjuncts = self.graph.vertices[vertex].conjuncts.clone();
        for conjunct in conjuncts.iter() {
            let mut chain = before.to_vec();
            self.graph.came_by(self.frames, vertex, conjunct, &mut chain);
            deep(|| self.conjunct(conjunct, chain));
        }
    }

    fn conjunct(&mut self, conjunct: Conjunct, mut chain: Vec<Link>) {
        match conjunct.source {
            Source::Expr(expr) => self.expr(expr, conjunct, chain),
            Source::Computed(id) => match self.graph.computed[id] {
                Computed::Vertex(target, span) => {
                    chain.push(Link { kind: LinkKind::Made, span, key: None, element: None });
                    self.vertex(target, &chain);
                }
                Computed::Value(value, span) => self.value(value, span, None, chain),
            },
        }
    }

    fn expr(&mut self, id: ExprId, conjunct: Conjunct, mut chain: Vec<Link>) {
        let Conjunct { env, .. } = conjunct;
        self.looks += 1;
        if self.looks > MOST_LOOKS || self.walked.leaves.len() > MOST {
            self.walked.cut = true;
            return;
        }
        if !self.seen.insert((id, env)) {
            return;
        }
        let span = self.graph.program.span(id);
        match self.graph.program.expr(id) {
            Expr::Bad => {}
            Expr::Top
            | Expr::Bottom
            | Expr::Null
            | Expr::Bool(_)
            | Expr::Int(_)
            | Expr::Number(_)
            | Expr::Str(_)
            | Expr::Bytes(_)
            | Expr::Universe(_)
            | Expr::Bound(..) => {
                let value = self.graph.evaluate(id, env);
                self.graph.enclose(self.frames, span, env, &mut chain);
                self.leaf(span, Sort::Plain(value), Some((id, env)), chain);
            }
            &Expr::Struct(lit) => self.literal(lit, id, conjunct, chain),
            Expr::List { .. } => {
                self.graph.enclose(self.frames, span, env, &mut chain);
                self.leaf(span, Sort::List, Some((id, env)), chain);
            }
            &Expr::Open(inner) => deep(|| self.expr(inner, conjunct, chain)),
            Expr::And(operands) => {
                let operands = operands.clone();
                self.operands(id, &operands, conjunct, chain);
            }
            Expr::Or(_) => self.choice(Arms::Expr(id), span, conjunct, chain),
            &Expr::Comprehension(comprehension) => {
                self.comprehension(comprehension, conjunct, &chain);
            }
            _ if self.graph.is_reference(id) => self.reference(id, env, chain),
            _ => self.computation(id, conjunct, chain),
        }
    }

    /// What is computed: `close` and `and` unify what they are given.
    fn computation(&mut self, id: ExprId, conjunct: Conjunct, mut chain: Vec<Link>) {
        let env = conjunct.env;
        if let Some(argument) = self.graph.argument_of(id, Universe::Close) {
            return deep(|| self.expr(argument, conjunct, chain));
        }
        let span = self.graph.program.span(id);
        self.graph.enclose(self.frames, span, env, &mut chain);
        if let Some(argument) = self.graph.argument_of(id, Universe::And)
            && let Ok(Value::Vertex(list)) = self.graph.operand(argument, env)
        {
            chain.push(Link { kind: LinkKind::Made, span, key: None, element: None });
            for item in self.graph.elements(list) {
                deep(|| self.vertex(item, &chain));
            }
            return;
        }
        let value = match self.graph.vertices[self.holder].node.scalar {
            // What it gave when it was unified, whatever has become of its operands since.
            Some((value, at)) if self.graph.span_at(at) == span => value,
            Some(_) | None => self.graph.evaluate(id, env),
        };
        self.value(value, span, Some((id, env)), chain);
    }

    /// What is unified by `&`: constraints on scalars are told as one.
    fn operands(&mut self, id: ExprId, all: &[ExprId], conjunct: Conjunct, mut chain: Vec<Link>) {
        let plain = |walk: &mut Self, &one: &ExprId| walk.graph.plain_arm(one, conjunct.env);
        let checks: Option<Vec<Value>> = all.iter().map(|one| plain(self, one)).collect();
        if let Some(checks) = checks
            && !checks.iter().any(|&check| Graph::is_scalar(check))
        {
            let span = self.graph.program.span(id);
            self.graph.enclose(self.frames, span, conjunct.env, &mut chain);
            let value = Value::Checks(self.graph.checks.add(checks));
            return self.leaf(span, Sort::Plain(value), Some((id, conjunct.env)), chain);
        }
        for &operand in all {
            deep(|| self.expr(operand, conjunct, chain.clone()));
        }
    }

    fn reference(&mut self, id: ExprId, env: EnvId, mut chain: Vec<Link>) {
        let span = self.graph.program.span(id);
        match self.graph.resolve(id, env) {
            Ok(Value::Vertex(target)) => {
                self.graph.refer(self.frames, id, env, &mut chain);
                self.vertex(target, &chain);
            }
            Ok(value) => {
                self.graph.enclose(self.frames, span, env, &mut chain);
                self.value(value, span, Some((id, env)), chain);
            }
            Err(bottom) => {
                self.graph.enclose(self.frames, span, env, &mut chain);
                self.leaf(span, Sort::Failed(bottom), Some((id, env)), chain);
            }
        }
    }

    fn value(
        &mut self,
        value: Value,
        span: Span,
        written: Option<(ExprId, EnvId)>,
        chain: Vec<Link>,
    ) {
        match value {
            Value::Choice(choice) => {
                let conjunct = Conjunct::new(NOTHING_COMPUTED, NO_ENV, NO_TRAIL);
                self.choice(Arms::Value(choice), span, conjunct, chain);
            }
            Value::Bottom(bottom) => self.leaf(span, Sort::Failed(bottom), written, chain),
            Value::Vertex(made) if !self.graph.is_composite(made) => {
                let mut chain = chain;
                chain.push(Link { kind: LinkKind::Made, span, key: None, element: None });
                deep(|| self.vertex(made, &chain));
            }
            value => self.leaf(span, Sort::Computed(value), written, chain),
        }
    }

    /// A struct literal, and what it embeds in the same value.
    fn literal(&mut self, lit: StructId, id: ExprId, conjunct: Conjunct, chain: Vec<Link>) {
        let decls = self.graph.program.literal(lit).decls.clone();
        let embeds = |decl: &Decl| matches!(decl, Decl::Embed(_) | Decl::Comprehension(_));
        if decls.is_empty() || !decls.iter().all(|decl| matches!(decl, Decl::Embed(_))) {
            let span = self.graph.program.span(id);
            let mut chain = chain.clone();
            self.graph.enclose(self.frames, span, conjunct.env, &mut chain);
            self.leaf(span, Sort::Struct(lit), Some((id, conjunct.env)), chain);
        }
        if !decls.iter().any(embeds) {
            return;
        }
        let env = self.graph.env(conjunct.env, self.holder, Label::NONE, conjunct.trail);
        let inner = Conjunct { env, ..conjunct };
        for decl in decls {
            match decl {
                Decl::Embed(expr) => deep(|| self.expr(expr, inner, chain.clone())),
                Decl::Comprehension(id) => self.comprehension(id, inner, &chain),
                Decl::Field { .. }
                | Decl::Dynamic { .. }
                | Decl::Pattern { .. }
                | Decl::Ellipsis(_) => {}
            }
        }
    }

    fn comprehension(&mut self, id: ComprehensionId, conjunct: Conjunct, chain: &[Link]) {
        self.walked.comprehensions.push((id, conjunct));
        let Ok(envs) = self.graph.yields(id, &conjunct) else { return };
        let comprehension = &self.graph.program.comprehensions[id];
        let (body, fallback) = (comprehension.body, comprehension.fallback);
        if envs.is_empty()
            && let Some(fallback) = fallback
        {
            deep(|| self.expr(fallback, conjunct, chain.to_vec()));
        }
        for env in envs {
            deep(|| self.expr(body, Conjunct { env, ..conjunct }, chain.to_vec()));
        }
    }

    /// A disjunction, and what the arms hold that were taken.
    fn choice(&mut self, arms: Arms, span: Span, conjunct: Conjunct, mut chain: Vec<Link>) {
        let occurrence = self.met.iter().filter(|&&met| self.graph.same_arms(met, arms)).count();
        let occurrence = occurrence as u32;
        self.met.push(arms);
        let env = conjunct.env;
        self.graph.enclose(self.frames, span, env, &mut chain);
        let written = match arms {
            Arms::Expr(id) => Some((id, env)),
            Arms::Value(_) => None,
        };
        self.leaf(span, Sort::Choice(arms, occurrence), written, chain.clone());
        let taken = self.graph.taken(&self.decisions, arms, occurrence);
        let arm = taken.and_then(|at| self.graph.arms(arms).get(at).copied());
        let Some((_, source)) = arm else { return };
        match source {
            Arm::Expr(arm) if self.graph.plain_arm(arm, env).is_none() => {
                let span = self.graph.program.span(arm);
                let kind = LinkKind::Alternative;
                chain.push(Link { kind, span, key: None, element: None });
                deep(|| self.expr(arm, conjunct, chain));
            }
            Arm::Value(Value::Vertex(target)) => self.vertex(target, &chain),
            Arm::Expr(_) | Arm::Value(_) => {}
        }
    }

    fn leaf(&mut self, span: Span, sort: Sort, written: Option<(ExprId, EnvId)>, chain: Vec<Link>) {
        self.walked.leaves.push(Leaf { span, sort, written, chain });
    }
}
