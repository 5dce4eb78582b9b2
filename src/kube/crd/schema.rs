//! A structural schema, as the API server works with it: nodes in an arena, each with its type, its
//! parts and what its values must hold.
//!
//! Nothing here knows how a schema is written (`read`) or what is done with it (`admit`, `check`).

use std::sync::{Arc, OnceLock};

use indexmap::IndexMap;
use regex::Regex;
use rustc_hash::FxBuildHasher;

use super::format::Format;
use crate::base::{Arena, Number, Plain, PlainId, id};
use crate::eval::builtin::regexp;
use crate::kube::cel::Rule;

id! {
    /// One node of a [`Schema`].
    SchemaId
}

/// The schema of one version of a kind.
#[derive(Debug)]
pub(crate) struct Schema {
    pub(super) nodes: Arena<SchemaId, Node>,
    /// The node of the whole object.
    pub(super) root: SchemaId,
    /// What defaults and enumerations point into.
    pub(super) plain: Arc<Plain>,
    /// Whether any node has rules.
    pub(super) has_rules: bool,
}

/// Any of its members, by name.
pub(super) type Properties = IndexMap<String, SchemaId, FxBuildHasher>;

/// One node of a schema.
#[derive(Default, Debug)]
pub(crate) struct Node {
    pub(super) kind: Option<Kind>,
    /// Whether null is a value.
    pub(super) nullable: bool,
    /// Whether unknown fields are kept, and so allowed.
    pub(super) preserve: bool,
    /// Whether it is an object with `apiVersion`, `kind` and `metadata` of its own.
    pub(super) embedded: bool,
    pub(super) properties: Properties,
    pub(super) additional: Additional,
    pub(super) items: Option<SchemaId>,
    pub(super) default: Option<PlainId>,
    pub(super) list: ListType,
    pub(super) limits: Limits,
    pub(super) branches: Branches,
    /// `x-kubernetes-validations`
    pub(super) rules: Vec<Rule>,
}

/// The type of a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Object,
    Array,
    String,
    Integer,
    Number,
    Boolean,
    /// `x-kubernetes-int-or-string`
    IntOrString,
}

impl Kind {
    /// As the server's messages name it.
    pub(super) fn text(self) -> &'static str {
        match self {
            Kind::Object => "object",
            Kind::Array => "array",
            Kind::String => "string",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Boolean => "boolean",
            Kind::IntOrString => "integer,string",
        }
    }
}

/// What a map may hold under names that are no properties.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) enum Additional {
    /// Nothing.
    #[default]
    None,
    /// Scalars and lists of them; fields of maps are pruned.
    Any,
    Values(SchemaId),
}

/// `x-kubernetes-list-type`
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) enum ListType {
    #[default]
    Atomic,
    Set,
    /// With the names of its keys.
    Map(Vec<String>),
}

/// A bound of numbers.
#[derive(Debug)]
pub(super) struct Bound {
    pub(super) value: Number,
    pub(super) exclusive: bool,
}

/// What values must hold besides their type.
#[derive(Default, Debug)]
pub(super) struct Limits {
    pub(super) format: Option<Format>,
    pub(super) minimum: Option<Bound>,
    pub(super) maximum: Option<Bound>,
    pub(super) multiple_of: Option<Number>,
    pub(super) length: Range,
    pub(super) items: Range,
    pub(super) properties: Range,
    pub(super) pattern: Option<Pattern>,
    pub(super) required: Vec<String>,
    pub(super) values: Option<Vec<PlainId>>,
}

/// How many there may be.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Range {
    pub(super) least: Option<i64>,
    pub(super) most: Option<i64>,
}

/// Schemas that a value must also hold, some or all of them.
#[derive(Default, Debug)]
pub(super) struct Branches {
    pub(super) all: Vec<SchemaId>,
    pub(super) any: Vec<SchemaId>,
    pub(super) one: Vec<SchemaId>,
    pub(super) not: Option<SchemaId>,
}

/// A regular expression, compiled when it is first needed.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), compiled: OnceLock::new() }
    }

    /// Whether it has a match in `text`; a pattern that is none matches nothing, as for the server.
    pub(super) fn matches(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| regexp::uncached(&self.text).ok());
        compiled.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

impl Node {
    /// The schema of the elements of a list.
    pub(crate) fn element(&self) -> Option<SchemaId> {
        self.items
    }
}

impl Schema {
    /// The node of `id`.
    pub(crate) fn node(&self, id: SchemaId) -> &Node {
        &self.nodes[id]
    }

    /// The type of a node.
    pub(crate) fn kind(&self, id: SchemaId) -> Option<Kind> {
        self.nodes[id].kind
    }

    /// The format of a node of strings.
    pub(crate) fn format(&self, id: SchemaId) -> Option<Format> {
        let node = &self.nodes[id];
        node.limits.format.filter(|_| node.kind == Some(Kind::String))
    }

    /// Whether a node is of lists whose order does not count.
    pub(crate) fn is_unordered(&self, id: SchemaId) -> bool {
        self.nodes[id].list != ListType::Atomic
    }

    /// Whether a node is of objects with fields, not of maps with keys.
    pub(crate) fn has_fields(&self, id: SchemaId) -> bool {
        !matches!(self.nodes[id].additional, Additional::Values(_))
    }

    /// What a map of schema `node` holds under `name`, if anything is known of it.
    pub(crate) fn member(&self, node: &Node, name: &str) -> Option<SchemaId> {
        match node.properties.get(name) {
            Some(&id) => Some(id),
            None => match node.additional {
                Additional::Values(id) => Some(id),
                Additional::None | Additional::Any => None,
            },
        }
    }
}
