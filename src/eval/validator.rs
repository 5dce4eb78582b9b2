//! Validators: calls without their first argument, which check the values they are unified with.

use std::iter;
use std::rc::Rc;

use smallvec::SmallVec;

use super::builtin::{Builtin, Function, Native, Run};
use super::graph::Graph;
use super::kind::Kind;
use super::native::Site;
use super::tell::{About, Placed};
use super::value::{Bottom, Callee, Gravity, Validator, ValidatorId, Value};
use super::vertex::NO_ENV;
use crate::base::{Code, Span};

impl Function {
    /// Whether the function can stand without its first argument, to check values.
    pub(super) fn is_validator(&self) -> bool {
        self.result == Kind::BOOL && self.params.len() == 1
    }
}

impl Graph {
    /// A value checked by a validator: nothing, or why it is refused.
    pub(super) fn validate_with(
        &mut self,
        validator: ValidatorId,
        value: Value,
        span: Span,
    ) -> Result<(), Bottom> {
        let &Validator { callee, span: place, .. } = &self.validators[validator];
        let Validator { name, arguments, .. } = &self.validators[validator];
        let (name, arguments) = (Rc::clone(name), Rc::clone(arguments));
        match callee {
            Callee::Universe(universe) => self.match_schemas(universe, value, &arguments, place),
            Callee::Package(function) => {
                let function = function.get();
                let values: SmallVec<[Value; 4]> =
                    iter::once(value).chain(arguments.iter().copied()).collect();
                let site = Site { name: &name, env: NO_ENV, span: place };
                match self.apply(function, &values, site) {
                    Ok(Value::Bool(false)) => {
                        let gravity = match function.run {
                            Run::Native(Native::Check(check)) if self.may_hold(check, &values) => {
                                Gravity::Incomplete
                            }
                            Run::Native(_)
                            | Run::Plain(_)
                            | Run::Pattern(_)
                            | Run::Writer(_)
                            | Run::Stream(_) => Gravity::Permanent,
                        };
                        let mut bottom = Bottom::new(gravity, Code::OutOfBound, "");
                        if self.quiet == 0 {
                            let check = self.show_value(Value::Validator(validator));
                            bottom.message = self.refused(function, &check, &values, place);
                            let reason = bottom.message.split_once("): ");
                            let reason = reason.map(|(_, reason)| reason.to_owned());
                            bottom = bottom
                                .at(span, "this value")
                                .at(place, format!("must satisfy {check}"))
                                .about(About::Check {
                                    found: Placed { value, span },
                                    check,
                                    rule: place,
                                    reason,
                                });
                        }
                        Err(bottom)
                    }
                    Ok(_) => Ok(()),
                    Err(bottom) => Err(self.bottoms[bottom].clone().at(span, "this value")),
                }
            }
        }
    }

    /// What is said of the first of `values`, which `check` refuses.
    fn refused(
        &mut self,
        function: &Function,
        check: &str,
        values: &[Value],
        place: Span,
    ) -> String {
        let shown = values.first().map_or_else(String::new, |&value| self.show_value(value));
        let message = format!("invalid value {shown} (does not satisfy {check})");
        let reason = match function.run {
            Run::Native(Native::Check(check)) => self.refusal(check, values, place),
            Run::Native(Native::Make(_) | Native::MarshalSchema | Native::Validate(_))
            | Run::Plain(_)
            | Run::Pattern(_)
            | Run::Writer(_)
            | Run::Stream(_) => None,
        };
        match reason {
            Some(reason) => format!("{message}: {reason}"),
            None => message,
        }
    }

    /// The kinds that a validator takes.
    pub(super) fn validator_kind(&self, validator: ValidatorId) -> Kind {
        match self.validators[validator].callee {
            Callee::Package(function) => {
                function.get().params.first().copied().unwrap_or(Kind::TOP)
            }
            Callee::Universe(_) => Kind::TOP,
        }
    }

    /// A validator of one parameter, which stands without a call.
    pub(super) fn bare_validator(&mut self, function: Builtin, span: Span) -> ValidatorId {
        let callee = Callee::Package(function);
        self.validators.add(Validator {
            callee,
            name: "the function".into(),
            arguments: Rc::default(),
            bare: true,
            span,
        })
    }
}
