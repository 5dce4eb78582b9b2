//! Imports: those that are missing, those that nothing uses, and their order.

use lsp_types::{CodeAction, CodeActionKind, Diagnostic, NumberOrString};

use super::Bench;
use crate::base::{Code, Span};
use crate::session::import_paths;
use crate::session::names::{Sort, Target};
use crate::syntax::tree::Tree;

impl Bench<'_> {
    /// Imports for a name that nothing declares, if packages are called so.
    pub(super) fn missing_import(&self, diagnostic: &Diagnostic) -> Vec<CodeAction> {
        let code = NumberOrString::String(Code::UnresolvedName.text().to_owned());
        if diagnostic.code.as_ref() != Some(&code) {
            return Vec::new();
        }
        let Some(here) = self.names.file(self.place.file) else { return Vec::new() };
        let lines = self.desk.lines(here.text);
        let (start, end) =
            (lines.offset(diagnostic.range.start), lines.offset(diagnostic.range.end));
        let name = here.text.get(start as usize..end as usize).unwrap_or_default();
        let file = self.place.project.path(self.place.file);
        let paths = import_paths(&self.desk.snapshot.files, &file).into_iter();
        let called = paths.filter(|path| !name.is_empty() && path.rsplit('/').next() == Some(name));
        let edit = |path: String| {
            let edit = self.import_edit(&here.parsed.tree, &path);
            let action =
                self.action(format!("Import \"{path}\""), CodeActionKind::QUICKFIX, &[edit])?;
            Some(CodeAction { diagnostics: Some(vec![diagnostic.clone()]), ..action })
        };
        called.filter_map(edit).collect()
    }

    /// What adds an import to the file: to its group, or on a line of its own.
    fn import_edit(&self, tree: &Tree, path: &str) -> (Span, String) {
        let at = |offset: u32| Span::new(self.place.file, offset, offset);
        let Some(last) = tree.imports.last() else {
            return match tree.package {
                Some(package) => (at(package.span.end), format!("\n\nimport \"{path}\"")),
                None => (at(0), format!("import \"{path}\"\n\n")),
            };
        };
        let behind = self.text().get(last.span.end as usize..).unwrap_or_default();
        let in_group = behind.trim_start().starts_with(')');
        let lead = if in_group { "\n\t" } else { "\nimport " };
        (at(last.span.end), format!("{lead}\"{path}\""))
    }

    /// One sorted group without what nothing uses; packages of other hosts stand behind the others.
    /// Comments among the imports keep them as they are.
    pub(super) fn organised_imports(&self) -> Option<CodeAction> {
        let here = self.names.file(self.place.file)?;
        let tree = &here.parsed.tree;
        let block = self.import_block(tree)?;
        let holds = |comment: &&Span| block.start <= comment.start && comment.end <= block.end;
        if here.parsed.comments.iter().any(|comment| holds(&comment)) {
            return None;
        }
        let used = self.used_imports();
        let mut specs: Vec<(bool, &str, String)> = Vec::new();
        for (number, import) in tree.imports.iter().enumerate() {
            let path = import.path.of(here.text);
            let host = path.split('/').next().unwrap_or_default();
            if used.contains(&number) {
                specs.push((host.contains('.'), path, import.span.of(here.text).to_owned()));
            }
        }
        specs.sort();
        specs.dedup();
        let text = written(&specs);
        if text == block.of(here.text) {
            return None;
        }
        let title = "Organise the imports".to_owned();
        self.action(title, CodeActionKind::SOURCE_ORGANIZE_IMPORTS, &[(block, text)])
    }

    /// From the first `import` to the end of the last.
    fn import_block(&self, tree: &Tree) -> Option<Span> {
        let (first, last) = (tree.imports.first()?, tree.imports.last()?);
        let before = self.text().get(..first.span.start as usize)?;
        let start = before.rfind("import")?;
        let behind = self.text().get(last.span.end as usize..)?;
        let closing = behind.trim_start();
        let end = match closing.starts_with(')') {
            true => last.span.end + (behind.len() - closing.len()) as u32 + 1,
            false => last.span.end,
        };
        Some(Span::new(first.span.file, start as u32, end))
    }

    /// The imports that something uses, by their places.
    fn used_imports(&self) -> Vec<usize> {
        let Some(here) = self.names.file(self.place.file) else { return Vec::new() };
        let names = here.index.uses.iter().filter(|one| one.base.is_none());
        let targets = names.flat_map(|one| self.names.targets(self.place.file, one));
        let imports = targets.filter_map(|target| match target {
            Target::Declared(file, id) => match self.names.definition(file, id)?.sort {
                Sort::Import(number) => Some(number),
                _ => None,
            },
            Target::Member(..) | Target::Predeclared(_) => None,
        });
        imports.collect()
    }
}

fn written(specs: &[(bool, &str, String)]) -> String {
    match specs {
        [] => String::new(),
        [(.., only)] => format!("import {only}"),
        _ => {
            let mut text = "import (\n".to_owned();
            let mut hosted = specs.first().is_some_and(|first| first.0);
            for (is_hosted, _, spec) in specs {
                if *is_hosted && !hosted {
                    text.push('\n');
                    hosted = true;
                }
                text.push_str(&format!("\t{spec}\n"));
            }
            text.push(')');
            text
        }
    }
}
