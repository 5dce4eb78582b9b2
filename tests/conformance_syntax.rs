//! Every file of the conformance cases must be read without a syntax error: real CUE reads them.

use std::path::{Path, PathBuf};

use infc::base::Sources;
use infc::syntax::parse;

fn shared() -> PathBuf {
    match std::env::var_os("INFC_SHARED") {
        Some(path) => path.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
    }
}

/// All `.cue` files below `folder`.
fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    for entry in entries.map(|entry| entry.expect("the entry can be read").path()) {
        if entry.is_dir() {
            files(&entry, into);
        } else if entry.to_string_lossy().ends_with(".cue")
            || entry.to_string_lossy().ends_with(".cue.fmt")
        {
            into.push(entry);
        }
    }
}

#[test]
fn every_conformance_file_is_read() {
    let folder = shared().join("conformance/cue");
    if !folder.is_dir() {
        println!("skipped: {} is absent", folder.display());
        return;
    }
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    paths.sort();
    let mut refused = Vec::new();
    for path in &paths {
        let text = std::fs::read_to_string(path).expect("the file can be read");
        let mut sources = Sources::default();
        let file = sources.add(path, text);
        let parsed = parse(file, sources.text(file));
        for diagnostic in &parsed.diagnostics {
            let place = sources.line_column(diagnostic.marks[0].span);
            let name = path.strip_prefix(&folder).expect("it is below").display();
            refused.push(format!("{name}:{}:{}: {}", place.line, place.column, diagnostic.message));
        }
    }
    assert!(refused.is_empty(), "{} files\n{}", paths.len(), refused.join("\n"));
}
