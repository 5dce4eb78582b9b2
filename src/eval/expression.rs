//! Expressions that are evaluated to a value rather than unified: operands, conditions, sources.

use std::cmp::Ordering;

use super::graph::Graph;
use super::kind::Kind;
use super::value::{Bottom, BottomId, Bound, Callee, Gravity, Value};
use super::vertex::{Conjunct, EnvId, NO_ENV, NO_TRAIL, Source, VertexId};
use crate::base::{Code, Number, Span};
use crate::program::{Expr, ExprId, Operator, Relation, Sign, Universe};

impl Graph {
    /// The value of a literal or predeclared name.
    pub(super) fn constant(&mut self, id: ExprId) -> Value {
        match self.program.expr(id) {
            Expr::Null => Value::Null,
            &Expr::Bool(value) => Value::Bool(value),
            &Expr::Int(value) => Value::Int(value),
            Expr::Number(number) => {
                let number = (**number).clone();
                self.number(number)
            }
            &Expr::Str(text) => Value::Str(text),
            Expr::Bytes(bytes) => {
                let bytes = bytes.clone();
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
                let vertex = self.temporary(id, env);
                Ok(self.value_of(vertex))
            }
            Expr::Interpolation { bytes, parts } => {
                let (bytes, parts) = (*bytes, parts.clone());
                self.interpolate(bytes, &parts, env)
            }
            &Expr::Unary(op, operand) => self.unary(op, operand, env, span),
            &Expr::Bound(relation, operand) => self.bound(relation, operand, env, span),
            &Expr::Binary(op, left, right) => self.binary(op, left, right, env, span),
            Expr::Call(callee, arguments) => {
                let (callee, arguments) = (*callee, arguments.clone());
                match self.call(callee, &arguments, env, id) {
                    Ok(choice @ Value::Choice(_)) => Ok(self.resolved(choice, env, span)),
                    other => other,
                }
            }
            &Expr::Slice { base, low, high } => self.slice_of(base, low, high, env, span),
            &Expr::Optional(inner) => Ok(self.evaluate(inner, env)),
            Expr::Standard(path) => {
                let path = self.symbols.name(*path);
                let bottom =
                    Bottom::permanent(Code::Operand, format!("the package \"{path}\" is no value"))
                        .at(span, "select one of its members");
                Err(self.bottoms.add(bottom))
            }
            Expr::Field { .. }
            | Expr::Dynamic { .. }
            | Expr::Let { .. }
            | Expr::Key { .. }
            | Expr::Element { .. }
            | Expr::Own { .. }
            | Expr::This { .. }
            | Expr::Package(_)
            | Expr::Select(..)
            | Expr::Index(..) => match self.resolve(id, env) {
                Ok(Value::Vertex(vertex)) => {
                    let value = self.value_of(vertex);
                    if self.is_unsettled(vertex, value) {
                        let bottom = Bottom::new(
                            Gravity::Incomplete,
                            Code::Cycle,
                            "the value depends on itself",
                        )
                        .at(span, "needed here before it is known");
                        Err(self.unless_final(vertex, bottom))
                    } else {
                        Ok(value)
                    }
                }
                other => other,
            },
        };
        result.unwrap_or_else(Value::Bottom)
    }

    /// The value of a choice on its own.
    fn resolved(&mut self, choice: Value, env: EnvId, span: Span) -> Value {
        let vertex = self.detached(self.envs[env].vertex);
        self.add_conjunct(vertex, Conjunct::new(Source::Value(choice, span), NO_ENV, NO_TRAIL));
        self.value_of(vertex)
    }

    /// Whether a vertex that is asked for is being worked on and has no value that can be used.
    fn is_unsettled(&self, vertex: VertexId, value: Value) -> bool {
        let vertex = self.deref(vertex);
        self.vertices[vertex].state == super::vertex::State::Busy
            && !Self::is_scalar(value)
            && !matches!(value, Value::Vertex(_))
    }

