//! The module that a source lies in: the nearest directory above it with `inf.toml` or
//! `cue.mod/module.cue`, and the import paths under which its packages are known.

use std::path::{Path, PathBuf};

use super::files::{Files, Kind};
use super::resolve::{self, Surroundings, VENDORED};
use super::settings::{self, Settings};
use super::{paths, text};
use crate::base::{Code, Diagnostic, FileId, Sources, Span};
use crate::syntax;
use crate::syntax::experiments::Version;
use crate::syntax::tree::{Decl, DeclKind, Expr, ExprKind, LabelKind, Tree};

/// The name of the file that marks a module's root.
pub const SETTINGS_FILE: &str = "inf.toml";

/// CUE's way to mark it.
const CUE_MODULE: &str = "cue.mod/module.cue";

/// The newest language version, by its major and minor number.
const NEWEST: Version = (0, 18);

/// The same, as a new `inf.toml` says it.
pub(super) const LANGUAGE: &str = "0.18";

/// A module on disk.
#[derive(Clone, Debug)]
pub(super) struct Module {
    /// Its directory.
    pub(super) root: PathBuf,
    /// The import paths that its packages start with.
    pub(super) names: Vec<String>,
    /// What `inf.toml` says.
    pub(super) settings: Settings,
    /// The version of the language that it is written in, if it says so.
    pub(super) language: Option<Version>,
}

impl Module {
    /// Whether it is known as `name`.
    pub(super) fn is_named(&self, name: &str) -> bool {
        self.names.iter().any(|own| own == name)
    }
}

/// Whether a module starts at `directory`.
pub(super) fn is_root(files: &dyn Files, directory: &Path) -> bool {
    [SETTINGS_FILE, CUE_MODULE]
        .iter()
        .any(|marker| files.kind(&directory.join(marker)) == Some(Kind::File))
}

/// The directory of the module around `directory`, if there is one.
pub fn root(files: &dyn Files, directory: &Path) -> Option<PathBuf> {
    directory.ancestors().find(|place| is_root(files, place)).map(Path::to_owned)
}

/// All import paths that a source in `directory` can use, in order.
pub fn known_paths(files: &dyn Files, directory: &Path, standard: &[&str]) -> Vec<String> {
    let module = find(files, directory, &mut Sources::default(), &mut Vec::new());
    let module = module.as_ref();
    let setting = module.and_then(|module| module.settings.kube_version.as_ref());
    let release = setting.and_then(|set| set.text.parse().ok()).unwrap_or_default();
    let mut known = resolve::known(Surroundings { files, standard, module, release });
    known.sort_unstable();
    known.dedup();
    known
}

