//! Sizes, and what Kubernetes adds for lists and sets.

use std::cmp::Ordering;

use super::{int, refuse, strings};
use crate::kube::cel::ast::Operator;
use crate::kube::cel::compare::{equal, order};
use crate::kube::cel::eval::Evaluator;
use crate::kube::cel::operators::{arithmetic, holds};
use crate::kube::cel::value::{Result, Value, error};

pub(in crate::kube::cel) fn size<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    let size = match values {
        [Value::Str(text)] => {
            evaluator.spend(text.len() / 64)?;
            text.chars().count()
        }
        [Value::Bytes(bytes)] => bytes.len(),
        [Value::List(items)] => items.len(),
        [Value::Map(entries)] => entries.len(),
        [Value::Node(node)] => node.len(),
        _ => return refuse("size", values),
    };
    Ok(Value::Int(size as i64))
}

/// The elements of the list that is the first operand.
fn elements<'a>(name: &str, values: &[Value<'a>]) -> Result<Vec<Value<'a>>> {
    match values.first().and_then(Value::elements) {
        Some(items) => Ok(items.into_owned()),
        None => refuse(name, values),
    }
}

pub(in crate::kube::cel) fn sum<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    let items = elements("sum", values)?;
    evaluator.spend(items.len())?;
    let mut items = items.into_iter();
    let Some(mut total) = items.next() else { return Ok(Value::Int(0)) };
    for item in items {
        total = arithmetic(evaluator, Operator::Add, &total, &item)?;
    }
    Ok(total)
}

pub(in crate::kube::cel) fn min<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    extreme(evaluator, "min", values, Ordering::Less)
}

pub(in crate::kube::cel) fn max<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    extreme(evaluator, "max", values, Ordering::Greater)
}

fn extreme<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    name: &str,
    values: &[Value<'a>],
    wanted: Ordering,
) -> Result<Value<'a>> {
    let items = elements(name, values)?;
    evaluator.spend(items.len())?;
    let mut items = items.into_iter();
    let Some(mut best) = items.next() else { return error(format!("{name} called on empty list")) };
    for item in items {
        if order(&item, &best)? == Some(wanted) {
            best = item;
        }
    }
    Ok(best)
}

pub(in crate::kube::cel) fn is_sorted<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    let items = elements("isSorted", values)?;
    evaluator.spend(items.len())?;
    for (one, two) in items.iter().zip(items.iter().skip(1)) {
        if order(one, two)? == Some(Ordering::Greater) {
            return Ok(Value::Bool(false));
        }
    }
    Ok(Value::Bool(true))
}

pub(in crate::kube::cel) fn index_of<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    if let [Value::Str(text), Value::Str(part), ..] = values {
        let start = if values.len() > 2 { int("indexOf", values, 2)? } else { 0 };
        return strings::index_of(evaluator, text, part, start).map(Value::Int);
    }
    let (items, wanted) = (elements("indexOf", values)?, values.get(1));
    position(evaluator, items.into_iter().enumerate(), wanted)
}

pub(in crate::kube::cel) fn last_index_of<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    if let [Value::Str(text), Value::Str(part), ..] = values {
        let end = if values.len() > 2 { Some(int("lastIndexOf", values, 2)?) } else { None };
        return strings::last_index_of(evaluator, text, part, end).map(Value::Int);
    }
    let (items, wanted) = (elements("lastIndexOf", values)?, values.get(1));
    position(evaluator, items.into_iter().enumerate().rev(), wanted)
}

/// The index of the first of `items` that equals `wanted`, or -1.
fn position<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    items: impl Iterator<Item = (usize, Value<'a>)>,
    wanted: Option<&Value<'a>>,
) -> Result<Value<'a>> {
    for (index, item) in items {
        if let Some(wanted) = wanted
            && equal(evaluator, &item, wanted)?
        {
            return Ok(Value::Int(index as i64));
        }
    }
    Ok(Value::Int(-1))
}

/// The elements of both operands.
fn both<'a>(name: &str, values: &[Value<'a>]) -> Result<(Vec<Value<'a>>, Vec<Value<'a>>)> {
    match (values.first().and_then(Value::elements), values.get(1).and_then(Value::elements)) {
        (Some(one), Some(two)) => Ok((one.into_owned(), two.into_owned())),
        _ => refuse(name, values),
    }
}

fn includes<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    whole: &[Value<'a>],
    part: &[Value<'a>],
) -> Result<bool> {
    for item in part {
        if !holds(evaluator, whole, item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(in crate::kube::cel) fn sets_contains<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    let (one, two) = both("sets.contains", values)?;
    includes(evaluator, &one, &two).map(Value::Bool)
}

pub(in crate::kube::cel) fn sets_equivalent<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    let (one, two) = both("sets.equivalent", values)?;
    let same = includes(evaluator, &one, &two)? && includes(evaluator, &two, &one)?;
    Ok(Value::Bool(same))
}

pub(in crate::kube::cel) fn sets_intersect<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    let (one, two) = both("sets.intersects", values)?;
    for item in &two {
        if holds(evaluator, &one, item)? {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}
