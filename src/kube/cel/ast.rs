//! The tree of an expression. Macros are nodes of their own, so that nothing has to be expanded.

use super::call::Function;

/// An expression.
#[derive(Clone, Debug)]
pub(super) enum Expr {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Double(f64),
    Str(String),
    Bytes(Vec<u8>),
    Name(String),
    /// `of.field`, or `of.?field`
    Select {
        of: Box<Expr>,
        field: String,
        optional: bool,
    },
    /// `has(of.field)`
    Has {
        of: Box<Expr>,
        field: String,
    },
    /// `of[index]`, or `of[?index]`
    Index {
        of: Box<Expr>,
        index: Box<Expr>,
        optional: bool,
    },
    /// Elements, each with whether it is `?element`.
    List(Vec<(Expr, bool)>),
    /// Entries, each with whether it is `?key: value`.
    Map(Vec<(Expr, Expr, bool)>),
    Not(Box<Expr>),
    Negate(Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Choice(Box<Expr>, Box<Expr>, Box<Expr>),
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// A function; the target of a method is the first operand.
    Call {
        function: &'static Function,
        operands: Vec<Expr>,
    },
    Loop(Box<Loop>),
    /// `of.optMap(name, body)`, or `optFlatMap`
    OptionalMap {
        of: Box<Expr>,
        name: String,
        body: Box<Expr>,
        flat: bool,
    },
}

/// The operators that do nothing but compute.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// A macro over a list or a map.
#[derive(Clone, Debug)]
pub(super) struct Loop {
    pub(super) kind: LoopKind,
    pub(super) over: Expr,
    /// The name of the element (of a map: of the key), or of index and value.
    pub(super) names: Vec<String>,
    /// What must hold for `map` and the transformations to take an element.
    pub(super) filter: Option<Expr>,
    pub(super) body: Expr,
}

/// What a macro makes of the results of its body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum LoopKind {
    All,
    Exists,
    ExistsOne,
    Filter,
    Map,
    TransformList,
    TransformMap,
    TransformMapEntry,
}
