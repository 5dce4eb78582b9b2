//! `eq` with a struct: fields, marks, attributes, patterns, and what is embedded.
//!
//! Attributes inside the expected struct change how a field is held against the value:
//! `@test(final)` takes its default, `@test(ignore)` lets it be anything, `@test(err, …)` expects
//! an error there.

use super::compare::{Compared, Subject};
use super::errors::ErrorSpec;
use super::judge::Judge;
use super::mismatch::{Aspect, Mismatch};
use crate::base::Span;
use crate::eval::value::Value;
use crate::eval::vertex::{Conjunct, Pattern, Source, VertexId};
use crate::program::{Decl, Expr, ExprId, FieldAttribute, Label, Mark, StructId};

/// What the attributes of an expected field say.
#[derive(Default)]
struct Notes {
    /// Take the default.
    last: bool,
    ignore: bool,
    error: Option<ErrorSpec>,
    /// The name of a group of fields that share a node.
    shared: Option<String>,
    ordered: bool,
}

impl Notes {
    fn read(attributes: &[FieldAttribute]) -> Result<Self, Box<Mismatch>> {
        let mut notes = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.name == "test") {
            let arguments = attribute.arguments();
            let Some((first, rest)) = arguments.split_first() else { continue };
            let form = |message: String| Mismatch::new(Aspect::Form, message);
            match first.key.as_deref().unwrap_or(&first.value) {
                "final" => notes.last = true,
                "ignore" => notes.ignore = true,
                "checkOrder" => notes.ordered = true,
                "err" => notes.error = Some(ErrorSpec::read(rest).map_err(form)?),
                "shareID" => notes.shared = Some(first.value.clone()),
                // Whatever else a test says is not of an expected value.
                _ => {}
            }
        }
        Ok(notes)
    }
}

/// A field of the expected struct.
struct Field {
    label: Label,
    mark: Mark,
    span: Span,
    value: ExprId,
    attributes: Vec<FieldAttribute>,
}

