//! From loaded packages to a program: one struct literal a file, checked names.

use std::collections::BTreeMap;

use super::ir::{Package as PackageIr, PackageId, Program};
use super::lower::Lowering;
use crate::base::{Code, Diagnostic, Id, Symbols};
use crate::package::Loaded;
use crate::syntax::Parsed;

/// What the command line gives to the program.
#[derive(Clone, Default, Debug)]
pub struct Options {
    /// Values for `@tag(key)`; a flag without a value stands for its own name.
    pub tags: BTreeMap<String, String>,
}

/// Lowers all packages. Errors are those of names and literals: nothing is evaluated.
pub fn build(
    loaded: &Loaded,
    symbols: &mut Symbols,
    options: &Options,
) -> (Program, Vec<Diagnostic>) {
    let mut program = Program::default();
    let mut diagnostics = Vec::new();
    let mut known_tags = Vec::new();
    for index in 0..loaded.packages.len() {
        let mut lowering =
            Lowering::new(&mut program, symbols, loaded, options, PackageId::from_index(index));
        let files = lowering.package();
        diagnostics.append(&mut lowering.diagnostics);
        known_tags.append(&mut lowering.known_tags);
        let path = loaded.packages.get(index).map_or("", |package| &package.path).to_owned();
        program.packages.add(PackageIr { path, files });
    }
    let taken = |tag: &String| known_tags.contains(tag) || loaded.conditions.contains(tag);
    for tag in options.tags.keys().filter(|&tag| !taken(tag)) {
        diagnostics.push(
            Diagnostic::error(
                Code::Usage,
                format!("no `@tag({tag})` takes the value of `-t {tag}`"),
            )
            .help("Give the tag to a field: `name: string @tag(name)`."),
        );
    }
    (program, diagnostics)
}

impl Program {
    /// Lowers an expression of the command line: names mean fields of the root package.
    pub fn expression(
        &mut self,
        loaded: &Loaded,
        parsed: &Parsed,
        symbols: &mut Symbols,
    ) -> Result<super::ExprId, Vec<Diagnostic>> {
        let options = Options::default();
        let mut lowering = Lowering::new(self, symbols, loaded, &options, PackageId::from_index(0));
        let expr = lowering.command_expression(parsed);
        if lowering.diagnostics.is_empty() { Ok(expr) } else { Err(lowering.diagnostics) }
    }
}
