//! Why a builtin gave no value. It knows no place: the caller attaches the span and the name of
//! the function.

use std::fmt;

use crate::base::NumberError;

/// A failed call, in one sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Fault {
    /// What went wrong.
    pub(crate) message: String,
    /// The bound that was met, where nothing is wrong but the size of what was asked for.
    pub(crate) bound: Option<FaultBound>,
}

/// A bound of what functions may take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FaultBound {
    /// That of one call, which is fixed.
    Call,
    /// That of the work of the whole evaluation.
    Evaluation,
}

impl Fault {
    /// The fault of that message.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), bound: None }
    }

    /// The fault of a call that would take too much.
    pub(crate) fn limit(message: impl Into<String>) -> Self {
        Self { message: message.into(), bound: Some(FaultBound::Call) }
    }

    /// The fault of work beyond what a whole evaluation may do.
    pub(crate) fn spent() -> Self {
        let message = String::from("more work than an evaluation may do");
        Self { message, bound: Some(FaultBound::Evaluation) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<NumberError> for Fault {
    fn from(error: NumberError) -> Self {
        Fault::new(error.to_string())
    }
}
