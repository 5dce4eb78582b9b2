//! The order of structs that is plain to see: literals of one file, none of them an operand of `&`,
//! and nothing that came over a reference, is embedded or computed. Then `chain` finds nothing but
//! that the literals follow each other by their places, and each field comes where the first of them
//! has it.
//!
//! Most structs of more than one literal are such ones: a field that is written in two places, or
//! written once and unified with the value of a pattern.

use smallvec::SmallVec;

use super::super::graph::Graph;
use super::super::vertex::{Block, Conjunct, NO_TRAIL, Source, VertexId};
use super::blocks::BlockId;
use super::numbering::Numbering;
use super::sequence::Item;
use crate::base::{Id as _, Span};
use crate::program::{Decl, Expr, Label, StructId};

/// The literals of a struct, and what gave each its place.
struct Literals {
    ids: Numbering<StructId, BlockId>,
    places: SmallVec<[(StructId, Span); 4]>,
}

impl Literals {
    fn place(&mut self, lit: StructId) -> Option<&mut Span> {
        let at = self.ids.get(lit)?.index();
        self.places.get_mut(at).map(|placed| &mut placed.1)
    }
}

impl Graph {
    /// The arcs in the order in which they are written, if that is plain to see.
    pub(super) fn in_turn(&self, vertex: VertexId) -> Option<Vec<(Label, VertexId)>> {
        let this = &self.vertices[vertex];
        let joins = |conjunct: Conjunct| match conjunct.source {
            Source::Expr(expr) => matches!(self.program.expr(expr), Expr::And(_) | Expr::Or(_)),
            Source::Computed(_) => false,
        };
        if !this.node.references.is_empty()
            || !this.node.met.is_empty()
            || this.conjuncts.iter().any(joins)
        {
            return None;
        }
        let mut literals = self.literals(vertex)?;
        for &(_, arc) in &this.arcs {
            self.place_literals(vertex, arc, &mut literals)?;
        }
        let mut literals = literals.places;
        literals.sort_unstable_by_key(|placed| placed.1.start);
        let file = literals.first()?.1.file;
        if !self.program.file_ranks.contains_key(&file)
            || literals.iter().any(|placed| placed.1.file != file)
            || !literals.is_sorted_by(|a, b| a.1.start < b.1.start)
        {
            return None;
        }
        let mut row: Vec<(Label, VertexId)> = Vec::with_capacity(this.arcs.len());
        let mut met: Numbering<Label, Item> = Numbering::new();
        for (lit, _) in literals {
            for decl in &self.program.literal(lit).decls {
                if let &Decl::Field { label, .. } = decl
                    && met.get(label).is_none()
                {
                    met.add(label);
                    row.push((label, self.arc(vertex, label)?));
                }
            }
        }
        (row.len() == this.arcs.len()).then_some(row)
    }

    /// The literals of a struct; nothing if it has other blocks, or literals of more than fields and
    /// patterns.
    fn literals(&self, vertex: VertexId) -> Option<Literals> {
        let blocks = &self.vertices[vertex].node.blocks;
        let places = SmallVec::with_capacity(blocks.len());
        let mut literals = Literals { ids: Numbering::new(), places };
        for inserted in blocks {
            let (Block::Literal(lit), 0) = (inserted.block(), inserted.run) else { return None };
            let is_simple = |decl: &Decl| match decl {
                Decl::Field { .. } | Decl::Pattern { .. } | Decl::Ellipsis(_) => true,
                Decl::Dynamic { .. } | Decl::Embed(_) | Decl::Comprehension(_) => false,
            };
            if literals.ids.get(lit).is_some()
                || !self.program.literal(lit).decls.iter().all(is_simple)
            {
                return None;
            }
            literals.ids.add(lit);
            literals.places.push((lit, self.homes.span(lit)));
        }
        Some(literals)
    }

    /// Moves the literals that gave something to an arc to the place of that; nothing if it came over
    /// references.
    fn place_literals(
        &self,
        vertex: VertexId,
        arc: VertexId,
        literals: &mut Literals,
    ) -> Option<()> {
        let has_patterns = !self.vertices[vertex].node.patterns.is_empty();
        let conjuncts = &self.vertices[arc].conjuncts;
        // The field that made the arc came before the patterns that were there.
        let maker = conjuncts.iter().position(|one| !self.homes.is_pattern(one));
        let maker = maker.filter(|_| has_patterns).unwrap_or(0);
        let first = conjuncts.iter().skip(maker).take(1);
        let others = conjuncts.iter().enumerate().filter(|&(at, _)| at != maker);
        for conjunct in first.chain(others.map(|(_, conjunct)| conjunct)) {
            let Source::Expr(value) = conjunct.source else { continue };
            let Some((lit, decl)) = self.homes.of(value, &self.program) else { continue };
            let Some(place) = literals.place(lit) else { continue };
            if conjunct.trail != NO_TRAIL {
                return None;
            }
            match decl {
                Decl::Field { span, .. } => *place = *span,
                Decl::Pattern { pattern, .. } => *place = self.program.span(*pattern),
                Decl::Dynamic { .. }
                | Decl::Embed(_)
                | Decl::Comprehension(_)
                | Decl::Ellipsis(_) => {}
            }
        }
        Some(())
    }
}
