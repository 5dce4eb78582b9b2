//! What was written, with every name bound: the input of the evaluator.
//!
//! [`build`] lowers the trees of all loaded packages to one [`Program`]. References are up-counts
//! and labels, so the evaluator never looks a name up. This room evaluates nothing and is handed
//! the packages.

mod attributes;
mod build;
mod comprehension;
mod constant;
mod data;
mod deferred;
mod ellipsis;
mod file;
mod ir;
mod label;
mod lets;
mod library;
mod lower;
mod name;
mod nearest;
mod operands;
mod operator;
mod predeclared;
mod schema;
mod scope;
mod stored;
mod structs;
mod tag;
mod tops;
mod uses;

pub use crate::syntax::attribute::{AttributeArgument, arguments};
pub use attributes::FieldAttribute;
pub use build::{Options, Over, Tag, build};
pub use ellipsis::Ellipsis;
pub use ir::{
    Clause, Comprehension, ComprehensionId, Decl, Element, Expr, ExprId, LetId, Mark, Operator,
    Package, PackageId, Program, Relation, Sign, StructId, StructLit, TryId, Universe,
};
pub use label::{Label, LabelKind, is_identifier};
pub use library::{expectation, library};
pub use nearest::NOWHERE;
pub use predeclared::{is_predeclared, names as predeclared_names};
pub use schema::{schema, schema_names, schemas};
pub use stored::store;
pub use tops::Tops;
pub use uses::Uses;
