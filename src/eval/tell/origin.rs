//! Places of the user's for faults that lie in packages of others: where the package is brought in,
//! for nobody mends it there.

use super::sites::Nearness;
use super::{About, Met};
use crate::base::{Diagnostic, Mark, Span};
use crate::eval::graph::Graph;
use crate::eval::value::{BottomId, Value};
use crate::eval::vertex::{Conjunct, EnvId, NO_ENV, NO_VERTEX, Source, VertexId};
use crate::program::{Expr, ExprId};

impl Graph {
    /// A message whose first place lies in another package, with the user's place first: one that it
    /// has, or else the one that brings in what is at fault.
    pub(super) fn brought_home(&self, mut told: Diagnostic, met: &Met) -> Diagnostic {
        let Some(first) = told.marks.first().filter(|mark| self.is_foreign(mark.span)) else {
            return told;
        };
        let vertex = self.bottoms[met.bottom].vertex.unwrap_or(NO_VERTEX);
        if let Some(own) = told.marks.iter().position(|mark| !self.is_foreign(mark.span)) {
            let mark = told.marks.remove(own);
            told.marks.insert(0, mark);
        } else if let Some((span, written)) = self.origin(vertex, first.span) {
            told.marks.insert(0, Mark { span, text: "it comes in here".to_owned() });
            if let Some(written) = written {
                told.path = Some(self.path(written));
            }
        }
        told
    }

    /// Adds to the error of an index that leads nowhere where its value is written.
    pub(in crate::eval) fn know_key(&mut self, bottom: BottomId, index: ExprId, env: EnvId) {
        if self.quiet > 0 || !self.is_reference(index) {
            return;
        }
        let Ok(Value::Vertex(key)) = self.resolve(index, env) else { return };
        let scalar = self.vertices[self.deref(key)].node.scalar;
        let written = scalar.map(|scalar| self.span_at(scalar.1));
        let about = self.bottoms[bottom].about.as_deref_mut();
        if let (Some(About::Undefined { by, .. }), Some(_)) = (about, written) {
            *by = written;
        }
    }

    fn is_foreign(&self, span: Span) -> bool {
        self.sites().nearness(span) <= Nearness::Package
    }

    /// Where what stands at `place`, and makes `vertex`, is brought in by the user.
    /// And the value that a `for` clause has come to, if it is that.
    fn origin(&self, vertex: VertexId, place: Span) -> Option<(Span, Option<VertexId>)> {
        let mut conjuncts = self.vertices[vertex].conjuncts.iter();
        if let Some(conjunct) = conjuncts.find(|&conjunct| self.holds(conjunct, place)) {
            if let Some((span, written)) = self.round_of(conjunct) {
                return Some((span, Some(written)));
            }
            if let Some(span) = self.origin_of(conjunct) {
                return Some((span, None));
            }
        }
        self.origin_above(vertex).map(|span| (span, None))
    }

    /// The user's value that a `for` clause of a template was at, and its place.
    fn round_of(&self, conjunct: Conjunct) -> Option<(Span, VertexId)> {
        let mut at = conjunct.env;
        while at != NO_ENV {
            let level = self.envs[at];
            if level.vertex != level.around
                && let Some(place) = self.written_by_user(level.vertex)
            {
                return Some((place, level.vertex));
            }
            at = level.up;
        }
        None
    }

    /// Where the user brings in a conjunct: what a `for` clause of a template has come to, if the
    /// user wrote that. Else the outermost level of its environment is the one that it was written
    /// for, the inner ones are where it has come to.
    pub(super) fn origin_of(&self, conjunct: Conjunct) -> Option<Span> {
        if let Some((place, _)) = self.round_of(conjunct) {
            return Some(place);
        }
        let mut at = conjunct.env;
        let mut outermost = None;
        while at != NO_ENV {
            outermost = self.origin_above(self.envs[at].vertex).or(outermost);
            at = self.envs[at].up;
        }
        outermost
    }

    fn holds(&self, conjunct: Conjunct, place: Span) -> bool {
        let Source::Expr(expr) = conjunct.source else { return false };
        let span = self.program.span(expr);
        span.file == place.file && span.start <= place.start && place.end <= span.end
    }

    /// What the user wrote for the vertex, or for the nearest one around it.
    pub(super) fn origin_above(&self, vertex: VertexId) -> Option<Span> {
        let mut at = vertex;
        while at != NO_VERTEX {
            if let Some(place) = self.written_by_user(at) {
                return Some(place);
            }
            at = self.vertices[at].parent;
        }
        None
    }

    fn written_by_user(&self, vertex: VertexId) -> Option<Span> {
        let sites = self.sites();
        let written = self.vertices[vertex].conjuncts.iter().filter_map(|conjunct| {
            let Source::Expr(expr) = conjunct.source else { return None };
            let span = self.program.span(expr);
            (sites.nearness(span) == Nearness::Value).then_some((sites.rank(span), expr, span))
        });
        let (_, expr, span) = written.max_by_key(|one| one.0)?;
        let brings = self.reference_in(expr).map(|reference| self.program.span(reference));
        brings.or_else(|| sites.label(expr)).or(Some(span))
    }

    /// The reference that a value is, or that it is unified with.
    fn reference_in(&self, expr: ExprId) -> Option<ExprId> {
        match self.program.expr(expr) {
            Expr::And(operands) => operands.iter().find_map(|&one| self.reference_in(one)),
            _ => self.is_reference(expr).then_some(expr),
        }
    }
}
