//! Files as the client sees them: the texts that it has open, and the disk below.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::package::{Trees, paths};
use crate::session::{Cache, Disk, Files};

/// What kind of thing a path leads to.
type Kind = crate::package::Kind;

/// The open texts at one moment, over the disk.
#[derive(Clone, Debug)]
pub(super) struct Overlay {
    texts: Arc<BTreeMap<PathBuf, Arc<str>>>,
    current: PathBuf,
    trees: Arc<Trees>,
}

impl Overlay {
    /// The open texts, by absolute paths; relative paths start from `current`. `trees` are kept
    /// from those before.
    pub(super) fn new(
        texts: BTreeMap<PathBuf, Arc<str>>,
        current: PathBuf,
        trees: Arc<Trees>,
    ) -> Self {
        Self { texts: Arc::new(texts), current, trees }
    }

    fn whole(&self, path: &Path) -> PathBuf {
        paths::absolute(&self.current, path)
    }
}

impl Files for Overlay {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let path = self.whole(path);
        match self.texts.get(&path) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => Disk.read(&path),
        }
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<(OsString, Kind)>> {
        let directory = self.whole(directory);
        let mut names: BTreeMap<OsString, Kind> = BTreeMap::new();
        for path in self.texts.keys() {
            if path.parent() == Some(&directory)
                && let Some(name) = path.file_name()
            {
                names.insert(name.to_owned(), Kind::File);
            }
        }
        match Disk.list(&directory) {
            Ok(listed) => names.extend(listed),
            Err(error) if names.is_empty() => return Err(error),
            Err(_) => {}
        }
        Ok(names.into_iter().collect())
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        let path = self.whole(path);
        if self.texts.contains_key(&path) {
            return Some(Kind::File);
        }
        Disk.kind(&path)
    }

    fn standard_input(&self) -> io::Result<Vec<u8>> {
        // It carries the protocol.
        Err(io::ErrorKind::Unsupported.into())
    }

    fn current(&self) -> PathBuf {
        self.current.clone()
    }

    fn trees(&self) -> Option<&Trees> {
        Some(&self.trees)
    }

    fn cache(&self) -> Option<Cache> {
        Disk.cache()
    }
}
