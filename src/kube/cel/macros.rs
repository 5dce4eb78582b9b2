//! Trees that the parser makes of more than one piece: macros, and chains of `&&` and `||`.

use super::ast::{Expr, Loop, LoopKind};

/// Joins operands in a tree of little depth; both operators are associative.
pub(super) fn balanced(mut operands: Vec<Expr>, join: fn(Box<Expr>, Box<Expr>) -> Expr) -> Expr {
    while operands.len() > 1 {
        let mut joined = Vec::with_capacity(operands.len().div_ceil(2));
        let mut rest = operands.into_iter();
        while let Some(left) = rest.next() {
            joined.push(match rest.next() {
                Some(right) => join(Box::new(left), Box::new(right)),
                None => left,
            });
        }
        operands = joined;
    }
    operands.pop().unwrap_or(Expr::Null)
}

/// The macro of this name.
pub(super) fn loop_kind(name: &str) -> Option<LoopKind> {
    Some(match name {
        "all" => LoopKind::All,
        "exists" => LoopKind::Exists,
        "exists_one" | "existsOne" => LoopKind::ExistsOne,
        "filter" => LoopKind::Filter,
        "map" => LoopKind::Map,
        "transformList" => LoopKind::TransformList,
        "transformMap" => LoopKind::TransformMap,
        "transformMapEntry" => LoopKind::TransformMapEntry,
        _ => return None,
    })
}

/// A macro from its arguments: one or two names, for some a filter, and the body.
pub(super) fn looped(kind: LoopKind, over: Expr, mut arguments: Vec<Expr>) -> Result<Expr, String> {
    let wrong = || "a macro has names, then expressions".to_owned();
    let body = arguments.pop().ok_or_else(wrong)?;
    let two = match kind {
        LoopKind::TransformList | LoopKind::TransformMap | LoopKind::TransformMapEntry => true,
        LoopKind::All | LoopKind::Exists | LoopKind::ExistsOne => arguments.len() == 2,
        LoopKind::Filter | LoopKind::Map => false,
    };
    let filtered = two || kind == LoopKind::Map;
    let filtered =
        filtered && !matches!(kind, LoopKind::All | LoopKind::Exists | LoopKind::ExistsOne);
    let count = 1 + usize::from(two);
    let filter = match arguments.len().checked_sub(count) {
        Some(0) => None,
        Some(1) if filtered => arguments.pop(),
        _ => return Err(wrong()),
    };
    let named = |expr| match expr {
        Expr::Name(name) => Ok(name),
        _ => Err(wrong()),
    };
    let names = arguments.into_iter().map(named).collect::<Result<Vec<_>, _>>()?;
    Ok(Expr::Loop(Box::new(Loop { kind, over, names, filter, body })))
}
