//! Parses and lowers the module library while infc is built, so that no run has to: see
//! `src/package/library.rs`, which takes what is made here, and `src/syntax/stored.rs` and
//! `src/program/stored`, the forms that trees and programs are kept in.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    unfulfilled_lint_expectations,
    reason = "of the rooms, only parsing and lowering are used"
)]

extern crate alloc;

#[path = "src/base/mod.rs"]
mod base;
#[path = "src/syntax/mod.rs"]
mod syntax;

/// The room without what is made while a program runs.
#[path = "src/program"]
mod program {
    mod attributes;
    mod build;
    mod comprehension;
    mod constant;
    mod data;
    mod deferred;
    mod ellipsis;
    mod file;
    mod ir;
    mod label;
    mod lets;
    mod lower;
    mod name;
    mod operator;
    mod predeclared;
    mod scope;
    mod stored;
    mod structs;
    mod tag;
    mod tops;

    pub use attributes::FieldAttribute;
    pub use label::Label;
    pub use stored::store;
}

/// What lowering knows of packages.
mod package {
    use std::collections::{BTreeMap, BTreeSet};

    use crate::base::{FileId, Names, Plain, PlainId, Sources, Span};
    use crate::schema::Release;
    use crate::syntax::Reading;

    #[derive(Default)]
    pub struct Loaded {
        pub sources: Sources,
        pub packages: Vec<Package>,
        pub names: &'static Names,
        pub conditions: BTreeSet<String>,
        pub beside: Option<usize>,
        pub plain: Plain,
        pub documents: Vec<PlainId>,
        pub embedded: BTreeMap<Span, PlainId>,
        pub release: Release,
        pub standard: Vec<String>,
    }

    #[derive(Default)]
    pub struct Package {
        pub path: String,
        pub name: Option<String>,
        pub files: Vec<PackageFile>,
        pub lowered: Option<&'static [u8]>,
        pub imports: BTreeMap<String, Import>,
    }

    pub struct PackageFile {
        pub file: FileId,
        pub parsed: Reading,
    }

    #[derive(Clone)]
    pub enum Import {
        Package(usize),
        Standard(String),
    }
}

/// What programs know of Kubernetes.
#[path = "src/schema"]
mod schema {
    mod release;

    pub use release::Release;
}

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs, io};

use base::{FileId, Names, Symbols};
use package::{Import, Loaded, Package, PackageFile};
use syntax::{Reading, literal};

/// The functions that most runs go through.
const HOT: &str = "benches/hot.txt";

/// A source of the library: where it lies in `modules/`, and its text.
type Source = (String, String);

fn main() -> Result<(), Box<dyn Error>> {
    let rooms = ["src/base", "src/syntax", "src/program", "src/schema/release.rs"];
    for watched in ["build.rs", "grammar", "modules"].into_iter().chain(rooms) {
        println!("cargo::rerun-if-changed={watched}");
    }
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("modules");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    link(&out)?;
    let mut files = Vec::new();
    sources(&root, &mut files)?;
    let shown = |file: &PathBuf| -> String {
        let path = file.strip_prefix(&root).unwrap_or(file);
        path.to_string_lossy().replace('\\', "/")
    };
    files.sort_by_cached_key(shown);
    let mut texts: Vec<Source> = Vec::new();
    let mut list = String::from("&[\n");
    for (index, file) in files.iter().enumerate() {
        let text = fs::read_to_string(file)?;
        let parsed = syntax::parse(FileId::at(0), &text);
        // A file with errors has no tree: the run that imports it parses it, and tells them.
        let is_good = parsed.diagnostics.is_empty();
        let made = |store: fn(&syntax::Parsed) -> Vec<u8>| {
            if is_good { store(&parsed) } else { Vec::new() }
        };
        fs::write(out.join(format!("{index}.tree")), made(syntax::stored::store))?;
        fs::write(out.join(format!("{index}.head")), made(syntax::stored::store_preamble))?;
        let path = shown(file);
        writeln!(
            list,
            "Source {{ path: {path:?}, text: include_str!({file:?}), \
             preamble: include_bytes!(\"{index}.head\"), tree: include_bytes!(\"{index}.tree\") }},"
        )?;
        texts.push((path, text));
    }
    list.push(']');
    fs::write(out.join("sources.rs"), list)?;
    packages(&texts, &out)
}

