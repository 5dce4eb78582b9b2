//! Where results go: standard output in one write, or a file that is replaced whole or not at all.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::arguments::format;
use crate::session::Format;

/// What `--out` and `-o` say: a file may have its format before it (`json:file`).
pub(super) struct Destination {
    /// The format, if one is named or the ending of the file tells it.
    pub(super) format: Option<Format>,
    /// The place.
    pub(super) target: Target,
}

impl Destination {
    /// Reads the flags. The error says what is wrong with them, or would keep the target from being
    /// written, before any work is done.
    pub(super) fn of(
        out: Option<Format>,
        file: Option<PathBuf>,
        force: bool,
    ) -> Result<Self, String> {
        let text = file.as_ref().and_then(|file| file.to_str());
        let split = text.and_then(|text| text.split_once(':')).filter(|(words, _)| words.len() > 1);
        let (named, file) = match split {
            Some((words, rest)) if !words.contains(['/', '\\']) => {
                if out.is_some() {
                    return Err("the format stands in both `--out` and `-o`".to_owned());
                }
                let rest = if rest.is_empty() { "-" } else { rest };
                (Some(format(words)?), Some(PathBuf::from(rest)))
            }
            _ => (out, file),
        };
        let ending = file.as_deref().and_then(Format::of_file);
        if let Some(file) = &file
            && named.or(ending).is_none()
            && file != Path::new("-")
            && !fs::metadata(file).is_ok_and(|found| !found.is_file())
        {
            return Err(format!(
                "the name `{}` does not tell the format; say it with `--out`, or before the name: \
                 `json:{0}`",
                file.display()
            ));
        }
        let target = Target::named(file, force);
        target.check()?;
        Ok(Self { format: named.or(ending), target })
    }
}

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

    /// The file; none for standard output.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::Standard => None,
            Self::File { path, .. } => Some(path),
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

    /// Writes `text`, whatever its bytes are.
    pub(super) fn write(&self, text: &[u8]) -> Result<(), String> {
        self.check()?;
        match self {
            Self::Standard => standard(text).map_err(|error| format!("cannot write: {error}")),
            Self::File { path, .. } => replace(path, text)
                .map_err(|error| format!("cannot write `{}`: {error}", path.display())),
        }
    }
}

/// Writes `text` to standard output; a reader that has gone away has what it wanted.
pub(super) fn standard(text: impl AsRef<[u8]>) -> io::Result<()> {
    let mut output = io::stdout().lock();
    match output.write_all(text.as_ref()).and_then(|()| output.flush()) {
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
pub(super) fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|old| !old.is_file()) {
        // A pipe or a device is written to, never replaced.
        return File::options().write(true).open(path)?.write_all(text);
    }
    Staged::new(path, text)?.put()
}

/// Replaces all of some files or none: each new text is on the disk before the first takes its place,
/// and if one of them cannot, the others get their old texts back.
///
/// # Errors
/// Which file could not be replaced, and why.
pub(super) fn replace_all(texts: &[(&Path, Vec<u8>)]) -> Result<(), String> {
    put_all(stage_all(texts)?)
}

/// A text that is to take the place of a file, and the one that it has.
struct Replacement<'p> {
    path: &'p Path,
    old: Vec<u8>,
    new: Staged,
}

fn stage_all<'p>(texts: &[(&'p Path, Vec<u8>)]) -> Result<Vec<Replacement<'p>>, String> {
    let staged = |path, text: &[u8]| -> io::Result<Replacement<'p>> {
        Ok(Replacement { path, old: fs::read(path)?, new: Staged::new(path, text)? })
    };
    let staged = texts
        .iter()
        .map(|&(path, ref text)| staged(path, text).map_err(|error| unwritten(path, &error)));
    staged.collect()
}

