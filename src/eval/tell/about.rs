//! What an error is about: the facts from which its message is made once it is known where it was
//! met. Errors of trials, which nobody reads, have none.

use crate::base::Span;
use crate::eval::kind::Kind;
use crate::eval::value::{BottomId, Bound, Value};
use crate::eval::vertex::VertexId;
use crate::program::{ExprId, Label};

/// A value, and where it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed {
    pub(crate) value: Value,
    pub(crate) span: Span,
}

/// An alternative of a disjunction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alternative {
    pub(crate) value: Value,
    pub(crate) expr: ExprId,
    pub(crate) span: Span,
    /// Whether it is marked as the default.
    pub(crate) default: bool,
}

/// What closed a struct, as far as that can be named.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Closer {
    /// The definition.
    pub(crate) definition: VertexId,
    /// The reference to it.
    pub(crate) reference: Option<Span>,
}

/// The kinds of errors that are told by their facts.
#[derive(Clone, Debug)]
pub(crate) enum About {
    /// It follows from what was reported when the sources were read, and is not told again.
    Reported,
    /// A value is of a kind that nobody wants there.
    Type {
        /// The value.
        found: Placed,
        /// What it would have to be.
        wanted: Kind,
        /// Where that is said.
        rule: Option<Span>,
    },
    /// Two values that are not the same.
    Two(Placed, Placed),
    /// A bound refuses a value.
    Bound {
        /// The value.
        found: Placed,
        /// The bound.
        bound: Bound,
        /// All bounds at that place.
        all: Vec<Bound>,
    },
    /// A validator refuses a value.
    Check {
        /// The value.
        found: Placed,
        /// The validator, as people read it.
        check: String,
        /// Where it stands.
        rule: Span,
        /// What it says itself.
        reason: Option<String>,
    },
    /// A value is none of the alternatives.
    Choice {
        /// The value.
        found: Placed,
        /// The alternatives.
        arms: Vec<Alternative>,
        /// Where they stand.
        whole: Option<Span>,
    },
    /// A closed struct does not have the field.
    Unknown {
        /// Where the field is written.
        at: Option<Span>,
        /// The fields that it may have.
        allowed: Vec<Label>,
        /// What closed the struct.
        closer: Option<Closer>,
    },
    /// A required field has no value.
    Missing,
    /// A value does not have the field that is selected.
    Undefined {
        /// The value.
        of: VertexId,
        /// The field.
        label: Label,
        /// The selection.
        at: Span,
        /// Where the name of the field is written, if an index has it from there.
        by: Option<Span>,
    },
    /// All alternatives failed, each with these errors.
    Arms {
        arms: Vec<Vec<BottomId>>,
        /// The disjunction, where it is written as one.
        whole: Option<Span>,
    },
    /// A struct contains itself.
    Endless,
    /// A value is not concrete.
    Open(Value),
}
