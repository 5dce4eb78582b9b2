//! Where in a text each node stands: the text is read again, and goes along with what was written.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use super::{Origin, Row, SourceMap, Text};
use crate::base::{Lines, Plain, PlainId, Shape, Sources, Span};
use crate::data::{json, yaml};
use crate::program::is_identifier;
use crate::session::export::Gathered;
use crate::session::format::Format;

/// A node as it was read, the same as it was written, and the path to it.
struct Pair {
    read: PlainId,
    written: PlainId,
    path: String,
    object: Option<u32>,
}

/// Adds an output to a map.
pub(super) fn add(
    map: &mut SourceMap,
    origins: &FxHashMap<PlainId, Origin>,
    all: &Gathered,
    output: Text<'_>,
    format: Format,
) {
    let text = String::from_utf8_lossy(output.text);
    let mut plain = Plain::default();
    let file = Sources::default().add(output.name, "");
    let roots = match format {
        Format::Yaml => yaml::read(&text, file, &mut plain),
        _ => json::read_all(&text, file, &mut plain),
    };
    let lines = Lines::of(&text);
    let mut rows = Vec::new();
    for (read, &written) in roots.unwrap_or_default().into_iter().zip(output.nodes) {
        let manifest = all.manifests.iter().find(|manifest| manifest.node == written);
        let object = manifest.map(|manifest| map.object(manifest));
        let mut walk = Walk { map, origins, plain: &plain, all: &all.plain, rows: &mut rows };
        walk.run(Pair { read, written, path: String::new(), object }, |span| {
            let position = lines.position(&text, span.start as usize);
            (position.line as u32, position.column as u32)
        });
    }
    rows.sort_by_key(|row| (row.line, row.column));
    map.outputs.push(super::Output { name: output.name.to_owned(), rows });
}

struct Walk<'a> {
    map: &'a mut SourceMap,
    origins: &'a FxHashMap<PlainId, Origin>,
    /// What was read.
    plain: &'a Plain,
    /// What was written.
    all: &'a Plain,
    rows: &'a mut Vec<Row>,
}

impl Walk<'_> {
    fn run(&mut self, root: Pair, position: impl Fn(Span) -> (u32, u32)) {
        if self.is_leaf(root.read)
            && let Some(span) = self.plain.span(root.read)
        {
            self.row(&root, position(span));
        }
        let mut open = vec![root];
        while let Some(pair) = open.pop() {
            match (self.plain.shape(pair.read), self.all.shape(pair.written)) {
                (Shape::Map, Shape::Map) => {
                    let theirs = self.all.entries(pair.written);
                    for ((key, place, read), (_, written)) in
                        self.plain.placed(pair.read).zip(theirs)
                    {
                        let below = pair.below(read, written, |path| field(path, key));
                        self.row(&below, position(place));
                        open.push(below);
                    }
                }
                (Shape::List(items), Shape::List(theirs)) => {
                    for (index, (&read, &written)) in items.iter().zip(theirs).enumerate() {
                        let below = pair.below(read, written, |path| {
                            // Writing to a string does not fail.
                            let _ = write!(path, "[{index}]");
                        });
                        // What an element holds stands on the same line.
                        if self.is_leaf(read)
                            && let Some(span) = self.plain.span(read)
                        {
                            self.row(&below, position(span));
                        }
                        open.push(below);
                    }
                }
                _ => {}
            }
        }
    }

    fn is_leaf(&self, node: PlainId) -> bool {
        match self.plain.shape(node) {
            Shape::List(items) => items.is_empty(),
            Shape::Map => self.plain.entries(node).len() == 0,
            _ => true,
        }
    }

    fn row(&mut self, pair: &Pair, (line, column): (u32, u32)) {
        let origin = self.origins.get(&pair.written).copied().unwrap_or_default();
        let path = self.map.paths.number(pair.path.clone());
        self.rows.push(Row { line, column, object: pair.object, path, origin });
    }
}

impl Pair {
    fn below(&self, read: PlainId, written: PlainId, step: impl FnOnce(&mut String)) -> Self {
        let mut path = self.path.clone();
        step(&mut path);
        Self { read, written, path, object: self.object }
    }
}

fn field(path: &mut String, key: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    if is_identifier(key) {
        path.push_str(key);
    } else {
        // Writing to a string does not fail.
        let _ = write!(path, "{key:?}");
    }
}
