//! Evaluation: a walk over the tree, with a bound on its steps.
//!
//! `&&`, `||`, `all` and `exists` forgive an error on one side when the other decides, as CEL asks.

use std::rc::Rc;

use super::ast::{Expr, Loop, LoopKind, Operator};
use super::value::{Fail, Result, Value, error};
use super::{call, compare, operators};

/// The most steps of one evaluation; a step is a node of the tree or a piece of work of its size.
/// The server's own bound on the cost of a rule is 10,000,000 of smaller units.
const MOST_STEPS: u64 = 2_000_000;

/// What came of a rule.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Outcome {
    /// It holds.
    Holds,
    /// It does not hold.
    Fails,
    /// It has no value: CEL's error.
    Error(String),
    /// It could not be run, for this reason.
    Skipped(String),
}

/// Evaluates `expr` with `variables`.
pub(super) fn evaluate<'a>(
    expr: &Expr,
    variables: &[(&'static str, Value<'a>)],
) -> Result<Value<'a>> {
    let names = variables.iter().map(|(name, value)| (*name, value.clone())).collect();
    Evaluator { names, steps: 0 }.value(expr)
}

/// The state of an evaluation.
pub(super) struct Evaluator<'a, 'e> {
    /// The names in scope, the innermost last.
    names: Vec<(&'e str, Value<'a>)>,
    steps: u64,
}

impl<'a, 'e> Evaluator<'a, 'e> {
    /// Counts work; values are only looked at as often as this allows.
    pub(super) fn spend(&mut self, steps: usize) -> Result<()> {
        self.steps = self.steps.saturating_add(steps as u64);
        if self.steps > MOST_STEPS {
            return Err(Fail::Unable(format!("it takes more than {MOST_STEPS} steps")));
        }
        Ok(())
    }

    pub(super) fn value(&mut self, expr: &'e Expr) -> Result<Value<'a>> {
        self.spend(1)?;
        Ok(match expr {
            Expr::Null => Value::Null,
            Expr::Bool(value) => Value::Bool(*value),
            Expr::Int(value) => Value::Int(*value),
            Expr::Uint(value) => Value::Uint(*value),
            Expr::Double(value) => Value::Double(*value),
            Expr::Str(text) => Value::text(text.as_str()),
            Expr::Bytes(bytes) => Value::Bytes(bytes.as_slice().into()),
            Expr::Name(name) => return self.name(name),
            Expr::Select { of, field, optional } => {
                let of = self.value(of)?;
                return select(&of, field, *optional);
            }
            Expr::Has { of, field } => {
                let of = self.value(of)?;
                return has(&of, field);
            }
            Expr::Index { of, index, optional } => {
                let of = self.value(of)?;
                let index = self.value(index)?;
                return operators::index(&of, &index, *optional);
            }
            Expr::List(items) => return self.list(items),
            Expr::Map(entries) => return self.map(entries),
            Expr::Not(operand) => match self.value(operand)? {
                Value::Bool(value) => Value::Bool(!value),
                other => return no_overload("!", &[&other]),
            },
            Expr::Negate(operand) => {
                let operand = self.value(operand)?;
                return operators::negate(&operand);
            }
            Expr::And(left, right) => return self.logic(left, right, false),
            Expr::Or(left, right) => return self.logic(left, right, true),
            Expr::Choice(condition, yes, no) => match self.value(condition)? {
                Value::Bool(true) => return self.value(yes),
                Value::Bool(false) => return self.value(no),
                other => return no_overload("?:", &[&other]),
            },
            Expr::Binary(operator, left, right) => {
                let left = self.value(left)?;
                let right = self.value(right)?;
                return self.binary(*operator, &left, &right);
            }
            Expr::Call { function, operands } => {
                let mut values = Vec::with_capacity(operands.len());
                for operand in operands {
                    values.push(self.value(operand)?);
                }
                return (function.run)(self, &values);
            }
            Expr::Loop(looped) => return self.looped(looped),
            Expr::OptionalMap { of, name, body, flat } => {
                return self.optional_map(of, name, body, *flat);
            }
        })
    }

    fn name(&mut self, name: &str) -> Result<Value<'a>> {
        if let Some((_, value)) = self.names.iter().rev().find(|(known, _)| *known == name) {
            return Ok(value.clone());
        }
        match call::type_named(name) {
            Some(name) => Ok(Value::Type(name)),
            None => Err(Fail::Unable(format!("nothing is known of `{name}`"))),
        }
    }

