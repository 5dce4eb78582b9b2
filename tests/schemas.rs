//! The tables that are checked in are those that `cargo run --example schemas` makes of the
//! `k8s-openapi` in `Cargo.lock`.

#[path = "../schemas/generate/facts.rs"]
mod facts;
#[path = "../schemas/generate/literal.rs"]
mod literal;
#[path = "../schemas/generate/source.rs"]
mod source;
#[path = "../schemas/generate/table.rs"]
mod table;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn tables_are_those_that_the_generator_makes() {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let mut facts = facts::Facts::read(&schemas.join("facts.tsv")).unwrap();
    let source = source::directory().unwrap();
    let packages = table::packages(&source::releases(&source).unwrap(), &mut facts).unwrap();
    assert_eq!(facts.unused(), Vec::<String>::new(), "facts about nothing");
    let mut wanted = BTreeSet::new();
    for (name, package) in &packages {
        for (ending, text) in [("table", &package.table), ("docs", &package.docs)] {
            let file = format!("{}.{ending}.z", name.replace('/', "."));
            let packed = fs::read(schemas.join("tables").join(&file)).unwrap_or_default();
            let found = miniz_oxide::inflate::decompress_to_vec(&packed).unwrap_or_default();
            assert!(found == text.as_bytes(), "{file} is old: run `cargo run --example schemas`");
            wanted.insert(file);
        }
    }
    let entries = fs::read_dir(schemas.join("tables")).unwrap();
    let found: BTreeSet<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(found, wanted);
}
