//! Whether the schemas of a definition are structural, as the server asks before it takes one: every
//! field has a type, branches only narrow, and nothing is said that could not be held cheaply.
//!
//! Source: `apiextensions-apiserver/pkg/apiserver/schema/{structural,validation}.go` and
//! `ValidateCustomResourceDefinitionOpenAPISchema`;
//! <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema>.

use super::fault::{Fault, FaultKind};
use super::path::Path;
use crate::base::{Plain, PlainId, Shape};
use crate::eval::builtin::regexp;
use crate::kube::cel;

/// The deepest schema that is looked at; what is deeper is refused by who reads it.
const DEEPEST: usize = 200;

/// How many faults are told: what stands in many places through YAML's anchors is wrong in all.
const MOST: usize = 1_000;

/// What is wrong with the schemas of all versions of the definition at `root`.
pub(crate) fn faults(plain: &Plain, root: PlainId) -> Vec<Fault> {
    let mut walk = Walk { plain, faults: Vec::new() };
    let spec = plain.get(root, "spec");
    let versions = spec.and_then(|spec| plain.get(spec, "versions"));
    let Some(Shape::List(versions)) = versions.map(|it| plain.shape(it)) else {
        return Vec::new();
    };
    let path = Path::Root;
    let path = Path::Field(&path, "spec");
    let path = Path::Field(&path, "versions");
    for (index, &version) in versions.iter().enumerate() {
        let path = Path::Index(&path, index);
        let path = Path::Field(&path, "schema");
        let Some(schema) = plain.get(version, "schema") else { continue };
        let path = Path::Field(&path, "openAPIV3Schema");
        let Some(schema) = plain.get(schema, "openAPIV3Schema") else { continue };
        walk.root(schema, &path);
    }
    walk.faults
}

/// What a schema is said of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A field, an element or a value of a map, named so in messages.
    Part(&'static str),
    /// The whole object.
    Root,
    /// An arm of `anyOf` or the like.
    Branch,
}

struct Walk<'a> {
    plain: &'a Plain,
    faults: Vec<Fault>,
}

impl<'a> Walk<'a> {
    fn root(&mut self, at: PlainId, path: &Path<'_>) {
        let kind = self.plain.get_str(at, "type");
        if kind.is_some_and(|kind| kind != "object") {
            let value = kind.unwrap_or_default();
            let text = format!("Invalid value: {value:?}: must be object at the root");
            self.at(at, "type", path, FaultKind::Invalid, text);
        }
        self.schema(at, path, Role::Root, 0);
        let metadata = self.get(at, "properties").and_then(|it| self.get(it, "metadata"));
        let Some(metadata) = metadata else { return };
        let named = self.get(metadata, "properties");
        let other = named.into_iter().flat_map(|it| self.plain.entries(it));
        let other: Vec<&str> = other
            .map(|(name, _)| name)
            .filter(|it| !matches!(*it, "name" | "generateName"))
            .collect();
        if !other.is_empty() {
            let path = Path::Field(path, "properties");
            let path = Path::Key(&path, "metadata");
            let text = "Forbidden: must not specify anything other than name and generateName, \
                        but metadata is implicitly specified";
            self.push(FaultKind::Invalid, metadata, &path, text);
        }
    }

    fn schema(&mut self, at: PlainId, path: &Path<'_>, role: Role, depth: usize) {
        if depth > DEEPEST || !matches!(self.plain.shape(at), Shape::Map) {
            return;
        }
        match role {
            Role::Branch => self.branch(at, path),
            Role::Root | Role::Part(_) => self.part(at, path, role),
        }
        self.words(at, path);
        self.list(at, path, role);
        self.rules(at, path);
        self.below(at, path, role, depth);
    }

