//! Equality and order. Numbers of different types compare by value.

use std::cmp::Ordering;

use super::eval::{Evaluator, no_overload};
use super::value::{Result, Value};

/// Whether two values are equal; values of different types are not, numbers aside.
pub(super) fn equal<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    left: &Value<'a>,
    right: &Value<'a>,
) -> Result<bool> {
    evaluator.spend(1)?;
    if let Some(order) = numbers(left, right) {
        return Ok(order == Some(Ordering::Equal));
    }
    if let (Some(left_items), Some(right_items)) = (left.elements(), right.elements()) {
        if left_items.len() != right_items.len() {
            return Ok(false);
        }
        if is_unordered(left) {
            return same_elements(evaluator, &left_items, &right_items);
        }
        for (one, two) in left_items.iter().zip(right_items.iter()) {
            if !equal(evaluator, one, two)? {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    if let (Some(left), Some(right)) = (left.entries(), right.entries()) {
        if left.len() != right.len() {
            return Ok(false);
        }
        for (key, value) in left.iter() {
            let mut found = false;
            for (other, candidate) in right.iter() {
                if equal(evaluator, key, other)? {
                    found = equal(evaluator, value, candidate)?;
                    break;
                }
            }
            if !found {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    Ok(match (left, right) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(one), Value::Bool(two)) => one == two,
        (Value::Str(one), Value::Str(two)) => {
            evaluator.spend(one.len().min(two.len()) / 64)?;
            one == two
        }
        (Value::Bytes(one), Value::Bytes(two)) => one == two,
        (Value::Type(one), Value::Type(two)) => one == two,
        (Value::Duration(one), Value::Duration(two)) => one == two,
        (Value::Time(one), Value::Time(two)) => {
            (one.seconds, one.nanoseconds) == (two.seconds, two.nanoseconds)
        }
        (Value::Optional(None), Value::Optional(None)) => true,
        (Value::Optional(Some(one)), Value::Optional(Some(two))) => equal(evaluator, one, two)?,
        (Value::Url(one), Value::Url(two)) => one.text == two.text,
        (Value::Ip(one), Value::Ip(two)) => one == two,
        (Value::Cidr(one), Value::Cidr(two)) => one == two,
        (Value::Quantity(one), Value::Quantity(two)) => one.compare(two).is_eq(),
        (Value::Semver(one), Value::Semver(two)) => one.compare(two).is_eq(),
        (Value::Image(one), Value::Image(two)) => one == two,
        (Value::Format(one), Value::Format(two)) => one == two,
        _ => false,
    })
}

/// Whether each element of one list is in the other; both have as many.
fn same_elements<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    left: &[Value<'a>],
    right: &[Value<'a>],
) -> Result<bool> {
    for one in left {
        let mut found = false;
        for two in right {
            found = equal(evaluator, one, two)?;
            if found {
                break;
            }
        }
        if !found {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_unordered(value: &Value<'_>) -> bool {
    matches!(value, Value::Node(node) if node.is_unordered())
}

/// The order of two values; `None` where there is none, as with NaN.
pub(super) fn order(left: &Value<'_>, right: &Value<'_>) -> Result<Option<Ordering>> {
    if let Some(order) = numbers(left, right) {
        return Ok(order);
    }
    Ok(Some(match (left, right) {
        (Value::Bool(one), Value::Bool(two)) => one.cmp(two),
        (Value::Str(one), Value::Str(two)) => one.cmp(two),
        (Value::Bytes(one), Value::Bytes(two)) => one.cmp(two),
        (Value::Duration(one), Value::Duration(two)) => one.cmp(two),
        (Value::Time(one), Value::Time(two)) => {
            (one.seconds, one.nanoseconds).cmp(&(two.seconds, two.nanoseconds))
        }
        _ => return no_overload("<", &[left, right]),
    }))
}

/// The order of two numbers, if both are numbers.
fn numbers(left: &Value<'_>, right: &Value<'_>) -> Option<Option<Ordering>> {
    let whole = |value: &Value<'_>| match value {
        Value::Int(value) => Some(i128::from(*value)),
        Value::Uint(value) => Some(i128::from(*value)),
        _ => None,
    };
    let double = |value: &Value<'_>| match value {
        Value::Double(value) => Some(*value),
        _ => None,
    };
    Some(match (whole(left), whole(right), double(left), double(right)) {
        (Some(one), Some(two), ..) => Some(one.cmp(&two)),
        (_, _, Some(one), Some(two)) => one.partial_cmp(&two),
        (Some(one), _, _, Some(two)) => mixed(one, two),
        (_, Some(two), Some(one), _) => mixed(two, one).map(Ordering::reverse),
        _ => return None,
    })
}

/// The order of a whole number of 64 bits and a double, exactly.
fn mixed(whole: i128, double: f64) -> Option<Ordering> {
    if double.is_nan() {
        return None;
    }
    // Beyond 2^65 every double is larger than any whole number here.
    if double.abs() >= 36_893_488_147_419_103_232.0 {
        return Some(if double > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let floor = double.floor();
    let order = whole.cmp(&(floor as i128));
    Some(if order.is_eq() && double > floor { Ordering::Less } else { order })
}