    fn binary(
        &mut self,
        operator: Operator,
        left: &Value<'a>,
        right: &Value<'a>,
    ) -> Result<Value<'a>> {
        Ok(Value::Bool(match operator {
            Operator::Equal => compare::equal(self, left, right)?,
            Operator::NotEqual => !compare::equal(self, left, right)?,
            Operator::Less => compare::order(left, right)?.is_some_and(|it| it.is_lt()),
            Operator::LessOrEqual => compare::order(left, right)?.is_some_and(|it| it.is_le()),
            Operator::Greater => compare::order(left, right)?.is_some_and(|it| it.is_gt()),
            Operator::GreaterOrEqual => compare::order(left, right)?.is_some_and(|it| it.is_ge()),
            Operator::In => operators::contains(self, left, right)?,
            Operator::Add
            | Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Remainder => return operators::arithmetic(self, operator, left, right),
        }))
    }

    /// `&&` (decided by false) or `||` (decided by true).
    fn logic(&mut self, left: &'e Expr, right: &'e Expr, decides: bool) -> Result<Value<'a>> {
        let left = match self.value(left) {
            Ok(Value::Bool(value)) if value == decides => return Ok(Value::Bool(decides)),
            Err(unable @ Fail::Unable(_)) => return Err(unable),
            other => other,
        };
        match (left, self.value(right)) {
            (_, Ok(Value::Bool(value))) if value == decides => Ok(Value::Bool(decides)),
            (_, Err(unable @ Fail::Unable(_))) => Err(unable),
            (Err(fail), _) | (_, Err(fail)) => Err(fail),
            (Ok(Value::Bool(_)), Ok(Value::Bool(value))) => Ok(Value::Bool(value)),
            (Ok(left), Ok(right)) => {
                no_overload(if decides { "||" } else { "&&" }, &[&left, &right])
            }
        }
    }

    fn list(&mut self, items: &'e [(Expr, bool)]) -> Result<Value<'a>> {
        let mut found = Vec::with_capacity(items.len());
        for (item, optional) in items {
            let value = self.value(item)?;
            match (optional, value) {
                (false, value) => found.push(value),
                (true, Value::Optional(Some(value))) => found.push((*value).clone()),
                (true, Value::Optional(None)) => {}
                (true, other) => return no_overload("[?_]", &[&other]),
            }
        }
        Ok(Value::list(found))
    }

    fn map(&mut self, entries: &'e [(Expr, Expr, bool)]) -> Result<Value<'a>> {
        let mut found: Vec<(Value<'a>, Value<'a>)> = Vec::with_capacity(entries.len());
        for (key, value, optional) in entries {
            let key = self.value(key)?;
            let value = match (optional, self.value(value)?) {
                (false, value) => value,
                (true, Value::Optional(Some(value))) => (*value).clone(),
                (true, Value::Optional(None)) => continue,
                (true, other) => return no_overload("{?_: _}", &[&other]),
            };
            for (known, _) in &found {
                if compare::equal(self, known, &key)? {
                    return error("Failed with repeated key");
                }
            }
            found.push((key, value));
        }
        Ok(Value::Map(Rc::new(found)))
    }

    fn optional_map(
        &mut self,
        of: &'e Expr,
        name: &'e str,
        body: &'e Expr,
        flat: bool,
    ) -> Result<Value<'a>> {
        match self.value(of)? {
            Value::Optional(None) => Ok(Value::Optional(None)),
            Value::Optional(Some(inner)) => {
                self.names.push((name, (*inner).clone()));
                let mapped = self.value(body);
                self.names.pop();
                let mapped = mapped?;
                Ok(if flat { mapped } else { Value::optional(Some(mapped)) })
            }
            other => no_overload("optMap", &[&other]),
        }
    }

    fn looped(&mut self, looped: &'e Loop) -> Result<Value<'a>> {
        let over = self.value(&looped.over)?;
        let (pairs, is_map) = if let Some(items) = over.elements() {
            let numbered = items.iter().enumerate();
            let pair =
                |(index, item): (usize, &Value<'a>)| (Value::Int(index as i64), item.clone());
            (numbered.map(pair).collect(), false)
        } else if let Some(entries) = over.entries() {
            (entries.into_owned(), true)
        } else {
            return no_overload("a macro", &[&over]);
        };
        self.spend(pairs.len())?;
        let depth = self.names.len();
        let result = self.run_loop(looped, pairs, is_map, depth);
        self.names.truncate(depth);
        result
    }

    fn run_loop(
        &mut self,
        looped: &'e Loop,
        pairs: Vec<(Value<'a>, Value<'a>)>,
        is_map: bool,
        depth: usize,
    ) -> Result<Value<'a>> {
        let mut tally = Tally::default();
        for (key, value) in pairs {
            self.names.truncate(depth);
            match looped.names.as_slice() {
                [one] => {
                    self.names.push((one, if is_map { key.clone() } else { value.clone() }));
                }
                [first, second] => {
                    self.names.push((first, key.clone()));
                    self.names.push((second, value.clone()));
                }
                _ => return error("a macro has one name or two"),
            }
            if let Some(filter) = &looped.filter {
                match self.value(filter)? {
                    Value::Bool(true) => {}
                    Value::Bool(false) => continue,
                    other => return no_overload("a filter", &[&other]),
                }
            }
            let body = self.value(&looped.body);
            let element = if is_map && looped.names.len() == 1 { key.clone() } else { value };
            if let Some(done) = tally.take(looped.kind, key, element, body)? {
                return Ok(done);
            }
        }
        tally.end(self, looped.kind)
    }
}

/// What a macro has come to so far.
#[derive(Default)]
struct Tally<'a> {
    items: Vec<Value<'a>>,
    entries: Vec<(Value<'a>, Value<'a>)>,
    count: usize,
    /// An error that the result may yet make up for.
    failed: Option<Fail>,
}

