//! Lowering of comprehensions: the clauses, each in the scope of those before it.

use super::ir::{Clause, Comprehension, ComprehensionId, ExprId, Let};
use super::lower::Lowering;
use super::scope::{Meaning, Opens, Scope};
use crate::base::Span;
use crate::syntax::tree::{self, ClauseKind, Tree};

impl Lowering<'_> {
    /// Lowers a comprehension; its `for` clauses open levels, its `let` clauses do not.
    pub(super) fn comprehension(
        &mut self,
        tree: &Tree,
        comprehension: &tree::Comprehension,
    ) -> ComprehensionId {
        let outer = self.without_tags("a comprehension");
        let depth = self.scopes.len();
        let mut clauses = Vec::new();
        for clause in &comprehension.clauses {
            match &clause.kind {
                ClauseKind::For { key, value, source } => {
                    clauses.push(Clause::For(self.expr(tree, *source)));
                    self.open_for(*key, *value);
                }
                ClauseKind::If(condition) => clauses.push(Clause::If(self.expr(tree, *condition))),
                ClauseKind::Let(binding) => {
                    self.bind(tree, binding);
                }
                ClauseKind::Try(binding) => {
                    if let Some(binding) = binding {
                        clauses.push(Clause::Try(self.bind(tree, binding)));
                    }
                }
            }
        }
        let body = self.expr(tree, comprehension.body);
        while self.scopes.len() > depth {
            self.close_scope();
        }
        let fallback = comprehension.fallback.map(|fallback| self.expr(tree, fallback));
        self.tagless = outer;
        let span = comprehension
            .clauses
            .first()
            .map_or(tree.span, |first| first.span.to(tree.exprs[comprehension.body].span));
        self.program.comprehensions.add(Comprehension { clauses, body, fallback, span })
    }

    /// The scope of a `for` clause; where both variables have one name, it is the value's.
    fn open_for(&mut self, key: Option<Span>, value: Span) {
        let mut scope = Scope::new(Opens::For);
        if let Some(key) = key {
            self.declare_field_name(&mut scope, key, Meaning::Key);
        }
        self.declare_field_name(&mut scope, value, Meaning::Element);
        self.scopes.push(scope);
    }

    /// A `let` clause: its value, then a scope with its name, which nothing needs to use.
    fn bind(&mut self, tree: &Tree, binding: &tree::Let) -> ExprId {
        let value = self.expr(tree, binding.value);
        let name = self.symbols.intern(self.text(binding.name));
        let id = self.program.lets.add(Let { name, value });
        let mut scope = Scope::new(Opens::Clause);
        self.declare_field_name(&mut scope, binding.name, Meaning::Let(id));
        self.scopes.push(scope);
        value
    }
}
