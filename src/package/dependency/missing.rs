//! Which modules the sources of a project import and `inf.toml` does not name, and where they are:
//! beside the project in the same repository, or in the registry that the project or the module's own
//! name says. What else lies beside a project may be anybody's: it is proposed, not taken.
//!
//! A name without a host that no line of `[registries]` is about may be a module of the library, of
//! the language or a slip: it is left to whoever compiles.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::registries::locate;
use super::requirement::Source;
use super::used::imports;
use super::work::Work;
use crate::base::{Code, Diagnostic, Sources};
use crate::package::files::Kind;
use crate::package::import_path::ImportPath;
use crate::package::module::{self, SETTINGS_FILE};
use crate::package::resolve::VENDORED;
use crate::remote::Wanted;

/// A module that is imported and not named, with where it is.
pub(super) struct Missing {
    /// The name that it has or may have.
    pub(super) name: String,
    /// Where it is taken from.
    pub(super) source: Source,
}

impl Work<'_> {
    /// Finds what is missing; what cannot be found is told among the diagnostics.
    pub(super) fn missing(&mut self) -> Vec<Missing> {
        let unnamed = self.unnamed();
        if unnamed.is_empty() {
            return Vec::new();
        }
        let beside = self.beside();
        let is_ours = self.is_in_repository();
        let mut found: BTreeMap<String, Source> = BTreeMap::new();
        for path in unnamed {
            let is_given = |name: &String| below(&path, name);
            if found.keys().any(is_given) {
                continue;
            }
            match beside.iter().find(|(name, _)| below(&path, name)) {
                Some((name, root)) if is_ours => {
                    let source = Source::Path(self.relative(root));
                    found.insert(name.clone(), source);
                }
                near => self.look_up(&path, near.map(|(_, root)| root.as_path()), &mut found),
            }
        }
        found.into_iter().map(|(name, source)| Missing { name, source }).collect()
    }

    /// The import paths that neither the project nor its dependencies have.
    fn unnamed(&self) -> Vec<String> {
        let project = &self.project;
        let named = project.settings.dependencies.iter().map(|it| it.name.text.clone());
        let known: Vec<String> = project.names.iter().cloned().chain(named).collect();
        let is_vendored = |place: &str| {
            VENDORED.iter().any(|kind| {
                let copy = project.root.join("cue.mod").join(kind).join(place);
                self.files.kind(&copy) == Some(Kind::Directory)
            })
        };
        let mut paths: Vec<String> = imports(self.files, project).into_iter().collect();
        paths.retain(|path| {
            let place = ImportPath::read(path).map(|it| it.place.to_owned());
            place.is_some_and(|place| {
                !known.iter().any(|name| below(path, name)) && !is_vendored(&place)
            })
        });
        paths
    }

    /// Whether the directories beside the project are of one repository with it.
    fn is_in_repository(&self) -> bool {
        let around = self.project.root.parent().into_iter().flat_map(Path::ancestors);
        around.into_iter().any(|place| self.files.kind(&place.join(".git")).is_some())
    }

    /// The modules in the directories beside the project, by their names.
    fn beside(&self) -> Vec<(String, PathBuf)> {
        let Some(parent) = self.project.root.parent() else { return Vec::new() };
        let mut entries = self.files.list(parent).unwrap_or_default();
        entries.sort_by(|one, other| one.0.cmp(&other.0));
        let directories = entries.into_iter().filter(|entry| entry.1 == Kind::Directory);
        let roots = directories.map(|(name, _)| parent.join(name));
        let roots = roots.filter(|root| *root != self.project.root);
        roots.flat_map(|root| self.names_at(&root)).collect()
    }

    fn names_at(&self, root: &Path) -> Vec<(String, PathBuf)> {
        if self.files.kind(&root.join(SETTINGS_FILE)) != Some(Kind::File) {
            return Vec::new();
        }
        // What is wrong with the settings of others is none of this project's business.
        let (mut sources, mut faults) = (Sources::default(), Vec::new());
        let module = module::read(self.files, root.to_owned(), &mut sources, &mut faults);
        module.names.into_iter().map(|name| (name, root.to_owned())).collect()
    }

    /// Asks the registries for the module that `path` lies in: by the whole path, then without its
    /// last elements one by one.
    fn look_up(&mut self, path: &str, near: Option<&Path>, found: &mut BTreeMap<String, Source>) {
        let Some(place) = ImportPath::read(path).map(|it| it.place.to_owned()) else { return };
        let registries = &self.project.settings.registries;
        let is_said = |name: &str| {
            let first = name.split('/').next().unwrap_or_default();
            let has_host = first.contains('.') && name.contains('/');
            has_host || registries.iter().any(|it| below(name, &it.names.text))
        };
        if near.is_none() && (!is_said(&place) || locate(&place, registries, &[]).is_none()) {
            return;
        }
        let mut name = place.as_str();
        loop {
            let source =
                Source::Named { repository: name.to_owned(), wanted: Wanted::Tag(String::new()) };
            if let Ok((name, source)) = self.named(&source) {
                found.insert(name, source);
                return;
            }
            match name.rsplit_once('/').filter(|(rest, _)| is_long_enough(rest)) {
                Some((shorter, _)) => name = shorter,
                None => break,
            }
        }
        let message =
            format!("no dependency has the package `{path}`, and no registry that is known");
        let help = match near {
            Some(near) => {
                format!(
                    "`infc mod add {}` takes what lies beside the project.",
                    self.relative(near)
                )
            }
            None => "Say where it is: `infc mod add ../directory`, `infc mod add \
                     oci://host/repository` or `infc mod add https://host/repository.git`."
                .to_owned(),
        };
        self.diagnostics.push(Diagnostic::warning(Code::Dependency, message).help(help));
    }
}

/// Whether a name may still be one of a module: a host has something behind it.
fn is_long_enough(name: &str) -> bool {
    !name.is_empty() && (name.contains('/') || !name.contains('.'))
}

/// Whether an import path is a module or lies in it.
fn below(path: &str, module: &str) -> bool {
    ImportPath::read(path).is_some_and(|path| path.below(module).is_some())
}
