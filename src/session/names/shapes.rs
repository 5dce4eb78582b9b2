//! What an expression is made of: the struct literals and packages whose fields it has.

use super::{Names, Target, unique};
use crate::base::FileId;
use crate::package::Import;
use crate::session::index::{ScopeId, Sort};
use crate::syntax::tree::{BinaryOp, Element, ExprId, ExprKind, UnaryOp};

/// Something that has fields.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Shape {
    /// A struct literal, or the body of a file.
    Struct(FileId, ScopeId),
    /// A package of files.
    Package(usize),
    /// A package of the standard library.
    Standard(String),
}

impl Names<'_> {
    /// The shapes of an expression.
    pub(crate) fn shapes(&self, file: FileId, expr: ExprId) -> Vec<Shape> {
        let mut walk = Walk { names: self, seen: Vec::new(), found: Vec::new() };
        walk.expr(file, expr);
        walk.found
    }

    /// The shapes of what `target` stands for.
    pub(crate) fn shapes_of(&self, target: &Target) -> Vec<Shape> {
        let mut walk = Walk { names: self, seen: Vec::new(), found: Vec::new() };
        walk.target(target);
        walk.found
    }

    /// The fields of a shape with that name; without one, the constraints on fields of any name.
    pub(crate) fn members(&self, shape: &Shape, name: &str) -> Vec<Target> {
        match shape {
            Shape::Struct(file, scope) => self.fields(*file, *scope, name),
            Shape::Package(package) => {
                let files = self.package_files(*package);
                let top = files
                    .into_iter()
                    .filter_map(|file| self.file(file).map(|one| (file, one.index.file())));
                top.flat_map(|(file, scope)| self.fields(file, scope, name)).collect()
            }
            Shape::Standard(path) => vec![Target::Member(path.clone(), name.to_owned())],
        }
    }

    fn fields(&self, file: FileId, scope: ScopeId, name: &str) -> Vec<Target> {
        let Some(here) = self.file(file) else { return Vec::new() };
        let definitions = &here.index.definitions;
        let named = here.index.declared(scope, name).filter(|&id| definitions[id].is_field());
        let mut found: Vec<Target> = named.map(|id| Target::Declared(file, id)).collect();
        if found.is_empty() {
            let ids = here.index.scopes[scope].definitions.iter().copied();
            let patterns = ids.filter(|&id| definitions[id].sort == Sort::Pattern);
            found.extend(patterns.map(|id| Target::Declared(file, id)));
        }
        found
    }

    /// The members `name` of the reference `base`, where they are declared only in what is
    /// unified with what it leads to.
    pub(super) fn members_by_unification(
        &self,
        file: FileId,
        base: ExprId,
        name: &str,
    ) -> Vec<Target> {
        let Some(one) = self.file(file).and_then(|here| here.index.use_of(base)) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for target in self.led(file, one) {
            for same in self.declarations(&target) {
                for shape in self.shapes_of(&same) {
                    found.extend(self.members(&shape, name));
                }
            }
        }
        unique(found)
    }

    /// The expressions that the elements of a list expression are made of: those at `place`, if it
    /// is known, and those that hold for all.
    pub(super) fn elements(
        &self,
        file: FileId,
        expr: ExprId,
        place: Option<usize>,
    ) -> Vec<(FileId, ExprId)> {
        let mut found = Vec::new();
        let mut seen = Vec::new();
        let mut open = vec![(file, expr)];
        while let Some((file, expr)) = open.pop() {
            let Some(here) = self.file(file) else { continue };
            if seen.contains(&(file, expr)) || !self.step() {
                continue;
            }
            seen.push((file, expr));
            match &here.parsed.tree.exprs[expr].kind {
                ExprKind::List(elements) => {
                    for (index, element) in elements.iter().enumerate() {
                        match element {
                            Element::Value(value) if Some(index) == place => {
                                found.push((file, *value));
                            }
                            Element::Ellipsis(_, Some(rest)) => found.push((file, *rest)),
                            Element::Value(_)
                            | Element::Ellipsis(_, None)
                            | Element::Comprehension(_) => {}
                        }
                    }
                }
                ExprKind::Ident | ExprKind::Select { .. } => {
                    let Some(one) = here.index.use_of(expr) else { continue };
                    for target in self.led(file, one) {
                        if let Target::Declared(file, id) = target
                            && let Some(value) = self.definition(file, id).and_then(|one| one.value)
                        {
                            open.push((file, value));
                        }
                    }
                }
                ExprKind::Binary(BinaryOp::And | BinaryOp::Or, left, right, _) => {
                    open.extend([(file, *left), (file, *right)]);
                }
                ExprKind::Paren(inner)
                | ExprKind::Unary(UnaryOp::Default, inner)
                | ExprKind::Alias { value: inner, .. } => open.push((file, *inner)),
                _ => {}
            }
        }
        found
    }
}

