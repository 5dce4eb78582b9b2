//! Calls: of predeclared functions, of the standard library, and with one argument left out.

use super::builtin::{Data, Fault, Function, Native, Run};
use super::graph::Graph;
use super::kind::Kind;
use super::value::{Bottom, BottomId, Callee, Choice, Gravity, Validator, ValidatorId, Value};
use super::vertex::{Conjunct, EnvId, NO_ENV, NO_TRAIL, Source, VertexId};
use crate::base::{Code, Span};
use crate::program::{Expr, ExprId, Universe};

/// The name of a predeclared function.
pub(super) fn universe_name(function: Universe) -> &'static str {
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

impl Function {
    /// Whether the function can stand without its first argument, to check values.
    pub(super) fn is_validator(&self) -> bool {
        self.result == Kind::BOOL && self.params.len() == 1
    }
}

impl Graph {
    /// The value of a call. What `or` gives is a choice that is not resolved yet: it is to be
    /// unified with more, and its arms may lead back here.
    pub(super) fn call(
        &mut self,
        callee: ExprId,
        arguments: &[ExprId],
        env: EnvId,
        id: ExprId,
    ) -> Result<Value, BottomId> {
        let span = self.program.span(id);
        let function = self.evaluate(callee, env);
        match function {
            Value::Function(Callee::Universe(universe)) => {
                self.call_universe(universe, arguments, env, id)
            }
            Value::Function(Callee::Package(function)) => {
                let name = self.callee_name(callee);
                self.call_function(function, name, arguments, env, span)
            }
            Value::Bottom(bottom) => Err(bottom),
            value => {
                let shown = self.show_value(value);
                let bottom = Bottom::permanent(
                    Code::Operand,
                    format!("cannot call {shown}: it is no function"),
                )
                .at(self.program.span(callee), "");
                Err(self.bottoms.add(bottom))
            }
        }
    }

    fn callee_name(&self, callee: ExprId) -> String {
        match *self.program.expr(callee) {
            Expr::Select(base, label) => match *self.program.expr(base) {
                Expr::Standard(path) => {
                    let path = self.symbols.name(path);
                    let package = path.rsplit('/').next().unwrap_or(path);
                    format!("{package}.{}", label.text(&self.symbols))
                }
                _ => label.text(&self.symbols),
            },
            _ => String::from("function"),
        }
    }

    fn argument_error(&mut self, message: String, span: Span) -> BottomId {
        self.bottoms.add(Bottom::permanent(Code::Argument, message).at(span, ""))
    }

