//! What is asked of the graph: values as they were written and as they are, their fields,
//! elements, comments, and what they refer to.

use super::Generation;
use crate::eval::computed::Computed;
use crate::eval::kind::Kind;
use crate::eval::value::{BottomId, Callee, Value};
use crate::eval::vertex::{Conjunct, Cycle, EnvId, NO_TRAIL, Source, VertexId};
use crate::program::{Expr, ExprId, Label};

/// A value to be described.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum View {
    /// By the conjuncts that were written.
    Written(VertexId),
    /// By what it is.
    Value(Value),
}

/// What a reference leads to.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    /// The name of the schema: the path from the root of its package.
    pub(super) name: String,
    pub(super) labels: Vec<Label>,
}

impl Generation<'_> {
    pub(super) fn is_scalar(value: Value) -> bool {
        !matches!(value, Value::Function(_)) && crate::eval::graph::Graph::is_scalar(value)
    }

    /// What a value is.
    pub(super) fn value_at(&mut self, view: View) -> Value {
        let value = match view {
            View::Written(vertex) => {
                self.graph.finish(vertex);
                self.graph.value_of(vertex)
            }
            View::Value(Value::Vertex(vertex)) => self.graph.value_of(vertex),
            View::Value(value) => value,
        };
        match value {
            // A function that judges values does so without a call too.
            Value::Function(Callee::Package(function))
                if function.get().result == Kind::BOOL && function.get().params.len() == 1 =>
            {
                let span = self.site.span;
                Value::Validator(self.graph.bare_validator(function, span))
            }
            value => value,
        }
    }

    /// What a value is, unless it is an error.
    pub(super) fn checked(&mut self, view: View) -> Result<Value, BottomId> {
        match self.value_at(view) {
            Value::Bottom(bottom) => Err(bottom),
            Value::Vertex(vertex) => {
                let vertex = self.graph.deref(vertex);
                self.graph.vertices[vertex].node.incomplete.map_or(Ok(Value::Vertex(vertex)), Err)
            }
            value => Ok(value),
        }
    }

    pub(super) fn kind_of(&mut self, view: View) -> Kind {
        let value = self.value_at(view);
        self.graph.kind(value)
    }

    /// What is left of a disjunction and how many of that are defaults.
    pub(super) fn arms(&self, vertex: VertexId) -> Option<(Vec<Value>, usize)> {
        match self.graph.vertices[self.graph.deref(vertex)].value {
            Value::Choice(choice) => {
                let choice = &self.graph.choices[choice];
                Some((choice.values.clone(), choice.defaults))
            }
            _ => None,
        }
    }

    /// A vertex of some conjuncts alone.
    pub(super) fn vertex_of(&mut self, conjuncts: &[Conjunct]) -> VertexId {
        let vertex = self.graph.detached(self.parent);
        for conjunct in conjuncts {
            self.graph.add_conjunct(vertex, *conjunct);
        }
        self.graph.finish(vertex);
        vertex
    }

    /// An expression in its environment.
    pub(super) fn written(&mut self, expr: ExprId, env: EnvId) -> View {
        let conjunct = Conjunct::new(Source::Expr(expr), env, NO_TRAIL);
        View::Written(self.vertex_of(&[conjunct]))
    }

    /// A vertex that several views are unified in.
    pub(super) fn unified(&mut self, views: &[View]) -> View {
        if let &[only] = views {
            return only;
        }
        let span = self.site.span;
        let conjuncts: Vec<Conjunct> = views
            .iter()
            .map(|view| match *view {
                View::Written(vertex) => Computed::Vertex(vertex, span),
                View::Value(value) => Computed::Value(value, span),
            })
            .map(|computed| {
                let source = self.graph.source(computed);
                Conjunct::new(source, crate::eval::vertex::NO_ENV, NO_TRAIL)
            })
            .collect();
        View::Written(self.vertex_of(&conjuncts))
    }

    /// The expression that is all that a value was given.
    pub(super) fn only_expr(&self, view: View) -> Option<(ExprId, EnvId)> {
        let View::Written(mut vertex) = view else { return None };
        loop {
            let conjunct = self.graph.vertices[vertex].conjuncts.only()?;
            match conjunct.source {
                Source::Expr(expr) => return Some((expr, conjunct.env)),
                Source::Computed(id) => match self.graph.computed[id] {
                    Computed::Vertex(inner, _) => vertex = inner,
                    Computed::Value(..) => return None,
                },
            }
        }
    }

    /// What a value refers to, if it is a reference and nothing else.
    pub(super) fn reference(&mut self, view: View) -> Result<Option<Reference>, BottomId> {
        let Some((expr, env)) = self.only_expr(view) else { return Ok(None) };
        let Some(labels) = self.path_to(expr, env) else { return Ok(None) };
        let mut parts = Vec::with_capacity(labels.len());
        for &label in &labels {
            parts.push(self.part(label)?);
        }
        Ok(Some(Reference { name: parts.join("."), labels }))
    }

    fn path_to(&mut self, expr: ExprId, env: EnvId) -> Option<Vec<Label>> {
        let mut labels = match *self.graph.program.expr(expr) {
            Expr::Field { up, .. } => {
                let holder = self.graph.level(env, up).vertex;
                self.graph.labels_to(holder)
            }
            Expr::Package(_) | Expr::Standard(_) => return Some(Vec::new()),
            Expr::Select(base, _) | Expr::Index(base, _) => self.path_to(base, env)?,
            _ => return None,
        };
        match *self.graph.program.expr(expr) {
            Expr::Field { label, .. } | Expr::Select(_, label) => labels.push(label),
            Expr::Index(_, index) => match self.graph.evaluate(index, env) {
                Value::Str(name) => labels.push(Label::field(name)),
                Value::Int(at) => labels.push(Label::index(usize::try_from(at.get()).ok()?)),
                _ => return None,
            },
            _ => {}
        }
        Some(labels)
    }

    /// A label as it stands in the name of a schema.
    pub(super) fn part(&mut self, label: Label) -> Result<String, BottomId> {
        let text = label.text(&self.graph.symbols);
        if label.is_hidden() || label.as_index().is_some() {
            return Err(self.fail(&format!("no schema can have a name with {text} in it")));
        }
        Ok(match label.is_definition() {
            true => text.trim_start_matches('#').to_owned(),
            false => text,
        })
    }

    /// What a reference leads to; any other value itself.
    pub(super) fn dereferenced(&mut self, view: View) -> Result<View, BottomId> {
        if self.reference(view)?.is_none() {
            return Ok(view);
        }
        let Some((expr, env)) = self.only_expr(view) else { return Ok(view) };
        Ok(match self.graph.resolve(expr, env)? {
            Value::Vertex(vertex) => {
                self.graph.finish(vertex);
                View::Written(vertex)
            }
            value => View::Value(value),
        })
    }

    /// The vertex of a struct or list.
    pub(super) fn holder(&mut self, view: View) -> Option<VertexId> {
        match self.value_at(view) {
            Value::Vertex(vertex) => Some(self.graph.deref(vertex)),
            _ => None,
        }
    }

    /// The fields in the order in which they are written.
    pub(super) fn fields(&mut self, view: View) -> Vec<(Label, VertexId)> {
        let Some(vertex) = self.holder(view) else { return Vec::new() };
        if self.graph.vertices[vertex].value != Value::Struct {
            return Vec::new();
        }
        self.graph.know_homes();
        let mut arcs = self.graph.ordered_arcs(vertex);
        arcs.retain(|arc| !arc.0.is_hidden());
        arcs
    }

    pub(super) fn is_closed_list(&self, vertex: VertexId) -> bool {
        let list = self.graph.vertices[vertex].node.list.as_ref();
        list.is_none_or(|list| list.length.is_some())
    }

    pub(super) fn is_closed(&self, vertex: VertexId) -> bool {
        let closing = &self.graph.vertices[vertex].node.closing;
        let closed = closing.is_closed() || self.graph.is_closed_throughout(vertex);
        closed && !closing.has_ellipsis()
    }

    /// What all further elements of a list must be; nothing if they may be anything.
    pub(super) fn tail(&mut self, vertex: VertexId) -> Option<VertexId> {
        let list = self.graph.vertices[vertex].node.list.as_ref()?;
        let conjuncts: Vec<Conjunct> = list.tails.iter().map(|tail| tail.1).collect();
        (!conjuncts.is_empty()).then(|| self.fresh(&conjuncts))
    }

    /// What all further fields of a struct must be, if anything says so for every name.
    pub(super) fn any_field(&mut self, view: View) -> Option<VertexId> {
        let vertex = self.holder(view)?;
        let mut conjuncts = Vec::new();
        for pattern in self.graph.vertices[vertex].node.patterns.clone() {
            let all = match pattern.pattern {
                Value::Top => true,
                Value::Kind(kind) => kind.meets(Kind::STRING),
                _ => false,
            };
            if all {
                let env = self.graph.env(pattern.env, vertex, Label::NONE, NO_TRAIL);
                conjuncts.push(Conjunct::new(Source::Expr(pattern.value), env, NO_TRAIL));
            }
        }
        (!conjuncts.is_empty()).then(|| self.fresh(&conjuncts))
    }

    fn fresh(&mut self, conjuncts: &[Conjunct]) -> VertexId {
        let alone: Vec<Conjunct> = conjuncts
            .iter()
            .map(|conjunct| Conjunct {
                cycle: Cycle::Optional,
                ..Conjunct::new(conjunct.source, conjunct.env, NO_TRAIL)
            })
            .collect();
        self.vertex_of(&alone)
    }

    /// The comments above a field.
    pub(super) fn doc(&self, view: View) -> Option<String> {
        let View::Written(vertex) = view else { return None };
        let mut docs: Vec<&str> = Vec::new();
        for conjunct in self.graph.vertices[vertex].conjuncts.iter() {
            if let Source::Expr(expr) = conjunct.source
                && let Some(doc) = self.graph.docs.get(&expr)
                && !docs.contains(&doc.as_str())
            {
                docs.push(doc);
            }
        }
        (!docs.is_empty()).then(|| docs.join("\n\n"))
    }
}
