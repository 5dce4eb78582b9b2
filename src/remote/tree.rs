//! The files of a module as data: paths that cannot escape, sizes that cannot fill a disk, and one
//! digest over all, whatever they were packed in.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::base::{Code, Diagnostic};

/// How many files a module may have. The largest sets of schemas that are shared have some
/// thousands.
const MOST_FILES: usize = 20_000;

/// How many bytes the files of a module may have together.
const MOST_BYTES: u64 = 256 << 20;

/// The longest path, in bytes.
const LONGEST_PATH: usize = 1024;

/// The files that mark the root of a module.
const MARKS: [&str; 2] = ["inf.toml", "cue.mod/module.cue"];

/// Files by their paths from the root of a module, with `/` between the parts.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Tree {
    files: BTreeMap<String, Vec<u8>>,
    bytes: u64,
}

impl Tree {
    /// Adds a file.
    ///
    /// # Errors
    /// A path that leads out or means different files on different systems, or too much of all.
    pub fn insert(&mut self, path: &str, bytes: Vec<u8>) -> Result<(), Diagnostic> {
        if !is_safe(path) {
            let message = format!("`{}` is no path of a file in a module", path.escape_debug());
            return Err(Diagnostic::error(Code::Integrity, message)
                .help("Paths go down from the root of the module and have no `.` or `..` parts."));
        }
        self.bytes += bytes.len() as u64;
        if self.bytes > MOST_BYTES || self.files.len() >= MOST_FILES {
            return Err(too_large());
        }
        match self.files.insert(path.to_owned(), bytes) {
            None => Ok(()),
            Some(_) => {
                let message = format!("the file `{path}` is there twice");
                Err(Diagnostic::error(Code::Integrity, message))
            }
        }
    }

    /// The bytes of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// All files, in the order of their paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Leaves what belongs to the module alone: no hidden files, nothing vendored, no lock, and no
    /// other modules that lie below.
    #[must_use]
    pub fn pruned(mut self) -> Self {
        let nested: Vec<String> = self
            .files
            .keys()
            .flat_map(|path| MARKS.iter().filter_map(|mark| path.strip_suffix(mark)))
            .filter(|above| !above.is_empty() && above.ends_with('/'))
            .map(str::to_owned)
            .collect();
        self.files.retain(|path, _| {
            belongs(path) && !nested.iter().any(|above| path.starts_with(above.as_str()))
        });
        self.bytes = self.files.values().map(|bytes| bytes.len() as u64).sum();
        self
    }

    /// One digest over the paths and the contents of all files: SHA-256 over a line for each, with
    /// the SHA-256 of its content, two blanks and its path.
    pub fn digest(&self) -> String {
        let mut all = Sha256::new();
        for (path, bytes) in &self.files {
            all.update(hex(&Sha256::digest(bytes)));
            all.update(b"  ");
            all.update(path);
            all.update(b"\n");
        }
        format!("sha256:{}", hex(&all.finalize()))
    }

    /// Writes all files below `directory`.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, directory: &Path) -> io::Result<()> {
        fs::create_dir_all(directory)?;
        for (path, bytes) in &self.files {
            let target = directory.join(path);
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(target, bytes)?;
        }
        Ok(())
    }

    /// Reads the module that lies in `directory`; links are an error, for what they lead to is
    /// not of the module.
    ///
    /// # Errors
    /// What cannot be read, or be part of a module.
    pub fn read(directory: &Path) -> Result<Self, Diagnostic> {
        let mut tree = Self::default();
        let mut open = vec![String::new()];
        while let Some(above) = open.pop() {
            let place = directory.join(&above);
            let entries = fs::read_dir(&place).map_err(|error| unreadable(&place, &error))?;
            for entry in entries {
                let entry = entry.map_err(|error| unreadable(&place, &error))?;
                let name = entry.file_name();
                let Some(name) = name.to_str() else {
                    let message = format!("`{}` is no name in UTF-8", entry.path().display());
                    return Err(Diagnostic::error(Code::File, message));
                };
                let path = if above.is_empty() { name.into() } else { format!("{above}/{name}") };
                if !belongs(&path) {
                    continue;
                }
                let kind = entry.file_type().map_err(|error| unreadable(&place, &error))?;
                if kind.is_dir() {
                    let is_module =
                        MARKS.iter().any(|mark| directory.join(&path).join(mark).is_file());
                    if !is_module {
                        open.push(path);
                    }
                } else if kind.is_file() {
                    tree.take(&entry.path(), &path)?;
                } else {
                    let message = format!("`{path}` is no plain file, so it cannot be of a module");
                    return Err(Diagnostic::error(Code::File, message)
                        .help("Put the file itself there instead of a link to it."));
                }
            }
        }
        Ok(tree)
    }

    fn take(&mut self, place: &Path, path: &str) -> Result<(), Diagnostic> {
        let size = fs::metadata(place).map_err(|error| unreadable(place, &error))?.len();
        if self.bytes.saturating_add(size) > MOST_BYTES {
            return Err(too_large());
        }
        let bytes = fs::read(place).map_err(|error| unreadable(place, &error))?;
        self.insert(path, bytes)
    }
}

