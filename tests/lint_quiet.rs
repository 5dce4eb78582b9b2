//! The modules and the examples are free of what `infc lint` finds.

use std::fs;
use std::path::Path;

use infc::session::{Disk, LintOptions, Request, lint};

#[test]
fn modules_and_examples_are_free_of_lints() {
    let mut faults = Vec::new();
    let mut looked = 0;
    for directory in ["modules", "examples"] {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory);
        for entry in fs::read_dir(directory).expect("it can be read") {
            let path = entry.expect("it can be read").path();
            if !path.is_dir() {
                continue;
            }
            looked += 1;
            let inputs = vec![path.display().to_string()];
            let request = Request { inputs, ..Request::default() };
            let said = lint(&Disk, &request, &LintOptions::default()).reports;
            let all = said.iter().flat_map(|report| &report.diagnostics);
            faults.extend(all.map(|one| format!("{}: {}", path.display(), one.message)));
        }
    }
    assert!(looked > 20, "only {looked} packages");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
