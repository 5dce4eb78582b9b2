//! The blocks of a struct: their places, and which are operands of `&`.
//!
//! The place of a block is where the last of the arcs that it gives fields to got one of them: the
//! label, or the first reference of the chain that led there. A reference that is embedded moves
//! the block around it to its own place too.

use crate::eval::computed::Computed;
use std::collections::VecDeque;
use std::ops::{Deref, DerefMut};

use rustc_hash::FxHashMap;

use super::super::graph::Graph;
use super::super::vertex::{Block, Conjunct, Inserted, Source, TrailId, VertexId};
use super::numbering::Numbering;
use super::origin::Shared;
use crate::base::{Arena, Id, Span, id};
use crate::program::{Decl, Expr, ExprId, Label, Program};

id! {
    /// A block of the struct that is put in order.
    BlockId,
    /// A reference that brings fields.
    LinkId,
    /// A reference and a block that it brings.
    PairId,
}

/// So many links are looked through before one is found anew.
const RECENT: usize = 8;

/// Where something stands: the rank of the file among all files, and the byte.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Place {
    pub(super) file: u32,
    start: u32,
}

impl Place {
    /// Behind all others.
    const NOWHERE: Place = Place { file: u32::MAX, start: u32::MAX };

    fn of(span: Span, program: &Program) -> Self {
        match program.file_ranks.get(&span.file) {
            Some(&file) => Self { file, start: span.start },
            None => Self::NOWHERE,
        }
    }
}

/// What is known of a block.
#[derive(Debug)]
pub(super) struct Info {
    pub(super) block: Block,
    /// The run of a comprehension that gave it.
    pub(super) run: u32,
    /// How often it was inserted again.
    pub(super) repeats: usize,
    /// What gave it its place, by what was found so far.
    span: Span,
    pub(super) place: Place,
    /// When the place was found, by the number of finds.
    found: usize,
    /// Whether it is an operand of `&`.
    pub(super) operand: bool,
    /// Whether it gives fields whose labels are computed.
    pub(super) dynamic: bool,
}

/// A reference, the blocks that it stands for, and when it was last found to bring a field.
#[derive(Debug)]
struct Link {
    reference: ExprId,
    blocks: Vec<BlockId>,
    found: usize,
}

/// What is known of the blocks of a struct: room that is used for one after the other.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) infos: Arena<BlockId, Info>,
    ids: Numbering<Block, BlockId>,
    links: Arena<LinkId, Link>,
    link_ids: Numbering<ExprId, LinkId>,
    linked: Numbering<(LinkId, BlockId), PairId>,
    /// The links that were found last, by the trails and blocks that they were found for.
    recent: Vec<(TrailId, BlockId, Option<LinkId>)>,
    /// How many places have been found.
    finds: usize,
    /// The labels that each computed field was given, in the order of the arcs.
    pub(super) computed: FxHashMap<ExprId, VecDeque<Label>>,
}

impl Known {
    fn clear(&mut self) {
        let Self { infos, ids, links, link_ids, linked, recent, finds, computed } = self;
        infos.clear();
        ids.clear();
        links.clear();
        link_ids.clear();
        linked.clear();
        recent.clear();
        *finds = 0;
        if !computed.is_empty() {
            *computed = FxHashMap::default();
        }
    }
}

/// The blocks of a struct.
pub(super) struct Blocks<'a> {
    graph: &'a Graph,
    vertex: VertexId,
    shared: Shared,
    known: &'a mut Known,
}

impl Deref for Blocks<'_> {
    type Target = Known;

    fn deref(&self) -> &Known {
        self.known
    }
}

impl DerefMut for Blocks<'_> {
    fn deref_mut(&mut self) -> &mut Known {
        self.known
    }
}

impl<'a> Blocks<'a> {
    pub(super) fn new(
        graph: &'a Graph,
        vertex: VertexId,
        shared: Shared,
        known: &'a mut Known,
    ) -> Self {
        known.clear();
        let mut blocks = Self { graph, vertex, shared, known };
        blocks.gather();
        blocks.find_places();
        blocks.find_operands();
        blocks
    }