impl Judge<'_> {
    pub(super) fn compare_struct(&mut self, lit: StructId, subject: Subject) -> Compared {
        let lit = self.graph.program.literal(lit).clone();
        let notes = Notes::read(&lit.attributes)?;
        let embeds = self.compare_embeds(&lit.decls, subject)?;
        if let Some(error) = &notes.error {
            self.judge_error(subject.vertex, error)?;
        }
        if embeds == Embeds::Bottom {
            // The error is what matters; which fields are left then is nobody's promise.
            return Ok(());
        }
        let only_embeds = lit.decls.iter().all(|decl| matches!(decl, Decl::Embed(_)));
        if subject.vertex.is_none() && embeds == Embeds::Value && only_embeds {
            return Ok(());
        }
        let Some(vertex) = subject.vertex.filter(|_| self.can_have_fields(subject, embeds)) else {
            return Err(Mismatch::between(Aspect::Value, "a struct", self.show(subject)));
        };
        let mut names = Vec::new();
        let mut fields = Vec::new();
        let mut patterns = Vec::new();
        for decl in &lit.decls {
            match decl {
                Decl::Field { label, span, mark, value, attributes } => fields.push(Field {
                    label: *label,
                    mark: *mark,
                    span: *span,
                    value: *value,
                    attributes: attributes.to_vec(),
                }),
                Decl::Pattern { pattern, value } => patterns.push((*pattern, *value)),
                Decl::Embed(_) | Decl::Ellipsis(_) => {}
                Decl::Dynamic { .. } | Decl::Comprehension(_) => {
                    let message = "an expected struct has no dynamic fields and no comprehensions";
                    return Err(Mismatch::new(Aspect::Form, message));
                }
            }
        }
        let mut seen = Vec::new();
        for field in fields {
            let name = self.field_name(field.label, field.mark);
            let compared = self.compare_field(vertex, &field, notes.last, &mut names, &mut seen);
            compared.map_err(|mismatch| mismatch.wanted(field.span).below(name))?;
        }
        self.nothing_else(vertex, &seen)?;
        if notes.ordered {
            self.compare_order(vertex, &seen)?;
        }
        if patterns.is_empty() { Ok(()) } else { self.compare_patterns(vertex, &patterns) }
    }

    /// Holds what the expected struct embeds against the value.
    fn compare_embeds(
        &mut self,
        decls: &[Decl],
        subject: Subject,
    ) -> Result<Embeds, Box<Mismatch>> {
        let mut embeds = Embeds::Nothing;
        for decl in decls {
            let &Decl::Embed(expr) = decl else { continue };
            if matches!(self.graph.program.expr(expr), Expr::Bottom) {
                self.compare_subject(expr, subject)?;
                return Ok(Embeds::Bottom);
            }
            self.compare_subject(expr, subject)?;
            embeds = Embeds::Value;
        }
        Ok(embeds)
    }

    /// Whether a value can be what a struct without or with embedded values shows.
    fn can_have_fields(&self, subject: Subject, embeds: Embeds) -> bool {
        let arcs = subject.vertex.map_or(0, |vertex| self.graph.vertices[vertex].arcs.len());
        match subject.value {
            Value::Struct => true,
            Value::Bottom(_) => arcs > 0,
            Value::Kind(kind) => embeds == Embeds::Value || kind == crate::eval::kind::Kind::STRUCT,
            _ => embeds == Embeds::Value,
        }
    }

    fn compare_field(
        &mut self,
        vertex: VertexId,
        field: &Field,
        last: bool,
        names: &mut Vec<String>,
        seen: &mut Vec<Label>,
    ) -> Compared {
        let mut notes = Notes::read(&field.attributes)?;
        if let Some(name) = notes.shared.take() {
            // The first of a group is compared; that the others share its node is not a matter
            // of the language.
            self.notes.sharing += 1;
            notes.ignore |= names.contains(&name);
            names.push(name);
        }
        let found = self.graph.arc_like(vertex, field.label);
        let found = found.filter(|&(_, arc)| self.graph.vertices[arc].mark == field.mark);
        if let Some((label, _)) = found {
            seen.push(label);
        }
        let Some((label, arc)) = found else {
            if notes.ignore {
                return Ok(());
            }
            return Err(Mismatch::between(Aspect::Value, "this field", "none"));
        };
        if let Some(error) = &notes.error {
            self.graph.finish(arc);
            return self.judge_error(Some(arc), error);
        }
        if notes.ignore {
            return Ok(());
        }
        let compared = if notes.last || last {
            self.graph.finish(arc);
            let value = self.graph.default_of(Value::Vertex(arc));
            let subject = self.subject(value);
            self.compare_final(field.value, subject)
        } else {
            self.compare(field.value, Value::Vertex(arc))
        };
        compared.map_err(|mismatch| mismatch.of(Some(arc)))?;
        self.compare_attributes(arc, label, &field.attributes)
    }

    /// The value with its default taken, held against the value of the expression as a whole.
    fn compare_final(&mut self, expr: ExprId, subject: Subject) -> Compared {
        match self.graph.program.expr(expr) {
            Expr::Struct(_) | Expr::List { .. } => self.compare_subject(expr, subject),
            _ => self.compare_evaluated(expr, subject),
        }
    }

    fn compare_attributes(
        &self,
        arc: VertexId,
        label: Label,
        expected: &[FieldAttribute],
    ) -> Compared {
        let mut left = self.attributes_of(arc, label);
        for attribute in expected.iter().filter(|attribute| attribute.name != "test") {
            let same = |other: &&FieldAttribute| {
                other.name == attribute.name && other.body == attribute.body
            };
            let text = format!("the attribute @{}({})", attribute.name, attribute.body);
            let Some(found) = left.iter().position(same) else {
                return Err(Mismatch::between(Aspect::Value, text, "none"));
            };
            left.remove(found);
        }
        match left.first() {
            None => Ok(()),
            Some(more) => {
                let text = format!("the attribute @{}({})", more.name, more.body);
                Err(Mismatch::between(Aspect::Value, "no more attributes", text))
            }
        }
    }

    /// The attributes of the declarations of a field, without its tests.
    fn attributes_of(&self, arc: VertexId, label: Label) -> Vec<&FieldAttribute> {
        let mut found: Vec<&FieldAttribute> = Vec::new();
        for conjunct in self.graph.vertices[arc].conjuncts.iter() {
            let Source::Expr(expr) = conjunct.source else { continue };
            let Some((here, attributes)) = self.attributes.get(&expr) else { continue };
            for attribute in attributes.iter().filter(|_| *here == label) {
                let known = |other: &&FieldAttribute| {
                    other.name == attribute.name && other.body == attribute.body
                };
                if !found.iter().any(known) {
                    found.push(attribute);
                }
            }
        }
        found
    }

    /// Refuses fields that the expected struct does not show.
    fn nothing_else(&mut self, vertex: VertexId, seen: &[Label]) -> Compared {
        for (label, arc) in self.graph.vertices[vertex].arcs.clone() {
            if label.as_index().is_some() || seen.contains(&label) {
                continue;
            }
            let mark = self.graph.vertices[arc].mark;
            let failed = matches!(self.subject(Value::Vertex(arc)).value, Value::Bottom(_));
            if mark == Mark::Optional
                && self.is_closed(vertex)
                && (failed || !self.graph.admits(vertex, arc))
            {
                // An optional field that the struct does not allow is none.
                continue;
            }
            let name = self.field_name(label, mark);
            let shown = self.graph.show_value(Value::Vertex(arc));
            return Err(Mismatch::between(
                Aspect::Value,
                "no other fields",
                format!("{name}: {shown}"),
            )
            .of(Some(arc)));
        }
        Ok(())
    }

    fn compare_order(&self, vertex: VertexId, seen: &[Label]) -> Compared {
        let arcs = self.graph.vertices[vertex].arcs.iter().map(|arc| arc.0);
        let got: Vec<Label> = arcs.filter(|label| label.as_index().is_none()).collect();
        if got == seen {
            return Ok(());
        }
        let names = |labels: &[Label]| {
            let names = labels.iter().map(|label| label.source(&self.graph.symbols));
            names.collect::<Vec<_>>().join(", ")
        };
        Err(Mismatch::between(Aspect::Value, format!("the order {}", names(seen)), names(&got)))
    }

    /// `[pattern]: value`: those of the value and no others; equal patterns count as one.
    fn compare_patterns(&mut self, vertex: VertexId, expected: &[(ExprId, ExprId)]) -> Compared {
        let mut groups: Vec<Vec<Pattern>> = Vec::new();
        for &pattern in &self.graph.vertices[vertex].node.patterns {
            let known = groups.iter_mut().find(|group| {
                group.iter().any(|other| self.graph.identical(other.pattern, pattern.pattern))
            });
            match known {
                Some(group) => group.push(pattern),
                None => groups.push(vec![pattern]),
            }
        }
        if groups.len() != expected.len() {
            let count = |count: usize| format!("{count} pattern constraints");
            let (expected, got) = (count(expected.len()), count(groups.len()));
            return Err(Mismatch::between(Aspect::Value, expected, got));
        }
        for &(pattern, value) in expected {
            let mut found = None;
            for (index, group) in groups.iter().enumerate() {
                let Some(first) = group.first() else { continue };
                if self.compare(pattern, first.pattern).is_ok() {
                    found = Some(index);
                    break;
                }
            }
            let name = format!("[{}]", self.written(pattern));
            let Some(found) = found else {
                return Err(Mismatch::between(Aspect::Value, name, "other patterns"));
            };
            let group = groups.swap_remove(found);
            let made = self.pattern_value(vertex, &group);
            let compared = self.compare(value, Value::Vertex(made));
            compared.map_err(|mismatch| mismatch.below(name))?;
        }
        Ok(())
    }

    /// What pattern constraints ask of a field, for no field in particular.
    fn pattern_value(&mut self, vertex: VertexId, patterns: &[Pattern]) -> VertexId {
        let made = self.graph.detached(vertex);
        for pattern in patterns {
            let Pattern { value, env, group, trail, cycle, .. } = *pattern;
            let env = self.graph.env(env, vertex, Label::NONE, trail);
            self.graph.add_conjunct(
                made,
                Conjunct { source: Source::Expr(value), env, group, trail, cycle },
            );
        }
        made
    }

    fn field_name(&self, label: Label, mark: Mark) -> String {
        let mark = match mark {
            Mark::Regular => "",
            Mark::Optional => "?",
            Mark::Required => "!",
        };
        format!("{}{mark}", label.source(&self.graph.symbols))
    }
}

/// What an expected struct embeds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Embeds {
    Nothing,
    /// `_|_`
    Bottom,
    Value,
}
