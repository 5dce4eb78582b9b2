//! Source maps of the examples: every line of the output has its rows, every path leads to what
//! stands on its line, and the places hold the labels and the values that the output has.

use std::fs;
use std::path::{Path, PathBuf};

use infc::session::{
    Disk, ExportOptions, Format, Request, export, export_with_map, split, split_with_map,
};
use serde_json::Value;

fn request(example: &str) -> Request {
    Request { inputs: vec![format!("examples/{example}")], ..Request::default() }
}

fn options(format: Format) -> ExportOptions {
    ExportOptions { format, what: None, escape: false, strict: false, package: None }
}

/// The text and the map of an example.
fn mapped(example: &str, format: Format) -> (String, Value) {
    let outcome = export_with_map(&Disk, &request(example), &options(format));
    let (text, map) = outcome.value.expect("examples export");
    let map = serde_json::from_str(&map.named("out").text()).expect("a map is JSON");
    (String::from_utf8(text).expect("it is text"), map)
}

fn number(value: &Value) -> Option<usize> {
    value.as_u64().map(|number| number as usize)
}

/// The steps of a path as it is written in a map.
fn steps(path: &str) -> Vec<String> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        rest = rest.trim_start_matches('.');
        let end = if rest.starts_with('"') {
            rest.get(1..).and_then(|inner| inner.find('"')).map_or(rest.len(), |at| at + 2)
        } else if rest.starts_with('[') {
            rest.find(']').map_or(rest.len(), |at| at + 1)
        } else {
            rest.find(['.', '[']).unwrap_or(rest.len())
        };
        let (step, left) = rest.split_at(end);
        steps.push(step.trim_matches(['"', '[', ']']).to_owned());
        rest = left;
    }
    steps
}

fn at<'a>(document: &'a serde_yaml::Value, path: &str) -> Option<&'a serde_yaml::Value> {
    steps(path).iter().try_fold(document, |at, step| match at {
        serde_yaml::Value::Sequence(items) => items.get(step.parse::<usize>().ok()?),
        map => map.get(step.as_str()),
    })
}

/// The text of a place, if its source is a file on the disk.
fn written(map: &Value, place: usize) -> Option<String> {
    let row: Vec<usize> = map["places"][place].as_array()?.iter().filter_map(number).collect();
    let &[source, line, column, end_line, end_column] = row.as_slice() else { return None };
    let path = map["sources"][source].as_str()?;
    let text = fs::read_to_string(path).ok()?;
    let (first, last) = (text.lines().nth(line - 1)?, text.lines().nth(end_line - 1)?);
    assert!(column <= first.chars().count() + 1 && end_column <= last.chars().count() + 1);
    let end = if line == end_line { end_column } else { usize::MAX };
    Some(first.chars().take(end - 1).skip(column - 1).collect())
}

/// Whether a text is a string on one line, without escapes.
fn is_plain(text: &str) -> bool {
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    inner.is_some_and(|inner| !inner.contains(['"', '\\']))
}

fn examples() -> Vec<String> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let entries = fs::read_dir(directory).expect("there are examples");
    let name = |path: PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut all: Vec<String> =
        entries.filter_map(|entry| name(entry.expect("it can be read").path())).collect();
    all.sort();
    all
}

