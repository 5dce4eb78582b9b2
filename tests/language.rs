//! The core of the language: every file of `tests/language` holds inline tests, and adding a case
//! means adding a field there. What the tests expect is what CUE gives.

use std::fs;
use std::path::Path;

use infc::session::{self, Disk, Request, TestOptions};

#[test]
fn the_inline_tests_hold() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language");
    let mut faults = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(directory).expect("tests/language can be read") {
        let path = entry.expect("tests/language can be read").path();
        let text = fs::read_to_string(&path).expect("a case is text");
        let input = path.display().to_string();
        let request = Request { inputs: vec![input], ..Request::default() };
        let outcome = session::test(&Disk, &request, &TestOptions::default());
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for diagnostic in outcome.reports.iter().flat_map(|report| &report.diagnostics) {
            let path = diagnostic.path.as_deref().unwrap_or_default();
            faults.push(format!("{name}: {path}: {}", diagnostic.message));
        }
        // A test that never runs does not hold.
        let written = text.matches("@test(").count();
        match outcome.value {
            Some(run) if run.cases.len() == written => {}
            Some(run) => {
                faults.push(format!("{name}: {} of {written} tests ran", run.cases.len()));
            }
            None => faults.push(format!("{name}: cannot be loaded")),
        }
        count += 1;
    }
    assert!(count > 0, "there are no cases");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
