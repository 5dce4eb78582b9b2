//! A structural schema from the plain data of `openAPIV3Schema`.
//!
//! What stands in several places through YAML's anchors is read once. Depth is bounded here, and
//! since all work on objects goes down their schema, it is bounded there too.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::format::Format;
use super::schema::{
    Additional, Bound, Branches, Kind, Limits, ListType, Node, Pattern, Range, Schema, SchemaId,
};
use crate::base::{Arena, Code, Diagnostic, Number, Plain, PlainId, Shape};
use crate::kube::cel::Rule;

/// The deepest schema that is read; the largest that are known have a depth of about 40.
const DEEPEST: usize = 200;

/// Reads the schema at `root`.
///
/// # Errors
/// What makes it unusable, each with its place.
pub(super) fn read(plain: &Arc<Plain>, root: PlainId) -> Result<Schema, Vec<Diagnostic>> {
    let mut reader =
        Reader { plain, nodes: Arena::new(), known: FxHashMap::default(), faults: Vec::new() };
    let root = reader.node(root, 0);
    let Reader { nodes, faults, .. } = reader;
    match root {
        Some(root) if faults.is_empty() => {
            let has_rules = nodes.iter().any(|(_, node)| !node.rules.is_empty());
            Ok(Schema { nodes, root, plain: Arc::clone(plain), has_rules })
        }
        _ => Err(faults),
    }
}

