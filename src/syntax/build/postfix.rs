//! What follows an operand: selectors, indexes, calls, `...` and `?`.

use super::Builder;
use crate::base::Span;
use crate::syntax::parser::{Node, Rule};
use crate::syntax::slips;
use crate::syntax::tree::{ExprId, ExprKind};

impl Builder<'_> {
    /// `base` with what follows it.
    pub(super) fn postfix(&mut self, base: ExprId, node: Node<'_>) -> ExprId {
        let place = node.span();
        let span = self.exprs[base].span.to(place);
        match node.rule() {
            Rule::select => self.select(base, span, node),
            Rule::index => self.index(base, span, node),
            Rule::call => self.call(base, span, node),
            Rule::open => {
                if !self.experiments.explicit_open {
                    self.report(
                        place,
                        slips::experiment(place, "`...` behind a value", "explicitopen"),
                    );
                }
                self.add(span, ExprKind::Open(base))
            }
            _ => self.optional(base, span, place),
        }
    }

    fn select(&mut self, base: ExprId, span: Span, node: Node<'_>) -> ExprId {
        let mut name = span;
        let mut string = None;
        for node in node.children() {
            let place = node.span();
            match node.rule() {
                Rule::name | Rule::ident => name = place,
                Rule::bad => {
                    self.expected(place, "a name behind the dot");
                    return self.bad(span);
                }
                _ => {
                    name = place;
                    if !node.text().starts_with('"') || node.text().starts_with("\"\"") {
                        self.report(place, slips::selector(place));
                    }
                    let literal = self.string(node);
                    if self.is_interpolated(literal) {
                        self.report(place, slips::selector(place));
                    }
                    string = Some(literal);
                }
            }
        }
        self.add(span, ExprKind::Select { base, name, string, optional: false })
    }

    fn index(&mut self, base: ExprId, span: Span, node: Node<'_>) -> ExprId {
        let opened = Span::new(span.file, node.span().start, node.span().start + 1);
        let (mut low, mut high, mut colon) = (None, None, false);
        for node in node.children() {
            let place = node.span();
            match node.rule() {
                Rule::colon => colon = true,
                Rule::noclose => self.unclosed(opened, place, "]"),
                _ if colon => high = Some(self.value(node)),
                _ => low = Some(self.value(node)),
            }
        }
        match (colon, low) {
            (false, Some(index)) => {
                self.add(span, ExprKind::Index { base, index, optional: false })
            }
            (true, low) => self.add(span, ExprKind::Slice { base, low, high }),
            (false, None) => self.bad(span),
        }
    }

    fn call(&mut self, callee: ExprId, span: Span, node: Node<'_>) -> ExprId {
        let opened = Span::new(span.file, node.span().start, node.span().start + 1);
        let mut arguments: Vec<ExprId> = Vec::new();
        for node in node.children() {
            let place = node.span();
            match node.rule() {
                Rule::expr => arguments.push(self.expr(node)),
                Rule::nocomma => {
                    let last = arguments.last().map(|id| self.exprs[*id].span);
                    self.missing_element_comma(last, opened, place, ")");
                }
                Rule::noclose => self.unclosed(opened, place, ")"),
                _ => {}
            }
        }
        self.add(span, ExprKind::Call { callee, arguments })
    }

    /// `base?`
    fn optional(&mut self, base: ExprId, span: Span, mark: Span) -> ExprId {
        if !self.experiments.try_ {
            self.report(mark, slips::experiment(mark, "`?` behind a reference", "try"));
        }
        let kind = match self.exprs[base].kind {
            ExprKind::Ident => ExprKind::Optional(base),
            ExprKind::Select { base, name, string, optional: false } => {
                ExprKind::Select { base, name, string, optional: true }
            }
            ExprKind::Index { base, index, optional: false } => {
                ExprKind::Index { base, index, optional: true }
            }
            _ => {
                self.report(mark, slips::optional_mark(mark));
                return base;
            }
        };
        self.add(span, kind)
    }
}
