//! `@embed(file=…)` and `@embed(glob=…)`: the files that sources bring into fields.
//!
//! A file must say `@extern(embed)` before its package clause; what it embeds lies beside or below
//! it, in the same module.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::document::{Shelf, directory_of};
use super::encoding::Encoding;
use super::files::Kind;
use super::gather::is_input;
use super::{PackageFile, paths};
use crate::base::{Code, Diagnostic, Glob, PlainId, Span};
use crate::syntax::attribute::{AttributeArgument, arguments, option};
use crate::syntax::tree::{Attribute, DeclKind, ExprKind, Tree};

/// What each `@embed` attribute brings in, by the place of the attribute.
pub type Embedded = BTreeMap<Span, PlainId>;

/// Reads what the attributes of `file` embed; `root` is the directory of its module.
pub(super) fn embedded(
    shelf: &mut Shelf<'_>,
    file: &PackageFile,
    root: Option<&Path>,
    embedded: &mut Embedded,
) -> Vec<Diagnostic> {
    let text = shelf.sources.text(file.file);
    let asked = match asks(&file.parsed.preamble().tree, text) {
        Ok(asked) => asked,
        Err(fault) => return vec![fault],
    };
    let Some(asked) = asked else { return Vec::new() };
    let found: Vec<(Span, String)> = attributes(&file.parsed.tree)
        .filter(|attribute| attribute.name.of(text) == "embed")
        .map(|attribute| (attribute.span, attribute.body.of(text).to_owned()))
        .collect();
    let shown = shelf.sources.path(file.file).to_owned();
    let directory = match place(shelf, &shown, root) {
        Ok(directory) => directory,
        Err(fault) => return vec![fault.at(asked, "")],
    };
    let mut faults = Vec::new();
    for (span, body) in found {
        let read = Request::read(&body).and_then(|request| request.load(shelf, &directory));
        match read {
            Ok(value) => {
                embedded.insert(span, value);
            }
            Err(fault) => faults.push(fault.at(span, "embedded here")),
        }
    }
    faults
}

/// Whether the source with that tree, in `directory`, embeds the file at `data`; both absolute.
pub fn embeds(tree: &Tree, text: &str, directory: &Path, data: &Path) -> bool {
    let Ok(below) = data.strip_prefix(directory) else { return false };
    let is_meant = |attribute: &Attribute| {
        attribute.name.of(text) == "embed"
            && Request::read(attribute.body.of(text)).is_ok_and(|request| request.means(below))
    };
    matches!(asks(tree, text), Ok(Some(_))) && attributes(tree).any(is_meant)
}

/// The place of `@extern(embed)`, if it stands before the package clause.
fn asks(tree: &Tree, text: &str) -> Result<Option<Span>, Diagnostic> {
    let first = tree.package.map(|package| package.span.start);
    let mut asked = None;
    for attribute in &tree.attributes {
        if attribute.name.of(text) != "extern" {
            continue;
        }
        if first.is_none_or(|first| attribute.span.start > first) {
            let message = "`@extern` must stand before a package clause";
            return Err(Diagnostic::error(Code::Syntax, message).at(attribute.span, ""));
        }
        match arguments(attribute.body.of(text)).first() {
            Some(AttributeArgument { key: None, value, .. }) if value == "embed" => {
                if asked.is_some() {
                    let message = "a file has one `@extern(embed)` at most";
                    return Err(Diagnostic::error(Code::Redeclared, message).at(attribute.span, ""));
                }
                asked = Some(attribute.span);
            }
            _ => {
                let message = "this `@extern` is not known: a configuration calls no other code";
                return Err(Diagnostic::error(Code::Usage, message)
                    .at(attribute.span, "")
                    .help("`@extern(embed)` lets a file use `@embed`; there is no other."));
            }
        }
    }
    Ok(asked)
}

/// All attributes behind fields and among declarations.
fn attributes(tree: &Tree) -> impl Iterator<Item = &Attribute> {
    let nested = tree.exprs.iter().filter_map(|(_, expr)| match &expr.kind {
        ExprKind::Struct { decls, .. } => Some(decls),
        _ => None,
    });
    let declared = std::iter::once(&tree.decls).chain(nested).flatten();
    let behind = declared.flat_map(|decl| match &decl.kind {
        DeclKind::Field(field) => field.attributes.as_slice(),
        DeclKind::Attribute(attribute) => std::slice::from_ref(attribute),
        DeclKind::Embed(_)
        | DeclKind::Comprehension(_)
        | DeclKind::Ellipsis(_)
        | DeclKind::Let(_)
        | DeclKind::Bad => &[],
    });
    tree.attributes.iter().chain(behind)
}

/// The directory of the source `shown`, which must lie in the module.
fn place(shelf: &Shelf<'_>, shown: &Path, root: Option<&Path>) -> Result<PathBuf, Diagnostic> {
    let Some(root) = root else {
        return Err(fault("files can be embedded within a module only")
            .help("Mark the root of the module with `inf.toml` or `cue.mod/module.cue`."));
    };
    let directory = directory_of(shelf.files, shown);
    if is_input(shown) || !directory.starts_with(root) {
        return Err(fault("a source outside of the module cannot embed files"));
    }
    Ok(directory)
}

/// What one attribute asks for.
struct Request {
    /// A path, or a pattern of paths.
    path: String,
    many: bool,
    may_be_empty: bool,
    encoding: Option<Encoding>,
}

