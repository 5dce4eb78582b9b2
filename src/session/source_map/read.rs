//! Source maps as they are read back: what stands on a line of an output.

use std::path::Path;

use serde::Deserialize;

use crate::base::Diagnostic;
use crate::package::{Files, text};
use crate::session::unusable;

/// What is read of a map; `docs/source-map.md` describes all of it.
#[derive(Deserialize)]
pub(super) struct Map {
    version: u32,
    pub(super) sources: Vec<String>,
    paths: Vec<String>,
    objects: Vec<Object>,
    pub(super) places: Vec<[u32; 5]>,
    pub(super) chains: Vec<Vec<usize>>,
    pub(super) outputs: Vec<Output>,
}

#[derive(Deserialize)]
struct Object {
    path: String,
}

#[derive(Deserialize)]
pub(super) struct Output {
    pub(super) name: String,
    pub(super) lines: Vec<Row>,
}

/// Line, column, object, path, and the numbers of the places of value and key and of a chain.
pub(super) type Row = (u32, u32, Option<usize>, usize, Option<usize>, Option<usize>, Option<usize>);

/// The version of maps that is read.
const VERSION: u32 = 1;

/// The file and the line that a word such as `app.yaml:12` names.
pub(in crate::session) fn named(word: &str) -> Option<(&str, u32)> {
    let (file, line) = word.rsplit_once(':')?;
    let line = line.parse().ok().filter(|&line| line > 0)?;
    (!file.is_empty()).then_some((file, line))
}

/// The path of the value that stands on a line of an output, by the source map at `map`.
///
/// # Errors
/// A map that cannot be read, or that does not know the output or the line.
pub(in crate::session) fn path(
    files: &dyn Files,
    map: &Path,
    (output, line): (&str, u32),
) -> Result<String, Diagnostic> {
    let shown = map.display();
    let known = read(files, map)?;
    let rows = rows(&known, output).ok_or_else(|| {
        let names: Vec<String> =
            known.outputs.iter().map(|output| format!("`{}`", output.name)).collect();
        let listed = names.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
        unusable(format!("the source map `{shown}` has no output `{output}`"))
            .help(format!("It maps {listed}."))
    })?;
    let row = rows.iter().rfind(|row| row.0 <= line);
    let row = row.ok_or_else(|| unusable(format!("`{output}` has nothing on line {line}")))?;
    let object = row.2.and_then(|object| known.objects.get(object));
    let outer = object.map_or("", |object| object.path.as_str());
    let inner = known.path_of(row);
    let joint =
        if outer.is_empty() || inner.is_empty() || inner.starts_with('[') { "" } else { "." };
    Ok(format!("{outer}{joint}{inner}"))
}

/// The map at `path`.
///
/// # Errors
/// A file that cannot be read, or that is no map of this version.
pub(super) fn read(files: &dyn Files, path: &Path) -> Result<Map, Diagnostic> {
    let text = text::read(files, path, path)?;
    let shown = path.display();
    let Ok(known) = serde_json::from_str::<Map>(&text) else {
        let fault = unusable(format!("`{shown}` is no source map"));
        return Err(fault.help("`infc export --source-map FILE` writes one."));
    };
    if known.version != VERSION {
        return Err(unusable(format!(
            "`{shown}` is a source map of version {}, and {VERSION} is what is read",
            known.version
        )));
    }
    Ok(known)
}

impl Map {
    /// The path of the value that a row is about, within its object.
    pub(super) fn path_of(&self, row: &Row) -> &str {
        self.paths.get(row.3).map_or("", String::as_str)
    }
}

/// The rows of an output: by its name as it was written, else by the name of the file alone.
fn rows<'a>(map: &'a Map, output: &str) -> Option<&'a [Row]> {
    let file = |path: &str| Path::new(path).file_name().map(|name| name.to_owned());
    let by_name = map.outputs.iter().find(|one| one.name == output);
    let alike = || map.outputs.iter().find(|one| file(&one.name) == file(output));
    by_name.or_else(alike).map(|output| output.lines.as_slice())
}
