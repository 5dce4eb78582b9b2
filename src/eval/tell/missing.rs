//! Words for required fields that nobody gives: those that are not there at all, and those that
//! only a template speaks of, so that something within them or made of them fails.

use super::sites::Nearness;
use super::{About, Met};
use crate::base::{Code, Diagnostic, Fix, Span};
use crate::eval::graph::Graph;
use crate::eval::value::{Gravity, Value};
use crate::eval::vertex::{Conjunct, NO_VERTEX, Source, VertexId};
use crate::program::{Expr, ExprId, Label, Mark, PackageId};
use crate::syntax::comment_above;

/// The longest documentation that is quoted, in letters.
const LONGEST: usize = 240;

/// A required field that was left to the template.
pub(super) struct Missing {
    pub(super) field: VertexId,
    pub(super) path: Vec<Label>,
}

impl Graph {
    /// The required field for want of which an error was met: the outermost one around the value at
    /// fault to which nobody but the template gave anything.
    pub(super) fn wanting(&self, met: &Met) -> Option<Missing> {
        if !self.may_be_for_want(met) {
            return None;
        }
        let vertex = self.bottoms[met.bottom].vertex?;
        let way = self.way_to(&met.path).unwrap_or_else(|| self.way_above(vertex));
        // What no parameter leads to is not the user's to give.
        let is_open = |label: Label| !label.is_definition() && !label.is_hidden();
        let exposed = way.iter().take_while(|&&at| is_open(self.vertices[at].label)).count();
        let at = way.iter().take(exposed).position(|&at| self.is_left_out(at))?;
        let field = *way.get(at)?;
        let path = match way.len() == met.path.len() {
            true => met.path.get(..=at)?.to_vec(),
            false => self.labels_to(field),
        };
        Some(Missing { field, path })
    }

    /// The fields that a path leads through from the root of the user's package.
    fn way_to(&self, path: &[Label]) -> Option<Vec<VertexId>> {
        let mut at = *self.roots.get(&PackageId::ROOT)?;
        let mut way = Vec::with_capacity(path.len());
        for &label in path {
            at = self.arc(at, label).or_else(|| self.arc(self.deref(at), label))?;
            way.push(at);
        }
        Some(way).filter(|way| !way.is_empty() && !way.contains(&NO_VERTEX))
    }

    /// A vertex and those around it, the outermost first.
    fn way_above(&self, vertex: VertexId) -> Vec<VertexId> {
        let above = |at: &VertexId| Some(self.vertices[*at].parent).filter(|&at| at != NO_VERTEX);
        let mut way: Vec<VertexId> = std::iter::successors(Some(vertex), above).collect();
        // The root itself is no field.
        way.pop();
        way.reverse();
        way
    }

    /// Whether an error is one that a value may have because nobody gave it.
    fn may_be_for_want(&self, met: &Met) -> bool {
        let bottom = &self.bottoms[met.bottom];
        match bottom.about.as_deref() {
            Some(About::Missing | About::Open(_)) => true,
            Some(About::Check { found, .. }) => self.sites().nearness(found.span) < Nearness::Value,
            Some(About::Arms { .. }) => bottom.gravity < Gravity::Permanent,
            None => bottom.gravity < Gravity::Permanent || self.is_raised(met.bottom),
            Some(_) => false,
        }
    }

    /// Whether a field is required by a template that alone says something of it.
    fn is_left_out(&self, field: VertexId) -> bool {
        let sites = self.sites();
        let conjuncts = &self.vertices[field].conjuncts;
        let required = conjuncts.iter().filter_map(|it| self.required_by(it));
        let Some(rule) = required.map(|rule| sites.nearness(self.program.span(rule))).max() else {
            return false;
        };
        let template = rule.min(Nearness::Definition);
        conjuncts.iter().all(|conjunct| match conjunct.source {
            Source::Expr(value) => {
                sites.nearness(self.program.span(value)) <= template
                    || sites.mark_of(value) != Mark::Regular
                    || matches!(self.program.expr(value), Expr::Top)
            }
            Source::Computed(_) => sites.nearness(self.source_span(conjunct.source)) <= template,
        })
    }