#[test]
fn every_line_has_rows_that_hold() {
    let (mut literals, mut labels) = (0, 0);
    for example in examples() {
        let (text, map) = mapped(&example, Format::Yaml);
        let documents: Vec<serde_yaml::Value> = text
            .split("---\n")
            .map(|document| serde_yaml::from_str(document).expect("it is YAML"))
            .collect();
        let rows = map["outputs"][0]["lines"].as_array().expect("there are rows");
        for (index, line) in text.lines().enumerate() {
            let is_key = line.split_once(':').is_some_and(|(key, _)| !key.contains(['"', ' ']));
            let has_row = || rows.iter().any(|row| number(&row[0]) == Some(index + 1));
            assert!(!is_key || has_row(), "{example}:{} has no row: {line}", index + 1);
        }
        for row in rows {
            let line = text.lines().nth(number(&row[0]).unwrap_or(0) - 1).expect("a line");
            let path = map["paths"][number(&row[3]).expect("a path")].as_str().expect("a text");
            let document = number(&row[2]).and_then(|object| documents.get(object));
            let value = at(document.expect("a manifest"), path);
            let value = value.unwrap_or_else(|| panic!("{example}: {path} is not there: {line}"));
            let last = steps(path).pop().unwrap_or_default();
            let is_element = last.chars().all(|c| c.is_ascii_digit());
            assert!(is_element || line.contains(&last), "{example}: {path} is not on: {line}");
            if let Some(label) = number(&row[5]).and_then(|place| written(&map, place)) {
                assert!(label.contains(&last), "{example}: {path} is not called {label}");
                labels += 1;
            }
            let source = number(&row[4]).and_then(|place| written(&map, place));
            let literal = source.filter(|text| text.len() > 1 && is_plain(text));
            if let (Some(literal), Some(value)) = (literal, value.as_str()) {
                assert_eq!(literal.trim_matches('"'), value, "{example}: {path}");
                literals += 1;
            }
        }
    }
    assert!(literals > 100 && labels > 100, "{literals} literals and {labels} labels were seen");
}

#[test]
fn a_map_changes_nothing_of_the_output_and_json_has_one_too() {
    for example in ["kusion-inference", "kserve"] {
        for format in [Format::Yaml, Format::Json, Format::JsonCompact] {
            let plain = export(&Disk, &request(example), &options(format)).value;
            let (text, map) = mapped(example, format);
            assert_eq!(plain, Some(text.into_bytes()), "{example}");
            let rows = map["outputs"][0]["lines"].as_array().map_or(0, Vec::len);
            assert!(rows > 0, "{example} has no rows");
        }
    }
}

#[test]
fn a_line_of_a_source_is_found_in_the_output() {
    let (text, map) = mapped("kusion-inference", Format::Yaml);
    let source = fs::read_to_string("examples/kusion-inference/app.inf").expect("it is there");
    let line = source.lines().position(|line| line.contains("replicas: 1")).expect("it has one");
    let file = map["sources"].as_array().and_then(|all| {
        all.iter().position(|path| path.as_str().is_some_and(|path| path.ends_with("app.inf")))
    });
    let rows = map["outputs"][0]["lines"].as_array().expect("there are rows");
    let mut found = rows.iter().filter(|row| {
        let place = number(&row[4]).map(|place| &map["places"][place]);
        place.is_some_and(|place| number(&place[0]) == file && number(&place[1]) == Some(line + 1))
    });
    let only = found.next().expect("something comes from that line");
    assert!(found.next().is_none());
    let line = text.lines().nth(number(&only[0]).unwrap_or(0) - 1);
    assert_eq!(line, Some("  replicas: 1"));
    let chain = number(&only[6]).map(|chain| &map["chains"][chain]).expect("it came by a way");
    let first = number(&chain[0]).and_then(|place| written(&map, place));
    assert_eq!(first.as_deref(), Some("kam.#AppConfiguration"));
}

#[test]
fn objects_in_files_of_their_own_have_the_names_of_these() {
    let options = options(Format::Yaml);
    let files = split(&Disk, &request("two-apps"), &options).value.expect("it exports");
    let (same, map) =
        split_with_map(&Disk, &request("two-apps"), &options).value.expect("it exports");
    assert_eq!(files, same);
    let map: Value = serde_json::from_str(&map.text()).expect("a map is JSON");
    let names = map["outputs"].as_array().expect("outputs").iter();
    let names: Vec<&str> = names.filter_map(|output| output["name"].as_str()).collect();
    assert_eq!(names, files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>());
}