/// The module around `directory`, if there is one; its marks are read into `sources`.
pub(super) fn find(
    files: &dyn Files,
    directory: &Path,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Module> {
    let root = root(files, directory)?;
    Some(read(files, root, sources, diagnostics))
}

/// The module whose root is `root`; its marks are read into `sources`.
pub(super) fn read(
    files: &dyn Files,
    root: PathBuf,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Module {
    let mut module =
        Module { root, names: Vec::new(), settings: Settings::default(), language: None };
    if let Some(file) = open(files, &module.root.join(SETTINGS_FILE), sources, diagnostics) {
        let (settings, faults) = settings::read(file, sources.text(file));
        let name = settings.name.as_ref().map(|name| name.text.clone());
        module.names.extend(name.filter(|name| !name.is_empty()));
        module.settings = settings;
        diagnostics.extend(faults);
    }
    if let Some(file) = open(files, &module.root.join(CUE_MODULE), sources, diagnostics) {
        let parsed = syntax::parse(file, sources.text(file));
        let is_sound = parsed.diagnostics.is_empty();
        diagnostics.extend(parsed.diagnostics);
        if is_sound {
            let (name, language) = cue_module(&parsed.tree, sources.text(file), diagnostics);
            module.names.extend(name);
            module.language = language;
        }
    }
    if let Some(said) = &module.settings.language {
        diagnostics.extend(version_fault(Some(&said.text), said.span));
        module.language = version_of(&said.text);
    }
    module
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

/// Says that packages are looked for within `cue.mod`, where only vendored ones lie: `directory`
/// is that of the package, absolute.
pub(super) fn within_marks(
    files: &dyn Files,
    current: &Path,
    directory: &Path,
) -> Option<Diagnostic> {
    let within = |place: &Path| {
        let mark = place.ancestors().find(|above| above.ends_with("cue.mod"))?;
        let below = place.strip_prefix(mark).ok()?;
        let is_vendored = VENDORED.iter().any(|kind| below.starts_with(kind));
        let is_mark = files.kind(&mark.join("module.cue")) == Some(Kind::File);
        (is_mark && !is_vendored).then(|| mark.to_owned())
    };
    // The mark itself may be named as a file.
    let named = within(directory).filter(|mark| mark != directory);
    let mark = within(current).or(named)?;
    let message = "packages cannot be loaded from within `cue.mod`";
    let home = mark.parent().unwrap_or(&mark);
    let home = paths::shown(current, home);
    Some(
        Diagnostic::error(Code::File, message)
            .help(format!("Sources lie beside `cue.mod`, in `{}` or below.", home.display())),
    )
}

/// Reads a `module.cue`: the path of the module without its major version, and its language.
fn cue_module(
    tree: &Tree,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<String>, Option<Version>) {
    let string = |expr: &Expr| {
        let is_string = matches!(expr.kind, ExprKind::String(_));
        is_string.then(|| expr.span.of(text).trim_matches('"').to_owned())
    };
    let version = field(tree, &tree.decls, text, "language")
        .and_then(|expr| match &expr.kind {
            ExprKind::Struct { decls, .. } => field(tree, decls, text, "version"),
            _ => None,
        })
        .map(|expr| (expr.span, string(expr)));
    let language = version.as_ref().and_then(|(_, text)| version_of(text.as_deref()?));
    match version {
        // An empty file marks a module, and says nothing of it.
        None if tree.decls.is_empty() => {}
        None => {
            let start = Span::new(tree.span.file, tree.span.start, tree.span.start);
            diagnostics.push(
                Diagnostic::error(Code::File, "`module.cue` declares no language version")
                    .at(start, "")
                    .help(format!("Add `language: version: \"v{}.{}.0\"`.", NEWEST.0, NEWEST.1)),
            );
        }
        Some((span, text)) => diagnostics.extend(version_fault(text.as_deref(), span)),
    }
    let path = field(tree, &tree.decls, text, "module").and_then(string).unwrap_or_default();
    let path = path.split_once('@').map_or(path.as_str(), |(path, _)| path);
    ((!path.is_empty()).then(|| path.to_owned()), language)
}

/// The major and minor number of `v0.9.0`, or of `0.9`.
fn version_of(said: &str) -> Option<Version> {
    let mut parts = said.strip_prefix('v').unwrap_or(said).splitn(3, '.');
    let mut number = || parts.next().and_then(|part| part.parse::<u32>().ok());
    number().zip(number())
}

/// The value of the field `name` among `decls`.
fn field<'a>(tree: &'a Tree, decls: &[Decl], text: &str, name: &str) -> Option<&'a Expr> {
    decls.iter().find_map(|decl| {
        let DeclKind::Field(field) = &decl.kind else { return None };
        let is_it = matches!(field.label.kind, LabelKind::Ident | LabelKind::String(_))
            && field.label.span.of(text).trim_matches('"') == name;
        is_it.then(|| &tree.exprs[field.value])
    })
}

/// What is wrong with a language version: it is none, or one that is yet to come.
fn version_fault(version: Option<&str>, span: Span) -> Option<Diagnostic> {
    let said = version.unwrap_or_default();
    let Some(version) = version_of(said) else {
        let message = format!("`{said}` is no language version");
        return Some(
            Diagnostic::error(Code::File, message)
                .at(span, "")
                .help(format!("A version is written like `\"v{}.{}.0\"`.", NEWEST.0, NEWEST.1)),
        );
    };
    if version <= NEWEST {
        return None;
    }
    let message = format!("the module asks for language version {said}, which infc does not know");
    Some(Diagnostic::error(Code::LanguageVersion, message).at(span, "").help(format!(
        "The newest version that it knows is v{}.{}: use a newer infc, or an older module.",
        NEWEST.0, NEWEST.1
    )))
}
