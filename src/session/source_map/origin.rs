//! Where plain nodes come from: the value that a node was made of is found again in the graph, step
//! by step along with the node.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Origin, SourceMap};
use crate::base::{FileId, Lines, Plain, PlainId, Shape, Sources, Span};
use crate::eval::{Graph, Step, Tracer, VertexId};

/// Where the nodes of all packages come from.
#[derive(Default)]
pub(in crate::session) struct Origins {
    pub(super) map: SourceMap,
    pub(super) of: FxHashMap<PlainId, Origin>,
}

impl Origins {
    /// Notes where `node` and all below it come from; it was made of `vertex`, `levels` maps further
    /// in if the value was put under labels.
    pub(in crate::session) fn note(
        &mut self,
        plain: &Plain,
        node: PlainId,
        levels: usize,
        (graph, vertex): (&mut Graph, VertexId),
        sources: &Sources,
    ) {
        let only = |node| plain.entries(node).next().map_or(node, |entry| entry.1);
        let node = (0..levels).fold(node, |node, _| only(node));
        let tracer = Tracer::new(graph);
        let mut spots = Spots { map: &mut self.map, sources, lines: BTreeMap::new() };
        let mut open = vec![(node, vertex)];
        while let Some((node, vertex)) = open.pop() {
            let found = tracer.origin(graph, vertex);
            let value = found.value.map(|span| spots.place(span));
            let key = found.key.map(|span| spots.place(span));
            let chain: Vec<u32> = found.chain.iter().map(|&span| spots.place(span)).collect();
            let chain = (!chain.is_empty()).then(|| spots.map.chains.number(chain));
            self.of.insert(node, Origin { value, key, chain });
            match plain.shape(node) {
                Shape::List(items) => {
                    let members = graph.members(vertex).into_iter().map(|member| member.1);
                    open.extend(items.iter().copied().zip(members));
                }
                Shape::Map => {
                    let name = |(step, vertex)| match step {
                        Step::Quoted(name) | Step::Name(name) => Some((name, vertex)),
                        Step::Index(_) => None,
                    };
                    let members = graph.members(vertex);
                    let members: FxHashMap<String, VertexId> =
                        members.into_iter().filter_map(name).collect();
                    let entries = plain.entries(node);
                    open.extend(
                        entries.filter_map(|(key, node)| {
                            members.get(key).map(|&vertex| (node, vertex))
                        }),
                    );
                }
                Shape::Null
                | Shape::Bool(_)
                | Shape::Int(_)
                | Shape::Number(_)
                | Shape::Str(_)
                | Shape::Bytes(_) => {}
            }
        }
    }
}

/// The sources of one package, and where their lines start.
struct Spots<'a> {
    map: &'a mut SourceMap,
    sources: &'a Sources,
    lines: BTreeMap<FileId, (u32, Lines)>,
}

impl Spots<'_> {
    fn place(&mut self, span: Span) -> u32 {
        let text = self.sources.text(span.file);
        let (source, lines) = self.lines.entry(span.file).or_insert_with(|| {
            let path = self.sources.path(span.file).display().to_string();
            let path = if cfg!(windows) { path.replace('\\', "/") } else { path };
            (self.map.sources.number(path), Lines::of(text))
        });
        let start = lines.position(text, span.start as usize);
        let end = lines.position(text, span.end as usize);
        let row = [start.line, start.column, end.line, end.column].map(|number| number as u32);
        let [line, column, end_line, end_column] = row;
        self.map.places.number([*source, line, column, end_line, end_column])
    }
}
