//! W0903: labels that hide an import where its package is meant.

use rustc_hash::FxHashMap;

use super::bench::Bench;
use super::warning;
use crate::base::{Code, Diagnostic, Fix, Span};
use crate::session::names::{Definition, File, Sort};
use crate::syntax::tree::ExprKind;

/// Unquoted labels with the name of an import, in whose value the name means the field.
pub(super) fn hidden(bench: &mut Bench<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, file) in bench.sources() {
        let imports = imports(file);
        for (_, one) in file.index.definitions.iter() {
            if !matches!(one.sort, Sort::Field { quoted: false, .. })
                || one.scope == file.index.file()
            {
                continue;
            }
            let Some(import) = imports.get(one.name.as_str()) else { continue };
            let Some(used) = meant_package(file, one) else { continue };
            let name = &one.name;
            let told = warning(
                Code::HiddenImport,
                format!("the label `{name}` hides the import of that name"),
                one.span,
                "hides the import in the whole struct",
            );
            found.push(
                told.at(used, "this is the field, not the package")
                    .at(import.span, "the import")
                    .help(format!(
                        "Write the label in quotes, `\"{name}\": …`: then `{name}` means the package."
                    ))
                    .fix(Fix::replace(one.span, format!("{name:?}")).titled("quote the label")),
            );
        }
    }
    found
}

/// The imports of a file by their names.
fn imports<'f>(file: &'f File<'_>) -> FxHashMap<&'f str, &'f Definition> {
    let found = file.index.scopes[file.index.file()].definitions.iter();
    let found = found.map(|&id| &file.index.definitions[id]);
    let imports = found.filter(|one| matches!(one.sort, Sort::Import(_)));
    // Of several with one name, the first counts.
    imports.rev().map(|one| (one.name.as_str(), one)).collect()
}

/// Where the name is used in the value of the field itself as a package is: a member is selected
/// from it. No use of the field elsewhere may speak against quotes.
fn meant_package(file: &File<'_>, one: &Definition) -> Option<Span> {
    let of_field = |used: &&crate::session::names::Use| {
        used.base.is_none()
            && used.name == one.name
            && file.index.resolve(used.scope, &used.name).is_some_and(|it| it.0 == one.scope)
    };
    let uses: Vec<_> = file.index.uses.iter().filter(of_field).collect();
    let within = |span: Span| one.whole.encloses(span);
    let selected = |span: Span| {
        file.parsed.tree.exprs.iter().any(|(_, expr)| match expr.kind {
            ExprKind::Select { base, .. } => file.parsed.tree.exprs[base].span == span,
            _ => false,
        })
    };
    let all = uses.iter().all(|used| within(used.span) && selected(used.span));
    uses.first().filter(|_| all).map(|used| used.span)
}
