//! Lowering of expressions: names become up-counts, chains of `&` and `|` become flat.

use super::build::Options;
use super::constant::constant;
use super::ir::{Element, Expr, ExprId, Operator, PackageId, Program, Relation, Universe};
use super::label::Label;
use super::predeclared::{self, Predeclared, predeclared};
use super::scope::{Meaning, Scope};
use crate::base::{Code, Diagnostic, FileId, Number, Span, Symbols, nearest};
use crate::package::{Import, Loaded};
use crate::syntax::Parsed;
use crate::syntax::tree::{self, BinaryOp, ExprKind, Tree, UnaryOp};

/// The state of lowering one package.
pub(super) struct Lowering<'a> {
    pub(super) program: &'a mut Program,
    pub(super) symbols: &'a mut Symbols,
    pub(super) loaded: &'a Loaded,
    pub(super) options: &'a Options,
    pub(super) package: PackageId,
    pub(super) file: FileId,
    pub(super) scopes: Vec<Scope>,
    /// What the imports of the file mean, in the order of [`Meaning::Import`].
    pub(super) imports: Vec<Option<Import>>,
    /// Fields that other files of the package declare at the top.
    pub(super) package_names: Vec<String>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) known_tags: Vec<String>,
    /// Whether this is an expression of the command line.
    is_command: bool,
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
            file: FileId(0),
            scopes: Vec::new(),
            imports: Vec::new(),
            package_names: Vec::new(),
            diagnostics: Vec::new(),
            known_tags: Vec::new(),
            is_command: false,
        }
    }

    pub(super) fn source_text(&self) -> &'a str {
        self.loaded.sources.text(self.file)
    }

    pub(super) fn text(&self, span: Span) -> &'a str {
        span.of(self.source_text())
    }

    pub(super) fn package_path(&self) -> &'a str {
        self.loaded.packages.get(self.package.0 as usize).map_or("", |package| &package.path)
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

    /// An expression of the command line, in the scope of the root package.
    pub(super) fn command_expression(&mut self, parsed: &Parsed) -> ExprId {
        self.file = parsed.tree.span.file;
        self.package_names = self.top_names(None);
        self.scopes.push(Scope::level());
        self.is_command = true;
        let embedded = parsed.tree.decls.iter().find_map(|decl| match decl.kind {
            tree::DeclKind::Embed(expr) => Some(expr),
            _ => None,
        });
        match embedded {
            Some(expr) if parsed.tree.decls.len() == 1 => self.expr(&parsed.tree, expr),
            _ => {
                let span = parsed.tree.span;
                self.error(Code::Usage, "`-e` takes one expression", span);
                self.add(Expr::Bad, span)
            }
        }
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
            ExprKind::Struct { decls, .. } => Expr::Struct(self.struct_literal(tree, decls)),
            ExprKind::Paren(inner) => return self.expr(tree, *inner),
            ExprKind::Select { base, name, string, optional } => {
                let label = self.selected_label(tree, *name, *string);
                let base = self.expr(tree, *base);
                let select = Expr::Select(base, label);
                if *optional { Expr::Optional(self.add(select, span)) } else { select }
            }
            ExprKind::Index { base, index, optional } => {
                let base = self.expr(tree, *base);
                let index = Expr::Index(base, self.expr(tree, *index));
                if *optional { Expr::Optional(self.add(index, span)) } else { index }
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
            ExprKind::Optional(inner) => Expr::Optional(self.expr(tree, *inner)),
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
        let mut lowered = Vec::with_capacity(elements.len());
        let mut ellipsis = None;
        for element in elements {
            match element {
                tree::Element::Value(value) => {
                    lowered.push(Element::Value(self.expr(tree, *value)))
                }
                tree::Element::Comprehension(comprehension) => {
                    lowered.push(Element::Comprehension(self.comprehension(tree, comprehension)));
                }
                tree::Element::Ellipsis(_, rest) => {
                    ellipsis = Some(rest.map(|rest| self.expr(tree, rest)));
                }
            }
        }
        Expr::List { elements: lowered.into(), ellipsis }
    }

    fn unary(&mut self, tree: &Tree, op: UnaryOp, operand: tree::ExprId, span: Span) -> ExprId {
        let relation = match op {
            UnaryOp::Plus | UnaryOp::Minus | UnaryOp::Not => {
                let operand = self.expr(tree, operand);
                return self.add(Expr::Unary(op, operand), span);
            }
            UnaryOp::Default => {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::Syntax,
                        "`*` marks the default of a disjunction and nothing else",
                    )
                    .at(span, "")
                    .help("Write `*default | other`, or drop the `*`."),
                );
                return self.expr(tree, operand);
            }
            UnaryOp::Equal => {
                self.error(Code::Syntax, "`==` needs an operand on its left", span);
                return self.add(Expr::Bad, span);
            }
            UnaryOp::NotEqual => Relation::NotEqual,
            UnaryOp::Less => Relation::Less,
            UnaryOp::LessEqual => Relation::LessEqual,
            UnaryOp::Greater => Relation::Greater,
            UnaryOp::GreaterEqual => Relation::GreaterEqual,
            UnaryOp::Match => Relation::Match,
            UnaryOp::NotMatch => Relation::NotMatch,
        };
        let operand = self.expr(tree, operand);
        self.add(Expr::Bound(relation, operand), span)
    }

    fn binary(&mut self, tree: &Tree, op: BinaryOp, id: tree::ExprId) -> ExprId {
        let span = tree.exprs[id].span;
        let expr = match op {
            BinaryOp::And => {
                let operands = chain(tree, id, op);
                Expr::And(operands.into_iter().map(|x| self.expr(tree, x)).collect())
            }
            BinaryOp::Or => {
                let arms = chain(tree, id, op);
                Expr::Or(arms.into_iter().map(|arm| self.arm(tree, arm)).collect())
            }
            operator => match tree.exprs[id].kind {
                ExprKind::Binary(_, left, right, _) => {
                    let left = self.expr(tree, left);
                    let right = self.expr(tree, right);
                    self.check_operands(operator, left, right, span);
                    Expr::Binary(operator, left, right)
                }
                _ => Expr::Bad,
            },
        };
        self.add(expr, span)
    }

    /// Operands that are types by their spelling can never become concrete: refused at once.
    fn check_operands(&mut self, operator: Operator, left: ExprId, right: ExprId, span: Span) {
        let types = [left, right].into_iter().find(|&side| {
            matches!(
                self.program.expr(side),
                Expr::Universe(
                    Universe::Bool
                        | Universe::Int
                        | Universe::Float
                        | Universe::Number
                        | Universe::String
                        | Universe::Bytes
                ) | Expr::Bound(..)
            )
        });
        let literals = [left, right].into_iter().all(|side| {
            !matches!(
                self.program.expr(side),
                Expr::Field { .. } | Expr::Let { .. } | Expr::Select(..) | Expr::Call(..)
            )
        });
        if let Some(side) = types
            && literals
            && !matches!(self.program.expr(left), Expr::Bottom)
            && !matches!(self.program.expr(right), Expr::Bottom)
        {
            let place = self.program.span(side);
            let name = self.text(place);
            self.diagnostics.push(
                Diagnostic::error(
                    Code::Operand,
                    format!("`{name}` is a type: `{}` needs concrete operands", operator.text()),
                )
                .at(place, "this is never one value")
                .at(span, "the operation"),
            );
        }
    }

    fn arm(&mut self, tree: &Tree, arm: tree::ExprId) -> (bool, ExprId) {
        match tree.exprs[arm].kind {
            ExprKind::Unary(UnaryOp::Default, value) => (true, self.expr(tree, value)),
            _ => (false, self.expr(tree, arm)),
        }
    }

    /// What an identifier means here.
    fn identifier(&mut self, span: Span) -> ExprId {
        let name = self.text(span);
        // CUE's test-suite writes `__no_sharing` for a top that no evaluator may optimise away.
        let expr = if matches!(name, "_" | "__no_sharing") {
            Expr::Top
        } else if let Some(expr) = self.resolve(name) {
            expr
        } else if let Some(predeclared) = predeclared(name) {
            return self.predeclared(predeclared, span);
        } else if self.is_command {
            // The field may come from an embedding: only evaluation knows.
            Expr::Field { up: 0, label: self.label(name) }
        } else {
            self.unresolved(name, span);
            Expr::Bad
        };
        self.add(expr, span)
    }

    fn resolve(&mut self, name: &str) -> Option<Expr> {
        let mut up = 0;
        for scope in self.scopes.iter_mut().rev() {
            let level = scope.level;
            if let Some(found) = scope.get_mut(name) {
                found.used = true;
                return Some(match found.meaning {
                    Meaning::Field(label) => Expr::Field { up, label },
                    Meaning::Let(binding) => Expr::Let { up, binding },
                    Meaning::Dynamic(key) => Expr::Dynamic { up, key },
                    Meaning::Key => Expr::Key { up },
                    Meaning::Element => Expr::Element { up },
                    Meaning::Own => Expr::Own { up },
                    Meaning::This => Expr::This { up },
                    Meaning::Import(index) => return Some(self.import(index)),
                });
            }
            up += u32::from(level);
        }
        if self.package_names.iter().any(|known| known == name) {
            let label = self.label(name);
            return Some(Expr::Field { up: up.saturating_sub(1), label });
        }
        None
    }

    fn import(&mut self, index: usize) -> Expr {
        match self.imports.get(index) {
            Some(Some(Import::Package(package))) => Expr::Package(PackageId(*package as u32)),
            Some(Some(Import::Standard(path))) => Expr::Standard(self.symbols.intern(path)),
            Some(None) | None => Expr::Bad,
        }
    }

    fn predeclared(&mut self, predeclared: Predeclared, span: Span) -> ExprId {
        let (base, low, high) = match predeclared {
            Predeclared::Plain(universe) => return self.add(Expr::Universe(universe), span),
            Predeclared::Integer(low, high) => {
                (Universe::Int, low.to_owned(), high.map(str::to_owned))
            }
            Predeclared::Float(bound) => {
                (Universe::Number, format!("-{bound}"), Some(bound.to_owned()))
            }
        };
        let mut parts = vec![self.add(Expr::Universe(base), span)];
        for (relation, bound) in [(Relation::GreaterEqual, Some(low)), (Relation::LessEqual, high)]
        {
            if let Some(number) = bound.and_then(|bound| Number::parse(&bound).ok()) {
                let number = self.add(constant(number), span);
                parts.push(self.add(Expr::Bound(relation, number), span));
            }
        }
        self.add(Expr::And(parts.into()), span)
    }

    fn unresolved(&mut self, name: &str, span: Span) {
        let mut known: Vec<String> = self.package_names.clone();
        known.extend(self.scopes.iter().flat_map(Scope::names).map(str::to_owned));
        known.extend(predeclared::names().map(str::to_owned));
        known.sort_unstable();
        let mut diagnostic =
            Diagnostic::error(Code::UnresolvedName, format!("nothing is called `{name}` here"))
                .at(span, "not declared in any enclosing struct, file or package");
        if let Some(near) = nearest(name, known.iter().map(String::as_str)) {
            diagnostic = diagnostic.help(format!("Did you mean `{near}`?"));
        } else {
            diagnostic = diagnostic
                .help(format!("Declare it, or write \"{name}\" in quotes if a string is meant."));
        }
        self.diagnostics.push(diagnostic);
    }
}

impl BinaryOp {
    /// The token.
    pub fn text(self) -> &'static str {
        match self {
            BinaryOp::Or => "|",
            BinaryOp::And => "&",
            BinaryOp::LogicalOr => "||",
            BinaryOp::LogicalAnd => "&&",
            BinaryOp::Equal => "==",
            BinaryOp::NotEqual => "!=",
            BinaryOp::Less => "<",
            BinaryOp::LessEqual => "<=",
            BinaryOp::Greater => ">",
            BinaryOp::GreaterEqual => ">=",
            BinaryOp::Match => "=~",
            BinaryOp::NotMatch => "!~",
            BinaryOp::Add => "+",
            BinaryOp::Subtract => "-",
            BinaryOp::Multiply => "*",
            BinaryOp::Divide => "/",
        }
    }
}

/// The operands of a left-leaning chain of one operator, from left to right.
fn chain(tree: &Tree, id: tree::ExprId, op: BinaryOp) -> Vec<tree::ExprId> {
    let mut operands = Vec::new();
    let mut at = id;
    while let ExprKind::Binary(this, left, right, _) = tree.exprs[at].kind
        && this == op
    {
        operands.push(right);
        at = left;
    }
    operands.push(at);
    operands.reverse();
    operands
}
