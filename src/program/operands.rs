//! The operands of an expression: one list of all operations, for those who go through expressions
//! and treat operations alike.

use super::ir::{Expr, ExprId};

impl Expr {
    /// Hands the operands of an operation to `each`, in the order in which they are written: all
    /// expressions in it that stand in its own environment. A reference has none; a literal of a
    /// list or a struct and a comprehension have parts instead, in environments of their own.
    pub fn operands(&self, mut each: impl FnMut(ExprId)) {
        match self {
            Expr::Interpolation { parts: all, .. } | Expr::And(all) => {
                all.iter().copied().for_each(each);
            }
            Expr::Or(arms) => arms.iter().for_each(|arm| each(arm.1)),
            Expr::Call(callee, arguments) => {
                each(*callee);
                arguments.iter().copied().for_each(each);
            }
            Expr::Slice { base, low, high } => {
                each(*base);
                low.iter().chain(high).copied().for_each(each);
            }
            Expr::Index(one, other)
            | Expr::Binary(_, one, other)
            | Expr::ShortCircuit(_, one, other) => {
                each(*one);
                each(*other);
            }
            Expr::Select(one, _)
            | Expr::Optional(_, one)
            | Expr::Unary(_, one)
            | Expr::Bound(_, one)
            | Expr::Open(one) => each(*one),
            Expr::Bad
            | Expr::Bottom
            | Expr::Top
            | Expr::Null
            | Expr::Bool(_)
            | Expr::Int(_)
            | Expr::Number(_)
            | Expr::Str(_)
            | Expr::Bytes(_)
            | Expr::Universe(_)
            | Expr::Field { .. }
            | Expr::Dynamic { .. }
            | Expr::Key { .. }
            | Expr::Element { .. }
            | Expr::Own { .. }
            | Expr::This { .. }
            | Expr::Let { .. }
            | Expr::Package(_)
            | Expr::Standard(_)
            | Expr::Struct(_)
            | Expr::Comprehension(_)
            | Expr::List { .. } => {}
        }
    }
}
