//! References as plain text for terminals.

use std::fmt::Write as _;

use super::{Definition, Presence, Reference};

/// Definitions of all `references`, one below the other.
pub fn text(references: &[Reference]) -> String {
    let mut out = String::new();
    for reference in references {
        if !out.is_empty() {
            out.push('\n');
        }
        // Writing to a string does not fail, here and below.
        let _ = writeln!(out, "import \"{}\"", reference.path);
        indented(&mut out, "", &reference.doc);
        for definition in &reference.definitions {
            one(&mut out, definition);
        }
    }
    out
}

fn one(out: &mut String, definition: &Definition) {
    let _ = writeln!(out, "\n{}", definition.name);
    indented(out, "  ", &definition.doc);
    if let Some(shape) = &definition.shape {
        let bounds = shape.bounds();
        let joint = if shape.kind.is_empty() || bounds.is_empty() { "" } else { ", " };
        let _ = writeln!(out, "  is {}{joint}{bounds}", shape.kind);
    }
    if !definition.embeds.is_empty() {
        let _ = writeln!(out, "  takes the fields of {} as well", definition.embeds.join(", "));
    }
    if !definition.kinds.is_empty() {
        let _ = writeln!(out, "  makes {}", definition.kinds.join(", "));
    }
    for parameter in &definition.parameters {
        let mark = match parameter.presence {
            Presence::Required => "!",
            Presence::Optional => "?",
            Presence::Regular => "",
        };
        let mut said = vec![parameter.shape.kind.clone(), parameter.shape.bounds()];
        said.extend(parameter.shape.default.as_ref().map(|default| format!("default {default}")));
        said.retain(|word| !word.is_empty());
        let _ = writeln!(out, "\n    {}{mark}: {}", parameter.path, said.join(", "));
        indented(out, "        ", &parameter.doc);
    }
}

fn indented(out: &mut String, margin: &str, doc: &str) {
    for line in doc.lines() {
        let _ = writeln!(out, "{}", format!("{margin}{line}").trim_end());
    }
}
