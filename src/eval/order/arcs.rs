//! The order in which arcs are met: what a `for` goes through, and what decides of places.
//!
//! That is the order in which they came to be, but for the fields of comprehensions: they are
//! expected from the moment when the comprehension is met, long before it is run.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::graph::Graph;
use super::super::node::push_beyond;
use super::super::vertex::{Block, EnvId, Inserted, Met, TrailId, VertexId};
use crate::program::{ComprehensionId, Decl, Expr, ExprId, Label};

/// When something was met: behind how many arcs, as which of the things that make none at once, and
/// as which field of it.
pub(super) type Moment = (u32, u32, u32);

impl Graph {
    /// Records that a block has been inserted; gives its index.
    pub(in crate::eval) fn insert_block(
        &mut self,
        vertex: VertexId,
        block: Block,
        env: EnvId,
        trail: TrailId,
    ) -> usize {
        let run = self.envs[env].run;
        let blocks = &mut self.vertices[vertex].node.blocks;
        push_beyond(blocks, Inserted::new(block, run, trail));
        blocks.len() - 1
    }

    /// Records that the last `let` of a block is met now.
    pub(in crate::eval) fn meet_let(&mut self, vertex: VertexId, block: usize) {
        let this = &mut self.vertices[vertex];
        this.node.met.push((Met::Let(block as u32), this.arcs.len() as u32));
    }

    /// Records that a comprehension is met now.
    pub(in crate::eval) fn announce(&mut self, vertex: VertexId, comprehension: ComprehensionId) {
        let this = &mut self.vertices[vertex];
        this.node.met.push((Met::Comprehension(comprehension), this.arcs.len() as u32));
    }

    /// The arcs in the order in which they are met.
    pub(in crate::eval) fn arcs_as_met(&self, vertex: VertexId) -> Vec<(Label, VertexId)> {
        if self.vertices[vertex].node.met.is_empty() {
            return self.vertices[vertex].arcs.to_vec();
        }
        self.met(vertex).into_iter().map(|(_, arc)| arc).collect()
    }

    /// The arcs and when each was met, in order.
    pub(super) fn met(&self, vertex: VertexId) -> Vec<(Moment, (Label, VertexId))> {
        let announced = self.announcements(vertex);
        let mut met: Vec<_> = (0..)
            .zip(self.vertices[vertex].arcs.iter().copied())
            .map(|(at, arc): (u32, (Label, VertexId))| {
                let came = (at, u32::MAX, u32::MAX);
                (announced.get(&arc.0).map_or(came, |&said| came.min(said)), arc)
            })
            .collect();
        met.sort_unstable_by_key(|one| one.0);
        met
    }

    /// The blocks that have `let`s, and when the last of each was met, in order.
    pub(super) fn met_lets(&self, vertex: VertexId) -> Vec<(Moment, Inserted)> {
        let node = &self.vertices[vertex].node;
        (0..)
            .zip(&node.met)
            .filter_map(|(number, &(met, at))| match met {
                Met::Let(block) => Some(((at, number, 0), *node.blocks.get(block as usize)?)),
                Met::Comprehension(_) => None,
            })
            .collect()
    }

    /// When the fields of comprehensions were announced first.
    fn announcements(&self, vertex: VertexId) -> FxHashMap<Label, Moment> {
        let mut known = FxHashMap::default();
        let mut seen = FxHashSet::default();
        for (number, &(met, at)) in (0..).zip(&self.vertices[vertex].node.met) {
            let Met::Comprehension(comprehension) = met else { continue };
            if !seen.insert(comprehension) {
                continue;
            }
            let mut exprs: Vec<ExprId> = vec![self.program.comprehensions[comprehension].body];
            let mut count = 0;
            while let Some(expr) = exprs.pop() {
                let &Expr::Struct(lit) = self.program.expr(expr) else { continue };
                let decls = &self.program.literal(lit).decls;
                for decl in decls {
                    if let Decl::Field { label, .. } = decl {
                        count += 1;
                        known.entry(*label).or_insert((at, number, count));
                    }
                }
                exprs.extend(decls.iter().rev().filter_map(|decl| match decl {
                    &Decl::Embed(expr) => Some(expr),
                    &Decl::Comprehension(inner) => Some(self.program.comprehensions[inner].body),
                    Decl::Field { .. }
                    | Decl::Dynamic { .. }
                    | Decl::Pattern { .. }
                    | Decl::Ellipsis(_) => None,
                }));
            }
        }
        known
    }
}
