//! Files of Kubernetes objects and definitions: named one by one, found in directories, or by
//! patterns such as `crds/**/*.yaml`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::files::{Files, Kind};
use super::text;
use crate::base::{Code, Diagnostic, Glob};

/// The endings of files that hold objects.
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// How deep directories are searched: a link that leads back up would have no end.
const DEEPEST: usize = 64;

/// The files that `inputs` name, in order: a file is itself, a directory all files of objects below
/// it but hidden ones, `-` standard input.
pub fn object_files(files: &dyn Files, inputs: &[String]) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut faults = Vec::new();
    for input in inputs {
        let path = PathBuf::from(input);
        if input == text::STANDARD_INPUT {
            found.push(path);
            continue;
        }
        match files.kind(&path) {
            Some(Kind::File) => found.push(path),
            Some(Kind::Directory) => below(files, &path, DEEPEST, &mut found),
            None => {
                let error = std::io::ErrorKind::NotFound.into();
                faults.push(text::unreadable(files, &path, &path, &error));
            }
        }
    }
    (found, faults)
}

fn below(files: &dyn Files, directory: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    for (name, kind) in files.list(directory).unwrap_or_default() {
        let path = directory.join(&name);
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        match kind {
            Kind::Directory => below(files, &path, depth, found),
            Kind::File if is_object_file(&path) => found.push(path),
            Kind::File => {}
        }
    }
}

fn is_object_file(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str);
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The files below `root` that fit `pattern`, in which `**` stands for any directories; in the
/// order of their names.
///
/// # Errors
/// A pattern that is none.
pub fn matching(files: &dyn Files, root: &Path, pattern: &str) -> Result<Vec<PathBuf>, Diagnostic> {
    let parts = parts(pattern)?;
    let mut found = Vec::new();
    matched(files, root, &parts, DEEPEST, &mut found);
    found.dedup();
    Ok(found)
}

fn parts(pattern: &str) -> Result<Vec<Part>, Diagnostic> {
    let mut parts = Vec::new();
    for part in pattern.split('/').filter(|part| !part.is_empty() && *part != ".") {
        parts.push(match part {
            "**" => Part::Any,
            ".." => Part::Up,
            part => Part::Name(Glob::new(part, '/').map_err(|why| {
                Diagnostic::error(Code::Usage, format!("`{pattern}` is no pattern: {why}"))
            })?),
        });
    }
    Ok(parts)
}

/// Whether the file at `path`, which starts where the pattern does, fits it or lies in a directory
/// that does.
///
/// # Errors
/// A pattern that is none.
pub(super) fn fits(pattern: &str, path: &Path) -> Result<bool, Diagnostic> {
    let parts = parts(pattern)?;
    // Of how many parts the names so far may be those of: all ways at once.
    let mut ways = vec![false; parts.len() + 1];
    if let Some(first) = ways.first_mut() {
        *first = true;
    }
    skip_any(&parts, &mut ways);
    for name in path.iter() {
        let name = name.to_string_lossy();
        if ways.last() == Some(&true) && !parts.is_empty() {
            return Ok(true);
        }
        let mut next = vec![false; ways.len()];
        for (at, part) in parts.iter().enumerate().filter(|&(at, _)| ways.get(at) == Some(&true)) {
            let to = match part {
                Part::Any if !name.starts_with('.') => at,
                Part::Name(glob) if glob.matches(&name) => at + 1,
                Part::Any | Part::Name(_) | Part::Up => continue,
            };
            if let Some(way) = next.get_mut(to) {
                *way = true;
            }
        }
        skip_any(&parts, &mut next);
        ways = next;
    }
    Ok(ways.last() == Some(&true) && !parts.is_empty())
}

/// `**` stands for no directory too.
fn skip_any(parts: &[Part], ways: &mut [bool]) {
    for (at, part) in parts.iter().enumerate() {
        if matches!(part, Part::Any)
            && ways.get(at) == Some(&true)
            && let Some(way) = ways.get_mut(at + 1)
        {
            *way = true;
        }
    }
}

/// One part of a pattern.
enum Part {
    /// `**`
    Any,
    /// `..`
    Up,
    Name(Glob),
}

fn matched(
    files: &dyn Files,
    directory: &Path,
    parts: &[Part],
    depth: usize,
    found: &mut Vec<PathBuf>,
) {
    let (Some((part, rest)), Some(depth)) = (parts.split_first(), depth.checked_sub(1)) else {
        return;
    };
    match part {
        Part::Up => return matched(files, &directory.join(".."), rest, depth, found),
        Part::Any => matched(files, directory, rest, depth, found),
        Part::Name(_) => {}
    }
    for (name, kind) in files.list(directory).unwrap_or_default() {
        let path = directory.join(&name);
        let name = name.to_string_lossy();
        match (part, kind) {
            (Part::Any, Kind::Directory) if !name.starts_with('.') => {
                matched(files, &path, parts, depth, found);
            }
            (Part::Name(glob), Kind::Directory) if glob.matches(&name) => match rest {
                // A directory stands for all that is in it.
                [] => below(files, &path, depth, found),
                rest => matched(files, &path, rest, depth, found),
            },
            (Part::Name(glob), Kind::File) if rest.is_empty() && glob.matches(&name) => {
                found.push(path);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::files::Memory;
    use super::*;

    fn tree() -> Memory {
        ["a.yaml", "b.txt", "crds/x.yml", "crds/deep/er/y.json", "crds/.hidden/z.yaml"]
            .iter()
            .fold(Memory::new("/w"), |files, path| files.with(path, ""))
    }

    fn shown(paths: Vec<PathBuf>) -> Vec<String> {
        paths.into_iter().map(|path| path.display().to_string()).collect()
    }

    #[test]
    fn directories_are_searched() {
        let inputs = ["crds", "b.txt", "-", "nothing"].map(str::to_owned);
        let (found, faults) = object_files(&tree(), &inputs);
        assert_eq!(shown(found), ["crds/deep/er/y.json", "crds/x.yml", "b.txt", "-"]);
        assert_eq!(faults.len(), 1);
    }

    #[test]
    fn paths_fit_patterns() {
        let fits = |pattern, path| fits(pattern, Path::new(path)).unwrap();
        for pattern in ["a/*.yaml", "**/b.yaml", "**", "a", "./a/b.*", "a/**/b.yaml", "**/**/b*"] {
            assert!(fits(pattern, "a/b.yaml"), "{pattern}");
        }
        for pattern in ["*.yaml", "a/b", "b/**", "../a/b.yaml", "a/b.yaml/c", "", "**/c.yaml"] {
            assert!(!fits(pattern, "a/b.yaml"), "{pattern}");
        }
        assert!(super::fits("[a", Path::new("a")).is_err());
    }

    #[test]
    fn patterns_match_at_any_depth() {
        let found = |pattern| shown(matching(&tree(), Path::new("/w"), pattern).unwrap());
        assert_eq!(found("crds/**/*.json"), ["/w/crds/deep/er/y.json"]);
        assert_eq!(found("**/x.*"), ["/w/crds/x.yml"]);
        assert_eq!(found("*.yaml"), ["/w/a.yaml"]);
        assert_eq!(found("crds"), ["/w/crds/deep/er/y.json", "/w/crds/x.yml"]);
        assert!(matching(&tree(), Path::new("/w"), "[a").is_err());
    }
}
