//! Some fields of a package without the others: what an editor evaluates after an edit, when it
//! knows of the others that nothing is wrong in them. What is said of them is what would be said of
//! the whole, as long as nothing is wrong beside them.

use std::cell::Cell;

use rustc_hash::FxHashSet;

use super::closed::Requirements;
use super::export::{FieldOrder, Found, Need, Placing};
use super::graph::Graph;
use super::value::Value;
use super::vertex::{NO_VERTEX, State, VertexId};
use super::writer::Writer;
use crate::base::{Diagnostic, Plain, PlainId, Span};
use crate::program::{Label, Mark};

/// A field at the top of a package.
#[derive(Clone, Debug)]
pub struct TopField {
    /// The label as it is written in sources, quotes included.
    pub name: String,
    /// The label without quotes: the key of its data.
    pub key: String,
    /// Whether it is part of the data: neither a definition nor hidden.
    pub is_data: bool,
    /// The value.
    pub vertex: VertexId,
}

/// What was found in some fields of a package.
#[derive(Debug)]
pub struct Apart {
    /// What is wrong with them.
    pub said: Vec<Diagnostic>,
    /// What each is, in their order.
    pub fields: Vec<Part>,
}

/// What a field is.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Whether nothing is wrong in it. Of faults that were told of the text nothing more is said,
    /// and the data are made without what is wrong.
    pub is_sound: bool,
    /// How long the chains were of values that each needed the next, as far as those were not
    /// evaluated for fields before it.
    pub depth: usize,
    /// The data and where the label stands, if it is part of the data and nothing is said of it.
    pub data: Option<(PlainId, Span)>,
}

/// The fields that are evaluated without the others of their package.
#[derive(Default)]
pub(super) struct Alone {
    /// While they are evaluated: which.
    fields: FxHashSet<VertexId>,
    /// Whether there are others.
    is_part: bool,
    /// Whether something was looked at that may be different with the others evaluated.
    unsure: Cell<bool>,
}

impl Graph {
    /// The fields at the top of the root package in their order, if they can be looked at one by
    /// one: nothing is known of the package but that it is a struct with these fields.
    pub fn top_fields(&mut self) -> Option<Vec<TopField>> {
        let root = self.root();
        if self.reach(root) != root || !self.is_only_fields(root) {
            return None;
        }
        let fields = self.vertices[root].arcs.clone().into_iter();
        let field = |(label, vertex): (Label, VertexId)| TopField {
            name: label.source(&self.symbols),
            key: label.text(&self.symbols),
            is_data: label.is_field(),
            vertex,
        };
        Some(fields.map(field).collect())
    }

    fn is_only_fields(&self, root: VertexId) -> bool {
        let this = &self.vertices[root];
        let is_regular = |arc: VertexId| self.vertices[arc].mark == Mark::Regular;
        matches!(this.value, Value::Struct)
            && this.state == State::Fields
            && this.node.incomplete.is_none()
            && this.node.errors.is_empty()
            && this.node.presences.is_empty()
            && self.requirements(root).is_empty()
            && this.arcs.iter().all(|&(_, arc)| is_regular(arc))
    }

    /// Evaluates some of the fields that [`Self::top_fields`] gave, in their order, and adds the
    /// data of those in which nothing is wrong to `plain`. Nothing is wrong with `others`, which
    /// are those that they refer to; all that refer to them have to be among `chosen`.
    pub fn export_fields(
        &mut self,
        chosen: &[TopField],
        others: &[TopField],
        plain: &mut Plain,
    ) -> Apart {
        let root = self.root();
        if chosen.len() < self.vertices[root].arcs.len() {
            let fields = chosen.iter().map(|field| field.vertex).collect();
            self.alone = Alone { fields, is_part: true, unsure: Cell::new(false) };
        }
        let depths = self.finish_fields(chosen);
        let mut found = Found::default();
        for field in chosen {
            self.collect_field(field, &mut found);
        }
        let is_sound = found.errors.is_empty();
        if !is_sound {
            // Messages see what is evaluated.
            self.finish_fields(others);
        }
        let said = self.tell_found(found.errors);
        // What was met in one field was not looked at again in another.
        let sound: Vec<bool> =
            chosen.iter().map(|field| is_sound || !self.is_faulty(field)).collect();
        self.know_homes();
        let mut writer = Writer::new(self, plain, FieldOrder::Met, Placing::Now);
        let part = |((field, depth), is_sound): ((&TopField, usize), bool)| {
            let data = (field.is_data && (is_sound || said.is_empty())).then(|| {
                let data = writer.value(field.vertex);
                (data, self.key_place(field.vertex))
            });
            Part { is_sound, depth, data }
        };
        let fields = chosen.iter().zip(depths).zip(sound).map(part).collect();
        let said = match writer.overflow() {
            Some(fault) if said.is_empty() => vec![fault],
            Some(_) | None => said,
        };
        self.alone.fields.clear();
        if said.is_empty() {
            // What was shown was for nobody.
            self.alone.unsure.set(false);
        }
        Apart { said, fields }
    }

    /// Brings fields of the root and all below them to their end; gives the length of the chains
    /// that were followed for each.
    pub fn finish_fields(&mut self, chosen: &[TopField]) -> Vec<usize> {
        let root = self.root();
        self.depth += 1;
        self.vertices[root].set_finishing(true);
        self.above.push((root, Requirements::default()));
        let mut depths = Vec::with_capacity(chosen.len());
        for field in chosen {
            let before = std::mem::take(&mut self.spent.deepest);
            self.reach(field.vertex);
            self.cut_shared_cycle(field.vertex);
            self.finish(field.vertex);
            depths.push(self.spent.deepest);
            self.spent.deepest = self.spent.deepest.max(before);
        }
        self.above.pop();
        self.vertices[root].set_finishing(false);
        self.depth -= 1;
        depths
    }

    /// Whether something may have been said in other words than where all fields are evaluated:
    /// values are shown as far as they are known when an error is met.
    pub fn is_unsure(&self) -> bool {
        self.alone.unsure.get()
    }

    /// Takes note that it is looked whether something was evaluated.
    pub(super) fn note_searched(&self) {
        if self.alone.is_part {
            self.alone.unsure.set(true);
        }
    }

    /// Takes note that a value is shown.
    pub(super) fn note_shown(&self, vertex: VertexId) {
        if self.alone.fields.is_empty() || self.vertices[vertex].state == State::Done {
            return;
        }
        let mut at = vertex;
        while self.vertices[at].level > 1 && self.vertices[at].parent != NO_VERTEX {
            at = self.vertices[at].parent;
        }
        if !self.alone.fields.contains(&at) {
            self.alone.unsure.set(true);
        }
    }

    fn is_faulty(&mut self, field: &TopField) -> bool {
        let mut found = Found::default();
        self.collect_field(field, &mut found);
        !found.errors.is_empty()
    }

    fn collect_field(&mut self, field: &TopField, found: &mut Found) {
        let need = if field.is_data { Need::Concrete } else { Need::Incomplete };
        found.path.push(self.vertices[field.vertex].label);
        self.collect(field.vertex, need, found);
        found.path.pop();
    }
}