    fn call_universe(
        &mut self,
        function: Universe,
        arguments: &[ExprId],
        env: EnvId,
        id: ExprId,
    ) -> Result<Value, BottomId> {
        let span = self.program.span(id);
        let name = universe_name(function);
        let (least, most) = match function {
            Universe::Len | Universe::Close | Universe::And | Universe::Or | Universe::Error => {
                (1, 1)
            }
            Universe::Div | Universe::Mod | Universe::Quo | Universe::Rem => (2, 2),
            Universe::MatchN => (2, 3),
            Universe::MatchIf => (3, 4),
            Universe::Bool
            | Universe::Int
            | Universe::Float
            | Universe::Number
            | Universe::String
            | Universe::Bytes => {
                return Err(
                    self.argument_error(format!("`{name}` is a type and cannot be called"), span)
                );
            }
        };
        if arguments.len() < least || arguments.len() > most {
            let count = arguments.len();
            return Err(
                self.argument_error(format!("`{name}` takes {least} arguments, not {count}"), span)
            );
        }
        match (function, arguments) {
            (Universe::Len, &[argument]) => {
                let value = self.operand(argument, env)?;
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
            (Universe::Error, &[argument]) => {
                let message = match self.operand(argument, env) {
                    Ok(Value::Str(text)) => self.symbols.name(text).to_owned(),
                    Ok(value) => self.show_value(value),
                    Err(bottom) if self.bottoms[bottom].gravity == Gravity::Blocked => {
                        return Err(bottom);
                    }
                    Err(bottom) => self.bottoms[bottom].message.clone(),
                };
                Err(self
                    .bottoms
                    .add(Bottom::permanent(Code::User, message).at(span, "raised here")))
            }
            (Universe::MatchN | Universe::MatchIf, _) => {
                let mut values = Vec::with_capacity(arguments.len());
                for &argument in arguments {
                    let vertex = self.temporary(argument, env);
                    values.push(Value::Vertex(vertex));
                }
                let callee = Callee::Universe(function);
                if arguments.len() == least {
                    let validator =
                        Validator { callee, name: name.to_owned(), arguments: values, span };
                    return Ok(Value::Validator(self.validators.add(validator)));
                }
                let value = values.remove(0);
                self.match_schemas(function, value, &values, span)
                    .map(|()| Value::Bool(true))
                    .map_err(|bottom| self.bottoms.add(bottom))
            }
            (_, &[left, right]) => {
                let x = self.operand(left, env)?;
                let y = self.operand(right, env)?;
                self.integer_division(function, x, y, span)
            }
            _ => Ok(Value::Top),
        }
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
        Ok(Value::Int(length as i64))
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
            let message = format!("`{}` takes a list", universe_name(function));
            return Err(self.argument_error(message, span));
        };
        let items = self.elements(list);
        if function == Universe::And {
            let vertex = self.detached(self.envs[env].vertex);
            for item in items {
                let source = Source::Vertex(item, span);
                self.add_conjunct(vertex, Conjunct::new(source, NO_ENV, NO_TRAIL));
            }
            return Ok(self.value_of(vertex));
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
                    decisions: Vec::new(),
                });
                Ok(Value::Choice(choice))
            }
        }
    }

    /// The value of a vertex that is given as one literal or computed scalar.
    fn written_scalar(&mut self, vertex: VertexId) -> Option<Value> {
        let &[conjunct] = self.vertices[vertex].conjuncts.as_slice() else { return None };
        match conjunct.source {
            Source::Value(value, _) if Self::is_scalar(value) => Some(value),
            Source::Expr(id) => {
                let value = self.constant(id);
                Self::is_scalar(value).then_some(value)
            }
            Source::Value(..) | Source::Vertex(..) => None,
        }
    }

    fn call_function(
        &mut self,
        function: &'static Function,
        name: String,
        arguments: &[ExprId],
        env: EnvId,
        span: Span,
    ) -> Result<Value, BottomId> {
        let count = arguments.len();
        let params = function.params.len();
        if function.result == Kind::BOOL && count + 1 == params {
            let mut values = Vec::with_capacity(count);
            for (&argument, &kind) in arguments.iter().zip(function.params.iter().skip(1)) {
                values.push(self.argument(argument, kind, &name, function, env)?);
            }
            let callee = Callee::Package(function);
            let validator = Validator { callee, name, arguments: values, span };
            return Ok(Value::Validator(self.validators.add(validator)));
        }
        if count > params || count + function.optional < params {
            let few = if count > params { "too many" } else { "not enough" };
            return Err(self.argument_error(
                format!("{few} arguments in call to {name} (have {count}, want {params})"),
                span,
            ));
        }
        let mut values = Vec::with_capacity(count);
        for (&argument, &kind) in arguments.iter().zip(function.params) {
            values.push(self.argument(argument, kind, &name, function, env)?);
        }
        self.apply(function, &name, &values, env, span)
    }

    /// An argument of the kind that the parameter takes.
    fn argument(
        &mut self,
        id: ExprId,
        kind: Kind,
        name: &str,
        function: &Function,
        env: EnvId,
    ) -> Result<Value, BottomId> {
        let schema = matches!(
            function.run,
            Run::Native(
                Native::ListMatchN
                    | Native::JsonValidate
                    | Native::YamlValidate
                    | Native::YamlValidatePartial
            )
        );
        if schema && kind == Kind::TOP {
            let vertex = self.temporary(id, env);
            return Ok(Value::Vertex(vertex));
        }
        let constraint = matches!(function.run, Run::Native(Native::ListMatchN));
        if constraint && kind.meets(Kind::INT) {
            return match self.evaluate(id, env) {
                Value::Bottom(bottom) => Err(bottom),
                value => Ok(value),
            };
        }
        let value = self.operand(id, env)?;
        if !kind.meets(self.kind(value)) {
            let span = self.program.span(id);
            let given = self.kind(value);
            let message = format!(
                "cannot use {} (type {given}) as {kind} in argument of {name}",
                self.show_value(value)
            );
            return Err(self.argument_error(message, span));
        }
        Ok(value)
    }

    /// Runs a function of the standard library.
    pub(super) fn apply(
        &mut self,
        function: &'static Function,
        name: &str,
        values: &[Value],
        env: EnvId,
        span: Span,
    ) -> Result<Value, BottomId> {
        match function.run {
            Run::Plain(run) => {
                let mut data = Vec::with_capacity(values.len());
                for &value in values {
                    data.push(self.data(value, span)?);
                }
                match run(&data) {
                    Ok(result) => {
                        let parent = self.envs[env].vertex;
                        Ok(self.from_data(&result, parent, span))
                    }
                    Err(fault) => Err(self.fault(name, fault, span)),
                }
            }
            Run::Native(native) => self.native(native, name, values, env, span),
        }
    }

    pub(super) fn fault(&mut self, name: &str, fault: Fault, span: Span) -> BottomId {
        let gravity = if fault.incomplete { Gravity::Incomplete } else { Gravity::Permanent };
        let message = format!("error in call to {name}: {}", fault.message);
        self.bottoms.add(Bottom::new(gravity, Code::Argument, message).at(span, ""))
    }

    /// A value as plain data; it must be concrete throughout.
    pub(super) fn data(&mut self, value: Value, span: Span) -> Result<Data, BottomId> {
        let value = self.concrete(value, span, None)?;
        Ok(match value {
            Value::Bool(value) => Data::Bool(value),
            Value::Int(small) => Data::from(small),
            Value::Number(number) => Data::Number(self.numbers[number].clone()),
            Value::Str(text) => Data::from(self.symbols.name(text)),
            Value::Bytes(bytes) => Data::bytes(&self.bytes[bytes]),
            Value::Vertex(vertex) => {
                let vertex = self.deref(vertex);
                let is_list = matches!(self.vertices[vertex].value, Value::List);
                let arcs = self.data_arcs(vertex);
                if is_list {
                    let mut items = Vec::with_capacity(arcs.len());
                    for (_, arc) in arcs {
                        let item = self.value_of(arc);
                        items.push(self.data_in(item, span, arc)?);
                    }
                    Data::List(items)
                } else {
                    let mut fields = Vec::with_capacity(arcs.len());
                    for (label, arc) in arcs {
                        let item = self.value_of(arc);
                        let item = self.data_in(item, span, arc)?;
                        fields.push((label.text(&self.symbols).into(), item));
                    }
                    Data::Struct(fields)
                }
            }
            _ => Data::Null,
        })
    }

    fn data_in(&mut self, value: Value, span: Span, holder: VertexId) -> Result<Data, BottomId> {
        let value = self.concrete(value, span, Some(holder))?;
        self.data(value, span)
    }

    /// Plain data as a value.
    pub(super) fn from_data(&mut self, data: &Data, parent: VertexId, span: Span) -> Value {
        match data {
            Data::Null => Value::Null,
            Data::Bool(value) => Value::Bool(*value),
            Data::Number(number) => self.number(number.clone()),
            Data::Str(text) => self.str(text),
            Data::Bytes(bytes) => Value::Bytes(self.bytes.add((**bytes).into())),
            Data::List(items) => {
                let mut sources = Vec::with_capacity(items.len());
                for item in items {
                    let value = self.from_data(item, parent, span);
                    sources.push(Source::Value(value, span));
                }
                let vertex = self.new_list(parent, sources, NO_ENV, span);
                Value::Vertex(vertex)
            }
            Data::Struct(fields) => {
                let mut sources = Vec::with_capacity(fields.len());
                for (name, item) in fields {
                    let value = self.from_data(item, parent, span);
                    let name = self.symbols.intern(name);
                    sources.push((name, Source::Value(value, span)));
                }
                Value::Vertex(self.new_struct(parent, sources, span))
            }
        }
    }

    /// A value checked by a validator: nothing, or why it is refused.
    pub(super) fn validate_with(
        &mut self,
        validator: ValidatorId,
        value: Value,
        span: Span,
    ) -> Result<(), Bottom> {
        let Validator { callee, name, arguments, span: place } = self.validators[validator].clone();
        match callee {
            Callee::Universe(universe) => self.match_schemas(universe, value, &arguments, place),
            Callee::Package(function) => {
                let mut values = vec![value];
                values.extend(arguments);
                match self.apply(function, &name, &values, NO_ENV, place) {
                    Ok(Value::Bool(false)) => {
                        let mut bottom = Bottom::permanent(Code::OutOfBound, "");
                        if self.quiet == 0 {
                            let shown = self.show_value(value);
                            let check = self.show_value(Value::Validator(validator));
                            bottom.message =
                                format!("invalid value {shown} (does not satisfy {check})");
                            bottom = bottom
                                .at(span, "this value")
                                .at(place, format!("must satisfy {check}"));
                        }
                        Err(bottom)
                    }
                    Ok(_) => Ok(()),
                    Err(bottom) => Err(self.bottoms[bottom].clone().at(span, "this value")),
                }
            }
        }
    }

    /// The kinds that a validator takes.
    pub(super) fn validator_kind(&self, validator: ValidatorId) -> Kind {
        match self.validators[validator].callee {
            Callee::Package(function) => function.params.first().copied().unwrap_or(Kind::TOP),
            Callee::Universe(_) => Kind::TOP,
        }
    }

    /// A validator of one parameter, which stands without a call.
    pub(super) fn bare_validator(
        &mut self,
        function: &'static Function,
        span: Span,
    ) -> ValidatorId {
        let callee = Callee::Package(function);
        self.validators.add(Validator {
            callee,
            name: String::from("the function"),
            arguments: Vec::new(),
            span,
        })
    }
}