    /// The value of a vertex as far as it is known: scalars as such, all else as the vertex.
    pub(super) fn value_of(&mut self, vertex: VertexId) -> Value {
        let vertex = self.reach(vertex);
        let busy = self.vertices[vertex].state == super::vertex::State::Busy;
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
        let span = self.program.span(id);
        let value = self.evaluate(id, env);
        let holder = self.holder(id, env);
        self.concrete(value, span, holder)
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

    fn interpolate(
        &mut self,
        bytes: bool,
        parts: &[ExprId],
        env: EnvId,
    ) -> Result<Value, BottomId> {
        let mut out: Vec<u8> = Vec::new();
        for &part in parts {
            let value = self.operand(part, env)?;
            match value {
                Value::Str(text) => out.extend_from_slice(self.symbols.name(text).as_bytes()),
                Value::Bytes(raw) => out.extend_from_slice(&self.bytes[raw]),
                Value::Int(small) => out.extend_from_slice(small.to_string().as_bytes()),
                Value::Number(number) => {
                    out.extend_from_slice(self.numbers[number].cue_text().as_bytes())
                }
                Value::Bool(value) => out.extend_from_slice(value.to_string().as_bytes()),
                _ => {
                    let span = self.program.span(part);
                    let kind = self.kind(value);
                    let bottom = Bottom::permanent(
                        Code::Operand,
                        format!("invalid interpolation: cannot put {kind} into a string"),
                    )
                    .at(span, format!("this is {kind}"))
                    .help("Strings, bytes, numbers and booleans can be interpolated; use `json.Marshal` for the rest.");
                    return Err(self.bottoms.add(bottom));
                }
            }
        }
        if bytes {
            return Ok(Value::Bytes(self.bytes.add(out.into())));
        }
        Ok(self.str(&String::from_utf8_lossy(&out)))
    }

    fn unary(
        &mut self,
        op: Sign,
        operand: ExprId,
        env: EnvId,
        span: Span,
    ) -> Result<Value, BottomId> {
        let value = self.operand(operand, env)?;
        match (op, value) {
            (Sign::Not, Value::Bool(value)) => Ok(Value::Bool(!value)),
            (Sign::Plus, Value::Int(_) | Value::Number(_)) => Ok(value),
            (Sign::Minus, Value::Int(small)) if small != i64::MIN => Ok(Value::Int(-small)),
            (Sign::Minus, Value::Int(_) | Value::Number(_)) => {
                let negated = self.as_number(value).map(|number| number.neg());
                Ok(negated.map_or(Value::Top, |number| self.number(number)))
            }
            _ => {
                let sign = match op {
                    Sign::Not => "!",
                    Sign::Minus => "-",
                    _ => "+",
                };
                let kind = self.kind(value);
                let bottom = Bottom::permanent(
                    Code::Operand,
                    format!(
                        "invalid operation {sign}{}: it does not take {kind}",
                        self.show_value(value)
                    ),
                )
                .at(span, "");
                Err(self.bottoms.add(bottom))
            }
        }
    }

    fn bound(
        &mut self,
        relation: Relation,
        operand: ExprId,
        env: EnvId,
        span: Span,
    ) -> Result<Value, BottomId> {
        let value = self.operand(operand, env)?;
        let kind = self.kind(value);
        let fits = match relation {
            Relation::NotEqual => Self::is_scalar(value),
            Relation::Match | Relation::NotMatch => kind.meets(Kind::TEXT),
            Relation::Less | Relation::LessEqual | Relation::Greater | Relation::GreaterEqual => {
                kind.meets(Kind::NUMBER | Kind::TEXT)
            }
        };
        if !fits {
            let bottom = Bottom::permanent(
                Code::Operand,
                format!("invalid operand {} of `{}`", self.show_value(value), relation.text()),
            )
            .at(span, format!("this is {kind}"));
            return Err(self.bottoms.add(bottom));
        }
        if let (Relation::Match | Relation::NotMatch, Value::Str(pattern)) = (relation, value)
            && let Err(fault) = super::builtin::regexp::compile(self.symbols.name(pattern))
        {
            let bottom = Bottom::permanent(
                Code::Operand,
                format!("invalid regular expression: {}", fault.message),
            )
            .at(span, "");
            return Err(self.bottoms.add(bottom));
        }
        Ok(Value::Bound(self.bounds.add(Bound { relation, value, span })))
    }

    fn binary(
        &mut self,
        op: Operator,
        left: ExprId,
        right: ExprId,
        env: EnvId,
        span: Span,
    ) -> Result<Value, BottomId> {
        if matches!(op, Operator::Equal | Operator::NotEqual) {
            let left_bottom = matches!(self.program.expr(left), Expr::Bottom);
            let right_bottom = matches!(self.program.expr(right), Expr::Bottom);
            if left_bottom || right_bottom {
                let tested = if left_bottom { right } else { left };
                let absent = self.is_absent(tested, env)?;
                return Ok(Value::Bool(absent == (op == Operator::Equal)));
            }
        }
        let x = self.operand(left, env)?;
        let y = self.operand(right, env)?;
        self.operate(op, x, y, span)
    }

    /// Whether an expression has no value: `x == _|_`. What may still get one has to be waited for.
    fn is_absent(&mut self, tested: ExprId, env: EnvId) -> Result<bool, BottomId> {
        let resolved = if self.is_reference(tested) {
            self.resolve(tested, env)
        } else {
            match self.evaluate(tested, env) {
                Value::Bottom(bottom) => Err(bottom),
                value => Ok(value),
            }
        };
        let bottom = match resolved {
            Ok(Value::Vertex(vertex)) => {
                let value = self.value_of(vertex);
                match value {
                    Value::Bottom(bottom) => Some(bottom),
                    _ => {
                        let reached = self.deref(vertex);
                        if self.vertices[reached].state == super::vertex::State::Fields {
                            self.finish(vertex);
                        }
                        self.permanent_error(vertex)
                    }
                }
            }
            Ok(_) => None,
            Err(bottom) => Some(bottom),
        };
        match bottom {
            Some(bottom) if self.bottoms[bottom].gravity == Gravity::Blocked => Err(bottom),
            Some(_) => Ok(true),
            None => Ok(false),
        }
    }

    /// An operation on two concrete values.
    pub(super) fn operate(
        &mut self,
        op: Operator,
        x: Value,
        y: Value,
        span: Span,
    ) -> Result<Value, BottomId> {
        use Operator::{
            Add, And, Divide, Equal, Greater, GreaterEqual, Less, LessEqual, LogicalAnd, LogicalOr,
            Match, Multiply, NotEqual, NotMatch, Or, Subtract,
        };
        let result = match op {
            Equal => return self.equal(x, y).map(Value::Bool),
            NotEqual => return self.equal(x, y).map(|same| Value::Bool(!same)),
            Less => self.order(x, y).map(|order| order == Ordering::Less).map(Value::Bool),
            LessEqual => self.order(x, y).map(|order| order != Ordering::Greater).map(Value::Bool),
            Greater => self.order(x, y).map(|order| order == Ordering::Greater).map(Value::Bool),
            GreaterEqual => self.order(x, y).map(|order| order != Ordering::Less).map(Value::Bool),
            LogicalAnd | LogicalOr => match (x, y) {
                (Value::Bool(x), Value::Bool(y)) => {
                    Some(Value::Bool(if op == LogicalAnd { x && y } else { x || y }))
                }
                _ => None,
            },
            Match | NotMatch => match (x, y) {
                (Value::Str(_), Value::Str(_))
                | (Value::Bytes(_), Value::Bytes(_) | Value::Str(_)) => match self.matches(x, y) {
                    Ok(matches) => Some(Value::Bool(matches == (op == Match))),
                    Err(message) => {
                        let bottom = Bottom::permanent(Code::Operand, message).at(span, "");
                        return Err(self.bottoms.add(bottom));
                    }
                },
                _ => None,
            },
            Add | Subtract | Multiply | Divide => return self.arithmetic(op, x, y, span),
            And | Or => None,
        };
        result.ok_or_else(|| self.bad_operands(op, x, y, span))
    }

    pub(super) fn bad_operands(
        &mut self,
        op: Operator,
        x: Value,
        y: Value,
        span: Span,
    ) -> BottomId {
        let (left, right) = (self.show_value(x), self.show_value(y));
        let (a, b) = (self.kind(x), self.kind(y));
        let sign = op.text();
        let mut bottom = Bottom::permanent(
            Code::Operand,
            format!("invalid operands {left} and {right} to `{sign}` ({a} and {b})"),
        )
        .at(span, "");
        if a == Kind::LIST || b == Kind::LIST {
            let mend = match op {
                Operator::Add => Some("Use `list.Concat([a, b])` to join lists."),
                Operator::Multiply => Some("Use `list.Repeat(x, n)` to repeat a list."),
                _ => None,
            };
            if let Some(mend) = mend {
                bottom = bottom.help(mend);
            }
        }
        self.bottoms.add(bottom)
    }

    fn arithmetic(
        &mut self,
        op: Operator,
        x: Value,
        y: Value,
        span: Span,
    ) -> Result<Value, BottomId> {
        if let (Value::Int(a), Value::Int(b)) = (x, y) {
            let small = match op {
                Operator::Add => a.checked_add(b),
                Operator::Subtract => a.checked_sub(b),
                Operator::Multiply => a.checked_mul(b),
                _ => None,
            };
            if let Some(small) = small {
                return Ok(Value::Int(small));
            }
        }
        if let Some(text) = self.text_operation(op, x, y, span)? {
            return Ok(text);
        }
        let (Some(a), Some(b)) = (self.as_number(x), self.as_number(y)) else {
            return Err(self.bad_operands(op, x, y, span));
        };
        let result = match op {
            Operator::Add => a.add(&b),
            Operator::Subtract => a.sub(&b),
            Operator::Multiply => a.mul(&b),
            _ => a.div(&b),
        };
        match result {
            Ok(number) => Ok(self.number(number)),
            Err(error) => {
                let bottom = Bottom::permanent(Code::Operand, error.to_string()).at(span, "");
                Err(self.bottoms.add(bottom))
            }
        }
    }

    /// `+` and `*` on strings and bytes.
    fn text_operation(
        &mut self,
        op: Operator,
        x: Value,
        y: Value,
        span: Span,
    ) -> Result<Option<Value>, BottomId> {
        Ok(match (op, x, y) {
            (Operator::Add, Value::Str(a), Value::Str(b)) => {
                let joined = [self.symbols.name(a), self.symbols.name(b)].concat();
                Some(self.str(&joined))
            }
            (Operator::Add, Value::Bytes(a), Value::Bytes(b)) => {
                let joined = [&*self.bytes[a], &*self.bytes[b]].concat();
                Some(Value::Bytes(self.bytes.add(joined.into())))
            }
            (Operator::Multiply, Value::Str(text), Value::Int(count))
            | (Operator::Multiply, Value::Int(count), Value::Str(text)) => {
                let length = self.symbols.name(text).len();
                let count = self.repetitions(count, length, span)?;
                let repeated = self.symbols.name(text).repeat(count);
                Some(self.str(&repeated))
            }
            (Operator::Multiply, Value::Bytes(raw), Value::Int(count))
            | (Operator::Multiply, Value::Int(count), Value::Bytes(raw)) => {
                let count = self.repetitions(count, self.bytes[raw].len(), span)?;
                let repeated = self.bytes[raw].repeat(count);
                Some(Value::Bytes(self.bytes.add(repeated.into())))
            }
            _ => None,
        })
    }

    fn repetitions(&mut self, count: i64, length: usize, span: Span) -> Result<usize, BottomId> {
        let most = super::builtin::arguments::LARGEST;
        let count = usize::try_from(count).ok();
        match count {
            Some(count) if count.saturating_mul(length) <= most => Ok(count),
            Some(_) => {
                let bottom = Bottom::permanent(
                    Code::Limit,
                    format!("the result would be larger than {most} bytes"),
                )
                .at(span, "");
                Err(self.bottoms.add(bottom))
            }
            None => {
                let bottom =
                    Bottom::permanent(Code::Operand, "cannot repeat a negative number of times")
                        .at(span, "");
                Err(self.bottoms.add(bottom))
            }
        }
    }

    /// Integer division: `div`, `mod`, `quo`, `rem`.
    pub(super) fn integer_division(
        &mut self,
        function: Universe,
        x: Value,
        y: Value,
        span: Span,
    ) -> Result<Value, BottomId> {
        let numbers = (self.as_number(x), self.as_number(y));
        let (Some(a), Some(b)) = numbers else {
            return Err(self.not_integers(function, x, y, span));
        };
        if !a.is_int() || !b.is_int() {
            return Err(self.not_integers(function, x, y, span));
        }
        let result: Result<Number, _> = match function {
            Universe::Div => a.euclid_div(&b),
            Universe::Mod => a.euclid_mod(&b),
            Universe::Quo => a.quo(&b),
            _ => a.rem(&b),
        };
        match result {
            Ok(number) => Ok(self.number(number)),
            Err(error) => {
                let bottom = Bottom::permanent(Code::Operand, error.to_string()).at(span, "");
                Err(self.bottoms.add(bottom))
            }
        }
    }

    fn not_integers(&mut self, function: Universe, x: Value, y: Value, span: Span) -> BottomId {
        let (left, right) = (self.show_value(x), self.show_value(y));
        let name = super::call::universe_name(function);
        let bottom = Bottom::permanent(
            Code::Argument,
            format!("`{name}` takes integers, not {left} and {right}"),
        )
        .at(span, "");
        self.bottoms.add(bottom)
    }
}
