//! Calls: who is called, with which arguments, and the running of functions of the library.

use super::builtin::{Check, Fault, Function, Native, Run};
use super::graph::Graph;
use super::kind::Kind;
use super::native::Site;
use super::value::{Bottom, BottomId, Callee, Gravity, Validator, ValidatorId, Value};
use super::vertex::EnvId;
use crate::base::{Code, Span};
use crate::program::{Expr, ExprId};

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
                self.call_function(function.get(), name, arguments, env, span)
            }
            Value::Bottom(bottom) => Err(bottom),
            Value::Validator(validator) => {
                self.call_validator(validator, callee, arguments, env, span)
            }
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

    /// Calls a function that came here as a validator: only what has not been called yet can be.
    fn call_validator(
        &mut self,
        validator: ValidatorId,
        callee: ExprId,
        arguments: &[ExprId],
        env: EnvId,
        span: Span,
    ) -> Result<Value, BottomId> {
        match &self.validators[validator] {
            Validator { callee: Callee::Package(function), bare: true, .. } => {
                let function = *function;
                let name = self.callee_name(callee);
                self.call_function(function.get(), name, arguments, env, span)
            }
            _ => {
                let shown = self.show_value(Value::Validator(validator));
                let message =
                    format!("cannot call the validator {shown}: it has been called already");
                Err(self.argument_error(message, span))
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

    pub(super) fn argument_error(&mut self, message: String, span: Span) -> BottomId {
        self.bottoms.add(Bottom::permanent(Code::Argument, message).at(span, ""))
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
            // Whether the arguments are of the right kinds shows when they are used.
            let mut values = Vec::with_capacity(count);
            for (&argument, &kind) in arguments.iter().zip(function.params.iter().skip(1)) {
                values.push(self.argument(argument, kind, function, env)?);
            }
            let callee = Callee::package(function);
            let validator = Validator { callee, name, arguments: values, bare: false, span };
            return Ok(Value::Validator(self.validators.add(validator)));
        }
        if count > params || count + function.optional < params {
            let few = if count > params { "too many" } else { "not enough" };
            return Err(self.argument_error(
                format!("{few} arguments in call to {name} (have {count}, want {params})"),
                span,
            ));
        }
        let values = self.arguments(function, &name, arguments, env)?;
        self.apply(function, &values, Site { name: &name, env, span })
    }

    /// The arguments of a call. One of a wrong kind is an error, whatever else is incomplete.
    fn arguments(
        &mut self,
        function: &Function,
        name: &str,
        arguments: &[ExprId],
        env: EnvId,
    ) -> Result<Vec<Value>, BottomId> {
        let mut values = Vec::with_capacity(arguments.len());
        let mut incomplete = None;
        for (&argument, &kind) in arguments.iter().zip(function.params) {
            let value = match self.argument(argument, kind, function, env) {
                Ok(value) => value,
                Err(bottom) if self.bottoms[bottom].gravity >= Gravity::Permanent => {
                    return Err(bottom);
                }
                Err(bottom) => {
                    incomplete.get_or_insert(bottom);
                    self.evaluate(argument, env)
                }
            };
            let given = self.kind(value);
            if !kind.meets(given) && given != Kind::BOTTOM {
                let span = self.program.span(argument);
                let shown = self.show_value(value);
                let message =
                    format!("cannot use {shown} (type {given}) as {kind} in argument of {name}");
                return Err(self.argument_error(message, span));
            }
            self.check_elements(value, function, name, self.program.span(argument))?;
            values.push(value);
        }
        match incomplete {
            Some(bottom) => Err(bottom),
            None => Ok(values),
        }
    }

    /// The error of a list with an element that is of a wrong kind, and not just not known yet.
    fn check_elements(
        &mut self,
        value: Value,
        function: &Function,
        name: &str,
        span: Span,
    ) -> Result<(), BottomId> {
        let Value::Vertex(list) = value else { return Ok(()) };
        if function.elements == Kind::TOP || !self.kind(value).meets(Kind::LIST) {
            return Ok(());
        }
        for (index, element) in self.elements(list).into_iter().enumerate() {
            let element = self.value_of(element);
            let given = self.kind(element);
            if given == Kind::BOTTOM || function.elements.meets(given) {
                continue;
            }
            let (shown, kind) = (self.show_value(element), function.elements);
            let message = format!(
                "invalid list element {index} in argument of {name}: cannot use value {shown} ({given}) as {kind}"
            );
            return Err(self.argument_error(message, span));
        }
        Ok(())
    }

    /// The value of an argument: concrete, but for schemas.
    fn argument(
        &mut self,
        id: ExprId,
        kind: Kind,
        function: &Function,
        env: EnvId,
    ) -> Result<Value, BottomId> {
        let constraint = matches!(function.run, Run::Native(Native::Check(Check::MatchN)));
        let schema = constraint
            || matches!(function.run, Run::Native(Native::Validate(_) | Native::MarshalSchema));
        if schema && kind == Kind::TOP {
            let vertex = self.temporary(id, env);
            return Ok(Value::Vertex(vertex));
        }
        self.operand(id, env)
    }

    /// Runs a function of the standard library.
    pub(super) fn apply(
        &mut self,
        function: &'static Function,
        values: &[Value],
        site: Site<'_>,
    ) -> Result<Value, BottomId> {
        match function.run {
            Run::Plain(run) => {
                let mut data = Vec::with_capacity(values.len());
                for &value in values {
                    data.push(self.data(value, site.span)?);
                }
                let result = run(&data);
                let result = result.map_err(|fault| self.fault(site.name, fault, site.span))?;
                self.room_for_text(result.text_len(), site.span)?;
                let parent = self.envs[site.env].around;
                Ok(self.value_from(&result, parent, site.span))
            }
            Run::Writer(run) => {
                let value = values.first().copied().unwrap_or(Value::Null);
                let text = run(&self.data_to_write(value, site.span)?);
                let text = text.map_err(|fault| self.fault(site.name, fault, site.span))?;
                self.room_for_text(text.len(), site.span)?;
                Ok(Value::Str(self.symbols.intern_made(text)))
            }
            Run::Stream(run) => {
                let value = values.first().copied().unwrap_or(Value::Null);
                let text = self.streamed(value, run, site)?;
                self.room_for_text(text.len(), site.span)?;
                Ok(Value::Str(self.symbols.intern_made(text)))
            }
            Run::Native(native) => self.native(native, values, site),
        }
    }

    /// The error of a call that gave none but a fault.
    pub(super) fn fault(&mut self, name: &str, fault: Fault, span: Span) -> BottomId {
        let message = format!("error in call to {name}: {}", fault.message);
        let code = if fault.is_limit { Code::Limit } else { Code::Argument };
        let mut bottom = Bottom::permanent(code, message).at(span, "");
        if fault.is_limit {
            bottom = bottom.help("Make less in one call; this bound is fixed.");
        }
        self.bottoms.add(bottom)
    }
}
