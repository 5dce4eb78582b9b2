//! The tree gone through once: scopes are opened, names declared, uses noted.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::{Definition, DefinitionId, Index, Owner, Scope, ScopeId, Sort, Use};
use crate::base::{Arena, Span};
use crate::syntax::literal;
use crate::syntax::tree::{
    BinaryOp, Clause, ClauseKind, Comprehension, Decl, DeclKind, Element, ExprId, ExprKind, Field,
    FieldMark, Label, LabelKind, Part, StringLit, Tree, UnaryOp,
};

pub(super) fn index(tree: &Tree, text: &str) -> Index {
    let index = Index {
        definitions: Arena::new(),
        scopes: Arena::new(),
        uses: Vec::new(),
        structs: FxHashMap::default(),
        used: FxHashMap::default(),
        wide: OnceLock::new(),
    };
    let mut walk = Walk { tree, text, index };
    let file = walk.open(None, Owner::File, tree.span);
    for (number, import) in tree.imports.iter().enumerate() {
        let name = match import.name {
            Some(name) => name.of(text).to_owned(),
            None => import_name(import.path.of(text)),
        };
        let span = import.name.unwrap_or(import.path);
        walk.declare(file, name, span, import.span, Sort::Import(number), None);
    }
    walk.declarations(file, &tree.decls);
    walk.index
}

/// The name that an import has by its path: what is behind the colon, or the last element without
/// a version. The clause of the package may say otherwise, which only its files know.
fn import_name(quoted: &str) -> String {
    let path = literal::import_path(quoted).unwrap_or_default();
    if let Some((_, name)) = path.rsplit_once(':') {
        return name.to_owned();
    }
    let path = path.split('@').next().unwrap_or(&path);
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

struct Walk<'t> {
    tree: &'t Tree,
    text: &'t str,
    index: Index,
}

impl<'t> Walk<'t> {
    fn open(&mut self, parent: Option<ScopeId>, owner: Owner, span: Span) -> ScopeId {
        let (definitions, embedded) = (Vec::new(), Vec::new());
        self.index.scopes.add(Scope { parent, definitions, owner, span, embedded })
    }

    fn declare(
        &mut self,
        scope: ScopeId,
        name: String,
        span: Span,
        whole: Span,
        sort: Sort,
        value: Option<ExprId>,
    ) -> DefinitionId {
        let definition = Definition { name, span, whole, sort, scope, value };
        let id = self.index.definitions.add(definition);
        self.index.scopes[scope].definitions.push(id);
        id
    }

    fn uses(
        &mut self,
        expr: ExprId,
        name: String,
        span: Span,
        scope: ScopeId,
        base: Option<ExprId>,
    ) {
        self.index.used.insert(expr, self.index.uses.len());
        self.index.uses.push(Use { name, span, scope, base });
    }

    /// All names of a struct are declared before anything in it is gone through.
    fn declarations(&mut self, scope: ScopeId, decls: &'t [Decl]) {
        let declared: Vec<Option<DefinitionId>> =
            decls.iter().map(|decl| self.declaration(scope, decl)).collect();
        for (decl, declared) in decls.iter().zip(declared) {
            match &decl.kind {
                DeclKind::Field(field) => self.field(scope, field, declared),
                DeclKind::Embed(expr) => {
                    self.index.scopes[scope].embedded.push(*expr);
                    self.expr(*expr, scope, Owner::Embedded);
                }
                DeclKind::Comprehension(comprehension) => {
                    let bodies = [Some(comprehension.body), comprehension.fallback];
                    self.index.scopes[scope].embedded.extend(bodies.into_iter().flatten());
                    self.comprehension(comprehension, scope, Owner::Embedded);
                }
                DeclKind::Ellipsis(Some(rest)) => self.expr(*rest, scope, Owner::Elsewhere),
                DeclKind::Let(binding) => {
                    let owner = declared.map_or(Owner::Elsewhere, Owner::Field);
                    self.expr(binding.value, scope, owner);
                }
                DeclKind::Ellipsis(None) | DeclKind::Attribute(_) | DeclKind::Bad => {}
            }
        }
    }

