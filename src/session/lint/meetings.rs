//! Constraints that meet where they are written: the operands of a chain of `&`, and the values of
//! one label that stands several times in a struct.

use rustc_hash::{FxHashMap, FxHashSet};

use super::bench::{bare, is_plain, operands};
use super::extents::Extents;
use crate::base::FileId;
use crate::session::names::{File, Sort};
use crate::syntax::tree::{BinaryOp, ExprId, ExprKind};

/// Plain expressions that are unified with each other.
#[derive(Clone, Debug)]
pub(super) struct Meeting {
    pub(super) file: FileId,
    /// At least two, in the order of the source.
    pub(super) operands: Vec<ExprId>,
}

/// The meetings in a file.
pub(super) fn meetings(id: FileId, file: &File<'_>) -> Vec<Meeting> {
    let meant = Extents::meant(file);
    let tree = &file.parsed.tree;
    let mut found = Vec::new();
    // A chain in another chain is part of that, and so is one that meets under its label.
    let mut taken: FxHashSet<ExprId> = FxHashSet::default();
    for values in repeated(file) {
        let all: Vec<ExprId> =
            values.iter().flat_map(|&value| operands(tree, value, BinaryOp::And)).collect();
        taken.extend(values.iter().map(|&value| bare(tree, value)));
        found.push(all);
    }
    for (_, expr) in tree.exprs.iter() {
        if let ExprKind::Binary(BinaryOp::And, left, right, _) = expr.kind {
            taken.extend([bare(tree, left), bare(tree, right)]);
        }
    }
    for (expr, one) in tree.exprs.iter() {
        if matches!(one.kind, ExprKind::Binary(BinaryOp::And, ..)) && !taken.contains(&expr) {
            found.push(operands(tree, expr, BinaryOp::And));
        }
    }
    let plain = |mut all: Vec<ExprId>| {
        all.retain(|&expr| is_plain(file, expr) && !meant.hold(tree.exprs[expr].span));
        (all.len() > 1).then_some(Meeting { file: id, operands: all })
    };
    found.into_iter().filter_map(plain).collect()
}

/// The values of labels that stand several times in one struct.
fn repeated(file: &File<'_>) -> Vec<Vec<ExprId>> {
    let mut found = Vec::new();
    for (_, scope) in file.index.scopes.iter() {
        let mut by_name: FxHashMap<&str, Vec<ExprId>> = FxHashMap::default();
        let mut order: Vec<&str> = Vec::new();
        for &id in &scope.definitions {
            let one = &file.index.definitions[id];
            if let (Sort::Field { .. }, Some(value)) = (one.sort, one.value) {
                let values = by_name.entry(&one.name).or_insert_with(|| {
                    order.push(&one.name);
                    Vec::new()
                });
                values.push(value);
            }
        }
        let several = order.into_iter().filter_map(|name| by_name.remove(name));
        found.extend(several.filter(|values| values.len() > 1));
    }
    found
}
