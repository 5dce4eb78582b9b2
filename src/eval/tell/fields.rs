//! Words for fields: unknown ones, undefined ones, and those that never end.

use super::{Closer, Met, listed};
use crate::base::{Code, Diagnostic, Fix, Span};
use crate::eval::graph::Graph;
use crate::eval::value::Value;
use crate::eval::vertex::{NO_VERTEX, Source, VertexId};
use crate::program::{Expr, Label, Mark};

impl Graph {
    /// A field that a closed struct does not have.
    pub(super) fn tell_unknown(
        &self,
        met: &Met,
        at: Option<Span>,
        allowed: &[Label],
        closer: Option<Closer>,
    ) -> Diagnostic {
        let (name, holder) = match met.path.split_last() {
            Some((label, holder)) => (label.text(&self.symbols), self.subject(holder)),
            None => (String::new(), self.subject(&[])),
        };
        let definition = closer.map(|closer| self.name_of(closer.definition));
        let closed = match &definition {
            Some(definition) => format!("{holder} is closed by `{definition}`"),
            None => format!("{holder} is closed"),
        };
        let message = format!("unknown field `{name}`: {closed}");
        let mut told = Diagnostic::error(Code::FieldNotAllowed, message);
        if let Some(at) = at {
            let whose = definition.as_ref().map_or("the struct".to_owned(), |it| format!("`{it}`"));
            told = told.at(at, format!("not a field of {whose}"));
        }
        if let Some(Closer { definition, reference }) = closer {
            if let Some(reference) = reference.filter(|&span| self.is_near(span)) {
                told = told.at(reference, "closed here");
            }
            if let Some(rule) = self.declared(definition) {
                let names = self.names(allowed);
                let words = match names.is_empty() {
                    true => "allows no field".to_owned(),
                    false => format!("allows: {}", listed(&names)),
                };
                told = told.at(rule, words);
            }
        }
        let texts: Vec<String> = allowed.iter().map(|label| label.text(&self.symbols)).collect();
        if let Some(near) = self.meant(&name, &texts) {
            let source = allowed
                .iter()
                .find(|label| label.text(&self.symbols) == near)
                .map_or_else(|| near.to_owned(), |label| label.source(&self.symbols));
            told = told.help(format!("Did you mean `{near}`?"));
            if let Some(at) = at {
                // A label in quotes stays in quotes: bare, it might hide a name.
                let is_quoted = self.texts.slice(at).starts_with('"');
                let source = if is_quoted { format!("{near:?}") } else { source };
                told = told.fix(Fix::replace(at, source));
            }
        } else if let Some(missing) = self.only_missing(met, allowed) {
            let name = missing.source(&self.symbols);
            told = told.help(format!("Did you mean `{name}`, which is required and missing?"));
            if let Some(at) = at {
                told = told.fix(Fix::replace(at, name).for_review());
            }
        } else if closer.is_none() && !allowed.is_empty() {
            told = told.help(format!("It may have: {}.", listed(&self.names(allowed))));
        } else if let Some(definition) = definition {
            told = told.help(format!(
                "Take it out, or declare it in `{definition}`; `...` in a definition accepts more fields."
            ));
        }
        told
    }

    /// The only required field that a struct lacks which has an unknown one.
    fn only_missing(&self, met: &Met, allowed: &[Label]) -> Option<Label> {
        let holder = self.vertices[self.bottoms[met.bottom].vertex?].parent;
        let arcs = self.vertices[holder].arcs.iter();
        let mut missing = arcs.filter(|&&(label, arc)| {
            self.vertices[arc].mark == Mark::Required && allowed.contains(&label)
        });
        match (missing.next(), missing.next()) {
            (Some(&(label, _)), None) => Some(label),
            _ => None,
        }
    }

    /// A selected field that is not there.
    pub(super) fn tell_undefined(
        &self,
        met: &Met,
        of: VertexId,
        label: Label,
        (at, by): (Span, Option<Span>),
    ) -> Diagnostic {
        let name = label.text(&self.symbols);
        let by = by.filter(|&by| self.sites().nearness(by) > self.sites().nearness(at));
        let package = self.roots.iter().find(|(_, root)| **root == of).map(|(package, _)| *package);
        let package = package.map(|package| self.program.packages[package].path.as_str());
        let subject = match self.labels_to(of).as_slice() {
            [] if package.is_some_and(|path| !path.is_empty()) => {
                format!("the package `{}`", package.unwrap_or_default())
            }
            [] => "the value".to_owned(),
            _ if self.vertices[of].is_detached() => "the value".to_owned(),
            path => self.subject(path),
        };
        let token = self.last_label(at, label);
        let code = self.bottoms[met.bottom].code;
        let mut told = Diagnostic::error(code, format!("{subject} has no field `{name}`"));
        if let Some(by) = by {
            told = told.at(by, "asks for it");
        }
        told = told.at(token, "there is no such field");
        let fields: Vec<Label> = self.vertices[of]
            .arcs
            .iter()
            .map(|&(label, _)| label)
            .filter(|label| label.as_index().is_none())
            .collect();
        let names = self.names(&fields);
        if let Some(place) = self.declared(of) {
            let words = match names.is_empty() {
                true => "has no fields".to_owned(),
                false => format!("has: {}", listed(&names)),
            };
            told = told.at(place, words);
        }
        let texts: Vec<String> = fields.iter().map(|label| label.text(&self.symbols)).collect();
        match self.meant(&name, &texts) {
            Some(near) => {
                let source = fields.iter().find(|label| label.text(&self.symbols) == near);
                let source = source.map_or(near.to_owned(), |label| label.source(&self.symbols));
                let told = told.help(format!("Did you mean `{near}`?"));
                // Of an index, only the whole is known; its value comes from elsewhere.
                match by.filter(|&by| self.literals_at(by)) {
                    Some(by) => told.fix(Fix::replace(by, format!("{near:?}"))),
                    None if token == at => told,
                    None => told.fix(Fix::replace(token, source)),
                }
            }
            None => match self.vertices[of].value {
                Value::Struct | Value::List | Value::Bottom(_) => {
                    told.help(format!("Declare `{name}`, or select a field that is there."))
                }
                value => {
                    let shown = self.show_value(value);
                    told.help(format!("What it is selected from is only known as {shown}."))
                }
            },
        }
    }

