//! The way that a contribution came: the references that led to it, and the clauses and patterns
//! that each of them stands in.

use super::frames::{Frame, Frames, holds};
use super::{Link, LinkKind};
use crate::base::Span;
use crate::eval::graph::Graph;
use crate::eval::vertex::{
    Conjunct, Env, EnvId, NO_ENV, NO_TRAIL, NO_VERTEX, Source, Trail, VertexId,
};
use crate::program::{Clause, ComprehensionId, ExprId};

/// How often a value that was taken over is followed to where it was taken from.
const DEEPEST: usize = 8;

/// The most steps of a way that are told.
const LONGEST: usize = 64;

impl Graph {
    /// The references of a vertex that stands for another one.
    pub(super) fn shared_by(&self, frames: &Frames, vertex: VertexId) -> Vec<Link> {
        let mut links = Vec::new();
        let mut at = vertex;
        while self.vertices[at].is_shared() && links.len() < LONGEST {
            if let Some(only) = self.vertices[at].conjuncts.first() {
                self.came_by(frames, at, only, &mut links);
                if let Source::Expr(expr) = only.source {
                    self.refer(frames, expr, only.env, &mut links);
                }
            }
            match self.vertices[at].forward {
                Some(forward) => at = forward,
                None => break,
            }
        }
        links
    }

    /// Adds the way that a conjunct of `vertex` came to it.
    pub(super) fn came_by(
        &self,
        frames: &Frames,
        vertex: VertexId,
        conjunct: Conjunct,
        links: &mut Vec<Link>,
    ) {
        self.trace(frames, vertex, conjunct, links, 0);
    }

    fn trace(
        &self,
        frames: &Frames,
        vertex: VertexId,
        conjunct: Conjunct,
        links: &mut Vec<Link>,
        depth: usize,
    ) {
        let mut trails: Vec<Trail> = Vec::new();
        let mut at = conjunct.trail;
        while at != NO_TRAIL && trails.len() < LONGEST {
            trails.push(self.trails[at]);
            at = self.trails[at].up;
        }
        for trail in trails.iter().rev() {
            if let Some(reference) = trail.reference {
                let env = self.env_of(trail.vertex, reference);
                self.refer(frames, reference, env, links);
            }
        }
        // What the target was given in its turn came to it by a way of its own.
        if let Some(last) = trails.first()
            && depth < DEEPEST
            && let Some(there) = self.counterpart(vertex, last)
            && let mut theirs = self.vertices[there].conjuncts.iter()
            && let Some(theirs) =
                theirs.find(|one| self.is_same_source(one.source, conjunct.source))
        {
            self.trace(frames, there, theirs, links, depth + 1);
        }
    }

    /// The vertex that stands to the target of a reference as `vertex` does to what was given it.
    pub(in crate::eval) fn counterpart(&self, vertex: VertexId, trail: &Trail) -> Option<VertexId> {
        let mut labels = Vec::new();
        let mut at = vertex;
        let levels = self.vertices[vertex].level.checked_sub(self.vertices[trail.vertex].level)?;
        for _ in 0..levels {
            labels.push(self.vertices[at].label);
            at = self.vertices[at].parent;
        }
        let there = labels.iter().rev().try_fold(trail.target, |at, &label| self.arc(at, label))?;
        (there != vertex && there != NO_VERTEX).then_some(there)
    }

    /// The environment in which a vertex was given a reference.
    fn env_of(&self, vertex: VertexId, reference: ExprId) -> EnvId {
        let span = self.program.span(reference);
        let given = self.vertices[vertex].conjuncts.iter().find(|one| match one.source {
            Source::Expr(expr) => holds(self.program.span(expr), span),
            Source::Computed(_) => false,
        });
        given.map_or(NO_ENV, |one| one.env)
    }

    /// Adds a reference and what it stands in.
    pub(super) fn refer(
        &self,
        frames: &Frames,
        reference: ExprId,
        env: EnvId,
        links: &mut Vec<Link>,
    ) {
        let span = self.program.span(reference);
        self.enclose(frames, span, env, links);
        let kind = match self.names_definition(reference) {
            true => LinkKind::Definition,
            false => LinkKind::Reference,
        };
        push(links, Link { kind, span, key: None, element: None });
    }

    /// Adds the clauses and patterns that an expression in that environment stands in.
    pub(super) fn enclose(&self, frames: &Frames, span: Span, env: EnvId, links: &mut Vec<Link>) {
        let mut found: Vec<Link> = Vec::new();
        let mut rounds = self.rounds(env).into_iter();
        let mut labels = self.labels(env).into_iter();
        for frame in frames.around(span) {
            match frame {
                Frame::Dynamic => drop(labels.next()),
                Frame::Comprehension(id) => self.clauses(id, span, &mut rounds, &mut found),
                Frame::Pattern(pattern) => {
                    let span = self.program.span(pattern);
                    let key = labels.next();
                    found.push(Link { kind: LinkKind::Pattern, span, key, element: None });
                }
            }
        }
        for link in found.into_iter().rev() {
            push(links, link);
        }
    }

    /// Adds the clauses of a comprehension that yielded what stands at `span`, the last one first.
    fn clauses(
        &self,
        id: ComprehensionId,
        span: Span,
        rounds: &mut impl Iterator<Item = Env>,
        found: &mut Vec<Link>,
    ) {
        let comprehension = &self.program.comprehensions[id];
        let whole = comprehension.span;
        if let Some(fallback) = comprehension.fallback
            && holds(self.program.span(fallback), span)
        {
            let start = self.program.span(comprehension.body).end;
            let span = Span { start, end: self.program.span(fallback).start, ..whole };
            return found.push(Link { kind: LinkKind::Else, span, key: None, element: None });
        }
        let mut links = Vec::new();
        let mut start = whole.start;
        for clause in &comprehension.clauses {
            let (kind, expr) = match *clause {
                Clause::For(source) => (LinkKind::For, source),
                Clause::If(condition) => (LinkKind::If, condition),
                Clause::Try(_, tried) => (LinkKind::Try, tried),
            };
            let end = self.program.span(expr).end;
            if holds(Span { start, end, ..whole }, span) {
                // It stands in a clause, and is not what the comprehension yields.
                return;
            }
            links.push(Link { kind, span: Span { start, end, ..whole }, key: None, element: None });
            start = end;
        }
        for mut link in links.into_iter().rev() {
            if link.kind == LinkKind::For
                && let Some(round) = rounds.next()
            {
                link.key = Some(round.label.text(&self.symbols));
                link.element = self.place(round.vertex);
            }
            found.push(link);
        }
    }

    /// The rounds of `for` clauses that an environment lies in, the innermost first.
    fn rounds(&self, env: EnvId) -> Vec<Env> {
        self.levels(env).into_iter().filter(|level| level.vertex != level.around).collect()
    }

    /// The labels of the pattern and dynamic fields that an environment lies in, the innermost first.
    fn labels(&self, env: EnvId) -> Vec<String> {
        let levels = self.levels(env).into_iter();
        let matched = levels.filter(|one| one.vertex == one.around && one.label.is_field());
        matched.map(|level| level.label.text(&self.symbols)).collect()
    }

    fn levels(&self, env: EnvId) -> Vec<Env> {
        let mut levels = Vec::new();
        let mut at = env;
        while at != NO_ENV {
            levels.push(self.envs[at]);
            at = self.envs[at].up;
        }
        levels
    }
}

/// Adds a link that is not there yet.
fn push(links: &mut Vec<Link>, link: Link) {
    if links.len() < LONGEST && !links.contains(&link) {
        links.push(link);
    }
}
