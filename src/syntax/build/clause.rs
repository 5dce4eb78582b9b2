//! Comprehensions and their clauses, and `let`.

use super::{Builder, head};
use crate::base::Span;
use crate::syntax::parser::{Node, Rule};
use crate::syntax::slips;
use crate::syntax::tree::{Clause, ClauseKind, Comprehension, ExprId, Let};

impl Builder<'_> {
    pub(super) fn comprehension(&mut self, node: Node<'_>) -> Comprehension {
        let span = node.span();
        let mut clauses = Vec::new();
        let mut body = None;
        let mut fallback = None;
        for node in node.children() {
            let place = node.span();
            match node.rule() {
                Rule::r#struct => body = Some(self.r#struct(node)),
                Rule::nostruct => {
                    self.expected(place, "`{` and the fields to yield");
                    body = Some(self.bad(place));
                }
                Rule::fallback => fallback = self.fallback(node, &clauses),
                _ => {
                    let kind = self.clause(node);
                    clauses.push(Clause { span: place, kind });
                }
            }
        }
        let body = body.unwrap_or_else(|| self.bad(span));
        Comprehension { clauses, body, fallback }
    }

    fn clause(&mut self, node: Node<'_>) -> ClauseKind {
        let span = node.span();
        match node.rule() {
            Rule::for_clause => self.for_clause(node),
            Rule::let_decl => ClauseKind::Let(self.r#let(node)),
            Rule::try_clause => {
                let word = head(span, 3);
                if !self.experiments.try_ {
                    self.report(word, slips::experiment(word, "`try`", "try"));
                }
                let bare = node.clone().children().next().is_none();
                ClauseKind::Try((!bare).then(|| self.r#let(node)))
            }
            _ => {
                let condition = node.children().next().map(|node| self.value(node));
                ClauseKind::If(condition.unwrap_or_else(|| self.bad(span)))
            }
        }
    }

    fn for_clause(&mut self, node: Node<'_>) -> ClauseKind {
        let span = node.span();
        let mut names = Vec::new();
        let mut source = None;
        for node in node.children() {
            let place = node.span();
            match node.rule() {
                Rule::name | Rule::ident => {
                    self.check_declared(place);
                    names.push(place);
                }
                Rule::noname => {
                    self.expected(place, "a name behind `for`");
                    names.push(place);
                }
                Rule::noin => self.expected(place, "`in` and what to go through"),
                _ => source = Some(self.value(node)),
            }
        }
        let value = names.pop().unwrap_or(span);
        let source = source.unwrap_or_else(|| self.bad(span));
        ClauseKind::For { key: names.pop(), value, source }
    }

    /// `let name = value`, and `try name = value`.
    pub(super) fn r#let(&mut self, node: Node<'_>) -> Let {
        let span = node.span();
        let mut name = span;
        let mut value = None;
        for node in node.children() {
            let place = node.span();
            match node.rule() {
                Rule::name | Rule::ident => {
                    self.check_declared(place);
                    name = place;
                }
                Rule::noequal => self.expected(place, "`=` and the value of the `let`"),
                _ => value = Some(self.value(node)),
            }
        }
        let value = value.unwrap_or_else(|| self.bad(span));
        Let { name, value }
    }

    /// `else {…}` behind a lone `if` or `try`, `fallback {…}` behind anything else.
    fn fallback(&mut self, node: Node<'_>, clauses: &[Clause]) -> Option<ExprId> {
        let lone = match clauses {
            [Clause { kind: ClauseKind::If(_) | ClauseKind::Try(_), span: _ }] => true,
            [Clause { kind: ClauseKind::For { .. } | ClauseKind::Let(_), span: _ }] => false,
            _ => false,
        };
        let mut body = None;
        for node in node.children() {
            let place = node.span();
            match node.rule() {
                Rule::fallback_word => self.check_fallback(place, lone),
                Rule::r#struct => body = Some(self.r#struct(node)),
                _ => {
                    self.expected(place, "`{`");
                    body = Some(self.bad(place));
                }
            }
        }
        body
    }

    fn check_fallback(&mut self, word: Span, lone: bool) {
        let text = word.of(self.text);
        if !self.experiments.try_ {
            self.report(word, slips::experiment(word, &format!("`{text}`"), "try"));
        } else if lone != (text == "else") {
            self.report(word, slips::fallback_word(word, lone));
        }
    }
}
