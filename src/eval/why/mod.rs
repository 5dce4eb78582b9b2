//! Why a value is as it is: every contribution to it, by which way each came, and which of them
//! decided.
//!
//! Nothing is recorded while values are evaluated. What was unified in a vertex is gone through once
//! more when somebody asks (`walk`), so that evaluation costs nothing more; `chain` tells the way that
//! a contribution came, `frames` the comprehensions and patterns that it stands in, `role` what it
//! did, `arms` what became of the alternatives of a disjunction, `inputs` what a computed value was
//! made of, `absence` why there is no value; `origin` is all of that in short, for a source map. It must not know how any of that is shown.

mod absence;
mod arms;
mod chain;
mod frames;
mod inputs;
mod origin;
mod role;
mod walk;

use self::frames::Frames;
use super::export::Need;
use super::graph::Graph;
use super::inspect::Step;
use super::value::Value;
use super::vertex::VertexId;
use crate::base::Span;
use crate::program::Mark;

pub use absence::{Absence, Hindrance};
pub use origin::Origin;

/// How many contributions are told of one value; nobody reads more.
const MOST: usize = 400;

/// Why a value is as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// Where it stands: its path, as references write it.
    pub path: String,
    /// The value on one line, cut where it is long.
    pub value: String,
    /// How settled it is.
    pub standing: Standing,
    /// What is wrong with it, or with what is below it: sentences without a full stop.
    pub faults: Vec<String>,
    /// All that was unified in it, what decided first.
    pub contributions: Vec<Contribution>,
    /// Whether there are more contributions than are told.
    pub cut: bool,
}

/// How settled a value is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Nothing can change it.
    Concrete,
    /// A default gives it, and another value may still override that.
    Default,
    /// It is not known yet.
    Open,
    /// It is an optional field that nothing gives a value.
    Optional,
    /// It is a required field that nothing gives a value.
    Required,
    /// It has no value, for an error.
    Failed,
}

/// One of the things unified in a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contribution {
    /// Where it is written; [`Span::NOWHERE`] for what is built in.
    pub span: Span,
    /// What it did.
    pub role: Role,
    /// What it says, evaluated, on one line.
    pub value: String,
    /// Whether that is computed rather than written.
    pub computed: bool,
    /// The definition that it stands in.
    pub definition: Option<String>,
    /// The package that it stands in, unless that is the root package.
    pub package: Option<String>,
    /// The way by which it came, from the outside inwards.
    pub chain: Vec<Link>,
    /// The alternatives, if it is a disjunction.
    pub alternatives: Vec<Alternative>,
    /// What it was computed of.
    pub inputs: Vec<Input>,
}

/// What a contribution did. The order is that in which they are told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Role {
    /// It contradicts another one.
    Conflict,
    /// It gives the value.
    Value,
    /// Its default gives the value.
    Default,
    /// It gives fields or elements.
    Fields,
    /// Its default gave way to another value.
    Overridden,
    /// It restricts what the value may be.
    Constraint,
    /// It allows anything.
    Anything,
}

/// A step of the way that a contribution came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// What it is.
    pub kind: LinkKind,
    /// Where it stands.
    pub span: Span,
    /// The label that a `for` clause or a pattern was at.
    pub key: Option<String>,
    /// Where the value of a `for` clause is written.
    pub element: Option<Span>,
}

/// The kinds of steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LinkKind {
    /// A reference to a value.
    Reference,
    /// A reference to a definition.
    Definition,
    /// A pattern that matched the label.
    Pattern,
    /// A `for` clause.
    For,
    /// An `if` clause that held.
    If,
    /// A `try` clause that found all it needs.
    Try,
    /// The `else` of a comprehension that yielded nothing.
    Else,
    /// A call or another computation that made it.
    Made,
    /// An alternative of a disjunction that was taken.
    Alternative,
}

/// An alternative of a disjunction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alternative {
    /// Where it is written.
    pub span: Span,
    /// Whether it is marked as the default.
    pub default: bool,
    /// What became of it.
    pub fate: Fate,
}

/// What became of an alternative.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It is the value, or fits it.
    Taken,
    /// It is still possible.
    Possible,
    /// It was dropped, for that reason if it is known.
    Dropped(Option<String>),
}

