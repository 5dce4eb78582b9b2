//! (placeholder: the text of values for `infc eval`, and the outcome of inline tests)

use super::graph::Graph;
use super::value::Value;
use super::vertex::VertexId;
use crate::base::{Diagnostic, Span};

/// What [`Graph::show`] shows of a value.
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

impl Graph {
    /// The text of a vertex.
    pub fn show(&mut self, vertex: VertexId, _: View) -> String {
        format!("{}\n", self.show_value(Value::Vertex(vertex)))
    }

    /// Runs the inline tests.
    pub fn tests(&mut self) -> Vec<TestOutcome> {
        Vec::new()
    }
}
