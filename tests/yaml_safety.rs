//! Every string must come back from every YAML reader as the same string, wherever it stands.
//!
//! The strings are a generated table of all that a reader may take for something else, random
//! ones, and those of `shared/golden` where that is at hand. The readers are serde_yaml, which is
//! always there, and PyYAML (YAML 1.1), ruamel.yaml (YAML 1.2) and kubectl where they are
//! installed: which of them are not is said in the output. `INFC_PYTHON` names another Python.

#![allow(clippy::print_stdout, reason = "which readers are missing is said in the output")]

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use infc::base::{Number, Plain, PlainId};
use infc::data::yaml;
use serde_json::{Value, json};

/// Deep enough for flow style, and within the 128 levels that serde_yaml and serde_json read.
const DEPTH: usize = 80;

#[test]
fn serde_yaml_reads_every_string() {
    for strings in [table(), golden(), random(20_000)] {
        let (text, expected) = document(&strings);
        let found: Value = serde_yaml::from_str(&text).expect("serde_yaml reads the text");
        compare("serde_yaml", &found, &expected);
    }
}

#[test]
fn pyyaml_reads_every_string() {
    python("yaml", "import yaml\nload = yaml.SafeLoader\nvalue = yaml.load(text, Loader=load)");
}

#[test]
fn pyyaml_with_libyaml_reads_every_string() {
    python("yaml._yaml", "import yaml\nvalue = yaml.load(text, Loader=yaml.CSafeLoader)");
}

#[test]
fn ruamel_reads_every_string() {
    let script = "from ruamel.yaml import YAML\nyaml = YAML(typ='safe', pure=True)\n\
                  yaml.version = (1, 2)\nvalue = yaml.load(text)";
    python("ruamel.yaml", script);
}

#[test]
fn kubectl_reads_every_string() {
    if !matches!(Command::new("kubectl").args(["version", "--client"]).output(), Ok(out) if out.status.success())
    {
        println!("skipped: kubectl is not installed");
        return;
    }
    for strings in [table(), golden(), random(2_000)] {
        let (text, expected) = document(&strings);
        let mut command = Command::new("kubectl");
        command.args(["label", "--local", "-f", "-", "-o", "json", "a=b"]);
        let mut found: Value = serde_json::from_slice(&piped(command, &text)).expect("JSON");
        let metadata = found["metadata"].as_object_mut().expect("an object has metadata");
        assert_eq!(metadata.remove("labels"), Some(json!({"a": "b"})));
        compare("kubectl", &found, &expected);
    }
}

#[test]
fn numbers_stay_numbers() {
    let numbers = [
        "0",
        "-1",
        "9223372036854775807",
        "-9223372036854775808",
        "18446744073709551615",
        "1.50",
        "1e3",
        "100.0e3",
        "0.1",
        "-0.25",
        "1e-7",
        "1.",
        "0e5",
        "12.5e-9",
        "1e300",
    ];
    let mut plain = Plain::default();
    let nodes = numbers.map(|text| plain.number(Number::parse(text).expect("a number"), None));
    let list = plain.list(nodes.to_vec(), None);
    let mut text = String::new();
    yaml::write(&plain, list, &mut text);
    let check = |reader: &str, found: &Value| {
        for (number, found) in numbers.iter().zip(found.as_array().expect("a list")) {
            let expected: f64 = number.parse().expect("a float");
            assert_eq!(found.as_f64(), Some(expected), "{reader} reads {number} as {found}");
        }
    };
    check("serde_yaml", &serde_yaml::from_str(&text).expect("serde_yaml reads the text"));
    for (module, script) in [
        ("yaml", "import yaml\nvalue = yaml.safe_load(text)"),
        (
            "ruamel.yaml",
            "from ruamel.yaml import YAML\nvalue = YAML(typ='safe', pure=True).load(text)",
        ),
    ] {
        if let Some(found) = run_python(module, script, &text) {
            check(module, &found);
        }
    }
}

