//! Members of the standard library that are written in the language itself, such as
//! `list.Ascending`.

use super::graph::Graph;
use super::vertex::{Conjunct, NO_ENV, NO_TRAIL, NO_VERTEX, Source, VertexId};
use crate::program::{Label, library};

impl Graph {
    /// The vertex of a library source; each is lowered once.
    pub(super) fn library_value(&mut self, source: &'static str) -> VertexId {
        if let Some(&vertex) = self.sources.get(source) {
            return vertex;
        }
        let expr = library(&mut self.program, &mut self.symbols, source);
        let vertex = self.detached(NO_VERTEX);
        self.sources.insert(source, vertex);
        let root = self.env(NO_ENV, vertex, Label::NONE, NO_TRAIL);
        self.add_conjunct(vertex, Conjunct::new(Source::Expr(expr), root, NO_TRAIL));
        vertex
    }
}
