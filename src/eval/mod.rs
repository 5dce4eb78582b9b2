//! The graph of values. (skeleton)

pub(crate) mod builtin;
pub(crate) mod kind;
