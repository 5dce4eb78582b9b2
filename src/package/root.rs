//! The packages that the command line names: which files they have, and in which module they lie.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::directory::{self, Candidate};
use super::gather::{Gather, is_input};
use super::inputs::Root;
use super::load::{Loader, canonical};
use super::{Import, module, paths};
use crate::base::{Code, Diagnostic, Span};

impl Loader<'_> {
    /// Loads the package that `root` names.
    pub(super) fn root(&mut self, root: &Root) {
        let current = self.files.current();
        let start = match root {
            Root::Files(files) => match files.iter().find(|path| !is_input(path)) {
                Some(file) => file.parent().map(Path::to_owned).unwrap_or_default(),
                None => PathBuf::new(),
            },
            Root::Directory { path, .. } => path.clone(),
            Root::Import(_) => PathBuf::new(),
        };
        self.directory = paths::absolute(&current, &start);
        if self.modules.is_empty() {
            let Gather { sources, diagnostics, .. } = &mut self.gather;
            // What lies outside of all modules is in that of the current directory.
            let module = module::find(self.files, &self.directory, sources, diagnostics)
                .or_else(|| module::find(self.files, &current, sources, diagnostics));
            self.modules.extend(module);
        }
        self.gather.language = self.module().and_then(|module| module.language);
        if let Some(fault) = module::within_marks(self.files, &current, &self.directory) {
            self.gather.diagnostics.push(fault);
            return;
        }
        let (candidates, path) = match root {
            Root::Files(files) => (self.gather.named(files), String::new()),
            Root::Directory { path, package } => {
                let candidates = self.root_directory(path, package.as_deref());
                let name = candidates.first().and_then(|candidate| candidate.name.clone());
                (candidates, self.import_path(name.as_deref().unwrap_or_default()))
            }
            Root::Import(path) => return self.root_import(path),
        };
        let home = self.module().map(|_| 0);
        self.add(path, candidates, home);
    }

    fn root_import(&mut self, path: &str) {
        match self.import(path, Span::NOWHERE, self.module().map(|_| 0)) {
            Ok(Import::Package(_)) => {}
            Ok(Import::Standard(path)) => {
                let message = format!("`{path}` belongs to the standard library");
                let fault = Diagnostic::error(Code::Import, message)
                    .help("A source can import it; it is no configuration itself.");
                self.gather.diagnostics.push(fault);
            }
            Err(faults) => self.gather.diagnostics.extend(faults),
        }
    }

    fn root_directory(&mut self, path: &Path, package: Option<&str>) -> Vec<Candidate> {
        let place = format!("`{}`", path.display());
        let candidates = self.gather.directory(&self.directory.clone(), Some(path));
        let none = candidates.is_empty();
        let name = match package {
            Some(name) => Some(name.to_owned()),
            None => match directory::only_name(&candidates, &self.gather.sources, &place) {
                Ok(name) => name,
                // Of several packages, the one that is named like the directory is meant.
                Err(fault) => match named_like(path, &candidates) {
                    Some(name) => Some(name),
                    None => {
                        self.gather.diagnostics.push(fault);
                        return Vec::new();
                    }
                },
            },
        };
        let names: BTreeSet<String> =
            candidates.iter().filter_map(|candidate| candidate.name.clone()).collect();
        let mut taken: Vec<Candidate> = match &name {
            Some(name) => {
                candidates.into_iter().filter(|one| one.name.as_ref() == Some(name)).collect()
            }
            None => Vec::new(),
        };
        if taken.is_empty() && self.gather.diagnostics.is_empty() {
            self.gather.diagnostics.push(no_sources(&place, none, package, &names));
        }
        if let (Some(name), Some(module)) = (&name, self.module())
            && !taken.is_empty()
        {
            let root = module.root.clone();
            let mut above = self.gather.above(&self.directory.clone(), &root, name);
            above.append(&mut taken);
            return above;
        }
        taken
    }

    /// The import path of the root package, if its directory lies in a module that has a name.
    fn import_path(&self, name: &str) -> String {
        let Some(module) = self.module() else { return String::new() };
        let Some(own) = module.names.first() else { return String::new() };
        let Ok(below) = self.directory.strip_prefix(&module.root) else { return String::new() };
        let below = below.to_string_lossy().replace('\\', "/");
        let place = if below.is_empty() { own.clone() } else { format!("{own}/{below}") };
        canonical(&place, name)
    }
}

/// The package among `candidates` whose name is the last element of `path`.
fn named_like(path: &Path, candidates: &[Candidate]) -> Option<String> {
    let last = path.file_name()?.to_str()?;
    let mut names = candidates.iter().filter_map(|candidate| candidate.name.as_deref());
    names.find(|&name| name == last).map(str::to_owned)
}

fn no_sources(
    place: &str,
    none: bool,
    package: Option<&str>,
    names: &BTreeSet<String>,
) -> Diagnostic {
    let listed: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match package {
        Some(name) if !names.is_empty() => {
            Diagnostic::error(Code::File, format!("{place} has no package `{name}`"))
                .help(format!("It has {}.", listed.join(", ")))
        }
        Some(_) | None if none => {
            Diagnostic::error(Code::File, format!("{place} has no `.inf` or `.cue` files"))
                .help("Name a directory with sources, or the files themselves.")
        }
        Some(_) | None => {
            let message = format!("no source in {place} has a package clause");
            Diagnostic::error(Code::File, message)
                .help("Start the files with `package name`, or name the files themselves.")
        }
    }
}
