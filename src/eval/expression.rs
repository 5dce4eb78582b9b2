//! Expressions that are evaluated to a value rather than unified: operands, conditions, sources.

use super::computed::Computed;
use super::graph::Graph;
use super::kind::Kind;
use super::value::{Bottom, BottomId, Callee, Gravity, Value};
use super::vertex::{Conjunct, EnvId, NO_ENV, NO_TRAIL, State, VertexId};
use crate::base::deep;
use crate::base::{Code, Span, Symbol};
use crate::program::{Expr, ExprId, Universe};

impl Graph {
    /// The value of a literal or predeclared name.
    pub(super) fn constant(&mut self, id: ExprId) -> Value {
        match self.program.expr(id) {
            Expr::Null => Value::Null,
            &Expr::Bool(value) => Value::Bool(value),
            &Expr::Int(value) => self.int(value),
            Expr::Number(number) => {
                let number = (**number).clone();
                self.number(number)
            }
            &Expr::Str(text) => Value::Str(text),
            Expr::Bytes(bytes) => {
                let bytes = bytes.as_slice().into();
                Value::Bytes(self.bytes.add(bytes))
            }
            Expr::Universe(universe) => match universe {
                Universe::Bool => Value::Kind(Kind::BOOL),
                Universe::Int => Value::Kind(Kind::INT),
                Universe::Float => Value::Kind(Kind::FLOAT),
                Universe::Number => Value::Kind(Kind::NUMBER),
                Universe::String => Value::Kind(Kind::STRING),
                Universe::Bytes => Value::Kind(Kind::BYTES),
                &function => Value::Function(Callee::Universe(function)),
            },
            _ => Value::Top,
        }
    }

    /// Evaluates an expression; the value of a struct, list or choice is its vertex.
    pub(super) fn evaluate(&mut self, id: ExprId, env: EnvId) -> Value {
        let span = self.program.span(id);
        let result = match self.program.expr(id) {
            Expr::Top
            | Expr::Null
            | Expr::Bool(_)
            | Expr::Int(_)
            | Expr::Number(_)
            | Expr::Str(_)
            | Expr::Bytes(_)
            | Expr::Universe(_) => Ok(self.constant(id)),
            Expr::Bad
            | Expr::Bottom
            | Expr::Struct(_)
            | Expr::List { .. }
            | Expr::And(_)
            | Expr::Or(_)
            | Expr::Comprehension(_)
            | Expr::Open(_) => {
                debug_assert!(self.makes_vertex(id));
                let vertex = self.temporary(id, env);
                Ok(self.value_of(vertex))
            }
            Expr::Interpolation { bytes, parts } => {
                let (bytes, parts) = (*bytes, parts.clone());
                self.interpolate(bytes, &parts, env)
            }
            &Expr::Unary(op, operand) => deep(|| self.unary(op, operand, env, span)),
            &Expr::Bound(relation, operand) => self.bound(relation, operand, env, span),
            &Expr::Binary(op, left, right) => deep(|| self.binary(op, left, right, env, span)),
            Expr::Call(callee, arguments) => {
                let (callee, arguments) = (*callee, arguments.clone());
                match self.call(callee, &arguments, env, id) {
                    Ok(choice @ Value::Choice(_)) => Ok(self.resolved(choice, env, span)),
                    other => other,
                }
            }
            &Expr::Slice { base, low, high } => self.slice_of(base, low, high, env, span),
            &Expr::ShortCircuit(op, left, right) => self.short_circuit(op, left, right, env, span),
            &Expr::Standard(path) => Err(self.no_value(path, span)),
            Expr::Field { .. }
            | Expr::Dynamic { .. }
            | Expr::Let { .. }
            | Expr::Key { .. }
            | Expr::Element { .. }
            | Expr::Own { .. }
            | Expr::This { .. }
            | Expr::Package(_)
            | Expr::Select(..)
            | Expr::Index(..)
            | Expr::Optional(..) => self.referred(id, env, span),
        };
        result.unwrap_or_else(Value::Bottom)
    }

    /// Whether the value of an expression is a vertex made for it.
    pub(super) fn makes_vertex(&self, id: ExprId) -> bool {
        matches!(
            self.program.expr(id),
            Expr::Bad
                | Expr::Bottom
                | Expr::Struct(_)
                | Expr::List { .. }
                | Expr::And(_)
                | Expr::Or(_)
                | Expr::Comprehension(_)
                | Expr::Open(_)
        )
    }

    /// The value of what an expression refers to.
    fn referred(&mut self, id: ExprId, env: EnvId, span: Span) -> Result<Value, BottomId> {
        let vertex = match self.resolve(id, env)? {
            Value::Vertex(vertex) => vertex,
            value => return Ok(value),
        };
        if let Some(scalar) = self.early_scalar(vertex) {
            return Ok(scalar);
        }
        let value = self.value_of(vertex);
        if !self.is_unsettled(vertex, value) {
            return Ok(value);
        }
        let bottom = self.depends_on_itself(vertex).at(span, "needed here before it is known");
        Err(self.unless_final(vertex, bottom))
    }

