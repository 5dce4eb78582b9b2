//! Faults that were handed on: a value that lacks something because it was made of one that lacks
//! it, and what a template says of an instance that was not given all that it requires.

use rustc_hash::FxHashSet;

use super::sites::Nearness;
use super::{About, Met};
use crate::eval::graph::Graph;
use crate::eval::value::{BottomId, Gravity};
use crate::eval::vertex::{EnvId, NO_VERTEX, Source, VertexId};
use crate::program::{Expr, ExprId, Label};

/// How many values are looked at to find where one was handed on from.
const MOST_LOOKS: usize = 64;

/// How far above a value the references are looked for that brought it.
const HIGHEST: usize = 8;

/// What is known to lack something, for want of what it is.
#[derive(Default)]
struct Lacking {
    /// The values that are told to have none.
    values: FxHashSet<VertexId>,
    /// The structs that lack a required field.
    holders: FxHashSet<VertexId>,
}

impl Graph {
    /// Drops what only follows from a value that is told to be missing.
    pub(super) fn drop_handed(&self, errors: &mut Vec<(BottomId, Vec<Label>)>) {
        let mut lacking = Lacking::default();
        for (bottom, path) in errors.iter() {
            self.note_lack(&Met { bottom: *bottom, path: path.clone() }, &mut lacking);
        }
        if lacking.values.is_empty() {
            return;
        }
        errors.retain(|(bottom, path)| {
            let met = Met { bottom: *bottom, path: path.clone() };
            let follows = self.is_handed(&met, &lacking) || self.is_complaint(&met, &lacking);
            if follows && let Some(vertex) = self.bottoms[*bottom].vertex {
                // Of two that refer to each other one has to be told.
                lacking.values.remove(&self.deref(vertex));
            }
            !follows
        });
    }

    fn note_lack(&self, met: &Met, lacking: &mut Lacking) {
        let bottom = &self.bottoms[met.bottom];
        let Some(vertex) = bottom.vertex else { return };
        if let Some(missing) = self.wanting(met) {
            lacking.values.insert(self.deref(missing.field));
            lacking.holders.insert(self.vertices[missing.field].parent);
        }
        if matches!(bottom.about.as_deref(), Some(About::Missing | About::Open(_))) {
            lacking.values.insert(self.deref(vertex));
        }
    }

    /// Whether a value lacks something because what it refers to does.
    fn is_handed(&self, met: &Met, lacking: &Lacking) -> bool {
        let bottom = &self.bottoms[met.bottom];
        let Some(vertex) = bottom.vertex.filter(|_| bottom.gravity < Gravity::Permanent) else {
            return false;
        };
        let own = self.wanting(met).map_or(vertex, |missing| missing.field);
        // Nothing is handed by itself.
        let seen = FxHashSet::from_iter([self.deref(vertex)]);
        let mut looks = Looks { seen, own: self.deref(own) };
        self.comes_from(vertex, lacking, &mut looks)
    }

    fn comes_from(&self, vertex: VertexId, lacking: &Lacking, looks: &mut Looks) -> bool {
        let mut below: Vec<Label> = Vec::new();
        let mut at = vertex;
        for _ in 0..HIGHEST {
            if at == NO_VERTEX {
                return false;
            }
            for target in self.targets(at) {
                let there = below.iter().rev().try_fold(target, |at, &label| {
                    let arc = self.arc(at, label).or_else(|| self.arc(self.deref(at), label));
                    arc.filter(|&arc| arc != NO_VERTEX)
                });
                let Some(there) = there.map(|there| self.deref(there)) else { continue };
                if there == looks.own || looks.seen.len() > MOST_LOOKS || !looks.seen.insert(there)
                {
                    continue;
                }
                if lacking.values.contains(&there) || self.comes_from(there, lacking, looks) {
                    return true;
                }
            }
            below.push(self.vertices[at].label);
            at = self.vertices[at].parent;
        }
        false
    }

    /// The values that a vertex was made of.
    fn targets(&self, vertex: VertexId) -> Vec<VertexId> {
        let this = &self.vertices[vertex];
        let mut found: Vec<VertexId> = this.node.references.iter().map(|one| one.0).collect();
        for conjunct in this.conjuncts.iter() {
            let Source::Expr(expr) = conjunct.source else { continue };
            let references = self.references_within(expr).into_iter();
            found.extend(references.filter_map(|one| self.target_of(one, conjunct.env)));
        }
        found
    }

    /// The value that a reference names, as far as that needs no evaluation.
    fn target_of(&self, reference: ExprId, env: EnvId) -> Option<VertexId> {
        let found = match *self.program.expr(reference) {
            Expr::Field { up, label } => self.arc(self.level(env, up).vertex, label),
            Expr::Element { up } | Expr::This { up } => Some(self.level(env, up).vertex),
            Expr::Select(base, label) => {
                let base = self.target_of(base, env)?;
                self.arc(base, label).or_else(|| self.arc(self.deref(base), label))
            }
            _ => None,
        };
        found.filter(|&found| found != NO_VERTEX)
    }

    /// Whether an error is what a template says of an instance that lacks a required field, and of
    /// nothing that its user wrote.
    fn is_complaint(&self, met: &Met, lacking: &Lacking) -> bool {
        let bottom = &self.bottoms[met.bottom];
        let told_itself = matches!(bottom.about.as_deref(), Some(About::Missing | About::Open(_)));
        let may_follow = self.is_raised(met.bottom) || bottom.gravity < Gravity::Permanent;
        if !may_follow || told_itself || self.wanting(met).is_some() {
            return false;
        }
        let Some(vertex) = bottom.vertex else { return false };
        let sites = self.sites();
        let of_user = self.place(vertex).is_some_and(|at| sites.nearness(at) >= Nearness::Value);
        let is_open = bottom.gravity < Gravity::Permanent;
        let mut at = vertex;
        while at != NO_VERTEX {
            if lacking.holders.contains(&at) {
                return !of_user || is_open && at == vertex;
            }
            at = self.vertices[at].parent;
        }
        false
    }
}

/// What has been looked at, for one value.
struct Looks {
    seen: FxHashSet<VertexId>,
    own: VertexId,
}
