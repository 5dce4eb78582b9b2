//! Arithmetic, indexing and `in`.

use std::borrow::Cow;

use super::ast::Operator;
use super::compare::equal;
use super::eval::{Evaluator, no_overload};
use super::library::time;
use super::value::{Result, Value, error};

/// `-operand`
pub(super) fn negate<'a>(operand: &Value<'a>) -> Result<Value<'a>> {
    match operand {
        Value::Int(value) => checked(value.checked_neg()).map(Value::Int),
        Value::Double(value) => Ok(Value::Double(-value)),
        other => no_overload("-", &[other]),
    }
}

fn checked<T>(value: Option<T>) -> Result<T> {
    match value {
        Some(value) => Ok(value),
        None => error("integer overflow"),
    }
}

/// `left + right` and its like.
pub(super) fn arithmetic<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    operator: Operator,
    left: &Value<'a>,
    right: &Value<'a>,
) -> Result<Value<'a>> {
    match (left, right) {
        (Value::Int(one), Value::Int(two)) => {
            let checks: Checks<i64> = [
                i64::checked_add,
                i64::checked_sub,
                i64::checked_mul,
                i64::checked_div,
                i64::checked_rem,
            ];
            whole(operator, *one, *two, checks).map(Value::Int)
        }
        (Value::Uint(one), Value::Uint(two)) => {
            let checks: Checks<u64> = [
                u64::checked_add,
                u64::checked_sub,
                u64::checked_mul,
                u64::checked_div,
                u64::checked_rem,
            ];
            whole(operator, *one, *two, checks).map(Value::Uint)
        }
        (Value::Double(one), Value::Double(two)) => match operator {
            Operator::Add => Ok(Value::Double(one + two)),
            Operator::Subtract => Ok(Value::Double(one - two)),
            Operator::Multiply => Ok(Value::Double(one * two)),
            Operator::Divide => Ok(Value::Double(one / two)),
            _ => no_overload("%", &[left, right]),
        },
        _ if operator == Operator::Add => add(evaluator, left, right),
        _ if operator == Operator::Subtract => time::subtract(left, right),
        _ => no_overload("arithmetic", &[left, right]),
    }
}

/// Addition, subtraction, multiplication, division and its remainder.
type Checks<T> = [fn(T, T) -> Option<T>; 5];

/// Arithmetic on whole numbers.
fn whole<T: Default + PartialEq>(
    operator: Operator,
    one: T,
    two: T,
    [add, subtract, multiply, divide, remainder]: Checks<T>,
) -> Result<T> {
    let is_zero = two == T::default();
    match operator {
        Operator::Add => checked(add(one, two)),
        Operator::Subtract => checked(subtract(one, two)),
        Operator::Multiply => checked(multiply(one, two)),
        Operator::Divide if is_zero => error("division by zero"),
        Operator::Divide => checked(divide(one, two)),
        _ if is_zero => error("modulus by zero"),
        _ => checked(remainder(one, two)),
    }
}

fn add<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    left: &Value<'a>,
    right: &Value<'a>,
) -> Result<Value<'a>> {
    match (left, right) {
        (Value::Str(one), Value::Str(two)) => {
            evaluator.spend((one.len() + two.len()) / 16)?;
            return Ok(Value::Str(Cow::Owned([one.as_ref(), two.as_ref()].concat())));
        }
        (Value::Bytes(one), Value::Bytes(two)) => {
            evaluator.spend((one.len() + two.len()) / 16)?;
            return Ok(Value::Bytes([one.as_ref(), two.as_ref()].concat().into()));
        }
        _ => {}
    }
    let (Some(one), Some(two)) = (left.elements(), right.elements()) else {
        return time::add(left, right);
    };
    evaluator.spend(one.len() + two.len())?;
    let mut items = one.into_owned();
    let is_set = matches!(left, Value::Node(node) if node.is_unordered());
    for item in two.iter() {
        // What is a set stays one.
        if is_set && holds(evaluator, &items, item)? {
            continue;
        }
        items.push(item.clone());
    }
    Ok(Value::list(items))
}

/// `value in collection`
pub(super) fn contains<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    value: &Value<'a>,
    collection: &Value<'a>,
) -> Result<bool> {
    if let Some(items) = collection.elements() {
        return holds(evaluator, &items, value);
    }
    match (collection, value) {
        (Value::Node(node), Value::Str(name)) => Ok(node.get(name).is_some()),
        (Value::Node(_), _) => Ok(false),
        (Value::Map(entries), _) => {
            for (key, _) in entries.iter() {
                if equal(evaluator, key, value)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        _ => no_overload("in", &[value, collection]),
    }
}

/// Whether one of `items` equals `value`.
pub(super) fn holds<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    items: &[Value<'a>],
    value: &Value<'a>,
) -> Result<bool> {
    for item in items {
        if equal(evaluator, item, value)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `of[index]`
pub(super) fn index<'a>(of: &Value<'a>, index: &Value<'a>, optional: bool) -> Result<Value<'a>> {
    let (found, optional) = match of {
        Value::Optional(None) => return Ok(Value::Optional(None)),
        Value::Optional(Some(inner)) => (at(inner, index)?, true),
        other => (at(other, index)?, optional),
    };
    match found {
        found if optional => Ok(Value::optional(found)),
        Some(found) => Ok(found),
        None => match index {
            Value::Str(name) => error(format!("no such key: {name}")),
            Value::Int(number) => error(format!("index out of bounds: {number}")),
            _ => error("no such key"),
        },
    }
}

fn at<'a>(of: &Value<'a>, index: &Value<'a>) -> Result<Option<Value<'a>>> {
    let number = match index {
        Value::Int(number) => usize::try_from(*number).ok(),
        Value::Uint(number) => usize::try_from(*number).ok(),
        Value::Double(number) if number.fract() == 0.0 && *number >= 0.0 => Some(*number as usize),
        _ => None,
    };
    match (of, index) {
        (Value::List(items), _) => Ok(number.and_then(|number| items.get(number).cloned())),
        (Value::Node(node), _) if node.type_name() == "list" => {
            Ok(number.and_then(|number| node.element(number)))
        }
        (Value::Node(node), Value::Str(name)) => Ok(node.get(name)),
        (Value::Map(entries), key) => {
            let same = |known: &Value<'_>| match (known, key) {
                (Value::Str(one), Value::Str(two)) => one == two,
                (Value::Int(one), Value::Int(two)) => one == two,
                (Value::Uint(one), Value::Uint(two)) => one == two,
                (Value::Bool(one), Value::Bool(two)) => one == two,
                _ => false,
            };
            Ok(entries.iter().find(|(known, _)| same(known)).map(|(_, value)| value.clone()))
        }
        _ => no_overload("[_]", &[of, index]),
    }
}
