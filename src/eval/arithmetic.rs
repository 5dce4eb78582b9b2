//! Arithmetic: numbers, the `+` and `*` of strings and bytes, and integer division.

use super::builtin::arguments::LARGEST;
use super::graph::Graph;
use super::value::{Bottom, BottomId, Value};
use crate::base::{Code, Number, Span};
use crate::program::{Operator, Universe};

impl Graph {
    pub(super) fn arithmetic(
        &mut self,
        op: Operator,
        x: Value,
        y: Value,
        span: Span,
    ) -> Result<Value, BottomId> {
        if let (Value::Int(a), Value::Int(b)) = (x, y) {
            let (a, b) = (a.get(), b.get());
            let small = match op {
                Operator::Add => a.checked_add(b),
                Operator::Subtract => a.checked_sub(b),
                Operator::Multiply => a.checked_mul(b),
                _ => None,
            };
            if let Some(small) = small {
                return Ok(self.int(small));
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
            Operator::Divide => a.div(&b),
            _ => return Err(self.bad_operands(op, x, y, span)),
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
                let length = self.symbols.name(a).len() + self.symbols.name(b).len();
                self.room_for_text(length, span)?;
                let joined = [self.symbols.name(a), self.symbols.name(b)].concat();
                Some(self.str(&joined))
            }
            (Operator::Add, Value::Bytes(a), Value::Bytes(b)) => {
                self.room_for_text(self.bytes[a].len() + self.bytes[b].len(), span)?;
                let joined = [&*self.bytes[a], &*self.bytes[b]].concat();
                Some(Value::Bytes(self.bytes.add(joined.into())))
            }
            (Operator::Multiply, Value::Str(text), count)
            | (Operator::Multiply, count, Value::Str(text)) => {
                let Some(count) = self.as_count(count) else { return Ok(None) };
                let length = self.symbols.name(text).len();
                let count = self.repetitions(count, length, span)?;
                let repeated = self.symbols.name(text).repeat(count);
                Some(self.str(&repeated))
            }
            (Operator::Multiply, Value::Bytes(raw), count)
            | (Operator::Multiply, count, Value::Bytes(raw)) => {
                let Some(count) = self.as_count(count) else { return Ok(None) };
                let count = self.repetitions(count, self.bytes[raw].len(), span)?;
                let repeated = self.bytes[raw].repeat(count);
                Some(Value::Bytes(self.bytes.add(repeated.into())))
            }
            _ => None,
        })
    }

    fn repetitions(&mut self, count: i64, length: usize, span: Span) -> Result<usize, BottomId> {
        match usize::try_from(count).ok() {
            Some(count) if count.saturating_mul(length) > LARGEST => {
                // CUE's limit of one result, which no flag changes.
                let message = format!("the result would be larger than {LARGEST} bytes");
                let bottom = Bottom::permanent(Code::Limit, message).at(span, "");
                Err(self.bottoms.add(bottom))
            }
            Some(count) => {
                self.room_for_text(count.saturating_mul(length), span)?;
                Ok(count)
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
            Universe::Rem => a.rem(&b),
            _ => return Err(self.not_integers(function, x, y, span)),
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
        let name = super::universe::name(function);
        let bottom = Bottom::permanent(
            Code::Argument,
            format!("`{name}` takes integers, not {left} and {right}"),
        )
        .at(span, "");
        self.bottoms.add(bottom)
    }
}