    /// The declarations of a block.
    pub(super) fn decls(&self, block: Block) -> &'a [Decl] {
        match block {
            Block::Literal(lit) => &self.graph.program.literal(lit).decls,
            Block::Made(_) => &[],
        }
    }

    /// Collects the blocks; each counts once, with the number of its repetitions.
    fn gather(&mut self) {
        for inserted in &self.graph.vertices[self.vertex].node.blocks {
            let (block, run) = (inserted.block(), inserted.run);
            if let Some(id) = self.ids.get(block) {
                self.infos[id].repeats += 1;
                continue;
            }
            let span = match block {
                Block::Literal(lit) => self.graph.homes.span(lit),
                Block::Made(_) => Span::NOWHERE,
            };
            let id = self.ids.add(block);
            self.infos.add(Info {
                block,
                run,
                repeats: 0,
                span,
                place: Place::NOWHERE,
                found: 0,
                operand: false,
                dynamic: false,
            });
            for decl in self.decls(block) {
                if let &Decl::Embed(expr) = decl {
                    self.link(expr, id);
                }
            }
        }
    }

    /// Lets a reference stand for a block too.
    fn link(&mut self, reference: ExprId, block: BlockId) -> LinkId {
        let id = self.link_ids.get(reference).unwrap_or_else(|| {
            self.links.add(Link { reference, blocks: Vec::new(), found: 0 });
            self.link_ids.add(reference)
        });
        if self.linked.get((id, block)).is_none() {
            self.linked.add((id, block));
            self.links[id].blocks.push(block);
        }
        id
    }

    /// Goes through all that gave a field to the struct, in the order of the arcs: what comes last
    /// decides.
    fn find_places(&mut self) {
        let graph = self.graph;
        if graph.vertices[self.vertex].node.met.is_empty() {
            for &(label, arc) in &graph.vertices[self.vertex].arcs {
                self.find_given(label, arc);
            }
        } else {
            let mut lets = graph.met_lets(self.vertex).into_iter().peekable();
            for (moment, (label, arc)) in graph.met(self.vertex) {
                while let Some((_, inserted)) = lets.next_if(|one| one.0 < moment) {
                    self.find_let(inserted);
                }
                self.find_given(label, arc);
            }
            lets.for_each(|(_, inserted)| self.find_let(inserted));
        }
        let Known { links, infos, .. } = &mut *self.known;
        for (_, link) in links.iter() {
            for &block in &link.blocks {
                let info = &mut infos[block];
                if info.found < link.found {
                    info.found = link.found;
                    info.span = graph.program.span(link.reference);
                }
            }
        }
        for id in (0..self.infos.len()).map(BlockId::from_index) {
            self.infos[id].place = Place::of(self.infos[id].span, &graph.program);
        }
    }

    /// Goes through what gave a field.
    fn find_given(&mut self, label: Label, arc: VertexId) {
        let graph = self.graph;
        let conjuncts = &graph.vertices[arc].conjuncts;
        if graph.vertices[self.vertex].node.patterns.is_empty() {
            return conjuncts.iter().for_each(|conjunct| self.find_place(label, conjunct));
        }
        // The field that made the arc came before the patterns that were there.
        let first = conjuncts.iter().position(|one| !graph.homes.is_pattern(one)).unwrap_or(0);
        let (patterns, others) = (conjuncts.iter().take(first), conjuncts.since(first));
        for conjunct in others.clone().take(1).chain(patterns).chain(others.skip(1)) {
            self.find_place(label, conjunct);
        }
    }

    fn find_place(&mut self, label: Label, conjunct: Conjunct) {
        let graph = self.graph;
        let (block, span) = match conjunct.source {
            Source::Expr(value) => {
                let Some((lit, decl)) = graph.homes.of(value, &graph.program) else { return };
                let span = match decl {
                    Decl::Field { span, .. } => *span,
                    Decl::Dynamic { key, .. } => {
                        self.computed.entry(value).or_default().push_back(label);
                        graph.program.span(*key)
                    }
                    Decl::Pattern { pattern, .. } => graph.program.span(*pattern),
                    Decl::Embed(_) | Decl::Comprehension(_) | Decl::Ellipsis(_) => return,
                };
                (Block::Literal(lit), Some(span))
            }
            Source::Computed(id) => match graph.computed[id] {
                Computed::Vertex(theirs, _) => (Block::Made(graph.vertices[theirs].parent), None),
                Computed::Value(..) => return,
            },
        };
        if let Some(block) = self.ids.get(block) {
            self.found(block, span, conjunct.trail);
        }
    }

    /// A `let` counts as a field that its block gives.
    fn find_let(&mut self, inserted: Inserted) {
        let Block::Literal(lit) = inserted.block() else { return };
        let Some(block) = self.ids.get(inserted.block()) else { return };
        let span = self.graph.program.literal(lit).last_let.map(|last| last.1);
        self.found(block, span, inserted.trail);
    }

    fn found(&mut self, block: BlockId, span: Option<Span>, trail: TrailId) {
        if let Some(span) = span {
            self.finds += 1;
            self.infos[block].found = self.finds;
            self.infos[block].span = span;
        }
        if let Some(link) = self.link_of(trail, block) {
            self.finds += 1;
            self.links[link].found = self.finds;
        }
    }

    /// The first reference of the chain that led to a block, which stands for the block from now
    /// on. What one literal gives came by one chain, mostly.
    fn link_of(&mut self, trail: TrailId, block: BlockId) -> Option<LinkId> {
        let known = self.recent.iter().find(|one| one.0 == trail && one.1 == block);
        if let Some(&(_, _, link)) = known {
            return link;
        }
        let reference = self.graph.first_reference(trail, self.shared.base);
        let link = reference.map(|reference| self.link(reference, block));
        if self.recent.len() == RECENT {
            self.recent.clear();
        }
        self.recent.push((trail, block, link));
        link
    }

    /// Finds the operands of `&` among the expressions that are unified here.
    fn find_operands(&mut self) {
        let graph = self.graph;
        for id in (0..self.infos.len()).map(BlockId::from_index) {
            self.infos[id].dynamic = !self.computed.is_empty()
                && self.decls(self.infos[id].block).iter().any(|decl| {
                    matches!(decl, Decl::Dynamic { value, .. } if self.computed.contains_key(value))
                });
        }
        let mut exprs: Vec<ExprId> = Vec::new();
        for (_, info) in self.infos.iter() {
            exprs.extend(self.decls(info.block).iter().filter_map(|decl| match decl {
                &Decl::Embed(expr) => Some(expr),
                Decl::Field { .. }
                | Decl::Dynamic { .. }
                | Decl::Pattern { .. }
                | Decl::Comprehension(_)
                | Decl::Ellipsis(_) => None,
            }));
        }
        self.mark_operands(exprs, false);
        let conjuncts = &graph.vertices[self.shared.holder].conjuncts;
        let own = conjuncts.iter().filter_map(|conjunct| match conjunct.source {
            Source::Expr(expr) => Some(expr),
            Source::Computed(_) => None,
        });
        let joins = |expr: &ExprId| matches!(graph.program.expr(*expr), Expr::And(_) | Expr::Or(_));
        self.mark_operands(own.filter(joins).collect(), graph.is_default(self.vertex));
    }

    /// Marks the operands of `&` in some expressions; a disjunction of which the `default` was
    /// taken counts as that.
    fn mark_operands(&mut self, mut exprs: Vec<ExprId>, default: bool) {
        let graph = self.graph;
        let taken = |expr| match graph.program.expr(expr) {
            Expr::Or(arms) if default => {
                let mut marked = arms.iter().filter(|arm| arm.0);
                match (marked.next(), marked.next()) {
                    (Some(&(_, arm)), None) => arm,
                    _ => expr,
                }
            }
            _ => expr,
        };
        exprs.iter_mut().for_each(|expr| *expr = taken(*expr));
        while let Some(expr) = exprs.pop() {
            let Expr::And(operands) = graph.program.expr(expr) else { continue };
            for operand in operands.iter().map(|&operand| taken(operand)) {
                if let &Expr::Struct(lit) = graph.program.expr(operand)
                    && let Some(block) = self.ids.get(Block::Literal(lit))
                {
                    self.infos[block].operand = true;
                }
                let Known { link_ids, links, infos, .. } = &mut *self.known;
                if let Some(link) = link_ids.get(operand) {
                    for &block in &links[link].blocks {
                        infos[block].operand = true;
                    }
                }
                exprs.push(operand);
            }
        }
    }
}
