//! Labels: an expression before a colon is one, if it has a label's form.

use super::{Builder, head};
use crate::base::Span;
use crate::syntax::parser::{Node, Rule};
use crate::syntax::slips;
use crate::syntax::tree::{Element, ExprId, ExprKind, FieldMark, Label, LabelKind, PostfixAlias};

impl Builder<'_> {
    /// The label of `expr`, or of `expr = …` with `bind`, before the colon of `tail`.
    pub(super) fn label(
        &mut self,
        expr: Node<'_>,
        bind: Option<Node<'_>>,
        tail: Node<'_>,
    ) -> (Label, FieldMark) {
        let mut label = match bind {
            None => self.plain_label(expr),
            Some(bind) => {
                let name = expr.span();
                let place = bind.span();
                let bare = single(expr)
                    .is_some_and(|node| matches!(node.rule(), Rule::name | Rule::ident));
                if bare {
                    self.check_alias(name, place);
                } else {
                    self.report(name, slips::alias_name(name));
                }
                let labelled = bind.children().next().filter(|node| node.rule() == Rule::expr);
                let mut label = match labelled {
                    Some(node) => self.plain_label(node),
                    None => {
                        self.expected(Span::new(place.file, place.end, place.end), "a label");
                        self.bad_label(place)
                    }
                };
                label.alias = Some(name);
                label
            }
        };
        let mark = self.tail(tail, &mut label);
        (label, mark)
    }

    fn plain_label(&mut self, expr: Node<'_>) -> Label {
        let span = expr.span();
        let whole = expr.clone();
        let kind = match single(expr) {
            Some(node) => match node.rule() {
                Rule::name | Rule::ident => {
                    self.check_declared(span);
                    Some(LabelKind::Ident)
                }
                Rule::bare | Rule::string | Rule::halfmulti => {
                    Some(LabelKind::String(self.string(node)))
                }
                Rule::paren => Some(self.dynamic(node)),
                Rule::list => Some(self.pattern(node)),
                _ => None,
            },
            None => None,
        };
        let kind = kind.unwrap_or_else(|| {
            self.report(span, slips::not_a_label(self.text, span));
            LabelKind::Dynamic { value: self.value(whole), alias: None }
        });
        Label { span, kind, alias: None, postfix: None }
    }

    /// A label that could not be read.
    pub(super) fn bad_label(&mut self, span: Span) -> Label {
        let kind = LabelKind::Dynamic { value: self.bad(span), alias: None };
        Label { span, kind, alias: None, postfix: None }
    }

    /// `(expr)` or `(X=expr)`
    fn dynamic(&mut self, node: Node<'_>) -> LabelKind {
        let span = node.span();
        let opened = head(span, 1);
        let (mut value, mut alias) = (None, None);
        for node in node.children() {
            let place = node.span();
            match node.rule() {
                Rule::expr => value = Some(self.expr(node)),
                Rule::bind => {
                    if let Some(name) = value {
                        (alias, value) = self.split_alias(name, node);
                    }
                }
                Rule::lineend => self.report(place, slips::line_end_in_paren(opened, place)),
                Rule::noclose => self.unclosed(opened, place, ")"),
                _ => value = Some(self.missing(place)),
            }
        }
        let value = value.unwrap_or_else(|| self.bad(span));
        LabelKind::Dynamic { value, alias }
    }

    /// `[pattern]` or `[X=pattern]`
    fn pattern(&mut self, node: Node<'_>) -> LabelKind {
        let span = node.span();
        let elements = self.elements(node);
        let value = match elements.as_slice() {
            [Element::Value(value)] => *value,
            _ => {
                self.report(span, slips::pattern_elements(span));
                self.bad(span)
            }
        };
        match self.exprs[value].kind {
            ExprKind::Alias { name, value } => LabelKind::Pattern { value, alias: Some(name) },
            _ => LabelKind::Pattern { value, alias: None },
        }
    }

    fn split_alias(&mut self, name: ExprId, bind: Node<'_>) -> (Option<Span>, Option<ExprId>) {
        let alias = self.alias(name, bind);
        match self.exprs[alias].kind {
            ExprKind::Alias { name, value } => (Some(name), Some(value)),
            _ => (None, Some(alias)),
        }
    }

    /// `~X?:`
    fn tail(&mut self, tail: Node<'_>, label: &mut Label) -> FieldMark {
        let mut mark = FieldMark::Regular;
        for node in tail.children() {
            let place = node.span();
            match node.rule() {
                Rule::mark => {
                    let optional = node.text() == "?";
                    mark = if optional { FieldMark::Optional } else { FieldMark::Required };
                    if matches!(label.kind, LabelKind::Pattern { .. }) {
                        self.report(place, slips::marked_pattern(place));
                    }
                }
                Rule::postfix_alias => {
                    if !self.experiments.alias_v2 {
                        self.report(
                            place,
                            slips::experiment(place, "an alias with `~`", "aliasv2"),
                        );
                    }
                    let mut names = node.children().map(|name| name.span());
                    let first = names.next().unwrap_or(place);
                    let alias = match names.next() {
                        Some(value) => PostfixAlias { key: Some(first), value },
                        None => PostfixAlias { key: None, value: first },
                    };
                    let blank = |name: Span| name.of(self.text) == "_";
                    if blank(alias.value) && alias.key.is_none_or(blank) {
                        self.report(place, slips::blank_alias(place));
                    }
                    label.postfix = Some(alias);
                }
                _ => {}
            }
        }
        mark
    }

    /// Checks the `X` of `X=…` at `name`, with the rest of it at `place`.
    pub(super) fn check_alias(&mut self, name: Span, place: Span) {
        self.check_declared(name);
        if self.experiments.alias_v2 {
            self.report(place, slips::old_alias(name, place));
        }
    }
}

/// The only node of an expression that is one operand and nothing more.
fn single(expr: Node<'_>) -> Option<Node<'_>> {
    if expr.rule() != Rule::expr {
        return Some(expr);
    }
    let mut nodes = expr.children();
    let first = nodes.next()?;
    nodes.next().is_none().then_some(first)
}
