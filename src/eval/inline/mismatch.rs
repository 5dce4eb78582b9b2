//! Why a test does not hold.

use crate::base::{Diagnostic, Span};
use crate::eval::vertex::VertexId;

/// What of a test does not hold.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Aspect {
    /// The test itself cannot be understood.
    Form,
    /// The value is another.
    Value,
    /// There is no error.
    NoError,
    /// The error is of another kind.
    Code,
    /// The message says something else.
    Words,
    /// The error belongs to another path.
    Path,
    /// The message does not speak of what it should.
    Arguments,
    /// The errors are others, or not as many.
    Parts,
    /// The kind of the value is another.
    Kind,
    /// The struct is closed or open, or takes fields, otherwise.
    Closedness,
    /// Another order of the fields gives another result.
    Order,
}

impl Aspect {
    /// The aspect in one word.
    pub fn name(self) -> &'static str {
        match self {
            Aspect::Form => "form",
            Aspect::Value => "value",
            Aspect::NoError => "no-error",
            Aspect::Code => "code",
            Aspect::Words => "words",
            Aspect::Path => "path",
            Aspect::Arguments => "args",
            Aspect::Parts => "suberr",
            Aspect::Kind => "kind",
            Aspect::Closedness => "closedness",
            Aspect::Order => "order",
        }
    }
}

/// A test that does not hold, as people and tools are told.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What is said of it.
    pub diagnostic: Diagnostic,
    /// What of it does not hold.
    pub aspect: Aspect,
    /// What was expected.
    pub expected: String,
    /// What there is instead.
    pub got: String,
}

/// Where a value and what is expected of it part.
#[derive(Clone, Debug)]
pub(super) struct Mismatch {
    pub(super) aspect: Aspect,
    /// The way from the test's value to where they part.
    pub(super) steps: Vec<String>,
    pub(super) message: String,
    pub(super) expected: String,
    pub(super) got: String,
    /// The piece of the test that is concerned.
    pub(super) wanted: Option<Span>,
    /// The value that is concerned.
    pub(super) vertex: Option<VertexId>,
    pub(super) help: Option<String>,
}

impl Mismatch {
    pub(super) fn new(aspect: Aspect, message: impl Into<String>) -> Box<Self> {
        Box::new(Self {
            aspect,
            steps: Vec::new(),
            message: message.into(),
            expected: String::new(),
            got: String::new(),
            wanted: None,
            vertex: None,
            help: None,
        })
    }

    /// Both sides, in the words of the message.
    pub(super) fn between(
        aspect: Aspect,
        expected: impl Into<String>,
        got: impl Into<String>,
    ) -> Box<Self> {
        let (expected, got) = (expected.into(), got.into());
        let message = format!("expected {expected}, got {got}");
        let mut made = Self::new(aspect, message);
        (made.expected, made.got) = (expected, got);
        made
    }

    pub(super) fn wanted(mut self: Box<Self>, span: Span) -> Box<Self> {
        self.wanted.get_or_insert(span);
        self
    }

    pub(super) fn of(mut self: Box<Self>, vertex: Option<VertexId>) -> Box<Self> {
        self.vertex = self.vertex.or(vertex);
        self
    }

    pub(super) fn help(mut self: Box<Self>, text: impl Into<String>) -> Box<Self> {
        self.help = Some(text.into());
        self
    }

    /// The same, seen from one level above.
    pub(super) fn below(mut self: Box<Self>, step: impl Into<String>) -> Box<Self> {
        self.steps.insert(0, step.into());
        self
    }

    /// The way to it from the test's value, as a path.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        for step in &self.steps {
            if !path.is_empty() && !step.starts_with('[') {
                path.push('.');
            }
            path.push_str(step);
        }
        path
    }
}
