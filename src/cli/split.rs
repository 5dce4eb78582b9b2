//! A directory with one file an object: written file by file, each in one step, and rid of the
//! files of objects that are no longer there.
//!
//! Only what infc wrote is touched. A list in the directory, [`LIST`], says what that is, with a
//! digest of each file; a file that is not on it, or was changed since, stays as it is unless `-f`
//! says otherwise. The list is written before the files and again after them, so that it never
//! lacks a file that infc wrote, whatever happens in between.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::output::replace;
use crate::session::ObjectFile;

/// The name of the list; clients that apply a directory do not look at files called so.
const LIST: &str = ".infc-files";

const HEAD: &str =
    "# The files that infc wrote here, with their SHA-256. It removes them, and no others.\n";

/// The digests of the files that infc wrote, by name.
type Known = BTreeMap<String, String>;

/// Makes `directory` hold `files`, and no other files that infc wrote.
pub(super) fn write(directory: &Path, files: &[ObjectFile], force: bool) -> Result<(), String> {
    let fault =
        |path: &Path, error: &io::Error| format!("cannot write `{}`: {error}", path.display());
    fs::create_dir_all(directory).map_err(|error| fault(directory, &error))?;
    let list = directory.join(LIST);
    let known = known(&list)?;
    let new: Known = files.iter().map(|file| (file.name.clone(), digest(&file.text))).collect();
    let changed =
        |name: &&String| is_changed(&directory.join(name), known.get(*name), new.get(*name));
    let stale: Vec<&String> = known.keys().filter(|name| !new.contains_key(*name)).collect();
    if !force {
        let foreign: Vec<&String> =
            new.keys().chain(stale.iter().copied()).filter(changed).collect();
        refuse(directory, &foreign)?;
    }
    let mut both = known.clone();
    both.extend(new.clone());
    let saved =
        |all: &Known| replace(&list, listed(all).as_bytes()).map_err(|error| fault(&list, &error));
    saved(&both)?;
    for file in files {
        let path = directory.join(&file.name);
        if fs::read(&path).ok().as_ref() != Some(&file.text) {
            replace(&path, &file.text).map_err(|error| fault(&path, &error))?;
        }
    }
    for name in stale {
        remove(&directory.join(name))?;
    }
    saved(&new)
}

/// Whether a file is there that infc would write or remove, but did not write as it is.
fn is_changed(path: &Path, known: Option<&String>, new: Option<&String>) -> bool {
    match fs::read(path) {
        Ok(text) => {
            let now = digest(&text);
            Some(&now) != known && Some(&now) != new
        }
        // What is no file cannot be replaced by one.
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

fn refuse(directory: &Path, foreign: &[&String]) -> Result<(), String> {
    const MOST: usize = 5;
    if foreign.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = foreign.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    let more = if foreign.len() > MOST { ", …" } else { "" };
    Err(format!(
        "in `{}` there are files that infc did not write, or that were changed since: {}{more}; \
         `-f` overwrites them",
        directory.display(),
        names.join(", ")
    ))
}

fn remove(path: &PathBuf) -> Result<(), String> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(format!("cannot remove `{}`: {error}", path.display()))
        }
        _ => Ok(()),
    }
}

/// Reads the list; a directory without one holds nothing of infc's.
fn known(list: &Path) -> Result<Known, String> {
    let text = match fs::read_to_string(list) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Known::new()),
        Err(error) => return Err(format!("cannot read `{}`: {error}", list.display())),
    };
    let mut known = Known::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        // A name never leads out of the directory, whoever wrote the list.
        match line.split_once("  ").filter(|(_, name)| is_plain(name)) {
            Some((digest, name)) => drop(known.insert(name.to_owned(), digest.to_owned())),
            None => return Err(format!("`{}` is no list of files", list.display())),
        }
    }
    Ok(known)
}

fn is_plain(name: &str) -> bool {
    let end = Path::new(name).file_name();
    end.is_some_and(|end| end == name) && !name.contains(['/', '\\'])
}

fn listed(known: &Known) -> String {
    let lines = known.iter().map(|(name, digest)| format!("{digest}  {name}\n"));
    std::iter::once(HEAD.to_owned()).chain(lines).collect()
}

fn digest(text: &[u8]) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}
