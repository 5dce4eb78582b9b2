//! Values as editors look at them: found by a path, described without being required to be
//! concrete. Errors keep nothing back: what could not be evaluated shows as what is known of it.

use super::graph::Graph;
use super::value::Value;
use super::vertex::{Source, VertexId};
use crate::base::{Sources, Span};
use crate::eval::source::View;
use crate::program::{Label, Mark, PackageId};

/// A step of a path to a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// A field, by its label as references write it: definitions and hidden fields too.
    Name(String),
    /// A field with a quoted label.
    Quoted(String),
    /// An element of a list.
    Index(usize),
}

/// What is known of a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Description {
    /// The value as source text, without braces around a struct's fields.
    pub text: String,
    /// Whether it is a struct.
    pub is_struct: bool,
    /// Whether it is what a default gives, and may still be overridden.
    pub is_default: bool,
    /// Why it has no value, if it has none for good.
    pub error: Option<String>,
}

/// A field as completion offers it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// The name, without quotes.
    pub name: String,
    /// `?` or `!`
    pub mark: Mark,
    /// Whether it is a regular field, and no definition or hidden one.
    pub is_regular: bool,
    /// What is known of its value, on one line.
    pub shown: String,
    /// Whether it has a value already, if only a default.
    pub is_concrete: bool,
}

impl Graph {
    /// The value at a path in a package, by its place in the compilation.
    pub fn at(&mut self, package: usize, path: &[Step]) -> Option<VertexId> {
        if package >= self.program.packages.len() {
            return None;
        }
        let scope = PackageId::at(package as u32);
        let root = self.package_root(scope);
        path.iter().try_fold(root, |vertex, step| {
            let label = self.step_label(scope, step);
            self.member_of(vertex, label)
        })
    }

    /// A value that is given the expression at `span`, if one was evaluated: what stands in
    /// constraints and comprehensions has no path of its own.
    pub fn given(&self, span: Span) -> Option<VertexId> {
        self.note_searched();
        let gives = |source: Source| match source {
            Source::Expr(expr) => self.program.span(expr) == span,
            Source::Computed(_) => false,
        };
        let mut all = self.vertices.iter().filter(|(_, vertex)| !vertex.is_detached());
        all.find(|(_, vertex)| vertex.conjuncts.iter().any(|one| gives(one.source))).map(|it| it.0)
    }

    /// The places of all that is unified in a value, as far as it is evaluated.
    pub fn parts(&self, vertex: VertexId) -> Vec<Span> {
        let all = std::iter::successors(Some(vertex), |&at| self.vertices[at].forward);
        let conjuncts = all.flat_map(|at| self.vertices[at].conjuncts.iter());
        let spans = conjuncts.map(|conjunct| self.source_span(conjunct.source));
        spans.filter(|span| span.file != Span::NOWHERE.file).collect()
    }

    /// Evaluates a value and all below it.
    pub fn complete(&mut self, vertex: VertexId) {
        self.finish(vertex);
    }

    fn step_label(&mut self, package: PackageId, step: &Step) -> Label {
        match step {
            Step::Name(name) => {
                let path = self.program.packages[package].path.clone();
                Label::identifier(name, &path, &mut self.symbols)
            }
            Step::Quoted(name) => Label::field(self.symbols.intern(name)),
            Step::Index(index) => Label::index(*index),
        }
    }

    /// The label of the field or element of `holder` that a step means; a hidden field may belong to
    /// any package.
    pub(super) fn label_by(&self, holder: VertexId, step: &Step) -> Option<Label> {
        let labels = self.vertices[holder].arcs.iter().map(|arc| arc.0);
        let mut labels = labels.filter(|label| match step {
            Step::Name(name) => label.as_index().is_none() && label.text(&self.symbols) == *name,
            Step::Quoted(name) => label.is_field() && label.text(&self.symbols) == *name,
            Step::Index(index) => label.as_index() == Some(*index),
        });
        let first = labels.next()?;
        // What the root package hides is meant rather than what others do.
        let own = |label: &Label| label.scope(&self.symbols) == self.own_path();
        Some(std::iter::once(first).chain(labels).find(own).unwrap_or(first))
    }

    fn own_path(&self) -> &str {
        &self.program.packages[PackageId::ROOT].path
    }

