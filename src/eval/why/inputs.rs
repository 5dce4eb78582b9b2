//! What a computed value was made of: the references in its expression, and their values.

use super::Input;
use crate::base::Span;
use crate::eval::graph::Graph;
use crate::eval::value::Value;
use crate::eval::vertex::{EnvId, NO_VERTEX, VertexId};
use crate::program::{Clause, Element, Expr, ExprId, PackageId};

/// How many are told of one expression.
const MOST: usize = 12;

/// How deep operands are looked into.
const DEEPEST: usize = 64;

impl Graph {
    /// What an expression refers to, each once.
    pub(super) fn inputs(&mut self, expr: ExprId, env: EnvId) -> Vec<Input> {
        let references = self.references_within(expr);
        let mut found: Vec<Input> = Vec::new();
        let mut texts = Vec::new();
        for id in references {
            let span = self.program.span(id);
            let text = self.texts.slice(span).to_owned();
            if found.len() == MOST || texts.contains(&text) || span.file == Span::NOWHERE.file {
                continue;
            }
            texts.push(text);
            found.push(self.input(id, env, span));
        }
        found
    }

    fn input(&mut self, id: ExprId, env: EnvId, span: Span) -> Input {
        let target = match self.resolve(id, env) {
            Ok(Value::Vertex(target)) => Some(target),
            Ok(_) | Err(_) => None,
        };
        let value = self.evaluate(id, env);
        let chosen = self.default_of(value);
        let path = target.filter(|&target| self.has_path(target)).map(|target| self.path(target));
        Input {
            span,
            value: self.show_value(chosen),
            path: path.filter(|path| !path.is_empty()),
            place: target.and_then(|target| self.place(target)),
        }
    }

    /// Whether a path from the root of the root package leads to a vertex.
    fn has_path(&self, vertex: VertexId) -> bool {
        let mut at = vertex;
        while at != NO_VERTEX && !self.vertices[at].is_detached() {
            if self.roots.get(&PackageId::ROOT) == Some(&at) {
                return true;
            }
            at = self.vertices[at].parent;
        }
        false
    }

    /// The references in an expression that mean something in its own environment.
    pub(in crate::eval) fn references_within(&self, id: ExprId) -> Vec<ExprId> {
        let mut found = Vec::new();
        self.references_in(id, &mut found, 0);
        found
    }

    fn references_in(&self, id: ExprId, found: &mut Vec<ExprId>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        if self.is_standard(id) {
            return;
        }
        if self.is_reference(id) {
            return found.push(id);
        }
        let mut within = |id: ExprId| self.references_in(id, found, depth + 1);
        match self.program.expr(id) {
            Expr::List { elements, level: false, .. } => {
                let parts = elements.iter().filter_map(|element| match *element {
                    Element::Value(value) => Some(value),
                    Element::Comprehension(id) => {
                        // The first clause alone stands in the same environment.
                        match self.program.comprehensions[id].clauses.first() {
                            Some(&(Clause::For(source) | Clause::If(source))) => Some(source),
                            Some(Clause::Try(..)) | None => None,
                        }
                    }
                });
                parts.for_each(within);
            }
            operation => operation.operands(&mut within),
        }
    }

    /// Whether an expression names something of the standard library.
    fn is_standard(&self, id: ExprId) -> bool {
        match self.program.expr(id) {
            Expr::Standard(_) => true,
            Expr::Select(base, _) => self.is_standard(*base),
            _ => false,
        }
    }
}
