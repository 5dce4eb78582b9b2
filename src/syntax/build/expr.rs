//! Expressions: flat chains of operators given their precedences, operands and what follows them.

use super::{Builder, head};
use crate::base::Span;
use crate::syntax::parser::{Node, Rule};
use crate::syntax::tree::{BinaryOp, Element, ExprId, ExprKind, UnaryOp};
use crate::syntax::{literal, slips};

/// A binary operator and how tightly it binds, 7 the tightest.
fn binary_op(text: &str) -> (BinaryOp, u8) {
    match text {
        "|" => (BinaryOp::Or, 1),
        "&" => (BinaryOp::And, 2),
        "||" => (BinaryOp::LogicalOr, 3),
        "&&" => (BinaryOp::LogicalAnd, 4),
        "==" => (BinaryOp::Equal, 5),
        "!=" => (BinaryOp::NotEqual, 5),
        "<" => (BinaryOp::Less, 5),
        "<=" => (BinaryOp::LessEqual, 5),
        ">" => (BinaryOp::Greater, 5),
        ">=" => (BinaryOp::GreaterEqual, 5),
        "=~" => (BinaryOp::Match, 5),
        "!~" => (BinaryOp::NotMatch, 5),
        "+" => (BinaryOp::Add, 6),
        "-" => (BinaryOp::Subtract, 6),
        "*" => (BinaryOp::Multiply, 7),
        // The grammar has no further one.
        _ => (BinaryOp::Divide, 7),
    }
}

fn unary_op(text: &str) -> UnaryOp {
    match text {
        "+" => UnaryOp::Plus,
        "-" => UnaryOp::Minus,
        "!" => UnaryOp::Not,
        "*" => UnaryOp::Default,
        "==" => UnaryOp::Equal,
        "!=" => UnaryOp::NotEqual,
        "<" => UnaryOp::Less,
        "<=" => UnaryOp::LessEqual,
        ">" => UnaryOp::Greater,
        ">=" => UnaryOp::GreaterEqual,
        "=~" => UnaryOp::Match,
        // The grammar has no further one.
        _ => UnaryOp::NotMatch,
    }
}

/// Operands and operators of a chain that are not yet joined.
#[derive(Default)]
struct Chain {
    operands: Vec<ExprId>,
    operators: Vec<(BinaryOp, u8, Span)>,
}

