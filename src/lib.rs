//! infc compiles `.inf`, CUE's language, to data and to Kubernetes manifests.
//!
//! *Text is parsed into a tree, names are bound into a program, the program is evaluated into a
//! graph, and the graph's plain data is written.* The modules below stand in the order of the
//! storeys that `ARCHITECTURE.md` draws: a room uses only rooms above it in this list.

// What pest derives speaks of it, because pest is used without its standard library: that brings a
// guard of the stack which is asked at every rule, and `syntax::signs` has counted the nesting.
extern crate alloc;

pub mod base;
pub mod data;
pub mod schema;
pub mod syntax;

pub mod format;
pub mod remote;

pub mod package;

pub mod doc;
pub mod program;

pub mod eval;

pub mod kube;

pub mod session;

pub mod lsp;

pub mod cli;
