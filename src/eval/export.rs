//! From the graph to plain data or to diagnostics.

use rustc_hash::FxHashSet;

use super::anchor::Anchor;
use super::graph::Graph;
use super::tell::{About, Met, united};
use super::value::{Bottom, BottomId, Gravity, Value};
use super::vertex::{NO_VERTEX, State, VertexId};
use super::writer::Writer;
use crate::base::{Code, Diagnostic, Plain, PlainId, Span};
use crate::program::{Label, Mark};

/// What a value must be to pass.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Need {
    /// One concrete value throughout.
    Concrete,
    /// Free of contradictions; values may be missing.
    Incomplete,
}

/// The order in which the fields of structs are put.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldOrder {
    /// CUE's: that of the struct literals, unified.
    Unified,
    /// That in which they came to be.
    Met,
}

/// When data are told where they stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Placing {
    /// As they are written.
    Now,
    /// When somebody asks: [`Graph::place_data`].
    Later,
}

/// What a walk over a value has found.
#[derive(Default)]
pub(super) struct Found {
    /// The errors, and where each was met.
    pub(super) errors: Vec<(BottomId, Vec<Label>)>,
    /// Those that were met by now.
    met: FxHashSet<BottomId>,
    /// The path of the walk.
    pub(super) path: Vec<Label>,
    /// What was reached through a vertex that shares it: once is enough.
    shared: FxHashSet<(VertexId, Need)>,
    /// Whether the walk is below a struct that has an error of its own.
    beside: bool,
}

impl Graph {
    /// The errors of a value and of everything below it, in the order of the fields; hidden
    /// fields and definitions need not be concrete.
    pub fn validate(&mut self, vertex: VertexId, need: Need) -> Vec<Diagnostic> {
        self.finish(vertex);
        let at = self.deref(vertex);
        let mut found = Found { path: self.labels_to(at), ..Found::default() };
        self.collect(vertex, need, &mut found);
        self.tell_found(found.errors)
    }

    /// What is said of errors, each with where it was met.
    pub(super) fn tell_found(
        &mut self,
        mut errors: Vec<(BottomId, Vec<Label>)>,
    ) -> Vec<Diagnostic> {
        self.collect_reached(&mut errors);
        self.drop_consequences(&mut errors);
        let errors = errors.into_iter();
        united(errors.flat_map(|(bottom, path)| self.tell(&Met { bottom, path })).collect())
    }

    pub(super) fn collect(&mut self, vertex: VertexId, need: Need, found: &mut Found) {
        let this = self.deref(vertex);
        if self.vertices[this].state == State::Done && self.vertices[this].is_data() {
            return;
        }
        if self.vertices[vertex].is_shared() && !found.shared.insert((this, need)) {
            return;
        }
        match self.vertices[this].value {
            Value::Bottom(bottom) => {
                let passes =
                    self.bottoms[bottom].gravity < Gravity::Permanent && need == Need::Incomplete;
                if !passes {
                    self.report(this, bottom, found);
                    self.collect_required(this, need, found);
                }
                return self.collect_beside(this, bottom, need, found);
            }
            Value::Choice(_) => match self.default_of(Value::Vertex(this)) {
                Value::Vertex(chosen) if chosen != this => {
                    self.finish(chosen);
                    return self.collect(chosen, need, found);
                }
                Value::Vertex(_) if need == Need::Concrete => return self.ambiguous(this, found),
                Value::Bottom(bottom) => return self.report(this, bottom, found),
                value if need == Need::Concrete && !Self::is_scalar(value) => {
                    return self.ambiguous(this, found);
                }
                _ => return,
            },
            Value::Struct
            | Value::List
            | Value::Null
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Number(_)
            | Value::Str(_)
            | Value::Bytes(_) => {}
            Value::Top
            | Value::Kind(_)
            | Value::Bound(_)
            | Value::Validator(_)
            | Value::Checks(_)
            | Value::Function(_)
            | Value::Vertex(_) => {
                if need == Need::Concrete {
                    self.not_concrete(this, found);
                }
            }
        }
        if need == Need::Concrete
            && let Some(bottom) = self.vertices[this].node.incomplete
        {
            self.report(this, bottom, found);
        }
        self.collect_arcs(this, need, found);
    }

