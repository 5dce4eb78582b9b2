//! References as Markdown.

use std::fmt::Write as _;

use super::{Definition, Reference};

/// One document for all of `references`.
pub fn markdown(references: &[Reference]) -> String {
    let mut out = String::new();
    for reference in references {
        if !out.is_empty() {
            out.push('\n');
        }
        // Writing to a string does not fail, here and below.
        let _ = writeln!(out, "# {}", reference.path);
        paragraphs(&mut out, &reference.doc);
        for definition in &reference.definitions {
            one(&mut out, definition);
        }
    }
    out
}

fn one(out: &mut String, definition: &Definition) {
    let _ = writeln!(out, "\n## {}", definition.name);
    paragraphs(out, &definition.doc);
    if let Some(shape) = &definition.shape {
        let mut words = vec![code(&shape.kind)];
        words.extend(shape.constraints.iter().map(|bound| code(bound)));
        words.retain(|word| !word.is_empty());
        let _ = writeln!(out, "\n{}", words.join(", "));
    }
    let mut said = Vec::new();
    if !definition.embeds.is_empty() {
        let embeds: Vec<String> = definition.embeds.iter().map(|name| code(name)).collect();
        said.push(format!("Takes the fields of {} as well.", embeds.join(", ")));
    }
    if !definition.kinds.is_empty() {
        said.push(format!("Makes: {}.", definition.kinds.join(", ")));
    }
    if !said.is_empty() {
        let _ = writeln!(out, "\n{}", said.join(" "));
    }
    if definition.parameters.is_empty() {
        return;
    }
    out.push_str("\n| parameter | type | default | constraints | |\n|---|---|---|---|---|\n");
    for parameter in &definition.parameters {
        let default = match &parameter.shape.default {
            Some(default) => code(default),
            None => parameter.default(),
        };
        let bounds: Vec<String> = parameter.shape.constraints.iter().map(|it| code(it)).collect();
        let cells = [
            code(&parameter.path),
            code(&parameter.shape.kind),
            default,
            bounds.join(", "),
            cell(&parameter.doc),
        ];
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}

fn paragraphs(out: &mut String, doc: &str) {
    if !doc.is_empty() {
        let _ = writeln!(out, "\n{doc}");
    }
}

/// `text` as code in a cell of a table; a pipe would end the cell.
fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let text = text.replace('|', "\\|");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// A comment in one line.
fn cell(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}