struct Reader<'a> {
    plain: &'a Plain,
    nodes: Arena<SchemaId, Node>,
    known: FxHashMap<PlainId, SchemaId>,
    faults: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn node(&mut self, at: PlainId, depth: usize) -> Option<SchemaId> {
        if let Some(&known) = self.known.get(&at) {
            return Some(known);
        }
        if depth > DEEPEST {
            return self.fault(at, format!("a schema deeper than {DEEPEST} levels"));
        }
        let Shape::Map = self.plain.shape(at) else {
            return self.fault(at, "a schema is a map");
        };
        let mut node = Node::default();
        for (key, value) in self.plain.entries(at) {
            self.keyword(&mut node, key, value, depth);
        }
        if node.kind.is_none() && self.flag(at, "x-kubernetes-int-or-string") {
            node.kind = Some(Kind::IntOrString);
        }
        if let ListType::Map(keys) = &mut node.list {
            let listed = self.plain.get(at, "x-kubernetes-list-map-keys");
            *keys = listed.map(|it| self.strings(it)).unwrap_or_default();
        }
        self.exclude(&mut node.limits, at);
        let id = self.nodes.add(node);
        self.known.insert(at, id);
        Some(id)
    }

    /// Takes one keyword; what is not known here says nothing of values.
    fn keyword(&mut self, node: &mut Node, key: &str, value: PlainId, depth: usize) {
        match key {
            "type" => node.kind = self.kind(value),
            "nullable" => node.nullable = self.truth(value),
            "x-kubernetes-preserve-unknown-fields" => node.preserve = self.truth(value),
            "x-kubernetes-embedded-resource" => node.embedded = self.truth(value),
            "default" => node.default = Some(value),
            "properties" => {
                for (name, schema) in self.members(value) {
                    if let Some(id) = self.node(schema, depth + 1) {
                        node.properties.insert(name.to_owned(), id);
                    }
                }
            }
            "additionalProperties" => {
                node.additional = match self.plain.shape(value) {
                    Shape::Bool(true) => Additional::Any,
                    Shape::Bool(false) => Additional::None,
                    _ => match self.node(value, depth + 1) {
                        Some(id) => Additional::Values(id),
                        None => Additional::Any,
                    },
                };
            }
            "items" => node.items = self.node(value, depth + 1),
            "x-kubernetes-list-type" => {
                node.list = match self.text(value) {
                    Some("set") => ListType::Set,
                    Some("map") => ListType::Map(Vec::new()),
                    _ => ListType::Atomic,
                };
            }
            "x-kubernetes-validations" => {
                let rules = self.elements(value).iter();
                node.rules = rules.filter_map(|&it| Rule::read(self.plain, it)).collect();
            }
            "$ref" => {
                self.fault::<()>(value, "`$ref` is not allowed here: schemas are written out");
            }
            "allOf" | "anyOf" | "oneOf" | "not" => {
                self.branches(&mut node.branches, key, value, depth);
            }
            _ => self.limit(&mut node.limits, key, value),
        }
    }

    fn branches(&mut self, branches: &mut Branches, key: &str, value: PlainId, depth: usize) {
        if key == "not" {
            branches.not = self.node(value, depth + 1);
            return;
        }
        let schemas = self.elements(value).iter();
        let read = schemas.filter_map(|&schema| self.node(schema, depth + 1)).collect();
        match key {
            "allOf" => branches.all = read,
            "anyOf" => branches.any = read,
            _ => branches.one = read,
        }
    }

    fn limit(&mut self, limits: &mut Limits, key: &str, value: PlainId) {
        match key {
            "format" => limits.format = self.text(value).and_then(Format::named),
            "minimum" => limits.minimum = self.bound(value),
            "maximum" => limits.maximum = self.bound(value),
            "multipleOf" => limits.multiple_of = self.number(value),
            "minLength" => limits.length.least = self.count(value),
            "maxLength" => limits.length.most = self.count(value),
            "minItems" => limits.items.least = self.count(value),
            "maxItems" => limits.items.most = self.count(value),
            "minProperties" => limits.properties.least = self.count(value),
            "maxProperties" => limits.properties.most = self.count(value),
            "pattern" => limits.pattern = self.text(value).map(Pattern::new),
            "required" => limits.required = self.strings(value),
            "enum" => limits.values = Some(self.elements(value).to_vec()),
            _ => {}
        }
    }

    /// The bounds of `exclusiveMinimum` and `exclusiveMaximum`, which are booleans.
    fn exclude(&self, limits: &mut Limits, at: PlainId) {
        for (bound, key) in
            [(&mut limits.minimum, "exclusiveMinimum"), (&mut limits.maximum, "exclusiveMaximum")]
        {
            if let Some(bound) = bound {
                bound.exclusive = self.flag(at, key);
            }
        }
    }

    fn kind(&mut self, value: PlainId) -> Option<Kind> {
        match self.text(value)? {
            "object" => Some(Kind::Object),
            "array" => Some(Kind::Array),
            "string" => Some(Kind::String),
            "integer" => Some(Kind::Integer),
            "number" => Some(Kind::Number),
            "boolean" => Some(Kind::Boolean),
            "" => None,
            other => {
                let message = format!("there is no type `{other}`");
                self.fault(value, message)
            }
        }
    }

    fn bound(&mut self, value: PlainId) -> Option<Bound> {
        self.number(value).map(|value| Bound { value, exclusive: false })
    }

    fn number(&mut self, value: PlainId) -> Option<Number> {
        match self.plain.shape(value) {
            Shape::Int(number) => Some(Number::from(number)),
            Shape::Number(number) => Some(number.clone()),
            _ => self.fault(value, "this must be a number"),
        }
    }

    fn count(&mut self, value: PlainId) -> Option<i64> {
        match self.number(value)?.integral().to_i64() {
            Some(count) => Some(count),
            None => self.fault(value, "this must be a whole number"),
        }
    }

    fn text(&mut self, value: PlainId) -> Option<&'a str> {
        match self.plain.shape(value) {
            Shape::Str(text) => Some(text),
            Shape::Null => None,
            _ => self.fault(value, "this must be a string"),
        }
    }

    fn truth(&mut self, value: PlainId) -> bool {
        match self.plain.shape(value) {
            Shape::Bool(value) => value,
            Shape::Null => false,
            _ => self.fault::<()>(value, "this must be true or false").is_some(),
        }
    }

    fn flag(&self, at: PlainId, key: &str) -> bool {
        let value = self.plain.get(at, key);
        value.is_some_and(|value| matches!(self.plain.shape(value), Shape::Bool(true)))
    }

    fn strings(&mut self, value: PlainId) -> Vec<String> {
        let texts = self.elements(value).iter();
        texts.filter_map(|&it| self.text(it)).map(str::to_owned).collect()
    }

    fn elements(&mut self, value: PlainId) -> &'a [PlainId] {
        match self.plain.shape(value) {
            Shape::List(items) => items,
            Shape::Null => &[],
            _ => {
                self.fault::<()>(value, "this must be a list");
                &[]
            }
        }
    }

    fn members(&mut self, value: PlainId) -> Vec<(&'a str, PlainId)> {
        match self.plain.shape(value) {
            Shape::Map => self.plain.entries(value).collect(),
            Shape::Null => Vec::new(),
            _ => {
                self.fault::<()>(value, "this must be a map");
                Vec::new()
            }
        }
    }

    /// Keeps what is wrong, and gives nothing.
    fn fault<T>(&mut self, at: PlainId, message: impl Into<String>) -> Option<T> {
        let fault =
            Diagnostic::error(Code::BrokenDefinition, format!("schema: {}", message.into()));
        self.faults.push(match self.plain.span(at) {
            Some(span) => fault.at(span, ""),
            None => fault,
        });
        None
    }
}

impl Range {
    /// Whether `count` is none too few.
    pub(super) fn falls_short(self, count: usize) -> Option<i64> {
        self.least.filter(|&least| (count as i64) < least)
    }

    /// Whether `count` is none too many.
    pub(super) fn exceeds(self, count: usize) -> Option<i64> {
        self.most.filter(|&most| (count as i64) > most)
    }
}
