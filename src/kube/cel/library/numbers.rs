//! Quantities, and the comparisons that they share with semantic versions.
//!
//! Source: `apiserver/pkg/cel/library/quantity.go`.

use std::cmp::Ordering;
use std::rc::Rc;

use super::{refuse, text};
use crate::base::{Number, NumberError};
use crate::kube::cel::eval::Evaluator;
use crate::kube::cel::value::{Result, Value, error};
use crate::kube::quantity::Quantity;

type Args<'v, 'a> = &'v [Value<'a>];

pub(in crate::kube::cel) fn quantity<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    match Quantity::read(text("quantity", values, 0)?) {
        Some(quantity) => Ok(Value::Quantity(Rc::new(quantity))),
        None => error("quantities must match the regular expression of quantities"),
    }
}

pub(in crate::kube::cel) fn is_quantity<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::Bool(Quantity::is(text("isQuantity", values, 0)?)))
}

fn of<'v>(name: &str, values: &'v [Value<'_>]) -> Result<&'v Quantity> {
    match values {
        [Value::Quantity(quantity), ..] => Ok(quantity),
        _ => refuse(name, values),
    }
}

pub(in crate::kube::cel) fn sign<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let value = of("sign", values)?.number();
    Ok(Value::Int(match (value.is_zero(), value.is_negative()) {
        (true, _) => 0,
        (false, true) => -1,
        (false, false) => 1,
    }))
}

pub(in crate::kube::cel) fn is_integer<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::Bool(of("isInteger", values)?.integer().is_some()))
}

pub(in crate::kube::cel) fn as_integer<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    match of("asInteger", values)?.integer() {
        Some(value) => Ok(Value::Int(value)),
        None => error("cannot convert value to integer"),
    }
}

pub(in crate::kube::cel) fn as_float<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::Double(of("asApproximateFloat", values)?.number().to_f64()))
}

pub(in crate::kube::cel) fn add<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    computed("add", values, Number::add)
}

pub(in crate::kube::cel) fn subtract<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    computed("sub", values, Number::sub)
}

fn computed<'a>(
    name: &str,
    values: Args<'_, 'a>,
    compute: fn(&Number, &Number) -> std::result::Result<Number, NumberError>,
) -> Result<Value<'a>> {
    let one = of(name, values)?;
    let result = match values.get(1) {
        Some(Value::Quantity(two)) => compute(&one.number(), &two.number()),
        Some(Value::Int(two)) => compute(&one.number(), &Number::from(*two)),
        _ => return refuse(name, values),
    };
    match result {
        Ok(value) => Ok(Value::Quantity(Rc::new(Quantity::from_number(value)))),
        Err(fault) => error(fault.to_string()),
    }
}

/// The order of two quantities or two versions.
fn order(name: &str, values: Args<'_, '_>) -> Result<Ordering> {
    match values {
        [Value::Quantity(one), Value::Quantity(two)] => Ok(one.compare(two)),
        [Value::Semver(one), Value::Semver(two)] => Ok(one.compare(two)),
        _ => refuse(name, values),
    }
}

pub(in crate::kube::cel) fn is_greater<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::Bool(order("isGreaterThan", values)?.is_gt()))
}

pub(in crate::kube::cel) fn is_less<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::Bool(order("isLessThan", values)?.is_lt()))
}

pub(in crate::kube::cel) fn compare_to<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::Int(order("compareTo", values)? as i64))
}
