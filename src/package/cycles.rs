//! Import cycles: found after loading, told once each, with the chain.

use std::collections::BTreeMap;

use super::{Import, Loaded, Package};
use crate::base::{Code, Diagnostic, Sources, Span};

/// A package, by its place in the list, and where it imports or is imported.
type Edge = (usize, Span);

/// How far the search has come with a package.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Fresh,
    Open,
    Done,
}

/// All cycles among the packages of `loaded`.
pub(super) fn find(loaded: &Loaded) -> Vec<Diagnostic> {
    let edges: Vec<Vec<Edge>> =
        loaded.packages.iter().map(|package| edges(package, &loaded.sources)).collect();
    let mut state = vec![State::Fresh; edges.len()];
    let mut cycles = Vec::new();
    for start in 0..edges.len() {
        walk(start, &edges, &mut state, &mut |chain| cycles.push(told(chain, loaded)));
    }
    cycles
}

/// What `package` imports, with the first place that does so, in the order of the places.
fn edges(package: &Package, sources: &Sources) -> Vec<Edge> {
    let mut first: BTreeMap<usize, Span> = BTreeMap::new();
    for file in &package.files {
        for import in &file.parsed.preamble().tree.imports {
            let path = sources.slice(import.path).trim_matches('"');
            if let Some(Import::Package(index)) = package.imports.get(path) {
                first.entry(*index).or_insert(import.path);
            }
        }
    }
    let mut edges: Vec<_> = first.into_iter().collect();
    edges.sort_by_key(|edge| edge.1);
    edges
}

/// Goes down from `start` with a stack of its own; a chain of imports may be long.
fn walk(start: usize, edges: &[Vec<Edge>], state: &mut [State], found: &mut dyn FnMut(&[Edge])) {
    let set = |state: &mut [State], index: usize, new: State| {
        if let Some(slot) = state.get_mut(index) {
            *slot = new;
        }
    };
    if state.get(start) != Some(&State::Fresh) {
        return;
    }
    // Each entry: a package, and how many of its imports were gone through.
    let mut open: Vec<(usize, usize)> = vec![(start, 0)];
    set(state, start, State::Open);
    while let Some((package, next)) = open.last_mut() {
        let edge = edges.get(*package).and_then(|edges| edges.get(*next)).copied();
        *next += 1;
        let Some((target, _)) = edge else {
            set(state, *package, State::Done);
            open.pop();
            continue;
        };
        match state.get(target) {
            Some(State::Fresh) => {
                set(state, target, State::Open);
                open.push((target, 0));
            }
            Some(State::Open) => {
                let from = open.iter().position(|entry| entry.0 == target).unwrap_or(0);
                let taken = open.iter().skip(from);
                let chain: Vec<Edge> = taken
                    .filter_map(|&(package, next)| {
                        edges.get(package)?.get(next - 1).map(|edge| (package, edge.1))
                    })
                    .collect();
                found(&chain);
            }
            Some(State::Done) | None => {}
        }
    }
}

/// A chain of packages, each with the place where it imports the next; the last imports the first.
fn told(chain: &[Edge], loaded: &Loaded) -> Diagnostic {
    let name = |index: usize| {
        let path = loaded.packages.get(index).map_or("", |package| package.path.as_str());
        if path.is_empty() { "the files named" } else { path }
    };
    let names: Vec<&str> =
        chain.iter().chain(chain.first()).map(|&(index, _)| name(index)).collect();
    let mut diagnostic =
        Diagnostic::error(Code::ImportCycle, format!("import cycle: {}", names.join(" -> ")));
    if let Some((_, closing)) = chain.last() {
        diagnostic = diagnostic.at(*closing, "closes the cycle");
    }
    for (index, span) in chain.iter().take(chain.len().saturating_sub(1)) {
        diagnostic = diagnostic.at(*span, format!("{} imports here", name(*index)));
    }
    diagnostic.help("Move what these packages share into one that each of them can import.")
}