    /// The value of the field marked `!` that a conjunct is.
    fn required_by(&self, conjunct: Conjunct) -> Option<ExprId> {
        let Source::Expr(value) = conjunct.source else { return None };
        (self.sites().mark_of(value) == Mark::Required).then_some(value)
    }

    /// A required field that nobody gives.
    pub(super) fn tell_missing(&self, met: &Met, missing: &Missing) -> Diagnostic {
        let Missing { field, path } = missing;
        let name = self.vertices[*field].label.source(&self.symbols);
        let holder = self.vertices[*field].parent;
        let subject = self.subject(path.split_last().map_or(&[], |(_, holder)| holder));
        let message = format!("{subject} lacks the required field `{name}`");
        let mut told = Diagnostic::error(Code::MissingField, message).path(self.path_of(path));
        let place = self.given_at(holder);
        if let Some((place, _)) = place {
            told = told.at(place, format!("add `{name}` here"));
        }
        if let Some(rule) = self.rule_of(*field) {
            let by = self.sites().definition_at(rule);
            let by = by.map(|label| format!(" by `{}`", label.text(&self.symbols)));
            let what = self.what_is_wanted(*field);
            told = told.at(rule, format!("required{}{what}", by.unwrap_or_default()));
        }
        if let Some(said) = self.documentation(*field) {
            told = told.note(format!("its documentation: {said}"));
        }
        if self.is_raised(met.bottom) {
            told = told.note(self.bottoms[met.bottom].message.clone());
        }
        told = told.help(self.how_to_add(*field, &name));
        match place.and_then(|(_, value)| self.inside(value)) {
            Some(at) => {
                let added = format!("{name}: {}", self.blank(*field));
                let text = format!("{}{added}{}", at.before, at.after);
                told.fix(Fix::insert(at.span, text, format!("add `{added}`")).for_review())
            }
            None => told,
        }
    }

    /// A value that may be one of several structs, each of which requires a field that is not there.
    pub(super) fn tell_one_of(&self, met: &Met, value: Value) -> Option<Diagnostic> {
        let Value::Vertex(vertex) = value else { return None };
        let Value::Choice(choice) = self.vertices[self.deref(vertex)].value else { return None };
        let lacked = |&arm: &Value| match arm {
            Value::Vertex(arm) => self.lacked(arm),
            _ => None,
        };
        let arms: Option<Vec<VertexId>> = self.choices[choice].values.iter().map(lacked).collect();
        let arms = arms?;
        let name = |&arm: &VertexId| self.vertices[arm].label.source(&self.symbols);
        let names: Vec<String> = arms.iter().map(|arm| format!("`{}`", name(arm))).collect();
        let subject = self.subject(&met.path);
        let message = format!("{subject} lacks a required field: {}", names.join(" or "));
        let mut told = Diagnostic::error(Code::MissingField, message).path(self.path_of(&met.path));
        if let Some((place, _)) = self.given_at(vertex) {
            told = told.at(place, "add one of them here");
        }
        for &arm in &arms {
            if let Some(rule) = self.rule_of(arm) {
                told = told.at(rule, format!("an alternative{}", self.what_is_wanted(arm)));
            }
        }
        let ways = arms.iter().map(|arm| format!("`{}`", self.added(*arm, &name(arm))));
        Some(told.help(format!("Add {}.", ways.collect::<Vec<_>>().join(" or "))))
    }

    /// The only required field that a struct lacks.
    fn lacked(&self, holder: VertexId) -> Option<VertexId> {
        let arcs = self.vertices[self.deref(holder)].arcs.iter().map(|arc| arc.1);
        let mut lacked = arcs.filter(|&arc| self.vertices[arc].mark == Mark::Required);
        lacked.next().filter(|_| lacked.next().is_none())
    }

    /// Where a field is required: of several places the one that says most.
    fn rule_of(&self, field: VertexId) -> Option<Span> {
        let sites = self.sites();
        let required = self.vertices[field].conjuncts.iter().filter_map(|it| self.required_by(it));
        let places = required.filter_map(|value| {
            let says = !matches!(self.program.expr(value), Expr::Top);
            sites.label(value).map(|label| (says, sites.rank(label), label))
        });
        places.max_by_key(|&(says, rank, _)| (says, rank)).map(|(.., label)| label)
    }

