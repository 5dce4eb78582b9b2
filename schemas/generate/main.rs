//! Writes the tables of the built-in kinds of Kubernetes, `schemas/tables`, from the source of the
//! `k8s-openapi` that this package is tested with:
//!
//! ```text
//! cargo run --example schemas               writes the tables
//! cargo run --example schemas -- apps/v1    shows the table of a package
//! ```

#![allow(clippy::print_stdout, reason = "what it makes can be looked at")]

mod facts;
mod literal;
mod source;
mod table;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use facts::Facts;

fn main() -> ExitCode {
    match run(std::env::args().nth(1).as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("schemas: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(shown: Option<&str>) -> Result<(), String> {
    let packages = packages()?;
    if let Some(name) = shown {
        let package = packages.get(name).ok_or_else(|| format!("there is no package {name}"))?;
        print!("{}\n{}", package.table, package.docs);
        return Ok(());
    }
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/tables");
    let fault = |error: std::io::Error| format!("{}: {error}", directory.display());
    fs::remove_dir_all(&directory).or_else(missing).map_err(fault)?;
    fs::create_dir_all(&directory).map_err(fault)?;
    for (name, package) in &packages {
        let name = name.replace('/', ".");
        let table = directory.join(format!("{name}.table"));
        fs::write(table, &package.table).map_err(fault)?;
        let docs = directory.join(format!("{name}.docs.z"));
        fs::write(docs, packed(&package.docs)).map_err(fault)?;
    }
    Ok(())
}

/// The tables of all packages by their names.
fn packages() -> Result<BTreeMap<String, table::Package>, String> {
    let releases = source::releases(&source::directory()?)?;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/facts.tsv");
    let mut facts = Facts::read(&file)?;
    let packages = table::packages(&releases, &mut facts)?;
    let unused = facts.unused();
    if unused.is_empty() { Ok(packages) } else { Err(format!("facts about nothing: {unused:#?}")) }
}

/// The text as it is embedded.
fn packed(text: &str) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec(text.as_bytes(), 9)
}

fn missing(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}
