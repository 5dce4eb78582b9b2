//! `path`: file paths as Unix, Windows and Plan 9 write them. No file is ever looked at.

mod clean;
mod matching;
mod os;

use super::arguments::{pieces, text, texts};
use super::table::{Member, Package, plain, source};
use super::{Data, Fault};
use crate::eval::kind::Kind;
use os::Os;

pub(super) const PACKAGE: Package = Package { path: "path", members: &[CONSTANTS, MEMBERS] };

const CONSTANTS: &[Member] = &[
    source("Unix", "\"unix\"", "The paths of Unix."),
    source("Windows", "\"windows\"", "The paths of Windows."),
    source("Plan9", "\"plan9\"", "The paths of Plan 9."),
];

/// A path and a system.
const ONE: &[Kind] = &[Kind::STRING, Kind::STRING];
/// Two paths and a system.
const TWO: &[Kind] = &[Kind::STRING, Kind::STRING, Kind::STRING];

const MEMBERS: &[Member] = &[
    plain(
        "Split",
        ONE,
        Kind::LIST,
        "The directory of a path, with its separator, and its last element.",
        r#"("/a/b.txt") = ["/a/", "b.txt"]"#,
        |args| {
            let (path, os) = (text(args, 0)?, os(args, 1, Os::Unix)?);
            let (directory, file) = clean::split(path, os);
            Ok(Data::list([directory, file]))
        },
    )
    .optional(1),
    plain(
        "SplitList",
        ONE,
        Kind::LIST,
        "The paths of a search path.",
        r#"("/bin:/usr/bin", "unix") = ["/bin", "/usr/bin"]"#,
        |args| pieces(os(args, 1, Os::Unix)?.split_list(text(args, 0)?)),
    ),
    plain(
        "Join",
        &[Kind::LIST, Kind::STRING],
        Kind::STRING,
        "Elements of a path in one clean path; empty ones are left out.",
        r#"(["a", "", "b/../c"]) = "a/c""#,
        |args| Ok(clean::join(&texts(args, 0)?, os(args, 1, Os::Unix)?).into()),
    )
    .of(Kind::STRING)
    .optional(1),
    plain(
        "Match",
        TWO,
        Kind::BOOL,
        "Whether a name matches a pattern of *, ?, [a-z] and \\, where * and ? match no separator.",
        r#"("*.go", "main.go") = true"#,
        |args| {
            let (pattern, name, os) = (text(args, 0)?, text(args, 1)?, os(args, 2, Os::Unix)?);
            Ok(matching::matches(pattern, name, os)?.into())
        },
    )
    .optional(1),
    plain(
        "Clean",
        ONE,
        Kind::STRING,
        "The shortest path that means the same, by its text alone.",
        r#"("/a/./b//../c/") = "/a/c""#,
        |args| Ok(clean::clean(text(args, 0)?, os(args, 1, Os::Unix)?).into()),
    )
    .optional(1),
    plain(
        "ToSlash",
        ONE,
        Kind::STRING,
        "A path with slashes for separators.",
        r#"("a\\b", "windows") = "a/b""#,
        |args| Ok(os(args, 1, Os::Unix)?.to_slash(text(args, 0)?).into()),
    ),
    plain(
        "FromSlash",
        ONE,
        Kind::STRING,
        "A path with the separators of the system for slashes.",
        r#"("a/b", "windows") = "a\\b""#,
        |args| Ok(os(args, 1, Os::Unix)?.with_separators(text(args, 0)?).into()),
    ),
    plain(
        "Ext",
        ONE,
        Kind::STRING,
        "The extension of the last element, with its dot.",
        r#"("a.b/c.tar.gz") = ".gz""#,
        |args| {
            let (path, os) = (text(args, 0)?, os(args, 1, Os::Unix)?);
            let file = path.rsplit(|char| os.is_separator(char)).next().unwrap_or("");
            Ok(file.rfind('.').and_then(|dot| file.get(dot..)).unwrap_or("").into())
        },
    )
    .optional(1),
    plain(
        "Resolve",
        TWO,
        Kind::STRING,
        "A path seen from a directory; an absolute one stays.",
        r#"("/a", "../b") = "/b""#,
        |args| {
            let (directory, path, os) = (text(args, 0)?, text(args, 1)?, os(args, 2, Os::Unix)?);
            if os.is_absolute(path) {
                return Ok(clean::clean(path, os).into());
            }
            Ok(clean::join(&[&clean::clean(directory, os), path], os).into())
        },
    )
    .optional(1),
    plain(
        "Rel",
        TWO,
        Kind::STRING,
        "The path that leads from the first to the second.",
        r#"("/a", "/b/c") = "../b/c""#,
        |args| {
            let (base, target, os) = (text(args, 0)?, text(args, 1)?, os(args, 2, Os::Unix)?);
            let found = clean::relative(base, target, os);
            found
                .map(Data::from)
                .ok_or_else(|| Fault::new(format!("Rel: can't make {target} relative to {base}")))
        },
    )
    .optional(1),
    plain("Base", ONE, Kind::STRING, "The last element of a path.", r#"("/a/b/") = "b""#, |args| {
        Ok(clean::base(text(args, 0)?, os(args, 1, Os::Unix)?).into())
    })
    .optional(1),
    plain(
        "Dir",
        ONE,
        Kind::STRING,
        "A path without its last element.",
        r#"("/a/b") = "/a""#,
        |args| {
            let (path, os) = (text(args, 0)?, os(args, 1, Os::Unix)?);
            let (volume, rest) = os.volume(path);
            let directory = clean::clean(clean::split(rest, os).0, os);
            if directory == "." && volume.len() > 2 {
                return Ok(volume.into());
            }
            Ok(format!("{volume}{directory}").into())
        },
    )
    .optional(1),
    plain("IsAbs", ONE, Kind::BOOL, "Whether a path is absolute.", r#"("/a") = true"#, |args| {
        Ok(os(args, 1, Os::Unix)?.is_absolute(text(args, 0)?).into())
    })
    .optional(1),
    plain(
        "VolumeName",
        ONE,
        Kind::STRING,
        "The drive or share that a path of Windows starts with.",
        r#"("C:\\a") = "C:""#,
        |args| Ok(os(args, 1, Os::Windows)?.volume(text(args, 0)?).0.into()),
    )
    .optional(1),
];

