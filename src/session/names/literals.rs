//! What a field may be, as far as it is written: the scalars of its disjunctions; and the names
//! that can be used at a place.

use super::{Names, Target};
use crate::base::FileId;
use crate::session::index::ScopeId;
use crate::syntax::tree::{BinaryOp, ExprId, ExprKind, UnaryOp};

impl Names<'_> {
    /// The literals that are arms of disjunctions in the value of a definition, as they are
    /// written; a literal alone is the value and no choice.
    pub(crate) fn literals(&self, target: &Target) -> Vec<String> {
        let mut found = Vec::new();
        let mut seen: Vec<(FileId, ExprId)> = Vec::new();
        let mut open: Vec<(FileId, ExprId, bool)> = Vec::new();
        self.start();
        if let Target::Declared(file, id) = *target {
            open.extend(
                self.definition(file, id).and_then(|one| one.value).map(|it| (file, it, false)),
            );
        }
        while let Some((file, expr, is_arm)) = open.pop() {
            let Some(here) = self.file(file) else { continue };
            if seen.contains(&(file, expr)) || !self.step() {
                continue;
            }
            seen.push((file, expr));
            let one = &here.parsed.tree.exprs[expr];
            match &one.kind {
                ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number | ExprKind::String(_)
                    if is_arm =>
                {
                    found.push(one.span.of(here.text).to_owned());
                }
                ExprKind::Binary(BinaryOp::Or, left, right, _) => {
                    open.extend([(file, *right, true), (file, *left, true)]);
                }
                ExprKind::Binary(BinaryOp::And, left, right, _) => {
                    open.extend([(file, *right, is_arm), (file, *left, is_arm)]);
                }
                ExprKind::Paren(inner)
                | ExprKind::Unary(UnaryOp::Default, inner)
                | ExprKind::Alias { value: inner, .. } => open.push((file, *inner, is_arm)),
                ExprKind::Ident if one.span.of(here.text) == "bool" => {
                    found.extend(["true".to_owned(), "false".to_owned()]);
                }
                ExprKind::Ident | ExprKind::Select { .. } => {
                    let used = here.index.use_of(expr);
                    for target in used.map(|one| self.led(file, one)).unwrap_or_default() {
                        if let Target::Declared(file, id) = target
                            && let Some(value) = self.definition(file, id).and_then(|one| one.value)
                        {
                            open.push((file, value, is_arm));
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// What the name `name` leads to in a scope.
    pub(crate) fn reference(&self, file: FileId, scope: ScopeId, name: &str) -> Vec<Target> {
        self.start();
        self.resolve(file, scope, name)
    }

    /// All that a reference by name can lead to at `offset`, the nearest first; each name once.
    pub(crate) fn in_scope(&self, file: FileId, offset: u32) -> Vec<Target> {
        let Some(here) = self.file(file) else { return Vec::new() };
        let mut seen = rustc_hash::FxHashSet::default();
        let mut found = Vec::new();
        let mut add = |file: FileId, scope: ScopeId, only_fields: bool| {
            let Some(one) = self.file(file) else { return };
            for &id in &one.index.scopes[scope].definitions {
                let definition = &one.index.definitions[id];
                let is_wanted =
                    definition.is_referable() && (!only_fields || definition.is_field());
                if is_wanted && !definition.name.is_empty() && seen.insert(definition.name.clone())
                {
                    found.push(Target::Declared(file, id));
                }
            }
        };
        for scope in here.index.outwards(here.index.scope_at(offset)) {
            add(file, scope, false);
        }
        for other in self.beside(file) {
            if let Some(other_file) = self.file(other) {
                add(other, other_file.index.file(), true);
            }
        }
        found
    }
}
