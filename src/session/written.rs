//! Edits of data, made such that they can be made where the data stands: rules see values, and do not
//! know how they are written.

use super::project::is_data;
use crate::base::{Diagnostic, Edit, Sources};
use crate::package::{Encoding, within_library};

/// Drops the edits of what does not stand in the sources as it is: what is computed has to be mended
/// where it comes from, and modules that come with infc are nobody's to change.
pub(super) fn keep_written(sources: &Sources, faults: &mut [Diagnostic]) {
    for fault in faults {
        fault.fixes.retain(|fix| fix.edits.iter().all(|edit| is_written(sources, edit)));
    }
}

/// Makes edits of strings in JSON what JSON takes: rules on values propose names as sources write
/// them.
pub(super) fn suit_json(sources: &Sources, faults: &mut [Diagnostic]) {
    let edits = faults.iter_mut().flat_map(|one| &mut one.fixes).flat_map(|fix| &mut fix.edits);
    for edit in edits.filter(|edit| sources.hold(edit.span)) {
        let encoding = Encoding::of_file(sources.path(edit.span.file));
        let in_json = matches!(encoding, Some(Encoding::Json | Encoding::JsonLines));
        let is_json = |text: &str| serde_json::from_str::<serde_json::Value>(text).is_ok();
        if in_json && sources.slice(edit.span).starts_with('"') && !is_json(&edit.text) {
            edit.text = format!("{:?}", edit.text);
        }
    }
}

fn is_written(sources: &Sources, edit: &Edit) -> bool {
    if !sources.hold(edit.span) {
        return false;
    }
    let path = sources.path(edit.span.file);
    let text = sources.slice(edit.span);
    if within_library(path).is_some() || text.is_empty() {
        return false;
    }
    let behind = sources.text(edit.span.file).get(edit.span.end as usize..).unwrap_or("");
    is_literal(text) || is_word(text) && (is_data(path) || is_label(behind))
}

/// Whether a text is a string without escapes, a number or a boolean.
fn is_literal(text: &str) -> bool {
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let is_number = || text.starts_with(|first: char| first.is_ascii_digit() || first == '-');
    match quoted {
        Some(inner) => !inner.contains(['"', '\\', '\n']),
        None => matches!(text, "true" | "false") || is_number() && text.parse::<f64>().is_ok(),
    }
}

/// Whether a text is a word, which is a string in data, and a reference in sources unless it is a
/// label.
fn is_word(text: &str) -> bool {
    text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_./$".contains(letter))
}

/// Whether what stands before `behind` is a label.
fn is_label(behind: &str) -> bool {
    behind.trim_start_matches(['?', '!']).starts_with(':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Code, Fix, Span};

    #[test]
    fn what_is_computed_is_not_edited() {
        let keeps = |path: &str, text: &str, piece: &str| {
            let mut sources = Sources::default();
            let file = sources.add(path, text);
            let start = text.find(piece).expect("it is a piece of the text") as u32;
            let span = Span::new(file, start, start + piece.len() as u32);
            let fault = Diagnostic::error(Code::ObjectName, "").fix(Fix::replace(span, "x"));
            let mut faults = [fault];
            keep_written(&sources, &mut faults);
            !faults[0].fixes.is_empty()
        };
        assert!(keeps("a.inf", "a: \"b_c\"", "\"b_c\""));
        assert!(keeps("a.inf", "prots: 1", "prots"));
        assert!(keeps("a.inf", "a: -8080", "-8080"));
        assert!(keeps("a.yaml", "a: b_c\n", "b_c"));
        for (text, piece) in [
            ("a: b_c", "b_c"),
            ("a: \"\\(b)\"", "\"\\(b)\""),
            ("a: \"b\" + \"c\"", "\"b\" + \"c\""),
        ] {
            assert!(!keeps("a.inf", text, piece), "{text}");
        }
        assert!(!keeps("module:kam/a.inf", "a: \"b\"", "\"b\""));
    }
}
