//! Lowering of struct literals. All names of a struct are declared before anything in it is
//! lowered, since what stands in it may refer to any of them.

use super::attributes::FieldAttribute;
use super::ir::{Decl, Expr, ExprId, Let, LetId, Mark, StructId, StructLit};
use super::label::Label;
use super::lower::Lowering;
use super::scope::{Meaning, Opens, Scope};
use crate::base::{Code, Diagnostic, Span};
use crate::syntax::tree::{self, DeclKind, ExprKind, Field, FieldMark, LabelKind, Tree};
use thin_vec::ThinVec;

/// What a declaration has been given before it is lowered.
#[derive(Clone, Copy)]
pub(super) enum Reserved {
    Label(Label),
    Key(ExprId),
    Let(LetId),
    Nothing,
}

/// What is known of a label before anything is lowered.
enum Known {
    Label(Label),
    Dynamic,
    Pattern,
}

impl<'a> Lowering<'a> {
    /// Lowers a struct literal in a new level.
    pub(super) fn struct_literal(&mut self, tree: &Tree, decls: &[tree::Decl]) -> StructId {
        let lit = self.declarations(tree, decls, Scope::new(Opens::Struct), false);
        self.program.structs.add(lit)
    }

    /// Lowers declarations in `scope`, which may know names already.
    pub(super) fn declarations(
        &mut self,
        tree: &Tree,
        decls: &[tree::Decl],
        mut scope: Scope<'a>,
        is_file: bool,
    ) -> StructLit {
        let first = self.reserved.len();
        scope.reuse(&mut self.spare_names);
        for decl in decls {
            let reserved = self.declare(tree, decl, &mut scope);
            self.reserved.push(reserved);
        }
        self.scopes.push(scope);
        let mut lit = StructLit {
            decls: Vec::with_capacity(decls.len()),
            is_file,
            explicit_open: self.experiments.explicit_open,
            ..StructLit::default()
        };
        for (at, decl) in decls.iter().enumerate() {
            if is_file {
                self.turn_to(at);
            }
            let reserved = self.reserved.get(first + at).copied().unwrap_or(Reserved::Nothing);
            self.declaration(tree, decl, reserved, &mut lit);
        }
        self.reserved.truncate(first);
        self.close_scope();
        lit
    }

    /// Declares the names of one declaration.
    fn declare(&mut self, tree: &Tree, decl: &tree::Decl, scope: &mut Scope<'a>) -> Reserved {
        match &decl.kind {
            DeclKind::Let(binding) => {
                let value = self.add(Expr::Bad, binding.name);
                let id = self.let_of(binding.name, value);
                self.declare_alias(scope, binding.name, Meaning::Let(id));
                Reserved::Let(id)
            }
            DeclKind::Field(field) => match self.known_label(tree, &field.label) {
                Known::Label(label) => self.declare_field(field, label, scope),
                Known::Dynamic => self.declare_dynamic(field, scope),
                Known::Pattern => Reserved::Nothing,
            },
            DeclKind::Embed(_)
            | DeclKind::Comprehension(_)
            | DeclKind::Ellipsis(_)
            | DeclKind::Attribute(_)
            | DeclKind::Bad => Reserved::Nothing,
        }
    }

    fn declare_field(&mut self, field: &Field, label: Label, scope: &mut Scope<'a>) -> Reserved {
        let meaning = Meaning::Field(label);
        if matches!(field.label.kind, LabelKind::Ident) {
            self.declare_field_name(scope, field.label.span, meaning);
        }
        self.declare_own(&field.label, scope, meaning);
        if let Some(key) = field.label.postfix.and_then(|alias| alias.key) {
            let meaning = if label.is_field() {
                let text = self.symbols.intern(&label.text(self.symbols));
                let value = self.add(Expr::Str(text), key);
                Meaning::Let(self.let_of(key, value))
            } else {
                Meaning::NoString
            };
            self.declare_free_alias(scope, key, meaning);
        }
        Reserved::Label(label)
    }

