//! The tree of one file: what was written, with the exact span of every part, and no meaning yet.
//!
//! Expressions lie in one arena and refer to each other by id. Names, numbers and the pieces of
//! strings are spans into the source; `super::literal` reads them. Whatever could not be read is a
//! `Bad` node, so a file with errors is still a tree.

use smallvec::SmallVec;

use crate::base::{Arena, Span, id};

id! {
    /// One expression of a file.
    ExprId
}

/// One file.
#[derive(Clone, Default, Debug)]
pub struct Tree {
    /// All expressions of the file.
    pub exprs: Arena<ExprId, Expr>,
    /// File attributes that stand before the package clause, or before everything.
    pub attributes: Vec<Attribute>,
    /// The package clause: the whole, and its name.
    pub package: Option<Package>,
    /// The import specs, in order; grouped declarations are flattened.
    pub imports: Vec<Import>,
    /// The declarations of the file's struct.
    pub decls: Vec<Decl>,
    /// What the attributes before the package clause turn on.
    pub experiments: Experiments,
    /// The whole file.
    pub span: Span,
}

/// What `@experiment(…)` before the package clause turns on.
#[derive(Clone, Copy, Default, Debug)]
pub struct Experiments {
    /// `~X` instead of `X=`, and `self`.
    pub alias_v2: bool,
    /// `expr...`
    pub explicit_open: bool,
    /// `&&` and `||` leave out the second operand where the first decides.
    pub short_circuit: bool,
    /// `try`, `else` and `a?`.
    pub try_: bool,
}

/// `package name`
#[derive(Clone, Copy, Debug)]
pub struct Package {
    /// The whole clause.
    pub span: Span,
    /// The name; `_` is allowed.
    pub name: Span,
}

/// `import name "path"`
#[derive(Clone, Copy, Debug)]
pub struct Import {
    /// The whole spec.
    pub span: Span,
    /// The name that it is given, if any.
    pub name: Option<Span>,
    /// The path, quotes included.
    pub path: Span,
}

/// One declaration of a struct or a file.
#[derive(Clone, Debug)]
pub struct Decl {
    /// The whole declaration without a comma after it.
    pub span: Span,
    /// What it is.
    pub kind: DeclKind,
}

/// The kinds of declarations.
#[derive(Clone, Debug)]
pub enum DeclKind {
    /// `label: value @attr(…)`; `a: b: 1` is a field whose value is a struct of one field
    /// (see [`ExprKind::Struct`]).
    Field(Field),
    /// An expression that stands as a declaration.
    Embed(ExprId),
    /// `for … if … let … {…}`
    Comprehension(Comprehension),
    /// `...` or `...T`
    Ellipsis(Option<ExprId>),
    /// `let name = value`
    Let(Let),
    /// `@name(body)`
    Attribute(Attribute),
    /// A part that could not be read.
    Bad,
}

/// `label mark: value attributes`
#[derive(Clone, Debug)]
pub struct Field {
    /// The label, with its alias.
    pub label: Label,
    /// Whether it is a regular, optional or required field.
    pub mark: FieldMark,
    /// The value.
    pub value: ExprId,
    /// The attributes behind the value.
    pub attributes: Vec<Attribute>,
}

/// What stands between a label and its colon.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldMark {
    /// `a: `
    Regular,
    /// `a?: `
    Optional,
    /// `a!: `
    Required,
}

/// The label of a field.
#[derive(Clone, Debug)]
pub struct Label {
    /// The label without aliases and marks.
    pub span: Span,
    /// What it is.
    pub kind: LabelKind,
    /// `X=` before the label.
    pub alias: Option<Span>,
    /// `~X` or `~(K,V)` behind the label.
    pub postfix: Option<PostfixAlias>,
}

/// `~X` (the value) or `~(K,V)` (the label and the value) behind a label.
#[derive(Clone, Copy, Debug)]
pub struct PostfixAlias {
    /// The name of the label's string.
    pub key: Option<Span>,
    /// The name of the field's value.
    pub value: Span,
}

/// The kinds of labels.
#[derive(Clone, Debug)]
pub enum LabelKind {
    /// An identifier, keyword or `#definition`, `_hidden`, `_#both`.
    Ident,
    /// `"text"`, which may be interpolated: an expression of kind [`ExprKind::String`].
    String(ExprId),
    /// `(expr)`: the expression within, and the `X` of `(X=expr)`.
    Dynamic {
        /// The expression in the parentheses.
        value: ExprId,
        /// The alias in the parentheses.
        alias: Option<Span>,
    },
    /// `[pattern]`: the expression within, and the `X` of `[X=pattern]`.
    Pattern {
        /// The expression in the brackets.
        value: ExprId,
        /// The alias in the brackets.
        alias: Option<Span>,
    },
}

/// `let name = value`
#[derive(Clone, Copy, Debug)]
pub struct Let {
    /// The name.
    pub name: Span,
    /// The value.
    pub value: ExprId,
}

