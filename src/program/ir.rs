//! The program: expressions with every name bound.
//!
//! **Environments.** A struct literal, a `for` clause and the value of a dynamic or pattern field
//! each open one level; so does a list in files where `self` may mean it. A reference says how many levels to go up, and what to take there.

use rustc_hash::FxHashMap;
use thin_vec::ThinVec;

use super::deferred::Deferred;
use super::ellipsis::Ellipsis;
use super::stored::Shelf;
use super::{FieldAttribute, Label};
use crate::base::{Arena, FileId, LateArena, Number, Span, Symbol, id};
use crate::schema::Release;

id! {
    /// One expression.
    ExprId,
    /// One struct literal.
    StructId,
    /// One comprehension.
    ComprehensionId,
    /// One `let`.
    LetId,
    /// One `try` clause.
    TryId,
    /// One package.
    PackageId,
}

impl PackageId {
    /// The package that was asked for.
    pub const ROOT: Self = Self::at(0);
}

/// All packages of a compilation.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// The expressions and where they stand.
    pub exprs: LateArena<ExprId, (Expr, Span)>,
    /// The struct literals.
    pub(super) structs: LateArena<StructId, StructLit>,
    /// The comprehensions.
    pub comprehensions: LateArena<ComprehensionId, Comprehension>,
    /// The values of the `let`s, in the environment that declares them.
    pub lets: Arena<LetId, Let>,
    /// Where the `try` clauses stand.
    pub tries: Arena<TryId, Span>,
    /// The packages; the root is the first.
    pub packages: Arena<PackageId, Package>,
    /// The release of Kubernetes that the `kube/…` packages are of.
    pub release: Release,
    /// The rank of each file in the order of paths.
    pub file_ranks: FxHashMap<FileId, u32>,
    /// Where the first items of the arenas come from.
    pub(super) shelf: Shelf,
    /// What was put off.
    pub(super) deferred: Deferred,
    /// What the nodes of the loaded data have become, in their order.
    pub(super) data: Vec<ExprId>,
    /// What was made around them: the fields of a path, records, lists of documents.
    pub(super) around_data: Vec<ExprId>,
}

/// One package.
#[derive(Clone, Debug, Default)]
pub struct Package {
    /// The import path, which hidden labels are scoped to.
    pub path: String,
    /// The struct literal of each file.
    pub files: Vec<(FileId, ExprId)>,
}

/// `let name = value`
#[derive(Clone, Copy, Debug)]
pub struct Let {
    /// The name.
    pub name: Symbol,
    /// The value.
    pub value: ExprId,
}

/// One expression; the ids of operands lead into [`Program`].
#[derive(Clone, Debug)]
pub enum Expr {
    /// What could not be read or bound; reported already.
    Bad,
    /// `_|_`
    Bottom,
    /// `_`
    Top,
    /// `null`
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer that fits.
    Int(i64),
    /// Any other number.
    Number(Box<Number>),
    /// A string.
    Str(Symbol),
    /// Bytes.
    Bytes(ThinVec<u8>),
    /// A predeclared type or function.
    Universe(Universe),
    /// A string or bytes with interpolations; its literal pieces are expressions too.
    Interpolation {
        /// `'…'` rather than `"…"`.
        bytes: bool,
        /// The pieces in order.
        parts: ThinVec<ExprId>,
    },
    /// A list literal.
    List {
        /// The elements.
        elements: ThinVec<Element>,
        /// `...` (any further elements: `Some(None)`), `...T`, or none.
        ellipsis: Ellipsis,
        /// Whether it opens a level of the environment: `self` may mean it.
        level: bool,
    },
    /// A struct literal.
    Struct(StructId),
    /// A field of the struct `up` levels above.
    Field {
        /// Levels up.
        up: u32,
        /// The field.
        label: Label,
    },
    /// The field whose label is what `key` gives in the environment `up` levels above.
    Dynamic {
        /// Levels up.
        up: u32,
        /// The label.
        key: ExprId,
    },
    /// A `let` of the environment `up` levels above.
    Let {
        /// Levels up.
        up: u32,
        /// Which.
        binding: LetId,
    },
    /// The label of the environment `up` levels above: a `for` key, or the alias in `[X=string]`.
    Key {
        /// Levels up.
        up: u32,
    },
    /// The value of the `for` clause `up` levels above.
    Element {
        /// Levels up.
        up: u32,
    },
    /// The field that the dynamic or pattern field `up` levels above is about.
    Own {
        /// Levels up.
        up: u32,
    },
    /// The value of the struct or list literal `up` levels above itself.
    This {
        /// Levels up.
        up: u32,
    },
    /// The root of a package.
    Package(PackageId),
    /// A package of the standard library, by its path.
    Standard(Symbol),
    /// `base.label`
    Select(ExprId, Label),
    /// `base[index]`
    Index(ExprId, ExprId),
    /// `base[low:high]`
    Slice {
        /// A list or bytes.
        base: ExprId,
        /// The first index; 0 without it.
        low: Option<ExprId>,
        /// The index behind the last; the length without it.
        high: Option<ExprId>,
    },
    /// `name?`, `base.label?` or `base[index]?`: where that is absent, the `try` yields nothing.
    Optional(TryId, ExprId),
    /// `callee(arguments)`
    Call(ExprId, ThinVec<ExprId>),
    /// `+x`, `-x`, `!x`
    Unary(Sign, ExprId),
    /// `<x`, `!=x`, `=~x` …
    Bound(Relation, ExprId),
    /// An operation on concrete operands.
    Binary(Operator, ExprId, ExprId),
    /// `a && b` or `a || b` where `b` is not evaluated if `a` decides.
    ShortCircuit(Operator, ExprId, ExprId),
    /// `a & b & …`
    And(ThinVec<ExprId>),
    /// `*a | b | …`: each arm and whether it is marked.
    Or(ThinVec<(bool, ExprId)>),
    /// `x...`
    Open(ExprId),
    /// A struct that is yielded only by a comprehension that stands alone in a list or struct.
    Comprehension(ComprehensionId),
}

