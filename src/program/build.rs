//! From loaded packages to a program: one struct literal a file, checked names.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::ir::{Expr, ExprId, Package as PackageIr, PackageId, Program, Universe};
use super::lower::Lowering;
use super::tops::Tops;
use rustc_hash::FxHashMap;

use crate::base::{Code, Diagnostic, FileId, Id, Span, Symbols};
use crate::package::Loaded;
use crate::syntax::Parsed;
use crate::syntax::tree::{self, Tree};

/// What the command line gives to the program.
#[derive(Clone, Default, Debug)]
pub struct Options {
    /// What `-t` gives, in order.
    pub tags: Vec<Tag>,
    /// The variables of the system by name, if tags may take them.
    pub variables: Option<BTreeMap<String, String>>,
    /// Whether what repeats is lowered when it is asked for, which pays where little is.
    pub deferred: bool,
}

/// What an expression of the command line is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Over {
    /// The root package alone.
    Package,
    /// The package with the data of the data files.
    Instance,
}

/// One `-t key=value` or `-t key`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tag {
    /// The name.
    pub key: String,
    /// The value; a flag has none.
    pub value: Option<String>,
}

/// Lowers all packages. Errors are those of names and literals: nothing is evaluated.
pub fn build(
    loaded: &Loaded,
    symbols: &mut Symbols,
    options: &Options,
) -> (Program, Vec<Diagnostic>) {
    let (mut program, stored) = Program::of_stored(loaded, symbols);
    program.take(&loaded.plain, symbols);
    let mut diagnostics = Vec::new();
    let mut taken = BTreeSet::new();
    for (index, stored) in stored.into_iter().enumerate() {
        let path = loaded.packages.get(index).map_or("", |package| &package.path).to_owned();
        if let Some(files) = stored {
            program.packages.add(PackageIr { path, files });
            continue;
        }
        let mut lowering =
            Lowering::new(&mut program, symbols, loaded, options, PackageId::from_index(index));
        let files = lowering.package();
        diagnostics.append(&mut lowering.diagnostics);
        taken.append(&mut lowering.taken_tags);
        program.packages.add(PackageIr { path, files });
    }
    program.give_ids();
    program.file_ranks = file_ranks(loaded);
    for (index, Tag { key, value }) in options.tags.iter().enumerate() {
        let asked = value.is_none() && loaded.conditions.contains(key);
        if !asked && !taken.contains(&index) {
            diagnostics.push(unused_tag(key, value.as_deref()));
        }
    }
    (program, diagnostics)
}

/// The rank of each file in the order of paths; absolute ones are first.
fn file_ranks(loaded: &Loaded) -> FxHashMap<FileId, u32> {
    let mut files: Vec<FileId> = (0..loaded.sources.len()).map(FileId::from_index).collect();
    let path = |file: FileId| loaded.sources.path(file);
    files.sort_by_key(|&file| (!path(file).is_absolute(), path(file).as_os_str()));
    (0..).zip(files).map(|(rank, file)| (file, rank)).collect()
}

impl Program {
    /// Lowers an expression of the command line: names mean fields of the root package.
    pub fn expression(
        &mut self,
        loaded: &Loaded,
        parsed: &Parsed,
        over: Over,
        symbols: &mut Symbols,
    ) -> Result<ExprId, Vec<Diagnostic>> {
        let options = Options::default();
        let mut lowering = Lowering::new(self, symbols, loaded, &options, PackageId::ROOT);
        let expr = lowering.command_expression(parsed, over);
        if lowering.diagnostics.is_empty() { Ok(expr) } else { Err(lowering.diagnostics) }
    }
}

impl Program {
    /// Lowers an expression of a file of the root package as if it stood at the top of the file;
    /// nothing if it has names that mean nothing there. `tops` are those of that package.
    pub fn part<'a>(
        &mut self,
        loaded: &'a Loaded,
        tops: &Rc<Tops<'a>>,
        tree: &Tree,
        expr: tree::ExprId,
        symbols: &mut Symbols,
    ) -> Option<ExprId> {
        let options = Options::default();
        let mut lowering = Lowering::new(self, symbols, loaded, &options, PackageId::ROOT);
        let lowered = lowering.top_expression(tree, expr, tops);
        lowering.diagnostics.is_empty().then_some(lowered)
    }

    /// The type `string`, as if it stood at `span`.
    pub fn string_type(&mut self, span: Span) -> ExprId {
        self.exprs.add((Expr::Universe(Universe::String), span))
    }
}

fn unused_tag(key: &str, value: Option<&str>) -> Diagnostic {
    match value {
        Some(_) => Diagnostic::error(
            Code::Usage,
            format!("no `@tag({key})` takes the value of `-t {key}`"),
        )
        .help("Give the tag to a field: `name: string @tag(name)`."),
        None => Diagnostic::error(Code::Usage, format!("nothing asks for the tag `-t {key}`"))
            .help(format!(
                "A field takes it by `@tag(name, short={key})`, a file by `@if({key})`; a value is given by `-t {key}=value`."
            )),
    }
}
