//! The graph of values: a program is evaluated here, as far as it is asked for.
//!
//! A *vertex* is a place for a value; a *conjunct*, an expression in its environment, is one of
//! the things unified in it. [`Graph`] owns all of them in arenas; ids are `Copy`. `reach` brings
//! a vertex to a stage, `insert` unifies a conjunct with it. This room knows the program, never
//! the tree; it reads no files and knows neither Kubernetes nor output formats.

pub(crate) mod builtin;
pub(crate) mod kind;

mod call;
mod closed;
mod comprehension;
mod disjunction;
mod equal;
mod export;
mod expression;
mod fields;
mod graph;
mod inline;
mod insert;
mod library;
mod list;
mod meet;
mod native;
mod reach;
mod reference;
mod settle;
mod show;
mod source;
mod value;
mod vertex;

pub use export::Need;
pub use graph::{Graph, Limits};
pub use inline::TestOutcome;
pub use source::View;
pub use vertex::VertexId;