impl Expr {
    /// Whether it is written out as a scalar.
    pub fn is_scalar(&self) -> bool {
        matches!(
            self,
            Expr::Null
                | Expr::Bool(_)
                | Expr::Int(_)
                | Expr::Number(_)
                | Expr::Str(_)
                | Expr::Bytes(_)
        )
    }
}

/// Predeclared identifiers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "each is its own name")]
pub enum Universe {
    Bool,
    Int,
    Float,
    Number,
    String,
    Bytes,
    Len,
    Close,
    And,
    Or,
    Div,
    Mod,
    Quo,
    Rem,
    Error,
    MatchN,
    MatchIf,
}

/// Signs before an operand.
pub use crate::syntax::tree::UnaryOp as Sign;

/// Operators on concrete operands.
pub use crate::syntax::tree::BinaryOp as Operator;

/// The relations of bounds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "each is its own token")]
pub enum Relation {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Match,
    NotMatch,
}

impl Relation {
    /// The token.
    pub fn text(self) -> &'static str {
        match self {
            Relation::Equal => "==",
            Relation::NotEqual => "!=",
            Relation::Less => "<",
            Relation::LessEqual => "<=",
            Relation::Greater => ">",
            Relation::GreaterEqual => ">=",
            Relation::Match => "=~",
            Relation::NotMatch => "!~",
        }
    }
}

/// One element of a list literal.
#[derive(Clone, Copy, Debug)]
pub enum Element {
    /// A value.
    Value(ExprId),
    /// What a comprehension yields, in order.
    Comprehension(ComprehensionId),
}

/// One struct literal, or the body of a file.
#[derive(Clone, Debug, Default)]
pub struct StructLit {
    /// The declarations in order.
    pub decls: Vec<Decl>,
    /// Whether this is the body of a file: files of a package do not close each other.
    pub is_file: bool,
    /// The last `let` among the declarations: before which of them it stands, and where.
    pub last_let: Option<(u32, Span)>,
    /// Whether what is embedded closes it, unless `...` behind the embedding opens that.
    pub explicit_open: bool,
    /// Attributes that stand among the declarations.
    pub attributes: ThinVec<FieldAttribute>,
    /// Attributes behind dynamic and pattern fields, which name no field.
    pub nameless: ThinVec<FieldAttribute>,
}

/// Whether a field must, may or does stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Mark {
    /// `a: v`
    Regular,
    /// `a!: v`
    Required,
    /// `a?: v`
    Optional,
}

/// One declaration.
#[derive(Clone, Debug)]
pub enum Decl {
    /// A field with a label known beforehand.
    Field {
        /// The label.
        label: Label,
        /// Where the label stands.
        span: Span,
        /// `?` or `!`
        mark: Mark,
        /// The value.
        value: ExprId,
        /// The attributes behind it.
        attributes: ThinVec<FieldAttribute>,
    },
    /// `(key): value`, `"\(key)": value`; the value is one level deeper.
    Dynamic {
        /// The label.
        key: ExprId,
        /// `?` or `!`
        mark: Mark,
        /// The value.
        value: ExprId,
    },
    /// `[pattern]: value`; the value is one level deeper.
    Pattern {
        /// What labels must match.
        pattern: ExprId,
        /// The value.
        value: ExprId,
    },
    /// A value that is unified with the struct.
    Embed(ExprId),
    /// What a comprehension yields is unified with the struct.
    Comprehension(ComprehensionId),
    /// `...`
    Ellipsis(Option<ExprId>),
}

/// `for … if … {…} else {…}`
#[derive(Clone, Debug)]
pub struct Comprehension {
    /// The clauses in order.
    pub clauses: Vec<Clause>,
    /// What is yielded; as deep as the `for` clauses make it.
    pub body: ExprId,
    /// What is yielded where nothing else is; in the environment of the comprehension.
    pub fallback: Option<ExprId>,
    /// The whole.
    pub span: Span,
}

/// One clause; `let` clauses are bound by name already.
#[derive(Clone, Copy, Debug)]
pub enum Clause {
    /// Opens one level: its key and element.
    For(ExprId),
    /// Goes on where the condition is true.
    If(ExprId),
    /// Goes on where none of the expression's references with `?` is absent; without a name, the
    /// expression is the body.
    Try(TryId, ExprId),
}

impl Program {
    /// The expression `id`.
    #[inline]
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.placed_expr(id).0
    }

    /// Where the expression `id` stands.
    #[inline]
    pub fn span(&self, id: ExprId) -> Span {
        self.placed_expr(id).1
    }

    #[inline]
    fn placed_expr(&self, id: ExprId) -> &(Expr, Span) {
        match self.exprs.get(id) {
            Some(expr) => expr,
            None => self.bring(id),
        }
    }
}
