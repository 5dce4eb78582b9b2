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
        let name = name.replace('/', ".");
        let (table, docs) = (format!("{name}.table"), format!("{name}.docs.z"));
        let read = |file: &str| fs::read(schemas.join("tables").join(file)).unwrap_or_default();
        let unpacked = miniz_oxide::inflate::decompress_to_vec(&read(&docs)).unwrap_or_default();
        let is_same = (read(&table), unpacked)
            == (package.table.clone().into_bytes(), package.docs.clone().into_bytes());
        assert!(is_same, "{name} is old: run `cargo run --example schemas`");
        wanted.extend([table, docs]);
    }
    let entries = fs::read_dir(schemas.join("tables")).unwrap();
    let found: BTreeSet<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(found, wanted);
}
