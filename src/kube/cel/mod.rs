//! CEL, the language of rules in custom resource definitions, with Kubernetes' extensions.
//!
//! A rule is parsed when it is first needed and evaluated straight over plain data: nothing is
//! copied, what a schema says of a value (a string that is a date, an integer that is a number)
//! is applied when the value is looked at. There is no type check before evaluation, as the server
//! has made one when it took the definition; what this evaluator does not know makes a rule one that
//! cannot be run (`Outcome::Skipped`), never one that holds.
//!
//! Where to look: `token` and `parse` make the `ast`, macros included; `eval` walks it, `data` reads
//! what rules are about, `operators` and `compare` are the operators; `call` is the table of functions,
//! each family in a file below `library`.
//!
//! The `cel` crate was weighed first: it copies data into values of its own, has no bound on what an
//! evaluation may take, and stands on a pre-release of a parser generator.
//!
//! Source: <https://github.com/google/cel-spec>, and
//! <https://kubernetes.io/docs/reference/using-api/cel/> for the extensions.

mod ast;
mod call;
mod compare;
mod data;
mod eval;
mod library;
mod macros;
mod operators;
mod parse;
mod rule;
#[cfg(test)]
mod tests;
mod token;
mod value;

pub(crate) use eval::Outcome;
pub(crate) use library::time::{is_date, is_date_time, is_duration};
pub(crate) use library::url::is_request_uri;
pub(crate) use rule::{Rule, Subject, fault};