/// The strings as values, as keys, in lists and below both, in block style and, deep down, in flow
/// style; and what a reader must find.
fn document(strings: &[String]) -> (String, Value) {
    let mut plain = Plain::default();
    let mut strings = strings.to_vec();
    strings.sort();
    strings.dedup();
    let values: Vec<PlainId> = strings.iter().map(|text| plain.str(text, None)).collect();
    let keys = plain.map(strings.iter().zip(values.iter().copied()), None);
    let holders: Vec<_> = strings
        .iter()
        .zip(&values)
        .map(|(key, &value)| {
            let list = plain.list(vec![value], None);
            plain.map([(key, list)], None)
        })
        .collect();
    let (list, nested) = (plain.list(values, None), plain.list(holders, None));
    let mut deep = plain.list(vec![list, keys], None);
    for _ in 0..DEPTH {
        deep = plain.map([("k", deep)], None);
    }
    let name = plain.str("strings", None);
    let (kind, version) = (plain.str("Strings", None), plain.str("example.com/v1", None));
    let metadata = plain.map([("name", name)], None);
    let root = plain.map(
        [
            ("apiVersion", version),
            ("kind", kind),
            ("metadata", metadata),
            ("list", list),
            ("keys", keys),
            ("nested", nested),
            ("deep", deep),
        ],
        None,
    );
    let mut text = String::new();
    yaml::write(&plain, root, &mut text);

    let keys: Value =
        strings.iter().map(|it| (it.clone(), json!(it))).collect::<serde_json::Map<_, _>>().into();
    let nested: Vec<Value> = strings.iter().map(|it| json!({it: [it]})).collect();
    let mut deep = json!([strings, keys]);
    for _ in 0..DEPTH {
        deep = json!({"k": deep});
    }
    let expected = json!({
        "apiVersion": "example.com/v1", "kind": "Strings", "metadata": {"name": "strings"},
        "list": strings, "keys": keys, "nested": nested, "deep": deep,
    });
    (text, expected)
}

/// Fails with the first difference only: the whole values fill screens.
fn compare(reader: &str, found: &Value, expected: &Value) {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            for (key, value) in expected {
                let found = found.get(key);
                compare(
                    reader,
                    found.unwrap_or_else(|| panic!("{reader} loses key {key:?}")),
                    value,
                );
            }
            assert_eq!(found.len(), expected.len(), "{reader} finds other keys");
        }
        (Value::Array(found), Value::Array(expected)) => {
            assert_eq!(found.len(), expected.len(), "{reader} finds other elements");
            for (found, expected) in found.iter().zip(expected) {
                compare(reader, found, expected);
            }
        }
        _ => assert_eq!(found, expected, "{reader} reads another value"),
    }
}

/// Checks the reader that `script` runs: it sets `value` from `text`.
fn python(module: &str, script: &str) {
    for strings in [table(), golden(), random(500)] {
        let (text, expected) = document(&strings);
        match run_python(module, script, &text) {
            Some(found) => compare(module, &found, &expected),
            None => return,
        }
    }
}

fn run_python(module: &str, script: &str, text: &str) -> Option<Value> {
    let interpreter = std::env::var("INFC_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let import = format!("import {module}");
    let probe = Command::new(&interpreter).args(["-c", &import]).output();
    if !matches!(probe, Ok(out) if out.status.success()) {
        println!("skipped: {interpreter} has no module {module}");
        return None;
    }
    let whole = format!(
        "import sys, json\nsys.setrecursionlimit(100000)\n\
         text = sys.stdin.buffer.read().decode('utf-8')\n{script}\njson.dump(value, sys.stdout)\n"
    );
    let mut command = Command::new(interpreter);
    command.args(["-c", &whole]);
    Some(serde_json::from_slice(&piped(command, text)).expect("Python writes JSON"))
}

/// What the command writes for `input`.
fn piped(mut command: Command, input: &str) -> Vec<u8> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("the command ends");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the reader refuses the text: {errors}");
    writer.join().expect("the writer ends").expect("the command reads everything");
    output.stdout
}

