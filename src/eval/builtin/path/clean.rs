//! Making paths short, taking them apart and putting them together.

use super::os::Os;

/// The shortest path that means the same.
pub(super) fn clean(path: &str, os: Os) -> String {
    let (volume, rest) = os.volume(path);
    if rest.is_empty() {
        // A share is whole by itself; a drive alone is the place where one is on it.
        let share = volume.len() > 2;
        return if share { os.with_separators(path) } else { format!("{path}.") };
    }
    let rooted = rest.starts_with(|char| os.is_separator(char));
    let mut elements: Vec<&str> = Vec::new();
    for element in rest.split(|char| os.is_separator(char)) {
        match element {
            "" | "." => {}
            ".." if elements.last().is_some_and(|last| *last != "..") => {
                elements.pop();
            }
            ".." if rooted => {}
            _ => elements.push(element),
        }
    }
    let separator = os.separator().to_string();
    let joined = elements.join(&separator);
    let root = if rooted { &separator } else { "" };
    let rest = if joined.is_empty() && !rooted { "." } else { &joined };
    os.with_separators(&format!("{volume}{root}{rest}"))
}

/// The elements in one clean path.
pub(super) fn join(elements: &[&str], os: Os) -> String {
    let Some(first) = elements.iter().position(|element| !element.is_empty()) else {
        return String::new();
    };
    let elements = &elements[first..];
    let separator = os.separator().to_string();
    if os != Os::Windows {
        return clean(&elements.join(&separator), os);
    }
    let (head, tail) = elements.split_first().map_or(("", &[][..]), |(head, tail)| (*head, tail));
    if head.len() == 2 && head.ends_with(':') {
        // `C:` and `a` is `C:a`: the place on the drive is not known.
        let start = tail.iter().position(|element| !element.is_empty()).unwrap_or(tail.len());
        return clean(&format!("{head}{}", tail[start..].join(&separator)), os);
    }
    let whole = clean(&elements.join(&separator), os);
    let share = |path: &str| os.volume(path).0.len() > 2;
    if !share(&whole) || share(&clean(head, os)) {
        return whole;
    }
    // Joining must not make a share of what was none.
    let (head, tail) = (clean(head, os), clean(&tail.join(&separator), os));
    if head.ends_with('\\') { head + &tail } else { format!("{head}\\{tail}") }
}

/// The directory with its separator, and the last element.
pub(super) fn split(path: &str, os: Os) -> (&str, &str) {
    let (volume, rest) = os.volume(path);
    let end = rest.rfind(|char| os.is_separator(char)).map_or(0, |at| at + 1);
    path.split_at_checked(volume.len() + end).unwrap_or(("", path))
}

/// The last element.
pub(super) fn base(path: &str, os: Os) -> String {
    if path.is_empty() {
        return ".".into();
    }
    let trimmed = path.trim_end_matches(|char| os.is_separator(char));
    match split(os.volume(trimmed).1, os).1 {
        "" => os.separator().to_string(),
        last => last.to_owned(),
    }
}

/// The path that leads from `base` to `target`, if their texts tell it.
pub(super) fn relative(base: &str, target: &str, os: Os) -> Option<String> {
    let (base, target) = (clean(base, os), clean(target, os));
    if os.same(&base, &target) {
        return Some(".".into());
    }
    let ((base_volume, base), (target_volume, target)) = (os.volume(&base), os.volume(&target));
    let base = if base == "." { "" } else { base };
    let separator = os.separator();
    if base.starts_with(separator) != target.starts_with(separator)
        || !os.same(base_volume, target_volume)
    {
        return None;
    }
    let elements = |path: &str| -> Vec<String> {
        path.split(separator).filter(|it| !it.is_empty()).map(str::to_owned).collect()
    };
    let (base, target) = (elements(base), elements(target));
    let common = base.iter().zip(&target).take_while(|(left, right)| os.same(left, right)).count();
    let (up, down) = (&base[common..], &target[common..]);
    if up.first().is_some_and(|first| first == "..") {
        return None;
    }
    let up = up.iter().map(|_| "..");
    let path: Vec<&str> = up.chain(down.iter().map(String::as_str)).collect();
    Some(path.join(&separator.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleans() {
        for (path, os, expected) in [
            ("", Os::Unix, "."),
            ("/", Os::Unix, "/"),
            ("/../a", Os::Unix, "/a"),
            ("../../a", Os::Unix, "../../a"),
            ("a/../..", Os::Unix, ".."),
            ("a//b/./c/..", Os::Unix, "a/b"),
            ("a\\b", Os::Unix, "a\\b"),
            ("C:", Os::Windows, "C:."),
            ("C:/a/../b", Os::Windows, "C:\\b"),
            ("//host/share/../x", Os::Windows, "\\\\host\\share\\x"),
            ("//host/share", Os::Windows, "\\\\host\\share"),
        ] {
            assert_eq!(clean(path, os), expected, "{path}");
        }
    }

    #[test]
    fn joins_on_windows() {
        for (elements, expected) in [
            (&["C:\\Windows\\", "System32"][..], "C:\\Windows\\System32"),
            (&["C:", "a", "b"], "C:a\\b"),
            (&["C:", "", "", "b"], "C:b"),
            (&["C:", ""], "C:."),
            (&["C:.", "a"], "C:a"),
            (&["//", "a"], "\\a"),
            (&["\\\\host\\share", "foo"], "\\\\host\\share\\foo"),
            (&["\\", "host", "share"], "\\host\\share"),
            (&["", "b"], "b"),
            (&[], ""),
        ] {
            assert_eq!(join(elements, Os::Windows), expected, "{elements:?}");
        }
    }

    #[test]
    fn relative_paths() {
        for (base, target, expected) in [
            ("a/b", "a/b", Some(".")),
            ("a/b", "a", Some("..")),
            ("a/b", "a/c/d", Some("../c/d")),
            (".", "a", Some("a")),
            ("/", "/a", Some("a")),
            ("..", "a", None),
            ("../a", "../b", Some("../b")),
            ("a", "/a", None),
        ] {
            assert_eq!(relative(base, target, Os::Unix).as_deref(), expected, "{base} {target}");
        }
        assert_eq!(relative("C:\\A", "c:\\a\\b", Os::Windows).as_deref(), Some("b"));
    }
}
