//! Where bytes come from: the disk, or memory for tests and for editors' unsaved texts.
//!
//! Everything that reads a file does it through [`Files`], so no room needs the disk to be tested.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::trees::Trees;
use crate::remote::Cache;

/// The largest text that is read, in bytes: 256 MiB. Spans count bytes in 32 bits, and an input
/// beyond this is a mistake more often than a configuration.
pub const LARGEST_FILE: u64 = 256 << 20;

/// What a path leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A file, or a pipe that can be read like one.
    File,
    /// A directory.
    Directory,
}

/// A tree of files to load from.
pub trait Files: Sync {
    /// The bytes of a file, at most [`LARGEST_FILE`] of them.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::FileTooLarge`] beyond the limit.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// The names in a directory with what they lead to, in the order of their bytes.
    ///
    /// # Errors
    /// What the system says.
    fn list(&self, directory: &Path) -> io::Result<Vec<(OsString, Kind)>>;

    /// What `path` leads to, if to anything.
    fn kind(&self, path: &Path) -> Option<Kind>;

    /// All of standard input.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::FileTooLarge`] beyond the limit.
    fn standard_input(&self) -> io::Result<Vec<u8>>;

    /// The directory that relative paths start from; absolute.
    fn current(&self) -> PathBuf;

    /// Trees that are kept from one compilation to the next, if they are.
    fn trees(&self) -> Option<&Trees> {
        None
    }

    /// Where fetched modules lie, if anywhere.
    fn cache(&self) -> Option<Cache>;
}

/// The disk and the process' standard input.
#[derive(Clone, Copy, Default, Debug)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let file = fs::File::open(path)?;
        let length = file.metadata()?.len();
        if length > LARGEST_FILE {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        limited(file, length as usize)
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<(OsString, Kind)>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(directory)? {
            let entry = entry?;
            // `kind` follows links, which the entry's own type does not.
            if let Some(kind) = self.kind(&entry.path()) {
                names.push((entry.file_name(), kind));
            }
        }
        names.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        Ok(names)
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        let metadata = fs::metadata(path).ok()?;
        Some(if metadata.is_dir() { Kind::Directory } else { Kind::File })
    }

    fn standard_input(&self) -> io::Result<Vec<u8>> {
        limited(io::stdin().lock(), 0)
    }

    fn current(&self) -> PathBuf {
        std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"))
    }

    fn cache(&self) -> Option<Cache> {
        Cache::of_user()
    }
}

/// What `source` gives, which is about `length` bytes.
fn limited(source: impl Read, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length);
    source.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// Files in memory, under absolute paths; directories exist where files lie under them.
#[derive(Clone, Default, Debug)]
pub struct Memory {
    files: BTreeMap<PathBuf, Vec<u8>>,
    input: Vec<u8>,
    current: PathBuf,
}

impl Memory {
    /// No files; relative paths start from `current`.
    pub fn new(current: impl Into<PathBuf>) -> Self {
        Self { files: BTreeMap::new(), input: Vec::new(), current: current.into() }
    }

    /// Adds a file; a relative path starts from the current directory.
    #[must_use]
    pub fn with(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(self.current.join(path), bytes.into());
        self
    }

    /// Sets what standard input gives.
    #[must_use]
    pub fn with_input(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.input = bytes.into();
        self
    }

    fn key(&self, path: &Path) -> PathBuf {
        super::paths::absolute(&self.current, path)
    }
}

impl Files for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.files.get(&self.key(path)) {
            Some(bytes) => Ok(bytes.clone()),
            None if self.kind(path).is_some() => Err(io::ErrorKind::IsADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<(OsString, Kind)>> {
        let directory = self.key(directory);
        let mut names: BTreeMap<OsString, Kind> = BTreeMap::new();
        for path in self.files.keys() {
            let Ok(below) = path.strip_prefix(&directory) else { continue };
            let mut parts = below.components();
            let Some(first) = parts.next() else { continue };
            let kind = if parts.next().is_some() { Kind::Directory } else { Kind::File };
            names.insert(first.as_os_str().to_owned(), kind);
        }
        if names.is_empty() {
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(names.into_iter().collect())
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        let path = self.key(path);
        if self.files.contains_key(&path) {
            return Some(Kind::File);
        }
        self.files.keys().any(|file| file.starts_with(&path)).then_some(Kind::Directory)
    }

    fn standard_input(&self) -> io::Result<Vec<u8>> {
        Ok(self.input.clone())
    }

    fn current(&self) -> PathBuf {
        self.current.clone()
    }

    fn cache(&self) -> Option<Cache> {
        None
    }
}