impl Builder<'_> {
    /// An expression: a flat chain of prefixes, operands, what follows operands, and operators.
    pub(super) fn expr(&mut self, node: Node<'_>) -> ExprId {
        self.nested(node.span(), |builder| builder.chain(node))
    }

    fn chain(&mut self, node: Node<'_>) -> ExprId {
        let span = node.span();
        let mut chain = Chain::default();
        let mut prefixes: Vec<(UnaryOp, Span)> = Vec::new();
        let mut operand: Option<ExprId> = None;
        for node in node.children() {
            match node.rule() {
                Rule::unop => prefixes.push((unary_op(node.text()), node.span())),
                Rule::binop => {
                    let (operator, precedence) = binary_op(node.text());
                    let left = self.prefixed(operand.take(), &mut prefixes, node.span());
                    chain.operands.push(left);
                    self.join(&mut chain, precedence);
                    chain.operators.push((operator, precedence, node.span()));
                }
                Rule::select | Rule::index | Rule::call | Rule::open | Rule::optional => {
                    let base = operand.take().unwrap_or_else(|| self.bad(node.span()));
                    operand = Some(self.postfix(base, node));
                }
                _ => operand = Some(self.operand(node)),
            }
        }
        let last = self.prefixed(operand, &mut prefixes, span);
        if chain.operators.is_empty() {
            return last;
        }
        chain.operands.push(last);
        self.join(&mut chain, 0);
        chain.operands.pop().unwrap_or(last)
    }

    /// Joins what binds at least as tightly as `precedence`.
    fn join(&mut self, chain: &mut Chain, precedence: u8) {
        while let Some(&(operator, tightness, place)) = chain.operators.last() {
            if tightness < precedence {
                return;
            }
            chain.operators.pop();
            let (Some(right), Some(left)) = (chain.operands.pop(), chain.operands.pop()) else {
                return;
            };
            let span = self.exprs[left].span.to(self.exprs[right].span);
            let joined = self.add(span, ExprKind::Binary(operator, left, right, place));
            chain.operands.push(joined);
        }
    }

    /// An operand with the operators before it, which are used up.
    fn prefixed(
        &mut self,
        operand: Option<ExprId>,
        prefixes: &mut Vec<(UnaryOp, Span)>,
        place: Span,
    ) -> ExprId {
        let mut value = operand.unwrap_or_else(|| self.bad(place));
        while let Some((operator, place)) = prefixes.pop() {
            let span = place.to(self.exprs[value].span);
            value = self.add(span, ExprKind::Unary(operator, value));
        }
        value
    }

    /// An operand, or the empty place where one is missing.
    fn operand(&mut self, node: Node<'_>) -> ExprId {
        let span = node.span();
        match node.rule() {
            Rule::name | Rule::ident => {
                let kind = match node.text() {
                    "null" => ExprKind::Null,
                    "true" => ExprKind::Bool(true),
                    "false" => ExprKind::Bool(false),
                    _ => ExprKind::Ident,
                };
                self.add(span, kind)
            }
            Rule::bottom => self.add(span, ExprKind::Bottom),
            Rule::number => {
                if let Err(error) = literal::number(node.text()) {
                    self.report(span, slips::literal(span, error));
                }
                self.add(span, ExprKind::Number)
            }
            Rule::bare | Rule::string | Rule::halfmulti => self.string(node),
            Rule::r#struct => self.r#struct(node),
            Rule::list => self.list(node),
            Rule::paren => self.paren(node),
            _ => self.missing(span),
        }
    }

    /// The empty place where an expression is missing.
    pub(super) fn missing(&mut self, span: Span) -> ExprId {
        self.expected(span, "a value");
        self.bad(span)
    }

    /// An expression, or the place where it is missing.
    pub(super) fn value(&mut self, node: Node<'_>) -> ExprId {
        if node.rule() == Rule::expr { self.expr(node) } else { self.operand(node) }
    }

    /// `{…}`
    pub(super) fn r#struct(&mut self, node: Node<'_>) -> ExprId {
        self.nested(node.span(), |builder| builder.braces(node))
    }

    fn braces(&mut self, node: Node<'_>) -> ExprId {
        let span = node.span();
        let (decls, missing) = self.decls(node.children());
        if let Some(at) = missing {
            self.unclosed_brace(head(span, 1), at);
        }
        self.add(span, ExprKind::Struct { decls, braces: true })
    }

    fn list(&mut self, node: Node<'_>) -> ExprId {
        let span = node.span();
        let elements = self.elements(node);
        let before_last = elements.len().saturating_sub(1);
        for element in elements.iter().take(before_last) {
            if let Element::Ellipsis(place, _) = element {
                self.report(*place, slips::ellipsis_not_last(*place));
            }
        }
        self.add(span, ExprKind::List(elements))
    }

    /// What stands in the brackets of a list or a pattern label.
    pub(super) fn elements(&mut self, node: Node<'_>) -> Vec<Element> {
        let opened = head(node.span(), 1);
        let mut elements = Vec::new();
        for node in node.children() {
            let span = node.span();
            match node.rule() {
                Rule::expr | Rule::bare | Rule::name | Rule::ident | Rule::number => {
                    let value = self.value(node);
                    elements.push(Element::Value(value));
                }
                Rule::bind => {
                    if let Some(Element::Value(name)) = elements.pop() {
                        let alias = self.alias(name, node);
                        elements.push(Element::Value(alias));
                    }
                }
                Rule::comprehension => {
                    elements.push(Element::Comprehension(self.comprehension(node)));
                }
                Rule::rest => {
                    let value = node.children().next().map(|value| self.expr(value));
                    elements.push(Element::Ellipsis(span, value));
                }
                Rule::nocomma => {
                    let last = elements.last().and_then(|element| match element {
                        Element::Value(id) => Some(self.exprs[*id].span),
                        Element::Comprehension(_) | Element::Ellipsis(..) => None,
                    });
                    self.missing_element_comma(last, opened, span, "]");
                }
                Rule::noclose => self.unclosed(opened, span, "]"),
                _ => {}
            }
        }
        elements
    }

    /// `name = value`, as the value of a field or an element of a list.
    pub(super) fn alias(&mut self, name: ExprId, bind: Node<'_>) -> ExprId {
        let place = bind.span();
        let name_span = self.exprs[name].span;
        let value = match bind.children().next() {
            Some(node) => self.value(node),
            None => self.bad(place),
        };
        if !matches!(self.exprs[name].kind, ExprKind::Ident) {
            self.report(name_span, slips::alias_name(name_span));
            return value;
        }
        self.check_alias(name_span, place);
        self.add(name_span.to(place), ExprKind::Alias { name: name_span, value })
    }

    fn paren(&mut self, node: Node<'_>) -> ExprId {
        let span = node.span();
        let opened = head(span, 1);
        let mut value = None;
        for node in node.children() {
            let place = node.span();
            match node.rule() {
                Rule::expr => value = Some(self.expr(node)),
                Rule::bad => value = Some(self.missing(place)),
                Rule::bind => {
                    self.report(place, slips::alias_in_paren(place));
                    if let Some(name) = value {
                        value = Some(self.alias(name, node));
                    }
                }
                Rule::lineend => self.report(place, slips::line_end_in_paren(opened, place)),
                Rule::noclose => self.unclosed(opened, place, ")"),
                _ => {}
            }
        }
        let value = value.unwrap_or_else(|| self.bad(span));
        self.add(span, ExprKind::Paren(value))
    }
}