    fn declare_dynamic(&mut self, field: &Field, scope: &mut Scope<'a>) -> Reserved {
        let key = self.add(Expr::Bad, field.label.span);
        self.declare_own(&field.label, scope, Meaning::Dynamic(key));
        if let Some(name) = field.label.postfix.and_then(|alias| alias.key) {
            let binding = self.let_of(name, key);
            self.declare_free_alias(scope, name, Meaning::Let(binding));
        }
        if let LabelKind::Dynamic { alias: Some(alias), .. } = field.label.kind {
            self.diagnostics.push(
                Diagnostic::error(Code::Syntax, "an alias cannot stand in parentheses")
                    .at(alias, "")
                    .help("Write it before the label: `X=(…): …`."),
            );
        }
        Reserved::Key(key)
    }

    /// Declares the names that a label gives to its field: `X=label` or `label~X`.
    fn declare_own(&mut self, label: &tree::Label, scope: &mut Scope<'a>, meaning: Meaning) {
        if let Some(alias) = label.alias {
            self.declare_alias(scope, alias, meaning);
        }
        if let Some(postfix) = label.postfix
            && (postfix.key.is_none() || self.text(postfix.value) != "_")
        {
            self.declare_alias(scope, postfix.value, meaning);
        }
    }

    fn let_of(&mut self, name: Span, value: ExprId) -> LetId {
        let name = self.symbols.intern(self.text(name));
        self.program.lets.add(Let { name, value })
    }

