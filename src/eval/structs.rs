//! Struct literals: their declarations as arcs of a vertex, and structs that the evaluator makes.

use super::anchor::Anchor;
use super::closed::Trait;
use super::graph::Graph;
use super::kind::Kind;
use super::value::Bottom;
use super::vertex::{Block, Conjunct, Cycles, NO_ENV, NO_TRAIL, Source, VertexId, Work};
use crate::base::{Code, Span, Symbol};
use crate::program::{Decl, Label, Mark, StructId};

impl Graph {
    pub(super) fn insert_struct(
        &mut self,
        vertex: VertexId,
        id: StructId,
        conjunct: Conjunct,
        at: Anchor,
    ) {
        let lit = self.program.literal(id);
        let (is_file, explicit) = (lit.is_file, lit.explicit_open);
        let plain =
            !lit.decls.iter().any(|decl| matches!(decl, Decl::Embed(_) | Decl::Comprehension(_)));
        let fields = lit.decls.iter().filter(|decl| matches!(decl, Decl::Field { .. })).count();
        self.note(vertex, conjunct);
        let this = &mut self.vertices[vertex];
        this.node.has_struct = true;
        this.node.closing.add(conjunct.group, Trait::Struct);
        if this.arcs.is_empty() {
            this.arcs.reserve_exact(fields);
        }
        if plain {
            self.meet_kind(vertex, Kind::STRUCT, at);
        }
        let group = if plain || is_file || explicit {
            conjunct.group
        } else {
            self.enter_struct(vertex, conjunct.group)
        };
        let env = self.env(conjunct.env, vertex, Label::NONE, conjunct.trail);
        self.join_cycle(env, conjunct.cycle);
        let block = self.insert_block(vertex, Block::Literal(id), env, conjunct.trail);
        let conjunct = Conjunct { env, group, ..conjunct };
        let last_let = self.program.literal(id).last_let.map(|last| last.0 as usize);
        for at in 0..=self.program.literal(id).decls.len() {
            if last_let == Some(at) {
                self.meet_let(vertex, block);
            }
            let Some(decl) = self.program.literal(id).decls.get(at) else { break };
            match decl {
                &Decl::Field { label, mark, value, span, .. } => {
                    if !plain && label.is_field() && mark != Mark::Optional {
                        let at = self.anchor(span);
                        self.meet_kind(vertex, Kind::STRUCT, at);
                    }
                    let arc = self.field(vertex, label, mark);
                    self.add_conjunct(arc, conjunct.for_field(mark).saying(Source::Expr(value)));
                }
                &Decl::Dynamic { key, mark, value } => {
                    self.queue(vertex, Work::Dynamic { key, mark, value }, conjunct);
                }
                &Decl::Pattern { pattern, value } => {
                    self.queue(vertex, Work::Pattern { pattern, value }, conjunct);
                }
                &Decl::Embed(expr) => {
                    let group = if explicit { group } else { self.enter_embedding(vertex, group) };
                    self.insert(vertex, Conjunct { source: Source::Expr(expr), group, ..conjunct });
                }
                &Decl::Comprehension(comprehension) => {
                    let group = if explicit { group } else { self.enter_embedding(vertex, group) };
                    let conjunct = Conjunct { group, ..conjunct };
                    self.announce(vertex, comprehension);
                    self.queue(vertex, Work::Comprehension(comprehension), conjunct);
                }
                Decl::Ellipsis(_) => {
                    self.vertices[vertex].node.closing.add(group, Trait::Ellipsis);
                }
            }
        }
    }

    /// The arc of `vertex` with that label, made if it is new: patterns apply to new arcs.
    pub(super) fn field(&mut self, vertex: VertexId, label: Label, mark: Mark) -> VertexId {
        if let Some(arc) = self.arc(vertex, label) {
            if mark < self.vertices[arc].mark {
                self.vertices[arc].mark = mark;
            }
            return arc;
        }
        if let Some(free) = &self.vertices[vertex].node.frozen
            && label.is_field()
            && !free.contains(&label)
        {
            self.add_to_frozen(vertex, label);
        }
        let arc = self.vertex_below(vertex, label, mark);
        let arc = self.vertices.add(arc);
        self.push_arc(vertex, label, arc);
        self.progress += 1;
        self.apply_patterns(vertex, label, arc);
        arc
    }

    /// Refuses a new field of a struct whose fields have been gone through.
    fn add_to_frozen(&mut self, vertex: VertexId, label: Label) {
        let name = label.text(&self.symbols);
        let mut bottom = Bottom::permanent(
            Code::Cycle,
            format!("adding field {name} not allowed as field set was already referenced"),
        );
        if let Some(span) = self.first_place(vertex) {
            bottom = bottom.at(span, "a `for` clause went through the fields of this struct");
        }
        let bottom = self.bottoms.add(bottom);
        self.give_up(vertex, bottom);
    }

    /// A new struct of computed fields.
    pub(super) fn new_struct(
        &mut self,
        parent: VertexId,
        fields: Vec<(Symbol, Source)>,
        span: Span,
    ) -> VertexId {
        let (vertex, at) = (self.detached(parent), self.anchor(span));
        self.meet_kind(vertex, Kind::STRUCT, at);
        self.vertices[vertex].node.has_struct = true;
        self.vertices[vertex].node.cycles.note(Cycles::STRUCTURE, true);
        self.vertices[vertex].set_made(true);
        for (name, source) in fields {
            let arc = self.field(vertex, Label::field(name), Mark::Regular);
            self.add_conjunct(arc, Conjunct::new(source, NO_ENV, NO_TRAIL));
        }
        self.reach(vertex)
    }
}
