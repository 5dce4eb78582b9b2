//! Where tests stand: behind the fields of files and of the struct literals in them, among the
//! declarations of a struct, and at the top of a file.
//!
//! A test speaks of the field that it stands behind, where that field is written: not of the
//! places that take the field over by reference.

use rustc_hash::FxHashSet;

use super::directive::Directive;
use crate::base::Span;
use crate::program::{Decl, Expr, ExprId, FieldAttribute, Label, Mark, Package, Program, StructId};

/// What a test stands beside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Scope {
    /// Behind a field.
    Field,
    /// Among the declarations of this struct.
    Struct(StructId),
    /// At the top of a file.
    File,
}

/// One test and what it speaks of.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) path: Vec<Label>,
    pub(super) scope: Scope,
    pub(super) test: Result<Directive, String>,
    pub(super) attribute: FieldAttribute,
    /// From the start of which line places are counted.
    pub(super) base: Span,
    /// Whether it never runs, since the label of its field is computed.
    pub(super) idle: bool,
}

/// All tests of the root package that this evaluator is to run, in the order of the source.
pub(super) fn collect(program: &Program) -> Vec<Written> {
    let mut collector = Collector { program, found: Vec::new(), seen: FxHashSet::default() };
    let Some((_, root)) = program.packages.iter().next() else { return Vec::new() };
    for &(_, file) in &root.files {
        if let &Expr::Struct(lit) = program.expr(file) {
            for attribute in &program.literal(lit).attributes {
                collector.take(attribute, &[], Scope::File, attribute.span);
            }
            collector.fields(lit, &[]);
        }
    }
    collector.unreached(root);
    collector.found
}

/// What is said of a test that no path leads to.
const UNREACHED: &str = "this test would never run: it stands within an expression, a \
    comprehension or an embedded value";

struct Collector<'a> {
    program: &'a Program,
    found: Vec<Written>,
    seen: FxHashSet<Span>,
}

impl Collector<'_> {
    fn fields(&mut self, lit: StructId, path: &[Label]) {
        for decl in &self.program.literal(lit).decls {
            match decl {
                Decl::Field { label, span, value, attributes, .. } => {
                    let mut path = path.to_vec();
                    path.push(*label);
                    for attribute in attributes {
                        self.take(attribute, &path, Scope::Field, *span);
                    }
                    self.literal(*value, &path);
                }
                Decl::Dynamic { .. }
                | Decl::Pattern { .. }
                | Decl::Embed(_)
                | Decl::Comprehension(_)
                | Decl::Ellipsis(_) => {}
            }
        }
    }

    fn literal(&mut self, value: ExprId, path: &[Label]) {
        if let &Expr::Struct(lit) = self.program.expr(value) {
            let base = self.program.span(value);
            for attribute in &self.program.literal(lit).attributes {
                self.take(attribute, path, Scope::Struct(lit), base);
            }
            self.fields(lit, path);
        }
    }

    /// Tests that stand where no value has a path known beforehand.
    fn unreached(&mut self, root: &Package) {
        let mut left: Vec<(bool, &FieldAttribute)> = Vec::new();
        for (_, lit) in self.program.literals() {
            left.extend(lit.attributes.iter().map(|one| (false, one)));
            left.extend(lit.nameless.iter().map(|one| (true, one)));
            for decl in &lit.decls {
                if let Decl::Field { attributes, .. } = decl {
                    left.extend(attributes.iter().map(|one| (false, one)));
                }
            }
        }
        let is_ours = |attribute: &FieldAttribute| {
            attribute.name == "test"
                && root.files.iter().any(|(file, _)| *file == attribute.span.file)
        };
        for (idle, attribute) in left.into_iter().filter(|(_, attribute)| is_ours(attribute)) {
            if self.seen.contains(&attribute.span) {
                continue;
            }
            let test = match Directive::read(attribute) {
                Ok(Some(test)) if idle || test.internal().is_some() => Ok(test),
                Ok(None) => continue,
                Ok(Some(_)) | Err(_) => Err(UNREACHED.to_owned()),
            };
            let (attribute, base) = (attribute.clone(), attribute.span);
            self.found.push(Written {
                path: Vec::new(),
                scope: Scope::File,
                test,
                attribute,
                base,
                idle,
            });
        }
    }

    fn take(&mut self, attribute: &FieldAttribute, path: &[Label], scope: Scope, base: Span) {
        if attribute.name != "test" {
            return;
        }
        self.seen.insert(attribute.span);
        let test = match Directive::read(attribute) {
            Ok(None) => return,
            Ok(Some(test)) => Ok(test),
            Err(fault) => Err(fault),
        };
        let (path, attribute, idle) = (path.to_vec(), attribute.clone(), false);
        self.found.push(Written { path, scope, test, attribute, base, idle });
    }
}

/// The struct literals that declare the fields at `path`, in the order of the source.
pub(super) fn literals(program: &Program, path: &[Label]) -> Vec<StructId> {
    let Some((_, root)) = program.packages.iter().next() else { return Vec::new() };
    let files = root.files.iter().filter_map(|&(_, file)| match program.expr(file) {
        &Expr::Struct(lit) => Some(lit),
        _ => None,
    });
    let mut found: Vec<StructId> = files.collect();
    for &label in path {
        let inner = found.iter().flat_map(|&lit| &program.literal(lit).decls);
        found = inner
            .filter_map(|decl| match decl {
                Decl::Field { label: here, value, mark: Mark::Regular, .. } if *here == label => {
                    match program.expr(*value) {
                        &Expr::Struct(lit) => Some(lit),
                        _ => None,
                    }
                }
                _ => None,
            })
            .collect();
    }
    found
}