    /// The required fields that a value lacks which has no value yet: it may be for want of them.
    fn collect_required(&mut self, this: VertexId, need: Need, found: &mut Found) {
        if need != Need::Concrete || self.is_permanent_value(this) {
            return;
        }
        for (label, arc) in self.vertices[this].arcs.clone() {
            let arc_of = &self.vertices[arc];
            if arc_of.mark == Mark::Required && !arc_of.node.denied {
                self.required(arc, label, found);
            }
        }
    }

    /// What is wrong with the fields of a struct that has an error of its own: one fault must not
    /// hide the others. Where no alternative is left or evaluation has ended, they say nothing.
    fn collect_beside(&mut self, this: VertexId, bottom: BottomId, need: Need, found: &mut Found) {
        let told = &self.bottoms[bottom];
        let says_all = matches!(told.about.as_deref(), Some(About::Arms { .. } | About::Endless))
            || !told.causes.is_empty() && told.gravity == Gravity::Permanent
            || matches!(told.code, Code::Limit | Code::StructuralCycle);
        // Below a fault there may be the same again, without end.
        if says_all || found.beside {
            return;
        }
        for (_, arc) in self.vertices[this].arcs.clone() {
            if self.vertices[arc].mark == Mark::Regular {
                self.finish(arc);
            }
        }
        // What only lacks a value may lack it for the same reason.
        let is_permanent = self.bottoms[bottom].gravity == Gravity::Permanent;
        found.beside = true;
        self.collect_arcs(this, if is_permanent { Need::Incomplete } else { need }, found);
        found.beside = false;
    }

    fn is_permanent_value(&self, vertex: VertexId) -> bool {
        matches!(self.vertices[vertex].value, Value::Bottom(bottom) if self.is_permanent(bottom))
    }

    fn collect_arcs(&mut self, this: VertexId, need: Need, found: &mut Found) {
        let mut at = 0;
        while let Some(&(label, arc)) = self.vertices[this].arcs.get(at) {
            at += 1;
            let shown = !label.is_definition() && !label.is_hidden();
            match self.vertices[arc].mark {
                Mark::Optional => {}
                Mark::Required if self.vertices[arc].node.denied => self.collect(arc, need, found),
                Mark::Required if need == Need::Concrete => self.required(arc, label, found),
                Mark::Required => {}
                Mark::Regular => {
                    found.path.push(label);
                    self.collect(arc, if shown { need } else { Need::Incomplete }, found);
                    found.path.pop();
                }
            }
        }
    }

    /// Adds an error once: a value that refers to an erroneous one has the very same error.
    fn report(&mut self, vertex: VertexId, bottom: BottomId, found: &mut Found) {
        if self.bottoms[bottom].vertex.is_none() {
            self.bottoms[bottom].vertex = Some(vertex);
        }
        if !found.met.insert(bottom) {
            return;
        }
        // What was found elsewhere has its own place.
        let here = self.bottoms[bottom].vertex == Some(vertex);
        let path = if here { found.path.clone() } else { self.bottom_labels(bottom) };
        found.errors.push((bottom, path));
    }

    fn ambiguous(&mut self, vertex: VertexId, found: &mut Found) {
        let shown = self.show_value(Value::Vertex(vertex));
        let mut bottom = Bottom::incomplete(format!("incomplete value {shown}"));
        if let Some(span) = self.place(vertex) {
            bottom = bottom.at(span, "more than one value is possible");
        }
        bottom = bottom
            .help("Give it one of these values, or mark one as the default with `*`.")
            .about(About::Open(Value::Vertex(vertex)));
        bottom.vertex = Some(vertex);
        found.errors.push((self.bottoms.add(bottom), found.path.clone()));
    }

