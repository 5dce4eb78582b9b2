//! Whether a custom resource, as the server admitted it, holds its schema: all faults, not the first.
//!
//! Source: `kube-openapi/pkg/validation/validate` for what is checked and in which words, and
//! `apiextensions-apiserver/pkg/registry/customresource/strategy.go` for the order: the schema, then
//! embedded objects, then list types, and rules only where nothing stopped the server before.

mod branches;
mod embedded;
mod list_type;
mod rules;
mod scalar;
mod walk;
mod words;

use super::fault::{Fault, FaultKind};
use super::path::Path;
use super::schema::{Additional, Kind, Node, Schema, SchemaId};
use crate::base::{Plain, PlainId, Shape, nearest};
use words::{kind_of, quoted, type_name};

/// How many nodes are judged for one object, branches counted each time. Real objects take
/// some thousands; only a schema of branches in branches in branches takes more.
const MOST_WORK: usize = 5_000_000;

/// Adds what is wrong with the object at `root`, which was admitted.
pub(super) fn check(schema: &Schema, plain: &Plain, root: PlainId, faults: &mut Vec<Fault>) {
    let first = faults.len();
    let mut walk = Walk { schema, plain, faults, work: 0 };
    walk.value(root, schema.root, &Path::Root);
    let exhausted = walk.work > MOST_WORK;
    if exhausted {
        let text = format!("judging it by its schema takes more than {MOST_WORK} steps");
        faults.push(Fault::new(FaultKind::TooMany, Path::Root, text).at(plain.span(root)));
        return;
    }
    embedded::check(schema, plain, root, faults);
    list_type::check(schema, plain, root, faults);
    let stopped = faults.iter().skip(first).any(|fault| fault.kind.stops_rules());
    if !stopped {
        rules::check(schema, plain, root, faults);
    }
}

struct Walk<'a> {
    schema: &'a Schema,
    plain: &'a Plain,
    faults: &'a mut Vec<Fault>,
    work: usize,
}

impl<'a> Walk<'a> {
    fn value(&mut self, at: PlainId, id: SchemaId, path: &Path<'_>) {
        self.work += 1;
        if self.work > MOST_WORK {
            return;
        }
        let node = self.schema.node(id);
        if matches!(self.plain.shape(at), Shape::Null) && node.nullable {
            return;
        }
        if let Some(kind) = node.kind
            && !self.has_kind(at, kind)
        {
            let found = type_name(self.plain, at);
            let wanted = kind.text();
            let text = format!("Invalid value: \"{found}\": must be of type {wanted}: \"{found}\"");
            let fault = Fault::new(FaultKind::TypeInvalid, path, text).at(self.plain.span(at));
            let fault = match self.kind_help(at, kind) {
                Some(help) => fault.help(help),
                None => fault,
            };
            self.faults.push(fault);
            return;
        }
        self.scalar(at, node, path);
        match self.plain.shape(at) {
            Shape::Map => self.map(at, node, path),
            Shape::List(items) => self.list(at, items, node, path),
            _ => {}
        }
        self.branches(at, node, path);
    }

    fn has_kind(&self, at: PlainId, kind: Kind) -> bool {
        let found = kind_of(self.plain, at);
        match kind {
            Kind::IntOrString => matches!(found, Some(Kind::Integer | Kind::String)),
            Kind::Number => matches!(found, Some(Kind::Integer | Kind::Number)),
            _ => found == Some(kind),
        }
    }

    /// How to mend a value of the wrong type, where that is plain.
    fn kind_help(&self, at: PlainId, kind: Kind) -> Option<String> {
        let text = match self.plain.shape(at) {
            Shape::Int(value) => value.to_string(),
            Shape::Number(value) => value.to_string(),
            Shape::Bool(value) => value.to_string(),
            Shape::Str(text) if matches!(kind, Kind::Integer | Kind::Number) => {
                let number = text.parse::<f64>().is_ok();
                return number.then(|| format!("Write it without quotes: `{text}`."));
            }
            Shape::Null => return Some("Leave the field out instead of giving null.".to_owned()),
            _ => return None,
        };
        let quotable = matches!(kind, Kind::String | Kind::IntOrString);
        quotable.then(|| format!("Put it in quotes: `\"{text}\"`."))
    }

    fn map(&mut self, at: PlainId, node: &'a Node, path: &Path<'_>) {
        for name in &node.limits.required {
            if self.plain.get(at, name).is_none() {
                let fault =
                    Fault::new(FaultKind::Required, Path::Field(path, name), "Required value")
                        .at(self.plain.span(at));
                self.faults.push(fault);
            }
        }
        let count = self.plain.entries(at).len();
        if let Some(least) = node.limits.properties.falls_short(count) {
            let text = format!("Invalid value: {count}: should have at least {least} properties");
            self.push(FaultKind::Invalid, at, path, text);
        }
        if let Some(most) = node.limits.properties.exceeds(count) {
            let text = format!("Too many: {count}: must have at most {most} items");
            self.push(FaultKind::TooMany, at, path, text);
        }
        for (name, value) in self.plain.entries(at) {
            let member = node.properties.get(name).copied().or(match node.additional {
                Additional::Values(id) => Some(id),
                Additional::None | Additional::Any => None,
            });
            if let Some(id) = member {
                self.value(value, id, &Path::Field(path, name));
            }
        }
    }

    fn list(&mut self, at: PlainId, items: &[PlainId], node: &'a Node, path: &Path<'_>) {
        let count = items.len();
        if let Some(least) = node.limits.items.falls_short(count) {
            let text = format!("Invalid value: {count}: should have at least {least} items");
            self.push(FaultKind::Invalid, at, path, text);
        }
        if let Some(most) = node.limits.items.exceeds(count) {
            let text = format!("Too many: {count}: must have at most {most} items");
            self.push(FaultKind::TooMany, at, path, text);
        }
        let Some(element) = node.items else { return };
        for (index, &item) in items.iter().enumerate() {
            self.value(item, element, &Path::Index(path, index));
        }
    }

    fn push(&mut self, kind: FaultKind, at: PlainId, path: &Path<'_>, text: impl Into<String>) {
        self.faults.push(Fault::new(kind, path, text).at(self.plain.span(at)));
    }

    /// One of the enumerated values, or the nearest of them as help.
    fn enumerated(&mut self, at: PlainId, values: &[PlainId], path: &Path<'_>) {
        let allowed = &self.schema.plain;
        if values.iter().any(|&value| crate::kube::equality::same(self.plain, at, allowed, value)) {
            return;
        }
        let shown: Vec<String> = values.iter().map(|&value| quoted(allowed, value)).collect();
        let value = quoted(self.plain, at);
        let text = format!("Unsupported value: {value}: supported values: {}", shown.join(", "));
        let mut fault = Fault::new(FaultKind::NotSupported, path, text).at(self.plain.span(at));
        if let Shape::Str(text) = self.plain.shape(at) {
            let names = values.iter().filter_map(|&value| match allowed.shape(value) {
                Shape::Str(name) => Some(name),
                _ => None,
            });
            if let Some(near) = nearest(text, names) {
                fault = fault.help(format!("Did you mean `{near}`?"));
            }
        }
        self.faults.push(fault);
    }
}
