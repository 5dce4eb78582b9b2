//! The embedded modules as files that an editor can open: written once, below the directory for
//! temporary files, and read-only in spirit, since nothing reads them back.

use std::fs;
use std::path::{Path, PathBuf};

use crate::session::within_library;

/// Where the source at `path` can be opened, if it is an embedded one whose text is `text`.
pub(super) fn opened(path: &Path, text: &str) -> Option<PathBuf> {
    let name = within_library(path)?;
    let version = env!("CARGO_PKG_VERSION");
    let place = std::env::temp_dir().join(format!("infc-{version}-modules")).join(name);
    if fs::read_to_string(&place).is_ok_and(|known| known == text) {
        return Some(place);
    }
    fs::create_dir_all(place.parent()?).ok()?;
    fs::write(&place, text).ok()?;
    Some(place)
}
