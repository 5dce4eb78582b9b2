//! W0906: declarations of one struct, and arms of one disjunction, that say the same in the same
//! words.

use rustc_hash::{FxHashMap, FxHashSet};

use super::bench::{Bench, is_plain};
use super::defaults::disjunctions;
use super::edits::without;
use super::warning;
use crate::base::{Code, Diagnostic, Edit, Fix, Span, Trust};
use crate::session::names::File;
use crate::syntax::tree::{Decl, DeclKind, ExprKind, LabelKind};

/// Fields and embeddings that stand twice in one struct.
pub(super) fn declarations(bench: &mut Bench<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, file) in bench.sources() {
        let tree = &file.parsed.tree;
        let structs = tree.exprs.iter().filter_map(|(_, expr)| match &expr.kind {
            ExprKind::Struct { decls, .. } => Some(decls),
            _ => None,
        });
        for decls in std::iter::once(&tree.decls).chain(structs) {
            let mut known: FxHashMap<Vec<&str>, Span> = FxHashMap::default();
            for decl in decls {
                let Some(words) = words(file, decl) else { continue };
                let first = *known.entry(words).or_insert(decl.span);
                if first != decl.span {
                    found.push(repeated(
                        file,
                        "declaration",
                        decl.span,
                        first,
                        without(file, decl.span),
                    ));
                }
            }
        }
    }
    found
}

/// What a declaration says, token by token as far as lines go; none of what may well stand twice.
fn words<'t>(file: &File<'t>, decl: &Decl) -> Option<Vec<&'t str>> {
    match &decl.kind {
        DeclKind::Field(field) => {
            let is_named = matches!(field.label.kind, LabelKind::Ident | LabelKind::String(_));
            if !is_named || !field.attributes.is_empty() {
                return None;
            }
        }
        DeclKind::Embed(_) => {}
        DeclKind::Comprehension(_)
        | DeclKind::Ellipsis(_)
        | DeclKind::Let(_)
        | DeclKind::Attribute(_)
        | DeclKind::Bad => return None,
    }
    let text = decl.span.of(file.text);
    Some(text.lines().map(str::trim).collect())
}

/// Arms that stand twice in one disjunction.
pub(super) fn arms(bench: &mut Bench<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, file) in bench.sources() {
        let tree = &file.parsed.tree;
        for (_, arms) in disjunctions(file) {
            let mut known: FxHashMap<&str, Span> = FxHashMap::default();
            let mut told: FxHashSet<Span> = FxHashSet::default();
            for pair in arms.windows(2) {
                let [before, arm] = *pair else { continue };
                let (before, span) = (tree.exprs[before].span, tree.exprs[arm].span);
                known.entry(before.of(file.text)).or_insert(before);
                let Some(&first) = known.get(span.of(file.text)) else { continue };
                if is_plain(file, arm) && told.insert(span) {
                    // The `|` before it goes with it.
                    let removed = Span { start: before.end, ..span };
                    found.push(repeated(file, "arm", span, first, removed));
                }
            }
        }
    }
    found
}

fn repeated(file: &File<'_>, what: &str, span: Span, first: Span, removed: Span) -> Diagnostic {
    let text = span.of(file.text);
    let shown = match text.lines().next() {
        Some(line) if line.len() < text.len() => format!("{} …", line.trim_end()),
        _ => text.to_owned(),
    };
    let edits = vec![Edit { span: removed, text: String::new() }];
    let fix = Fix { title: format!("take the second {what} out"), edits, trust: Trust::Sure };
    warning(Code::Repeated, format!("`{shown}` stands here twice"), span, "says nothing new")
        .at(first, "first here")
        .help(format!("Take one {what} out."))
        .fix(fix)
}
