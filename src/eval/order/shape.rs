//! Orders that were found before: structs with the same fields, of blocks that list the same labels
//! and stand to each other in the same way, have their fields in the same order. So what a thousand
//! objects that were written out one by one have in common is put in order once.
//!
//! The *shape* of a struct is all that its order is found from once its blocks are known, written as
//! numbers. It must hold whatever `chain` looks at.

use rustc_hash::FxHashMap;

use super::super::vertex::{Block, VertexId};
use super::blocks::{Blocks, Known};
use crate::base::Paged;
use crate::program::{Decl, Label, Program, StructId};

/// Structs of more fields are hardly ever like others.
const MOST_FIELDS: usize = 256;

/// Nor are those of more blocks, each of which is compared with all.
const MOST_BLOCKS: usize = 16;

/// How many orders are kept: more shapes than that do not repeat.
const MOST_KEPT: usize = 1 << 12;

/// What stands between the parts of a shape: no number of anything.
const END: u32 = u32::MAX;

/// What is kept from one struct to the next.
#[derive(Debug, Default)]
pub(in crate::eval) struct Orders {
    pub(super) shapes: Shapes,
    pub(super) blocks: Known,
}

/// The orders of shapes: the numbers of the arcs in a row.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    known: FxHashMap<Box<[u32]>, Box<[u32]>>,
    /// The shape that was taken last.
    shape: Vec<u32>,
    /// A number for each row of labels that a literal may list.
    lists: FxHashMap<Box<[u32]>, u32>,
    /// The numbers of the rows of the literals that were looked at.
    list_of: Paged<StructId, u32>,
    /// The row that is looked up.
    list: Vec<u32>,
}

impl Shapes {
    /// The order of the shape that was taken last.
    pub(super) fn known(&self) -> Option<&[u32]> {
        self.known.get(self.shape.as_slice()).map(|row| &**row)
    }

    /// Keeps the order of the shape that was taken last.
    pub(super) fn keep(&mut self, row: impl Iterator<Item = u32>) {
        if self.known.len() < MOST_KEPT {
            self.known.insert(self.shape.as_slice().into(), row.collect());
        }
    }

    /// Takes the shape of a struct; whether it has one that others may have too.
    pub(super) fn take_shape(
        &mut self,
        program: &Program,
        blocks: &Blocks<'_>,
        arcs: &[(Label, VertexId)],
    ) -> bool {
        self.shape.clear();
        if arcs.len() > MOST_FIELDS || blocks.infos.len() > MOST_BLOCKS {
            return false;
        }
        self.shape.extend(arcs.iter().map(|arc| arc.0.bits()));
        for (_, info) in blocks.infos.iter() {
            let Block::Literal(lit) = info.block else { return false };
            let list = self.list_of(program, lit);
            // What counts is which blocks are of one run or one file, and which come before which.
            let others = || (0..).zip(blocks.infos.iter().map(|(_, other)| other));
            let run = others().find(|(_, it)| it.run == info.run).map_or(END, |(at, _)| at);
            let file = others().find(|(_, it)| it.place.file == info.place.file);
            let file = file.filter(|(_, it)| it.place.file != u32::MAX).map_or(END, |(at, _)| at);
            let before = others().filter(|(_, it)| it.place < info.place).count();
            let flags = u32::from(info.operand) << 1 | u32::from(info.dynamic);
            let run = if info.run == 0 { END } else { run };
            self.shape.extend([END, list, run, file, before as u32, flags, info.repeats as u32]);
            if info.dynamic {
                self.take_computed(blocks, lit, program);
            }
        }
        true
    }

    /// Adds the labels that the computed fields of a literal were given.
    fn take_computed(&mut self, blocks: &Blocks<'_>, lit: StructId, program: &Program) {
        for decl in &program.literal(lit).decls {
            if let Decl::Dynamic { value, .. } = decl {
                self.shape.push(END);
                let labels = blocks.computed.get(value).into_iter().flatten();
                self.shape.extend(labels.map(|label| label.bits()));
            }
        }
    }

    /// The number of the labels that a literal lists.
    fn list_of(&mut self, program: &Program, lit: StructId) -> u32 {
        if let Some(known) = self.list_of.get(lit) {
            return known;
        }
        let Self { list, lists, list_of, .. } = self;
        list.clear();
        list.extend(program.literal(lit).decls.iter().filter_map(|decl| match decl {
            Decl::Field { label, .. } => Some(label.bits()),
            Decl::Dynamic { .. } => Some(END),
            Decl::Pattern { .. } | Decl::Embed(_) | Decl::Comprehension(_) | Decl::Ellipsis(_) => {
                None
            }
        }));
        let next = lists.len() as u32;
        let number = match lists.get(list.as_slice()) {
            Some(&number) => number,
            None => *lists.entry(list.as_slice().into()).or_insert(next),
        };
        list_of.set(lit, number);
        number
    }
}