/// The system that argument `index` names, or `default` if it was left out.
fn os(args: &[Data], index: usize, default: Os) -> Result<Os, Fault> {
    if index >= args.len() {
        return Ok(default);
    }
    let name = text(args, index)?;
    Os::named(name).ok_or_else(|| {
        Fault::new(format!(
            "cannot use {name:?} as the name of an operating system in argument {}",
            index + 1
        ))
    })
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn systems() {
        check("path.Join", r#"["a", "b"], "aix""#, r#""a/b""#);
        check("path.Join", r#"["a"], "foo""#, {
            "error: cannot use \"foo\" as the name of an operating system in argument 2"
        });
        check("path.VolumeName", r#""\\\\host\\share\\foo""#, r#""\\\\host\\share""#);
        check("path.IsAbs", r#""C:a", "windows""#, "false");
        check("path.IsAbs", r#""nul", "windows""#, "true");
        check("path.IsAbs", r##""#c", "plan9""##, "true");
        check("path.SplitList", r#""\"a;b\";c", "windows""#, r#"["a;b", "c"]"#);
        check("path.SplitList", r#""", "unix""#, "[]");
        check("path.Ext", r#""a.b/c""#, r#""""#);
        check("path.Dir", r#""a""#, r#"".""#);
        check("path.Dir", r#""\\\\host\\share\\a", "windows""#, r#""\\\\host\\share\\""#);
        check("path.Rel", r#""a", "/b""#, "error: Rel: can't make /b relative to a");
    }
}
