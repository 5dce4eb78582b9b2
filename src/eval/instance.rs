//! Values that are no package: expressions of the command line, and packages unified with data.

use super::graph::Graph;
use super::vertex::{Conjunct, NO_ENV, NO_TRAIL, NO_VERTEX, Source, Vertex, VertexId};
use crate::base::Symbols;
use crate::program::{ExprId, Label, Mark, Program};

impl Graph {
    /// The value of an expression in the scope of `root`.
    pub fn expression(&mut self, expr: ExprId, root: VertexId) -> VertexId {
        let env = self.env(NO_ENV, root, Label::NONE, NO_TRAIL);
        self.temporary(expr, env)
    }

    /// The value of all of `parts` unified; names in them are those of the root package.
    pub fn unified(&mut self, parts: &[ExprId]) -> VertexId {
        let package = self.root();
        let env = self.env(NO_ENV, package, Label::NONE, NO_TRAIL);
        let root = self.vertices.add(Vertex::new(NO_VERTEX, Label::NONE, Mark::Regular));
        for &part in parts {
            self.add_conjunct(root, Conjunct::new(Source::Expr(part), env, NO_TRAIL));
        }
        root
    }

    /// The program, to be added to, and its names.
    pub fn program(&mut self) -> (&mut Program, &mut Symbols) {
        (&mut self.program, &mut self.symbols)
    }
}