fn put_all(staged: Vec<Replacement<'_>>) -> Result<(), String> {
    let mut replaced: Vec<(&Path, Vec<u8>)> = Vec::with_capacity(staged.len());
    for Replacement { path, old, new } in staged {
        if let Err(error) = new.put() {
            let back = replaced.iter().try_for_each(|(path, old)| replace(path, old));
            let said = unwritten(path, &error);
            return Err(match back {
                Ok(()) => format!("{said}; nothing was changed"),
                Err(error) => format!("{said}; and others could not be changed back: {error}"),
            });
        }
        replaced.push((path, old));
    }
    Ok(())
}

fn unwritten(path: &Path, error: &io::Error) -> String {
    format!("cannot write `{}`: {error}", path.display())
}

/// A text that is on the disk, beside the file whose place it is to take.
struct Staged {
    file: tempfile::NamedTempFile,
    path: PathBuf,
}

impl Staged {
    fn new(path: &Path, text: &[u8]) -> io::Result<Self> {
        let old = fs::metadata(path).ok();
        // A link stays, and what it leads to is replaced.
        let path = if old.is_some() { fs::canonicalize(path)? } else { path.to_owned() };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".infc-");
        let permissions = old.map_or_else(fresh, |old| Some(old.permissions()));
        if let Some(permissions) = permissions.clone() {
            builder.permissions(permissions);
        }
        let mut file = builder.tempfile_in(directory(&path))?;
        file.write_all(text)?;
        if let Some(permissions) = permissions.filter(|_| path.exists()) {
            file.as_file().set_permissions(permissions)?;
        }
        file.as_file().sync_all()?;
        Ok(Self { file, path })
    }

    /// Takes the place of the file.
    fn put(self) -> io::Result<()> {
        self.file.persist(&self.path)?;
        Ok(())
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Two files in a directory of their own.
    fn two() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let place = tempfile::tempdir().expect("there is a place for temporary files");
        let (one, other) = (place.path().join("a.inf"), place.path().join("b.inf"));
        fs::write(&one, "a: 1\n").expect("a file can be written");
        fs::write(&other, "b: 1\n").expect("a file can be written");
        (place, one, other)
    }

    fn names(place: &tempfile::TempDir) -> Vec<String> {
        let entries = fs::read_dir(place.path()).expect("the directory can be read");
        let mut names: Vec<String> = entries
            .map(|one| one.expect("it can be read").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_was_replaced_comes_back_when_a_later_file_cannot_be() {
        let (place, one, other) = two();
        let texts = [(one.as_path(), b"a: 2\n".to_vec()), (other.as_path(), b"b: 2\n".to_vec())];
        let staged = stage_all(&texts).expect("both can be staged");
        // Meanwhile somebody puts a directory there, which no file takes the place of.
        fs::remove_file(&other).expect("a file can be removed");
        fs::create_dir(&other).expect("a directory can be made");
        let said = put_all(staged).expect_err("one cannot be replaced");
        assert!(said.contains("b.inf") && said.ends_with("nothing was changed"), "{said}");
        assert_eq!(fs::read_to_string(&one).expect("it is there"), "a: 1\n");
        assert_eq!(names(&place), ["a.inf", "b.inf"]);
    }

    #[test]
    fn nothing_is_replaced_if_a_text_cannot_be_staged() {
        let (place, one, other) = two();
        fs::remove_file(&other).expect("a file can be removed");
        let texts = [(one.as_path(), b"a: 2\n".to_vec()), (other.as_path(), b"b: 2\n".to_vec())];
        assert!(replace_all(&texts).is_err_and(|said| said.contains("b.inf")));
        assert_eq!(fs::read_to_string(&one).expect("it is there"), "a: 1\n");
        assert_eq!(names(&place), ["a.inf"]);
    }

    #[test]
    fn all_are_replaced_where_nothing_stands_in_the_way() {
        let (place, one, other) = two();
        let texts = [(one.as_path(), b"a: 2\n".to_vec()), (other.as_path(), b"b: 2\n".to_vec())];
        assert_eq!(replace_all(&texts), Ok(()));
        assert_eq!(fs::read_to_string(&one).expect("it is there"), "a: 2\n");
        assert_eq!(fs::read_to_string(&other).expect("it is there"), "b: 2\n");
        assert_eq!(names(&place), ["a.inf", "b.inf"]);
    }
}
