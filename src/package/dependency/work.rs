//! A project whose dependencies are worked at: its `inf.toml`, its lock, what they come to, and how
//! changes are written back. Only the `mod` commands come here, so this may ask the network.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::edit::Manifest;
use super::fetch::{Fetcher, Hold};
use super::lock::{self, Locked};
use super::select;
use super::solve::{Solution, solve};
use super::{LOCK_FILE, VENDOR};
use crate::base::{Code, Diagnostic, Sources};
use crate::package::files::Files;
use crate::package::module::{self, Module, SETTINGS_FILE};
use crate::package::{paths, settings, text};
use crate::remote::Cache;

/// A project that is worked at.
pub struct Work<'a> {
    pub(super) files: &'a dyn Files,
    /// What the spans of messages point into.
    pub sources: Sources,
    /// Warnings, and whatever else is to be said beside the result.
    pub diagnostics: Vec<Diagnostic>,
    /// The module around the directory.
    pub(super) project: Module,
    /// What its lock says.
    pub(super) locked: Vec<Locked>,
}

/// Errors, all that were found.
pub type Faults = Vec<Diagnostic>;

impl<'a> Work<'a> {
    /// The project around the current directory. An error leaves the project empty, and stands
    /// among the diagnostics.
    ///
    /// # Errors
    /// No project, or settings that cannot be read; with what the spans point into.
    pub fn open(files: &'a dyn Files) -> Result<Self, (Sources, Faults)> {
        let mut sources = Sources::default();
        let mut diagnostics = Vec::new();
        let current = files.current();
        let Some(project) = module::find(files, &current, &mut sources, &mut diagnostics) else {
            let message = "there is no module here: neither this directory nor one above it has an \
                           `inf.toml`";
            let fault = Diagnostic::error(Code::File, message).help("`infc mod init` makes one.");
            return Err((sources, vec![fault]));
        };
        if !diagnostics.is_empty() {
            return Err((sources, diagnostics));
        }
        match select::locked(files, &project, &mut sources) {
            Ok(locked) => Ok(Self { files, sources, diagnostics, project, locked }),
            Err(fault) => Err((sources, vec![fault])),
        }
    }

    /// The directory of the project.
    pub fn root(&self) -> &Path {
        &self.project.root
    }

    /// Settles the dependencies, holding what the lock has. The network is asked only for what
    /// the lock and the cache do not tell.
    pub(super) fn settled(&mut self) -> Result<Solution, Faults> {
        let held = self.locked.clone();
        let loosely = self.solved(held.clone(), Hold::Loosely)?;
        if loosely.is_minimal() { Ok(loosely) } else { self.solved(held, Hold::Exactly) }
    }

    /// Settles the dependencies as the lock has them, even if less would do.
    pub(super) fn as_locked(&mut self) -> Result<Solution, Faults> {
        self.solved(self.locked.clone(), Hold::Loosely)
    }

    pub(super) fn solved(&mut self, held: Vec<Locked>, hold: Hold) -> Result<Solution, Faults> {
        let mut fetcher = self.fetcher(held, hold)?;
        solve(self.files, &self.project, &mut fetcher, &mut self.sources)
    }

    pub(super) fn fetcher(&self, held: Vec<Locked>, hold: Hold) -> Result<Fetcher, Faults> {
        let Some(cache) = self.files.cache() else {
            let message = "there is no place for fetched modules";
            let fault = Diagnostic::error(Code::File, message);
            return Err(vec![fault.help("Set `INFC_CACHE` to a directory.")]);
        };
        Ok(Fetcher::new(cache, held, hold, self.vendored()))
    }

    /// The copies that lie beside the project.
    fn vendored(&self) -> BTreeMap<String, PathBuf> {
        let place = self.project.root.join(VENDOR);
        let copy = |locked: &Locked| (locked.name.clone(), directory_in(&place, &locked.name));
        self.locked.iter().map(copy).collect()
    }

