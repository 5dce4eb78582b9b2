//! The rules of the house, checked like any other behaviour: which room may use which, how long a
//! file may be, and that every file says in its first line what it is for.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the ground up; a room may use those of the rows before its own.
const STOREYS: &[&[&str]] = &[
    &["base"],
    &["data", "schema", "syntax"],
    &["format", "remote"],
    &["package"],
    &["doc", "program"],
    &["eval"],
    &["kube"],
    &["session"],
    &["lsp"],
    &["cli"],
];

/// No file is longer, in lines.
const LONGEST: usize = 400;

#[test]
fn rooms_use_only_the_storeys_below() {
    let mut faults = Vec::new();
    for file in sources() {
        let Some(mine) = storey(&room(&file)) else {
            // The crate's root and the binary are no rooms.
            assert!(matches!(room(&file).as_str(), "lib" | "main"), "{} is new", file.display());
            continue;
        };
        for (number, line) in code(&file).lines().enumerate() {
            for used in rooms_used(line) {
                let above = storey(&used).is_some_and(|theirs| theirs >= mine);
                if above && used != room(&file) {
                    faults.push(format!("{}:{}: uses {used}", file.display(), number + 1));
                }
            }
        }
    }
    assert!(faults.is_empty(), "walls are broken:\n{}", faults.join("\n"));
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut faults = Vec::new();
    for file in sources() {
        let text = read(&file);
        let lines = text.lines().count();
        if lines > LONGEST {
            faults.push(format!("{}: {lines} lines, more than {LONGEST}", file.display()));
        }
        if !text.starts_with("//! ") {
            faults.push(format!("{}: does not start with `//!`", file.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn nothing_below_the_command_line_prints() {
    let printing =
        ["println!", "eprintln!", "print!(", "eprint!(", "io::stdout", "io::stderr", "dbg!"];
    let mut faults = Vec::new();
    for file in sources().iter().filter(|file| room(file) != "cli") {
        for (number, line) in code(file).lines().enumerate() {
            if printing.iter().any(|word| uncommented(line).contains(word)) {
                faults.push(format!("{}:{}", file.display(), number + 1));
            }
        }
    }
    assert!(faults.is_empty(), "these print:\n{}", faults.join("\n"));
}

#[test]
fn the_reader_of_this_test_sees_uses() {
    assert_eq!(rooms_used("use crate::base::Code;"), ["base"]);
    assert_eq!(rooms_used("use crate::{base::Code, eval}; // crate::cli"), ["base", "eval"]);
    assert_eq!(rooms_used("let x = crate::kube::find(y);"), ["kube"]);
    assert_eq!(storey("base"), Some(0));
    assert_eq!(room(Path::new("src/eval/builtin/list.rs")), "eval");
}

fn storey(room: &str) -> Option<usize> {
    STOREYS.iter().position(|row| row.contains(&room))
}

/// The room that a file stands in: the name of its first directory, or its own.
fn room(file: &Path) -> String {
    let part = file.components().nth(1).expect("files lie below src");
    Path::new(part.as_os_str()).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The rooms that a line names: `crate::a::b`, `crate::{a::b, c}`.
fn rooms_used(line: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for rest in uncommented(line).split("crate::").skip(1) {
        let paths: Vec<&str> = match rest.strip_prefix('{') {
            Some(list) => list.split(',').map(str::trim).collect(),
            None => vec![rest],
        };
        for path in paths {
            let end = path.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(path.len());
            rooms.push(path[..end].to_owned());
        }
    }
    rooms
}

fn uncommented(line: &str) -> &str {
    line.split("//").next().unwrap_or("")
}

/// A file without its tests, which may use what they like.
fn code(file: &Path) -> String {
    if file.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("_tests")) {
        return String::new();
    }
    let text = read(file);
    text.split("#[cfg(test)]").next().unwrap_or("").to_owned()
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).expect("sources can be read")
}

/// All sources, by paths from the root of the crate.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::from("src")];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(directory).expect("src can be read") {
            let path = entry.expect("src can be read").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(!found.is_empty());
    found
}
