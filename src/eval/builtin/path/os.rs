//! What the systems differ in: separators, volumes, absolute paths, lists.

/// A system whose paths are meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Os {
    Unix,
    Windows,
    Plan9,
}

/// The names of Go's systems whose paths are those of Unix.
const UNIX: &[&str] = &[
    "unix",
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "nacl",
    "netbsd",
    "openbsd",
    "solaris",
    "zos",
];

impl Os {
    pub(super) fn named(name: &str) -> Option<Os> {
        match name {
            "windows" => Some(Os::Windows),
            "plan9" => Some(Os::Plan9),
            _ => UNIX.contains(&name).then_some(Os::Unix),
        }
    }

    pub(super) fn separator(self) -> char {
        match self {
            Os::Unix | Os::Plan9 => '/',
            Os::Windows => '\\',
        }
    }

    pub(super) fn is_separator(self, char: char) -> bool {
        char == '/' || char == self.separator()
    }

    pub(super) fn with_separators(self, path: &str) -> String {
        path.replace('/', self.separator().encode_utf8(&mut [0; 4]))
    }

    pub(super) fn to_slash(self, path: &str) -> String {
        path.replace(self.separator(), "/")
    }

    /// Whether two elements name the same.
    pub(super) fn same(self, left: &str, right: &str) -> bool {
        match self {
            Os::Unix | Os::Plan9 => left == right,
            Os::Windows => left.to_lowercase() == right.to_lowercase(),
        }
    }

    pub(super) fn is_absolute(self, path: &str) -> bool {
        match self {
            Os::Unix => path.starts_with('/'),
            Os::Plan9 => path.starts_with(['/', '#']),
            Os::Windows => {
                let (volume, rest) = self.volume(path);
                is_reserved(path)
                    || !volume.is_empty() && rest.starts_with(|char| self.is_separator(char))
            }
        }
    }

    /// The volume that a path starts with, and what is behind it.
    pub(super) fn volume(self, path: &str) -> (&str, &str) {
        let len = match self {
            Os::Unix | Os::Plan9 => 0,
            Os::Windows => volume_len(path),
        };
        path.split_at_checked(len).unwrap_or(("", path))
    }

    /// The paths of a search path.
    pub(super) fn split_list(self, list: &str) -> Vec<String> {
        if list.is_empty() {
            return Vec::new();
        }
        let separator = match self {
            Os::Unix => ':',
            Os::Plan9 => '\0',
            Os::Windows => ';',
        };
        let mut quoted = false;
        let parts = list.split(|char| {
            quoted ^= self == Os::Windows && char == '"';
            char == separator && !quoted
        });
        let unquote = |part: &str| match self {
            Os::Unix | Os::Plan9 => part.to_owned(),
            Os::Windows => part.replace('"', ""),
        };
        parts.map(unquote).collect()
    }
}

/// The names of devices, which are absolute wherever they stand.
fn is_reserved(path: &str) -> bool {
    let upper = path.to_ascii_uppercase();
    let numbered = upper.strip_prefix("COM").or_else(|| upper.strip_prefix("LPT"));
    match numbered.map(str::as_bytes) {
        Some([b'1'..=b'9']) => true,
        _ => matches!(upper.as_str(), "CON" | "PRN" | "AUX" | "NUL"),
    }
}

/// The length of `C:` or `\\host\share`.
fn volume_len(path: &str) -> usize {
    let slash = |at: usize| matches!(path.as_bytes().get(at), Some(b'/' | b'\\'));
    match path.as_bytes() {
        [letter, b':', ..] if letter.is_ascii_alphabetic() => return 2,
        [_, _, third, _, _, ..] if slash(0) && slash(1) && !slash(2) && *third != b'.' => {}
        _ => return 0,
    }
    let len = path.len();
    let Some(middle) = (3..len - 1).find(|&at| slash(at)) else { return 0 };
    if slash(middle + 1) || path.as_bytes().get(middle + 1) == Some(&b'.') {
        return 0;
    }
    (middle + 1..len).find(|&at| slash(at)).unwrap_or(len)
}
