//! The predeclared functions: `len`, `close`, `and`, `or`, `div`, `error`, `matchN` and their like.

use super::computed::Computed;
use super::decided::Decided;
use super::graph::Graph;
use super::value::{Bottom, BottomId, Callee, Choice, Gravity, Validator, Value};
use super::vertex::{Conjunct, EnvId, NO_ENV, NO_TRAIL, Source, VertexId};
use crate::base::{Code, Span};
use crate::program::{Expr, ExprId, Universe};

/// The name of a predeclared function.
pub(super) fn name(function: Universe) -> &'static str {
    match function {
        Universe::Bool => "bool",
        Universe::Int => "int",
        Universe::Float => "float",
        Universe::Number => "number",
        Universe::String => "string",
        Universe::Bytes => "bytes",
        Universe::Len => "len",
        Universe::Close => "close",
        Universe::And => "and",
        Universe::Or => "or",
        Universe::Div => "div",
        Universe::Mod => "mod",
        Universe::Quo => "quo",
        Universe::Rem => "rem",
        Universe::Error => "error",
        Universe::MatchN => "matchN",
        Universe::MatchIf => "matchIf",
    }
}

/// How few and how many arguments a predeclared function takes; nothing if the name is a type.
fn arity(function: Universe) -> Option<(usize, usize)> {
    match function {
        Universe::Len | Universe::Close | Universe::And | Universe::Or | Universe::Error => {
            Some((1, 1))
        }
        Universe::Div | Universe::Mod | Universe::Quo | Universe::Rem => Some((2, 2)),
        Universe::MatchN => Some((2, 3)),
        Universe::MatchIf => Some((3, 4)),
        Universe::Bool
        | Universe::Int
        | Universe::Float
        | Universe::Number
        | Universe::String
        | Universe::Bytes => None,
    }
}

impl Graph {
    /// The value of a call of a predeclared function.
    pub(super) fn call_universe(
        &mut self,
        function: Universe,
        arguments: &[ExprId],
        env: EnvId,
        id: ExprId,
    ) -> Result<Value, BottomId> {
        let span = self.program.span(id);
        let name = name(function);
        let Some((least, most)) = arity(function) else {
            let message = format!("`{name}` is a type and cannot be called");
            return Err(self.argument_error(message, span));
        };
        let count = arguments.len();
        if count < least || count > most {
            let message = format!("`{name}` takes {least} arguments, not {count}");
            return Err(self.argument_error(message, span));
        }
        match (function, arguments) {
            (Universe::Len, &[argument]) => {
                let value = self.operand(argument, env)?;
                if let Value::Vertex(vertex) = value {
                    self.deny_asked(vertex);
                }
                self.length(value, span)
            }
            (Universe::Close, _) => {
                let vertex = self.temporary(id, env);
                Ok(self.value_of(vertex))
            }
            (Universe::And | Universe::Or, &[argument]) => {
                let list = self.operand(argument, env)?;
                self.join(function, list, env, id)
            }
            (Universe::Error, &[argument]) => Err(self.raise(argument, env, span)),
            (Universe::MatchN | Universe::MatchIf, _) => {
                self.schema_check(function, arguments, env, span)
            }
            (_, &[left, right]) => {
                let x = self.operand(left, env)?;
                let y = self.operand(right, env)?;
                self.integer_division(function, x, y, span)
            }
            _ => Ok(Value::Top),
        }
    }

    /// The error that `error(message)` is. What cannot be put into the message is shown instead.
    fn raise(&mut self, message: ExprId, env: EnvId, span: Span) -> BottomId {
        let parts = match self.program.expr(message) {
            Expr::Interpolation { parts, .. } => parts.to_vec(),
            _ => vec![message],
        };
        let mut text = String::new();
        for part in parts {
            match self.operand(part, env) {
                Ok(Value::Str(part)) => text.push_str(self.symbols.name(part)),
                Ok(value) => {
                    if let Value::Vertex(vertex) = value {
                        self.finish(vertex);
                    }
                    text.push_str(&self.show_compact(value));
                }
                Err(bottom) if self.bottoms[bottom].gravity == Gravity::Blocked => return bottom,
                Err(bottom) => match self.evaluate(part, env) {
                    Value::Bottom(_) if part == message => {
                        text.push_str(&self.bottoms[bottom].message);
                    }
                    value => text.push_str(&self.show_compact(value)),
                },
            }
        }
        self.bottoms.add(Bottom::permanent(Code::User, text).at(span, "raised here"))
    }

