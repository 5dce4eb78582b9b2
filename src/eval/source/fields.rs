//! Structs, lists, and values with definitions beside them.

use super::Writer;
use crate::eval::value::{Bottom, Gravity, Value};
use crate::eval::vertex::{Block, Source, VertexId, Work};
use crate::program::{Expr, Label, Mark};

impl<'g> Writer<'g> {
    /// Writes the value of a file, which needs no braces.
    pub(super) fn file(&mut self, vertex: VertexId) {
        let this = self.graph.deref(vertex);
        match self.graph.default_of(Value::Vertex(this)) {
            Value::Vertex(chosen) if self.is_composite(self.graph.deref(chosen)) => {
                let chosen = self.graph.deref(chosen);
                self.around.push(chosen);
                self.members(chosen, vertex);
                self.around.pop();
            }
            _ => self.vertex(vertex),
        }
        // Whatever has no struct of its own here stands at the top.
        let lets = std::mem::take(&mut self.lets);
        let text = std::mem::take(&mut self.out);
        for (binding, _) in lets {
            self.binding(binding);
        }
        self.out.push_str(&text);
        self.out.push('\n');
    }

    /// Whether a value is written as a struct.
    fn is_composite(&self, this: VertexId) -> bool {
        let vertex = &self.graph.vertices[this];
        match vertex.value {
            Value::Struct => true,
            Value::Bottom(_) | Value::Choice(_) => false,
            _ => {
                let mut arcs = vertex.arcs.iter();
                arcs.any(|&(label, _)| self.is_special(label) && self.shows_kind(label))
                    || self.view.attributes && self.decl_attributes(this).next().is_some()
            }
        }
    }

    fn is_special(&self, label: Label) -> bool {
        label.is_definition() || label.is_hidden()
    }

    /// Whether labels of that kind are shown.
    fn shows_kind(&self, label: Label) -> bool {
        if label.is_hidden() {
            self.view.hidden
        } else {
            !label.is_definition() || self.view.definitions
        }
    }

    /// The value of a vertex.
    pub(super) fn vertex(&mut self, vertex: VertexId) {
        let this = self.graph.deref(vertex);
        if self.around.contains(&this) {
            return self.out.push('_');
        }
        if self.is_over(this) {
            return;
        }
        self.around.push(this);
        match self.graph.vertices[this].value {
            Value::Bottom(bottom) => {
                let bottom = &self.graph.bottoms[bottom];
                self.bottom(vertex, bottom);
            }
            // A bound that is not yet known may still refuse the value.
            value if is_open(value) && self.waits(this) && self.written(vertex) => {}
            _ if self.is_composite(this) => {
                // A comment right behind the brace would stay on its line.
                self.out.push_str("{\n");
                self.members(this, vertex);
                self.out.push('}');
            }
            Value::List => self.list(this),
            value => {
                let before = self.out.len();
                self.value(value, vertex);
                self.written.1 += self.out.len() - before;
            }
        }
        self.around.pop();
    }

    /// Counts a value; whether that is more than may be written.
    fn is_over(&mut self, this: VertexId) -> bool {
        let (values, bytes) = &mut self.written;
        *values += 1;
        if let (None, Some(what)) = (self.over, self.graph.over_data(*values, *bytes)) {
            self.over = Some((what, self.graph.place(this)));
        }
        self.over.is_some()
    }

    /// Whether a bound is still to be unified with the value.
    fn waits(&self, this: VertexId) -> bool {
        let node = &self.graph.vertices[this].node;
        node.work.tasks.iter().any(|task| match task.what {
            Work::Expr(expr) => matches!(self.graph.program.expr(expr), Expr::Bound(..)),
            Work::Comprehension(_)
            | Work::Dynamic { .. }
            | Work::Pattern { .. }
            | Work::List(_) => false,
        })
    }

    /// What has no value: as it was written, where that may still become one.
    fn bottom(&mut self, vertex: VertexId, bottom: &Bottom) {
        let mark = self.graph.vertices[vertex].mark;
        let open = mark == Mark::Optional || bottom.gravity < Gravity::Permanent;
        if !open || !self.written(vertex) {
            self.out.push_str("_|_ // ");
            self.out.push_str(bottom.message.lines().next().unwrap_or(""));
            self.out.push('\n');
        }
    }

