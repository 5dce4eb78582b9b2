//! Values: eight bytes, `Copy`, everything larger behind an id.

use std::fmt;
use std::rc::Rc;

use super::builtin::Builtin;
use super::decided::Decided;
use super::kind::Kind;
use super::tell::About;
use super::vertex::VertexId;
use crate::base::{Code, Mark, Span, Symbol, id};
use crate::program::{ExprId, Label, Relation, Universe};

id! {
    /// A number that is no small integer.
    NumberId,
    /// Bytes.
    BytesId,
    /// An error.
    BottomId,
    /// A bound such as `>5`.
    BoundId,
    /// A call that checks values, such as `strings.MinRunes(3)`.
    ValidatorId,
    /// Several constraints at once.
    ChecksId,
    /// What is left of a disjunction.
    ChoiceId,
}

/// A value, or what is known of one.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Value {
    /// `_`
    Top,
    Null,
    Bool(bool),
    Int(Small),
    Number(NumberId),
    Str(Symbol),
    Bytes(BytesId),
    /// Any value of these kinds.
    Kind(Kind),
    /// Any value within the bound.
    Bound(BoundId),
    /// Any value that the call accepts.
    Validator(ValidatorId),
    /// Any value that all of these accept.
    Checks(ChecksId),
    /// A function.
    Function(Callee),
    /// A struct; only as the value of its vertex.
    Struct,
    /// A list; only as the value of its vertex.
    List,
    /// Several values; only as the value of its vertex.
    Choice(ChoiceId),
    /// The value of a vertex.
    Vertex(VertexId),
    /// No value.
    Bottom(BottomId),
}

/// A function that can be called.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Callee {
    Universe(Universe),
    Package(Builtin),
}

/// An integer of 56 bits, the lowest first: with a tag it is a value. Larger ones are numbers.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Small([u8; 7]);

impl Small {
    /// The integer, if it is that small.
    pub(crate) fn new(value: i64) -> Option<Self> {
        let [low @ .., _] = value.to_le_bytes();
        Some(Self(low)).filter(|small| small.get() == value)
    }

    /// The integer.
    #[inline]
    pub(crate) fn get(self) -> i64 {
        let [a, b, c, d, e, f, g] = self.0;
        i64::from_le_bytes([0, a, b, c, d, e, f, g]) >> 8
    }
}

impl fmt::Debug for Small {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl Value {
    /// So many of something that is in memory, where there is room for no more than fits.
    pub(crate) fn count(count: usize) -> Self {
        Small::new(count as i64).map_or(Self::Kind(Kind::INT), Self::Int)
    }
}

/// `>5`, `!="x"`, `=~"^a"`
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Bound {
    pub(crate) relation: Relation,
    /// A concrete scalar.
    pub(crate) value: Value,
    pub(crate) span: Span,
}

/// A call with its first argument left out.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Validator {
    pub(crate) callee: Callee,
    pub(crate) name: Rc<str>,
    pub(crate) arguments: Rc<[Value]>,
    /// Whether it is the function itself, which can still be called.
    pub(crate) bare: bool,
    pub(crate) span: Span,
}

/// What is left of a disjunction after elimination: at least two values.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// The values, defaults first.
    pub(crate) values: Vec<Value>,
    /// How many of them are defaults.
    pub(crate) defaults: usize,
    /// Whether any arm was marked, which the others then are not.
    pub(crate) marked: bool,
    /// The call that made it: variants of a vertex make theirs anew.
    pub(crate) origin: Option<ExprId>,
    /// For each value the decisions that led to it, where they are known.
    pub(crate) decisions: Decided,
}

/// How an error bears on evaluation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Gravity {
    /// More information may mend it.
    Incomplete,
    /// A vertex that is being worked on was needed: the same work may succeed later.
    Blocked,
    /// Nothing can mend it.
    Permanent,
    /// A value that contains itself without end: permanent, and quiet in a disjunction.
    StructuralCycle,
}

/// An error: why there is no value.
#[derive(Clone, Debug)]
pub(crate) struct Bottom {
    pub(crate) gravity: Gravity,
    pub(crate) code: Code,
    /// One sentence; empty where it was raised in a trial that nobody will read.
    pub(crate) message: String,
    pub(crate) marks: Vec<Mark>,
    pub(crate) help: Vec<String>,
    /// The vertex that has no value, for the path in the message.
    pub(crate) vertex: Option<VertexId>,
    /// Whether it is known to hold for whatever its vertex is unified with.
    pub(crate) is_firm: bool,
    /// The field that is not there but may still come, and the vertex that lacks it.
    pub(crate) lacks: Option<(VertexId, Label)>,
    /// The errors of which it consists: why each arm of a disjunction failed of which none is left.
    pub(crate) causes: Vec<BottomId>,
    /// The facts from which people are told, where they are more than the message.
    pub(crate) about: Option<Box<About>>,
}

impl Bottom {
    pub(crate) fn new(gravity: Gravity, code: Code, message: impl Into<String>) -> Self {
        Self {
            gravity,
            code,
            message: message.into(),
            marks: Vec::new(),
            help: Vec::new(),
            vertex: None,
            is_firm: false,
            lacks: None,
            causes: Vec::new(),
            about: None,
        }
    }

    pub(crate) fn permanent(code: Code, message: impl Into<String>) -> Self {
        Self::new(Gravity::Permanent, code, message)
    }

    pub(crate) fn incomplete(message: impl Into<String>) -> Self {
        Self::new(Gravity::Incomplete, Code::Incomplete, message)
    }

    pub(crate) fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        if span.file != Span::NOWHERE.file {
            self.marks.push(Mark { span, text: text.into() });
        }
        self
    }

    pub(crate) fn about(mut self, about: About) -> Self {
        self.about = Some(Box::new(about));
        self
    }

    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }
}
