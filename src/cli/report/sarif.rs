//! SARIF 2.1.0 (OASIS), which code scanning services read: rules are the codes that occur, results
//! the messages; paths are relative URIs, columns count Unicode code points.

use serde_json::{Value, json};

use super::places::{Place, Places};
use super::word;
use crate::session::{Code, Diagnostic, Fix, Report};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn text(reports: &[Report]) -> String {
    let all = || reports.iter().flat_map(|report| &report.diagnostics);
    let mut codes: Vec<Code> = all().map(|diagnostic| diagnostic.code).collect();
    codes.sort();
    codes.dedup();
    let mut results = Vec::new();
    for report in reports {
        let mut places = Places::of(&report.sources);
        let each = report.diagnostics.iter();
        results.extend(each.map(|diagnostic| result(diagnostic, &codes, &mut places)));
    }
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "infc",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": codes.iter().copied().map(rule).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    // Strings and numbers can always be written.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.text(),
        "shortDescription": {"text": code.title()},
        "helpUri": code.link(),
        "help": {"text": format!("`infc explain {}`", code.text()), "markdown": code.page()},
    })
}

fn result(diagnostic: &Diagnostic, codes: &[Code], places: &mut Places<'_>) -> Value {
    let mut marks =
        diagnostic.marks.iter().filter_map(|mark| Some((places.place(mark.span)?, &mark.text)));
    let first = marks.next();
    let related: Vec<Value> = marks
        .enumerate()
        .map(|(id, (place, text))| {
            json!({"id": id + 1, "physicalLocation": physical(&place), "message": {"text": text}})
        })
        .collect();
    let headline = diagnostic.headline();
    let mut said = vec![&*headline];
    said.extend(diagnostic.notes.iter().chain(&diagnostic.help).map(String::as_str));
    let mut location = serde_json::Map::new();
    if let Some((place, _)) = first {
        location.insert("physicalLocation".to_owned(), physical(&place));
    }
    if diagnostic.path.is_some() {
        let paths = diagnostic.path.iter().chain(&diagnostic.instances);
        let paths: Vec<Value> = paths.map(|path| json!({"fullyQualifiedName": path})).collect();
        location.insert("logicalLocations".to_owned(), Value::Array(paths));
    }
    let mut result = json!({
        "ruleId": diagnostic.code.text(),
        "ruleIndex": codes.iter().position(|&code| code == diagnostic.code),
        "level": word(diagnostic.severity),
        "message": {"text": said.join("\n")},
        "locations": [location],
        "relatedLocations": related,
    });
    let fixes: Vec<Value> = diagnostic.fixes.iter().filter_map(|one| fix(one, places)).collect();
    if let Value::Object(fields) = &mut result
        && !fixes.is_empty()
    {
        fields.insert("fixes".to_owned(), Value::Array(fixes));
    }
    result
}

fn fix(fix: &Fix, places: &mut Places<'_>) -> Option<Value> {
    let mut changes: Vec<(String, Vec<Value>)> = Vec::new();
    for edit in &fix.edits {
        let place = places.place(edit.span)?;
        let replacement =
            json!({"deletedRegion": region(&place), "insertedContent": {"text": edit.text}});
        match changes.iter_mut().find(|(file, _)| *file == place.file) {
            Some((_, replacements)) => replacements.push(replacement),
            None => changes.push((place.file, vec![replacement])),
        }
    }
    let changes: Vec<Value> = changes
        .into_iter()
        .map(|(file, replacements)| {
            json!({"artifactLocation": {"uri": uri(&file)}, "replacements": replacements})
        })
        .collect();
    Some(json!({"description": {"text": fix.title}, "artifactChanges": changes}))
}

fn physical(place: &Place) -> Value {
    json!({"artifactLocation": {"uri": uri(&place.file)}, "region": region(place)})
}

fn region(place: &Place) -> Value {
    let Place { start, end, .. } = place;
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": start.byte,
        "byteLength": end.byte.saturating_sub(start.byte),
    })
}

/// A path as a relative reference: what a URI cannot hold is percent-encoded (RFC 3986).
fn uri(path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("./a b/é.inf"), "a%20b/%C3%A9.inf");
    }
}
