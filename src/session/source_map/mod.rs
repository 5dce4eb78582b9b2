//! Source maps: which line of a source wrote each line of what is exported.
//!
//! `origin` finds where each plain node comes from while the graph of its package is there; `lines`
//! finds where it stands in the text, by reading that again. Nothing of it is done unless a map is
//! asked for. `form` is how a map is written: tables of what repeats, and rows of numbers. `read`
//! reads one back, and `back` goes from a line of an exported file to its sources.

mod back;
mod form;
mod lines;
mod origin;
mod read;

use rustc_hash::FxHashMap;

use super::export::{ExportOptions, Gathered, Refused, gathered};
use super::format::Format;
use super::request::{Outcome, Request, unusable};
use super::split::{ObjectFile, objects};
use crate::base::{PlainId, roomy};
use crate::kube::Manifest;
use crate::package::Files;

pub use back::{Traced, trace_line};
pub(super) use origin::Origins;
pub(super) use read::{named as line_named, path as path_on_line};

/// Which line of a source wrote each line of some outputs.
#[derive(Clone, Default, Debug)]
pub struct SourceMap {
    /// The paths of the sources.
    sources: Table<String>,
    /// Pieces of sources: source, line, column, and those of the end.
    places: Table<[u32; 5]>,
    /// Ways by which values came: places, from the outside inwards.
    chains: Table<Vec<u32>>,
    /// Paths of values, within their objects if they have one.
    paths: Table<String>,
    objects: Vec<Object>,
    outputs: Vec<Output>,
}

/// A manifest that was written.
#[derive(Clone, Debug)]
struct Object {
    api_version: String,
    kind: String,
    namespace: Option<String>,
    name: Option<String>,
    /// Where it stands in the value of its package.
    path: String,
}

/// A text that was written.
#[derive(Clone, Debug)]
struct Output {
    name: String,
    rows: Vec<Row>,
}

/// A place in an output, and where it comes from; lines and columns from 1.
#[derive(Clone, Copy, Debug)]
struct Row {
    line: u32,
    column: u32,
    object: Option<u32>,
    path: u32,
    origin: Origin,
}

/// Where a node comes from, by the numbers of places and chains.
#[derive(Clone, Copy, Default, Debug)]
struct Origin {
    value: Option<u32>,
    key: Option<u32>,
    chain: Option<u32>,
}

/// Rows without repetitions, by their numbers.
#[derive(Clone, Debug)]
struct Table<T> {
    rows: Vec<T>,
    known: FxHashMap<T, u32>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), known: FxHashMap::default() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Table<T> {
    fn number(&mut self, row: T) -> u32 {
        let next = self.rows.len() as u32;
        let number = *self.known.entry(row.clone()).or_insert(next);
        if number == next {
            self.rows.push(row);
        }
        number
    }
}

/// Exports what `request` asks for, with a map of the text, which has no name yet.
pub fn export_with_map(
    files: &dyn Files,
    request: &Request,
    options: &ExportOptions,
) -> Outcome<(Vec<u8>, SourceMap)> {
    let write = |all: Gathered| whole(all, options);
    mapped(files, request, options, write)
}

/// Exports each manifest for a file of its own, with a map of all of them.
pub fn split_with_map(
    files: &dyn Files,
    request: &Request,
    options: &ExportOptions,
) -> Outcome<(Vec<ObjectFile>, SourceMap)> {
    mapped(files, request, options, |mut all| {
        let origins = all.origins.take().unwrap_or_default();
        let written = objects(&mut all, options)?;
        let mut map = origins.map;
        for (file, node) in &written {
            let output = Text { name: &file.name, text: &file.text, nodes: &[*node] };
            lines::add(&mut map, &origins.of, &all, output, options.format);
        }
        Ok((written.into_iter().map(|(file, _)| file).collect(), map))
    })
}

fn mapped<T>(
    files: &dyn Files,
    request: &Request,
    options: &ExportOptions,
    write: impl FnOnce(Gathered) -> Result<T, Refused>,
) -> Outcome<T> {
    if !matches!(
        options.format,
        Format::Yaml | Format::Json | Format::JsonCompact | Format::JsonLines
    ) {
        let fault = unusable("source maps are for YAML and JSON");
        return Outcome::failed(vec![fault.help("Write `--out yaml` or `--out json`.")]);
    }
    let origins = Some(Origins::default());
    roomy(|| gathered(files, request, options, &mut None, origins, write))
}

/// What was written under one name.
struct Text<'a> {
    name: &'a str,
    text: &'a [u8],
    /// The values in it, in order.
    nodes: &'a [PlainId],
}

fn whole(mut all: Gathered, options: &ExportOptions) -> Result<(Vec<u8>, SourceMap), Refused> {
    let origins = all.origins.take().unwrap_or_default();
    let mut map = origins.map;
    let nodes = all.nodes(options)?;
    let text = all.emit(&nodes, options)?;
    let output = Text { name: "", text: &text, nodes: &nodes };
    lines::add(&mut map, &origins.of, &all, output, options.format);
    Ok((text, map))
}

impl SourceMap {
    /// The same, where the one text that was written is called `name`.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        for output in self.outputs.iter_mut().filter(|output| output.name.is_empty()) {
            name.clone_into(&mut output.name);
        }
        self
    }

    fn object(&mut self, manifest: &Manifest) -> u32 {
        self.objects.push(Object {
            api_version: manifest.api_version.to_string(),
            kind: manifest.kind.to_string(),
            namespace: manifest.namespace.as_deref().map(str::to_owned),
            name: manifest.name.as_deref().map(str::to_owned),
            path: manifest.path.clone(),
        });
        self.objects.len() as u32 - 1
    }
}
