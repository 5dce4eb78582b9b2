//! Optional values.

use super::refuse;
use crate::kube::cel::eval::Evaluator;
use crate::kube::cel::value::{Result, Value, error};

pub(in crate::kube::cel) fn of<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    Ok(Value::optional(values.first().cloned()))
}

pub(in crate::kube::cel) fn none<'a>(
    _: &mut Evaluator<'a, '_>,
    _: &[Value<'a>],
) -> Result<Value<'a>> {
    Ok(Value::Optional(None))
}

pub(in crate::kube::cel) fn of_non_zero<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    let Some(value) = values.first() else { return refuse("optional.ofNonZeroValue", values) };
    let zero = match value {
        Value::Null | Value::Bool(false) | Value::Int(0) | Value::Uint(0) => true,
        Value::Double(value) => *value == 0.0,
        Value::Duration(value) => *value == 0,
        Value::Str(text) => text.is_empty(),
        Value::Bytes(bytes) => bytes.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(entries) => entries.is_empty(),
        Value::Node(node) => node.len() == 0,
        _ => false,
    };
    Ok(Value::optional((!zero).then(|| value.clone())))
}

pub(in crate::kube::cel) fn has_value<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    match values {
        [Value::Optional(inner)] => Ok(Value::Bool(inner.is_some())),
        _ => refuse("hasValue", values),
    }
}

pub(in crate::kube::cel) fn value<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    match values {
        [Value::Optional(Some(inner))] => Ok((**inner).clone()),
        [Value::Optional(None)] => error("optional.none() dereference"),
        _ => refuse("value", values),
    }
}

pub(in crate::kube::cel) fn or<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    match values {
        [Value::Optional(None), other @ Value::Optional(_)] => Ok(other.clone()),
        [some @ Value::Optional(Some(_)), Value::Optional(_)] => Ok(some.clone()),
        _ => refuse("or", values),
    }
}

pub(in crate::kube::cel) fn or_value<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    match values {
        [Value::Optional(Some(inner)), _] => Ok((**inner).clone()),
        [Value::Optional(None), other] => Ok(other.clone()),
        _ => refuse("orValue", values),
    }
}