struct Walk<'n, 'l> {
    names: &'n Names<'l>,
    seen: Vec<(FileId, ExprId)>,
    found: Vec<Shape>,
}

impl Walk<'_, '_> {
    fn expr(&mut self, file: FileId, expr: ExprId) {
        if self.seen.contains(&(file, expr)) || !self.names.step() {
            return;
        }
        self.seen.push((file, expr));
        let names = self.names;
        let Some(here) = names.file(file) else { return };
        match &here.parsed.tree.exprs[expr].kind {
            ExprKind::Struct { .. } => {
                let Some(scope) = here.index.scope_of(expr) else { return };
                self.add(Shape::Struct(file, scope));
                for &embedded in &here.index.scopes[scope].embedded {
                    self.expr(file, embedded);
                }
            }
            ExprKind::Ident | ExprKind::Select { .. } => self.reference(file, expr),
            ExprKind::Index { base, index, .. } => {
                self.reference(file, expr);
                let place = match &here.parsed.tree.exprs[*index].kind {
                    ExprKind::Number => {
                        here.parsed.tree.exprs[*index].span.of(here.text).parse().ok()
                    }
                    _ => None,
                };
                for (file, element) in names.elements(file, *base, place) {
                    self.expr(file, element);
                }
            }
            ExprKind::Binary(BinaryOp::And | BinaryOp::Or, left, right, _) => {
                self.expr(file, *left);
                self.expr(file, *right);
            }
            ExprKind::Paren(inner)
            | ExprKind::Open(inner)
            | ExprKind::Optional(inner)
            | ExprKind::Unary(UnaryOp::Default, inner)
            | ExprKind::Alias { value: inner, .. } => self.expr(file, *inner),
            ExprKind::Call { callee, arguments } => {
                if here.parsed.tree.exprs[*callee].span.of(here.text) == "close" {
                    for &argument in arguments {
                        self.expr(file, argument);
                    }
                }
            }
            ExprKind::Bad
            | ExprKind::Bottom
            | ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number
            | ExprKind::String(_)
            | ExprKind::List(_)
            | ExprKind::Slice { .. }
            | ExprKind::Unary(..)
            | ExprKind::Binary(..) => {}
        }
    }

    fn reference(&mut self, file: FileId, expr: ExprId) {
        let names = self.names;
        let Some(one) = names.file(file).and_then(|here| here.index.use_of(expr)) else { return };
        match one.base {
            // What it is selected from is followed with what was seen, so that circles end.
            Some(base) => {
                let before = std::mem::take(&mut self.found);
                self.expr(file, base);
                let bases = std::mem::replace(&mut self.found, before);
                for shape in bases {
                    for target in names.members(&shape, &one.name) {
                        self.target(&target);
                    }
                }
            }
            None => {
                for target in names.resolve(file, one.scope, &one.name) {
                    self.target(&target);
                }
            }
        }
    }

    fn target(&mut self, target: &Target) {
        match target {
            Target::Member(..) | Target::Predeclared(_) => {}
            Target::Declared(file, id) => {
                let names = self.names;
                let Some(one) = names.definition(*file, *id) else { return };
                if let Sort::Import(number) = one.sort {
                    return self.import(*file, number);
                }
                if let Some(value) = one.value {
                    self.expr(*file, value);
                }
            }
        }
    }

    fn import(&mut self, file: FileId, number: usize) {
        let names = self.names;
        let imports = names.file(file).map(|here| &here.parsed.tree.imports);
        let Some(import) = imports.and_then(|imports| imports.get(number)) else { return };
        match names.import(file, import.path) {
            Some(Import::Package(package)) => self.add(Shape::Package(*package)),
            Some(Import::Standard(path)) => self.add(Shape::Standard(path.clone())),
            None => {}
        }
    }

    fn add(&mut self, shape: Shape) {
        if !self.found.contains(&shape) {
            self.found.push(shape);
        }
    }
}