impl Request {
    fn read(body: &str) -> Result<Self, Diagnostic> {
        let arguments = arguments(body);
        let may_be_empty =
            arguments.iter().any(|one| one.key.is_none() && one.value == "allowEmptyGlob");
        let (path, many) = match (option(&arguments, "file"), option(&arguments, "glob")) {
            (Some(path), None) if !path.is_empty() => (path, false),
            (None, Some(pattern)) if !pattern.is_empty() => (pattern, true),
            (Some(_), Some(_)) => return Err(fault("`@embed` takes `file` or `glob`, not both")),
            _ => {
                return Err(fault("`@embed` needs `file` or `glob`").help(
                    "Write `@embed(file=\"data.json\")` or `@embed(glob=\"data/*.json\")`.",
                ));
            }
        };
        if may_be_empty && !many {
            return Err(fault("`allowEmptyGlob` goes with `glob`, not with `file`"));
        }
        normal(path)?;
        let encoding = match option(&arguments, "type") {
            Some(words) => Encoding::of_qualifier(words)?,
            None => None,
        };
        if many && encoding.is_none() {
            let name = path.rsplit('/').next().unwrap_or(path);
            let ending = name.rsplit_once('.').map(|(_, ending)| ending);
            if ending
                .is_none_or(|ending| ending.is_empty() || ending.contains(['*', '?', '[', '\\']))
            {
                return Err(fault("the pattern does not say what ending the files have")
                    .help("Say what they hold: `type=json`, `yaml`, `toml`, `text` or `binary`."));
            }
        }
        Ok(Self { path: path.to_owned(), many, may_be_empty, encoding })
    }

    /// Whether the file at `path`, from the directory of the source, is or may be asked for.
    fn means(&self, path: &Path) -> bool {
        if !self.many {
            return path == Path::new(&self.path);
        }
        let names: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
        let globs: Vec<&str> = self.path.split('/').collect();
        let fits = |(glob, name): (&&str, &std::borrow::Cow<'_, str>)| {
            Glob::new(glob, '/').is_ok_and(|glob| glob.matches(name))
        };
        names.len() == globs.len() && globs.iter().zip(&names).all(fits)
    }

    fn load(&self, shelf: &mut Shelf<'_>, directory: &Path) -> Result<PlainId, Diagnostic> {
        if !self.many {
            return self.file(shelf, directory, &self.path);
        }
        let paths = self.matching(shelf, directory)?;
        if paths.is_empty() && !self.may_be_empty {
            let message = format!("no file matches the pattern `{}`", self.path);
            return Err(fault(message)
                .help("`allowEmptyGlob` behind the pattern takes no file for an empty struct."));
        }
        let mut entries = Vec::new();
        for path in paths {
            let value = self.file(shelf, directory, &path)?;
            entries.push((path, value));
        }
        Ok(shelf.plain.map(entries, None))
    }

    /// The value of the file `path` below `directory`.
    fn file(
        &self,
        shelf: &mut Shelf<'_>,
        directory: &Path,
        path: &str,
    ) -> Result<PlainId, Diagnostic> {
        let whole = directory.join(path);
        let between = whole.ancestors().skip(1).take_while(|&above| above != directory);
        for above in between {
            if shelf.files.kind(&above.join("cue.mod")).is_some() {
                return Err(fault(format!("`{path}` lies in another module")));
            }
        }
        let encoding = self.encoding.or_else(|| Encoding::of_file(Path::new(path)));
        let encoding = match encoding {
            Some(Encoding::Source) => {
                return Err(fault("sources cannot be embedded")
                    .help("Import their package, or embed the text with `type=text`."));
            }
            Some(Encoding::JsonLines) => {
                return Err(fault("a file of several values cannot be embedded")
                    .help("Embed it with `type=text` and decode it."));
            }
            Some(encoding) => encoding,
            None => {
                return Err(fault(format!("what `{path}` holds is unknown"))
                    .help("Say it: `type=json`, `yaml`, `toml`, `text` or `binary`."));
            }
        };
        let shown = paths::shown(&shelf.files.current(), &whole);
        let (_, values) = shelf.read(&whole, &shown, encoding)?;
        match values.as_slice() {
            [] => Ok(shelf.plain.null(None)),
            [value] => Ok(*value),
            [..] => Err(fault(format!("`{path}` has several documents, which cannot be embedded"))
                .help("Embed it with `type=text` and decode it with `yaml.Extract`.")),
        }
    }

    /// The files that match the pattern, in order.
    fn matching(&self, shelf: &Shelf<'_>, directory: &Path) -> Result<Vec<String>, Diagnostic> {
        let mut found = vec![String::new()];
        let parts: Vec<&str> = self.path.split('/').collect();
        for (index, part) in parts.iter().enumerate() {
            let glob = Glob::new(part, '/').map_err(|said| fault(format!("`glob`: {said}")))?;
            let wanted = if index + 1 == parts.len() { Kind::File } else { Kind::Directory };
            let mut next = Vec::new();
            for above in &found {
                let names = shelf.files.list(&directory.join(above)).unwrap_or_default();
                for (name, kind) in names {
                    let Some(name) = name.to_str().filter(|_| kind == wanted) else { continue };
                    let is_hidden = name.starts_with('.') && !part.starts_with('.');
                    if !is_hidden && glob.matches(name) {
                        let slash = if above.is_empty() { "" } else { "/" };
                        next.push(format!("{above}{slash}{name}"));
                    }
                }
            }
            found = next;
        }
        Ok(found)
    }
}

/// Checks that a path goes down only, by the shortest way.
fn normal(path: &str) -> Result<(), Diagnostic> {
    if path.starts_with('/') {
        return Err(fault("only files of the module can be embedded, by relative paths"));
    }
    if path == ".." || path.starts_with("../") {
        return Err(fault("`@embed` cannot refer to a parent directory"));
    }
    if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Err(fault("the path has empty, `.` or `..` parts: write it without them"));
    }
    Ok(())
}

fn fault(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::File, message)
}
