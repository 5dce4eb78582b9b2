//! Where the source map of an export goes: a file beside the output, or standard output where the
//! output itself goes elsewhere.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::output::Target;
use crate::session::SourceMap;

/// The place of a source map.
pub(super) struct Destination(Target);

impl Destination {
    /// Reads the flag; `output` is where the output goes. The error says what would keep the map
    /// from being written, before any work is done.
    pub(super) fn of(path: PathBuf, output: Option<&Path>, force: bool) -> Result<Self, String> {
        let is_standard = path == Path::new("-");
        if is_standard && output.is_none() {
            return Err("the output and its source map cannot both go to standard output; \
                        name a file for one of them"
                .to_owned());
        }
        if !is_standard && output == Some(path.as_path()) {
            return Err(format!("`{}` cannot be both the output and its map", path.display()));
        }
        // A map is made anew with each export; what is none is not lost.
        let force = force || is_map(&path);
        let target = Target::named(Some(path), force);
        target.check()?;
        Ok(Self(target))
    }

    /// Writes a map.
    pub(super) fn write(&self, map: &SourceMap) -> Result<(), String> {
        self.0.write(map.text().as_bytes())
    }
}

/// Whether a file holds a source map.
fn is_map(path: &Path) -> bool {
    let mut head = vec![0; SourceMap::HEAD.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head == SourceMap::HEAD.as_bytes()
}
