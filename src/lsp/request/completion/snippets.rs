//! Snippets: what is inserted with places to fill in, for clients that know them. A struct brings its
//! braces and the fields that it requires.

use super::Counter;
use crate::lsp::request::blanks::{Blank, blanks};
use crate::session::names::{Definition, Shape, Target};
use crate::syntax::tree::ExprKind;

impl Counter<'_> {
    /// What is inserted for the label of a field that `target` declares, where `label` is inserted
    /// otherwise; none for clients without snippets, and for values with nothing to fill in.
    pub(super) fn field_snippet(&self, label: &str, target: &Target) -> Option<String> {
        // Where a colon stands already, a value may follow it.
        if !self.desk.snapshot.snippets || !label.ends_with(": ") {
            return None;
        }
        let Target::Declared(file, id) = target else { return None };
        let one = self.names.definition(*file, *id)?;
        let value = one.value?;
        let here = self.names.file(*file)?;
        let shapes = self.names.shapes_of(target);
        let is_struct = shapes.iter().any(|shape| matches!(shape, Shape::Struct(..)));
        let label = escaped(label);
        match here.parsed.tree.exprs[value].span.of(here.text) {
            _ if is_struct => Some(format!("{label}{}", body(&blanks(self.names, &shapes)))),
            "string" => Some(format!("{label}\"$1\"")),
            _ if matches!(here.parsed.tree.exprs[value].kind, ExprKind::List(_)) => {
                Some(format!("{label}[$1]"))
            }
            _ => None,
        }
    }

    /// What is inserted for a definition with required fields: the reference, and these.
    pub(super) fn definition_snippet(&self, text: &str, target: &Target) -> Option<String> {
        if !self.desk.snapshot.snippets || self.behind().trim_start().starts_with('&') {
            return None;
        }
        let missing = blanks(self.names, &self.names.shapes_of(target));
        let missing: Vec<Blank> =
            missing.into_iter().filter(|blank| !blank.name.starts_with('#')).collect();
        (!missing.is_empty()).then(|| format!("{} & {}", escaped(text), body(&missing)))
    }
}

/// Whether a definition is one by its name.
pub(super) fn is_definition(one: &Definition) -> bool {
    one.name.trim_start_matches('_').starts_with('#')
}

/// Braces around fields to fill in.
fn body(missing: &[Blank]) -> String {
    if missing.is_empty() {
        return "{\n\t$0\n}".to_owned();
    }
    let line = |(number, blank): (usize, &Blank)| {
        let place = number + 1;
        let value = match blank.value {
            "\"\"" => format!("\"${place}\""),
            "[]" => format!("[${place}]"),
            "{}" => format!("{{${place}}}"),
            other => format!("${{{place}:{other}}}"),
        };
        format!("\t{}: {value}\n", escaped(&blank.label()))
    };
    let lines: String = missing.iter().enumerate().map(line).collect();
    format!("{{\n{lines}}}$0")
}

/// Text as it stands in a snippet.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}
