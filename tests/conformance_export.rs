//! What real CUE gives for the inputs of its own suite: every question must be answered alike,
//! except for those that `tests/conformance/export-failures.txt` names, which may only get fewer.
//!
//! A question is the whole export, a top-level field, or a path below one that cannot be exported
//! as a whole. `cargo test --test conformance_export -- --nocapture` prints the figures.

#![allow(clippy::print_stdout, reason = "a measure is there to print figures")]

mod ratchet;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, atomic::AtomicUsize, atomic::Ordering};

use infc::session::{self, Disk, ExportOptions, Format, Request, Severity};
use serde_json::Value;

#[test]
fn what_cue_gives_is_given() {
    let Some(folder) = ratchet::shared("conformance/cue") else { return };
    let entries = fs::read_dir(&folder).expect("the folder can be read");
    let mut cases: Vec<_> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    cases.sort();
    let (next, asked) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let failing = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            // Deep values need a deep stack, as the command has.
            let worker = std::thread::Builder::new().stack_size(2 << 30);
            worker
                .spawn_scoped(scope, || {
                    while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let name = case.file_name().unwrap_or_default().to_string_lossy();
                        for (what, fault) in answers(case) {
                            asked.fetch_add(1, Ordering::Relaxed);
                            if let Some(fault) = fault {
                                let mut failing = failing.lock().expect("no thread panics");
                                failing.insert(format!("{name}\t{what}"), fault);
                            }
                        }
                    }
                })
                .expect("a thread starts");
        }
    });
    let failing = failing.into_inner().expect("no thread panics");
    let all = asked.into_inner();
    println!("{} of {all} questions hold", all - failing.len());
    let held = ratchet::hold("tests/conformance/export-failures.txt", &failing);
    assert!(held.is_ok(), "{}", held.unwrap_err());
}

/// Each question about a case, and what is wrong with the answer.
fn answers(case: &Path) -> Vec<(String, Option<String>)> {
    let expect = fs::read_to_string(case.join("expect.json")).expect("each case has one");
    let expect: Value = serde_json::from_str(&expect).expect("it is JSON");
    let args = expect["args"].as_array().expect("it names files");
    let input = |arg: &Value| case.join(arg.as_str().unwrap_or_default()).display().to_string();
    let inputs: Vec<String> = args.iter().map(input).collect();
    let mut questions = Vec::new();
    if let Some(whole) = expect.get("export") {
        questions.push((String::new(), whole));
    }
    if let Some(fields) = expect["fields"].as_object() {
        fields.iter().for_each(|(name, answer)| below(name.clone(), name, answer, &mut questions));
    }
    questions
        .into_iter()
        .map(|(path, wanted)| {
            let fault = fault(&inputs, &path, wanted);
            (if path.is_empty() { "<whole>".to_owned() } else { path }, fault)
        })
        .collect()
}

fn below<'a>(path: String, name: &str, answer: &'a Value, out: &mut Vec<(String, &'a Value)>) {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "_$".contains(letter);
    let is_name = name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '$')
        && name.chars().all(is_letter)
        && !["true", "false", "null", "for", "in", "if", "let", "func", "import", "package"]
            .contains(&name);
    if !is_name {
        return;
    }
    out.push((path.clone(), answer));
    for (name, inner) in answer["sub"].as_object().into_iter().flatten() {
        below(format!("{path}.{name}"), name, inner, out);
    }
}

/// Why the answer is not the wanted one.
fn fault(inputs: &[String], path: &str, wanted: &Value) -> Option<String> {
    let expressions = if path.is_empty() { vec![] } else { vec![path.to_owned()] };
    let request = Request { inputs: inputs.to_vec(), expressions, ..Request::default() };
    let options = ExportOptions {
        format: Format::Json,
        what: None,
        escape: false,
        strict: false,
        package: None,
    };
    let outcome = session::export(&Disk, &request, &options);
    let is_error = |severity| severity == Severity::Error;
    let errors =
        outcome.reports.iter().flat_map(|report| &report.diagnostics).any(|d| is_error(d.severity));
    let got = outcome.value.filter(|_| !errors);
    let judge = |wanted: &Value| match (wanted.get("ok"), &got) {
        (Some(wanted), Some(text)) => match serde_json::from_slice::<Value>(text) {
            Ok(got) if same(&got, wanted) => None,
            Ok(_) => Some("another value".to_owned()),
            Err(_) => Some("no JSON".to_owned()),
        },
        (Some(_), None) => Some("an error".to_owned()),
        (None, Some(_)) => Some("no error".to_owned()),
        (None, None) => None,
    };
    let fault = judge(wanted)?;
    // A path below a faulty value may be judged with the fault or without it.
    match wanted.get("select") {
        Some(select) => judge(select),
        None => Some(fault),
    }
}

/// Whether two values are equal, numbers by value.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => decimal(a.as_str()) == decimal(b.as_str()),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

/// The sign, digits and exponent of a number, without zeros at either end.
fn decimal(text: &str) -> (bool, String, i64) {
    let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let negative = whole.starts_with('-');
    let digits = format!("{}{fraction}", whole.trim_start_matches('-'));
    let exponent: i64 = exponent.parse().expect("an exponent is an integer");
    let shortened = digits.trim_end_matches('0');
    let dropped = digits.len() - shortened.len();
    let significant = shortened.trim_start_matches('0').to_owned();
    if significant.is_empty() {
        return (false, significant, 0);
    }
    (negative, significant, exponent - fraction.len() as i64 + dropped as i64)
}
