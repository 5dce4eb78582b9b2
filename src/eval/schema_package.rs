//! The definitions of the `kube/…` packages, each made when something refers to it.

use super::graph::Graph;
use super::value::{Bottom, BottomId, Gravity};
use super::vertex::{Conjunct, NO_ENV, NO_TRAIL, NO_VERTEX, Source, Vertex, VertexId};
use crate::base::{Code, Span, nearest};
use crate::program::{Label, LabelKind, Mark, schema, schema_names};
use crate::schema::Package;

impl Graph {
    /// The vertex of a definition of `package`.
    pub(super) fn schema_of(
        &mut self,
        package: &'static Package,
        label: Label,
        span: Span,
    ) -> Result<VertexId, BottomId> {
        if let Some(&vertex) = self.schemas.get(&(package.name, label)) {
            return Ok(vertex);
        }
        let name = label.text(&self.symbols);
        let made = match (label.kind(), name.strip_prefix('#')) {
            (LabelKind::Definition, Some(name)) => {
                schema(&mut self.program, &mut self.symbols, package, name)
            }
            _ => None,
        };
        let Some(expr) = made else { return Err(self.no_schema(package, &name, span)) };
        let vertex = self.vertices.add(Vertex::new(NO_VERTEX, label, Mark::Regular));
        self.schemas.insert((package.name, label), vertex);
        let root = self.env(NO_ENV, vertex, Label::NONE, NO_TRAIL);
        self.add_conjunct(vertex, Conjunct::new(Source::Expr(expr), root, NO_TRAIL));
        Ok(vertex)
    }

    fn no_schema(&mut self, package: &'static Package, name: &str, span: Span) -> BottomId {
        let message = format!("undefined field: {name}");
        let mut bottom = Bottom::new(Gravity::Incomplete, Code::UndefinedField, message)
            .at(span, format!("package \"kube/{}\" has no `{name}`", package.name));
        let bare = name.trim_start_matches('#');
        if let Some(near) = nearest(bare, schema_names(package)) {
            bottom = bottom.help(format!("Did you mean `#{near}`?"));
        }
        self.bottoms.add(bottom)
    }
}