/// A value that went into a computed one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Input {
    /// The reference.
    pub span: Span,
    /// Its value, on one line.
    pub value: String,
    /// Where that value stands: its path in its package.
    pub path: Option<String>,
    /// Where that value is written.
    pub place: Option<Span>,
}

/// A value that was found by a path, and how the path led there.
#[derive(Clone, Debug)]
pub struct Found {
    /// The value.
    pub vertex: VertexId,
    /// The references through which the path went, because what it led through is nothing else.
    through: Vec<Link>,
    /// The path.
    path: String,
}

impl Found {
    /// The value that paths start at.
    pub fn root(vertex: VertexId) -> Self {
        Self { vertex, through: Vec::new(), path: String::new() }
    }

    /// The path from the root.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Answers questions about the values of one graph.
pub struct Tracer {
    frames: Frames,
}

impl Tracer {
    /// For the values of `graph`.
    pub fn new(graph: &Graph) -> Self {
        Self { frames: Frames::of(&graph.program) }
    }

    /// The value that one more step leads to.
    pub fn descend(&self, graph: &mut Graph, from: &Found, step: &Step) -> Option<Found> {
        let holder = graph.chosen(from.vertex);
        let label = graph.label_by(holder, step)?;
        let vertex = graph.arc(holder, label)?;
        graph.admit_field(vertex);
        let mut through = from.through.clone();
        through.extend(graph.shared_by(&self.frames, from.vertex));
        let mut path = from.path.clone();
        graph.push_label(&mut path, label);
        Some(Found { vertex, through, path })
    }

    /// Why a value is as it is.
    pub fn account(&self, graph: &mut Graph, found: &Found) -> Account {
        let vertex = found.vertex;
        graph.finish(vertex);
        let walked = walk::walk(graph, &self.frames, found);
        let faults = match graph.vertices[vertex].mark {
            Mark::Regular => graph.validate(vertex, Need::Concrete),
            Mark::Required | Mark::Optional => Vec::new(),
        };
        let standing = graph.standing(vertex);
        let conflicts: Vec<Span> = match standing {
            Standing::Failed => graph.places_of_error(vertex),
            _ => Vec::new(),
        };
        let cut = walked.cut || walked.leaves.len() > MOST;
        let contributions = role::contributions(graph, vertex, walked.leaves, &conflicts);
        let chosen = graph.default_of(Value::Vertex(vertex));
        let words = |one: crate::base::Diagnostic| match one.path {
            Some(path) if path != found.path && !one.message.contains(&path) => {
                format!("{path}: {}", one.message)
            }
            Some(_) | None => one.message,
        };
        Account {
            path: found.path.clone(),
            value: match standing {
                Standing::Default => graph.show_value(chosen),
                _ => graph.show_value(Value::Vertex(vertex)),
            },
            standing,
            faults: faults.into_iter().map(words).collect(),
            contributions,
            cut,
        }
    }
}

impl Graph {
    /// How settled a value is.
    fn standing(&self, vertex: VertexId) -> Standing {
        match self.vertices[vertex].mark {
            Mark::Optional => return Standing::Optional,
            Mark::Required => return Standing::Required,
            Mark::Regular => {}
        }
        let value = self.vertices[self.deref(vertex)].value;
        match (value, self.default_of(Value::Vertex(vertex))) {
            (Value::Bottom(bottom), _) if self.is_permanent(bottom) => Standing::Failed,
            (Value::Choice(_), chosen) if self.is_chosen(chosen) => Standing::Default,
            (Value::Struct | Value::List, _) => Standing::Concrete,
            (value, _) if Self::is_scalar(value) => Standing::Concrete,
            _ => Standing::Open,
        }
    }

    /// Whether a value is a struct or a list.
    fn is_composite(&self, vertex: VertexId) -> bool {
        matches!(self.vertices[self.deref(vertex)].value, Value::Struct | Value::List)
    }

    /// Whether the default of a choice is one value.
    fn is_chosen(&self, value: Value) -> bool {
        match value {
            Value::Vertex(vertex) => self.is_composite(vertex),
            value => Self::is_scalar(value),
        }
    }
}
