//! Where fetched modules lie: a directory that any number of runs share.
//!
//! A module is written beside its place and moved there in one step, so that nobody ever sees half
//! of one. Who fetches holds a lock, so that two runs do not fetch the same.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::tree::{Tree, digest_of};
use crate::base::{Code, Diagnostic};

/// The variable that says where the cache lies.
pub const CACHE_VARIABLE: &str = "INFC_CACHE";

/// How much of a digest stands in the name of a directory: enough to tell trees apart; what is
/// trusted is the whole digest, every time.
const SHORT: usize = 16;

/// The cache.
#[derive(Clone, Debug)]
pub struct Cache {
    root: PathBuf,
}

impl Cache {
    /// The cache of the user: `$INFC_CACHE`, else `$XDG_CACHE_HOME/infc`, else `~/.cache/infc`.
    pub fn of_user() -> Option<Self> {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let root = set(CACHE_VARIABLE)
            .map(PathBuf::from)
            .or_else(|| set("XDG_CACHE_HOME").map(|home| Path::new(&home).join("infc")))
            .or_else(|| set("HOME").map(|home| Path::new(&home).join(".cache/infc")))
            .or_else(|| set("LOCALAPPDATA").map(|home| Path::new(&home).join("infc")))?;
        Some(Self { root: std::path::absolute(root).ok()? })
    }

    /// A cache in `root`.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Where the module `name` with the content `digest` lies, whether it is there or not.
    pub fn directory(&self, name: &str, digest: &str) -> PathBuf {
        let hex = digest.strip_prefix("sha256:").unwrap_or(digest);
        let short = hex.get(..SHORT).unwrap_or(hex);
        self.root.join("modules").join(format!("{}@{short}", name.replace(':', "_")))
    }

    /// Puts `tree` into the cache, as the content of the module `name`. What lies there already
    /// and is not as it should be makes room.
    ///
    /// # Errors
    /// What the system says.
    pub fn store(&self, name: &str, tree: &Tree) -> Result<PathBuf, Diagnostic> {
        let digest = tree.digest();
        let target = self.directory(name, &digest);
        if is_intact(&target, &digest) {
            return Ok(target);
        }
        self.place(&target, tree, &digest).map_err(|error| {
            let message = format!("cannot write `{}`: {error}", target.display());
            Diagnostic::error(Code::File, message)
                .help(format!("`{CACHE_VARIABLE}` says where fetched modules are kept."))
        })?;
        Ok(target)
    }

    fn place(&self, target: &Path, tree: &Tree, digest: &str) -> io::Result<()> {
        let beside = self.root.join("unfinished");
        fs::create_dir_all(&beside)?;
        let fresh = tempfile::Builder::new().prefix("module-").tempdir_in(&beside)?;
        let content = fresh.path().join("content");
        tree.write(&content)?;
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        if target.exists() && !is_intact(target, digest) {
            // It goes with `fresh`.
            fs::rename(target, fresh.path().join("spoilt"))?;
        }
        match fs::rename(&content, target) {
            // Another run was faster.
            Err(_) if is_intact(target, digest) => Ok(()),
            other => other,
        }
    }

    /// The content that `key` (a manifest, a commit) is known to have.
    pub fn known(&self, key: &str) -> Option<String> {
        let text = fs::read_to_string(self.note(key)).ok()?;
        Some(text.trim().to_owned())
    }

    /// Keeps the content of `key`. That this fails only means to fetch again.
    pub fn remember(&self, key: &str, digest: &str) {
        let note = self.note(key);
        let kept = || -> io::Result<()> {
            let directory = note.parent().unwrap_or(&self.root);
            fs::create_dir_all(directory)?;
            let fresh = tempfile::NamedTempFile::new_in(directory)?;
            fs::write(fresh.path(), format!("{digest}\n"))?;
            fresh.persist(&note)?;
            Ok(())
        };
        let _ = kept();
    }

    fn note(&self, key: &str) -> PathBuf {
        self.root.join("known").join(digest_of(key.as_bytes()).replace(':', "-"))
    }

    /// Waits until no other run works at `key`; the lock goes when the file is dropped. Where the
    /// system has no locks, two runs may fetch the same, and one of them wins.
    pub fn lock(&self, key: &str) -> Option<File> {
        let path = self.root.join("locks").join(digest_of(key.as_bytes()).replace(':', "-"));
        fs::create_dir_all(path.parent()?).ok()?;
        let file = File::options().create(true).truncate(false).write(true).open(path).ok()?;
        file.lock().ok()?;
        Some(file)
    }
}

/// Whether the tree in `directory` has this digest.
fn is_intact(directory: &Path, digest: &str) -> bool {
    directory.is_dir() && Tree::read(directory).is_ok_and(|tree| tree.digest() == digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Tree {
        let mut tree = Tree::default();
        tree.insert("a.inf", text.as_bytes().to_vec()).unwrap();
        tree
    }

    #[test]
    fn what_is_spoilt_is_replaced() {
        let place = tempfile::tempdir().unwrap();
        let cache = Cache::at(place.path());
        let directory = cache.store("ex.com/a", &tree("a: 1")).unwrap();
        fs::write(directory.join("a.inf"), "a: 2").unwrap();
        assert_eq!(cache.store("ex.com/a", &tree("a: 1")).unwrap(), directory);
        assert_eq!(fs::read_to_string(directory.join("a.inf")).unwrap(), "a: 1");
        assert_ne!(cache.store("ex.com/a", &tree("a: 2")).unwrap(), directory);
    }

    #[test]
    fn many_may_store_the_same_at_once() {
        let place = tempfile::tempdir().unwrap();
        let cache = Cache::at(place.path());
        let tree = tree("a: 1");
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let _lock = cache.lock("key");
                    let directory = cache.store("a", &tree).unwrap();
                    assert!(is_intact(&directory, &tree.digest()));
                    cache.remember("key", &tree.digest());
                    assert_eq!(cache.known("key").unwrap(), tree.digest());
                });
            }
        });
    }
}
