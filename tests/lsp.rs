//! Conversations with the language server: every file of `tests/lsp` is one, and adding a case
//! means adding a file.
//!
//! ```text
//! --- app.inf                    a file; it goes to the next line that starts with such a sign
//! a: 1
//! > hover app.inf:1:1            a request: its name, the place (from 1; columns of UTF-16), and
//! …                              what else it needs, as JSON; what the server says follows
//! ! app.inf:1:4-1:5 "2"          an edit: what is between the places becomes that text
//! $ infc export app.inf           a command of the shell, in the directory of the files; it says nothing
//! # Words                        a comment
//! ```
//!
//! `$ROOT` in JSON is the directory of the files; `shown` tells what the server last asked to be shown to the user. A file `client.json` holds the capabilities of the client. All files are written to a fresh directory, and are opened when something first asks for them.
//! Of completions, the first are shown. `diagnostics` waits for what is
//! said of the file as it is now, `again` for what is said of it next; its words are held elsewhere. Ranges are shown as
//! `line:column-line:column`, from 1. `UPDATE=1 cargo test --test lsp` writes the answers.

mod lsp_client;

use std::fs;
use std::path::{Path, PathBuf};

use lsp_client::Client;
use serde_json::Value;

#[test]
fn the_server_answers_as_the_transcripts_say() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp");
    let update = std::env::var_os("UPDATE").is_some();
    let mut faults = Vec::new();
    let mut paths: Vec<PathBuf> = fs::read_dir(directory)
        .expect("tests/lsp can be read")
        .map(|entry| entry.expect("tests/lsp can be read").path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "there are no transcripts");
    for path in paths {
        let text = fs::read_to_string(&path).expect("a transcript is text");
        let seen = converse(&text);
        if seen == text {
            continue;
        }
        if update {
            fs::write(&path, seen).expect("a transcript can be written");
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            faults.push(format!("{name}:\n{}", infc::session::difference(&name, &text, &seen)));
        }
    }
    assert!(faults.is_empty(), "{}\n(UPDATE=1 rewrites them)", faults.join("\n"));
}

/// The transcript with what the server says now.
fn converse(text: &str) -> String {
    let mut seen = String::new();
    let mut files: Vec<(String, String)> = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.peek() {
        let Some(name) = line.strip_prefix("--- ") else {
            if line.starts_with("# ") {
                seen.push_str(&format!("{line}\n"));
                lines.next();
                continue;
            }
            break;
        };
        seen.push_str(&format!("{line}\n"));
        lines.next();
        let mut body = String::new();
        while let Some(line) = lines.next_if(|line| !is_sign(line)) {
            body.push_str(&format!("{line}\n"));
            seen.push_str(&format!("{line}\n"));
        }
        files.push((name.to_owned(), body));
    }
    let mut client = Client::start(files);
    for line in lines.filter(|line| is_sign(line)) {
        seen.push_str(&format!("{line}\n"));
        if let Some(edit) = line.strip_prefix("! ") {
            client.edit(edit);
        } else if let Some(command) = line.strip_prefix("$ ") {
            client.run(command);
        } else if let Some(request) = line.strip_prefix("> ") {
            let said = client.ask(request);
            seen.push_str(&shown(&said, 0));
        }
    }
    client.end();
    seen
}

fn is_sign(line: &str) -> bool {
    ["--- ", "> ", "! ", "# ", "$ "].iter().any(|sign| line.starts_with(sign))
}

/// A value for people: one line an item.
fn shown(value: &Value, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    match value {
        Value::Array(items) if !items.is_empty() => {
            let item = |item: &Value| {
                let text = shown(item, depth + 1);
                let body = text.strip_prefix(&format!("{indent}  ")).unwrap_or(&text).to_owned();
                format!("{indent}- {body}")
            };
            items.iter().map(item).collect()
        }
        Value::Object(fields) if !fields.is_empty() => {
            let field = |(key, value): (&String, &Value)| match value {
                Value::Array(items) if !items.is_empty() => {
                    format!("{indent}{key}:\n{}", shown(value, depth + 1))
                }
                Value::Object(fields) if !fields.is_empty() => {
                    format!("{indent}{key}:\n{}", shown(value, depth + 1))
                }
                Value::String(text) if text.contains('\n') => {
                    let lines = text.trim_end().lines();
                    let lines: String = lines.map(|line| format!("{indent}  | {line}\n")).collect();
                    format!("{indent}{key}:\n{lines}")
                }
                _ => format!("{indent}{key}: {}", shown(value, 0)),
            };
            fields.iter().map(field).collect()
        }
        Value::String(text) => format!("{indent}{}\n", text.replace('\n', "\\n")),
        other => format!("{indent}{other}\n"),
    }
}