/// The strings that measured readers were found to take for something else.
fn golden() -> Vec<String> {
    let shared = std::env::var_os("INFC_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")),
        PathBuf::from,
    );
    let path = shared.join("golden/yaml/strings.json");
    match std::fs::read_to_string(&path) {
        Ok(text) => serde_json::from_str(&text).expect("a list of strings"),
        Err(_) => {
            println!("skipped: {} is not there", path.display());
            Vec::new()
        }
    }
}

/// Words that some reader knows, numbers and dates of every form, every ASCII character and pair
/// of special characters in every position, and characters outside ASCII that matter.
fn table() -> Vec<String> {
    let mut strings = Vec::new();
    for word in "y n t f yes no on off true false null nil none nan inf infinity undefined \
                 .nan .inf -.inf +.inf -inf +inf ~ << = - -- --- ... ? : ! & * | > |- >+ % @ `"
        .split_whitespace()
    {
        let capital: String = word
            .char_indices()
            .map(|(at, c)| if at == 0 { c.to_ascii_uppercase() } else { c })
            .collect();
        for form in [word.to_owned(), word.to_uppercase(), capital] {
            for (before, after) in [
                ("", ""),
                ("", ":"),
                ("", " "),
                (" ", ""),
                ("", "\n"),
                ("- ", ""),
                ("-", ""),
                ("", ": x"),
                ("", " #"),
            ] {
                strings.push(format!("{before}{form}{after}"));
            }
        }
    }
    for number in "0 1 00 08 0777 0o17 0O17 0x1F 0X1f 0xg 0b101 0B1 0b12 1_000 1__0 _1 1_ 12:30 \
                   12:30:45 190:20:30.15 1e3 1E3 1e+3 1e-3 1.5e3 .5 1. 1.0 1.5 .e3 1e 1e400 1,000 \
                   2001-01-01 2001-1-1 2001-01-01T00:00:00Z 2001-12-14t21:59:43.10-05:00 1.2.3 \
                   10.0.0.1 1d 10s 100m 1Gi 5e 0.1:2 18446744073709551616 20010101 1:2 60:00 08.5"
        .split_whitespace()
    {
        for sign in ["", "+", "-", "--", "."] {
            strings.push(format!("{sign}{number}"));
        }
    }
    strings.push("2001-12-14 21:59:43.10 -5".into());
    let special: Vec<char> = (0x20..0x7f)
        .map(char::from)
        .filter(|c| !c.is_ascii_alphanumeric())
        .chain("0aexy\t\n".chars())
        .collect();
    for char in (0..=0xa0).map(char::from).chain("\u{ad}é\u{d7ff}\u{e000}\u{200b}\u{2028}\u{2029}\u{feff}\u{fffd}\u{fffe}\u{ffff}😀\u{1fffe}\u{10ffff}".chars()) {
        for form in [format!("{char}"), format!("{char}a"), format!("a{char}"), format!("a{char}b"), format!("a\n{char}"), format!("a{char}\nb\n")] {
            strings.push(form);
        }
    }
    for &first in &special {
        for &second in &special {
            strings.push(format!("{first}{second}"));
            strings.push(format!("a{first}{second}b"));
        }
    }
    for long in [100, 128, 129, 500, 600, 1020, 1024, 1025, 5000] {
        strings.push("x".repeat(long));
        strings.push("word ".repeat(long / 5));
        strings.push("é\"".repeat(long / 2));
        strings.push("line\n".repeat(long / 5));
    }
    strings
}

/// Strings of the characters that matter, the same at every run.
fn random(count: usize) -> Vec<String> {
    let letters: Vec<char> =
        " \t\n\r:#-?,[]{}&*!|>'\"%@`~=<+._/\\$()0123789abefnoxtyzsTNYO\u{0}\u{7f}\u{85}\u{a0}é\u{2028}\u{feff}😀"
            .chars()
            .collect();
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as usize % below
    };
    (0..count).map(|_| (0..next(12)).map(|_| letters[next(letters.len())]).collect()).collect()
}
