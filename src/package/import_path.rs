//! The parts of an import path: `example.com/base/db@v1:mysql`.

/// An import path in its parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct ImportPath<'a> {
    /// The place, without version and package name.
    pub(super) place: &'a str,
    /// The package's name: the one behind the colon, else the last element of the place.
    pub(super) name: &'a str,
    /// The major version that stands in it, as in `@v1`.
    pub(super) major: Option<&'a str>,
}

impl<'a> ImportPath<'a> {
    /// Reads a path; `None` if it is none, as an empty one or one with an empty element.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let last = text.rfind('/').map_or(0, |slash| slash + 1);
        let (path, named) = match text.get(last..).and_then(|tail| tail.rfind(':')) {
            Some(colon) => (text.get(..last + colon)?, Some(text.get(last + colon + 1..)?)),
            None => (text, None),
        };
        let (place, major) = match path.split_once('@') {
            Some((place, major)) => (place, Some(major)),
            None => (path, None),
        };
        if place.split('/').any(|element| matches!(element, "" | "." | "..")) {
            return None;
        }
        let implied = place.rsplit('/').next().unwrap_or(place);
        let name = named.unwrap_or(implied);
        (!name.is_empty()).then_some(Self { place, name, major })
    }

    /// The part below `module`, if the place is the module or lies in it; empty for the module.
    pub(super) fn below(&self, module: &str) -> Option<&'a str> {
        match self.place.strip_prefix(module)? {
            "" => Some(""),
            rest => rest.strip_prefix('/'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_a_place_and_a_name() {
        let read = |text| ImportPath::read(text).map(|path| (path.place, path.name));
        assert_eq!(read("strings"), Some(("strings", "strings")));
        assert_eq!(read("a.b/c/d"), Some(("a.b/c/d", "d")));
        assert_eq!(read("a.b/c:d"), Some(("a.b/c", "d")));
        assert_eq!(read("a.b/c@v1:d"), Some(("a.b/c", "d")));
        for bad in ["", "./a", "a//b", "a/", "/a", "a:", "../x"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_module_holds_itself_and_what_lies_below() {
        let path = ImportPath::read("a.b/c/d").unwrap();
        assert_eq!(path.below("a.b/c"), Some("d"));
        assert_eq!(path.below("a.b/c/d"), Some(""));
        assert_eq!(path.below("a.b/cc"), None);
    }
}
