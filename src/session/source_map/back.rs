//! From a line of an exported file to the sources of what stands there, by the source map that lies
//! beside the file or above it.

use std::path::{Path, PathBuf};

use super::read::{Map, Output, Row, read};
use crate::base::{FileId, Lines, Sources, Span};
use crate::package::{Files, Kind, library_text, module_root, paths, text};
use crate::session::data_place::steps;

/// What the names of maps end in.
const ENDING: &str = ".map.json";

/// Where maps are looked for above a file that lies in no module, in directories.
const MOST_ABOVE: usize = 4;

/// Where what stands on a line comes from.
#[derive(Debug)]
pub struct Traced {
    /// What the spans point into.
    pub sources: Sources,
    /// What gives the value, or the label where nothing is known of the value; then the references
    /// and clauses by which it came, from the inside outwards.
    pub spans: Vec<Span>,
}

/// Where the value at line and column (from 1) of the exported file at `path`, which is absolute,
/// comes from. `text` is the text of the file: what a map says of another text is not told.
pub fn trace_line(
    files: &dyn Files,
    path: &Path,
    text: &str,
    (line, column): (u32, u32),
) -> Option<Traced> {
    maps(files, path).iter().find_map(|place| {
        let map = read(files, place).ok()?;
        let (output, base) = located(files, &map, place, path)?;
        let row = row(output, (line, column))?;
        let shown = text.lines().nth(row.0.checked_sub(1)? as usize)?;
        if !holds(shown, map.path_of(row)) {
            return None;
        }
        let traced = traced(files, &map, row, &base);
        (!traced.spans.is_empty()).then_some(traced)
    })
}

/// The maps that may know the file at `path`: those that share its name first, then all in its
/// directory and in those above, up to the root of its module.
fn maps(files: &dyn Files, path: &Path) -> Vec<PathBuf> {
    let (Some(directory), Some(name)) = (path.parent(), path.file_name()) else {
        return Vec::new();
    };
    let stem = path.file_stem().unwrap_or(name).to_string_lossy();
    let own = [format!("{stem}{ENDING}"), format!("{}{ENDING}", name.to_string_lossy())];
    let own = own.iter().map(|name| directory.join(name));
    let mut found: Vec<PathBuf> =
        own.filter(|place| files.kind(place) == Some(Kind::File)).collect();
    for above in above(files, directory) {
        for (name, kind) in files.list(&above).unwrap_or_default() {
            let place = above.join(&name);
            let is_map = kind == Kind::File && name.to_string_lossy().ends_with(ENDING);
            if is_map && !found.contains(&place) {
                found.push(place);
            }
        }
    }
    found
}

/// A directory and those above it, up to the root of the module.
fn above(files: &dyn Files, directory: &Path) -> Vec<PathBuf> {
    let root = module_root(files, directory);
    let mut found = Vec::new();
    for place in directory.ancestors() {
        if root.is_none() && found.len() == MOST_ABOVE {
            break;
        }
        found.push(place.to_owned());
        if root.as_deref() == Some(place) {
            break;
        }
    }
    found
}

/// The output that the file at `path` is, and the directory that the paths of the map start from.
/// That is not written in a map: it is the one from which most of its sources are there.
fn located<'m>(
    files: &dyn Files,
    map: &'m Map,
    place: &Path,
    path: &Path,
) -> Option<(&'m Output, PathBuf)> {
    let mut bases = above(files, place.parent()?);
    bases.push(files.current());
    let there = |base: &Path| {
        let is_there = |source: &&String| {
            let path = paths::absolute(base, Path::new(source));
            files.kind(&path) == Some(Kind::File)
        };
        map.sources.iter().filter(is_there).count()
    };
    let named = |base: &Path| {
        map.outputs.iter().find(|one| paths::absolute(base, Path::new(&one.name)) == path)
    };
    // `--split` names files from the directory that it fills.
    let alike = || map.outputs.iter().find(|one| path.ends_with(&one.name));
    let candidates = bases.into_iter().filter_map(|base| {
        let exact = named(&base);
        let output = exact.or_else(alike)?;
        Some((there(&base), exact.is_some(), output, base)).filter(|found| found.0 > 0)
    });
    // Of several alike, the nearest to the map.
    let best = candidates.reduce(
        |best, next| {
            if (next.1, next.0) > (best.1, best.0) { next } else { best }
        },
    )?;
    Some((best.2, best.3))
}

/// The row at a place: the last that begins at or before it, but on its line if one does.
fn row(output: &Output, (line, column): (u32, u32)) -> Option<&Row> {
    let before = output.lines.iter().rfind(|row| (row.0, row.1) <= (line, column));
    let on_line = || output.lines.iter().find(|row| row.0 == line);
    before.filter(|row| row.0 == line).or_else(on_line).or(before)
}

