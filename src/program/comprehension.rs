//! Lowering of comprehensions: the clauses, each in the scope of those before it.

use super::ir::{Clause, Comprehension, ComprehensionId, Expr, ExprId, Let};
use super::lower::Lowering;
use super::scope::{Meaning, Opens, Scope};
use crate::base::{Code, Diagnostic, Span};
use crate::syntax::tree::{self, ClauseKind, Tree};

impl<'a> Lowering<'a> {
    /// Lowers a comprehension; its `for` clauses open levels, its `let` clauses do not.
    pub(super) fn comprehension(
        &mut self,
        tree: &Tree,
        comprehension: &tree::Comprehension,
    ) -> ComprehensionId {
        let outer = self.without_tags("a comprehension");
        let depth = self.scopes.len();
        let mut clauses = Vec::new();
        let mut lone = None;
        for clause in &comprehension.clauses {
            if let Some(place) = lone.take() {
                self.error(Code::Syntax, "`try` without a name stands behind all clauses", place);
            }
            match &clause.kind {
                ClauseKind::For { key, value, source } => {
                    clauses.push(Clause::For(self.expr(tree, *source)));
                    self.open_for(*key, *value);
                }
                ClauseKind::If(condition) => clauses.push(Clause::If(self.expr(tree, *condition))),
                ClauseKind::Let(binding) => self.bind(tree, binding),
                ClauseKind::Try(Some(binding)) => {
                    let id = self.program.tries.add(clause.span);
                    let outer = self.trying.replace(id);
                    let value = self.expr(tree, binding.value);
                    self.trying = outer;
                    clauses.push(Clause::Try(id, value));
                    self.open_binding(binding.name, value);
                }
                // This one tries the body, which comes last.
                ClauseKind::Try(None) => lone = Some(clause.span),
            }
        }
        let body = self.body(tree, comprehension.body, lone, &mut clauses);
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
    fn bind(&mut self, tree: &Tree, binding: &tree::Let) {
        let value = self.expr(tree, binding.value);
        self.open_binding(binding.name, value);
    }

    /// The scope behind `let name = value` or `try name = value`.
    fn open_binding(&mut self, place: Span, value: ExprId) {
        let name = self.symbols.intern(self.text(place));
        let id = self.program.lets.add(Let { name, value });
        let mut scope = Scope::new(Opens::Clause);
        self.declare_field_name(&mut scope, place, Meaning::Let(id));
        self.scopes.push(scope);
    }

    /// The body; where a `try` without a name stands before it, that tries it.
    fn body(
        &mut self,
        tree: &Tree,
        body: tree::ExprId,
        lone: Option<Span>,
        clauses: &mut Vec<Clause>,
    ) -> ExprId {
        let Some(place) = lone else { return self.expr(tree, body) };
        let id = self.program.tries.add(place);
        let outer = self.trying.replace(id);
        let body = self.expr(tree, body);
        self.trying = outer;
        clauses.push(Clause::Try(id, body));
        body
    }

    /// A reference with `?`, which belongs to the innermost `try` around it.
    pub(super) fn optional(&mut self, reference: Expr, span: Span) -> Expr {
        let Some(id) = self.trying else {
            self.diagnostics.push(
                Diagnostic::error(Code::Syntax, "a `?` behind a reference belongs to a `try`")
                    .at(span, "there is no `try` around it")
                    .help("Put what needs the reference into `try {…}`."),
            );
            return reference;
        };
        Expr::Optional(id, self.add(reference, span))
    }
}
