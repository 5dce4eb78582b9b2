//! What the blocks of a struct say of the order of its fields.
//!
//! Within a block, each field comes before the next. Blocks are taken in the order of their places,
//! in *batches*: blocks at one place, and operands of `&` that follow each other, say nothing of
//! each other's fields. What a batch ended with comes before what the next begins with, if both
//! stand in one file. A field that was met is not moved by a later block of the same file, unless
//! the block is an operand.

use std::cell::OnceCell;
use std::cmp::Ordering;

use super::super::graph::Graph;
use super::super::vertex::{Block, VertexId};
use super::blocks::{BlockId, Blocks};
use super::numbering::Numbering;
use super::origin::Shared;
use super::sequence::{Item, Sequence};
use super::shape::Orders;
use crate::base::{Arena, Id, Symbols};
use crate::program::{Decl, Label};

/// The arcs of a struct in the order in which they are written, which may be known from one alike.
pub(super) fn ordered(
    graph: &Graph,
    vertex: VertexId,
    shared: Shared,
    orders: &mut Orders,
) -> Vec<(Label, VertexId)> {
    let Orders { shapes: orders, blocks: known } = orders;
    let mut blocks = Blocks::new(graph, vertex, shared, known);
    let arcs = &graph.vertices[vertex].arcs;
    let has_shape = orders.take_shape(&graph.program, &blocks, arcs);
    if let Some(row) = orders.known().filter(|_| has_shape) {
        return row.iter().filter_map(|&at| arcs.get(at as usize).copied()).collect();
    }
    let mut fields = Fields::new();
    for &(label, _) in arcs {
        fields.add(label);
    }
    for batch in batches(&blocks) {
        fields.take(graph, &mut blocks, &batch);
    }
    // The labels of the arcs got the first numbers; others have none.
    let mut row = fields.sorted(&graph.symbols);
    row.retain(|item| item.index() < arcs.len());
    if has_shape {
        orders.keep(row.iter().map(|item| item.index() as u32));
    }
    row.into_iter().filter_map(|item| arcs.get(item.index()).copied()).collect()
}

/// Blocks that say nothing of each other's fields.
struct Batch {
    blocks: Vec<BlockId>,
    operands: bool,
}

/// The blocks in the order of their places, in batches.
fn batches(blocks: &Blocks<'_>) -> Vec<Batch> {
    let infos = &blocks.infos;
    let mut row: Vec<BlockId> = infos.iter().map(|(id, _)| id).collect();
    row.sort_by_key(|&id| (infos[id].place, infos[id].dynamic));
    let mut batches: Vec<Batch> = Vec::new();
    let mut batch: Vec<BlockId> = Vec::new();
    let of_one_run =
        |a: &BlockId, b: &BlockId| infos[*a].run != 0 && infos[*a].run == infos[*b].run;
    for run in row.chunk_by(of_one_run) {
        let repeats = run.first().map_or(0, |&first| infos[first].repeats);
        // What a comprehension yields comes round by round.
        for &id in std::iter::repeat_n(run, repeats + 1).flatten() {
            let joins = batch
                .first()
                .is_none_or(|&first| infos[first].place == infos[id].place && !infos[id].dynamic);
            if !joins {
                add_batch(blocks, &mut batches, std::mem::take(&mut batch));
            }
            batch.push(id);
        }
    }
    add_batch(blocks, &mut batches, batch);
    batches
}

/// Adds a batch; operands of `&` join those before them.
fn add_batch(blocks: &Blocks<'_>, batches: &mut Vec<Batch>, batch: Vec<BlockId>) {
    let Some(&first) = batch.first() else { return };
    let operands = batch.len() > 1 || blocks.infos[first].operand;
    let file = blocks.infos[first].place.file;
    if let Some(before) = batches.last_mut()
        && operands
        && before.operands
        && before.blocks.first().is_some_and(|&first| blocks.infos[first].place.file == file)
    {
        before.blocks.extend(batch);
        return;
    }
    batches.push(Batch { blocks: batch, operands });
}

/// The fields that have been met, and what is said of their order.
struct Fields {
    labels: Numbering<Label, Item>,
    /// The block that gave each field last.
    givers: Arena<Item, Option<BlockId>>,
    sequence: Sequence,
    /// What the batch before ended with.
    ends: Vec<Item>,
    /// The file of the batch before.
    file: Option<u32>,
}