    /// The regular fields and elements of a value, in the order in which they were met.
    pub fn members(&mut self, vertex: VertexId) -> Vec<(Step, VertexId)> {
        let this = self.chosen(vertex);
        let step = |(label, arc): (Label, VertexId)| match label.as_index() {
            Some(index) => (Step::Index(index), arc),
            None => (Step::Quoted(label.text(&self.symbols)), arc),
        };
        self.data_arcs(this).into_iter().map(step).collect()
    }

    /// A concrete string as it is.
    pub fn string(&mut self, vertex: VertexId) -> Option<String> {
        let this = self.reach(vertex);
        match self.default_of(Value::Vertex(this)) {
            Value::Str(text) => Some(self.symbols.name(text).to_owned()),
            _ => None,
        }
    }

    fn member_of(&mut self, vertex: VertexId, label: Label) -> Option<VertexId> {
        let this = self.chosen(vertex);
        self.arc(this, label)
    }

    /// The vertex that a value is looked for in: its default, or the first that is possible.
    pub(super) fn chosen(&mut self, vertex: VertexId) -> VertexId {
        let this = self.reach(vertex);
        match self.default_of(Value::Vertex(this)) {
            Value::Vertex(chosen) => match self.vertices[chosen].value {
                Value::Choice(choice) => match self.choices[choice].values.first() {
                    Some(&Value::Vertex(first)) => self.reach(first),
                    _ => this,
                },
                _ => self.deref(chosen),
            },
            _ => this,
        }
    }

    /// What is known of a value.
    pub fn describe(&mut self, vertex: VertexId, sources: &Sources) -> Description {
        let error = self.finish(vertex).map(|bottom| self.bottoms[bottom].message.clone());
        let this = self.deref(vertex);
        let value = self.vertices[this].value;
        let chosen = self.default_of(Value::Vertex(this));
        let is_choice = matches!(value, Value::Choice(_));
        let is_default = is_choice && chosen != Value::Vertex(this);
        let is_struct = match chosen {
            Value::Vertex(chosen) => matches!(self.vertices[chosen].value, Value::Struct),
            _ => false,
        };
        let text = match (is_default, chosen) {
            (true, Value::Vertex(chosen)) => self.shown(chosen, sources),
            (true, scalar) => self.show_value(scalar),
            (false, _) => self.shown(vertex, sources),
        };
        Description { text: text.trim_end().to_owned(), is_struct, is_default, error }
    }

    /// A value as source text; cut where it is more than anybody reads.
    fn shown(&mut self, vertex: VertexId, sources: &Sources) -> String {
        let shown = self.show(vertex, View::default(), sources);
        shown.unwrap_or_else(|_| self.show_value(Value::Vertex(vertex)))
    }

    /// The fields of a value, those that may stand among them.
    pub fn fields_of(&mut self, vertex: VertexId) -> Vec<Field> {
        let this = self.chosen(vertex);
        let arcs = self.vertices[this].arcs.clone();
        let named = arcs.into_iter().filter(|(label, _)| label.as_index().is_none());
        named.map(|(label, arc)| self.offered(label, arc)).collect()
    }

    fn offered(&mut self, label: Label, arc: VertexId) -> Field {
        let mark = self.vertices[arc].mark;
        let reached = self.reach(arc);
        let value = self.default_of(Value::Vertex(reached));
        Field {
            name: label.text(&self.symbols),
            mark,
            is_regular: label.is_field(),
            shown: self.show_value(Value::Vertex(reached)),
            is_concrete: Self::is_scalar(value),
        }
    }

    /// A concrete scalar as source text; none for other values.
    pub fn scalar(&mut self, vertex: VertexId) -> Option<String> {
        let this = self.reach(vertex);
        let value = self.default_of(Value::Vertex(this));
        Self::is_scalar(value).then(|| self.show_value(value))
    }

    /// The scalar that a default gives and that may still be overridden, as source text.
    pub fn default_scalar(&mut self, vertex: VertexId) -> Option<String> {
        let this = self.reach(vertex);
        let value = self.vertices[self.deref(this)].value;
        matches!(value, Value::Choice(_)).then(|| self.scalar(vertex)).flatten()
    }

    /// The values that a disjunction leaves, as source text; defaults first.
    pub fn alternatives(&mut self, vertex: VertexId) -> Vec<String> {
        let this = self.reach(vertex);
        let Value::Choice(choice) = self.vertices[this].value else { return Vec::new() };
        let scalars = self.choices[choice].values.iter().copied();
        scalars
            .filter(|&value| Self::is_scalar(value))
            .map(|value| self.show_value(value))
            .collect()
    }
}
