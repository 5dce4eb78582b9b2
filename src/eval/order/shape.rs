//! Orders that were found before: structs made of the same literals, with the same fields, that came
//! over the same references stand in the same order.
//!
//! The *shape* of a struct is all that its order is found from, written as numbers. It must hold
//! whatever `blocks` and `chain` look at.

use rustc_hash::FxHashMap;

use super::super::graph::Graph;
use super::super::vertex::{Block, Conjunct, Met, Source, TrailId, VertexId};
use super::origin::Shared;
use crate::base::Id;
use crate::program::ExprId;

/// Structs of more fields are hardly ever like others.
const MOST_FIELDS: usize = 256;

/// How many orders are kept: more shapes than that do not repeat.
const MOST_KEPT: usize = 1 << 12;

/// What stands between the parts of a shape: no number of anything.
const END: u32 = u32::MAX;

/// The orders of shapes: the numbers of the arcs in a row.
#[derive(Debug, Default)]
pub(in crate::eval) struct Orders {
    known: FxHashMap<Box<[u32]>, Box<[u32]>>,
    /// The shape that was asked for last.
    shape: Vec<u32>,
}

impl Orders {
    /// The order of the shape that was taken last.
    pub(super) fn known(&self) -> Option<&[u32]> {
        self.known.get(self.shape.as_slice()).map(|row| &**row)
    }

    /// Keeps the order of the shape that was taken last.
    pub(super) fn keep(&mut self, row: &[u32]) {
        if self.known.len() < MOST_KEPT {
            self.known.insert(self.shape.as_slice().into(), row.into());
        }
    }
}

impl Graph {
    /// Takes the shape of a struct; whether it has one that others may have too.
    pub(super) fn take_shape(&self, vertex: VertexId, shared: Shared, orders: &mut Orders) -> bool {
        let shape = &mut orders.shape;
        shape.clear();
        let this = &self.vertices[vertex];
        if this.arcs.len() > MOST_FIELDS {
            return false;
        }
        shape.push(u32::from(self.is_default(vertex)) << 1);
        if !this.node.patterns.is_empty() {
            shape.push(END);
        }
        for (at, inserted) in this.node.blocks.iter().enumerate() {
            let Block::Literal(lit) = inserted.block else { return false };
            // Which blocks are of one run matters, and not of which.
            let first = |run| this.node.blocks.iter().position(|one| one.run == run);
            let run =
                if inserted.run == 0 { None } else { Some(first(inserted.run).unwrap_or(at)) };
            shape.extend([lit.index() as u32, run.map_or(END, |run| run as u32)]);
        }
        shape.push(END);
        for &(met, at) in &this.node.met {
            match met {
                Met::Comprehension(id) => shape.extend([0, id.index() as u32, at, END]),
                Met::Let(block) => {
                    let inserted = this.node.blocks.get(block as usize);
                    let trail = inserted.map(|inserted| inserted.trail);
                    let first = trail.and_then(|trail| self.first_reference(trail, shared.base));
                    shape.extend([1, block, at, number(first)]);
                }
            }
        }
        shape.push(END);
        for conjunct in &self.vertices[shared.holder].conjuncts {
            if let Source::Expr(expr) = conjunct.source {
                shape.push(expr.index() as u32);
            }
        }
        for &(label, arc) in &this.arcs {
            shape.extend([END, label.bits()]);
            let conjuncts = self.vertices[arc].conjuncts.iter();
            conjuncts.for_each(|conjunct| self.shape_of(conjunct, shared.base, shape));
        }
        true
    }

    /// What a conjunct of a field tells of the place of the block that gave it.
    fn shape_of(&self, conjunct: &Conjunct, base: TrailId, shape: &mut Vec<u32>) {
        match conjunct.source {
            Source::Expr(expr) => {
                let first = self.first_reference(conjunct.trail, base);
                shape.extend([expr.index() as u32, number(first)]);
            }
            // It gives no place, but has one among the others.
            Source::Vertex(..) | Source::Value(..) => shape.push(END - 1),
        }
    }
}

/// A number for a reference that may be there.
fn number(reference: Option<ExprId>) -> u32 {
    reference.map_or(END, |reference| reference.index() as u32)
}