/// Whether a line may be that of the value at `path`: its label stands there.
fn holds(line: &str, path: &str) -> bool {
    path.ends_with(']') || steps(path).last().is_none_or(|label| line.contains(label.as_str()))
}

fn traced(files: &dyn Files, map: &Map, row: &Row, base: &Path) -> Traced {
    let mut traced = Traced { sources: Sources::default(), spans: Vec::new() };
    let mut read: Vec<(u32, Option<(FileId, Lines)>)> = Vec::new();
    let own = row.4.or(row.5);
    let chain = row.6.and_then(|chain| map.chains.get(chain)).into_iter().flatten();
    for number in own.into_iter().chain(chain.rev().copied()) {
        let Some(&[source, line, column, end_line, end_column]) = map.places.get(number) else {
            continue;
        };
        if !read.iter().any(|known| known.0 == source) {
            let name = map.sources.get(source as usize).map(Path::new);
            let opened = name.and_then(|name| open(files, base, name, &mut traced.sources));
            read.push((source, opened));
        }
        let known = read.iter().find(|known| known.0 == source);
        let Some((file, lines)) = known.and_then(|known| known.1.as_ref()) else { continue };
        let text = traced.sources.text(*file);
        let start = offset(text, lines, (line, column));
        let end = offset(text, lines, (end_line, end_column)).max(start);
        let span = Span::new(*file, start, end);
        if !traced.spans.contains(&span) {
            traced.spans.push(span);
        }
    }
    traced
}

/// Reads a source of a map.
fn open(
    files: &dyn Files,
    base: &Path,
    name: &Path,
    sources: &mut Sources,
) -> Option<(FileId, Lines)> {
    let (shown, text) = match library_text(name) {
        Some(text) => (name.to_owned(), text.to_owned()),
        None => {
            let path = paths::absolute(base, name);
            let text = text::read(files, &path, &path).ok()?;
            (path, text)
        }
    };
    let lines = Lines::of(&text);
    Some((sources.add(shown, text), lines))
}

/// The byte at a line and a column, both from 1; columns count characters.
fn offset(text: &str, lines: &Lines, (line, column): (u32, u32)) -> u32 {
    let start = lines.start(line.saturating_sub(1) as usize);
    let rest = text.get(start..).unwrap_or("");
    let rest = rest.split('\n').next().unwrap_or("");
    let skipped = rest.char_indices().nth(column.saturating_sub(1) as usize);
    (start + skipped.map_or(rest.len(), |(at, _)| at)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::Memory;
    use crate::session::{ExportOptions, Request, export_with_map};

    const SOURCE: &str = "#C: {\n\tapiVersion: \"v1\"\n\tkind: \"ConfigMap\"\n\t\
                          metadata: name: n\n\tlet n = \"c\" + \"x\"\n\tdata: [string]: string\n}\n\
                          c: #C & {data: k: \"v\"}\n";

    /// The sources of each line of what a text gives, written as `name` with its map at `map`.
    fn traced(name: &str, map: &str) -> Vec<String> {
        let files = Memory::new("/w").with("inf.toml", "").with("sub/a.inf", SOURCE);
        let request = Request { inputs: vec!["sub/a.inf".to_owned()], ..Request::default() };
        let made = export_with_map(&files, &request, &ExportOptions::default()).value;
        let (text, written) = made.expect("it is exported");
        let text = String::from_utf8(text).expect("YAML is text");
        let files = files.with(name, text.clone()).with(map, written.named(name).text());
        let path = Path::new("/w").join(name);
        let line = |number: u32| {
            let found = trace_line(&files, &path, &text, (number, 1))?;
            let shown = |span: &Span| found.sources.slice(*span).replace('\n', "");
            Some(found.spans.iter().map(shown).collect::<Vec<_>>().join(" < "))
        };
        (1..=text.lines().count() as u32).map(|number| line(number).unwrap_or_default()).collect()
    }

    #[test]
    fn lines_lead_to_their_sources() {
        let found = traced("out/a.yaml", "out/a.map.json");
        assert_eq!(found[0], "\"v1\" < #C");
        assert_eq!(found.last().map(String::as_str), Some("\"v\""));
        assert_eq!(traced("out/a.yaml", "maps.map.json"), found);
        assert_eq!(traced("out/a.yaml", "elsewhere/a.map.json"), vec![""; found.len()]);
    }

    #[test]
    fn what_was_edited_since_is_not_told() {
        assert!(holds("  replicas: 3", "spec.replicas"));
        assert!(holds("- \"a\"", "spec.args[0]"));
        assert!(!holds("  image: x", "spec.replicas"));
    }
}
