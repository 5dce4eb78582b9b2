//! The graph of values. (placeholder until the evaluator is merged)

pub(crate) mod builtin;

use crate::base::{Diagnostic, Plain, PlainId, Span, Symbols, id};
use crate::program::{ExprId, Program};

id! {
    /// One vertex.
    VertexId
}

/// Bounds of the work that one evaluation may do.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits;

/// What a value must be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// Every regular field has a concrete value.
    Concrete,
    /// Values may be incomplete.
    Incomplete,
}

/// What `show` shows.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct View {
    /// Optional fields.
    pub optional: bool,
    /// Hidden fields.
    pub hidden: bool,
    /// Definitions.
    pub definitions: bool,
    /// Attributes.
    pub attributes: bool,
    /// Whether values must be concrete.
    pub concrete: bool,
}

/// What became of one inline test.
#[derive(Clone, Debug)]
pub struct TestOutcome {
    /// The path of the field.
    pub path: String,
    /// Where the test stands.
    pub span: Span,
    /// Why it does not hold, if it does not.
    pub fault: Option<Diagnostic>,
}

/// The graph of values of one program.
#[derive(Debug)]
pub struct Graph;

impl Graph {
    /// A graph for the program; nothing is evaluated yet.
    pub fn new(_: Program, _: Symbols, _: Limits) -> Self {
        Self
    }
    /// The value of the root package.
    pub fn root(&mut self) -> VertexId {
        VertexId(0)
    }
    /// The value of an expression.
    pub fn expression(&mut self, _: ExprId) -> VertexId {
        VertexId(0)
    }
    /// The errors below a vertex.
    pub fn validate(&mut self, _: VertexId, _: Need) -> Vec<Diagnostic> {
        Vec::new()
    }
    /// The concrete value of a vertex.
    pub fn export(&mut self, _: VertexId, plain: &mut Plain) -> Result<PlainId, Vec<Diagnostic>> {
        Ok(plain.map([] as [(&str, PlainId); 0], None))
    }
    /// The text of a vertex.
    pub fn show(&mut self, _: VertexId, _: View) -> String {
        String::new()
    }
    /// Runs the inline tests.
    pub fn tests(&mut self) -> Vec<TestOutcome> {
        Vec::new()
    }
}
