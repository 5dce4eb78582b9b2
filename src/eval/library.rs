//! Members of the standard library, those among them that are written in the language itself, such
//! as `list.Ascending`.

use super::builtin::{self, Found};
use super::graph::Graph;
use super::value::{Bottom, BottomId, Callee, Gravity, Value};
use super::vertex::{Conjunct, NO_ENV, NO_TRAIL, NO_VERTEX, Source, VertexId};
use crate::base::{Code, Span, Symbol, nearest};
use crate::program::{Label, library, schemas};

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

    /// A member of a standard package.
    pub(super) fn standard(
        &mut self,
        path: Symbol,
        label: Label,
        span: Span,
    ) -> Result<Value, BottomId> {
        if let Some(package) = schemas(self.program.release, self.symbols.name(path)) {
            return self.schema_of(package, label, span).map(Value::Vertex);
        }
        let name = label.symbol().filter(|_| !label.is_hidden());
        let found =
            name.and_then(|name| builtin::find(self.symbols.name(path), self.symbols.name(name)));
        match found {
            Some(Found::Function(function)) => Ok(Value::Function(Callee::Package(function))),
            Some(Found::Source(source)) => Ok(Value::Vertex(self.library_value(source))),
            None => {
                let (path, name) = (self.symbols.name(path), label.text(&self.symbols));
                let message = format!("undefined field: {name}");
                let mut bottom = Bottom::new(Gravity::Incomplete, Code::UndefinedField, message)
                    .at(span, format!("package \"{path}\" has no `{name}`"));
                let package = builtin::package(path);
                let names =
                    package.into_iter().flat_map(builtin::Package::all).map(|member| member.name);
                if let Some(near) = nearest(&name, names) {
                    bottom = bottom.help(format!("Did you mean `{near}`?"));
                }
                Err(self.bottoms.add(bottom))
            }
        }
    }
}
