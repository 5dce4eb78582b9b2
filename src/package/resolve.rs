//! What an import path means, before anything is read: the standard library, the context, the
//! embedded library, this module, what is vendored in `cue.mod`.

use std::path::PathBuf;

use super::context::CONTEXT;
use super::directory;
use super::files::{Files, Kind};
use super::import_path::ImportPath;
use super::module::{self, Module};
use super::workspace::WORKSPACE;
use super::{library, paths};
use crate::base::{Code, Diagnostic, Fix, Span, nearest};
use crate::schema::{Catalog, Release};

/// Where a package lies.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Place {
    /// In the standard library, by its path.
    Standard(String),
    /// The context.
    Context,
    /// The workspace.
    Workspace,
    /// In the embedded library, by its path.
    Embedded(String),
    /// On disk: directories whose files make one package; each with the directory where the
    /// search for files of the same package above it ends.
    Disk(Vec<(PathBuf, PathBuf)>),
}

/// The directories of CUE's vendored packages, below `cue.mod`.
pub(super) const VENDORED: &[&str] = &["gen", "pkg", "usr"];

/// How many directories of a module are looked at for a name that was probably meant.
const MOST_SUGGESTED: usize = 500;

/// What resolving stands on.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    pub(super) files: &'a dyn Files,
    pub(super) standard: &'a [&'a str],
    pub(super) module: Option<&'a Module>,
    pub(super) release: Release,
}

/// Where the package of the import path `text` lies.
///
/// # Errors
/// A path that is none, or that leads to no package; the error has no place yet.
pub(super) fn resolve(text: &str, around: Surroundings<'_>) -> Result<Place, Diagnostic> {
    let Some(path) = ImportPath::read(text) else {
        let message = format!("`{text}` is no import path");
        return Err(Diagnostic::error(Code::Import, message)
            .help("A path has no empty, `.` or `..` elements: `\"strings\"`, `\"my.org/base\"`."));
    };
    if path.place.starts_with("tool/") || path.place == "tool" {
        return Err(Diagnostic::error(
            Code::Import,
            format!("`{}` is not there: a configuration has no side effects", path.place),
        )
        .help("The `tool/…` packages of CUE run commands; run them around `infc` instead."));
    }
    if around.standard.contains(&path.place) {
        return Ok(Place::Standard(path.place.to_owned()));
    }
    if path.place == "kube" || path.place.starts_with("kube/") {
        return kube(path.place, around.release);
    }
    if path.place == CONTEXT {
        return Ok(Place::Context);
    }
    if path.place == WORKSPACE {
        return Ok(Place::Workspace);
    }
    if library::sources(path.place).next().is_some() {
        return Ok(Place::Embedded(path.place.to_owned()));
    }
    local(path, around).ok_or_else(|| unknown(text, path, around))
}

/// A package of the built-in kinds of Kubernetes.
fn kube(path: &str, release: Release) -> Result<Place, Diagnostic> {
    let catalog = Catalog::of(release);
    let name = path.strip_prefix("kube/").unwrap_or_default();
    if catalog.package(name).is_some() {
        return Ok(Place::Standard(path.to_owned()));
    }
    let message = format!("Kubernetes {release} has no package `{path}`");
    let error = Diagnostic::error(Code::Import, message);
    let names: Vec<&str> = catalog.packages().collect();
    // `rbac.authorization.k8s.io/v1` is `rbac/v1` here.
    let group = name.split(['/', '.']).next();
    let versions: Vec<String> = names
        .iter()
        .filter(|known| known.split('/').next() == group)
        .map(|known| format!("`\"kube/{known}\"`"))
        .collect();
    if !versions.is_empty() {
        return Err(error.help(format!("There is {}.", versions.join(", "))));
    }
    Err(match nearest(name, names) {
        Some(near) => error.help(format!("Did you mean `\"kube/{near}\"`?")),
        None => {
            error.help("Write the group and the version: `\"kube/apps/v1\"`, `\"kube/core/v1\"`.")
        }
    })
}

