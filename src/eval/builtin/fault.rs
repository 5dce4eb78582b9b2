//! Why a builtin gave no value. It knows no place: the caller attaches the span and the name of
//! the function.

use std::fmt;

use crate::base::NumberError;

/// A failed call, in one sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Fault {
    /// What went wrong.
    pub(crate) message: String,
    /// Whether nothing is wrong but the size of what was asked for.
    pub(crate) is_limit: bool,
}

impl Fault {
    /// The fault of that message.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), is_limit: false }
    }

    /// The fault of a call that would take too much.
    pub(crate) fn limit(message: impl Into<String>) -> Self {
        Self { message: message.into(), is_limit: true }
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
