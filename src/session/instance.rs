//! The values of one compilation: the package, and what the data files make of it.

use super::compile::{Bound, Data, Job};
use super::placement;
use super::request::{Request, unusable};
use crate::base::{Diagnostic, Span};
use crate::eval::{Graph, VertexId};
use crate::package::{Document, Loaded};
use crate::program::ExprId;

/// One value, and the document that it is about if it is about one.
pub(super) struct Value {
    pub(super) vertex: VertexId,
    pub(super) document: Option<Document>,
}

/// The values of what was loaded.
///
/// # Errors
/// Flags that do not fit to what was given, and documents that cannot be placed.
pub(super) fn instances(
    graph: &mut Graph,
    loaded: &Loaded,
    given: &Job,
    request: &Request,
    bound: &Bound,
    data: Data,
) -> Result<Vec<Value>, Vec<Diagnostic>> {
    let package = packages(graph, loaded, given.has_sources());
    if !bound.schemas.is_empty() {
        return against(graph, loaded, given, bound);
    }
    if !given.has_data() {
        let vertex = if loaded.beside.is_some() { graph.unified(&package) } else { graph.root() };
        return Ok(vec![Value { vertex, document: None }]);
    }
    let is_placed = request.data.is_placed();
    if data == Data::Checked && !is_placed {
        if package.is_empty() {
            let fault = unusable("data files are given, and nothing to hold them against")
                .help("Name a package or a source too, or `infc export` the data.");
            return Err(vec![fault]);
        }
        return Ok(separate(graph, loaded, &package));
    }
    if request.data.separate && !is_placed && !(loaded.says_null && package.is_empty()) {
        return Ok(separate(graph, loaded, &package));
    }
    let mut parts = placement::placed(graph, loaded, request, bound)?;
    if parts.is_empty() && package.is_empty() {
        return Ok(nothing(graph, loaded));
    }
    parts.extend(package);
    let vertex = graph.unified(&parts);
    Ok(vec![Value { vertex, document: None }])
}

/// The packages as operands.
fn packages(graph: &mut Graph, loaded: &Loaded, has_sources: bool) -> Vec<ExprId> {
    let (program, _) = graph.program();
    let root = has_sources.then_some(0);
    root.into_iter().chain(loaded.beside).map(|index| program.package(index)).collect()
}

/// Each document with all schemas.
fn against(
    graph: &mut Graph,
    loaded: &Loaded,
    given: &Job,
    bound: &Bound,
) -> Result<Vec<Value>, Vec<Diagnostic>> {
    if !given.has_sources() {
        let fault = unusable("`-d` names a schema, and there is no source to have it");
        return Err(vec![fault.help("Name a package or a source file too.")]);
    }
    if !given.has_data() {
        let fault = unusable("`-d` is for data files, and there is none");
        return Err(vec![fault.help("To ask for an expression of a package, use `-e`.")]);
    }
    Ok(separate(graph, loaded, &bound.schemas))
}

/// Each document on its own, with `others`.
fn separate(graph: &mut Graph, loaded: &Loaded, others: &[ExprId]) -> Vec<Value> {
    if loaded.says_null && !others.is_empty() {
        // An empty file says nothing: what is left is what it is held against.
        return vec![Value { vertex: graph.unified(others), document: None }];
    }
    let documents = loaded.documents.iter();
    let value = |&document: &Document| {
        let (program, _) = graph.program();
        let mut parts = vec![program.datum(document.value)];
        parts.extend(others);
        Value { vertex: graph.unified(&parts), document: Some(document) }
    };
    documents.map(value).collect()
}

/// What data files without any document are: nothing, but for a stream of YAML, which is null.
fn nothing(graph: &mut Graph, loaded: &Loaded) -> Vec<Value> {
    if !loaded.says_null {
        return Vec::new();
    }
    let (program, _) = graph.program();
    let null = program.null(Span::NOWHERE);
    vec![Value { vertex: graph.unified(&[null]), document: None }]
}
