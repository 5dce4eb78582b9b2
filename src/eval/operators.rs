//! Operators on values: unary, binary, bounds and interpolation; arithmetic has its own file.

use std::cmp::Ordering;

use super::builtin::{Fault, FaultBound, arguments};
use super::graph::Graph;
use super::kind::Kind;
use super::value::{Bottom, BottomId, Bound, Value};
use super::vertex::EnvId;
use crate::base::{Code, Span};
use crate::program::{Expr, ExprId, Operator, Relation, Sign};

impl Graph {
    pub(super) fn unary(
        &mut self,
        op: Sign,
        operand: ExprId,
        env: EnvId,
        span: Span,
    ) -> Result<Value, BottomId> {
        let found = self.evaluate(operand, env);
        let value = match self.as_operand(found, operand, env) {
            Ok(value) => value,
            Err(bottom) => {
                let taken = if op == Sign::Not { Kind::BOOL } else { Kind::NUMBER };
                self.of_wrong_kind(found, taken).ok_or(bottom)?
            }
        };
        match (op, value) {
            (Sign::Not, Value::Bool(value)) => Ok(Value::Bool(!value)),
            (Sign::Plus, Value::Int(_) | Value::Number(_)) => Ok(value),
            (Sign::Minus, Value::Int(small)) => Ok(self.int(-small.get())),
            (Sign::Minus, Value::Number(_)) => {
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

    pub(super) fn bound(
        &mut self,
        relation: Relation,
        operand: ExprId,
        env: EnvId,
        span: Span,
    ) -> Result<Value, BottomId> {
        if let Some(&known) = self.known_constraints.get(&operand) {
            return Ok(known);
        }
        if matches!(self.program.expr(operand), Expr::Top | Expr::Universe(_)) {
            let message = format!("`{}` needs a concrete value, not a type", relation.text());
            let bottom = Bottom::permanent(Code::Operand, message).at(span, "");
            return Err(self.bottoms.add(bottom));
        }
        let value = self.operand(operand, env)?;
        let kind = self.kind(value);
        let fits = match relation {
            Relation::Equal | Relation::NotEqual => true,
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
            && let Err(fault) = self.pattern(pattern)
        {
            let message = format!("invalid regular expression: {}", fault.message);
            return Err(self.unreadable(&fault, message, span));
        }
        let bound = Value::Bound(self.bounds.add(Bound { relation, value, span }));
        if self.program.expr(operand).is_scalar() {
            self.known_constraints.insert(operand, bound);
        }
        Ok(bound)
    }

    pub(super) fn binary(
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
        let (x, y) = (self.operand(left, env), self.operand(right, env));
        let (x, y) = match (x, y) {
            (Ok(x), Ok(y)) => (x, y),
            (Err(x), Err(y)) => return Err(self.joint_error(&[x, y])),
            (Err(bottom), Ok(_)) | (Ok(_), Err(bottom)) => return Err(bottom),
        };
        if matches!(op, Operator::Equal | Operator::NotEqual) {
            self.comparable(x, self.program.span(left))?;
            self.comparable(y, self.program.span(right))?;
        }
        self.operate(op, x, y, span)
    }

    /// The value of an operand that is not concrete but can never be of a kind which is taken.
    fn of_wrong_kind(&self, value: Value, taken: Kind) -> Option<Value> {
        let is_constraint = matches!(value, Value::Kind(_) | Value::Bound(_) | Value::Checks(_));
        (is_constraint && !self.kind(value).meets(taken)).then_some(value)
    }

    /// `&&` or `||` whose second operand is not asked for where the first decides.
    pub(super) fn short_circuit(
        &mut self,
        op: Operator,
        left: ExprId,
        right: ExprId,
        env: EnvId,
        span: Span,
    ) -> Result<Value, BottomId> {
        match self.operand(left, env)? {
            Value::Bool(first) if first == (op == Operator::LogicalOr) => Ok(Value::Bool(first)),
            _ => self.binary(op, left, right, env, span),
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
                    Err(fault) => {
                        let message = fault.message.clone();
                        return Err(self.unreadable(&fault, message, span));
                    }
                },
                _ => None,
            },
            Add | Subtract | Multiply | Divide => return self.arithmetic(op, x, y, span),
            And | Or => None,
        };
        result.ok_or_else(|| self.bad_operands(op, x, y, span))
    }

    /// The error of a regular expression that cannot be held against a text.
    fn unreadable(&mut self, fault: &Fault, message: String, span: Span) -> BottomId {
        if fault.bound == Some(FaultBound::Evaluation) {
            return self.searched_too_much(span);
        }
        self.bottoms.add(Bottom::permanent(Code::Operand, message).at(span, ""))
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

    pub(super) fn interpolate(
        &mut self,
        bytes: bool,
        parts: &[ExprId],
        env: EnvId,
    ) -> Result<Value, BottomId> {
        let mut values = Vec::with_capacity(parts.len());
        let mut length = 0;
        let mut errors = Vec::new();
        for &part in parts {
            let value = match self.operand(part, env) {
                Ok(value) => value,
                Err(bottom) => {
                    errors.push(bottom);
                    continue;
                }
            };
            let more = match value {
                Value::Str(text) => self.symbols.name(text).len(),
                Value::Bytes(raw) => self.bytes[raw].len(),
                Value::Int(_) | Value::Number(_) | Value::Bool(_) => 0,
                _ => {
                    errors.push(self.not_in_text(value, self.program.span(part)));
                    continue;
                }
            };
            // Counted before it is made: the parts may be large already.
            self.room_for_text(more, self.program.span(part))?;
            length += more;
            values.push(value);
        }
        if !errors.is_empty() {
            return Err(self.joint_error(&errors));
        }
        let mut out = Vec::with_capacity(length);
        for value in values {
            match value {
                Value::Str(text) => out.extend_from_slice(self.symbols.name(text).as_bytes()),
                Value::Bytes(raw) => out.extend_from_slice(&self.bytes[raw]),
                Value::Int(small) => out.extend_from_slice(small.get().to_string().as_bytes()),
                Value::Number(number) => {
                    out.extend_from_slice(self.numbers[number].cue_text().as_bytes());
                }
                Value::Bool(value) => out.extend_from_slice(value.to_string().as_bytes()),
                _ => {}
            }
        }
        if bytes {
            return Ok(Value::Bytes(self.bytes.add(out.into())));
        }
        Ok(Value::Str(match String::from_utf8(out) {
            Ok(text) => self.symbols.intern_made(text),
            Err(fault) => self.symbols.intern_made(arguments::lossy(fault.as_bytes())),
        }))
    }

    /// The error of a value that no text can hold.
    fn not_in_text(&mut self, value: Value, span: Span) -> BottomId {
        let kind = self.kind(value);
        let message = format!("invalid interpolation: cannot put {kind} into a string");
        let bottom = Bottom::permanent(Code::Operand, message)
            .at(span, format!("this is {kind}"))
            .help("Strings, bytes, numbers and booleans can be interpolated; use `json.Marshal` for the rest.");
        self.bottoms.add(bottom)
    }
}
