//! W0905: defaults that are never taken, because what stands beside them excludes them.

use super::bench::{Bench, is_plain, marked, operands};
use super::extents::Extents;
use super::meetings::Meeting;
use super::warning;
use crate::base::{Code, Diagnostic, Span};
use crate::session::names::File;
use crate::syntax::tree::{BinaryOp, ExprId, ExprKind};

/// Defaults that a constraint beside their disjunction excludes.
pub(super) fn excluded(bench: &mut Bench<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for meeting in bench.meetings().iter() {
        let Some(here) = bench.names.file(meeting.file) else { continue };
        let all = &meeting.operands;
        let defaults: Vec<(usize, ExprId)> = all
            .iter()
            .enumerate()
            .flat_map(|(index, &one)| defaults(here, one).into_iter().map(move |it| (index, it)))
            .collect();
        if defaults.is_empty() || bench.exclude(meeting.file, all, None) {
            continue;
        }
        found.extend(defaults.iter().filter_map(|&(index, default)| {
            let others = all.iter().enumerate().filter(|other| other.0 != index);
            told(bench, here, meeting, default, others.map(|other| *other.1))
        }));
        found.extend(between(bench, here, meeting, &defaults));
    }
    found
}

/// What is to be said of a default beside `others`.
fn told(
    bench: &mut Bench<'_>,
    here: &File<'_>,
    meeting: &Meeting,
    default: ExprId,
    others: impl Iterator<Item = ExprId>,
) -> Option<Diagnostic> {
    let mut others = others;
    let guilty = others.find(|&other| bench.exclude(meeting.file, &[default, other], None))?;
    let span = |id: ExprId| here.parsed.tree.exprs[id].span;
    let quoted = |id: ExprId| span(id).of(here.text);
    let message = format!(
        "the default `{}` is never taken: `{}` excludes it",
        quoted(default),
        quoted(guilty)
    );
    Some(
        warning(Code::UnreachableDefault, message, span(default), "marked as the default")
            .at(span(guilty), "excludes it")
            .help("Mark a value that fulfils both, or drop the `*`."),
    )
}

/// Disjunctions that are unified, and whose only defaults differ: then there is none.
fn between(
    bench: &mut Bench<'_>,
    here: &File<'_>,
    meeting: &Meeting,
    defaults: &[(usize, ExprId)],
) -> Option<Diagnostic> {
    let alone = |&&(index, _): &&(usize, ExprId)| {
        defaults.iter().filter(|other| other.0 == index).count() == 1
    };
    let alone: Vec<ExprId> = defaults.iter().filter(alone).map(|one| one.1).collect();
    let (first, others) = alone.split_first()?;
    let other =
        others.iter().find(|&&other| bench.exclude(meeting.file, &[*first, other], None))?;
    let span = |id: ExprId| here.parsed.tree.exprs[id].span;
    Some(cancel(here, span(*first), span(*other)))
}

/// Marks in one disjunction that cancel each other out.
pub(super) fn cancelled(bench: &mut Bench<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, file) in bench.sources() {
        let meant = Extents::meant(file);
        let tree = &file.parsed.tree;
        for (_, arms) in disjunctions(file) {
            let marks = arms.iter().filter_map(|&arm| marked(tree, arm));
            let marks: Vec<ExprId> = marks.filter(|&mark| is_scalar(file, mark)).collect();
            let Some((first, others)) = marks.split_first() else { continue };
            let other = others.iter().find(|&&other| bench.exclude(id, &[*first, other], None));
            let Some(other) = other else { continue };
            let (first, other) = (tree.exprs[*first].span, tree.exprs[*other].span);
            if !meant.hold(first) {
                found.push(cancel(file, first, other));
            }
        }
    }
    found
}

fn cancel(file: &File<'_>, first: Span, other: Span) -> Diagnostic {
    let (one, two) = (first.of(file.text), other.of(file.text));
    let message = format!("the defaults `{one}` and `{two}` cancel each other out");
    warning(Code::UnreachableDefault, message, other, "the second default")
        .at(first, "the first one")
        .help("Leave one mark: with two that differ, the field has no default.")
}

/// The whole disjunctions of a file, and their arms in order.
pub(super) fn disjunctions(file: &File<'_>) -> Vec<(ExprId, Vec<ExprId>)> {
    let tree = &file.parsed.tree;
    let is_or = |id: ExprId| matches!(tree.exprs[id].kind, ExprKind::Binary(BinaryOp::Or, ..));
    let mut inner = rustc_hash::FxHashSet::default();
    for (_, expr) in tree.exprs.iter() {
        if let ExprKind::Binary(BinaryOp::Or, left, right, _) = expr.kind {
            inner.extend([left, right]);
        }
    }
    let whole = tree.exprs.iter().map(|(id, _)| id);
    let whole = whole.filter(|id| is_or(*id) && !inner.contains(id));
    whole.map(|id| (id, written_arms(file, id))).collect()
}

/// The arms of a disjunction as it is written: those in parentheses are one.
fn written_arms(file: &File<'_>, id: ExprId) -> Vec<ExprId> {
    let mut arms = Vec::new();
    let mut at = id;
    while let ExprKind::Binary(BinaryOp::Or, left, right, _) = file.parsed.tree.exprs[at].kind {
        arms.push(right);
        at = left;
    }
    arms.push(at);
    arms.reverse();
    arms
}

/// The plain values that are marked in an operand.
fn defaults(file: &File<'_>, operand: ExprId) -> Vec<ExprId> {
    let tree = &file.parsed.tree;
    let arms = operands(tree, operand, BinaryOp::Or);
    let marks = arms.into_iter().filter_map(|arm| marked(tree, arm));
    marks.filter(|&mark| is_plain(file, mark)).collect()
}

/// Whether a scalar is written.
fn is_scalar(file: &File<'_>, expr: ExprId) -> bool {
    let kind = &file.parsed.tree.exprs[expr].kind;
    let scalar =
        matches!(kind, ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number | ExprKind::String(_));
    scalar && is_plain(file, expr)
}