impl<'a> Tally<'a> {
    /// Takes the result of one round; some decide.
    fn take(
        &mut self,
        kind: LoopKind,
        key: Value<'a>,
        element: Value<'a>,
        body: Result<Value<'a>>,
    ) -> Result<Option<Value<'a>>> {
        let forgiving = matches!(kind, LoopKind::All | LoopKind::Exists);
        let body = match body {
            Err(fail @ Fail::Error(_)) if forgiving => {
                self.failed.get_or_insert(fail);
                return Ok(None);
            }
            other => other?,
        };
        match (kind, body) {
            (LoopKind::All, Value::Bool(false)) => return Ok(Some(Value::Bool(false))),
            (LoopKind::Exists, Value::Bool(true)) => return Ok(Some(Value::Bool(true))),
            (LoopKind::All | LoopKind::Exists, Value::Bool(_)) => {}
            (LoopKind::ExistsOne, Value::Bool(found)) => self.count += usize::from(found),
            (LoopKind::Filter, Value::Bool(true)) => self.items.push(element),
            (LoopKind::Filter, Value::Bool(false)) => {}
            (LoopKind::Map | LoopKind::TransformList, value) => self.items.push(value),
            (LoopKind::TransformMap, value) => self.entries.push((key, value)),
            (LoopKind::TransformMapEntry, value) => match value.entries() {
                Some(new) => self.entries.extend(new.into_owned()),
                None => return no_overload("transformMapEntry", &[&value]),
            },
            (_, other) => return no_overload("a macro", &[&other]),
        }
        Ok(None)
    }

    fn end(self, evaluator: &mut Evaluator<'a, '_>, kind: LoopKind) -> Result<Value<'a>> {
        if let Some(fail) = self.failed {
            return Err(fail);
        }
        Ok(match kind {
            LoopKind::All => Value::Bool(true),
            LoopKind::Exists => Value::Bool(false),
            LoopKind::ExistsOne => Value::Bool(self.count == 1),
            LoopKind::Filter | LoopKind::Map | LoopKind::TransformList => Value::list(self.items),
            LoopKind::TransformMap => Value::Map(Rc::new(self.entries)),
            LoopKind::TransformMapEntry => {
                for (index, (key, _)) in self.entries.iter().enumerate() {
                    for (other, _) in self.entries.iter().take(index) {
                        if compare::equal(evaluator, key, other)? {
                            return error("insert failed: key already exists");
                        }
                    }
                }
                Value::Map(Rc::new(self.entries))
            }
        })
    }
}

/// `of.field`
fn select<'a>(of: &Value<'a>, field: &str, optional: bool) -> Result<Value<'a>> {
    let (found, optional) = match of {
        Value::Optional(None) => return Ok(Value::Optional(None)),
        Value::Optional(Some(inner)) => (member(inner, field)?, true),
        other => (member(other, field)?, optional),
    };
    match (found, optional) {
        (found, true) => Ok(Value::optional(found)),
        (Some(found), false) => Ok(found),
        (None, false) => error(format!("no such key: {field}")),
    }
}

fn has<'a>(of: &Value<'a>, field: &str) -> Result<Value<'a>> {
    match of {
        Value::Optional(None) => Ok(Value::Bool(false)),
        Value::Optional(Some(inner)) => has(inner, field),
        other => Ok(Value::Bool(member(other, field)?.is_some())),
    }
}

fn member<'a>(of: &Value<'a>, field: &str) -> Result<Option<Value<'a>>> {
    match of {
        Value::Node(node) if node.type_name() == "map" => Ok(node.field(field)),
        Value::Map(entries) => {
            let named = |key: &Value<'_>| matches!(key, Value::Str(name) if name == field);
            Ok(entries.iter().find(|(key, _)| named(key)).map(|(_, value)| value.clone()))
        }
        other => error(format!("type '{}' does not support field selection", other.type_name())),
    }
}

/// The error of an operation on types that it does not take.
pub(super) fn no_overload<T>(name: &str, operands: &[&Value<'_>]) -> Result<T> {
    let types: Vec<&str> = operands.iter().map(|it| it.type_name()).collect();
    error(format!("no such overload: {name} on {}", types.join(", ")))
}