    /// What the comment above a field says of it, in its first sentence.
    fn documentation(&self, field: VertexId) -> Option<String> {
        let sites = self.sites();
        let labels = self.vertices[field].conjuncts.iter().filter_map(|conjunct| {
            let Source::Expr(value) = conjunct.source else { return None };
            sites.label(value)
        });
        let mut said = labels.filter_map(|label| self.comment_above(label));
        said.next()
    }

    /// The first sentence of the comment on the lines above a label.
    fn comment_above(&self, label: Span) -> Option<String> {
        if !self.texts.hold(label) {
            return None;
        }
        let source = self.texts.text(label.file);
        let before = source.get(..label.start as usize)?;
        let indent = before.rsplit('\n').next()?;
        if !indent.trim().is_empty() {
            return None;
        }
        let said = comment_above(source, label.start)?;
        let text = said.split("\n\n").next()?.replace('\n', " ");
        let sentence = text.split(". ").next()?.trim_end_matches('.');
        let cut = sentence.char_indices().nth(LONGEST).map(|(end, _)| end);
        match cut.and_then(|end| sentence.get(..end)) {
            Some(start) => Some(format!("{start}…")),
            None => Some(sentence.to_owned()).filter(|said| !said.is_empty()),
        }
    }

    /// Where a value is given by the user: the label, or the value that has none; and the value. Of
    /// data, the start, since what is held against sources has to change first.
    pub(super) fn given_at(&self, vertex: VertexId) -> Option<(Span, ExprId)> {
        let sites = self.sites();
        let given = self.vertices[vertex].conjuncts.iter().filter_map(|conjunct| {
            let Source::Expr(value) = conjunct.source else { return None };
            let label = || sites.label(value).unwrap_or_else(|| self.program.span(value));
            Some((self.data_in_value(value).unwrap_or_else(label), value))
        });
        given.max_by_key(|&(span, value)| {
            let rank = sites.rank(span);
            let is_literal = self.literal_of(value).is_some();
            (rank.0 > Nearness::Package, self.data_in_value(value).is_some(), is_literal, rank)
        })
    }

    /// The struct that a data file brings into a value, itself or an operand of `&`: its label, or
    /// its first line.
    fn data_in_value(&self, value: ExprId) -> Option<Span> {
        match self.program.expr(value) {
            Expr::Struct(_) => {
                let sites = self.sites();
                let span = self.program.span(value);
                let is_data = self.texts.hold(span) && !sites.is_source(span.file);
                let line = || self.texts.slice(span).lines().next().unwrap_or("").len() as u32;
                let first = || Span { end: span.start + line(), ..span };
                is_data.then(|| sites.label(value).unwrap_or_else(first))
            }
            Expr::And(operands) => operands.iter().find_map(|&one| self.data_in_value(one)),
            _ => None,
        }
    }

    /// The struct literal with braces in a value: itself, or the last operand of `&`.
    fn literal_of(&self, value: ExprId) -> Option<Span> {
        match self.program.expr(value) {
            Expr::Struct(_) => {
                let span = self.program.span(value);
                self.texts.slice(span).starts_with('{').then_some(span)
            }
            Expr::And(operands) => operands.iter().rev().find_map(|&one| self.literal_of(one)),
            _ => None,
        }
    }

    /// Where a field can be added to a struct literal, and what goes around it.
    fn inside(&self, value: ExprId) -> Option<Inside> {
        let span = self.literal_of(value).filter(|span| self.sites().is_source(span.file))?;
        let text = self.texts.slice(span);
        let start = span.start + 1;
        let at = Span { start, end: start, ..span };
        let inner = text.get(1..)?;
        let blank = inner.len() - inner.trim_start().len();
        let gap = inner.get(..blank).unwrap_or("");
        let is_empty = inner.trim_start().starts_with('}');
        Some(match gap.rfind('\n') {
            // On a line of its own, indented as the first field is.
            Some(newline) => {
                let indent = gap.get(newline..).unwrap_or("\n");
                let before = if is_empty { format!("{indent}\t") } else { indent.to_owned() };
                Inside { span: at, before, after: String::new() }
            }
            None if is_empty => Inside { span: at, before: String::new(), after: String::new() },
            None => Inside { span: at, before: String::new(), after: ", ".to_owned() },
        })
    }

