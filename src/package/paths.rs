//! Paths as text: made absolute without asking the disk, and made short again for people.

use std::path::{Component, Path, PathBuf};

/// `path` from the root of the file system, without `.` and `..`; links are not followed.
pub(crate) fn absolute(current: &Path, path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for component in current.join(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            Component::Normal(_) | Component::RootDir | Component::Prefix(_) => {
                whole.push(component);
            }
        }
    }
    whole
}

/// `path` as people are to see it: relative to the current directory where it lies under it or
/// at most two directories above.
pub(crate) fn shown(current: &Path, path: &Path) -> PathBuf {
    let mut up = PathBuf::new();
    for base in current.ancestors().take(3) {
        if let Ok(below) = path.strip_prefix(base) {
            return if base.parent().is_none() { path.to_owned() } else { up.join(below) };
        }
        up.push("..");
    }
    path.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_made_whole_and_short() {
        let current = Path::new("/home/me/app");
        let whole = |path: &str| absolute(current, Path::new(path));
        assert_eq!(whole("./a/../b.inf"), Path::new("/home/me/app/b.inf"));
        assert_eq!(whole("/etc/x"), Path::new("/etc/x"));
        let short = |path: &str| shown(current, Path::new(path));
        assert_eq!(short("/home/me/app/sub/b.inf"), Path::new("sub/b.inf"));
        assert_eq!(short("/home/me/inf.toml"), Path::new("../inf.toml"));
        assert_eq!(short("/etc/x"), Path::new("/etc/x"));
    }
}
