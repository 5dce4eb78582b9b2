//! Where the value of a vertex is written, and the way that it came: what a source map needs of each
//! of very many values, so that it is found without going through all contributions.

use super::frames::{Frames, holds};
use super::{Link, Tracer};
use crate::base::Span;
use crate::eval::graph::Graph;
use crate::eval::value::Value;
use crate::eval::vertex::{EnvId, Source, VertexId};
use crate::program::{Expr, ExprId};

/// How many references in a row are followed to where a value is written.
const DEEPEST: usize = 32;

/// Where a value is written.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Origin {
    /// What gives the value; none for what is built in.
    pub value: Option<Span>,
    /// The label that it stands behind; none where that is computed.
    pub key: Option<Span>,
    /// The references and clauses by which it came, from the outside inwards.
    pub chain: Vec<Span>,
}

impl Tracer {
    /// Where a value is written that has been evaluated.
    pub fn origin(&self, graph: &mut Graph, vertex: VertexId) -> Origin {
        let holder = match graph.default_of(Value::Vertex(vertex)) {
            Value::Vertex(chosen) => chosen,
            _ => vertex,
        };
        let is_placed = |span: &Span| graph.texts.hold(*span);
        let value = graph.place(holder).filter(is_placed);
        let key = graph.declared(vertex).filter(is_placed);
        let mut links = Vec::new();
        if let Some(span) = value {
            graph.lead(&self.frames, vertex, span, &mut links, 0);
        }
        let mut chain: Vec<Span> = links.into_iter().map(|link| link.span).collect();
        chain.retain(|span| graph.texts.hold(*span) && Some(*span) != value);
        Origin { value, key, chain }
    }
}

impl Graph {
    /// Adds the way by which what stands at `span` came to be the value of `vertex`.
    fn lead(
        &mut self,
        frames: &Frames,
        vertex: VertexId,
        span: Span,
        links: &mut Vec<Link>,
        depth: usize,
    ) {
        let conjuncts = self.vertices[vertex].conjuncts.clone();
        let written = conjuncts.iter().find(|one| match one.source {
            Source::Expr(expr) => holds(self.program.span(expr), span),
            Source::Computed(_) => self.source_span(one.source) == span,
        });
        if let Some(written) = written {
            self.came_by(frames, vertex, written, links);
            return self.enclose(frames, span, written.env, links);
        }
        for conjunct in conjuncts.iter() {
            let Source::Expr(expr) = conjunct.source else { continue };
            let mut references = Vec::new();
            self.references_at(expr, &mut references, 0);
            for reference in references {
                let found = self.leads_to(reference, conjunct.env, span);
                let Some(target) = found.filter(|&target| target != vertex) else { continue };
                self.came_by(frames, vertex, conjunct, links);
                self.refer(frames, reference, conjunct.env, links);
                if depth < DEEPEST {
                    self.lead(frames, target, span, links, depth + 1);
                }
                return;
            }
        }
        if let Some(first) = conjuncts.first() {
            self.came_by(frames, vertex, first, links);
        }
    }

    /// The target of a reference, if its value is what stands at `span`.
    fn leads_to(&mut self, reference: ExprId, env: EnvId, span: Span) -> Option<VertexId> {
        let Ok(Value::Vertex(target)) = self.resolve(reference, env) else { return None };
        let holder = match self.default_of(Value::Vertex(target)) {
            Value::Vertex(chosen) => chosen,
            _ => target,
        };
        (self.place(holder) == Some(span)).then_some(target)
    }

    /// The references that an expression unifies.
    fn references_at(&self, expr: ExprId, found: &mut Vec<ExprId>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match self.program.expr(expr) {
            Expr::And(operands) => {
                operands.iter().for_each(|&one| self.references_at(one, found, depth + 1));
            }
            Expr::Or(arms) => {
                arms.iter().for_each(|&(_, one)| self.references_at(one, found, depth + 1));
            }
            &Expr::Open(inner) => self.references_at(inner, found, depth + 1),
            _ if self.is_reference(expr) => found.push(expr),
            _ => {}
        }
    }
}