    /// What a required field may be, in words: `: a string`.
    fn what_is_wanted(&self, field: VertexId) -> String {
        match self.scalars_of(field) {
            Some(all) => format!(": one of {}", super::listed(&all)),
            None => match self.kind_of(field) {
                kind if kind == super::Kind::TOP => String::new(),
                kind => format!(": {}", super::kind_words(kind)),
            },
        }
    }

    /// How a field is to be written.
    fn how_to_add(&self, field: VertexId, name: &str) -> String {
        match self.scalars_of(field).as_deref() {
            Some([first, _, ..]) => format!("Add `{name}`, such as `{name}: {first}`."),
            Some(_) | None => format!("Add `{}`.", self.added(field, name)),
        }
    }

    /// A field as it is to be written, in outline.
    fn added(&self, field: VertexId, name: &str) -> String {
        let sketch = self.sketch(field, 0, &in_brackets);
        format!("{name}: {}", sketch.replace("{}", "{…}").replace("[]", "[…]"))
    }

    /// What a new field starts from: its type, so that nothing passes that nobody has thought of.
    fn blank(&self, field: VertexId) -> String {
        match self.scalars_of(field) {
            Some(all) => all.join(" | "),
            None => self.sketch(field, 0, &str::to_owned),
        }
    }

    /// A value in outline: what it requires, with `name`d types in the place of scalars.
    fn sketch(&self, vertex: VertexId, depth: usize, name: &dyn Fn(&str) -> String) -> String {
        const DEEPEST: usize = 4;
        if let Some([only]) = self.scalars_of(vertex).as_deref() {
            return only.clone();
        }
        let vertex = self.deref(vertex);
        let arcs = &self.vertices[vertex].arcs;
        match self.vertices[vertex].value {
            Value::List => {
                let first = arcs.first().filter(|_| depth < DEEPEST);
                let first = first.map(|&(_, element)| self.sketch(element, depth + 1, name));
                format!("[{}]", first.unwrap_or_default())
            }
            Value::Struct => {
                let required =
                    arcs.iter().filter(|(_, arc)| depth < DEEPEST && self.is_left_out(*arc));
                let fields = required.map(|&(label, arc)| {
                    let value = self.sketch(arc, depth + 1, name);
                    format!("{}: {value}", label.source(&self.symbols))
                });
                format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
            }
            _ => self.type_of(vertex, name),
        }
    }

    /// The type of a value that is not known, as it is written.
    fn type_of(&self, vertex: VertexId, name: &dyn Fn(&str) -> String) -> String {
        let names = self.kind_of(vertex).names();
        match names.trim_matches(['(', ')']) {
            "_" | "_|_" => name("_"),
            "struct" => "{}".to_owned(),
            "list" => "[]".to_owned(),
            names => name(&names.replace("struct", "{}").replace("list", "[]").replace('|', " | ")),
        }
    }

    fn kind_of(&self, vertex: VertexId) -> super::Kind {
        match self.vertices[self.deref(vertex)].value {
            Value::Struct => super::Kind::STRUCT,
            Value::List => super::Kind::LIST,
            Value::Bottom(_) => super::Kind::TOP,
            value => self.kind(value),
        }
    }

    /// The scalars that a value may be, if it may be nothing else.
    fn scalars_of(&self, vertex: VertexId) -> Option<Vec<String>> {
        match self.vertices[self.deref(vertex)].value {
            Value::Choice(choice) => {
                let all = self.choices[choice].values.iter();
                all.map(|&one| Self::is_scalar(one).then(|| self.show_value(one))).collect()
            }
            value => Self::is_scalar(value).then(|| vec![self.show_value(value)]),
        }
    }
}

/// A type as people are to replace it: `<string>`; of a text with the quotes that it will have.
fn in_brackets(name: &str) -> String {
    match name {
        "string" => "\"<string>\"".to_owned(),
        "_" => "<value>".to_owned(),
        name => format!("<{}>", name.replace(" | ", " or ")),
    }
}

/// A place inside the braces of a struct, and what is to stand before and behind a new field.
struct Inside {
    span: Span,
    before: String,
    after: String,
}
