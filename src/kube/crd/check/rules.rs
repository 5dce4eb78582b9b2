//! The rules in CEL, run at every node that has some.
//!
//! Source: `apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go`.

use super::walk::visit;
use crate::base::{Plain, PlainId, Shape};
use crate::kube::cel::{Outcome, Rule, Subject};
use crate::kube::crd::fault::{Fault, FaultKind};
use crate::kube::crd::path::Path;
use crate::kube::crd::schema::{Schema, SchemaId};

/// Adds what rules say of the object at `root`.
pub(super) fn check(schema: &Schema, plain: &Plain, root: PlainId, faults: &mut Vec<Fault>) {
    if !schema.has_rules {
        return;
    }
    let mut walk = Walk { schema, plain, faults };
    visit(plain, root, (schema, schema.root), &Path::Root, &mut |at, id, path| {
        for rule in &schema.node(id).rules {
            walk.rule(rule, at, id, path);
        }
    });
}

struct Walk<'a> {
    schema: &'a Schema,
    plain: &'a Plain,
    faults: &'a mut Vec<Fault>,
}

impl Walk<'_> {
    fn rule(&mut self, rule: &Rule, at: PlainId, id: SchemaId, path: &Path<'_>) {
        // On what is new there is nothing to compare with; nulls have no rules.
        if rule.is_transition() || matches!(self.plain.shape(at), Shape::Null) {
            return;
        }
        let subject = Subject { plain: self.plain, at, schema: self.schema, id };
        let source = rule.text.trim().replace('\n', " ");
        let value = match self.plain.shape(at) {
            Shape::List(_) => "\"array\"".to_owned(),
            Shape::Map => "\"object\"".to_owned(),
            _ => super::words::quoted(self.plain, at),
        };
        let (kind, text) = match rule.run(subject) {
            Outcome::Holds => return,
            Outcome::Fails => {
                let said = rule.spoken(subject).or_else(|| rule.message.clone());
                let said = said.unwrap_or_else(|| format!("failed rule: {source}"));
                (FaultKind::Rule, refusal(rule.reason.as_deref(), &value, &said))
            }
            Outcome::Error(why) => {
                let text = format!("Invalid value: {value}: {why} evaluating rule: {source}");
                (FaultKind::Rule, text)
            }
            Outcome::Skipped(why) => {
                (FaultKind::Skipped, format!("a rule was not run: {why}: {source}"))
            }
        };
        let mut place = (path.to_string(), at);
        if let Some(relative) = &rule.field_path
            && kind != FaultKind::Skipped
        {
            place = self.blamed(at, path, relative);
        }
        let fault = Fault::new(kind, place.0, text).at(self.plain.span(place.1));
        self.faults.push(match kind {
            FaultKind::Skipped => fault,
            _ => fault.help(format!("The definition has the rule `{source}`.")),
        });
    }

    /// The field that a rule blames (`.spec.name` or `['a.b']`), as far as it exists.
    fn blamed(&self, at: PlainId, path: &Path<'_>, relative: &str) -> (String, PlainId) {
        let mut shown = path.to_string();
        let mut place = at;
        let mut rest = relative;
        while !rest.is_empty() {
            let (name, behind) = if let Some(inner) = rest.strip_prefix("['") {
                inner.split_once("']").unwrap_or((inner, ""))
            } else {
                let inner = rest.strip_prefix('.').unwrap_or(rest);
                inner.split_at(inner.find(['.', '[']).unwrap_or(inner.len()))
            };
            if name.is_empty() {
                break;
            }
            let point = if shown.is_empty() { "" } else { "." };
            shown = format!("{shown}{point}{name}");
            place = self.plain.get(place, name).unwrap_or(place);
            rest = behind;
        }
        (shown, place)
    }
}

/// The words of a rule's reason.
fn refusal(reason: Option<&str>, value: &str, said: &str) -> String {
    match reason {
        Some("FieldValueForbidden") => format!("Forbidden: {said}"),
        Some("FieldValueRequired") => format!("Required value: {said}"),
        Some("FieldValueDuplicate") => format!("Duplicate value: {value}: {said}"),
        _ => format!("Invalid value: {value}: {said}"),
    }
}