/// The digest of `bytes` as registries write it.
pub fn digest_of(bytes: &[u8]) -> String {
    format!("sha256:{}", hex(&Sha256::digest(bytes)))
}

/// The most bytes that an archive of a module is unpacked to.
pub(super) fn most_bytes() -> u64 {
    MOST_BYTES
}

pub(super) fn too_large() -> Diagnostic {
    let message = format!(
        "this is too large for a module: more than {} MiB or {MOST_FILES} files",
        MOST_BYTES >> 20
    );
    Diagnostic::error(Code::Limit, message)
        .help("Leave large data out of the module, or split it into several.")
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error(Code::File, format!("`{}` cannot be read: {error}", path.display()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Whether `path` stays below where it starts, on every system.
fn is_safe(path: &str) -> bool {
    let is_part = |part: &str| {
        !matches!(part, "" | "." | "..")
            && !part.ends_with(['.', ' '])
            && !part.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'))
    };
    path.len() <= LONGEST_PATH && path.split('/').all(is_part)
}

/// Whether a file at `path` is part of its module.
fn belongs(path: &str) -> bool {
    let vendored = path == "vendor" || path.starts_with("vendor/");
    !vendored && path != "inf.lock" && !path.split('/').any(|part| part.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> Tree {
        let mut tree = Tree::default();
        for (path, text) in files {
            tree.insert(path, text.as_bytes().to_vec()).unwrap();
        }
        tree
    }

    #[test]
    fn paths_that_lead_out_are_refused() {
        let bad =
            ["", "/etc/passwd", "../x", "a/../../x", "a//b", "./a", "a\\b", "c:x", "a\0", "a/."];
        for path in bad {
            assert!(Tree::default().insert(path, Vec::new()).is_err(), "{path}");
        }
        assert!(Tree::default().insert("a/b.c/d e.inf", Vec::new()).is_ok());
    }

    #[test]
    fn a_path_comes_once() {
        let mut tree = tree(&[("a", "1")]);
        assert_eq!(
            tree.insert("a", Vec::new()).unwrap_err().message,
            "the file `a` is there twice"
        );
    }

    #[test]
    fn the_digest_is_of_paths_and_contents_alone() {
        let one = tree(&[("a", "1"), ("b", "2")]);
        assert_eq!(one.digest(), tree(&[("b", "2"), ("a", "1")]).digest());
        for other in [&[("a", "1"), ("b", "3")], &[("a", "1"), ("c", "2")]] {
            assert_ne!(one.digest(), tree(other).digest());
        }
        // A newline in a name would let two trees look alike.
        assert!(Tree::default().insert("a\nb", Vec::new()).is_err());
    }

    #[test]
    fn what_is_not_of_the_module_goes() {
        let all = [
            ("inf.toml", ""),
            ("a.inf", ""),
            (".git/config", ""),
            ("vendor/x/a.inf", ""),
            ("inf.lock", ""),
            ("sub/inf.toml", ""),
            ("sub/deep/a.inf", ""),
            ("other/cue.mod/module.cue", ""),
            ("other/a.cue", ""),
            ("cue.mod/module.cue", ""),
            ("subs/a.inf", ""),
        ];
        let pruned = tree(&all).pruned();
        let left: Vec<&str> = pruned.files().map(|(path, _)| path).collect();
        assert_eq!(left, ["a.inf", "cue.mod/module.cue", "inf.toml", "subs/a.inf"]);
    }
}