    /// Writes the lock, and the copies if there are any; says what changed.
    pub(super) fn write(&mut self, solution: &Solution) -> Result<Vec<String>, Faults> {
        let new: Vec<Locked> =
            solution.fetched.values().map(|taken| taken.locked.clone()).collect();
        let mut lines = Vec::new();
        for module in &new {
            let before = self.locked.iter().find(|locked| locked.name == module.name);
            let is_same = before.is_some_and(|before| {
                (&before.request, &before.resolved, &before.content)
                    == (&module.request, &module.resolved, &module.content)
            });
            let is_moved = before.is_some_and(|before| {
                before.request == module.request
                    && before.request.starts_with("tag ")
                    && before.content != module.content
            });
            if is_moved {
                lines.push(format!("{} has other files than before", module.shown()));
            }
            if !is_same {
                lines.push(format!("locked {} of {}", module.shown(), module.source));
            }
        }
        let gone = self.locked.iter().filter(|old| !new.iter().any(|new| new.name == old.name));
        lines.extend(gone.map(|old| format!("dropped {}", old.shown())));
        let path = self.project.root.join(LOCK_FILE);
        let before = fs::read_to_string(&path).ok();
        if new.is_empty() {
            if before.is_some() {
                fs::remove_file(&path).map_err(|error| vec![unwritten(&path, &error)])?;
            }
        } else {
            let text = lock::write(&new);
            if before.as_ref() != Some(&text) {
                replace(&path, &text)?;
            }
        }
        self.locked = new;
        if self.project.root.join(VENDOR).join(LOCK_FILE).is_file() {
            self.copy(solution)?;
        }
        Ok(lines)
    }

    /// Writes copies of all fetched modules beside the project, in place of those that are there.
    pub(super) fn copy(&self, solution: &Solution) -> Result<(), Faults> {
        let target = self.project.root.join(VENDOR);
        if target.exists() && !target.join(LOCK_FILE).is_file() {
            let message =
                format!("`{}` is there already, and infc did not make it", self.name(&target));
            let fault = Diagnostic::error(Code::File, message);
            return Err(vec![fault.help("Move it away: copies of dependencies are kept there.")]);
        }
        let made = || -> std::io::Result<()> {
            let fresh =
                tempfile::Builder::new().prefix(".vendor-").tempdir_in(&self.project.root)?;
            let content = fresh.path().join("new");
            fs::create_dir_all(&content)?;
            for (name, taken) in &solution.fetched {
                let tree = crate::remote::Tree::read(&taken.module.root);
                let tree = tree.map_err(|fault| std::io::Error::other(fault.message))?;
                tree.write(&directory_in(&content, name))?;
            }
            let locked: Vec<Locked> =
                solution.fetched.values().map(|taken| taken.locked.clone()).collect();
            fs::write(content.join(LOCK_FILE), lock::write(&locked))?;
            if target.exists() {
                fs::rename(&target, fresh.path().join("old"))?;
            }
            fs::rename(&content, &target)
        };
        made().map_err(|error| vec![unwritten(&target, &error)])
    }

    /// The `inf.toml` of the project, to be changed.
    pub(super) fn manifest(&self) -> Result<Manifest, Faults> {
        let path = self.project.root.join(SETTINGS_FILE);
        let text = text::read(self.files, &path, Path::new(&self.name(&path)));
        text.and_then(|text| Manifest::read(&text)).map_err(|fault| vec![fault])
    }

    /// Goes on with what `manifest` says, which is not written yet.
    pub(super) fn take(&mut self, manifest: &Manifest) -> Result<(), Faults> {
        let path = self.project.root.join(SETTINGS_FILE);
        let file = self.sources.add(self.name(&path), manifest.text());
        let (settings, faults) = settings::read(file, self.sources.text(file));
        self.project.settings = settings;
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// Writes a changed `inf.toml`.
    pub(super) fn keep(&self, manifest: &Manifest) -> Result<(), Faults> {
        replace(&self.project.root.join(SETTINGS_FILE), &manifest.text())
    }

    /// How people are to see a path.
    pub(super) fn name(&self, path: &Path) -> String {
        paths::shown(&self.files.current(), path).display().to_string()
    }

    /// The user's cache.
    pub(super) fn cache(&self) -> Option<Cache> {
        self.files.cache()
    }
}

/// Where the module `name` lies below `place`.
pub(super) fn directory_in(place: &Path, name: &str) -> PathBuf {
    place.join(name.replace(':', "_"))
}

/// Replaces a file in one step.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), Faults> {
    let written = || -> std::io::Result<()> {
        let directory = path.parent().unwrap_or(Path::new("."));
        let fresh = tempfile::NamedTempFile::new_in(directory)?;
        fs::write(fresh.path(), text)?;
        let rights = fs::metadata(path).map(|old| old.permissions()).ok().or_else(usual_rights);
        if let Some(rights) = rights {
            fresh.as_file().set_permissions(rights)?;
        }
        fresh.persist(path)?;
        Ok(())
    };
    written().map_err(|error| vec![unwritten(path, &error)])
}

/// The rights of a new file: it is for others to read.
#[cfg(unix)]
fn usual_rights() -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn usual_rights() -> Option<fs::Permissions> {
    None
}

pub(super) fn unwritten(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(Code::File, format!("cannot write `{}`: {error}", path.display()))
}
