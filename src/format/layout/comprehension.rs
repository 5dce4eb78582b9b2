//! Comprehensions and their clauses.

use super::Layout;
use crate::format::doc::{DocId, HARD, NOTHING, SPACE};
use crate::format::node::{Kind, NodeId};
use crate::format::token::Break;

impl Layout<'_, '_> {
    pub(super) fn comprehension(
        &mut self,
        clauses: &[NodeId],
        body: NodeId,
        fallback: Option<NodeId>,
    ) -> DocId {
        let lone = match clauses {
            [only] => matches!(self.kind(*only), Kind::If(_) | Kind::Try(_)),
            _ => false,
        };
        let mut parts = Vec::new();
        let mut before: Option<NodeId> = None;
        for &clause in clauses {
            let begins_line = self.is_documented(clause) || self.begins_line(clause);
            if let Some(before) = before {
                parts.push(self.between(before, begins_line));
            }
            let doc = self.clause(clause);
            parts.push(self.commented(clause, doc));
            before = Some(clause);
        }
        if let Some(before) = before {
            parts.push(self.between(before, self.begins_line(body)));
        }
        parts.push(self.expr(body));
        if let Some(fallback) = fallback
            && let Kind::Fallback(inner) = self.kind(fallback)
        {
            parts.push(self.between(body, false));
            parts.push(self.docs.text(if lone { "else " } else { "otherwise " }));
            let inner = self.expr(*inner);
            parts.push(self.commented(fallback, inner));
        }
        self.docs.chain(parts)
    }

    fn begins_line(&self, node: NodeId) -> bool {
        self.sheet.before_all(node) >= Break::Line
    }

    /// What stands behind `before`: a line break, if that ends with a comment.
    fn between(&self, before: NodeId, begins_line: bool) -> DocId {
        if begins_line || self.marks[before].ends_with_comment { HARD } else { SPACE }
    }

    fn clause(&mut self, clause: NodeId) -> DocId {
        let (word, value) = match self.kind(clause) {
            Kind::For { key: Some(key), value, source } => {
                (format!("for {key}, {value} in "), Some(*source))
            }
            Kind::For { key: None, value, source } => (format!("for {value} in "), Some(*source)),
            Kind::If(condition) => ("if ".to_owned(), Some(*condition)),
            Kind::Let { name, value } => (format!("let {name} = "), Some(*value)),
            Kind::Try(Some((name, value))) => (format!("try {name} = "), Some(*value)),
            Kind::Try(None) => ("try".to_owned(), None),
            _ => return NOTHING,
        };
        let word = self.docs.text(word);
        let value = value.map_or(NOTHING, |value| self.expr(value));
        self.docs.chain([word, value])
    }
}
