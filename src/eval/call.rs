//! Calls: who is called, with which arguments, and the running of functions of the library.

use super::builtin::{Check, Fault, Function, Native, Run};
use super::graph::Graph;
use super::kind::Kind;
use super::native::Site;
use super::value::{Bottom, BottomId, Callee, Validator, Value};
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
        self.apply(function, &values, Site { name: &name, env, span })
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
        let constraint = matches!(function.run, Run::Native(Native::Check(Check::MatchN)));
        let schema = constraint || matches!(function.run, Run::Native(Native::Validate(_)));
        if schema && kind == Kind::TOP {
            let vertex = self.temporary(id, env);
            return Ok(Value::Vertex(vertex));
        }
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
                let parent = self.envs[site.env].around;
                Ok(self.value_from(&result, parent, site.span))
            }
            Run::Native(native) => self.native(native, values, site),
        }
    }

    /// The error of a call that gave none but a fault.
    pub(super) fn fault(&mut self, name: &str, fault: Fault, span: Span) -> BottomId {
        let message = format!("error in call to {name}: {}", fault.message);
        self.bottoms.add(Bottom::permanent(Code::Argument, message).at(span, ""))
    }
}
