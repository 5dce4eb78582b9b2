//! What happens to loans when something that a lent value refers to is given more.

use super::computed::Computed;
use super::graph::Graph;
use super::limits::Limits;
use super::value::Value;
use super::vertex::{Conjunct, NO_ENV, NO_TRAIL, VertexId};
use crate::base::{Span, Symbols};
use crate::package::{self, LoadOptions, Memory};
use crate::program::{Label, Options, build};

const TEXT: &str = "#T: {n: int, r: {a: s.v & 3, b: c: 2}}\ns: v: int | *3\n\
    x: [string]: #T\nx: {p: n: 1, q: n: 2, t: n: 3, u: n: 4}\n";

fn graph() -> Graph {
    let files = Memory::new("/w").with("a.inf", TEXT);
    let inputs = package::inputs(&files, &["a.inf".to_owned()]).expect("a file");
    let root = inputs.roots.first().expect("a root");
    let loaded = package::load(&files, root, &LoadOptions::default());
    let mut symbols = Symbols::default();
    let (program, faults) = build(&loaded, &mut symbols, &Options::default());
    assert!(faults.is_empty());
    Graph::new(program, symbols, Limits::default())
}

fn field(graph: &Graph, mut at: VertexId, path: &[&str]) -> VertexId {
    for name in path {
        let label = Label::field(graph.symbols.find(name).expect("a name of the text"));
        at = graph.arc(at, label).expect("a field of the text");
    }
    at
}

#[test]
fn what_is_lent_is_recalled() {
    let mut graph = graph();
    let root = graph.root();
    assert!(graph.finish(root).is_none());
    let last = field(&graph, root, &["x", "u", "r"]);
    assert!(graph.is_lent(last));
    let more = graph.source(Computed::Value(Value::count(4), Span::NOWHERE));
    let lent = graph.deref(last);
    let inner = field(&graph, lent, &["a"]);
    graph.add_conjunct(inner, Conjunct::new(more, NO_ENV, NO_TRAIL));
    assert!(!graph.is_lent(last));
    graph.finish(root);
    // Each use is what it was given, without what came to the loan.
    for name in ["p", "q", "t", "u"] {
        let a = field(&graph, root, &["x", name, "r", "a"]);
        assert_eq!(graph.vertices[graph.deref(a)].value, Value::count(3), "{name}");
    }
}
