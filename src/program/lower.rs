//! Lowering of expressions, and the state that all of lowering shares.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use thin_vec::ThinVec;

use rustc_hash::FxHashMap;

use super::build::Options;
use super::deferred::Repeats;
use super::ellipsis::Ellipsis;
use super::ir::{Element, Expr, ExprId, PackageId, Program, TryId};
use super::label::Label;
use super::lets::Lets;
use super::scope::{Names, Opens, Scope};
use super::structs::Reserved;
use super::tops::Seen;
use crate::base::{Code, Diagnostic, FileId, Id, Span, Symbols};
use crate::package::{Import, Loaded};
use crate::syntax::tree::{self, Experiments, ExprKind, Tree};

/// The state of lowering one package.
pub(super) struct Lowering<'a> {
    pub(super) program: &'a mut Program,
    pub(super) symbols: &'a mut Symbols,
    pub(super) loaded: &'a Loaded,
    pub(super) options: &'a Options,
    pub(super) package: PackageId,
    pub(super) file: FileId,
    pub(super) scopes: Vec<Scope<'a>>,
    /// How many scopes there are around the value of the innermost field.
    pub(super) value_start: usize,
    /// Memory for the names of further scopes.
    pub(super) spare_names: Vec<Names<'a>>,
    /// What the declarations have been given of the structs that are being lowered.
    pub(super) reserved: Vec<Reserved>,
    /// What the imports of the file mean, in the order of [`Meaning::Import`].
    pub(super) imports: Vec<Option<Import>>,
    /// Fields that other files of the package declare at the top.
    pub(super) seen: Seen<'a>,
    /// Whether a name that nothing declares may yet be a field of the package's value.
    pub(super) any_name: bool,
    /// Names of imports that meant something nearer: where they were used, and where declared.
    pub(super) shadowed: FxHashMap<String, (Span, Span)>,
    /// Packages that need no import, by name: those of the standard library on the command line.
    pub(super) offered: BTreeMap<String, String>,
    /// What the file asks for.
    pub(super) experiments: Experiments,
    /// The innermost `try` that a `?` can belong to.
    pub(super) trying: Option<TryId>,
    pub(super) lets: Lets,
    pub(super) repeats: Repeats,
    /// While a pattern is lowered: the scopes whose fields it is matched against.
    pub(super) beside_pattern: Range<usize>,
    /// Why no `@tag` can stand here, if none can: the place.
    pub(super) tagless: Option<&'static str>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How many names were compared with ones that are not there.
    pub(super) compared: usize,
    /// The tags of the command line that something took, by index.
    pub(super) taken_tags: BTreeSet<usize>,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(
        program: &'a mut Program,
        symbols: &'a mut Symbols,
        loaded: &'a Loaded,
        options: &'a Options,
        package: PackageId,
    ) -> Self {
        Self {
            program,
            symbols,
            loaded,
            options,
            package,
            file: FileId::at(0),
            scopes: Vec::new(),
            value_start: 0,
            spare_names: Vec::new(),
            reserved: Vec::new(),
            imports: Vec::new(),
            seen: Seen::default(),
            any_name: false,
            shadowed: FxHashMap::default(),
            offered: BTreeMap::new(),
            experiments: Experiments::default(),
            trying: None,
            lets: Lets::default(),
            repeats: Repeats::default(),
            beside_pattern: 0..0,
            tagless: None,
            diagnostics: Vec::new(),
            compared: 0,
            taken_tags: BTreeSet::new(),
        }
    }

    pub(super) fn source_text(&self) -> &'a str {
        self.loaded.sources.text(self.file)
    }

    pub(super) fn text(&self, span: Span) -> &'a str {
        span.of(self.source_text())
    }

    pub(super) fn package_path(&self) -> &'a str {
        self.loaded.packages.get(self.package.index()).map_or("", |package| &package.path)
    }

    pub(super) fn add(&mut self, expr: Expr, span: Span) -> ExprId {
        self.program.exprs.add((expr, span))
    }

    pub(super) fn error(&mut self, code: Code, message: impl Into<String>, span: Span) {
        self.diagnostics.push(Diagnostic::error(code, message).at(span, ""));
    }

    pub(super) fn label(&mut self, name: &str) -> Label {
        Label::identifier(name, self.package_path(), self.symbols)
    }

    /// From here on no `@tag` can stand, since this is in `place`; gives what held before.
    pub(super) fn without_tags(&mut self, place: &'static str) -> Option<&'static str> {
        let outer = self.tagless;
        self.tagless = outer.or(Some(place));
        outer
    }

    /// Lowers one expression.
    pub(super) fn expr(&mut self, tree: &Tree, id: tree::ExprId) -> ExprId {
        let tree::Expr { span, kind } = &tree.exprs[id];
        let span = *span;
        let expr = match kind {
            ExprKind::Bad => Expr::Bad,
            ExprKind::Ident => return self.identifier(span),
            ExprKind::Bottom => Expr::Bottom,
            ExprKind::Null => Expr::Null,
            ExprKind::Bool(value) => Expr::Bool(*value),
            ExprKind::Number => self.number(span),
            ExprKind::String(lit) => self.string(lit, tree, span),
            ExprKind::List(elements) => self.list(tree, elements),
            ExprKind::Struct { decls, braces: true } => Expr::Struct(self.braced(tree, id, decls)),
            ExprKind::Struct { decls, .. } => Expr::Struct(self.struct_literal(tree, decls)),
            ExprKind::Paren(inner) => return self.expr(tree, *inner),
            ExprKind::Select { base, name, string, optional } => {
                let label = self.selected_label(tree, *name, *string);
                let base = self.expr(tree, *base);
                let select = Expr::Select(base, label);
                if *optional { self.optional(select, span) } else { select }
            }
            ExprKind::Index { base, index, optional } => {
                let base = self.expr(tree, *base);
                let index = Expr::Index(base, self.expr(tree, *index));
                if *optional { self.optional(index, span) } else { index }
            }
            ExprKind::Slice { base, low, high } => {
                let base = self.expr(tree, *base);
                let low = low.map(|low| self.expr(tree, low));
                Expr::Slice { base, low, high: high.map(|high| self.expr(tree, high)) }
            }
            ExprKind::Call { callee, arguments } => {
                let callee = self.expr(tree, *callee);
                Expr::Call(callee, arguments.iter().map(|&x| self.expr(tree, x)).collect())
            }
            ExprKind::Unary(op, operand) => return self.unary(tree, *op, *operand, span),
            ExprKind::Binary(op, ..) => return self.binary(tree, *op, id),
            ExprKind::Alias { name, value } => return self.misplaced_alias(tree, *name, *value),
            ExprKind::Optional(inner) => {
                let inner = self.expr(tree, *inner);
                let name = self.program.expr(inner).clone();
                self.optional(name, span)
            }
            ExprKind::Open(inner) => Expr::Open(self.expr(tree, *inner)),
        };
        self.add(expr, span)
    }

    fn selected_label(&mut self, tree: &Tree, name: Span, string: Option<tree::ExprId>) -> Label {
        let Some(string) = string else { return self.label(self.text(name)) };
        match &tree.exprs[string].kind {
            ExprKind::String(lit) => match self.plain_string(lit) {
                Some(text) => Label::field(self.symbols.intern(&text)),
                None => {
                    self.diagnostics.push(
                        Diagnostic::error(Code::Syntax, "a selector cannot be interpolated")
                            .at(name, "")
                            .help("Use an index instead: `x[\"…\\(y)…\"]`."),
                    );
                    Label::NONE
                }
            },
            _ => Label::NONE,
        }
    }

    fn misplaced_alias(&mut self, tree: &Tree, name: Span, value: tree::ExprId) -> ExprId {
        self.diagnostics.push(
            Diagnostic::error(Code::Syntax, "an alias cannot stand here")
                .at(name, "")
                .help("Aliases stand before labels (`X=a: …`) or before the value of a field (`a: X={…}`); use `let` otherwise."),
        );
        self.expr(tree, value)
    }

    fn list(&mut self, tree: &Tree, elements: &[tree::Element]) -> Expr {
        let outer = self.without_tags("a list");
        let level = self.experiments.alias_v2;
        self.scopes.push(Scope::new(if level { Opens::ListLevel } else { Opens::List }));
        let mut lowered = ThinVec::with_capacity(elements.len());
        let mut ellipsis = Ellipsis::NONE;
        for element in elements {
            match element {
                tree::Element::Value(value) => {
                    lowered.push(Element::Value(self.expr(tree, *value)))
                }
                tree::Element::Comprehension(comprehension) => {
                    lowered.push(Element::Comprehension(self.comprehension(tree, comprehension)));
                }
                tree::Element::Ellipsis(_, rest) => {
                    ellipsis = match rest {
                        Some(rest) => Ellipsis::of(self.expr(tree, *rest)),
                        None => Ellipsis::ANY,
                    };
                }
            }
        }
        self.close_scope();
        self.tagless = outer;
        Expr::List { elements: lowered, ellipsis, level }
    }
}
