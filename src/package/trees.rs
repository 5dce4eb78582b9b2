//! Trees that were read before: an editor asks for the same packages after every keystroke, and
//! nearly all of their texts are as they were. Of one that was edited, the rest is as it was.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::base::FileId;
use crate::syntax::{Parsed, parse, reparse};

/// The last tree of each source, as it was numbered then: spans hold the number of their file.
#[derive(Default, Debug)]
pub struct Trees {
    known: Mutex<FxHashMap<(FileId, PathBuf), Kept>>,
}

/// A text and its tree.
type Kept = (Arc<str>, Arc<Parsed>);

impl Trees {
    /// The tree of `text`, the source at `path`; read only if it is another text than the last
    /// time.
    pub(super) fn read(&self, file: FileId, path: &Path, text: &str) -> Arc<Parsed> {
        let key = (file, path.to_owned());
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let before = known().get(&key).cloned();
        let parsed = match before {
            Some((before, parsed)) if *before == *text => return parsed,
            Some((before, parsed)) => reparse(file, &before, &parsed, text),
            None => None,
        };
        let parsed = Arc::new(parsed.unwrap_or_else(|| parse(file, text)));
        known().insert(key, (text.into(), Arc::clone(&parsed)));
        parsed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_again_when_it_differs() {
        let trees = Trees::default();
        let (file, path) = (FileId::at(0), Path::new("a.inf"));
        let first = trees.read(file, path, "a: 1");
        assert!(Arc::ptr_eq(&first, &trees.read(file, path, "a: 1")));
        assert_eq!(trees.read(file, path, "a: 1\nb: 2").tree.decls.len(), 2);
        assert_eq!(trees.read(FileId::at(1), path, "a: 1").tree.span.file, FileId::at(1));
    }
}