    fn declaration(&mut self, scope: ScopeId, decl: &Decl) -> Option<DefinitionId> {
        match &decl.kind {
            DeclKind::Let(binding) => {
                let name = binding.name.of(self.text).to_owned();
                Some(self.declare(
                    scope,
                    name,
                    binding.name,
                    decl.span,
                    Sort::Let,
                    Some(binding.value),
                ))
            }
            DeclKind::Field(field) => {
                let (name, sort) = self.label(&field.label, field.mark);
                let value = Some(field.value);
                let id = self.declare(scope, name, field.label.span, decl.span, sort, value);
                let postfix = field.label.postfix.map(|alias| alias.value);
                for alias in field.label.alias.into_iter().chain(postfix) {
                    self.alias(scope, alias, decl.span, id, value);
                }
                Some(id)
            }
            DeclKind::Embed(_)
            | DeclKind::Comprehension(_)
            | DeclKind::Ellipsis(_)
            | DeclKind::Attribute(_)
            | DeclKind::Bad => None,
        }
    }

    fn alias(
        &mut self,
        scope: ScopeId,
        span: Span,
        whole: Span,
        of: DefinitionId,
        value: Option<ExprId>,
    ) {
        let name = span.of(self.text).to_owned();
        self.declare(scope, name, span, whole, Sort::Alias(Some(of)), value);
    }

    fn label(&self, label: &Label, mark: FieldMark) -> (String, Sort) {
        match label.kind {
            LabelKind::Ident => {
                (label.span.of(self.text).to_owned(), Sort::Field { mark, quoted: false })
            }
            LabelKind::String(expr) => match self.plain(expr) {
                Some(name) => (name, Sort::Field { mark, quoted: true }),
                None => (String::new(), Sort::Pattern),
            },
            LabelKind::Dynamic { .. } | LabelKind::Pattern { .. } => (String::new(), Sort::Pattern),
        }
    }

    /// The text of a string literal without interpolations.
    fn plain(&self, expr: ExprId) -> Option<String> {
        match &self.tree.exprs[expr].kind {
            ExprKind::String(lit) => literal::label_text(lit, self.text),
            _ => None,
        }
    }

    fn field(&mut self, scope: ScopeId, field: &'t Field, declared: Option<DefinitionId>) {
        let mut inner = scope;
        match field.label.kind {
            LabelKind::Ident => {}
            LabelKind::String(expr) => self.expr(expr, scope, Owner::Elsewhere),
            LabelKind::Dynamic { value, .. } => self.expr(value, scope, Owner::Elsewhere),
            LabelKind::Pattern { value, alias } => {
                self.expr(value, scope, Owner::Elsewhere);
                let key = field.label.postfix.and_then(|alias| alias.key);
                if let Some(name) = alias.or(key) {
                    inner = self.clause(scope, field.value);
                    self.variable(inner, name, None);
                }
            }
        }
        let owner = declared.map_or(Owner::Elsewhere, Owner::Field);
        if let ExprKind::Alias { name, value } = self.tree.exprs[field.value].kind
            && let Some(declared) = declared
        {
            inner = self.clause(inner, field.value);
            self.alias(inner, name, self.tree.exprs[field.value].span, declared, Some(value));
        }
        self.expr(field.value, inner, owner);
    }

    /// A scope for the names that hold in `value` only.
    fn clause(&mut self, parent: ScopeId, value: ExprId) -> ScopeId {
        let span = self.tree.exprs[value].span;
        self.open(Some(parent), Owner::Clause, span)
    }

    fn variable(&mut self, scope: ScopeId, span: Span, value: Option<ExprId>) {
        let name = span.of(self.text).to_owned();
        let sort = if value.is_some() { Sort::Let } else { Sort::Variable };
        self.declare(scope, name, span, span, sort, value);
    }

    fn comprehension(&mut self, comprehension: &'t Comprehension, scope: ScopeId, owner: Owner) {
        let mut scope = scope;
        let end = self.tree.exprs[comprehension.body].span.end;
        for Clause { kind, span } in &comprehension.clauses {
            let behind = Span { start: span.end, end, ..*span };
            match *kind {
                ClauseKind::For { key, value, source } => {
                    self.expr(source, scope, Owner::Elsewhere);
                    scope = self.open(Some(scope), Owner::Clause, behind);
                    for name in key.into_iter().chain([value]) {
                        self.variable(scope, name, None);
                    }
                }
                ClauseKind::If(condition) => self.expr(condition, scope, Owner::Elsewhere),
                ClauseKind::Let(binding) | ClauseKind::Try(Some(binding)) => {
                    self.expr(binding.value, scope, Owner::Elsewhere);
                    scope = self.open(Some(scope), Owner::Clause, behind);
                    self.variable(scope, binding.name, Some(binding.value));
                }
                ClauseKind::Try(None) => {}
            }
        }
        self.expr(comprehension.body, scope, owner);
        if let Some(fallback) = comprehension.fallback {
            self.expr(fallback, scope, owner);
        }
    }

