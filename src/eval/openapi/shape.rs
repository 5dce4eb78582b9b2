//! How a value was written, or what it consists of: conjuncts, alternatives, a bound, a call.

use super::Generation;
use super::view::View;
use crate::eval::computed::Computed;
use crate::eval::kind::Kind;
use crate::eval::value::{BottomId, Callee, Value};
use crate::eval::vertex::{Conjunct, EnvId, NO_TRAIL, Source, VertexId};
use crate::program::{Decl, Expr, ExprId, Label, Relation, StructId, StructLit, Universe};

/// What a value consists of.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// Nothing but itself, or what stands in its stead.
    Whole(View),
    /// Conjuncts.
    All(Vec<View>),
    /// Alternatives.
    Any(Vec<View>),
    /// `>5`
    Bound(Relation, Value),
    /// A call that checks values: its name and arguments.
    Call(String, Vec<Value>),
    /// A reference.
    Reference,
    /// An operation that has no schema of its own.
    Operation,
}

impl Generation<'_> {
    /// The conjuncts of a value, however they are nested.
    pub(super) fn conjuncts(&mut self, view: View) -> Result<Vec<View>, BottomId> {
        let mut found = Vec::new();
        self.split(view, true, &mut found)?;
        Ok(found)
    }

    /// The alternatives of a value, however they are nested.
    pub(super) fn alternatives(&mut self, view: View) -> Result<Vec<View>, BottomId> {
        let mut found = Vec::new();
        self.split(view, false, &mut found)?;
        Ok(found)
    }

    fn split(&mut self, view: View, by_and: bool, found: &mut Vec<View>) -> Result<(), BottomId> {
        self.step()?;
        let parts = match self.shape(view) {
            Shape::Whole(inner) => {
                found.push(inner);
                return Ok(());
            }
            Shape::All(parts) if by_and => parts,
            Shape::Any(parts) if !by_and => parts,
            _ => {
                found.push(view);
                return Ok(());
            }
        };
        let mut kept: Vec<View> = Vec::new();
        for part in parts {
            let mut known = kept.clone().into_iter();
            if !known.any(|other| self.equivalent(other, part)) {
                kept.push(part);
            }
        }
        for part in kept {
            self.split(part, by_and, found)?;
        }
        Ok(())
    }

    pub(super) fn shape(&mut self, view: View) -> Shape {
        match view {
            View::Value(value) => self.shape_of_value(value),
            View::Written(vertex) => self.shape_of_vertex(vertex),
        }
    }

    fn shape_of_value(&mut self, value: Value) -> Shape {
        match value {
            Value::Bound(bound) => {
                let bound = self.graph.bounds[bound];
                Shape::Bound(bound.relation, bound.value)
            }
            Value::Checks(checks) => {
                let mut parts = self.graph.checks[checks].clone();
                parts.sort_by_key(|&part| self.rank(part));
                Shape::All(parts.into_iter().map(View::Value).collect())
            }
            Value::Validator(validator) => {
                let validator = &self.graph.validators[validator];
                let name = match validator.callee {
                    Callee::Package(function) => function.name(),
                    Callee::Universe(_) => validator.name.to_string(),
                };
                Shape::Call(name, validator.arguments.to_vec())
            }
            Value::Vertex(vertex) => match self.arms(vertex) {
                Some((arms, defaults)) => {
                    let arms = arms.into_iter().map(View::Value).enumerate();
                    let arms = arms.map(|(at, arm)| (at < defaults, arm)).collect();
                    self.shape_of_arms(arms)
                }
                None => Shape::Whole(View::Value(value)),
            },
            _ => Shape::Whole(View::Value(value)),
        }
    }

    /// Kinds come first, then limits from below, those from above, and all else as it was written.
    fn rank(&self, part: Value) -> u8 {
        match part {
            Value::Bound(bound) => match self.graph.bounds[bound].relation {
                Relation::Greater | Relation::GreaterEqual => 1,
                Relation::Less | Relation::LessEqual => 2,
                _ => 3,
            },
            Value::Kind(_) => 0,
            _ => 3,
        }
    }

    /// Defaults that another alternative holds are left out.
    fn shape_of_arms(&mut self, arms: Vec<(bool, View)>) -> Shape {
        let mut kept = Vec::with_capacity(arms.len());
        for &(is_default, arm) in &arms {
            let mut others = arms.iter().filter(|other| is_default && !other.0);
            if !others.any(|other| self.holds_default(other.1, arm)) {
                kept.push(arm);
            }
        }
        match kept.as_slice() {
            // Without its default it is no reference any more, unless it is to a struct.
            &[only] => Shape::Whole(match self.value_at(only) {
                value if self.graph.kind(value).meets(Kind::STRUCT) => only,
                value => View::Value(value),
            }),
            _ => Shape::Any(kept),
        }
    }

    fn holds_default(&mut self, wide: View, narrow: View) -> bool {
        let (wide, narrow) = (self.value_at(wide), self.value_at(narrow));
        let mut comparison = super::subsume::Comparison::default();
        !matches!(wide, Value::Bottom(_)) && self.subsumes(wide, narrow, &mut comparison)
    }

    fn shape_of_vertex(&mut self, vertex: VertexId) -> Shape {
        let leaves: Vec<Conjunct> = self.graph.vertices[vertex].conjuncts.iter().collect();
        match leaves.as_slice() {
            [] => {
                let value = self.value_at(View::Written(vertex));
                self.shape_of_value(value)
            }
            &[only] => match only.source {
                Source::Expr(expr) => self.shape_of_expr(vertex, expr, only.env),
                Source::Computed(id) => match self.graph.computed[id] {
                    Computed::Vertex(inner, _) => self.shape_of_vertex(inner),
                    Computed::Value(value, _) => self.shape_of_value(value),
                },
            },
            several => {
                let parts = several.iter().map(|conjunct| {
                    let alone = Conjunct::new(conjunct.source, conjunct.env, NO_TRAIL);
                    View::Written(self.vertex_of(&[alone]))
                });
                Shape::All(parts.collect())
            }
        }
    }

    fn shape_of_expr(&mut self, vertex: VertexId, expr: ExprId, env: EnvId) -> Shape {
        let view = View::Written(vertex);
        match self.graph.program.expr(expr).clone() {
            Expr::And(parts) => {
                Shape::All(parts.iter().map(|&part| self.written(part, env)).collect())
            }
            Expr::Or(arms) => {
                let arms = arms.iter().map(|&(marked, arm)| (marked, self.written(arm, env)));
                let arms = arms.collect();
                self.shape_of_arms(arms)
            }
            Expr::Call(callee, arguments) => self.shape_of_call(view, callee, &arguments, env),
            Expr::Struct(lit) => self.shape_of_struct(view, lit, env),
            Expr::Bound(..) => {
                let value = self.value_at(view);
                self.shape_of_value(value)
            }
            Expr::Field { .. } | Expr::Select(..) | Expr::Index(..) | Expr::Dynamic { .. } => {
                Shape::Reference
            }
            Expr::Interpolation { .. }
            | Expr::Slice { .. }
            | Expr::Unary(..)
            | Expr::Binary(..)
            | Expr::Open(_) => Shape::Operation,
            _ => Shape::Whole(view),
        }
    }

    /// `and` and `or` are what they stand for.
    fn shape_of_call(
        &mut self,
        view: View,
        callee: ExprId,
        arguments: &[ExprId],
        env: EnvId,
    ) -> Shape {
        if let &Expr::Universe(function @ (Universe::And | Universe::Or)) =
            self.graph.program.expr(callee)
            && let &[list] = arguments
        {
            let list = self.written(list, env);
            let items = self.holder(list).map(|list| self.graph.elements(list));
            let items: Vec<View> = items.into_iter().flatten().map(View::Written).collect();
            return match function {
                _ if items.is_empty() => Shape::Whole(View::Value(Value::Top)),
                Universe::And => Shape::All(items),
                _ => Shape::Any(items),
            };
        }
        match self.value_at(view) {
            value @ (Value::Validator(_) | Value::Bound(_)) => self.shape_of_value(value),
            _ => Shape::Operation,
        }
    }

    /// What a struct embeds, and its own fields behind that.
    fn shape_of_struct(&mut self, view: View, id: StructId, env: EnvId) -> Shape {
        let lit = self.graph.program.literal(id);
        let is_embedding = |decl: &&Decl| matches!(decl, Decl::Embed(_));
        let embeddings: Vec<ExprId> = lit
            .decls
            .iter()
            .filter_map(|decl| match decl {
                Decl::Embed(expr) => Some(*expr),
                _ => None,
            })
            .collect();
        if embeddings.is_empty() {
            return Shape::Whole(view);
        }
        let own: Vec<Decl> = lit.decls.iter().filter(|decl| !is_embedding(decl)).cloned().collect();
        let has_own = !own.is_empty();
        let whole = match view {
            View::Written(vertex) => vertex,
            View::Value(_) => return Shape::Whole(view),
        };
        let fields = if has_own { self.own_fields(id, own, env) } else { whole };
        let inner = self.graph.env(env, fields, Label::NONE, NO_TRAIL);
        let mut parts: Vec<View> =
            embeddings.into_iter().map(|embedded| self.written(embedded, inner)).collect();
        if has_own {
            parts.push(View::Written(fields));
        }
        match parts.as_slice() {
            &[only] => self.shape(only),
            _ => Shape::All(parts),
        }
    }

    /// The struct of the fields of a literal without what it embeds.
    fn own_fields(&mut self, id: StructId, own: Vec<Decl>, env: EnvId) -> VertexId {
        let lit = match self.own.get(&id) {
            Some(&lit) => lit,
            None => {
                let span = self.site.span;
                let lit = StructLit { decls: own, ..StructLit::default() };
                let lit = self.graph.program.add_literal(lit);
                let lit = self.graph.program.exprs.add((Expr::Struct(lit), span));
                self.own.insert(id, lit);
                lit
            }
        };
        self.vertex_of(&[Conjunct::new(Source::Expr(lit), env, NO_TRAIL)])
    }
}
