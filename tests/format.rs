//! `infc fmt` held against the conformance cases: it gives what CUE's formatter gives, but for the
//! pairs in `tests/format/differs.txt`; laid out again nothing changes; no comment is lost.
//!
//! The cases are not part of the repository; where they are absent, that is said and all passes.

use std::fs;
use std::path::{Path, PathBuf};

use infc::base::Sources;
use infc::format::tidy;
use infc::syntax::parse;

/// Pairs that differ, with reasons; the list may only get shorter.
const DIFFERS: &str = include_str!("format/differs.txt");

#[test]
fn pages_show_how_sources_are_laid_out() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/format/pages.txt");
    let pages = fs::read_to_string(&path).expect("the pages can be read");
    let mut blocks = pages.split("\n=== ");
    let mut seen = blocks.next().expect("the pages have a head").to_owned();
    for block in blocks {
        let (name, rest) = block.split_once('\n').expect("a page has a name");
        let (source, _) = rest.split_once("---").expect("a page has a line `---`");
        let tidied = once(source).0;
        assert_eq!(once(&tidied).0, tidied, "{name}: changes again");
        seen.push_str(&format!("\n=== {name}\n{source}---\n{}", tidied));
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &seen).expect("the pages can be written");
    } else {
        assert!(seen == pages, "the pages differ from:\n{seen}");
    }
}

#[test]
fn sources_are_laid_out_as_cue_does() {
    let Some(cases) = cases() else { return };
    let known: Vec<&str> = DIFFERS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| line.split_once(": ").map(|(name, _)| name))
        .collect();
    let mut faults = Vec::new();
    let mut count = 0;
    for pair in files_below(&cases, ".cue.fmt") {
        count += 1;
        let source = fs::read_to_string(pair.with_extension("")).expect("a source can be read");
        let wanted = fs::read_to_string(&pair).expect("a result can be read");
        let name = pair.strip_prefix(&cases).expect("it lies below").display().to_string();
        let same = once(&source).0 == wanted;
        match (same, known.contains(&name.as_str())) {
            (false, false) => faults.push(format!("{name}: differs")),
            (true, true) => faults.push(format!("{name}: does not differ any more")),
            (true, false) | (false, true) => {}
        }
    }
    assert!(count > 0, "there are no pairs");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_is_laid_out_stays_so_and_keeps_its_comments() {
    let Some(cases) = cases() else { return };
    let mut faults = Vec::new();
    for path in files_below(&cases, ".cue") {
        let source = fs::read_to_string(&path).expect("a source can be read");
        let (tidied, comments) = once(&source);
        let (again, kept) = once(&tidied);
        if again != tidied {
            faults.push(format!("{}: changes again", path.display()));
        }
        if kept != comments {
            faults.push(format!("{}: comments are not the same", path.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A source laid out, and the comments that it has.
fn once(source: &str) -> (String, Vec<String>) {
    let mut sources = Sources::default();
    let file = sources.add("case.cue", source);
    let parsed = parse(file, source);
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics.first());
    let mut comments: Vec<String> =
        parsed.comments.iter().map(|span| span.of(source).to_owned()).collect();
    comments.sort();
    (tidy(&parsed.tree, source), comments)
}

/// The cases, where they are.
fn cases() -> Option<PathBuf> {
    let shared = std::env::var_os("INFC_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let cases = shared.join("conformance/cue");
    if !cases.is_dir() {
        eprintln!("skipped: {} is absent", cases.display());
        return None;
    }
    Some(cases)
}

/// All files below `directory` whose names end so, in order.
fn files_below(directory: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(directory).expect("a directory can be read") {
            let path = entry.expect("a directory can be read").path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
