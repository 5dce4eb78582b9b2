//! Lowering of operators: chains of `&` and `|` become flat, and what no operator takes is refused.

use super::ir::{Expr, ExprId, Operator, Relation, Universe};
use super::lower::Lowering;
use crate::base::{Code, Diagnostic, Span};
use crate::syntax::tree::{self, BinaryOp, ExprKind, Tree, UnaryOp};

impl Lowering<'_> {
    pub(super) fn unary(
        &mut self,
        tree: &Tree,
        op: UnaryOp,
        operand: tree::ExprId,
        span: Span,
    ) -> ExprId {
        let relation = match op {
            UnaryOp::Plus | UnaryOp::Minus | UnaryOp::Not => {
                let operand = self.expr(tree, operand);
                return self.add(Expr::Unary(op, operand), span);
            }
            UnaryOp::Default => {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::Syntax,
                        "`*` marks the default of a disjunction and nothing else",
                    )
                    .at(span, "")
                    .help("Write `*default | other`, or drop the `*`."),
                );
                return self.expr(tree, operand);
            }
            UnaryOp::Equal => Relation::Equal,
            UnaryOp::NotEqual => Relation::NotEqual,
            UnaryOp::Less => Relation::Less,
            UnaryOp::LessEqual => Relation::LessEqual,
            UnaryOp::Greater => Relation::Greater,
            UnaryOp::GreaterEqual => Relation::GreaterEqual,
            UnaryOp::Match => Relation::Match,
            UnaryOp::NotMatch => Relation::NotMatch,
        };
        let operand = self.expr(tree, operand);
        self.add(Expr::Bound(relation, operand), span)
    }

    pub(super) fn binary(&mut self, tree: &Tree, op: BinaryOp, id: tree::ExprId) -> ExprId {
        let span = tree.exprs[id].span;
        let expr = match op {
            BinaryOp::And => {
                let operands = chain(tree, id, op);
                Expr::And(operands.into_iter().map(|x| self.expr(tree, x)).collect())
            }
            BinaryOp::Or => {
                let arms = chain(tree, id, op);
                Expr::Or(arms.into_iter().map(|arm| self.arm(tree, arm)).collect())
            }
            operator => match tree.exprs[id].kind {
                ExprKind::Binary(_, left, right, _) => {
                    let left = self.expr(tree, left);
                    let right = self.expr(tree, right);
                    self.check_operand(operator, left, span);
                    self.check_operand(operator, right, span);
                    match operator {
                        Operator::LogicalAnd | Operator::LogicalOr
                            if self.experiments.short_circuit =>
                        {
                            Expr::ShortCircuit(operator, left, right)
                        }
                        _ => Expr::Binary(operator, left, right),
                    }
                }
                _ => Expr::Bad,
            },
        };
        self.add(expr, span)
    }

    /// Refuses an operand that is a type by its spelling: it can never become concrete.
    fn check_operand(&mut self, operator: Operator, operand: ExprId, span: Span) {
        if !self.is_type(operand) {
            return;
        }
        let place = self.program.span(operand);
        let message = format!(
            "`{}` is a type: `{}` needs concrete operands",
            self.text(place),
            operator.text()
        );
        self.diagnostics.push(
            Diagnostic::error(Code::Operand, message)
                .at(place, "this is never one value")
                .at(span, "the operation"),
        );
    }

    fn is_type(&self, expr: ExprId) -> bool {
        match self.program.expr(expr) {
            Expr::Top | Expr::Bound(..) => true,
            Expr::Universe(universe) => universe.is_type(),
            // A predeclared range: all of its parts stand where the name stands.
            Expr::And(parts) => parts.first().is_some_and(|&first| {
                self.program.span(first) == self.program.span(expr) && self.is_type(first)
            }),
            _ => false,
        }
    }

    /// An arm of a disjunction, and whether it is marked.
    fn arm(&mut self, tree: &Tree, arm: tree::ExprId) -> (bool, ExprId) {
        match tree.exprs[arm].kind {
            // `**x` is `*x`.
            ExprKind::Unary(UnaryOp::Default, value) => (true, self.arm(tree, value).1),
            _ => (false, self.expr(tree, arm)),
        }
    }
}

impl Universe {
    /// Whether this is a type rather than a function.
    fn is_type(self) -> bool {
        match self {
            Universe::Bool
            | Universe::Int
            | Universe::Float
            | Universe::Number
            | Universe::String
            | Universe::Bytes => true,
            Universe::Len
            | Universe::Close
            | Universe::And
            | Universe::Or
            | Universe::Div
            | Universe::Mod
            | Universe::Quo
            | Universe::Rem
            | Universe::Error
            | Universe::MatchN
            | Universe::MatchIf => false,
        }
    }
}

/// The operands of a left-leaning chain of one operator, from left to right.
fn chain(tree: &Tree, id: tree::ExprId, op: BinaryOp) -> Vec<tree::ExprId> {
    let mut operands = Vec::new();
    let mut at = id;
    while let ExprKind::Binary(this, left, right, _) = tree.exprs[at].kind
        && this == op
    {
        operands.push(right);
        at = left;
    }
    operands.push(at);
    operands.reverse();
    operands
}