    /// The last label of a selection: the whole where it cannot be told apart.
    fn last_label(&self, at: Span, label: Label) -> Span {
        let text = self.texts.slice(at);
        let name = label.text(&self.symbols);
        let quoted = format!("{name:?}");
        let last = [quoted.as_str(), name.as_str()].into_iter().find(|last| text.ends_with(last));
        match last {
            Some(last) => Span { start: at.end - last.len() as u32, ..at },
            None => at,
        }
    }

    /// A struct that contains itself.
    pub(super) fn tell_endless(&self, met: &Met) -> Diagnostic {
        let vertex = self.bottoms[met.bottom].vertex.unwrap_or(NO_VERTEX);
        let reference = self.vertices[vertex].conjuncts.iter().find_map(|conjunct| {
            let Source::Expr(value) = conjunct.source else { return None };
            self.is_reference(value).then_some(value)
        });
        let target = self.vertices[vertex].node.references.first().map(|reference| reference.0);
        let name = target.map(|target| self.name_of(target)).filter(|name| !name.is_empty());
        let field = self.vertices[vertex].label.source(&self.symbols);
        let subject =
            name.as_ref().map_or_else(|| self.subject(&met.path), |name| format!("`{name}`"));
        let message = format!("{subject} contains itself without end");
        let mut told = Diagnostic::error(Code::StructuralCycle, message);
        let bottom = &self.bottoms[met.bottom];
        match reference.map(|reference| self.program.span(reference)) {
            Some(span) => told = told.at(span, format!("always needs another {subject}")),
            None => told.marks.clone_from(&bottom.marks),
        }
        if let Some(place) = target.and_then(|target| self.declared(target)) {
            told = told.at(place, "contains itself");
        }
        if let Some(name) = &name {
            told = told.note(format!("the circle is {name} -> {field} -> {name}"));
        }
        let reference_text = name.unwrap_or_else(|| "…".to_owned());
        told = told.help(format!(
            "Make it optional, `{field}?: {reference_text}`, or let it end: `{field}: *null | {reference_text}`."
        ));
        let place = reference.and_then(|reference| self.sites().label(reference));
        match place {
            Some(label) => {
                let end = Span { start: label.end, ..label };
                told.fix(Fix::insert(end, "?", format!("make `{field}` optional")).for_review())
            }
            None => told,
        }
    }

    /// The names of labels as they are written, in order: definitions and hidden fields come last.
    fn names(&self, labels: &[Label]) -> Vec<String> {
        let named = |label: &Label| (!label.is_field(), label.source(&self.symbols));
        let mut names: Vec<(bool, String)> = labels.iter().map(named).collect();
        names.sort();
        names.into_iter().map(|(_, name)| name).collect()
    }

    /// The name of a definition with that of its package where it is another.
    fn name_of(&self, vertex: VertexId) -> String {
        self.vertices[vertex].label.source(&self.symbols)
    }

    /// Whether a place belongs to a value of the user's.
    pub(super) fn is_near(&self, span: Span) -> bool {
        self.sites().nearness(span) == super::sites::Nearness::Value
    }

    /// Whether what stands at a place is a literal: a string without interpolations, a number, a
    /// boolean, null.
    pub(super) fn literals_at(&self, span: Span) -> bool {
        let text = self.texts.slice(span);
        let quoted = text.len() > 1
            && text.starts_with('"')
            && text.ends_with('"')
            && !text.contains(['\\', '\n']);
        let number = text.starts_with(|first: char| first.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_'));
        quoted || number || matches!(text, "true" | "false" | "null")
    }

    /// Where an alternative says of which kind it is.
    pub(super) fn kind_place(&self, arm: &super::Alternative) -> Span {
        let Expr::And(operands) = self.program.expr(arm.expr) else { return arm.span };
        let universe =
            operands.iter().find(|&&one| matches!(self.program.expr(one), Expr::Universe(_)));
        universe.map_or(arm.span, |&one| self.program.span(one))
    }
}