    /// A part has a type, unless it says in another way what it is.
    fn part(&mut self, at: PlainId, path: &Path<'_>, role: Role) {
        let kind = self.plain.get_str(at, "type").filter(|kind| !kind.is_empty());
        let either = self.flag(at, "x-kubernetes-int-or-string");
        let open = self.flag(at, "x-kubernetes-preserve-unknown-fields");
        let embedded = self.flag(at, "x-kubernetes-embedded-resource");
        match (kind, role) {
            (None, Role::Root) => {
                let text = "Required value: must not be empty at the root";
                self.at(at, "type", path, FaultKind::Required, text);
            }
            (None, Role::Part(what)) if !either && !open => {
                let text = format!("Required value: must not be empty for specified {what}");
                self.at(at, "type", path, FaultKind::Required, text);
            }
            (Some(kind), _) if either => {
                let text = format!(
                    "Invalid value: {kind:?}: must be empty if x-kubernetes-int-or-string is true"
                );
                self.at(at, "type", path, FaultKind::Invalid, text);
            }
            (Some(kind), _) if embedded && kind != "object" => {
                let text = format!(
                    "Invalid value: {kind:?}: must be object if x-kubernetes-embedded-resource is \
                     true"
                );
                self.at(at, "type", path, FaultKind::Invalid, text);
            }
            _ => {}
        }
        let is_value = |it: PlainId| !matches!(self.plain.shape(it), Shape::Bool(false));
        let values = self.get(at, "additionalProperties").filter(|&it| is_value(it));
        let fields = self.get(at, "properties").filter(|&it| self.plain.entries(it).len() > 0);
        if let (Some(values), Some(_)) = (values, fields) {
            let text = "Forbidden: additionalProperties and properties are mutual exclusive";
            let path = Path::Field(path, "additionalProperties");
            self.push(FaultKind::Invalid, values, &path, text);
        }
    }

    /// An arm narrows what is said beside it, and says nothing else.
    fn branch(&mut self, at: PlainId, path: &Path<'_>) {
        const EMPTY: &[&str] = &[
            "additionalProperties",
            "default",
            "description",
            "nullable",
            "title",
            "x-kubernetes-preserve-unknown-fields",
            "x-kubernetes-embedded-resource",
            "x-kubernetes-int-or-string",
            "x-kubernetes-list-type",
            "x-kubernetes-list-map-keys",
            "x-kubernetes-map-type",
            "x-kubernetes-validations",
        ];
        // `anyOf: [{type: integer}, {type: string}]` is how generators write an integer or a string.
        let typed = self.plain.get_str(at, "type");
        if typed.is_some_and(|kind| !matches!(kind, "" | "integer" | "string")) {
            let text = "Forbidden: must be empty to be structural";
            self.at(at, "type", path, FaultKind::Invalid, text);
        }
        for word in EMPTY {
            let said = self.get(at, word);
            if said.is_some_and(|it| !matches!(self.plain.shape(it), Shape::Bool(false))) {
                let text = "Forbidden: must be empty to be structural";
                self.at(at, word, path, FaultKind::Invalid, text);
            }
        }
    }

    /// What may be said nowhere, or only in a form.
    fn words(&mut self, at: PlainId, path: &Path<'_>) {
        if self.flag(at, "uniqueItems") {
            let text = "Forbidden: uniqueItems cannot be set to true since the runtime complexity \
                        becomes quadratic";
            self.at(at, "uniqueItems", path, FaultKind::Invalid, text);
        }
        let pattern = self.plain.get_str(at, "pattern");
        if let Some(pattern) = pattern
            && regexp::uncached(pattern).is_err()
        {
            let text = format!(
                "Invalid value: {pattern:?}: must be a valid regular expression, but isn't"
            );
            self.at(at, "pattern", path, FaultKind::Invalid, text);
        }
        self.default(at, path);
    }

    /// A default is of the type of its field.
    fn default(&mut self, at: PlainId, path: &Path<'_>) {
        let (Some(default), Some(kind)) = (self.get(at, "default"), self.plain.get_str(at, "type"))
        else {
            return;
        };
        let shape = self.plain.shape(default);
        let fits = match shape {
            Shape::Null => self.flag(at, "nullable"),
            Shape::Bool(_) => kind == "boolean",
            Shape::Int(_) => matches!(kind, "integer" | "number"),
            Shape::Number(value) => kind == "number" || (kind == "integer" && value.is_int()),
            Shape::Str(_) | Shape::Bytes(_) => kind == "string",
            Shape::List(_) => kind == "array",
            Shape::Map => kind == "object",
        };
        if !fits {
            let text = format!("Invalid value: must be of type {kind}, as the field is");
            self.at(at, "default", path, FaultKind::TypeInvalid, text);
        }
    }

