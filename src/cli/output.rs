//! Where results go: standard output in one write, or a file that is replaced whole or not at all.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A place for results.
pub(super) enum Target {
    /// Standard output.
    Standard,
    /// A file.
    File {
        path: PathBuf,
        /// Whether an existing file may be replaced.
        force: bool,
    },
}

impl Target {
    /// The target that `-o` names.
    pub(super) fn named(path: Option<PathBuf>, force: bool) -> Self {
        match path {
            Some(path) if path != Path::new("-") => Self::File { path, force },
            Some(_) | None => Self::Standard,
        }
    }

    /// Says what would keep [`Self::write`] from succeeding, before any work is done.
    pub(super) fn check(&self) -> Result<(), String> {
        let Self::File { path, force } = self else { return Ok(()) };
        let name = path.display();
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => Err(format!("`{name}` is a directory, not a file")),
            Ok(found) if found.is_file() && !force => {
                Err(format!("`{name}` exists already; `-f` overwrites it"))
            }
            Ok(_) => Ok(()),
            Err(_) => {
                let directory = directory(path);
                if directory.is_dir() {
                    return Ok(());
                }
                Err(format!(
                    "cannot write `{name}`: the directory `{}` does not exist",
                    directory.display()
                ))
            }
        }
    }

    /// Writes `text`.
    pub(super) fn write(&self, text: &str) -> Result<(), String> {
        self.check()?;
        match self {
            Self::Standard => standard(text).map_err(|error| format!("cannot write: {error}")),
            Self::File { path, .. } => replace(path, text)
                .map_err(|error| format!("cannot write `{}`: {error}", path.display())),
        }
    }
}

/// Writes `text` to standard output; a reader that has gone away has what it wanted.
pub(super) fn standard(text: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

fn directory(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) | None => Path::new("."),
    }
}

/// Replaces a file in one step: readers see the old text or the new one, whatever happens.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let old = fs::metadata(path).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        // A pipe or a device is written to, never replaced.
        return File::options().write(true).open(path)?.write_all(text.as_bytes());
    }
    // A link stays, and what it leads to is replaced.
    let path = if old.is_some() { fs::canonicalize(path)? } else { path.to_owned() };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".infc-");
    let permissions = old.map_or_else(fresh, |old| Some(old.permissions()));
    if let Some(permissions) = permissions.clone() {
        builder.permissions(permissions);
    }
    let mut file = builder.tempfile_in(directory(&path))?;
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions.filter(|_| path.exists()) {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}

/// The rights of a new file: what the user's mask leaves of reading and writing for all.
#[cfg(unix)]
fn fresh() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn fresh() -> Option<Permissions> {
    None
}
