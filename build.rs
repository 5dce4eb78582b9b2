//! Parses the module library while infc is built, so that no run has to: see `src/package/library.rs`,
//! which takes what is made here, and `src/syntax/stored.rs`, the form that the trees are kept in.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    unfulfilled_lint_expectations,
    reason = "of the two rooms, only parsing is used"
)]

extern crate alloc;

#[path = "src/base/mod.rs"]
mod base;
#[path = "src/syntax/mod.rs"]
mod syntax;

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use base::FileId;

fn main() -> Result<(), Box<dyn Error>> {
    for watched in ["build.rs", "grammar", "modules", "src/base", "src/syntax"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    fix_in_place();
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("modules");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut files = Vec::new();
    sources(&root, &mut files)?;
    files.sort();
    let mut list = String::from("&[\n");
    for (index, file) in files.iter().enumerate() {
        let text = fs::read_to_string(file)?;
        let parsed = syntax::parse(FileId::at(0), &text);
        // A file with errors has no tree: the run that imports it parses it, and tells them.
        let is_good = parsed.diagnostics.is_empty();
        let tree = if is_good { syntax::stored::store(&parsed) } else { Vec::new() };
        fs::write(out.join(format!("{index}.tree")), tree)?;
        let path = file.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
        writeln!(
            list,
            "Source {{ path: {path:?}, text: include_str!({file:?}), tree: include_bytes!(\"{index}.tree\") }},"
        )?;
    }
    list.push(']');
    fs::write(out.join("library.rs"), list)?;
    Ok(())
}

/// Lets the binary be loaded where it was linked for, where the system takes such ones: else thirty
/// thousand addresses in its tables would be written anew in each run, which takes a millisecond.
fn fix_in_place() {
    let target = |key: &str| env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" && target("ARCH") == "x86_64" {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

/// Adds the sources below `directory` to `found`.
fn sources(directory: &Path, found: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "inf") {
            found.push(path);
        }
    }
    Ok(())
}
