//! The newest commit of a working tree, as files: what of it is read, `git` reads, so that nothing
//! is checked out, and no filter, hook or link has a part in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::git::{plain_file, run};
use crate::base::Diagnostic;

/// The files of the newest commit (`HEAD`) of a working tree.
#[derive(Debug)]
pub struct Head {
    /// The root of the working tree.
    root: PathBuf,
    /// The objects of plain files, by their paths from the root.
    objects: BTreeMap<PathBuf, String>,
    /// The directories that they lie in.
    directories: BTreeSet<PathBuf>,
    /// What is not tracked on purpose, files and whole directories, by paths from the root.
    ignored: BTreeSet<PathBuf>,
}

/// What a commit says of a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Committed<'h> {
    /// It is a file, with that object.
    File(&'h str),
    /// It is a directory.
    Directory,
    /// It is not there.
    Absent,
    /// It lies elsewhere, or is ignored: the commit says nothing.
    Unsaid,
}

impl Head {
    /// What was committed last in the working tree around `directory`, which is absolute.
    ///
    /// # Errors
    /// `git` cannot be run, or there is no working tree or no commit.
    pub fn around(directory: &Path) -> Result<Self, Diagnostic> {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        let up = text(run(directory, &["rev-parse", "--show-cdup"])?);
        let levels = up.trim().split('/').filter(|part| *part == "..").count();
        let root = directory.ancestors().nth(levels).unwrap_or(directory).to_owned();
        let listed = text(run(&root, &["ls-tree", "-r", "-z", "--full-tree", "HEAD"])?);
        let mut head = Self {
            root,
            objects: BTreeMap::new(),
            directories: BTreeSet::new(),
            ignored: BTreeSet::new(),
        };
        for entry in listed.split('\0') {
            let Some((object, path)) = plain_file(entry.as_bytes()) else { continue };
            let path = PathBuf::from(path);
            let above = path.ancestors().skip(1).map(Path::to_owned);
            head.directories.extend(above);
            head.objects.insert(path, object.to_owned());
        }
        let which = ["--others", "--ignored", "--exclude-standard", "--directory"];
        let asked: Vec<&str> = ["ls-files", "-z"].into_iter().chain(which).collect();
        let ignored = text(run(&head.root, &asked)?);
        let ignored = ignored.split('\0').map(|path| PathBuf::from(path.trim_end_matches('/')));
        head.ignored = ignored.filter(|path| !path.as_os_str().is_empty()).collect();
        Ok(head)
    }

    /// What the commit says of `path`, which is absolute.
    pub fn at(&self, path: &Path) -> Committed<'_> {
        let Ok(below) = path.strip_prefix(&self.root) else { return Committed::Unsaid };
        if below.starts_with(".git") || below.ancestors().any(|at| self.ignored.contains(at)) {
            return Committed::Unsaid;
        }
        match self.objects.get(below) {
            Some(object) => Committed::File(object),
            None if self.directories.contains(below) => Committed::Directory,
            None => Committed::Absent,
        }
    }

    /// The names that the commit has in `directory`, which is absolute, and whether each is a
    /// directory.
    pub fn names(&self, directory: &Path) -> Vec<(PathBuf, bool)> {
        let Ok(below) = directory.strip_prefix(&self.root) else { return Vec::new() };
        let mine = |path: &PathBuf| path.parent() == Some(below);
        let name = |path: &PathBuf| path.file_name().map(PathBuf::from);
        let files = self.objects.keys().filter(|path| mine(path));
        let files = files.filter_map(|path| Some((name(path)?, false)));
        let within = self.directories.iter().filter(|path| mine(path));
        files.chain(within.filter_map(|path| Some((name(path)?, true)))).collect()
    }

    /// The bytes of an object.
    ///
    /// # Errors
    /// What `git` says.
    pub fn read(&self, object: &str) -> Result<Vec<u8>, Diagnostic> {
        run(&self.root, &["cat-file", "blob", object])
    }
}