/// `@name(body)`
#[derive(Clone, Copy, Debug)]
pub struct Attribute {
    /// The whole attribute.
    pub span: Span,
    /// The name, without `@`.
    pub name: Span,
    /// What stands between the parentheses.
    pub body: Span,
}

/// `for … if … let … {…} else {…}`
#[derive(Clone, Debug)]
pub struct Comprehension {
    /// The clauses, at least one.
    pub clauses: Vec<Clause>,
    /// The struct that is yielded: an expression of kind [`ExprKind::Struct`].
    pub body: ExprId,
    /// The struct behind `else` (or `fallback`).
    pub fallback: Option<ExprId>,
}

/// One clause of a comprehension.
#[derive(Clone, Debug)]
pub struct Clause {
    /// The clause without the body.
    pub span: Span,
    /// What it is.
    pub kind: ClauseKind,
}

/// The kinds of clauses.
#[derive(Clone, Debug)]
pub enum ClauseKind {
    /// `for key, value in source`
    For {
        /// The first of two names.
        key: Option<Span>,
        /// The only or second name.
        value: Span,
        /// What is gone through.
        source: ExprId,
    },
    /// `if condition`
    If(ExprId),
    /// `let name = value`
    Let(Let),
    /// `try name = value`, or `try` alone.
    Try(Option<Let>),
}

/// One expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// The whole expression, tight.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// The kinds of expressions.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A part that could not be read.
    Bad,
    /// A name: identifier, `#definition`, `_hidden`, also `_` and the keywords of types.
    Ident,
    /// `_|_`
    Bottom,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number literal: the text under the span.
    Number,
    /// A string or bytes literal of any form.
    String(StringLit),
    /// `[…]`
    List(Vec<Element>),
    /// `{…}`, or (with `braces: false`) the one field behind a colon in `a: b: 1`.
    Struct {
        /// The declarations.
        decls: Vec<Decl>,
        /// Whether it is written with braces.
        braces: bool,
    },
    /// `(expr)`
    Paren(ExprId),
    /// `expr.name`, `expr."name"`, `expr.#Def`
    Select {
        /// What is selected from.
        base: ExprId,
        /// The name; with quotes, where it has them.
        name: Span,
        /// The string literal, where the name is quoted.
        string: Option<ExprId>,
        /// `expr.name?`
        optional: bool,
    },
    /// `expr[index]`
    Index {
        /// What is indexed.
        base: ExprId,
        /// The index.
        index: ExprId,
        /// `expr[index]?`
        optional: bool,
    },
    /// `expr[low:high]`: read so that it can be refused with its name.
    Slice {
        /// What is sliced.
        base: ExprId,
        /// The first index.
        low: Option<ExprId>,
        /// The index behind the last.
        high: Option<ExprId>,
    },
    /// `expr(arguments)`
    Call {
        /// What is called.
        callee: ExprId,
        /// The arguments.
        arguments: Vec<ExprId>,
    },
    /// `!x`, `-x`, `>=x`, …; the default mark `*x` of a disjunction arm too.
    Unary(UnaryOp, ExprId),
    /// `x & y`, … : left-associative.
    Binary(BinaryOp, ExprId, ExprId, Span),
    /// `X=expr` as the value of a field.
    Alias {
        /// The name.
        name: Span,
        /// The value.
        value: ExprId,
    },
    /// `expr...`: opened.
    Open(ExprId),
    /// `name?`: the name within. Selectors and indexes have their own mark.
    Optional(ExprId),
}

/// One element of a list.
#[derive(Clone, Debug)]
pub enum Element {
    /// A value.
    Value(ExprId),
    /// `for … {…}`
    Comprehension(Comprehension),
    /// `...` or `...T`; the last element.
    Ellipsis(Span, Option<ExprId>),
}

/// A string or bytes literal.
#[derive(Clone, Debug)]
pub struct StringLit {
    /// `'…'` rather than `"…"`.
    pub bytes: bool,
    /// `"""` or `'''`.
    pub multiline: bool,
    /// How many `#` stand before the quotes.
    pub hashes: u8,
    /// Pieces of text and interpolations, in order; empty for an empty literal.
    pub parts: Parts,
}

/// The pieces of a string literal: most have one, which takes no memory of its own.
pub type Parts = SmallVec<[Part; 1]>;

/// A piece of a string literal.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// Text with its escapes, as written.
    Text(Span),
    /// `\(expr)`
    Interpolation(ExprId),
}

/// Operators before an operand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each is its own token")]
pub enum UnaryOp {
    Plus,
    Minus,
    Not,
    Default,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Match,
    NotMatch,
}

/// Operators between operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each is its own token")]
pub enum BinaryOp {
    Or,
    And,
    LogicalOr,
    LogicalAnd,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Match,
    NotMatch,
    Add,
    Subtract,
    Multiply,
    Divide,
}
