//! The comments that document fields, found in the sources: the graph does not keep them. Data has
//! none: what begins with `//` there is something else.

use rustc_hash::FxHashMap;

use crate::base::{Sources, Span};
use crate::eval::graph::Graph;
use crate::program::{Decl, Expr, ExprId};

/// The comment above a field.
#[derive(Debug)]
pub(super) struct Doc<'g> {
    pub(super) lines: Vec<&'g str>,
    /// Whether an empty line stands above it.
    pub(super) apart: bool,
}

/// The comments above fields, by the values of the fields. The comment above `a: b: 1` documents
/// the innermost field.
pub(super) fn docs<'g>(graph: &'g Graph, sources: &'g Sources) -> FxHashMap<ExprId, Doc<'g>> {
    let mut found = FxHashMap::default();
    graph.program.bring_all();
    for (_, lit) in graph.program.literals() {
        for decl in &lit.decls {
            let Decl::Field { span, value, .. } = decl else { continue };
            if graph.program.is_datum(*value) {
                continue;
            }
            if let Some(doc) = above(*span, sources) {
                found.insert(leaf(graph, sources, *value), doc);
            }
        }
    }
    found
}

/// The value of the innermost field of a chain of labels.
fn leaf(graph: &Graph, sources: &Sources, mut value: ExprId) -> ExprId {
    while let Expr::Struct(lit) = *graph.program.expr(value)
        && let [Decl::Field { value: inner, .. }] = graph.program.literal(lit).decls.as_slice()
        && !text(sources, graph.program.span(value)).starts_with('{')
    {
        value = *inner;
    }
    value
}

fn text(sources: &Sources, span: Span) -> &str {
    if sources.hold(span) { sources.slice(span) } else { "" }
}

/// The comment on the lines right above the one that `label` begins.
fn above(label: Span, sources: &Sources) -> Option<Doc<'_>> {
    if !sources.hold(label) {
        return None;
    }
    let before = sources.text(label.file).get(..label.start as usize)?;
    let (above, line) = before.rsplit_once('\n')?;
    // `X=` before the label is part of the field.
    let alias = line.trim().strip_suffix('=').unwrap_or(line.trim());
    if !alias.chars().all(|char| char.is_alphanumeric() || char == '_')
        || alias.is_empty() != line.trim().is_empty()
    {
        return None;
    }
    let mut lines = Vec::new();
    let mut apart = false;
    for line in above.rsplit('\n') {
        let line = line.trim();
        if !line.starts_with("//") {
            // Within a chain of labels it documents nothing.
            if line.ends_with(':') {
                return None;
            }
            apart = line.is_empty();
            break;
        }
        lines.push(line);
    }
    lines.reverse();
    (!lines.is_empty()).then_some(Doc { lines, apart })
}
