//! W0901: hidden fields and definitions that nothing refers to. They belong to their package alone,
//! so nobody else can use them.

use std::collections::BTreeMap;

use super::bench::{Bench, declarations};
use super::edits::without;
use super::extents::Extents;
use super::warning;
use crate::base::{Code, Diagnostic, Edit, FileId, Fix, Span, Trust};
use crate::package::{paths, text};
use crate::session::names::{Definition, File, Sort};
use crate::syntax::tree::{BinaryOp, DeclKind, ExprKind, UnaryOp};

/// Hidden names that are declared once and used nowhere.
pub(super) fn unused(bench: &mut Bench<'_>) -> Vec<Diagnostic> {
    let mut declared: BTreeMap<&str, Vec<(FileId, &Definition)>> = BTreeMap::new();
    let sources = bench.sources();
    for &(id, file) in &sources {
        let meant = Extents::meant(file);
        for (_, one) in file.index.definitions.iter() {
            // What a function is given, it may look at.
            let is_hidden = one.name.starts_with('_') && one.name.len() > 1;
            if is_hidden
                && !meant.hold(one.span)
                && matches!(one.sort, Sort::Field { quoted: false, .. })
            {
                declared.entry(&one.name).or_default().push((id, one));
            }
        }
    }
    let mut found = Vec::new();
    for (name, places) in declared {
        // Several declarations may be held against each other.
        let &[(id, one)] = places.as_slice() else { continue };
        let Some(&(_, file)) = sources.iter().find(|source| source.0 == id) else { continue };
        let is_used = |&(other, file): &(FileId, &File<'_>)| {
            let within = |span: Span| {
                other == id && one.whole.start <= span.start && span.end <= one.whole.end
            };
            file.index.uses.iter().any(|used| used.name == name && !within(used.span))
                || is_in_attributes(file, name)
        };
        if sources.iter().any(is_used) || checks(file, one) || is_in_files_beside(bench, name) {
            continue;
        }
        let what = if name.starts_with("_#") { "definition" } else { "field" };
        let edits = vec![Edit { span: without(file, one.whole), text: String::new() }];
        let fix = Fix { title: format!("take `{name}` out"), edits, trust: Trust::Review };
        let told = warning(Code::UnusedHidden, format!("`{name}` is not used"), one.span, "");
        found.push(
            told.help(format!(
                "Hidden {what}s belong to their package, where nothing refers to this one: take it \
                 out, or drop the `_` to export it."
            ))
            .fix(fix),
        );
    }
    found
}

/// Whether an attribute speaks of the name, or stands on a field of that name.
fn is_in_attributes(file: &File<'_>, name: &str) -> bool {
    declarations(&file.parsed.tree).any(|decl| match &decl.kind {
        DeclKind::Field(field) => {
            let mut attributes = field.attributes.iter();
            attributes.any(|one| {
                field.label.span.of(file.text) == name || has_word(one.body.of(file.text), name)
            })
        }
        DeclKind::Attribute(one) => has_word(one.body.of(file.text), name),
        DeclKind::Embed(_)
        | DeclKind::Comprehension(_)
        | DeclKind::Ellipsis(_)
        | DeclKind::Let(_)
        | DeclKind::Bad => false,
    })
}

/// Whether the value is there to hold other fields against something: it unifies or compares what
/// a reference to a regular field gives.
fn checks(file: &File<'_>, one: &Definition) -> bool {
    let tree = &file.parsed.tree;
    let mut can_fail = false;
    for (_, expr) in tree.exprs.iter().filter(|(_, expr)| one.whole.encloses(expr.span)) {
        can_fail |= match &expr.kind {
            ExprKind::Binary(BinaryOp::Or, ..) => false,
            ExprKind::Binary(..) | ExprKind::Call { .. } | ExprKind::Bottom => true,
            ExprKind::Unary(op, _) => !matches!(op, UnaryOp::Default),
            _ => false,
        };
    }
    let refers = |name: &str| {
        !name.trim_start_matches('_').starts_with('#')
            && name != "_"
            && !crate::program::is_predeclared(name)
    };
    let is_import = |name: &str| {
        let mut found = file.index.declared(file.index.file(), name);
        found.any(|id| matches!(file.index.definitions[id].sort, Sort::Import(_)))
    };
    can_fail
        && file.index.uses.iter().any(|used| {
            used.base.is_none()
                && one.whole.encloses(used.span)
                && refers(&used.name)
                && !is_import(&used.name)
        })
}

/// Whether a source beside the package's own speaks of the name: tests, and files that take part
/// under other tags.
fn is_in_files_beside(bench: &Bench<'_>, name: &str) -> bool {
    let current = bench.files.current();
    let own: Vec<_> = bench
        .own
        .iter()
        .map(|&id| paths::absolute(&current, bench.loaded.sources.path(id)))
        .collect();
    let mut directories: Vec<_> = own.iter().filter_map(|path| path.parent()).collect();
    directories.sort_unstable();
    directories.dedup();
    directories.into_iter().any(|directory| {
        let names = bench.files.list(directory).unwrap_or_default();
        let mut others = names.into_iter().map(|(file, _)| directory.join(file));
        others.any(|path| {
            crate::package::is_source(&path)
                && !own.contains(&path)
                && text::read(bench.files, &path, &path).is_ok_and(|text| has_word(&text, name))
        })
    })
}

/// Whether `name` stands in `text`, and is no part of a longer name.
fn has_word(text: &str, name: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '#');
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        let behind = text.get(at + name.len()..).and_then(|it| it.chars().next());
        !before.is_some_and(is_part) && !behind.is_some_and(is_part)
    })
}
