//! Calls: who is called, with which arguments, and the running of functions of the library.

use std::rc::Rc;

use super::builtin::arguments::text;
use super::builtin::{
    Builtin, Check, Data, Fault, FaultBound, Function, Matching, Native, READ, Run,
};
use super::graph::Graph;
use super::kind::Kind;
use super::native::Site;
use super::value::{Bottom, BottomId, Callee, Gravity, Validator, ValidatorId, Value};
use super::vertex::EnvId;
use crate::base::{Code, Span};
use crate::program::{Expr, ExprId};

/// What it costs to read a value, beside its text, as reading bytes does.
const EACH_READ: usize = 64;

/// What it costs to make data of which a value is made, as making bytes does.
const EACH_MADE: usize = 32;

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
        if let Some(&known) = self.known_constraints.get(&id) {
            return Ok(known);
        }
        let span = self.program.span(id);
        let function = self.evaluate(callee, env);
        match function {
            Value::Function(Callee::Universe(universe)) => {
                self.call_universe(universe, arguments, env, id)
            }
            Value::Function(Callee::Package(function)) => {
                let name = self.callee_name(callee);
                let result = self.call_function(function, name, arguments, env, span);
                if let Ok(check @ Value::Validator(_)) = result
                    && self.names_library(callee)
                    && arguments.iter().all(|&argument| self.program.expr(argument).is_scalar())
                {
                    self.known_constraints.insert(id, check);
                }
                result
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
                self.call_function(function, name, arguments, env, span)
            }
            _ => {
                let shown = self.show_value(Value::Validator(validator));
                let message =
                    format!("cannot call the validator {shown}: it has been called already");
                Err(self.argument_error(message, span))
            }
        }
    }

    /// Whether an expression names a member of a standard package.
    fn names_library(&self, callee: ExprId) -> bool {
        let &Expr::Select(package, _) = self.program.expr(callee) else { return false };
        matches!(self.program.expr(package), Expr::Standard(_))
    }

    fn callee_name(&mut self, callee: ExprId) -> Rc<str> {
        if let Some(name) = self.callees.get(&callee) {
            return Rc::clone(name);
        }
        let name: Rc<str> = self.written_callee(callee).into();
        self.callees.insert(callee, Rc::clone(&name));
        name
    }

    fn written_callee(&self, callee: ExprId) -> String {
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
        builtin: Builtin,
        name: Rc<str>,
        arguments: &[ExprId],
        env: EnvId,
        span: Span,
    ) -> Result<Value, BottomId> {
        let function = builtin.get();
        let count = arguments.len();
        let params = function.params.len();
        if function.result == Kind::BOOL && count + 1 == params {
            // Whether the arguments are of the right kinds shows when they are used.
            let mut values = Vec::with_capacity(count);
            for (&argument, &kind) in arguments.iter().zip(function.params.iter().skip(1)) {
                values.push(self.argument(argument, kind, function, env)?);
            }
            let callee = Callee::Package(builtin);
            let arguments = values.into();
            let validator = Validator { callee, name, arguments, bare: false, span };
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
                let values: usize = data.iter().map(Data::count).sum();
                let bytes = data.iter().map(Data::text_len).sum::<usize>() + values * EACH_READ;
                self.room_to_read(bytes, function.effort, site.span)?;
                self.made(run(&data), site)
            }
            Run::Pattern(run) => {
                let mut data = Vec::with_capacity(values.len());
                for &value in values {
                    data.push(self.data(value, site.span)?);
                }
                let result = self.searched(run, &data);
                self.made(result, site)
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

    /// What a function of a regular expression, the first of its arguments, comes to.
    fn searched(&self, run: Matching, data: &[Data]) -> Result<Data, Fault> {
        let pattern = self.pattern(self.symbols.intern(text(data, 0)?))?;
        self.metered(|meter| run(&pattern, data, meter))
    }

    /// The value of what a function made.
    fn made(&mut self, result: Result<Data, Fault>, site: Site<'_>) -> Result<Value, BottomId> {
        let result = result.map_err(|fault| self.fault(site.name, fault, site.span))?;
        self.room_for_text(result.text_len(), site.span)?;
        self.room_to_read(result.count() * EACH_MADE, READ, site.span)?;
        let parent = self.envs[site.env].around;
        Ok(self.value_from(&result, parent, site.span))
    }

    /// The error of a call that gave none but a fault.
    pub(super) fn fault(&mut self, name: &str, fault: Fault, span: Span) -> BottomId {
        if let Err(bottom) = self.room_to_read(fault.message.len(), READ, span) {
            return bottom;
        }
        let message = format!("error in call to {name}: {}", shortened(fault.message));
        match fault.bound {
            None => self.bottoms.add(Bottom::permanent(Code::Argument, message).at(span, "")),
            Some(FaultBound::Call) => {
                let bottom = Bottom::permanent(Code::Limit, message).at(span, "");
                self.reached(bottom.help("Make less in one call; this bound is fixed."))
            }
            Some(FaultBound::Evaluation) => self.searched_too_much(span),
        }
    }
}

/// The most letters of a fault's message that are told: some quote what they were given.
const LONGEST: usize = 2_000;

/// A message of which the end is left out where it is too long to be read.
fn shortened(message: String) -> String {
    match message.char_indices().nth(LONGEST).and_then(|(end, _)| message.get(..end)) {
        Some(head) => format!("{head}…"),
        None => message,
    }
}