/// Lowers the packages of the library.
fn packages(texts: &[Source], out: &Path) -> Result<(), Box<dyn Error>> {
    let mut places: BTreeMap<&str, Vec<&Source>> = BTreeMap::new();
    for source in texts {
        let (place, name) = source.0.rsplit_once('/').unwrap_or(("", &source.0));
        let stem = name.trim_end_matches(".inf");
        // As `takes_part` has it in the room of packages.
        let set_apart = stem.starts_with(['_', '.']) || stem.ends_with("_tool");
        if !set_apart && !stem.ends_with("_test") {
            places.entry(place).or_default().push(source);
        }
    }
    let mut list = String::from("&[\n");
    let mut symbols = Symbols::default();
    for (index, (place, sources)) in places.into_iter().enumerate() {
        if let Some(bytes) = program::store(&loaded(place, &sources), &mut symbols) {
            fs::write(out.join(format!("{index}.package")), bytes)?;
            let count = sources.len();
            writeln!(
                list,
                "Lowered {{ place: {place:?}, sources: {count}, \
                 bytes: include_bytes!(\"{index}.package\") }},"
            )?;
        }
    }
    list.push(']');
    fs::write(out.join("packages.rs"), list)?;
    let names = Names::written(symbols.names()).ok_or("the library has too many names")?;
    fs::write(out.join("names.rs"), names)?;
    Ok(())
}

/// The package `place`, and one for each that it imports, of which nothing is known but the path.
fn loaded(place: &str, sources: &[&Source]) -> Loaded {
    let mut loaded = Loaded::default();
    let mut package = Package { path: place.to_owned(), ..Package::default() };
    let mut others = Vec::new();
    for (path, text) in sources {
        let file = loaded.sources.add(path, text.as_str());
        let parsed = syntax::parse(file, text);
        for import in &parsed.tree.imports {
            let path = literal::import_path(import.path.of(text)).unwrap_or_default();
            package.imports.entry(path.clone()).or_insert_with(|| {
                others.push(Package { path, ..Package::default() });
                Import::Package(others.len())
            });
        }
        package.files.push(PackageFile { file, parsed: Reading::Whole(Arc::new(parsed)) });
    }
    loaded.packages = vec![package];
    loaded.packages.append(&mut others);
    loaded
}

/// Lets the binary be loaded where it was linked for, where the system takes such ones: else thirty
/// thousand addresses in its tables would be written anew in each run, which takes a millisecond.
/// And in what people use, puts together what most runs go through (`benches/hot.py` says why), unless
/// whoever builds it has chosen a linker: not all read scripts.
fn link(out: &Path) -> io::Result<()> {
    let target = |key: &str| env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default();
    if target("OS") != "linux" || target("ENV") != "gnu" || target("ARCH") != "x86_64" {
        return Ok(());
    }
    println!("cargo::rustc-link-arg-bins=-no-pie");
    println!("cargo::rerun-if-changed={HOT}");
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let is_chosen = flags.contains("fuse-ld") || env::var_os("RUSTC_LINKER").is_some();
    let is_used = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if is_used && !is_chosen {
        let mut script = String::from("SECTIONS { .text.hot : {\n");
        for name in fs::read_to_string(HOT)?.lines() {
            script
                .push_str(&format!("*(.text.{name}* .text.hot.{name}* .text.unlikely.{name}*)\n"));
        }
        script.push_str("} } INSERT BEFORE .text;\n");
        let path = out.join("hot.ld");
        fs::write(&path, script)?;
        println!("cargo::rustc-link-arg-bins=-Wl,-T,{}", path.display());
    }
    Ok(())
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
