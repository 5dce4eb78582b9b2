//! The identifiers that every file knows (spec: Predeclared identifiers).

use super::ir::Universe;

/// What a predeclared identifier stands for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Predeclared {
    /// A basic type or function.
    Plain(Universe),
    /// Integers from the first to the last bound, written in decimal; no upper bound in `uint`.
    Integer(&'static str, Option<&'static str>),
    /// Floats whose magnitude is at most the bound.
    Float(&'static str),
}

/// What `name` stands for where nothing else declares it; `__name` is the form that no field can
/// shadow.
pub(super) fn predeclared(name: &str) -> Option<Predeclared> {
    let name = name.strip_prefix("__").unwrap_or(name);
    TABLE.iter().find(|(known, _)| *known == name).map(|(_, meaning)| *meaning)
}

/// Whether every file knows `name`.
pub fn is_predeclared(name: &str) -> bool {
    name == "_" || predeclared(name).is_some()
}

/// All predeclared names, for the nearest one to a misspelt name.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(name, _)| *name)
}

use Predeclared::{Float, Integer, Plain};

const TABLE: &[(&str, Predeclared)] = &[
    ("bool", Plain(Universe::Bool)),
    ("int", Plain(Universe::Int)),
    ("float", Plain(Universe::Float)),
    ("number", Plain(Universe::Number)),
    ("string", Plain(Universe::String)),
    ("bytes", Plain(Universe::Bytes)),
    ("len", Plain(Universe::Len)),
    ("close", Plain(Universe::Close)),
    ("and", Plain(Universe::And)),
    ("or", Plain(Universe::Or)),
    ("div", Plain(Universe::Div)),
    ("mod", Plain(Universe::Mod)),
    ("quo", Plain(Universe::Quo)),
    ("rem", Plain(Universe::Rem)),
    ("error", Plain(Universe::Error)),
    ("matchN", Plain(Universe::MatchN)),
    ("matchIf", Plain(Universe::MatchIf)),
    ("uint", Integer("0", None)),
    ("uint8", Integer("0", Some("255"))),
    ("uint16", Integer("0", Some("65535"))),
    ("uint32", Integer("0", Some("4294967295"))),
    ("uint64", Integer("0", Some("18446744073709551615"))),
    ("uint128", Integer("0", Some("340282366920938463463374607431768211455"))),
    ("int8", Integer("-128", Some("127"))),
    ("int16", Integer("-32768", Some("32767"))),
    ("int32", Integer("-2147483648", Some("2147483647"))),
    ("int64", Integer("-9223372036854775808", Some("9223372036854775807"))),
    (
        "int128",
        Integer(
            "-170141183460469231731687303715884105728",
            Some("170141183460469231731687303715884105727"),
        ),
    ),
    ("rune", Integer("0", Some("1114111"))),
    ("float32", Float("3.40282346638528859811704183484516925440e+38")),
    ("float64", Float("1.797693134862315708145274237317043567981e+308")),
];