    fn expr(&mut self, id: ExprId, scope: ScopeId, owner: Owner) {
        let tree = self.tree;
        let expr = &tree.exprs[id];
        match &expr.kind {
            ExprKind::Ident => {
                self.uses(id, expr.span.of(self.text).to_owned(), expr.span, scope, None);
            }
            ExprKind::String(lit) => self.string(lit, scope),
            ExprKind::List(elements) => self.list(elements, scope, owner),
            ExprKind::Struct { decls, .. } => {
                let inner = self.open(Some(scope), owner, expr.span);
                self.index.structs.insert(id, inner);
                self.declarations(inner, decls);
            }
            ExprKind::Select { base, name, string, .. } => {
                let text = string.and_then(|string| self.plain(string));
                let text = text.unwrap_or_else(|| name.of(self.text).to_owned());
                self.uses(id, text, *name, scope, Some(*base));
                self.expr(*base, scope, Owner::Elsewhere);
            }
            ExprKind::Index { base, index, .. } => {
                if let Some(name) = self.plain(*index) {
                    self.uses(id, name, tree.exprs[*index].span, scope, Some(*base));
                }
                self.expr(*base, scope, Owner::Elsewhere);
                self.expr(*index, scope, Owner::Elsewhere);
            }
            ExprKind::Slice { base, low, high } => {
                for part in [Some(*base), *low, *high].into_iter().flatten() {
                    self.expr(part, scope, Owner::Elsewhere);
                }
            }
            ExprKind::Call { callee, arguments } => {
                self.expr(*callee, scope, Owner::Elsewhere);
                // `close({…})` is its argument.
                let closes = tree.exprs[*callee].span.of(self.text) == "close";
                let owner = if closes { owner } else { Owner::Elsewhere };
                for &argument in arguments {
                    self.expr(argument, scope, owner);
                }
            }
            ExprKind::Binary(BinaryOp::And | BinaryOp::Or, left, right, _) => {
                self.expr(*left, scope, owner);
                self.expr(*right, scope, owner);
            }
            ExprKind::Binary(_, left, right, _) => {
                self.expr(*left, scope, Owner::Elsewhere);
                self.expr(*right, scope, Owner::Elsewhere);
            }
            ExprKind::Unary(UnaryOp::Default, inner)
            | ExprKind::Paren(inner)
            | ExprKind::Open(inner)
            | ExprKind::Optional(inner)
            | ExprKind::Alias { value: inner, .. } => self.expr(*inner, scope, owner),
            ExprKind::Unary(_, inner) => self.expr(*inner, scope, Owner::Elsewhere),
            ExprKind::Bad
            | ExprKind::Bottom
            | ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number => {}
        }
    }

    fn string(&mut self, lit: &StringLit, scope: ScopeId) {
        for part in &lit.parts {
            if let Part::Interpolation(expr) = *part {
                self.expr(expr, scope, Owner::Elsewhere);
            }
        }
    }

    fn list(&mut self, elements: &'t [Element], scope: ScopeId, owner: Owner) {
        let element = |place| match owner {
            Owner::Field(field) => Owner::Element(field, place),
            Owner::File
            | Owner::Element(..)
            | Owner::Embedded
            | Owner::Clause
            | Owner::Elsewhere => Owner::Elsewhere,
        };
        let mut place = Some(0);
        for each in elements {
            match each {
                Element::Value(value) => {
                    self.expr(*value, scope, element(place));
                    place = place.map(|place| place + 1);
                }
                Element::Comprehension(comprehension) => {
                    place = None;
                    self.comprehension(comprehension, scope, element(None));
                }
                Element::Ellipsis(_, Some(rest)) => self.expr(*rest, scope, element(None)),
                Element::Ellipsis(_, None) => {}
            }
        }
    }
}
