//! What is unpacked against what lowering gives.

use crate::base::Symbols;
use crate::package::{self, LoadOptions, Loaded, Memory};
use crate::program::{Decl, Expr, Options, Program, Uses, build};

/// A source that imports the whole library.
fn library() -> Loaded {
    let imports = package::embedded().into_iter().map(|path| format!("import {path:?}\n"));
    let files = Memory::new("/w").with("a.inf", imports.collect::<String>());
    let inputs = package::inputs(&files, &["a.inf".to_owned()]).expect("a file");
    package::load(&files, inputs.roots.first().expect("a root"), &LoadOptions::default())
}

/// Each declaration at the top: where its value stands, and what the names in it mean.
fn declarations(program: &Program, symbols: &Symbols) -> Vec<(String, Uses)> {
    let mut all = Vec::new();
    for (_, package) in program.packages.iter().skip(1) {
        for &(_, file) in &package.files {
            let Expr::Struct(literal) = program.expr(file) else { panic!("a file is a struct") };
            for decl in &program.structs[*literal].decls {
                if let Decl::Field { label, span, mark, value, .. } = decl {
                    let name = label.text(symbols);
                    let place = (span, program.span(*value), mark);
                    all.push((
                        format!("{} {name} {place:?}", package.path),
                        program.uses(symbols, *value),
                    ));
                }
            }
        }
    }
    all
}

#[test]
fn what_is_unpacked_is_what_was_lowered() {
    let mut loaded = library();
    let stored = loaded.packages.iter().filter(|package| package.lowered.is_some());
    assert_eq!(stored.count(), package::embedded().len(), "all of the library is stored");

    let mut symbols = Symbols::default();
    let (unpacked, _) = build(&loaded, &mut symbols, &Options::default());
    let unpacked = declarations(&unpacked, &symbols);

    loaded.packages.iter_mut().for_each(|package| package.lowered = None);
    let mut symbols = Symbols::default();
    let (lowered, _) = build(&loaded, &mut symbols, &Options::default());
    let lowered = declarations(&lowered, &symbols);

    assert!(lowered.len() > 100, "{} declarations", lowered.len());
    assert_eq!(unpacked.len(), lowered.len());
    for (one, other) in unpacked.iter().zip(&lowered) {
        assert_eq!(one.0, other.0);
        assert_eq!(one.1.meaning, other.1.meaning, "{}", one.0);
    }
}

#[test]
fn other_bytes_are_no_package() {
    let mut loaded = library();
    let package = loaded.packages.iter().position(|package| package.path == "kam").expect("kam");
    let bytes = loaded.packages[package].lowered.expect("stored");
    for end in (0..bytes.len()).step_by(97) {
        loaded.packages[package].lowered = bytes.get(..end);
        let mut symbols = Symbols::default();
        // What cannot be unpacked is lowered.
        let (program, _) = build(&loaded, &mut symbols, &Options::default());
        let declared = declarations(&program, &symbols);
        assert!(declared.iter().any(|one| one.0.starts_with("kam #AppConfiguration")), "{end}");
    }
}
