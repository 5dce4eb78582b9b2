//! The graph of values. (skeleton)

pub(crate) mod builtin;
