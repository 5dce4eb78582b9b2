//! Functions on strings: those of CEL, of its extension library, and regular expressions.
//!
//! Positions count characters.

use std::rc::Rc;

use regex_automata::Match;

use super::{int, refuse, text};
use crate::eval::builtin::Fault;
use crate::eval::builtin::regexp::{self, Matches, Pattern};
use crate::kube::cel::eval::Evaluator;
use crate::kube::cel::value::{Result, Value, error};

type Args<'v, 'a> = &'v [Value<'a>];

pub(in crate::kube::cel) fn contains<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let (of, part) = (text("contains", values, 0)?, text("contains", values, 1)?);
    evaluator.spend(of.len() / 64)?;
    Ok(Value::Bool(of.contains(part)))
}

pub(in crate::kube::cel) fn starts_with<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::Bool(text("startsWith", values, 0)?.starts_with(text("startsWith", values, 1)?)))
}

pub(in crate::kube::cel) fn ends_with<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::Bool(text("endsWith", values, 0)?.ends_with(text("endsWith", values, 1)?)))
}

/// The pattern and the text of a function on both.
fn pattern<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    name: &str,
    values: Args<'_, 'a>,
) -> Result<(Rc<Pattern>, String)> {
    let (of, pattern) = (text(name, values, 0)?, text(name, values, 1)?);
    evaluator.spend((of.len() + pattern.len()) / 16)?;
    match regexp::compile(pattern) {
        Ok(pattern) => Ok((pattern, of.to_owned())),
        Err(fault) => error(fault.message),
    }
}

/// The first matches of a pattern in a text, as many as are asked for.
fn matches_in(pattern: &Pattern, of: &str, most: usize) -> Result<Vec<String>> {
    let meter = regexp::alone();
    let found = Matches::new(pattern, of, false, &meter)
        .and_then(|all| all.take(most).map(|found| found.map(|found| found.get_match())).collect());
    let found: Vec<_> = found.or_else(|fault: Fault| error(fault.message))?;
    let text = |span: Match| of.get(span.range()).unwrap_or("").to_owned();
    Ok(found.into_iter().flatten().map(text).collect())
}

pub(in crate::kube::cel) fn matches<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let (pattern, of) = pattern(evaluator, "matches", values)?;
    let found = pattern.is_match(&of, &regexp::alone());
    found.map(Value::Bool).or_else(|fault| error(fault.message))
}

pub(in crate::kube::cel) fn find<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let (pattern, of) = pattern(evaluator, "find", values)?;
    let found = matches_in(&pattern, &of, 1)?;
    Ok(Value::text(found.first().map_or("", String::as_str)))
}

pub(in crate::kube::cel) fn find_all<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let (pattern, of) = pattern(evaluator, "findAll", values)?;
    let most = if values.len() > 2 { int("findAll", values, 2)? } else { -1 };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let found = matches_in(&pattern, &of, most)?;
    let found: Vec<_> = found.iter().map(Value::text).collect();
    evaluator.spend(found.len())?;
    Ok(Value::list(found))
}

pub(in crate::kube::cel) fn char_at<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let (of, index) = (text("charAt", values, 0)?, int("charAt", values, 1)?);
    evaluator.spend(of.len() / 16)?;
    let length = of.chars().count();
    match usize::try_from(index) {
        Ok(index) if index < length => {
            Ok(Value::text(of.chars().nth(index).map(String::from).unwrap_or_default()))
        }
        Ok(index) if index == length => Ok(Value::text("")),
        _ => error(format!("index out of range: {index}")),
    }
}

/// The position of the first `part` at or behind `start`, or -1.
pub(super) fn index_of(
    evaluator: &mut Evaluator<'_, '_>,
    of: &str,
    part: &str,
    start: i64,
) -> Result<i64> {
    evaluator.spend(of.len() / 16)?;
    let length = of.chars().count();
    let Some(start) = usize::try_from(start).ok().filter(|&start| start <= length) else {
        return error(format!("index out of range: {start}"));
    };
    let from = of.char_indices().nth(start).map_or(of.len(), |(byte, _)| byte);
    let behind = of.get(from..).unwrap_or("");
    Ok(behind
        .find(part)
        .map_or(-1, |at| (start + behind.get(..at).unwrap_or("").chars().count()) as i64))
}

