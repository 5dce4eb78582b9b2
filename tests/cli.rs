//! Transcripts of the command line: every file of `tests/cli` is one, and adding a case means
//! adding a file.
//!
//! A transcript is text for people with three kinds of parts:
//!
//! ```text
//! --- app.inf            a file; it goes to the next line that starts with one of these signs
//! a: 1
//! $ infc export app.inf  a command for `sh`; what it says on both streams follows
//! {
//!     "a": 1
//! }
//! ? 1                    the exit code, where it is not 0
//! # Words                a comment: a line that starts with `#` and a blank
//! ```
//!
//! The commands run one after the other in a fresh directory called `shop`.
//! `UPDATE=1 cargo test --test cli` writes what they said into the transcripts.

#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

/// A part of a transcript.
enum Part {
    Comment(String),
    File { path: String, text: String },
    Command { line: String, said: String },
}

#[test]
fn commands_say_what_the_transcripts_say() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let update = std::env::var_os("UPDATE").is_some();
    let mut faults = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(directory).expect("tests/cli can be read") {
        let path = entry.expect("tests/cli can be read").path();
        let text = fs::read_to_string(&path).expect("a transcript is text");
        let seen = run(&parts(&text));
        count += 1;
        if seen == text {
            continue;
        }
        if update {
            fs::write(&path, seen).expect("a transcript can be written");
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            faults.push(format!("{name}:\n{}", difference(&text, &seen)));
        }
    }
    assert!(count > 0, "there are no transcripts");
    assert!(faults.is_empty(), "{}\n(UPDATE=1 rewrites them)", faults.join("\n"));
}

/// The parts of a transcript.
fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for line in text.lines() {
        if let Some(path) = line.strip_prefix("--- ") {
            parts.push(Part::File { path: path.to_owned(), text: String::new() });
        } else if let Some(command) = line.strip_prefix("$ ") {
            parts.push(Part::Command { line: command.to_owned(), said: String::new() });
        } else if line.starts_with("# ") {
            parts.push(Part::Comment(line.to_owned()));
        } else {
            match parts.last_mut() {
                Some(Part::File { text, .. } | Part::Command { said: text, .. }) => {
                    text.push_str(line);
                    text.push('\n');
                }
                Some(Part::Comment(text)) => {
                    text.push('\n');
                    text.push_str(line);
                }
                None => panic!("a transcript starts with `#`, `---` or `$`"),
            }
        }
    }
    parts
}

/// The transcript with what the commands say now.
fn run(parts: &[Part]) -> String {
    let place = tempfile::tempdir().expect("there is a place for temporary files");
    let shop = place.path().join("shop");
    fs::create_dir(&shop).expect("a directory can be made");
    let mut seen = String::new();
    for part in parts {
        match part {
            Part::Comment(text) => {
                seen.push_str(text);
                seen.push('\n');
            }
            Part::File { path, text } => {
                let target = shop.join(path);
                fs::create_dir_all(target.parent().expect("it lies in the shop"))
                    .expect("a directory can be made");
                fs::write(target, text).expect("a file can be written");
                seen.push_str(&format!("--- {path}\n{text}"));
            }
            Part::Command { line, .. } => {
                let (said, code) = said(line, &shop);
                seen.push_str(&format!("$ {line}\n{said}"));
                if !said.is_empty() && !said.ends_with('\n') {
                    seen.push('\n');
                }
                if code != 0 {
                    seen.push_str(&format!("? {code}\n"));
                }
            }
        }
    }
    seen
}

/// What `line` says in `directory`, and its exit code; 128 and more for a signal, as shells do.
fn said(line: &str, directory: &Path) -> (String, i32) {
    let binary = Path::new(env!("CARGO_BIN_EXE_infc")).parent().expect("it lies in target");
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("bash")
        .arg("-c")
        .arg(format!("exec 2>&1\n{line}"))
        .current_dir(directory)
        .env("PATH", format!("{}:{path}", binary.display()))
        .env("LC_ALL", "C")
        .env_remove("RUST_BACKTRACE")
        .output()
        .expect("bash can be run");
    let text = String::from_utf8_lossy(&output.stdout);
    // Temporary directories have other names each time.
    let parent = directory.parent().expect("the shop lies somewhere").display().to_string();
    let text = text.replace(&parent, "/tmp");
    (text, output.status.code().unwrap_or(128))
}

/// The lines that differ, with where they stand.
fn difference(expected: &str, seen: &str) -> String {
    let (expected, seen): (Vec<&str>, Vec<&str>) =
        (expected.lines().collect(), seen.lines().collect());
    let same = expected.iter().zip(&seen).take_while(|(a, b)| a == b).count();
    let tail = |lines: &[&str], sign: &str| -> String {
        lines.iter().skip(same).take(20).map(|line| format!("{sign} {line}\n")).collect()
    };
    format!("line {}\n{}{}", same + 1, tail(&expected, "-"), tail(&seen, "+"))
}
