//! Lowering of files, struct literals and comprehensions: the places that declare names.

use super::attributes::FieldAttribute;
use super::ir::{
    Clause, Comprehension, ComprehensionId, Decl, Expr, ExprId, Let, LetId, Mark, StructId,
    StructLit,
};
use super::label::Label;
use super::lower::Lowering;
use super::scope::{Meaning, Scope};
use crate::base::{Code, Diagnostic, FileId, Number, Span};
use crate::syntax::tree::{
    self, ClauseKind, DeclKind, ExprKind, Field, FieldMark, LabelKind, Tree,
};

impl Lowering<'_> {
    /// Lowers all files of the package.
    pub(super) fn package(&mut self) -> Vec<(FileId, ExprId)> {
        let loaded = self.loaded;
        let Some(package) = loaded.packages.get(self.package.0 as usize) else { return Vec::new() };
        let mut files = Vec::with_capacity(package.files.len());
        for file in &package.files {
            self.file = file.file;
            self.package_names = self.top_names(Some(file.file));
            let tree = &file.parsed.tree;
            let mut scope = Scope::level();
            self.imports = self.declare_imports(tree, &mut scope);
            let lit = self.declarations(tree, &tree.decls, scope, true);
            let lit = self.program.structs.add(lit);
            files.push((file.file, self.add(Expr::Struct(lit), tree.span)));
        }
        files
    }

    /// The names of fields at the top of the package's files, except those of one file.
    pub(super) fn top_names(&self, except: Option<FileId>) -> Vec<String> {
        let Some(package) = self.loaded.packages.get(self.package.0 as usize) else {
            return Vec::new();
        };
        let mut names = Vec::new();
        for file in package.files.iter().filter(|file| Some(file.file) != except) {
            let text = self.loaded.sources.text(file.file);
            for decl in &file.parsed.tree.decls {
                if let DeclKind::Field(Field { label, .. }) = &decl.kind
                    && matches!(label.kind, LabelKind::Ident)
                {
                    names.push(label.span.of(text).to_owned());
                }
            }
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    fn declare_imports(
        &mut self,
        tree: &Tree,
        scope: &mut Scope,
    ) -> Vec<Option<crate::package::Import>> {
        let loaded = self.loaded;
        let package = loaded.packages.get(self.package.0 as usize);
        let mut imports = Vec::new();
        for (index, import) in tree.imports.iter().enumerate() {
            let path = self.text(import.path).trim_matches(['"', '#']);
            let target = package.and_then(|package| package.imports.get(path)).cloned();
            let name = match import.name {
                Some(name) => self.text(name).to_owned(),
                None => imported_name(path, target.as_ref(), loaded),
            };
            if scope.declare(&name, Meaning::Import(index), Some(import.span)).is_some() {
                self.error(
                    Code::Redeclared,
                    format!("two imports are called `{name}`"),
                    import.span,
                );
            }
            imports.push(target);
        }
        imports
    }

    /// Lowers a struct literal in a new level.
    pub(super) fn struct_literal(&mut self, tree: &Tree, decls: &[tree::Decl]) -> StructId {
        let lit = self.declarations(tree, decls, Scope::level(), false);
        self.program.structs.add(lit)
    }

    fn declarations(
        &mut self,
        tree: &Tree,
        decls: &[tree::Decl],
        mut scope: Scope,
        is_file: bool,
    ) -> StructLit {
        let reserved: Vec<Option<Reserved>> =
            decls.iter().map(|decl| self.declare(tree, decl, &mut scope)).collect();
        self.scopes.push(scope);
        let mut lit = StructLit { is_file, ..StructLit::default() };
        for (decl, reserved) in decls.iter().zip(reserved) {
            self.declaration(tree, decl, reserved, &mut lit);
        }
        self.close_scope();
        lit
    }

    /// Leaves a scope; a declared name that nothing used is an error.
    fn close_scope(&mut self) {
        let Some(scope) = self.scopes.pop() else { return };
        for (text, name) in scope.unused() {
            let Some(span) = name.declared else { continue };
            let (what, mend) = match name.meaning {
                Meaning::Import(_) => ("import", "Remove the import."),
                Meaning::Let(_) => ("`let`", "Remove it, or make it a field to export it."),
                _ => ("alias", "Remove the alias."),
            };
            self.diagnostics.push(
                Diagnostic::error(Code::Unused, format!("{what} `{text}` is not used"))
                    .at(span, "")
                    .help(mend),
            );
        }
    }

    /// Declares the names of one declaration before anything is lowered that may use them.
    fn declare(&mut self, tree: &Tree, decl: &tree::Decl, scope: &mut Scope) -> Option<Reserved> {
        match &decl.kind {
            DeclKind::Let(binding) => {
                let id = self.reserve_let(binding.name);
                self.declare_name(scope, binding.name, Meaning::Let(id), true);
                Some(Reserved::Let(id))
            }
            DeclKind::Field(field) => self.declare_field(tree, field, scope),
            DeclKind::Embed(_)
            | DeclKind::Comprehension(_)
            | DeclKind::Ellipsis(_)
            | DeclKind::Attribute(_)
            | DeclKind::Bad => None,
        }
    }

    fn declare_field(&mut self, tree: &Tree, field: &Field, scope: &mut Scope) -> Option<Reserved> {
        let aliases =
            field.label.alias.into_iter().chain(field.label.postfix.map(|alias| alias.value));
        let key_alias = field.label.postfix.and_then(|alias| alias.key);
        match self.known_label(tree, &field.label) {
            Known::Label(label) => {
                if matches!(field.label.kind, LabelKind::Ident) {
                    self.declare_name(scope, field.label.span, Meaning::Field(label), false);
                }
                for alias in aliases {
                    self.declare_name(scope, alias, Meaning::Field(label), true);
                }
                if let Some(key) = key_alias {
                    let text = self.symbols.intern(&label.text(self.symbols));
                    let value = self.add(Expr::Str(text), key);
                    self.declare_let_of(scope, key, value);
                }
                Some(Reserved::Label(label))
            }
            Known::Dynamic => {
                let key = self.add(Expr::Bad, field.label.span);
                for alias in aliases {
                    self.declare_name(scope, alias, Meaning::Dynamic(key), true);
                }
                let inner = match field.label.kind {
                    LabelKind::Dynamic { alias, .. } => alias,
                    LabelKind::Ident | LabelKind::String(_) | LabelKind::Pattern { .. } => None,
                };
                for alias in key_alias.into_iter().chain(inner) {
                    self.declare_let_of(scope, alias, key);
                }
                Some(Reserved::Key(key))
            }
            Known::Pattern => None,
        }
    }

    fn declare_let_of(&mut self, scope: &mut Scope, name: Span, value: ExprId) {
        let symbol = self.symbols.intern(self.text(name));
        let id = self.program.lets.add(Let { name: symbol, value });
        self.declare_name(scope, name, Meaning::Let(id), true);
    }

    fn declare_name(&mut self, scope: &mut Scope, span: Span, meaning: Meaning, must_use: bool) {
        let text = self.text(span);
        let clash = scope.declare(text, meaning, must_use.then_some(span));
        if let Some(old) = clash {
            let mut diagnostic = Diagnostic::error(
                Code::Redeclared,
                format!("`{text}` is declared twice with different meanings"),
            )
            .at(span, "declared here as something else");
            if let Some(first) = old.declared {
                diagnostic = diagnostic.at(first, "declared here first");
            }
            self.diagnostics.push(diagnostic.help("Rename one of them."));
        }
    }

    fn reserve_let(&mut self, name: Span) -> LetId {
        let symbol = self.symbols.intern(self.text(name));
        let value = self.add(Expr::Bad, name);
        self.program.lets.add(Let { name: symbol, value })
    }

    /// What is known of a label before anything is lowered.
    fn known_label(&mut self, tree: &Tree, label: &tree::Label) -> Known {
        match label.kind {
            LabelKind::Ident => Known::Label(self.label(self.text(label.span))),
            LabelKind::String(string) => match &tree.exprs[string].kind {
                ExprKind::String(lit) => match self.plain_string(lit) {
                    Some(text) => Known::Label(Label::field(self.symbols.intern(&text))),
                    None => Known::Dynamic,
                },
                _ => Known::Dynamic,
            },
            LabelKind::Dynamic { .. } => Known::Dynamic,
            LabelKind::Pattern { .. } => Known::Pattern,
        }
    }

    fn declaration(
        &mut self,
        tree: &Tree,
        decl: &tree::Decl,
        reserved: Option<Reserved>,
        lit: &mut StructLit,
    ) {
        match &decl.kind {
            DeclKind::Field(field) => {
                let decl = self.field(tree, field, reserved);
                lit.decls.push(decl);
            }
            DeclKind::Embed(expr) => {
                let embedded = self.expr(tree, *expr);
                lit.decls.push(Decl::Embed(embedded));
            }
            DeclKind::Comprehension(comprehension) => {
                let comprehension = self.comprehension(tree, comprehension);
                lit.decls.push(Decl::Comprehension(comprehension));
            }
            DeclKind::Ellipsis(rest) => {
                let rest = rest.map(|rest| self.expr(tree, rest));
                lit.decls.push(Decl::Ellipsis(rest));
            }
            DeclKind::Let(binding) => {
                let value = self.expr(tree, binding.value);
                if let Some(Reserved::Let(id)) = reserved {
                    self.program.lets[id].value = value;
                }
            }
            DeclKind::Attribute(attribute) => {
                lit.attributes
                    .push(FieldAttribute::new(attribute, self.loaded.sources.get(self.file)));
            }
            DeclKind::Bad => {}
        }
    }

    fn field(&mut self, tree: &Tree, field: &Field, reserved: Option<Reserved>) -> Decl {
        let mark = match field.mark {
            FieldMark::Regular => Mark::Regular,
            FieldMark::Optional => Mark::Optional,
            FieldMark::Required => Mark::Required,
        };
        let source = self.loaded.sources.get(self.file);
        let attributes: Vec<_> = field
            .attributes
            .iter()
            .map(|attribute| FieldAttribute::new(attribute, source))
            .collect();
        match (reserved, &field.label.kind) {
            (Some(Reserved::Label(label)), _) => {
                let value = self.aliased(tree, field.value, Meaning::Field(label), Scope::flat());
                let value = self.injected(value, &attributes);
                Decl::Field { label, span: field.label.span, mark, value, attributes }
            }
            (_, LabelKind::Pattern { value: pattern, alias }) => {
                let pattern = self.expr(tree, *pattern);
                let mut scope = Scope::level();
                if let Some(alias) = alias {
                    self.declare_name(&mut scope, *alias, Meaning::Key, false);
                }
                let postfix = field.label.postfix;
                for own in field.label.alias.into_iter().chain(postfix.map(|alias| alias.value)) {
                    self.declare_name(&mut scope, own, Meaning::Own, true);
                }
                if let Some(key) = postfix.and_then(|alias| alias.key) {
                    self.declare_name(&mut scope, key, Meaning::Key, true);
                }
                let value = self.aliased(tree, field.value, Meaning::Own, scope);
                Decl::Pattern { pattern, value }
            }
            (reserved, kind) => {
                let key = match kind {
                    LabelKind::String(expr) | LabelKind::Dynamic { value: expr, .. } => {
                        self.expr(tree, *expr)
                    }
                    LabelKind::Ident | LabelKind::Pattern { .. } => {
                        self.add(Expr::Bad, field.label.span)
                    }
                };
                let key = match reserved {
                    Some(Reserved::Key(id)) => {
                        self.program.exprs[id] = self.program.exprs[key].clone();
                        id
                    }
                    Some(Reserved::Label(_) | Reserved::Let(_)) | None => key,
                };
                let value = self.aliased(tree, field.value, Meaning::Own, Scope::level());
                Decl::Dynamic { key, mark, value }
            }
        }
    }

    /// The value of a field in `scope`, where `X=value` gives the field the name X.
    fn aliased(
        &mut self,
        tree: &Tree,
        value: tree::ExprId,
        meaning: Meaning,
        mut scope: Scope,
    ) -> ExprId {
        let value = match tree.exprs[value].kind {
            ExprKind::Alias { name, value } => {
                self.declare_name(&mut scope, name, meaning, true);
                value
            }
            _ => value,
        };
        self.scopes.push(scope);
        let value = self.expr(tree, value);
        self.close_scope();
        value
    }

    /// The value of a field with what the command line gives to its `@tag`.
    fn injected(&mut self, value: ExprId, attributes: &[FieldAttribute]) -> ExprId {
        let mut value = value;
        for tag in attributes.iter().filter(|attribute| attribute.name == "tag") {
            let arguments = tag.arguments();
            let Some(name) = arguments.first().filter(|first| first.key.is_none()) else {
                continue;
            };
            let option =
                |key: &str| arguments.iter().find(|argument| argument.key.as_deref() == Some(key));
            self.known_tags.push(name.value.clone());
            let mut given = self.options.tags.get(&name.value).cloned();
            if let Some(short) = option("short") {
                let shorts: Vec<&str> = short.value.split('|').collect();
                for short in shorts {
                    self.known_tags.push(short.to_owned());
                    if self.options.tags.contains_key(short) {
                        given = Some(short.to_owned());
                    }
                }
            }
            let Some(given) = given else { continue };
            let kind = option("type").map_or("string", |kind| kind.value.as_str());
            let constant = match (kind, Number::parse(&given), given.as_str()) {
                ("int" | "number", Ok(number), _) => super::constant::constant(number),
                ("bool", _, "true" | "1") => Expr::Bool(true),
                ("bool", _, "false" | "0") => Expr::Bool(false),
                ("string", ..) => Expr::Str(self.symbols.intern(&given)),
                _ => {
                    let message =
                        format!("`{given}` is no {kind}, which the tag `{}` takes", name.value);
                    self.error(Code::Usage, message, tag.span);
                    continue;
                }
            };
            let constant = self.add(constant, tag.span);
            let span = self.program.span(value);
            value = self.add(Expr::And([value, constant].into()), span);
        }
        value
    }

    /// Lowers a comprehension; its `for` clauses open levels, its `let` clauses do not.
    pub(super) fn comprehension(
        &mut self,
        tree: &Tree,
        comprehension: &tree::Comprehension,
    ) -> ComprehensionId {
        let depth = self.scopes.len();
        let mut clauses = Vec::new();
        for clause in &comprehension.clauses {
            match &clause.kind {
                ClauseKind::For { key, value, source } => {
                    clauses.push(Clause::For(self.expr(tree, *source)));
                    let mut scope = Scope::level();
                    if let Some(key) = key {
                        scope.declare(self.text(*key), Meaning::Key, None);
                    }
                    scope.declare(self.text(*value), Meaning::Element, None);
                    self.scopes.push(scope);
                }
                ClauseKind::If(condition) => clauses.push(Clause::If(self.expr(tree, *condition))),
                ClauseKind::Let(binding) => {
                    self.bind(tree, binding);
                }
                ClauseKind::Try(binding) => {
                    if let Some(binding) = binding {
                        let value = self.bind(tree, binding);
                        clauses.push(Clause::Try(value));
                    }
                }
            }
        }
        let body = self.expr(tree, comprehension.body);
        while self.scopes.len() > depth {
            self.close_scope();
        }
        let fallback = comprehension.fallback.map(|fallback| self.expr(tree, fallback));
        let span = comprehension
            .clauses
            .first()
            .map_or(tree.span, |first| first.span.to(tree.exprs[comprehension.body].span));
        self.program.comprehensions.add(Comprehension { clauses, body, fallback, span })
    }

    /// A `let` clause: its value, then a scope with its name.
    fn bind(&mut self, tree: &Tree, binding: &tree::Let) -> ExprId {
        let value = self.expr(tree, binding.value);
        let name = self.symbols.intern(self.text(binding.name));
        let id = self.program.lets.add(Let { name, value });
        let mut scope = Scope::flat();
        scope.declare(self.text(binding.name), Meaning::Let(id), Some(binding.name));
        self.scopes.push(scope);
        value
    }
}

/// What a declaration has been given before it is lowered.
#[derive(Clone, Copy)]
enum Reserved {
    Label(Label),
    Key(ExprId),
    Let(LetId),
}

enum Known {
    Label(Label),
    Dynamic,
    Pattern,
}

/// The name of an import without one of its own: behind the colon, of the package's clause, or
/// the last element of the path without a version.
fn imported_name(
    path: &str,
    target: Option<&crate::package::Import>,
    loaded: &crate::package::Loaded,
) -> String {
    if let Some((_, name)) = path.rsplit_once(':') {
        return name.to_owned();
    }
    if let Some(crate::package::Import::Package(index)) = target
        && let Some(name) = loaded.packages.get(*index).and_then(|package| package.name.as_ref())
    {
        return name.clone();
    }
    let path = path.split('@').next().unwrap_or(path);
    path.rsplit('/').next().unwrap_or(path).to_owned()
}