    /// `matchN` and `matchIf`, which are validators only.
    fn schema_check(
        &mut self,
        function: Universe,
        arguments: &[ExprId],
        env: EnvId,
        span: Span,
    ) -> Result<Value, BottomId> {
        let mut values: Vec<Value> = Vec::with_capacity(arguments.len());
        for &argument in arguments {
            values.push(Value::Vertex(self.temporary(argument, env)));
        }
        if arity(function).is_some_and(|(_, most)| values.len() == most) {
            let name = name(function);
            let message = format!("`{name}` checks values; it cannot be called as a function");
            return Err(self.argument_error(message, span));
        }
        let callee = Callee::Universe(function);
        let validator = Validator {
            callee,
            name: name(function).into(),
            arguments: values.into(),
            bare: false,
            span,
        };
        Ok(Value::Validator(self.validators.add(validator)))
    }

    fn length(&mut self, value: Value, span: Span) -> Result<Value, BottomId> {
        let length = match value {
            Value::Str(text) => self.symbols.name(text).len(),
            Value::Bytes(bytes) => self.bytes[bytes].len(),
            Value::Vertex(vertex) => self.data_arcs(vertex).len(),
            _ => {
                let message = format!("`len` does not take {}", self.show_value(value));
                return Err(self.argument_error(message, span));
            }
        };
        Ok(Value::count(length))
    }

    /// `and(list)` and `or(list)`.
    fn join(
        &mut self,
        function: Universe,
        list: Value,
        env: EnvId,
        id: ExprId,
    ) -> Result<Value, BottomId> {
        let span = self.program.span(id);
        let Value::Vertex(list) = list else {
            let (shown, kind) = (self.show_value(list), self.kind(list));
            let message = format!(
                "cannot use {shown} (type {kind}) as list in argument 1 to `{}`",
                name(function)
            );
            return Err(self.argument_error(message, span));
        };
        let items = self.elements(list);
        if function == Universe::And {
            let vertex = self.detached(self.envs[env].around);
            for item in items {
                let source = self.source(Computed::Vertex(item, span));
                self.add_conjunct(vertex, Conjunct::new(source, NO_ENV, NO_TRAIL));
            }
            let value = self.value_of(vertex);
            // Definitions may stand beside a scalar.
            let reached = self.deref(vertex);
            let plain = self.vertices[reached].arcs.is_empty() || matches!(value, Value::Bottom(_));
            return Ok(if plain { value } else { Value::Vertex(reached) });
        }
        match items.as_slice() {
            [] => {
                let bottom = Bottom::incomplete("empty list in call to `or`").at(span, "");
                Err(self.unless_final(list, bottom))
            }
            [only] => Ok(self.value_of(*only)),
            _ => {
                // An element may refer back to this very call, so only what is written as a scalar
                // is evaluated here.
                let values: Vec<Value> = items
                    .into_iter()
                    .map(|item| match self.written_scalar(item) {
                        Some(value) => value,
                        None => Value::Vertex(item),
                    })
                    .collect();
                let choice = self.choices.add(Choice {
                    values,
                    defaults: 0,
                    marked: false,
                    origin: Some(id),
                    decisions: Decided::Unknown,
                });
                Ok(Value::Choice(choice))
            }
        }
    }

    /// The value of a vertex that is given as one literal or computed scalar.
    fn written_scalar(&mut self, vertex: VertexId) -> Option<Value> {
        let conjunct = self.vertices[vertex].conjuncts.only()?;
        match conjunct.source {
            Source::Computed(id) => self.computed_scalar(id),
            Source::Expr(id) => {
                let value = self.constant(id);
                Self::is_scalar(value).then_some(value)
            }
        }
    }
}
