//! The graph of values: a program is evaluated here, as far as it is asked for.
//!
//! A *vertex* is a place for a value; a *conjunct*, an expression in its environment, is one of
//! the things unified in it. [`Graph`] owns all of them in arenas; ids are `Copy`. This room knows
//! the program, never the tree; it reads no files and knows neither Kubernetes nor output formats.
//!
//! Where to look:
//!
//! - **The things**: `graph` owns all, `vertex` is the node (found by `arcs`, named by its `path`), `value` and `kind` what it may hold,
//!   `computed` what conjuncts say that no expression says, `anchor` where something stands.
//! - **The verb**: `reach` brings a vertex to a stage, `finish` all below it; `settle` says what it
//!   then is, `finality` whether more may come, `pending` from which comprehension. `costs` counts.
//! - **Unifying**: `insert` adds one conjunct to a vertex, by its form: `structs`, `fields`
//!   (dynamic fields and patterns), `list`, `comprehension`; `inclusion` takes over all of another
//!   vertex, `share` stands for it, `lend` for what has one value everywhere, `cycle` sees by the
//!   `trail` when it leads back. `meet` and
//!   `bounds` are the lattice of scalars. `closed` (with `requirement` and `evidence`) refuses fields
//!   that nothing allows (`denial`), by the `groups` that conjuncts came in.
//! - **Disjunctions**: `disjunction` tries the arms that `discriminator` and `exclusion` do not rule out,
//!   `scalar_choice` where they are all scalars, `survivor` tells what is left (`decided` by which arms) and what is a
//!   default, `twins` what of it is the same, `blame` why nothing is left;
//!   `joint` makes one error of several.
//! - **Expressions**: `expression` evaluates to a value rather than unifying (`early` ones); `reference`,
//!   `operators`, `arithmetic`, `existence` and `equal` are its parts.
//! - **Functions**: `call` applies one, `universe` holds the predeclared ones, `builtin` the
//!   standard library, `library` what of it is written in the language; `openapi` describes
//!   schemas; `native`, `sort` (by a `comparator`) and `schema` (by the judgement of `fit`) run what needs the
//!   evaluator; `validator` lets a call check values; `data` goes from values to plain data and
//!   back.
//! - **Out**: `export` gives data and diagnostics, `tell` the words of these, `order` puts fields in order, `source` what can be
//!   read again, `show` what messages quote; `why` tells what led to a value; `inline` runs inline tests.

pub(crate) mod builtin;
pub(crate) mod kind;

mod alike;
mod anchor;
mod apart;
mod arcs;
mod arithmetic;
mod attempt;
mod blame;
mod bounds;
mod call;
mod closed;
mod comparator;
mod comprehension;
mod computed;
mod conjunct;
mod costs;
mod cycle;
mod data;
mod decided;
mod denial;
mod discriminator;
mod disjunction;
mod early;
mod equal;
mod evidence;
mod exclusion;
mod existence;
mod export;
mod expression;
mod fields;
mod finality;
mod finish;
mod fit;
mod forward;
mod give;
mod graph;
mod groups;
mod inclusion;
mod inline;
mod insert;
mod inspect;
mod instance;
mod joint;
mod leaf;
mod leave;
mod lend;
#[cfg(test)]
mod lend_tests;
mod library;
mod limits;
mod list;
mod meet;
mod native;
mod node;
mod openapi;
mod operators;
mod order;
mod path;
mod pattern;
mod pending;
mod reach;
mod reference;
mod requirement;
mod rounds;
mod scalar_arms;
mod scalar_choice;
mod schema;
mod schema_package;
mod settle;
mod share;
mod show;
mod sort;
mod source;
mod structs;
mod survivor;
mod tasks;
mod tell;
mod trail;
mod twins;
mod universe;
mod validator;
mod value;
mod vertex;
mod why;
mod writer;

pub use apart::{Apart, Part, TopField};
pub use costs::Costs;
pub use export::{FieldOrder, Need, Placing};
pub use graph::Graph;
pub use inline::{Aspect, Fault, Internal, Notes, Pointing, TestOutcome, Verdict, Wording};
pub use inspect::{Description, Field, Step};
pub use limits::{Cancel, Limits, Spending};
pub use source::View;
pub use vertex::VertexId;
pub use why::{
    Absence, Account, Alternative, Contribution, Fate, Found, Hindrance, Input, Link, LinkKind,
    Origin, Role, Standing, Tracer,
};
