//! Conversions between the types of CEL.

use super::{refuse, time};
use crate::kube::cel::eval::Evaluator;
use crate::kube::cel::value::{Result, Value, error};

pub(in crate::kube::cel) fn same<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    match values {
        [value] => Ok(value.clone()),
        _ => refuse("dyn", values),
    }
}

pub(in crate::kube::cel) fn type_of<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    match values {
        [value] => Ok(Value::Type(value.type_name())),
        _ => refuse("type", values),
    }
}

pub(in crate::kube::cel) fn bool<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    match values {
        [Value::Bool(value)] => Ok(Value::Bool(*value)),
        [Value::Str(text)] => match text.as_ref() {
            "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(Value::Bool(true)),
            "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(Value::Bool(false)),
            _ => error("type conversion error from 'string' to 'bool'"),
        },
        _ => refuse("bool", values),
    }
}

pub(in crate::kube::cel) fn int<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    let value = match values {
        [Value::Int(value)] => Some(*value),
        [Value::Uint(value)] => i64::try_from(*value).ok(),
        [Value::Double(value)] => {
            let limit = 9_223_372_036_854_775_808.0;
            (value.is_finite() && -limit < *value && *value < limit).then_some(*value as i64)
        }
        [Value::Str(text)] => match text.parse::<i64>() {
            Ok(value) => Some(value),
            Err(_) => return error("type conversion error from 'string' to 'int'"),
        },
        [Value::Time(instant)] => Some(instant.seconds),
        [Value::Duration(nanoseconds)] => Some(*nanoseconds),
        _ => return refuse("int", values),
    };
    value.map_or_else(|| error("integer overflow"), |value| Ok(Value::Int(value)))
}

pub(in crate::kube::cel) fn uint<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    let value = match values {
        [Value::Uint(value)] => Some(*value),
        [Value::Int(value)] => u64::try_from(*value).ok(),
        [Value::Double(value)] => {
            let limit = 18_446_744_073_709_551_616.0;
            (value.is_finite() && 0.0 <= *value && *value < limit).then_some(*value as u64)
        }
        [Value::Str(text)] => match text.parse::<u64>() {
            Ok(value) => Some(value),
            Err(_) => return error("type conversion error from 'string' to 'uint'"),
        },
        _ => return refuse("uint", values),
    };
    value.map_or_else(|| error("unsigned integer overflow"), |value| Ok(Value::Uint(value)))
}

pub(in crate::kube::cel) fn double<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    match values {
        [Value::Double(value)] => Ok(Value::Double(*value)),
        [Value::Int(value)] => Ok(Value::Double(*value as f64)),
        [Value::Uint(value)] => Ok(Value::Double(*value as f64)),
        [Value::Str(text)] => match text.parse::<f64>() {
            Ok(value) => Ok(Value::Double(value)),
            Err(_) => error("type conversion error from 'string' to 'double'"),
        },
        _ => refuse("double", values),
    }
}

pub(in crate::kube::cel) fn bytes<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    match values {
        [Value::Bytes(bytes)] => Ok(Value::Bytes(bytes.clone())),
        [Value::Str(text)] => Ok(Value::Bytes(text.as_bytes().into())),
        _ => refuse("bytes", values),
    }
}

pub(in crate::kube::cel) fn string<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    let text = match values {
        [Value::Str(text)] => return Ok(Value::Str(text.clone())),
        [value] => text_of(value),
        _ => None,
    };
    match text {
        Some(text) => Ok(Value::text(text)),
        None => refuse("string", values),
    }
}

/// A value as `string()` gives it.
pub(super) fn text_of(value: &Value<'_>) -> Option<String> {
    Some(match value {
        Value::Str(text) => text.clone().into_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Uint(value) => value.to_string(),
        Value::Double(value) => value.to_string(),
        Value::Bytes(bytes) => String::from_utf8(bytes.to_vec()).ok()?,
        Value::Duration(nanoseconds) => time::seconds_text(*nanoseconds),
        Value::Time(instant) => time::instant_text(instant),
        Value::Ip(address) => address.to_string(),
        Value::Cidr(cidr) => format!("{}/{}", cidr.address, cidr.length),
        Value::Url(url) => url.text.clone(),
        _ => return None,
    })
}
