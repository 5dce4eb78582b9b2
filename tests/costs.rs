//! What the cases of `tests/language` and the examples take to evaluate, as a snapshot: a change
//! that makes evaluation dearer shows in its diff.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use infc::session::{self, Disk, Request};

#[test]
fn evaluation_takes_what_it_took() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut cases = Vec::new();
    for folder in ["tests/language", "examples"] {
        for entry in fs::read_dir(root.join(folder)).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            cases.push((format!("{folder}/{name}"), path));
        }
    }
    cases.sort();
    let mut table = String::from("vertices conjuncts unifications trials\n");
    for (name, path) in cases {
        let request = Request { inputs: vec![path.display().to_string()], ..Request::default() };
        let packages = session::costs(&Disk, &request).value.unwrap_or_default();
        assert!(!packages.is_empty(), "{name} cannot be loaded");
        for costs in packages {
            let _ = writeln!(
                table,
                "{:8} {:9} {:12} {:6} {name}",
                costs.vertices, costs.conjuncts, costs.unifications, costs.trials
            );
        }
    }
    insta::assert_snapshot!(table);
}