    /// The error of a value that is needed before it is known. Where some of it is known, it is
    /// that which is not enough, and not the cycle.
    fn depends_on_itself(&mut self, vertex: VertexId) -> Bottom {
        let holder = self.deref(vertex);
        if self.vertices[holder].node.kind == Kind::TOP {
            return Bottom::new(Gravity::Incomplete, Code::Cycle, "the value depends on itself");
        }
        let known = self.constraint(holder);
        Bottom::incomplete(format!("non-concrete value {}", self.show_value(known)))
    }

    /// The error of a package that stands where a value should.
    fn no_value(&mut self, path: Symbol, span: Span) -> BottomId {
        let path = self.symbols.name(path);
        let message = format!("the package \"{path}\" is no value");
        let bottom =
            Bottom::permanent(Code::Operand, message).at(span, "select one of its members");
        self.bottoms.add(bottom)
    }

    /// The value of a choice on its own.
    fn resolved(&mut self, choice: Value, env: EnvId, span: Span) -> Value {
        let vertex = self.detached(self.envs[env].around);
        let source = self.source(Computed::Value(choice, span));
        self.add_conjunct(vertex, Conjunct::new(source, NO_ENV, NO_TRAIL));
        self.value_of(vertex)
    }

    /// Whether a vertex that is asked for is being worked on and has no value that can be used: that
    /// of an arm which is only being tried cannot.
    fn is_unsettled(&self, vertex: VertexId, value: Value) -> bool {
        let asked = &self.vertices[vertex];
        let tried = asked.state == State::Busy && asked.forward.is_some();
        let vertex = self.deref(vertex);
        self.vertices[vertex].state == State::Busy
            && (tried || !Self::is_scalar(value))
            && !matches!(value, Value::Vertex(_))
    }

    /// The value of a vertex as far as it is known: scalars as such, all else as the vertex.
    pub(super) fn value_of(&mut self, vertex: VertexId) -> Value {
        let vertex = self.reach(vertex);
        let busy = self.vertices[vertex].state == State::Busy;
        if busy {
            let node = &self.vertices[vertex].node;
            if let Some((scalar, _)) = node.scalar {
                return scalar;
            }
            if node.has_struct || node.list.is_some() {
                return Value::Vertex(vertex);
            }
            return Value::Top;
        }
        match self.vertices[vertex].value {
            Value::Struct | Value::List | Value::Choice(_) => Value::Vertex(vertex),
            value => value,
        }
    }

    /// The value with its default taken, if it has one.
    pub(super) fn default_of(&self, value: Value) -> Value {
        let Value::Vertex(vertex) = value else { return value };
        let vertex = self.deref(vertex);
        match self.vertices[vertex].value {
            Value::Choice(choice) => {
                let choice = &self.choices[choice];
                match (choice.defaults, choice.values.first()) {
                    (1, Some(&first)) => self.default_of(first),
                    _ => Value::Vertex(vertex),
                }
            }
            Value::Struct | Value::List => Value::Vertex(vertex),
            value => value,
        }
    }

    /// A concrete value for an operation: the default taken, nothing incomplete.
    pub(super) fn operand(&mut self, id: ExprId, env: EnvId) -> Result<Value, BottomId> {
        let value = self.evaluate(id, env);
        self.as_operand(value, id, env)
    }

    /// The same of an expression whose value is known.
    pub(super) fn as_operand(
        &mut self,
        value: Value,
        id: ExprId,
        env: EnvId,
    ) -> Result<Value, BottomId> {
        match self.default_of(value) {
            value if Self::is_scalar(value) => Ok(value),
            Value::Bottom(bottom) => Err(bottom),
            value => {
                // Only what is not concrete has to be traced back to where it comes from.
                let holder = self.holder(id, env);
                self.concrete(value, self.program.span(id), holder)
            }
        }
    }

    /// The vertex that an operand comes from, which decides whether it may still change.
    fn holder(&mut self, id: ExprId, env: EnvId) -> Option<VertexId> {
        if !self.is_reference(id) {
            return None;
        }
        match self.resolve(id, env) {
            Ok(Value::Vertex(vertex)) => Some(vertex),
            Ok(_) | Err(_) => None,
        }
    }

    /// The concrete form of a value, or the error that it is not.
    pub(super) fn concrete(
        &mut self,
        value: Value,
        span: Span,
        holder: Option<VertexId>,
    ) -> Result<Value, BottomId> {
        let value = self.default_of(value);
        match value {
            Value::Bottom(bottom) => Err(bottom),
            Value::Vertex(vertex)
                if matches!(self.vertices[self.deref(vertex)].value, Value::Choice(_)) =>
            {
                let shown = self.show_value(value);
                let bottom = Bottom::incomplete(format!("unresolved disjunction {shown}"))
                    .at(span, "needs one value")
                    .help("Give it a value, or mark one arm as the default with `*`.");
                Err(self.unless_final(holder.unwrap_or(vertex), bottom))
            }
            Value::Vertex(_) => Ok(value),
            value if Self::is_scalar(value) => Ok(value),
            value => {
                let bottom = if self.quiet > 0 {
                    Bottom::incomplete("")
                } else {
                    let shown = self.show_value(value);
                    Bottom::incomplete(format!("non-concrete value {shown}"))
                        .at(span, "needs a concrete value")
                };
                Err(match holder {
                    Some(holder) => self.unless_final(holder, bottom),
                    None => self.bottoms.add(bottom),
                })
            }
        }
    }
}
