//! Values as source text that evaluates to the same value again: what `infc eval` prints.
//!
//! The text is right but not laid out; `format` does that. What is known is written as a value,
//! with the literals that it was written with; what is not yet known, as it was written
//! (`written`), with the imports and `let`s that it needs. What was read as data has a text in
//! another language, so it is written by what it means (`datum`).

mod datum;
mod docs;
mod fields;
mod value;
mod written;

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::graph::Graph;
use super::limits::{TooMuch, told};
use super::value::Value;
use super::vertex::VertexId;
use crate::base::{Diagnostic, Sources, Span};
use crate::program::{Decl, ExprId, FieldAttribute, LetId, Mark};
use docs::Doc;

/// What `infc eval` shows.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct View {
    /// Optional fields.
    pub optional: bool,
    /// Hidden fields.
    pub hidden: bool,
    /// Definitions.
    pub definitions: bool,
    /// Attributes.
    pub attributes: bool,
    /// The comments that document fields.
    pub docs: bool,
    /// Whether values must be concrete.
    pub concrete: bool,
}

/// A value that is being written.
struct Writer<'g> {
    graph: &'g Graph,
    sources: &'g Sources,
    view: View,
    out: String,
    /// The import specs that the text needs.
    imports: BTreeSet<String>,
    /// The `let`s that the text needs, and the structs that they stand in.
    lets: Vec<(LetId, VertexId)>,
    /// The attributes of the field that an expression is the value of.
    attributes: FxHashMap<ExprId, &'g [FieldAttribute]>,
    /// The comment above the field that an expression is the value of.
    docs: FxHashMap<ExprId, Doc<'g>>,
    /// The vertices around: what holds itself is cut.
    around: Vec<VertexId>,
    /// How many values were written, and the bytes of those that hold no others.
    written: (usize, usize),
    /// What has come to more than may be written, and where; nothing is written then.
    over: Option<(TooMuch, Option<Span>)>,
}

/// The comments of all fields, without what marks them as comments, by the values of the fields.
pub(super) fn texts(graph: &Graph, sources: &Sources) -> FxHashMap<ExprId, String> {
    let text = |doc: Doc<'_>| {
        let lines = doc.lines.into_iter().map(|line| {
            let line = line.strip_prefix("//").unwrap_or(line);
            line.strip_prefix(' ').unwrap_or(line).trim_end()
        });
        lines.collect::<Vec<_>>().join("\n").trim().to_owned()
    };
    docs::docs(graph, sources).into_iter().map(|(value, doc)| (value, text(doc))).collect()
}

impl Graph {
    /// The value as the source text of a file; `sources` hold what was compiled.
    ///
    /// # Errors
    /// The limit that it is beyond: a value that many share is written for each.
    pub fn show(
        &mut self,
        vertex: VertexId,
        view: View,
        sources: &Sources,
    ) -> Result<String, Diagnostic> {
        self.finish(vertex);
        if view.optional {
            self.finish_optional(vertex, &mut FxHashSet::default());
        }
        self.know_homes();
        let mut writer = Writer {
            graph: self,
            sources,
            view,
            out: String::new(),
            imports: BTreeSet::new(),
            lets: Vec::new(),
            attributes: if view.attributes { self.attributes() } else { FxHashMap::default() },
            docs: if view.docs { docs::docs(self, sources) } else { FxHashMap::default() },
            around: Vec::new(),
            written: (0, 0),
            over: None,
        };
        writer.file(vertex);
        if let Some((what, span)) = writer.over {
            return Err(told(self.too_much(what, span)));
        }
        let mut text = String::new();
        for spec in &writer.imports {
            let alone = writer.imports.len() == 1;
            text.push_str(match (alone, text.is_empty()) {
                (true, _) => "import ",
                (false, true) => "import (\n",
                (false, false) => "\n",
            });
            text.push_str(spec);
        }
        text.push_str(match writer.imports.len() {
            0 => "",
            1 => "\n",
            _ => "\n)\n",
        });
        text.push_str(&writer.out);
        Ok(text)
    }

    /// Brings the optional fields to their end, which nothing else needs.
    fn finish_optional(&mut self, vertex: VertexId, met: &mut FxHashSet<VertexId>) {
        let this = self.deref(vertex);
        if self.depth >= self.limits.depth || !met.insert(this) {
            return;
        }
        self.depth += 1;
        if let Value::Choice(choice) = self.vertices[this].value {
            for value in self.choices[choice].values.clone() {
                if let Value::Vertex(arm) = value {
                    self.finish_optional(arm, met);
                }
            }
        }
        for (_, arc) in self.vertices[this].arcs.clone() {
            if self.vertices[arc].mark == Mark::Optional {
                self.finish(arc);
            }
            self.finish_optional(arc, met);
        }
        self.depth -= 1;
    }

    fn attributes(&self) -> FxHashMap<ExprId, &[FieldAttribute]> {
        self.program.bring_all();
        let decls = self.program.literals().flat_map(|(_, lit)| &lit.decls);
        let fields = decls.filter_map(|decl| match decl {
            Decl::Field { value, attributes, .. } => Some((*value, attributes.as_slice())),
            Decl::Dynamic { .. }
            | Decl::Pattern { .. }
            | Decl::Embed(_)
            | Decl::Comprehension(_)
            | Decl::Ellipsis(_) => None,
        });
        fields.filter(|field| !field.1.is_empty()).collect()
    }
}
