//! What is known from one check to the next: what is spared, and what cannot spoil it.

use std::ffi::OsString;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::*;
use crate::eval::{Cancel, Limits};
use crate::package::{Kind, Memory};
use crate::remote::Cache;

fn files(text: &str) -> Memory {
    Memory::new("/w").with("a.inf", text)
}

fn request() -> Request {
    Request { inputs: vec!["a.inf".to_owned()], ..Request::default() }
}

/// What is said of a text, the texts of the places that it names, and how many fields were spared.
fn look(text: &str, known: &mut Known) -> (Vec<String>, usize) {
    let reports = check_again(&files(text), &request(), false, known);
    let said = |reports: &[Report]| {
        let all = reports.iter().flat_map(|report| &report.diagnostics);
        all.map(|one| format!("{one:?}")).collect::<Vec<_>>()
    };
    assert_eq!(said(&reports), said(&check(&files(text), &request(), false)), "{text}");
    let place = |report: &Report, one: &crate::base::Diagnostic| {
        let place = one.marks.first().map_or("", |mark| report.sources.slice(mark.span));
        format!("{} {place}", one.code.text())
    };
    let told = reports.iter().flat_map(|report| {
        report.diagnostics.iter().map(|one| place(report, one)).collect::<Vec<_>>()
    });
    (told.collect(), known.spared())
}

const TEXT: &str =
    "#S: {name: string, n: int | *1}\na: #S & {name: \"a\"}\nb: #S & {name: a.name}\nc: 1\n";

#[test]
fn an_edit_concerns_what_refers_to_it() {
    let mut known = Known::default();
    assert_eq!(look(TEXT, &mut known), (vec![], 0));
    assert_eq!(look(TEXT, &mut known), (vec![], 4));
    // `a` and `b`, which refers to it.
    let edited = TEXT.replace("{name: \"a\"}", "{name: \"x\"}");
    assert_eq!(look(&edited, &mut known), (vec![], 2));
    // A remark moves all, and concerns nothing.
    assert_eq!(look(&format!("// Above.\n\n{edited}"), &mut known), (vec![], 4));
    // Everything refers to the definition but `c`.
    let edited = TEXT.replace("n: int | *1", "n: string | *\"1\"");
    assert_eq!(look(&edited, &mut known), (vec![], 1));
}

#[test]
fn names_that_mean_something_else_are_an_edit() {
    let mut known = Known::default();
    let text = "#a: {b: string}\nc: #a & {b: \"x\"}\nd: 1\n";
    assert_eq!(look(text, &mut known), (vec![], 0));
    assert_eq!(look(&format!("{text}string: int\n"), &mut known).1, 1);
    assert_eq!(look(text, &mut known).1, 1);
}

#[test]
fn what_is_wrong_is_told_as_long_as_it_is() {
    let mut known = Known::default();
    look(TEXT, &mut known);
    let wrong = TEXT.replace("c: 1", "c: 1 & \"y\"");
    assert_eq!(look(&wrong, &mut known), (vec!["E0401 \"y\"".to_owned()], 3));
    let later = format!("// Above.\n{wrong}d: 2\n");
    assert_eq!(look(&later, &mut known), (vec!["E0401 \"y\"".to_owned()], 3));
    assert_eq!(look(TEXT, &mut known), (vec![], 3));
}

#[test]
fn what_stands_for_all_fields_is_seen_as_a_whole() {
    let mut known = Known::default();
    look(TEXT, &mut known);
    assert_eq!(look(&format!("{TEXT}[=~\"^c\"]: >5\n"), &mut known).1, 0);
    assert_eq!(look(TEXT, &mut known), (vec![], 4));
}

#[test]
fn a_check_that_was_cancelled_is_forgotten() {
    let mut known = Known::default();
    look(TEXT, &mut known);
    let edited = TEXT.replace("{name: \"a\"}", "{name: \"x\"}");
    let cancel = Cancel::when_moved(Arc::new(AtomicU64::new(1)), 0);
    let limits = Limits { cancel, ..Limits::default() };
    check_again(&files(&edited), &Request { limits, ..request() }, false, &mut known);
    assert_eq!(look(&edited, &mut known), (vec![], 2));
}

/// Files of which reading fails as nothing ever should.
struct Broken(Memory);

impl Files for Broken {
    fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
        panic!("a fault of infc");
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<(OsString, Kind)>> {
        self.0.list(directory)
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        self.0.kind(path)
    }

    fn standard_input(&self) -> io::Result<Vec<u8>> {
        self.0.standard_input()
    }

    fn current(&self) -> PathBuf {
        self.0.current()
    }

    fn cache(&self) -> Option<Cache> {
        None
    }
}

#[test]
fn a_panic_leaves_nothing_known() {
    let mut known = Known::default();
    look(TEXT, &mut known);
    let broken = Broken(files(TEXT));
    let work = AssertUnwindSafe(|| check_again(&broken, &request(), false, &mut known));
    assert!(catch_unwind(work).is_err());
    assert_eq!(look(TEXT, &mut known), (vec![], 0));
    assert_eq!(look(TEXT, &mut known), (vec![], 4));
}
