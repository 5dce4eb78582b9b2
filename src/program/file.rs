//! Lowering of packages, their files and imports, and of expressions of the command line.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::build::Over;
use super::ir::{Decl, Expr, ExprId};
use super::lower::Lowering;
use super::scope::{Meaning, Name, Opens, Scope, Sort};
use super::tops::{Seen, Tops};
use crate::base::{Code, Diagnostic, FileId, Id};
use crate::package::{Import, Loaded, PackageFile};
use crate::syntax::tree::{self, DeclKind, ExprKind, LabelKind, Tree};
use crate::syntax::{Parsed, literal};

impl<'a> Lowering<'a> {
    /// Lowers all files of the package.
    pub(super) fn package(&mut self) -> Vec<(FileId, ExprId)> {
        let loaded = self.loaded;
        let Some(package) = loaded.packages.get(self.package.index()) else { return Vec::new() };
        // A file alone sees no other's names.
        let tops = match package.files.as_slice() {
            [] | [_] => Rc::default(),
            _ => Rc::new(Tops::of(loaded, self.package)),
        };
        let lowered = |file: &PackageFile| (file.file, self.package_file(file, &tops));
        package.files.iter().map(lowered).collect()
    }

    fn package_file(&mut self, file: &PackageFile, tops: &Rc<Tops<'a>>) -> ExprId {
        self.file = file.file;
        self.seen = Seen::by(file.file, tops);
        let tree = &file.parsed.tree;
        self.reserve(tree);
        self.experiments = tree.experiments;
        let mut scope = Scope::new(Opens::Struct);
        self.shadowed.clear();
        self.defer(file);
        self.imports = self.declare_imports(tree, &mut scope);
        let mut lit = self.declarations(tree, &tree.decls, scope, true);
        let embedded = &self.loaded.embedded;
        let nodes = tree.attributes.iter().filter_map(|attribute| embedded.get(&attribute.span));
        let embeds = nodes.map(|&node| Decl::Embed(self.program.datum(node)));
        lit.decls.splice(0..0, embeds);
        let lit = self.program.structs.add(lit);
        self.diagnostics.extend(std::mem::take(&mut self.lets).circle());
        self.add(Expr::Struct(lit), tree.span)
    }

    /// An expression of the command line, in the scope of the root package, and of the data `over`
    /// which it is; the standard library need not be imported.
    pub(super) fn command_expression(&mut self, parsed: &Parsed, over: Over) -> ExprId {
        self.file = parsed.tree.span.file;
        self.seen = Seen::all(Rc::new(Tops::of(self.loaded, self.package)));
        let has_data = over == Over::Instance && !self.loaded.documents.is_empty();
        let has_more = has_data || self.loaded.beside.is_some();
        self.any_name = has_more || self.has_unknown_names();
        self.offered = offered(self.loaded);
        self.scopes.push(Scope::new(Opens::Struct));
        match parsed.tree.decls.as_slice() {
            [tree::Decl { kind: DeclKind::Embed(expr), .. }] => self.expr(&parsed.tree, *expr),
            _ => {
                let span = parsed.tree.span;
                self.error(Code::Usage, "`-e` takes one expression", span);
                self.add(Expr::Bad, span)
            }
        }
    }

    /// An expression of a file, as if it stood at the top of it.
    pub(super) fn top_expression(
        &mut self,
        tree: &Tree,
        expr: tree::ExprId,
        tops: &Rc<Tops<'a>>,
    ) -> ExprId {
        self.file = tree.span.file;
        self.seen = Seen::all(Rc::clone(tops));
        self.experiments = tree.experiments;
        let mut scope = Scope::new(Opens::Struct);
        self.imports = self.declare_imports(tree, &mut scope);
        self.scopes.push(scope);
        self.expr(tree, expr)
    }

    /// Makes room for what a file becomes: arenas that grow leave as much again behind.
    fn reserve(&mut self, tree: &Tree) {
        let is_struct = |expr: &tree::Expr| matches!(expr.kind, ExprKind::Struct { .. });
        let structs = tree.exprs.iter().filter(|(_, expr)| is_struct(expr)).count();
        self.program.exprs.reserve(tree.exprs.len());
        self.program.structs.reserve(structs + 1);
    }

    /// Whether the package's files have fields that only evaluation knows, or that references
    /// from within do not see.
    fn has_unknown_names(&self) -> bool {
        let Some(package) = self.loaded.packages.get(self.package.index()) else { return false };
        let mut decls = package.files.iter().flat_map(|file| &file.parsed.tree.decls);
        decls.any(|decl| match &decl.kind {
            DeclKind::Field(field) => !matches!(field.label.kind, LabelKind::Ident),
            DeclKind::Embed(_) | DeclKind::Comprehension(_) => true,
            DeclKind::Ellipsis(_) | DeclKind::Let(_) | DeclKind::Attribute(_) | DeclKind::Bad => {
                false
            }
        })
    }

    fn declare_imports(&mut self, tree: &Tree, scope: &mut Scope<'a>) -> Vec<Option<Import>> {
        let loaded = self.loaded;
        let package = loaded.packages.get(self.package.index());
        let mut imports = Vec::new();
        for (index, import) in tree.imports.iter().enumerate() {
            let path = literal::import_path(self.text(import.path)).unwrap_or_default();
            let target = package.and_then(|package| package.imports.get(&path)).cloned();
            let text = match import.name {
                Some(name) => self.text(name).to_owned(),
                None => imported_name(&path, target.as_ref(), loaded),
            };
            imports.push(target);
            if let Some(first) = scope.get(&text) {
                self.diagnostics.push(
                    Diagnostic::error(Code::Redeclared, format!("two imports are called `{text}`"))
                        .at(import.span, "the second one")
                        .at(first.span, "the first one")
                        .help("Give one of them another name: `import other \"path\"`."),
                );
                continue;
            }
            let name = Name {
                meaning: Meaning::Import(index),
                sort: Sort::Import,
                span: import.span,
                must_use: true,
                used: false,
            };
            scope.declare(text, name);
        }
        imports
    }
}

/// The packages of the standard library by the names that only one of them has.
fn offered(loaded: &Loaded) -> BTreeMap<String, String> {
    let mut offered: BTreeMap<&str, Option<&String>> = BTreeMap::new();
    for path in &loaded.standard {
        let name = path.rsplit('/').next().unwrap_or(path);
        offered.entry(name).and_modify(|known| *known = None).or_insert(Some(path));
    }
    let only = |(name, path): (&str, Option<&String>)| Some((name.to_owned(), path?.clone()));
    offered.into_iter().filter_map(only).collect()
}

/// The name of an import without one of its own: behind the colon, of the package's clause, or
/// the last element of the path without a version.
fn imported_name(path: &str, target: Option<&Import>, loaded: &Loaded) -> String {
    if let Some((_, name)) = path.rsplit_once(':') {
        return name.to_owned();
    }
    if let Some(Import::Package(index)) = target
        && let Some(name) = loaded.packages.get(*index).and_then(|package| package.name.as_ref())
    {
        return name.clone();
    }
    let path = path.split('@').next().unwrap_or(path);
    path.rsplit('/').next().unwrap_or(path).to_owned()
}