    /// What stands between the braces of `this`; `vertex` leads to it.
    fn members(&mut self, this: VertexId, vertex: VertexId) {
        let around = std::mem::take(&mut self.out);
        let outer = std::mem::take(&mut self.lets);
        let value = self.graph.vertices[this].value;
        if !matches!(value, Value::Struct | Value::List) {
            self.value(value, vertex);
            self.out.push('\n');
        }
        for text in self.decl_attributes(this).collect::<Vec<_>>() {
            self.out.push_str(text);
            self.out.push('\n');
        }
        for (label, arc) in self.graph.ordered_arcs(this) {
            let regular = label.is_field() && value == Value::Struct;
            if (regular || self.is_special(label) && self.shows_kind(label))
                && (self.graph.vertices[arc].mark != Mark::Optional || self.view.optional)
            {
                self.field(label, arc);
            }
        }
        if value == Value::List {
            self.list(this);
            self.out.push('\n');
        }
        let inner = std::mem::replace(&mut self.out, around);
        let lets = std::mem::replace(&mut self.lets, outer);
        let (own, others): (Vec<_>, Vec<_>) =
            lets.into_iter().partition(|&(_, holder)| self.graph.deref(holder) == this);
        self.lets.extend(others);
        for (binding, _) in own {
            self.binding(binding);
        }
        self.out.push_str(&inner);
    }

    /// The comments above a field, one of several below the other.
    fn field_docs(&mut self, arc: VertexId) {
        let mut seen: Vec<&[&str]> = Vec::new();
        for conjunct in self.graph.vertices[arc].conjuncts.iter() {
            let Source::Expr(expr) = conjunct.source else { continue };
            let Some(doc) = self.docs.get(&expr) else { continue };
            if seen.contains(&doc.lines.as_slice()) {
                continue;
            }
            self.out.push_str(match (seen.is_empty(), doc.apart) {
                (true, true) => "\n",
                (true, false) => "",
                (false, _) => "//\n",
            });
            seen.push(&doc.lines);
            for line in &doc.lines {
                self.out.push_str(line);
                self.out.push('\n');
            }
        }
    }

    fn field(&mut self, label: Label, arc: VertexId) {
        self.field_docs(arc);
        self.label(label);
        self.out.push_str(match self.graph.vertices[arc].mark {
            Mark::Regular => ": ",
            Mark::Required => "!: ",
            Mark::Optional => "?: ",
        });
        self.vertex(arc);
        let mut seen: Vec<&str> = Vec::new();
        for conjunct in self.graph.vertices[arc].conjuncts.iter() {
            let Source::Expr(expr) = conjunct.source else { continue };
            for attribute in self.attributes.get(&expr).copied().unwrap_or(&[]) {
                let text = self.slice(attribute.span);
                if !seen.contains(&text) {
                    seen.push(text);
                    self.out.push(' ');
                    self.out.push_str(text);
                }
            }
        }
        self.out.push('\n');
    }

    /// The attributes that stand in the struct literals of a vertex.
    fn decl_attributes(&self, this: VertexId) -> impl Iterator<Item = &'g str> + use<'g> {
        let graph = self.graph;
        let sources = self.sources;
        let shown = self.view.attributes;
        let blocks = graph.vertices[this].node.blocks.iter().filter(move |_| shown);
        let mut seen: Vec<&str> = Vec::new();
        blocks
            .filter_map(move |inserted| match inserted.block() {
                Block::Literal(lit) => Some(&graph.program.literal(lit).attributes),
                Block::Made(_) => None,
            })
            .flatten()
            .map(move |attribute| sources.slice(attribute.span))
            .filter(move |text| {
                let new = !seen.contains(text);
                seen.push(text);
                new
            })
    }

    fn list(&mut self, this: VertexId) {
        self.out.push('[');
        for (index, item) in self.graph.elements(this).into_iter().enumerate() {
            if index > 0 {
                self.out.push_str(", ");
            }
            self.vertex(item);
        }
        self.out.push(']');
    }
}

/// Whether a value has no fields or elements.
fn is_open(value: Value) -> bool {
    !matches!(value, Value::Struct | Value::List | Value::Choice(_))
}
