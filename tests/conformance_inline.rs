//! The inline assertions of CUE's own suite: those that speak of the language must hold, except
//! for the ones that `tests/conformance/inline-failures.txt` names, which may only get fewer.
//!
//! `cargo test --test conformance_inline -- --nocapture` prints the figures.

#![allow(clippy::print_stdout, reason = "a measure is there to print figures")]

mod ratchet;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, atomic::AtomicUsize, atomic::Ordering};

use infc::session::{self, Disk, Notes, Request, Status, TestCase, TestOptions, TestRun};

/// What came of all assertions.
#[derive(Default)]
struct Tally {
    hold: usize,
    todo: usize,
    todo_holds: usize,
    skipped: usize,
    unchecked: usize,
    notes: Notes,
    failing: BTreeMap<String, String>,
}

#[test]
fn the_assertions_of_the_suite_hold() {
    let Some(folder) = ratchet::shared("conformance/cue") else { return };
    let entries = fs::read_dir(&folder).expect("the folder can be read");
    let mut cases: Vec<_> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    cases.sort();
    let (next, tally) = (AtomicUsize::new(0), Mutex::new(Tally::default()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            // Deep values need a deep stack, as the command has.
            let worker = std::thread::Builder::new().stack_size(2 << 30);
            worker
                .spawn_scoped(scope, || {
                    while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let outcome = run(case);
                        let name = case.file_name().unwrap_or_default().to_string_lossy();
                        tally.lock().expect("no thread panics").add(&name, outcome);
                    }
                })
                .expect("a thread starts");
        }
    });
    let tally = tally.into_inner().expect("no thread panics");
    tally.print();
    let held = ratchet::hold("tests/conformance/inline-failures.txt", &tally.failing);
    assert!(held.is_ok(), "{}", held.unwrap_err());
}

/// Runs the tests of a case, or says how many there are if it cannot be loaded.
fn run(case: &Path) -> Result<TestRun, usize> {
    let expect = fs::read_to_string(case.join("expect.json")).expect("each case has one");
    let expect: serde_json::Value = serde_json::from_str(&expect).expect("it is JSON");
    let args = expect["args"].as_array().expect("it names files");
    let inputs: Vec<_> =
        args.iter().map(|arg| case.join(arg.as_str().expect("a file is a name"))).collect();
    let texts = inputs.iter().map(|input| fs::read_to_string(input).unwrap_or_default());
    let written = texts.map(|text| text.matches("@test(").count()).sum();
    if written == 0 {
        return Ok(TestRun::default());
    }
    let inputs = inputs.iter().map(|input| input.display().to_string()).collect();
    let request = Request { inputs, ..Request::default() };
    session::test(&Disk, &request, &TestOptions::default()).value.ok_or(written)
}

impl Tally {
    fn add(&mut self, name: &str, outcome: Result<TestRun, usize>) {
        match outcome {
            Ok(run) => run.cases.iter().for_each(|case| self.case(name, case)),
            Err(written) => {
                for number in 1..=written {
                    self.failing.insert(format!("{name}\t#{number}\tload"), "load".into());
                }
            }
        }
    }

    fn case(&mut self, name: &str, case: &TestCase) {
        self.notes.verbatim += case.notes.verbatim;
        self.notes.equivalent += case.notes.equivalent;
        self.notes.places_exact += case.notes.places_exact;
        self.notes.places_some += case.notes.places_some;
        self.notes.places_none += case.notes.places_none;
        self.notes.sharing += case.notes.sharing;
        match &case.status {
            Status::Holds => self.hold += 1,
            Status::Todo(holds) => {
                self.todo += 1;
                self.todo_holds += usize::from(*holds);
            }
            Status::Skipped(_) => self.skipped += 1,
            Status::Unchecked(_) => self.unchecked += 1,
            Status::Fails(fault) => {
                let path = if case.path.is_empty() { "-" } else { &case.path };
                let kind = if case.kind.is_empty() { "?" } else { &case.kind };
                let first = format!("{name}\t{path}\t{kind}");
                let mut name = first.clone();
                for number in 2.. {
                    if !self.failing.contains_key(&name) {
                        break;
                    }
                    name = format!("{first}#{number}");
                }
                self.failing.insert(name, fault.aspect.name().to_owned());
            }
        }
    }

    fn print(&self) {
        let all = self.hold + self.failing.len();
        let share = 100.0 * self.hold as f64 / all.max(1) as f64;
        println!("{} of {all} assertions hold ({share:.1} %)", self.hold);
        println!("to do: {}, of which {} hold", self.todo, self.todo_holds);
        println!("not run: {}; not checked: {}", self.skipped, self.unchecked);
        println!("{:?}", self.notes);
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        for reason in self.failing.values() {
            *reasons.entry(reason).or_default() += 1;
        }
        println!("{reasons:?}");
    }
}