    fn not_concrete(&mut self, vertex: VertexId, found: &mut Found) {
        let shown = self.show_value(self.vertices[vertex].value);
        let mut bottom = Bottom::incomplete(format!("incomplete value {shown}"));
        if let Some(span) = self.place(vertex) {
            bottom = bottom.at(span, "no value is given for this");
        }
        bottom = bottom.about(About::Open(self.vertices[vertex].value));
        bottom.vertex = Some(vertex);
        found.errors.push((self.bottoms.add(bottom), found.path.clone()));
    }

    fn required(&mut self, arc: VertexId, label: Label, found: &mut Found) {
        let bottom = self.not_present(arc, label);
        let path = found.path.iter().copied().chain([label]).collect();
        found.errors.push((self.bottoms.add(bottom), path));
    }

    /// The error of a required field that nothing gives a value.
    pub(super) fn not_present(&mut self, arc: VertexId, label: Label) -> Bottom {
        let name = label.text(&self.symbols);
        let mut bottom = Bottom::new(
            Gravity::Incomplete,
            Code::MissingField,
            format!("field `{name}` is required but not present"),
        );
        if let Some(span) = self.declared_at(arc, label) {
            bottom = bottom.at(span, "required here");
        } else if let parent = self.vertices[arc].parent
            && parent != NO_VERTEX
            && let Some(span) = self.place(parent)
        {
            bottom = bottom.at(span, format!("`{name}` is missing here"));
        }
        bottom.vertex = Some(arc);
        bottom.about(About::Missing)
    }

    fn declared_at(&mut self, arc: VertexId, label: Label) -> Option<Span> {
        let declared = self.vertices[arc].conjuncts.first()?;
        self.label_span(declared, label).filter(|span| span.file != Span::NOWHERE.file)
    }

    /// The place that a value is written at.
    pub(super) fn place(&self, vertex: VertexId) -> Option<Span> {
        self.place_anchor(vertex).map(|at| self.span_at(at))
    }

    /// See [`Self::place`].
    pub(super) fn place_anchor(&self, vertex: VertexId) -> Option<Anchor> {
        let this = &self.vertices[self.deref(vertex)];
        // What is made of schemas stands nowhere; what is unified with it does.
        let is_somewhere = |at: &Anchor| self.span_at(*at).file != Span::NOWHERE.file;
        let mut given = this.conjuncts.iter().map(|conjunct| Anchor::from(conjunct.source));
        let scalar = this.node.scalar.map(|scalar| scalar.1);
        scalar.or_else(|| given.find(is_somewhere)).or(this.node.narrowed_at)
    }

    /// The place of the first that a vertex was given, or of what made it.
    pub(super) fn first_place(&self, vertex: VertexId) -> Option<Span> {
        let this = &self.vertices[vertex];
        let given = this.conjuncts.first().map(|first| self.source_span(first.source));
        given.or_else(|| this.node.narrowed_at.map(|at| self.span_at(at)))
    }

    pub(super) fn bottom_labels(&self, bottom: BottomId) -> Vec<Label> {
        self.bottoms[bottom].vertex.map_or_else(Vec::new, |vertex| self.labels_to(vertex))
    }

    /// The concrete data of a value, added to `plain`; or all that keeps it from being concrete.
    pub fn export(
        &mut self,
        vertex: VertexId,
        plain: &mut Plain,
        order: FieldOrder,
    ) -> Result<PlainId, Vec<Diagnostic>> {
        let diagnostics = self.validate(vertex, Need::Concrete);
        if !diagnostics.is_empty() {
            return Err(diagnostics);
        }
        self.write(vertex, plain, order, Placing::Now)
    }

    /// The data of a value that is known to be concrete, for which nothing is evaluated; or that there
    /// are too many.
    pub fn write(
        &mut self,
        vertex: VertexId,
        plain: &mut Plain,
        order: FieldOrder,
        placing: Placing,
    ) -> Result<PlainId, Vec<Diagnostic>> {
        if order == FieldOrder::Unified || placing == Placing::Now {
            self.know_homes();
        }
        plain.expect(self.vertices.len());
        let mut writer = Writer::new(self, plain, order, placing);
        let data = writer.value(vertex);
        match writer.overflow() {
            Some(fault) => Err(vec![fault]),
            None => Ok(data),
        }
    }
}
