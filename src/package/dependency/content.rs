//! Whether a directory holds the module that was locked: all of its files are read and their digest
//! is compared, before any of them is used.

use std::path::Path;

use crate::base::{Code, Diagnostic};
use crate::package::files::{Files, Kind};
use crate::remote::Tree;

/// The digest of the module in `directory`.
///
/// # Errors
/// Files that cannot be read, or that no module may have.
pub(crate) fn digest(files: &dyn Files, directory: &Path) -> Result<String, Diagnostic> {
    let mut tree = Tree::default();
    let mut open = vec![String::new()];
    while let Some(above) = open.pop() {
        let place = directory.join(&above);
        let unreadable = |error: std::io::Error| {
            let message = format!("`{}` cannot be read: {error}", place.display());
            Diagnostic::error(Code::File, message)
        };
        for (name, kind) in files.list(&place).map_err(unreadable)? {
            let name = name.to_string_lossy();
            let path = if above.is_empty() { name.into() } else { format!("{above}/{name}") };
            match kind {
                Kind::Directory => open.push(path),
                Kind::File => {
                    let bytes = files.read(&directory.join(&path)).map_err(unreadable)?;
                    tree.insert(&path, bytes)?;
                }
            }
        }
    }
    Ok(tree.pruned().digest())
}