    /// A list says what it holds, and by which of its fields elements are told apart.
    fn list(&mut self, at: PlainId, path: &Path<'_>, role: Role) {
        let is_list = self.plain.get_str(at, "type") == Some("array");
        let items = self.get(at, "items");
        if is_list && items.is_none() && role != Role::Branch {
            let text = "Required value: must be specified";
            self.at(at, "items", path, FaultKind::Required, text);
        }
        if items.is_some_and(|it| matches!(self.plain.shape(it), Shape::List(_))) {
            let text = "Forbidden: items must be a schema object and not an array";
            self.at(at, "items", path, FaultKind::Invalid, text);
        }
        let keys = self.get(at, "x-kubernetes-list-map-keys");
        let keys = keys.map(|it| self.plain.shape(it));
        let keys: &[PlainId] = if let Some(Shape::List(keys)) = keys { keys } else { &[] };
        let kind = self.plain.get_str(at, "x-kubernetes-list-type");
        match kind {
            Some("map") if keys.is_empty() => {
                let text = "Required value: must not be empty if x-kubernetes-list-type is map";
                self.at(at, "x-kubernetes-list-map-keys", path, FaultKind::Required, text);
            }
            Some("atomic" | "set" | "map") | None => {}
            Some(other) => {
                let text = format!(
                    "Unsupported value: {other:?}: supported values: \"atomic\", \"map\", \"set\""
                );
                self.at(at, "x-kubernetes-list-type", path, FaultKind::NotSupported, text);
            }
        }
        let fields = items.and_then(|it| self.get(it, "properties"));
        for (index, &key) in keys.iter().enumerate() {
            let Shape::Str(name) = self.plain.shape(key) else { continue };
            if fields.is_none_or(|fields| self.get(fields, name).is_none()) {
                let path = Path::Field(path, "x-kubernetes-list-map-keys");
                let path = Path::Index(&path, index);
                let text = format!(
                    "Invalid value: {name:?}: entries must all be names of item properties"
                );
                self.push(FaultKind::Invalid, key, &path, text);
            }
        }
    }

    /// Rules have expressions that can be read.
    fn rules(&mut self, at: PlainId, path: &Path<'_>) {
        let rules = self.get(at, "x-kubernetes-validations").map(|it| self.plain.shape(it));
        let Some(Shape::List(rules)) = rules else { return };
        let path = Path::Field(path, "x-kubernetes-validations");
        for (index, &rule) in rules.iter().enumerate() {
            let path = Path::Index(&path, index);
            let text = self.plain.get_str(rule, "rule").unwrap_or_default();
            if text.trim().is_empty() {
                let said = "Required value: rule is not specified";
                self.at(rule, "rule", &path, FaultKind::Required, said);
            } else if let Some(why) = cel::fault(text) {
                let said = format!("Invalid value: {text:?}: compilation failed: {why}");
                self.at(rule, "rule", &path, FaultKind::Invalid, said);
            }
        }
    }

    /// The schemas within a schema.
    fn below(&mut self, at: PlainId, path: &Path<'_>, role: Role, depth: usize) {
        let part = |what| if role == Role::Branch { Role::Branch } else { Role::Part(what) };
        if let Some(fields) = self.get(at, "properties") {
            let path = Path::Field(path, "properties");
            for (name, schema) in self.plain.entries(fields) {
                self.schema(schema, &Path::Key(&path, name), part("object fields"), depth + 1);
            }
        }
        if let Some(values) = self.get(at, "additionalProperties") {
            let path = Path::Field(path, "additionalProperties");
            self.schema(values, &path, part("object fields"), depth + 1);
        }
        if let Some(items) = self.get(at, "items") {
            self.schema(items, &Path::Field(path, "items"), part("array items"), depth + 1);
        }
        for word in ["allOf", "anyOf", "oneOf"] {
            let arms = self.get(at, word).map(|it| self.plain.shape(it));
            let Some(Shape::List(arms)) = arms else { continue };
            let path = Path::Field(path, word);
            for (index, &arm) in arms.iter().enumerate() {
                self.schema(arm, &Path::Index(&path, index), Role::Branch, depth + 1);
            }
        }
        if let Some(not) = self.get(at, "not") {
            self.schema(not, &Path::Field(path, "not"), Role::Branch, depth + 1);
        }
    }

    fn get(&self, at: PlainId, key: &str) -> Option<PlainId> {
        let found = self.plain.get(at, key)?;
        (!matches!(self.plain.shape(found), Shape::Null)).then_some(found)
    }

    fn flag(&self, at: PlainId, key: &str) -> bool {
        let value = self.plain.get(at, key).map(|it| self.plain.shape(it));
        matches!(value, Some(Shape::Bool(true)))
    }

    /// Adds what is wrong with a word of the schema at `at`.
    fn at(
        &mut self,
        at: PlainId,
        word: &str,
        path: &Path<'_>,
        kind: FaultKind,
        text: impl Into<String>,
    ) {
        let place = self.plain.get(at, word).unwrap_or(at);
        self.push(kind, place, &Path::Field(path, word), text);
    }

    fn push(&mut self, kind: FaultKind, at: PlainId, path: &Path<'_>, text: impl Into<String>) {
        if self.faults.len() < MOST {
            self.faults.push(Fault::new(kind, path, text).at(self.plain.span(at)));
        }
    }
}
