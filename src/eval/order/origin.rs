//! Where conjuncts came from, as far as order is concerned.
//!
//! A vertex that is nothing but a reference *shares* what it refers to: its fields are in the order
//! that they have there. Any other vertex that holds references takes their places for the places
//! of what they bring.

use super::super::graph::Graph;
use super::super::vertex::{NO_TRAIL, NO_VERTEX, Source, TrailId, VertexId};
use crate::eval::computed::Computed;
use crate::program::{Expr, ExprId};

/// What a vertex is seen as.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shared {
    /// The vertex whose own conjuncts count.
    pub(super) holder: VertexId,
    /// The link at which the chains of references end.
    pub(super) base: TrailId,
}

impl Graph {
    /// What a vertex shares, by itself or because what holds it does.
    pub(super) fn shared(&self, vertex: VertexId) -> Shared {
        let mut holder = vertex;
        let mut at = vertex;
        while at != NO_VERTEX {
            if let Some(found) = self.shares(at) {
                if at == vertex {
                    holder = found.holder;
                }
                return Shared { holder, base: found.base };
            }
            at = if self.vertices[at].is_detached() { NO_VERTEX } else { self.vertices[at].parent };
        }
        Shared { holder, base: NO_TRAIL }
    }

    /// What a vertex shares by itself.
    fn shares(&self, vertex: VertexId) -> Option<Shared> {
        let references = &self.vertices[self.deref(vertex)].node.references;
        let mut found = None;
        // What holds the references that are looked at, and what they are unified with.
        let (mut holder, mut viewer) = (vertex, vertex);
        let mut base = None;
        while self.only_refers(holder) {
            let here = |trail: TrailId| match base {
                Some(base) => trail == base,
                None => self.vertices[holder].conjuncts.iter().any(|one| one.trail == trail),
            };
            let mut targets = references.iter().filter(|one| here(self.trails[one.2].up));
            let (Some(&(target, _, trail)), None) = (targets.next(), targets.next()) else { break };
            holder = target;
            base = Some(trail);
            if self.may_share(viewer, target) {
                viewer = target;
                found = Some(Shared { holder, base: trail });
            }
        }
        found
    }

    /// Whether a vertex is given references and nothing else.
    fn only_refers(&self, vertex: VertexId) -> bool {
        let conjuncts = &self.vertices[vertex].conjuncts;
        let refers = conjuncts.iter().all(|conjunct| match conjunct.source {
            Source::Expr(expr) => self.is_all_references(expr),
            Source::Computed(id) => matches!(self.computed[id], Computed::Vertex(..)),
        });
        refers && !conjuncts.is_empty()
    }

    /// Whether an expression is a reference, or several joined by `&`.
    fn is_all_references(&self, expr: ExprId) -> bool {
        let mut rest: Vec<ExprId> = Vec::new();
        let mut next = Some(expr);
        while let Some(expr) = next {
            match self.program.expr(expr) {
                Expr::And(operands) => rest.extend(operands),
                Expr::Open(inner) => rest.push(*inner),
                Expr::Top => {}
                _ if self.is_reference(expr) => {}
                _ => return false,
            }
            next = rest.pop();
        }
        true
    }

    /// Whether a vertex may share another: one that has a place in the graph, and is closed if
    /// the vertex is.
    fn may_share(&self, vertex: VertexId, target: VertexId) -> bool {
        let this = &self.vertices[vertex];
        // What closes the vertex itself comes with the references.
        let closed =
            this.label.is_definition() || !this.is_detached() && self.is_closed(this.parent);
        self.is_rooted(target) && (!closed || self.is_closed(target))
    }

    /// Whether a path leads to a vertex, through `let`s as the case may be; a `let` itself has
    /// none.
    fn is_rooted(&self, vertex: VertexId) -> bool {
        let mut at = vertex;
        while at != NO_VERTEX {
            let here = &self.vertices[at];
            if here.is_detached() && (at == vertex || !self.is_let(at)) {
                return false;
            }
            at = here.parent;
        }
        true
    }

    fn is_let(&self, vertex: VertexId) -> bool {
        let first = self.vertices[vertex].conjuncts.first().map(|first| first.source);
        matches!(first, Some(Source::Expr(value)) if self.homes.is_let(value))
    }

    /// Whether a definition closes a vertex.
    fn is_closed(&self, vertex: VertexId) -> bool {
        let mut at = vertex;
        while at != NO_VERTEX {
            let here = &self.vertices[at];
            let closing = &self.vertices[self.deref(at)].node.closing;
            if here.label.is_definition() || closing.own.iter().any(|own| own.recursive) {
                return true;
            }
            at = if here.is_detached() { NO_VERTEX } else { here.parent };
        }
        false
    }

    /// Whether a vertex is the default of a disjunction of which more is left.
    pub(super) fn is_default(&self, vertex: VertexId) -> bool {
        let this = &self.vertices[vertex];
        if this.node.constraints.decisions.is_empty() {
            return false;
        }
        let field = self.arc(this.parent, this.label).filter(|_| !this.is_detached());
        field.is_none_or(|field| self.deref(field) != vertex)
    }

    /// The first reference of the chain that led to a conjunct, from `base` on.
    pub(super) fn first_reference(&self, trail: TrailId, base: TrailId) -> Option<ExprId> {
        let mut first = None;
        let mut at = trail;
        while at != base && at != NO_TRAIL {
            if let Some(reference) = self.trails[at].reference {
                if self.homes.is_value(reference) {
                    return self.first_behind_values(trail, base);
                }
                first = Some(reference);
            }
            at = self.trails[at].up;
        }
        first
    }

    /// The same where the chain leads through values: what they share is no part of it.
    fn first_behind_values(&self, trail: TrailId, base: TrailId) -> Option<ExprId> {
        let mut chain = Vec::new();
        let mut at = trail;
        while at != base && at != NO_TRAIL {
            chain.push(self.trails[at]);
            at = self.trails[at].up;
        }
        while let Some(link) = chain.pop() {
            match link.reference {
                Some(reference) if self.homes.is_value(reference) => {
                    let holder = self.shares(link.target).map(|shared| shared.holder);
                    if let Some(end) = chain.iter().rposition(|link| Some(link.target) == holder) {
                        chain.truncate(end);
                    }
                }
                Some(reference) => return Some(reference),
                None => {}
            }
        }
        None
    }
}
