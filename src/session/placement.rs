//! Where documents of data files are put: at the root, under labels (`-l`), in lists (`--list`).

use super::compile::Bound;
use super::request::{Request, unusable};
use crate::base::{Diagnostic, FileId, Plain, Shape, Sources, Span};
use crate::eval::{FieldOrder, Graph, VertexId};
use crate::package::{Document, Loaded};
use crate::program::ExprId;
use crate::syntax;
use crate::syntax::tree::{Decl, DeclKind, ExprKind, LabelKind};

/// All documents, each at its place.
///
/// # Errors
/// Labels that are no strings, or that the document does not give.
pub(super) fn placed(
    graph: &mut Graph,
    loaded: &Loaded,
    request: &Request,
    bound: &Bound,
) -> Result<Vec<ExprId>, Vec<Diagnostic>> {
    let mut parts = Vec::new();
    // The lists of one file, by their labels; several files must agree.
    let mut lists: Vec<(FileId, Vec<String>, Vec<ExprId>)> = Vec::new();
    for document in &loaded.documents {
        let (program, _) = graph.program();
        let value = program.datum(document.value);
        let labels = match labels(graph, loaded, document, request, &bound.labels) {
            Ok(labels) => labels,
            // Null has no fields that a label could refer to.
            Err(_) if matches!(loaded.plain.shape(document.value), Shape::Null) => continue,
            Err(faults) => return Err(faults),
        };
        if request.data.list {
            let known =
                lists.iter_mut().find(|(file, path, _)| *file == document.file && *path == labels);
            match known {
                Some((.., items)) => items.push(value),
                None => lists.push((document.file, labels, vec![value])),
            }
            continue;
        }
        let (program, symbols) = graph.program();
        parts.push(program.placed(&labels, value, symbols));
    }
    for (_, labels, items) in lists {
        let (program, symbols) = graph.program();
        let span = items.first().map_or(Span::NOWHERE, |&first| program.span(first));
        let list = program.sequence(&items, span);
        parts.push(program.placed(&labels, list, symbols));
    }
    Ok(parts)
}

/// The labels of one document.
fn labels(
    graph: &mut Graph,
    loaded: &Loaded,
    document: &Document,
    request: &Request,
    wanted: &[ExprId],
) -> Result<Vec<String>, Vec<Diagnostic>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let (program, symbols) = graph.program();
    let mut scope = program.datum(document.value);
    if request.data.with_context {
        let shown = loaded.sources.path(document.file);
        let path = loaded.directory.join(shown).display().to_string();
        let fields = [
            ("data", scope),
            ("filename", program.text(&path, symbols)),
            ("index", program.integer(document.index)),
            ("recordCount", program.integer(document.count)),
        ];
        scope = program.record(&fields, Span::NOWHERE, symbols);
    }
    let scope = graph.unified(&[scope]);
    evaluated(graph, scope, wanted)
}

/// The strings that the expressions of labels are in `scope`.
///
/// # Errors
/// Expressions that have no value there, or one that is no string.
pub(super) fn evaluated(
    graph: &mut Graph,
    scope: VertexId,
    wanted: &[ExprId],
) -> Result<Vec<String>, Vec<Diagnostic>> {
    let mut labels = Vec::new();
    for &label in wanted {
        let vertex = graph.expression(label, scope);
        let mut plain = Plain::default();
        let value = graph.export(vertex, &mut plain, FieldOrder::Unified)?;
        match plain.shape(value) {
            Shape::Str(text) => labels.push(text.to_owned()),
            _ => {
                let (program, _) = graph.program();
                let span = program.span(label);
                let fault = unusable("a label of `-l` must be a string").at(span, "this is none");
                return Err(vec![fault.help("Quote the label: `-l '\"name\"'`.")]);
            }
        }
    }
    Ok(labels)
}

/// The expressions of the labels that one `-l` gives: one expression, or the labels of a path
/// (`a: "b": (c):`), of which plain names stand for themselves.
pub(super) fn label_path(text: &str) -> Vec<String> {
    let whole = format!("{text}_");
    let mut sources = Sources::default();
    let file = sources.add("-l", whole.as_str());
    let parsed = syntax::parse(file, &whole);
    let alone = || vec![text.to_owned()];
    if !text.trim_end().ends_with(':') || !parsed.diagnostics.is_empty() {
        return alone();
    }
    let tree = &parsed.tree;
    let mut decls = &tree.decls;
    let mut labels = Vec::new();
    while let [Decl { kind: DeclKind::Field(field), .. }] = decls.as_slice() {
        let label = field.label.span.of(&whole);
        labels.push(match &field.label.kind {
            LabelKind::Ident => format!("{label:?}"),
            LabelKind::Dynamic { value, .. } => tree.exprs[*value].span.of(&whole).to_owned(),
            LabelKind::String(_) | LabelKind::Pattern { .. } => label.to_owned(),
        });
        match &tree.exprs[field.value].kind {
            ExprKind::Struct { decls: inner, .. } => decls = inner,
            _ => return labels,
        }
    }
    alone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_expressions_or_labels() {
        assert_eq!(label_path("strings.ToLower(kind)"), ["strings.ToLower(kind)"]);
        assert_eq!(
            label_path("a: \"b-c\": (kind): \"\\(name)\":"),
            ["\"a\"", "\"b-c\"", "kind", "\"\\(name)\""]
        );
        assert_eq!(label_path("a: {b: 1}:"), ["a: {b: 1}:"]);
    }
}
