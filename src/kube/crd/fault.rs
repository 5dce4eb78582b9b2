//! What is wrong with a custom resource, in the API server's words.
//!
//! Source: `apimachinery/pkg/util/validation/field/errors.go` for the words of each kind, and
//! `apiextensions-apiserver/pkg/apiserver/validation` for the details.

use crate::base::Span;

/// The kinds of faults; each begins its message with words of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FaultKind {
    Required,
    Invalid,
    TypeInvalid,
    NotSupported,
    TooLong,
    TooMany,
    Duplicate,
    /// A field that the schema does not have.
    Unknown,
    /// A version or kind that its definition does not serve.
    NotServed,
    /// A rule that does not hold.
    Rule,
    /// A rule that could not be run.
    Skipped,
}

impl FaultKind {
    /// Whether the server stops before it runs rules.
    pub(super) fn stops_rules(self) -> bool {
        matches!(
            self,
            FaultKind::Required | FaultKind::TypeInvalid | FaultKind::TooLong | FaultKind::TooMany
        )
    }
}

/// One fault.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Fault {
    pub(crate) kind: FaultKind,
    /// The field concerned; empty for the whole object.
    pub(crate) path: String,
    /// What is wrong, without the path.
    pub(crate) text: String,
    pub(crate) span: Option<Span>,
    pub(crate) help: Vec<String>,
}

impl Fault {
    pub(super) fn new(kind: FaultKind, path: impl ToString, text: impl Into<String>) -> Self {
        Self { kind, path: path.to_string(), text: text.into(), span: None, help: Vec::new() }
    }

    #[must_use]
    pub(super) fn at(mut self, span: Option<Span>) -> Self {
        self.span = span;
        self
    }

    #[must_use]
    pub(super) fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }
}
