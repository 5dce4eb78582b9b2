//! The manifests of a field as they are, and as they were at the last commit.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use super::render::render;
use super::request::{Outcome, Request};
use crate::base::Diagnostic;
use crate::package::{Files, Kind, paths};
use crate::remote::{Cache, Committed, Head};

/// Manifests, or why there are none.
#[derive(Debug)]
pub struct Compared {
    /// Those of the files as they are.
    pub now: Outcome<Vec<u8>>,
    /// Those of the files as they were committed; nothing where the package was not there.
    pub before: Option<Outcome<Vec<u8>>>,
}

/// The manifests below the field `name` of what `request` names, as `files` has it, and as the last
/// commit of the working tree around `directory`, which is absolute and that of the package.
///
/// # Errors
/// There is no `git`, no working tree or no commit.
pub fn against_head(
    files: &dyn Files,
    request: &Request,
    directory: &Path,
    name: &str,
) -> Result<Compared, Diagnostic> {
    let head = Head::around(directory)?;
    let was_there = matches!(head.at(directory), Committed::Directory | Committed::Unsaid);
    let at_head = AtHead { files, head };
    let before = was_there.then(|| render(&at_head, request, name));
    Ok(Compared { now: render(files, request, name), before })
}

/// Whether the file at `path`, which is absolute, lies in a working tree of git.
pub fn is_in_git(files: &dyn Files, path: &Path) -> bool {
    // A tree that belongs to another repository has a file there.
    path.ancestors().skip(1).any(|above| files.kind(&above.join(".git")).is_some())
}

/// Files as they were committed; what lies elsewhere or is ignored is as it is.
struct AtHead<'f> {
    files: &'f dyn Files,
    head: Head,
}

impl AtHead<'_> {
    fn whole(&self, path: &Path) -> PathBuf {
        paths::absolute(&self.files.current(), path)
    }
}

impl Files for AtHead<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.head.at(&self.whole(path)) {
            Committed::File(object) => {
                self.head.read(object).map_err(|fault| io::Error::other(fault.message))
            }
            Committed::Directory => Err(io::ErrorKind::IsADirectory.into()),
            Committed::Absent => Err(io::ErrorKind::NotFound.into()),
            Committed::Unsaid => self.files.read(path),
        }
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<(OsString, Kind)>> {
        let whole = self.whole(directory);
        let said = self.head.at(&whole);
        if said == Committed::Unsaid {
            return self.files.list(directory);
        }
        let mut names: BTreeMap<OsString, Kind> = BTreeMap::new();
        for (name, is_directory) in self.head.names(&whole) {
            let kind = if is_directory { Kind::Directory } else { Kind::File };
            names.insert(name.into_os_string(), kind);
        }
        // What is ignored is no part of commits.
        let here = self.files.list(directory).unwrap_or_default().into_iter();
        names.extend(here.filter(|(name, _)| self.head.at(&whole.join(name)) == Committed::Unsaid));
        match said {
            Committed::Absent if names.is_empty() => Err(io::ErrorKind::NotFound.into()),
            _ => Ok(names.into_iter().collect()),
        }
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        match self.head.at(&self.whole(path)) {
            Committed::File(_) => Some(Kind::File),
            Committed::Directory => Some(Kind::Directory),
            Committed::Absent => None,
            Committed::Unsaid => self.files.kind(path),
        }
    }

    fn standard_input(&self) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn current(&self) -> PathBuf {
        self.files.current()
    }

    fn cache(&self) -> Option<Cache> {
        self.files.cache()
    }
}