impl Fields {
    fn new() -> Self {
        Self {
            labels: Numbering::new(),
            givers: Arena::new(),
            sequence: Sequence::default(),
            ends: Vec::new(),
            file: None,
        }
    }

    fn item(&mut self, label: Label) -> Item {
        self.labels.get(label).unwrap_or_else(|| self.add(label))
    }

    fn add(&mut self, label: Label) -> Item {
        self.sequence.add();
        self.givers.add(None);
        self.labels.add(label)
    }

    fn take(&mut self, graph: &Graph, blocks: &mut Blocks<'_>, batch: &Batch) {
        let Some(&first) = batch.blocks.first() else { return };
        let file = blocks.infos[first].place.file;
        if self.file.replace(file) != Some(file) {
            self.ends.clear();
        }
        let mut ends = Vec::with_capacity(batch.blocks.len());
        let mut added_nothing = false;
        for &block in &batch.blocks {
            match self.follow(graph, blocks, block, batch.operands) {
                Some(end) => ends.push(end),
                None => added_nothing = true,
            }
        }
        if added_nothing {
            ends.append(&mut self.ends);
        }
        ends.sort_unstable();
        ends.dedup();
        self.ends = ends;
    }

    /// Lets the fields of a block follow what ended the batch before, and each other. Gives the
    /// last of those that it moved.
    fn follow(
        &mut self,
        graph: &Graph,
        blocks: &mut Blocks<'_>,
        block: BlockId,
        operand: bool,
    ) -> Option<Item> {
        let mut end = None;
        match blocks.infos[block].block {
            Block::Literal(_) => {
                for decl in blocks.decls(blocks.infos[block].block) {
                    let label = match decl {
                        Decl::Field { label, .. } => Some(*label),
                        Decl::Dynamic { value, .. } => {
                            blocks.computed.get_mut(value).and_then(|labels| labels.pop_front())
                        }
                        Decl::Pattern { .. }
                        | Decl::Embed(_)
                        | Decl::Comprehension(_)
                        | Decl::Ellipsis(_) => None,
                    };
                    if let Some(label) = label {
                        end = self.place(blocks, label, block, operand, end);
                    }
                }
            }
            Block::Made(made) => {
                for &(label, _) in &graph.vertices[made].arcs {
                    end = self.place(blocks, label, block, operand, end);
                }
            }
        }
        end
    }

    /// Puts a field behind `end`, or behind the batch before; gives the new end.
    fn place(
        &mut self,
        blocks: &Blocks<'_>,
        label: Label,
        block: BlockId,
        operand: bool,
        end: Option<Item>,
    ) -> Option<Item> {
        let item = self.item(label);
        let file = |block: BlockId| blocks.infos[block].place.file;
        let stays = self.givers[item].is_some_and(|giver| {
            giver == block || !operand && file(block) != u32::MAX && file(giver) == file(block)
        });
        if stays {
            return end;
        }
        self.givers[item] = Some(block);
        match end {
            Some(end) => self.sequence.precede(end, item),
            None => self.ends.iter().for_each(|&end| self.sequence.precede(end, item)),
        }
        Some(item)
    }

    /// All fields in a row; they are ranked by name where it comes to that.
    fn sorted(self, symbols: &Symbols) -> Vec<Item> {
        let ranks = OnceCell::new();
        let labels = self.labels.keys();
        self.sequence.sorted(|item| ranks.get_or_init(|| ranked(labels, symbols))[item])
    }
}

/// The rank of each label among all of them.
fn ranked(labels: &[Label], symbols: &Symbols) -> Arena<Item, usize> {
    let mut by_name: Vec<(Label, Item)> =
        labels.iter().enumerate().map(|(at, &label)| (label, Item::from_index(at))).collect();
    by_name.sort_unstable_by(|a, b| compare(a.0, b.0, symbols));
    let mut ranks: Arena<Item, usize> = Arena::new();
    labels.iter().for_each(|_| {
        ranks.add(0);
    });
    for (rank, (_, item)) in by_name.into_iter().enumerate() {
        ranks[item] = rank;
    }
    ranks
}

fn compare(a: Label, b: Label, symbols: &Symbols) -> Ordering {
    match (a.symbol(), b.symbol()) {
        (Some(a), Some(b)) => symbols.name(a).cmp(symbols.name(b)),
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
    .then(a.cmp(&b))
}
