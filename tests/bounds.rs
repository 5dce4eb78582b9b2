//! No input exhausts the stack, the memory or the patience of its author: each file of `tests/bounds`
//! is one that would, and adding a case means adding a file.
//!
//! The first line of a case says what is expected: `expect E0413: words`, where the words have to
//! stand in the message, or `expect value`. It is a comment; in JSON, which has none, it is not part
//! of the input. `«…»N` repeats (see `workloads`). A case that says `slow` before `expect` is for
//! optimised builds only. Each case is exported by the built binary, and by the library on a thread
//! as small as those of tests.

#![cfg(unix)]

mod workloads;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use infc::session::{self, ExportOptions, Format, Memory, Request};
use workloads::expanded;

/// What a case may take in an optimised build on a machine that does nothing else.
const CPU_SECONDS: u64 = 5;

/// Unoptimised code and busy machines take so many times as long.
const PATIENCE: u64 = if cfg!(debug_assertions) { 20 } else { 4 };

/// The memory that a case may take, in KiB; unoptimised frames of the stack are larger.
const MEMORY: u64 = if cfg!(debug_assertions) { 3 << 20 } else { 1 << 20 };

/// Unoptimised code is not given the time for as many values.
const LIMITS: &str = if cfg!(debug_assertions) { "--max-values=50000" } else { "" };

/// What is expected of a case.
enum Expected {
    Value,
    Error { code: String, words: String },
}

struct Case {
    name: String,
    text: String,
    expected: Expected,
    slow: bool,
}

fn cases() -> Vec<Case> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bounds");
    let entries = fs::read_dir(directory).expect("the cases can be read");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a case").path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "there are no cases");
    let all = paths.iter().map(|path| case(path));
    all.filter(|case| !cfg!(debug_assertions) || !case.slow).collect()
}

fn case(path: &Path) -> Case {
    let name = path.file_name().expect("a file").to_string_lossy().into_owned();
    let whole = fs::read_to_string(path).expect("a case is text");
    let (head, text) = whole.split_once('\n').expect("a case has a head");
    let (before, said) =
        head.split_once("expect ").unwrap_or_else(|| panic!("{name}: expects nothing"));
    let slow = before.ends_with("slow ");
    let expected = match said.split_once(": ") {
        Some((code, words)) => Expected::Error { code: code.to_owned(), words: words.to_owned() },
        None => {
            assert_eq!(said.trim(), "value", "{name}: expects what?");
            Expected::Value
        }
    };
    Case { text: expanded(text), name, expected, slow }
}

#[test]
fn the_command_line_ends_within_bounds() {
    let room = tempfile::tempdir().expect("a directory");
    let mut faults = Vec::new();
    for case in cases() {
        fs::write(room.path().join(&case.name), &case.text).expect("a case can be written");
        let start = Instant::now();
        // The limits of the shell hold for the one command.
        let seconds = CPU_SECONDS * PATIENCE;
        let script = "ulimit -t \"$1\"; exec \"$2\" export --error-format short $4 \"$3\"";
        // A pipe that nobody reads while it runs would hold it up.
        let messages = room.path().join("messages");
        let stderr = fs::File::create(&messages).expect("a file for messages");
        let mut child = Command::new("sh")
            .args(["-c", script, "sh", &seconds.to_string()])
            .args([env!("CARGO_BIN_EXE_infc"), &case.name, LIMITS])
            .current_dir(room.path())
            .stdout(Stdio::null())
            .stderr(stderr)
            .spawn()
            .expect("infc starts");
        let peak = watched(&mut child);
        let status = child.wait().expect("infc ends");
        let said = fs::read(&messages).expect("the messages can be read");
        let said = String::from_utf8_lossy(&said).into_owned();
        let fault = match (&case.expected, status.code()) {
            (Expected::Value, Some(0)) => None,
            (Expected::Error { code, words }, Some(1)) => {
                // A limit that was reached is told beside other errors.
                let code = format!("error[{code}]");
                let right = said.lines().any(|line| line.contains(&code) && line.contains(words));
                (!right).then(|| format!("says {}", said.lines().next().unwrap_or_default()))
            }
            (_, code) => Some(format!("ends with {code:?}: {}", said.lines().next().unwrap_or(""))),
        };
        let fault = fault.or_else(|| (peak > MEMORY).then(|| format!("takes {peak} KiB")));
        eprintln!("{:24} {:6.2} s {peak:9} KiB", case.name, start.elapsed().as_secs_f64());
        faults.extend(fault.map(|fault| format!("{}: {fault}", case.name)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The most memory of a process as long as it runs, in KiB; 0 where the system does not tell it.
fn watched(child: &mut std::process::Child) -> u64 {
    let mut peak = 0;
    loop {
        let status = format!("/proc/{}/status", child.id());
        let status = fs::read_to_string(status).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let size = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        peak = peak.max(size.unwrap_or(0));
        if !matches!(child.try_wait(), Ok(None)) {
            return peak;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_small_thread_is_enough() {
    for case in cases() {
        // What takes long is tried above; here it is about the stack.
        let mut request = Request { inputs: vec![case.name.clone()], ..Request::default() };
        request.limits.vertices = 50_000;
        request.limits.text = 4 << 20;
        let files = Memory::new("/w").with(&case.name, case.text);
        let options = ExportOptions {
            format: Format::Yaml,
            what: None,
            escape: false,
            strict: false,
            package: None,
        };
        let work = move || session::export(&files, &request, &options).value.is_some();
        let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(work);
        let made = thread.expect("a thread").join().expect("no panic");
        assert!(!made || matches!(case.expected, Expected::Value), "{} has a value", case.name);
    }
}