/// The position of the last `part` that starts at or before `end`, or -1.
pub(super) fn last_index_of(
    evaluator: &mut Evaluator<'_, '_>,
    of: &str,
    part: &str,
    end: Option<i64>,
) -> Result<i64> {
    evaluator.spend(of.len() / 16)?;
    let length = of.chars().count();
    let end = match end.map(usize::try_from) {
        None => length,
        Some(Ok(end)) if end <= length => end,
        Some(_) => return error("index out of range"),
    };
    let byte = of.char_indices().nth(end).map_or(of.len(), |(byte, _)| byte);
    let upto = of.get(..(byte + part.len()).min(of.len())).unwrap_or(of);
    Ok(upto.rfind(part).map_or(-1, |at| upto.get(..at).unwrap_or("").chars().count() as i64))
}

pub(in crate::kube::cel) fn join<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let separator = if values.len() > 1 { text("join", values, 1)? } else { "" };
    let Some(items) = values.first().and_then(Value::elements) else {
        return refuse("join", values);
    };
    let mut parts: Vec<&str> = Vec::with_capacity(items.len());
    for item in items.iter() {
        match item {
            Value::Str(text) => parts.push(text),
            other => return refuse("join", std::slice::from_ref(other)),
        }
    }
    let length = parts.iter().map(|part| part.len() + separator.len()).sum::<usize>();
    evaluator.spend(length / 16 + parts.len())?;
    Ok(Value::text(parts.join(separator)))
}

pub(in crate::kube::cel) fn lower_ascii<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let of = text("lowerAscii", values, 0)?;
    evaluator.spend(of.len() / 16)?;
    Ok(Value::text(of.to_ascii_lowercase()))
}

pub(in crate::kube::cel) fn upper_ascii<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let of = text("upperAscii", values, 0)?;
    evaluator.spend(of.len() / 16)?;
    Ok(Value::text(of.to_ascii_uppercase()))
}

pub(in crate::kube::cel) fn replace<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let of = text("replace", values, 0)?;
    let (old, new) = (text("replace", values, 1)?, text("replace", values, 2)?);
    let most = if values.len() > 3 { int("replace", values, 3)? } else { -1 };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    // An empty pattern stands before every character.
    let places = if old.is_empty() { of.len() + 1 } else { of.len() / old.len() };
    evaluator.spend(of.len() / 16 + places.min(most).saturating_mul(new.len()) / 16)?;
    Ok(Value::text(of.replacen(old, new, most)))
}

pub(in crate::kube::cel) fn reverse<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let of = text("reverse", values, 0)?;
    evaluator.spend(of.len() / 16)?;
    Ok(Value::text(of.chars().rev().collect::<String>()))
}

pub(in crate::kube::cel) fn split<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let (of, separator) = (text("split", values, 0)?, text("split", values, 1)?);
    let most = if values.len() > 2 { int("split", values, 2)? } else { -1 };
    evaluator.spend(of.len() / 4)?;
    let most = match most {
        0 => return Ok(Value::list(Vec::new())),
        most => usize::try_from(most).unwrap_or(usize::MAX),
    };
    let parts: Vec<&str> = if separator.is_empty() {
        let cuts = of.char_indices().map(|(at, _)| at).skip(1).take(most.saturating_sub(1));
        let mut start = 0;
        let mut parts = Vec::new();
        for cut in cuts {
            parts.push(of.get(start..cut).unwrap_or(""));
            start = cut;
        }
        if !of.is_empty() {
            parts.push(of.get(start..).unwrap_or(""));
        }
        parts
    } else {
        of.splitn(most, separator).collect()
    };
    Ok(Value::list(parts.into_iter().map(Value::text).collect()))
}

pub(in crate::kube::cel) fn substring<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let of = text("substring", values, 0)?;
    evaluator.spend(of.len() / 16)?;
    let length = of.chars().count();
    let start = int("substring", values, 1)?;
    let end = if values.len() > 2 { int("substring", values, 2)? } else { length as i64 };
    match (usize::try_from(start), usize::try_from(end)) {
        (Ok(start), Ok(end)) if start <= end && end <= length => {
            Ok(Value::text(of.chars().skip(start).take(end - start).collect::<String>()))
        }
        _ => error(format!("invalid substring range. start: {start}, end: {end}")),
    }
}

pub(in crate::kube::cel) fn trim<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::text(text("trim", values, 0)?.trim()))
}

pub(in crate::kube::cel) fn quote<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let of = text("strings.quote", values, 0)?;
    evaluator.spend(of.len() / 8)?;
    let mut out = String::from("\"");
    for letter in of.chars() {
        match letter {
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            other => out.push(other),
        }
    }
    out.push('"');
    Ok(Value::text(out))
}
