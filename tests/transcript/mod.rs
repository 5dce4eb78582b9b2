//! Transcripts: texts with files and commands, run in a fresh directory and held against what they
//! say.
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
//! What a command says and what looks like one of these signs has a `\` before it.
//! The commands run one after the other in a fresh directory called `shop`. A *page* is the same as
//! Markdown: a fenced block with a language and a file name (` ```inf app.inf `) is a file, a
//! `console` block holds commands and what they say.

// Each test that uses this is a crate of its own, and uses a part of it.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the commands of a transcript find around them.
#[derive(Default)]
pub(crate) struct Stage {
    /// Variables of the environment.
    pub(crate) variables: Vec<(String, String)>,
    /// What changes from run to run, and what stands for it in the transcript.
    pub(crate) names: Vec<(String, String)>,
    /// What runs beside the commands; it is ended when the stage goes.
    pub(crate) servers: Vec<Server>,
}

/// A program that runs beside the commands.
pub(crate) struct Server(pub(crate) std::process::Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs all transcripts in `directory` with `run` and fails if one differs; `stage` sets one up, or
/// says that it is skipped.
pub(crate) fn hold(
    directory: &str,
    run: fn(&str, &Stage) -> String,
    stage: impl Fn(&str) -> Option<Stage>,
) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory);
    let update = std::env::var_os("UPDATE").is_some();
    let mut faults = Vec::new();
    let entries = fs::read_dir(directory).expect("the transcripts can be read");
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("a transcript can be read").path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "there are no transcripts");
    for path in paths {
        let text = fs::read_to_string(&path).expect("a transcript is text");
        let Some(stage) = stage(&text) else { continue };
        let seen = run(&text, &stage);
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
    assert!(faults.is_empty(), "{}\n(UPDATE=1 rewrites them)", faults.join("\n"));
}

/// A fresh directory for commands, and what they find around them.
struct Place<'a> {
    /// Goes when the transcript ends.
    around: tempfile::TempDir,
    shop: PathBuf,
    stage: &'a Stage,
}

impl<'a> Place<'a> {
    fn new(stage: &'a Stage) -> Self {
        let around = tempfile::tempdir().expect("there is a place for temporary files");
        let shop = around.path().join("shop");
        fs::create_dir(&shop).expect("a directory can be made");
        Self { around, shop, stage }
    }

    /// Writes a file of the transcript.
    fn file(&self, path: &str, text: &str) {
        let target = self.shop.join(path);
        fs::create_dir_all(target.parent().expect("it lies in the shop"))
            .expect("a directory can be made");
        fs::write(target, self.actual(text)).expect("a file can be written");
    }

    /// What `line` says, and its exit code where it is not 0, as the transcript has them.
    fn command(&self, line: &str) -> String {
        let (mut said, code) = self.said(line);
        if !said.is_empty() && !said.ends_with('\n') {
            said.push('\n');
        }
        if code != 0 {
            said.push_str(&format!("? {code}\n"));
        }
        said
    }

    /// `text` with the names of this run.
    fn actual(&self, text: &str) -> String {
        let names = self.stage.names.iter();
        names.fold(text.to_owned(), |text, (actual, shown)| text.replace(shown, actual))
    }

    /// What `line` says, and its exit code; 128 and more for a signal, as shells do.
    fn said(&self, line: &str) -> (String, i32) {
        let binary = Path::new(env!("CARGO_BIN_EXE_infc")).parent().expect("it lies in target");
        let path = std::env::var("PATH").unwrap_or_default();
        let around = self.around.path();
        let output = Command::new("bash")
            .arg("-c")
            .arg(format!("exec 2>&1\n{}", self.actual(line)))
            .current_dir(&self.shop)
            .env("PATH", format!("{}:{path}", binary.display()))
            .env("LC_ALL", "C")
            .env("HOME", around.join("home"))
            .env("INFC_CACHE", around.join("cache"))
            .env("DOCKER_CONFIG", around.join("docker"))
            .env_remove("RUST_BACKTRACE")
            .envs(self.stage.variables.iter().map(|(name, value)| (name, value)))
            .output()
            .expect("bash can be run");
        let text = String::from_utf8_lossy(&output.stdout);
        // Temporary directories have other names each time.
        let text = text.replace(&around.display().to_string(), "/tmp");
        let names = self.stage.names.iter();
        let text = names.fold(text, |text, (actual, shown)| text.replace(actual, shown));
        (text, output.status.code().unwrap_or(128))
    }
}

/// The transcript with what the commands say now.
pub(crate) fn run(text: &str, stage: &Stage) -> String {
    let place = Place::new(stage);
    let mut seen = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let mut body = String::new();
        while let Some(line) = lines.next_if(|line| !is_sign(line)) {
            body.push_str(line);
            body.push('\n');
        }
        seen.push_str(line);
        seen.push('\n');
        if let Some(command) = line.strip_prefix("$ ") {
            // What looks like a part of the transcript is marked as what was said.
            let said = place.command(command);
            let marked =
                |line| if is_sign(line) { format!("\\{line}\n") } else { format!("{line}\n") };
            body = said.lines().map(marked).collect();
        } else if let Some(path) = line.strip_prefix("--- ") {
            place.file(path, &body);
        } else {
            assert!(line.starts_with("# "), "a transcript starts with `#`, `---` or `$`: {line}");
        }
        seen.push_str(&body);
    }
    seen
}

/// Whether a part of a transcript starts with `line`.
fn is_sign(line: &str) -> bool {
    ["--- ", "$ ", "# "].iter().any(|sign| line.starts_with(sign))
}

/// The page with what the commands say now.
pub(crate) fn page(text: &str, stage: &Stage) -> String {
    let place = Place::new(stage);
    let mut seen = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        seen.push_str(line);
        seen.push('\n');
        let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if info == "console" {
            for command in block.iter().filter_map(|line| line.strip_prefix("$ ")) {
                seen.push_str(&format!("$ {command}\n{}", place.command(command)));
            }
        } else {
            let text: String = block.iter().map(|line| format!("{line}\n")).collect();
            if let Some((_, path)) = info.split_once(' ') {
                place.file(path, &text);
            }
            seen.push_str(&text);
        }
        seen.push_str("```\n");
    }
    seen
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
