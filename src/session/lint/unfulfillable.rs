//! W0904: constraints that exclude each other, patterns that are held against no label, and regular
//! expressions that no text matches.

use super::bench::{Bench, Kind, declarations, is_plain};
use super::extents::Extents;
use super::warning;
use crate::base::{Code, Diagnostic};
use crate::eval::builtin::regexp;
use crate::syntax::literal;
use crate::syntax::tree::{DeclKind, ExprKind, LabelKind, UnaryOp};

const MEND: &str = "Whatever is put here fails: change one of them.";

/// Constraints that meet where they are written, and exclude each other.
pub(super) fn constraints(bench: &mut Bench<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for meeting in bench.meetings().iter() {
        let Some(here) = bench.names.file(meeting.file) else { continue };
        let all = &meeting.operands;
        if !bench.exclude(meeting.file, all, None) {
            continue;
        }
        // What is wrong in one of them alone is told of that.
        if all.iter().any(|&one| bench.exclude(meeting.file, &[one], None)) {
            continue;
        }
        let pairs = all
            .iter()
            .enumerate()
            .flat_map(|(index, &one)| all.iter().skip(index + 1).map(move |&other| [one, other]));
        let pairs: Vec<[_; 2]> = pairs.collect();
        let guilty = pairs.into_iter().find(|pair| bench.exclude(meeting.file, pair, None));
        let guilty = guilty.map_or_else(|| all.clone(), |pair| pair.to_vec());
        let spans: Vec<_> = guilty.iter().map(|&one| here.parsed.tree.exprs[one].span).collect();
        let quoted: Vec<String> =
            spans.iter().map(|span| format!("`{}`", span.of(here.text))).collect();
        let message = format!("nothing can be {}", quoted.join(" and "));
        let Some((last, others)) = spans.split_last() else { continue };
        let first = warning(Code::Unfulfillable, message, *last, "excludes the other");
        let told = others.iter().fold(first, |told, &span| told.at(span, "this one"));
        found.push(told.help(MEND));
    }
    found
}

/// Patterns for labels, which are strings, that no string fulfils.
pub(super) fn patterns(bench: &mut Bench<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, file) in bench.sources() {
        let meant = Extents::meant(file);
        for decl in declarations(&file.parsed.tree) {
            let DeclKind::Field(field) = &decl.kind else { continue };
            let LabelKind::Pattern { value, .. } = field.label.kind else { continue };
            let span = file.parsed.tree.exprs[value].span;
            if meant.hold(span)
                || !is_plain(file, value)
                || bench.exclude(id, &[value], None)
                || !bench.exclude(id, &[value], Some(Kind::String))
            {
                continue;
            }
            let message = format!("no label is `{}`", span.of(file.text));
            let told = warning(Code::Unfulfillable, message, span, "labels are strings");
            found.push(told.help(
                "For labels that look like numbers, match their text: `[=~\"^[0-9]+$\"]: …`; for \
                 the elements of a list, write `[...T]`.",
            ));
        }
    }
    found
}

/// Regular expressions that no text matches.
pub(super) fn expressions(bench: &mut Bench<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, file) in bench.sources() {
        let tree = &file.parsed.tree;
        for (_, expr) in tree.exprs.iter() {
            let ExprKind::Unary(UnaryOp::Match, operand) = expr.kind else { continue };
            let ExprKind::String(lit) = &tree.exprs[operand].kind else { continue };
            let Some(pattern) = literal::label_text(lit, file.text) else { continue };
            if !regexp::never_matches(&pattern) {
                continue;
            }
            let message = format!("no text matches {}", expr.span.of(file.text));
            let what = "something would have to stand before the start or behind the end";
            let told = warning(Code::Unfulfillable, message, expr.span, what);
            found.push(told.help("Write `\\\\^` or `\\\\$` if the sign itself is meant."));
        }
    }
    found
}