fn local(path: ImportPath<'_>, around: Surroundings<'_>) -> Option<Place> {
    let module = around.module?;
    let is_directory = |path: &PathBuf| around.files.kind(path) == Some(Kind::Directory);
    let own = module.names.iter().find_map(|name| path.below(name));
    if let Some(below) = own {
        let directory = module.root.join(below);
        let mut between = directory.ancestors().take_while(|&above| above != module.root);
        if is_directory(&directory) && !between.any(|above| module::is_root(around.files, above)) {
            return Some(Place::Disk(vec![(directory, module.root.clone())]));
        }
    }
    let bases = VENDORED.iter().map(|kind| module.root.join("cue.mod").join(kind));
    let vendored: Vec<(PathBuf, PathBuf)> = bases
        .map(|base| (base.join(path.place), base))
        .filter(|(directory, _)| is_directory(directory))
        .collect();
    (!vendored.is_empty()).then_some(Place::Disk(vendored))
}

fn unknown(text: &str, path: ImportPath<'_>, around: Surroundings<'_>) -> Diagnostic {
    let error = |message: String| Diagnostic::error(Code::Import, message);
    let own = around.module.and_then(|module| {
        let below = module.names.iter().find_map(|name| path.below(name))?;
        Some(paths::shown(&around.files.current(), &module.root.join(below)))
    });
    let known = known(around);
    let near = nearest(path.place, known.iter().map(String::as_str));
    // The import has no place yet; neither has its mend.
    let mend = near.map(|near| Fix::replace(Span::NOWHERE, format!("{near:?}")));
    let error = |message: String| match mend.clone() {
        Some(mend) => error(message).fix(mend),
        None => error(message),
    };
    let near = near.map(|near| format!("Did you mean `\"{near}\"`?"));
    if let Some(directory) = own {
        let message = format!("there is no package `{text}` in this module");
        let place = directory.display();
        return match near {
            Some(near) => {
                error(message).note(format!("looked for the directory `{place}`")).help(near)
            }
            None => {
                error(message).help(format!("It would lie in `{place}`, which is no directory."))
            }
        };
    }
    let first = path.place.split('/').next().unwrap_or_default();
    if let Some(near) = near {
        return error(format!("there is no package `{text}`")).help(near);
    }
    if path.major.is_some() || first.contains('.') {
        let fault = error(format!("`{text}` belongs to no module that is known here"));
        let above = path.place.rsplit_once('/').map_or(path.place, |(above, _)| above);
        return match around.module {
            Some(_) => fault.help(format!(
                "Add the module to the dependencies with `infc mod add {}`, or put the package \
                 into `cue.mod/pkg`.",
                path.place
            )),
            None => fault.help(format!(
                "If the package lies beside this file, mark the root of the module with \
                 `inf.toml`, and give it its `name` under `[package]`: `{above}`."
            )),
        };
    }
    let message = format!("there is no package `{text}`");
    match around.module {
        Some(module) => match module.names.first() {
            Some(name) => error(message)
                .help(format!("The packages of this module are imported as `\"{name}/…\"`.")),
            None => error(message).help("Give the module a name in `inf.toml`."),
        },
        None => error(message).help(
            "To import packages that lie beside this one, mark the root of the module with \
             `inf.toml` and give it a `name` under `[package]`.",
        ),
    }
}

/// All import paths that lead somewhere, for suggestions.
pub(super) fn known(around: Surroundings<'_>) -> Vec<String> {
    let mut known = library::names();
    known.extend(around.standard.iter().map(|&path| path.to_owned()));
    known.push(CONTEXT.to_owned());
    known.push(WORKSPACE.to_owned());
    known.extend(Catalog::of(around.release).packages().map(|name| format!("kube/{name}")));
    let Some(module) = around.module else { return known };
    for directory in directory::below(around.files, &module.root).iter().take(MOST_SUGGESTED) {
        let Ok(below) = directory.strip_prefix(&module.root) else { continue };
        let below = below.to_string_lossy().replace('\\', "/");
        for name in module.names.iter().filter(|_| !below.is_empty()) {
            known.push(format!("{name}/{below}"));
        }
    }
    let dependencies = module.settings.dependencies.iter();
    known.extend(dependencies.map(|requirement| requirement.name.text.clone()));
    known
}
