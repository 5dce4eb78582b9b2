//! The module that a source lies in: the nearest directory above it with `inf.toml` or
//! `cue.mod/module.cue`, and the import paths under which its packages are known.

use std::path::{Path, PathBuf};

use super::files::{Files, Kind};
use super::settings::{self, Settings};
use super::{paths, text};
use crate::base::{Diagnostic, FileId, Sources};
use crate::syntax::tree::{DeclKind, ExprKind, LabelKind, Tree};
use crate::syntax::{self};

/// The name of the file that marks a module's root.
pub const SETTINGS_FILE: &str = "inf.toml";

/// CUE's way to mark it.
const CUE_MODULE: &str = "cue.mod/module.cue";

/// A module on disk.
#[derive(Debug)]
pub(super) struct Module {
    /// Its directory.
    pub(super) root: PathBuf,
    /// The import paths that its packages start with.
    pub(super) names: Vec<String>,
    /// What `inf.toml` says.
    pub(super) settings: Settings,
}

/// Whether a module starts at `directory`.
pub(super) fn is_root(files: &dyn Files, directory: &Path) -> bool {
    [SETTINGS_FILE, CUE_MODULE]
        .iter()
        .any(|marker| files.kind(&directory.join(marker)) == Some(Kind::File))
}

/// The module around `directory`, if there is one; its marks are read into `sources`.
pub(super) fn find(
    files: &dyn Files,
    directory: &Path,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Module> {
    let root = directory.ancestors().find(|place| is_root(files, place))?.to_owned();
    let mut module = Module { root, names: Vec::new(), settings: Settings::default() };
    if let Some(file) = open(files, &module.root.join(SETTINGS_FILE), sources, diagnostics) {
        let (settings, faults) = settings::read(file, sources.text(file));
        let name = settings.name.as_ref().map(|name| name.text.clone());
        module.names.extend(name.filter(|name| !name.is_empty()));
        module.settings = settings;
        diagnostics.extend(faults);
    }
    if let Some(file) = open(files, &module.root.join(CUE_MODULE), sources, diagnostics) {
        let parsed = syntax::parse(file, sources.text(file));
        module.names.extend(cue_module(&parsed.tree, sources.text(file)));
        diagnostics.extend(parsed.diagnostics);
    }
    Some(module)
}

fn open(
    files: &dyn Files,
    path: &Path,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<FileId> {
    files.kind(path).filter(|kind| *kind == Kind::File)?;
    let shown = paths::shown(&files.current(), path);
    match text::read(files, path, &shown) {
        Ok(text) => Some(sources.add(shown, text)),
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            None
        }
    }
}

/// The `module: "path"` of a `module.cue`, without its major version.
fn cue_module(tree: &Tree, text: &str) -> Option<String> {
    tree.decls.iter().find_map(|decl| {
        let DeclKind::Field(field) = &decl.kind else { return None };
        let is_module =
            matches!(field.label.kind, LabelKind::Ident) && field.label.span.of(text) == "module";
        let value = &tree.exprs[field.value];
        if !is_module || !matches!(value.kind, ExprKind::String(_)) {
            return None;
        }
        let path = value.span.of(text).trim_matches('"');
        let path = path.split_once('@').map_or(path, |(path, _)| path);
        (!path.is_empty()).then(|| path.to_owned())
    })
}