    fn known_label(&mut self, tree: &Tree, label: &tree::Label) -> Known {
        match label.kind {
            LabelKind::Ident => {
                let name = self.text(label.span);
                if name == "_" {
                    self.diagnostics.push(
                        Diagnostic::error(Code::Syntax, "`_` cannot be a label")
                            .at(label.span, "")
                            .help("Write \"_\" in quotes for a field of that name."),
                    );
                }
                Known::Label(self.label(name))
            }
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
        reserved: Reserved,
        lit: &mut StructLit,
    ) {
        match &decl.kind {
            DeclKind::Field(field) => {
                let decl = self.field(tree, field, reserved);
                if !matches!(decl, Decl::Field { .. }) {
                    let source = self.loaded.sources.get(self.file);
                    let attributes = field.attributes.iter();
                    lit.nameless.extend(attributes.map(|one| FieldAttribute::new(one, source)));
                }
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
                if let Reserved::Let(id) = reserved {
                    lit.last_let = Some((lit.decls.len() as u32, decl.span));
                    self.program.lets[id].value = self.let_value(tree, binding, id);
                }
            }
            DeclKind::Attribute(attribute) => {
                if let Some(&node) = self.loaded.embedded.get(&attribute.span) {
                    // What is embedded comes before the fields around it, as in CUE.
                    lit.decls.insert(0, Decl::Embed(self.program.datum(node)));
                }
                lit.attributes
                    .push(FieldAttribute::new(attribute, self.loaded.sources.get(self.file)));
            }
            DeclKind::Bad => {}
        }
    }

    /// The value of a `let`, which does not know its own name.
    fn let_value(&mut self, tree: &Tree, binding: &tree::Let, id: LetId) -> ExprId {
        self.lets.enter(id);
        self.hide(Some(binding.name));
        self.scopes.push(Scope::new(Opens::Value));
        let value = self.expr(tree, binding.value);
        self.close_scope();
        self.hide(None);
        self.lets.leave();
        value
    }

    fn hide(&mut self, name: Option<Span>) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.hidden = name;
        }
    }

    fn field(&mut self, tree: &Tree, field: &Field, reserved: Reserved) -> Decl {
        let mark = match field.mark {
            FieldMark::Regular => Mark::Regular,
            FieldMark::Optional => Mark::Optional,
            FieldMark::Required => Mark::Required,
        };
        let source = self.loaded.sources.get(self.file);
        let attributes = field.attributes.iter();
        let attributes: ThinVec<_> =
            attributes.map(|one| FieldAttribute::new(one, source)).collect();
        let outer = self.tagless;
        if mark != Mark::Regular || !matches!(reserved, Reserved::Label(_)) {
            self.without_tags("a constraint");
        }
        if let Some(place) = self.tagless {
            self.refuse_tags(&attributes, place);
        }
        let mut decl = match (reserved, &field.label.kind) {
            (Reserved::Label(label), _) => {
                let scope = Scope::new(Opens::Value);
                let mut value = self.aliased(tree, field.value, Meaning::Value(Some(label)), scope);
                if self.tagless.is_none() {
                    value = self.injected(value, &attributes);
                }
                Decl::Field { label, span: field.label.span, mark, value, attributes }
            }
            (_, LabelKind::Pattern { value: pattern, alias }) => {
                self.pattern(tree, field, *pattern, *alias)
            }
            (reserved, _) => self.dynamic(tree, field, mark, reserved),
        };
        self.tagless = outer;
        if let Decl::Field { value, .. }
        | Decl::Dynamic { value, .. }
        | Decl::Pattern { value, .. } = &mut decl
        {
            *value = self.with_embedded(*value, &field.attributes);
        }
        decl
    }

    /// The value of a field with the files that its attributes embed.
    fn with_embedded(&mut self, value: ExprId, attributes: &[tree::Attribute]) -> ExprId {
        if attributes.is_empty() {
            return value;
        }
        let embedded = &self.loaded.embedded;
        let nodes = attributes.iter().filter_map(|attribute| embedded.get(&attribute.span));
        let parts: Vec<ExprId> =
            std::iter::once(value).chain(nodes.map(|&node| self.program.datum(node))).collect();
        if parts.len() == 1 {
            return value;
        }
        let span = self.program.span(value);
        self.add(Expr::And(parts.into()), span)
    }

    fn pattern(
        &mut self,
        tree: &Tree,
        field: &Field,
        pattern: tree::ExprId,
        alias: Option<Span>,
    ) -> Decl {
        let beside = self.matched_scopes();
        let outer = std::mem::replace(&mut self.beside_pattern, beside);
        let pattern = self.expr(tree, pattern);
        self.beside_pattern = outer;
        let mut scope = Scope::new(Opens::Constraint);
        let key = field.label.postfix.and_then(|alias| alias.key);
        for name in alias.into_iter().chain(key) {
            self.declare_free_alias(&mut scope, name, Meaning::Key);
        }
        self.declare_own(&field.label, &mut scope, Meaning::Own);
        let value = self.aliased(tree, field.value, Meaning::Value(None), scope);
        Decl::Pattern { pattern, value }
    }

    fn dynamic(&mut self, tree: &Tree, field: &Field, mark: Mark, reserved: Reserved) -> Decl {
        let key = match &field.label.kind {
            LabelKind::String(expr) | LabelKind::Dynamic { value: expr, .. } => {
                self.expr(tree, *expr)
            }
            LabelKind::Ident | LabelKind::Pattern { .. } => self.add(Expr::Bad, field.label.span),
        };
        let key = match reserved {
            // Aliases refer to the key by the id that was reserved for it.
            Reserved::Key(id) => {
                self.program.exprs[id] = self.program.exprs[key].clone();
                id
            }
            Reserved::Label(_) | Reserved::Let(_) | Reserved::Nothing => key,
        };
        let scope = Scope::new(Opens::Constraint);
        let value = self.aliased(tree, field.value, Meaning::Value(None), scope);
        Decl::Dynamic { key, mark, value }
    }

    /// The value of a field in `scope`, where `X=value` gives the field the name X.
    fn aliased(
        &mut self,
        tree: &Tree,
        value: tree::ExprId,
        meaning: Meaning,
        mut scope: Scope<'a>,
    ) -> ExprId {
        let value = match tree.exprs[value].kind {
            ExprKind::Alias { name, value } => {
                self.declare_alias(&mut scope, name, meaning);
                value
            }
            _ => value,
        };
        let outer = std::mem::replace(&mut self.value_start, self.scopes.len());
        let value = if scope.says_nothing() {
            self.expr(tree, value)
        } else {
            self.scopes.push(scope);
            let value = self.expr(tree, value);
            self.close_scope();
            value
        };
        self.value_start = outer;
        value
    }
}
