//! Discriminators: arms of disjunctions that what is written rules out, with nothing evaluated.
//!
//! Of `#A | #B` unified with `{kind: "b"}`, an arm that says `kind: "a"` need not be tried. Only
//! literals and predeclared types are compared, with what is known of the vertex already; whatever
//! would have to be evaluated rules nothing out. This room must not change the graph.

use std::cmp::Ordering;

use super::graph::Graph;
use super::kind::Kind;
use super::value::{Small, Value};
use super::vertex::{Arm, EnvId, Source, VertexId};
use crate::base::Number;
use crate::program::{Decl, Element, Expr, ExprId, Label, Mark, StructId, Universe};

/// How many expressions are looked at for one arm.
const MOST_LOOKS: usize = 512;

/// How deep references, operands and fields are followed.
const DEEPEST: usize = 12;

/// A scalar as it is written or known.
#[derive(Clone, Copy)]
enum Literal<'a> {
    Value(Value),
    Number(&'a Number),
    Bytes(&'a [u8]),
}

/// An expression of an arm, and where it is to be understood.
#[derive(Clone, Copy)]
struct Place {
    env: EnvId,
    /// How many levels of struct literals lie between the environment and the expression.
    inside: u32,
    depth: usize,
}

impl Graph {
    /// Whether an arm cannot be unified with what is known of the vertex.
    pub(super) fn is_ruled_out(&self, arm: Arm, env: EnvId, vertex: VertexId) -> bool {
        match arm {
            Arm::Expr(id) => {
                let place = Place { env, inside: 0, depth: 0 };
                let mut looks = 0;
                self.clashes(id, place, self.deref(vertex), &mut looks)
            }
            Arm::Value(_) => false,
        }
    }

    fn clashes(&self, id: ExprId, place: Place, vertex: VertexId, looks: &mut usize) -> bool {
        *looks += 1;
        if *looks > MOST_LOOKS || place.depth > DEEPEST {
            return false;
        }
        let deeper = Place { depth: place.depth + 1, ..place };
        match self.program.expr(id) {
            Expr::And(operands) => {
                operands.iter().any(|&operand| self.clashes(operand, deeper, vertex, looks))
            }
            Expr::Or(arms) => arms.iter().all(|&(_, arm)| self.clashes(arm, deeper, vertex, looks)),
            &Expr::Struct(lit) => {
                !self.known_kind(vertex).meets(self.struct_kind(lit))
                    || self.field_clashes(lit, deeper, vertex, looks)
            }
            Expr::List { elements, level, .. } => {
                let deeper = Place { inside: deeper.inside + u32::from(*level), ..deeper };
                let indexed = elements.iter().map_while(|element| match *element {
                    Element::Value(value) => Some(value),
                    // What follows a comprehension has no index yet.
                    Element::Comprehension(_) => None,
                });
                !self.known_kind(vertex).meets(Kind::LIST)
                    || indexed.enumerate().any(|(at, value)| {
                        self.arc(vertex, Label::index(at))
                            .is_some_and(|arc| self.clashes(value, deeper, self.deref(arc), looks))
                    })
            }
            Expr::Field { .. } | Expr::Select(..) => {
                match self.written_target(id, place.env, place.inside) {
                    Some(target) => self.vertices[target].conjuncts.iter().any(|theirs| {
                        let Source::Expr(id) = theirs.source else { return false };
                        let there = Place { env: theirs.env, inside: 0, depth: deeper.depth };
                        self.clashes(id, there, vertex, looks)
                    }),
                    None => false,
                }
            }
            expr => {
                if !self.known_kind(vertex).meets(self.written_kind(expr)) {
                    return true;
                }
                match (self.literal(expr), self.known_literal(vertex)) {
                    (Some(mine), Some(known)) => !self.same_literal(mine, known),
                    (Some(_), None) | (None, _) => false,
                }
            }
        }
    }

    /// Whether a field of a struct literal cannot be unified with the vertex's field of that name.
    fn field_clashes(
        &self,
        lit: StructId,
        place: Place,
        vertex: VertexId,
        looks: &mut usize,
    ) -> bool {
        let inner = Place { inside: place.inside + 1, ..place };
        self.program.literal(lit).decls.iter().any(|decl| match *decl {
            Decl::Field { label, mark, value, .. } => self.arc(vertex, label).is_some_and(|arc| {
                mark.min(self.vertices[arc].mark) != Mark::Optional
                    && self.clashes(value, inner, self.deref(arc), looks)
            }),
            Decl::Embed(value) => self.clashes(value, inner, vertex, looks),
            Decl::Dynamic { .. }
            | Decl::Pattern { .. }
            | Decl::Comprehension(_)
            | Decl::Ellipsis(_) => false,
        })
    }

    /// The vertex that a reference leads to, so many levels of struct literals inside an
    /// environment, if that takes no evaluation.
    pub(super) fn written_target(&self, id: ExprId, env: EnvId, inside: u32) -> Option<VertexId> {
        match *self.program.expr(id) {
            Expr::Field { up, label } => {
                let vertex = self.level(env, up.checked_sub(inside)?).vertex;
                self.arc(vertex, label)
            }
            Expr::Select(base, label) => {
                let vertex = match *self.program.expr(base) {
                    Expr::Package(package) => self.roots.get(&package).copied(),
                    _ => self.written_target(base, env, inside),
                };
                self.arc(vertex?, label)
            }
            _ => None,
        }
    }

    /// The kinds that a vertex may be of, as far as that is known before its conjuncts are unified.
    fn known_kind(&self, vertex: VertexId) -> Kind {
        let vertex = &self.vertices[vertex];
        vertex.conjuncts.iter().fold(vertex.node.kind, |kind, conjunct| match conjunct.source {
            Source::Expr(id) => kind & self.written_kind(self.program.expr(id)),
            Source::Computed(id) => {
                self.computed_scalar(id).map_or(kind, |value| kind & self.kind(value))
            }
        })
    }

    /// The kinds that an expression may be of, as far as it is written.
    pub(super) fn written_kind(&self, expr: &Expr) -> Kind {
        match expr {
            Expr::Null => Kind::NULL,
            Expr::Bool(_) | Expr::Universe(Universe::Bool) => Kind::BOOL,
            Expr::Int(_) | Expr::Universe(Universe::Int) => Kind::INT,
            Expr::Number(number) if number.is_int() => Kind::INT,
            Expr::Number(_) | Expr::Universe(Universe::Float) => Kind::FLOAT,
            Expr::Universe(Universe::Number) => Kind::NUMBER,
            Expr::Str(_) | Expr::Universe(Universe::String) => Kind::STRING,
            Expr::Bytes(_) | Expr::Universe(Universe::Bytes) => Kind::BYTES,
            Expr::List { .. } => Kind::LIST,
            &Expr::Struct(lit) => self.struct_kind(lit),
            _ => Kind::TOP,
        }
    }

    /// The kinds of a struct literal: with embeddings it may be of any.
    fn struct_kind(&self, lit: StructId) -> Kind {
        let mut decls = self.program.literal(lit).decls.iter();
        let may_embed = decls.any(|decl| matches!(decl, Decl::Embed(_) | Decl::Comprehension(_)));
        if may_embed { Kind::TOP } else { Kind::STRUCT }
    }

    fn literal<'a>(&self, expr: &'a Expr) -> Option<Literal<'a>> {
        Some(match expr {
            Expr::Null => Literal::Value(Value::Null),
            &Expr::Bool(value) => Literal::Value(Value::Bool(value)),
            &Expr::Int(value) => Literal::Value(Value::Int(Small::new(value)?)),
            &Expr::Str(text) => Literal::Value(Value::Str(text)),
            Expr::Number(number) => Literal::Number(number),
            Expr::Bytes(bytes) => Literal::Bytes(bytes),
            _ => return None,
        })
    }

    /// A scalar that the vertex was given.
    fn known_literal(&self, vertex: VertexId) -> Option<Literal<'_>> {
        let vertex = &self.vertices[vertex];
        let given = vertex.node.scalar.map(|scalar| scalar.0);
        if let Some(value) = given.or(Some(vertex.value).filter(|&value| Self::is_scalar(value))) {
            return Some(Literal::Value(value));
        }
        vertex.conjuncts.iter().find_map(|conjunct| match conjunct.source {
            Source::Expr(id) => self.literal(self.program.expr(id)),
            Source::Computed(id) => self.computed_scalar(id).map(Literal::Value),
        })
    }

    fn same_literal(&self, a: Literal<'_>, b: Literal<'_>) -> bool {
        match (self.spread(a), self.spread(b)) {
            (Literal::Value(a), Literal::Value(b)) => self.same_scalar(a, b),
            (Literal::Number(a), Literal::Number(b)) => {
                a.is_int() == b.is_int() && a.compare(b) == Ordering::Equal
            }
            (Literal::Bytes(a), Literal::Bytes(b)) => a == b,
            _ => false,
        }
    }

    /// A literal with what its value refers to.
    fn spread<'a>(&'a self, literal: Literal<'a>) -> Literal<'a> {
        match literal {
            Literal::Value(Value::Number(number)) => Literal::Number(&self.numbers[number]),
            Literal::Value(Value::Bytes(bytes)) => Literal::Bytes(&self.bytes[bytes]),
            Literal::Value(_) | Literal::Number(_) | Literal::Bytes(_) => literal,
        }
    }
}
