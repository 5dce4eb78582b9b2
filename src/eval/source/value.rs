//! Scalars, constraints and disjunctions. Literals stay as they were written; bounds are written
//! in the shortest usual form.

use std::cmp::Ordering;

use super::Writer;
use crate::base::{Number, Span};
use crate::data::inf;
use crate::eval::kind::Kind;
use crate::eval::universe;
use crate::eval::value::{Bound, Callee, ChecksId, ChoiceId, Value};
use crate::eval::vertex::{Source, VertexId};
use crate::program::{Expr, Label, Relation};

/// Ranges with names, by their least and greatest numbers.
const RANGES: &[(&str, &str, &str)] = &[
    ("rune", "0", "1114111"),
    ("int8", "-128", "127"),
    ("int16", "-32768", "32767"),
    ("int32", "-2147483648", "2147483647"),
    ("int64", "-9223372036854775808", "9223372036854775807"),
    (
        "int128",
        "-170141183460469231731687303715884105728",
        "170141183460469231731687303715884105727",
    ),
    ("uint8", "0", "255"),
    ("uint16", "0", "65535"),
    ("uint32", "0", "4294967295"),
    ("uint64", "0", "18446744073709551615"),
    ("uint128", "0", "340282366920938463463374607431768211455"),
];

/// The same for decimals.
const FLOAT_RANGES: &[(&str, &str, &str)] = &[
    (
        "float32",
        "-3.40282346638528859811704183484516925440e+38",
        "3.40282346638528859811704183484516925440e+38",
    ),
    (
        "float64",
        "-1.797693134862315708145274237317043567981e+308",
        "1.797693134862315708145274237317043567981e+308",
    ),
];

impl<'g> Writer<'g> {
    /// The piece of the sources under `span`.
    pub(super) fn slice(&self, span: Span) -> &'g str {
        if self.sources.hold(span) { self.sources.slice(span) } else { "" }
    }

    /// A value of `vertex` that has no members.
    pub(super) fn value(&mut self, value: Value, vertex: VertexId) {
        if let Value::Choice(choice) = value {
            return self.choice(choice);
        }
        match self.literal(vertex) {
            Some(text) if is_scalar(value) => self.out.push_str(&text),
            _ => self.bare(value),
        }
    }

    /// The literal that an element of a list was written as, if it was written as one; the values
    /// of fields are written in their usual form.
    fn literal(&self, vertex: VertexId) -> Option<String> {
        self.graph.vertices[vertex].label.as_index()?;
        self.graph.vertices[vertex].conjuncts.iter().find_map(|conjunct| {
            let Source::Expr(expr) = conjunct.source else { return None };
            if self.graph.program.is_datum(expr) {
                return self.datum_literal(expr);
            }
            match self.graph.program.expr(expr) {
                Expr::Int(_) | Expr::Number(_) | Expr::Str(_) | Expr::Bytes(_) => {}
                _ => return None,
            }
            let text = self.slice(self.graph.program.span(expr));
            let is_literal = text.starts_with(|first: char| {
                first.is_ascii_digit() || matches!(first, '.' | '"' | '\'' | '#')
            });
            is_literal.then(|| text.to_owned())
        })
    }

    /// A value without the vertex that it is the value of.
    pub(super) fn bare(&mut self, value: Value) {
        match value {
            Value::Vertex(vertex) => self.vertex(vertex),
            Value::Int(value) => self.out.push_str(&value.get().to_string()),
            Value::Number(number) => {
                let text = self.graph.numbers[number].cue_text();
                self.out.push_str(&text);
            }
            Value::Str(text) => {
                let text = self.graph.symbols.name(text);
                if text.contains('\n') {
                    inf::text(text, self.around.len(), &mut self.out);
                } else {
                    inf::string(text, &mut self.out);
                }
            }
            Value::Bytes(bytes) => inf::bytes(&self.graph.bytes[bytes], &mut self.out),
            Value::Bound(bound) => self.bound(&self.graph.bounds[bound]),
            Value::Validator(validator) => {
                let validator = &self.graph.validators[validator];
                self.function(validator.callee, &validator.name);
                self.out.push('(');
                for (index, &argument) in validator.arguments.iter().enumerate() {
                    if index > 0 {
                        self.out.push_str(", ");
                    }
                    self.bare(argument);
                }
                self.out.push(')');
            }
            Value::Checks(checks) => self.checks(checks),
            Value::Choice(choice) => self.choice(choice),
            Value::Bottom(_) => self.out.push_str("_|_"),
            Value::Function(callee) => self.function(callee, ""),
            Value::Top
            | Value::Null
            | Value::Bool(_)
            | Value::Kind(_)
            | Value::Struct
            | Value::List => self.out.push_str(&self.graph.show_value(value)),
        }
    }

    fn function(&mut self, callee: Callee, name: &str) {
        match callee {
            Callee::Universe(function) => self.out.push_str(universe::name(function)),
            Callee::Package(function) => {
                self.imports.insert(format!("\"{}\"", function.path()));
                self.out.push_str(name);
            }
        }
    }

    fn bound(&mut self, bound: &Bound) {
        self.out.push_str(bound.relation.text());
        self.bare(bound.value);
    }

    /// The values that are left of a disjunction; the defaults alone, if there are any.
    fn choice(&mut self, choice: ChoiceId) {
        let choice = &self.graph.choices[choice];
        let count = if choice.defaults > 0 { choice.defaults } else { choice.values.len() };
        for (index, &value) in choice.values.iter().take(count).enumerate() {
            if index > 0 {
                self.out.push_str(" | ");
            }
            self.bare(value);
        }
    }

    /// Several constraints at once.
    fn checks(&mut self, checks: ChecksId) {
        let all = &self.without_implied(&self.graph.checks[checks]);
        if let [only] = all.as_slice() {
            return self.bare(*only);
        }
        let mut rest: Vec<Value> = Vec::new();
        let mut range = Range::default();
        for &value in all {
            if !self.narrow(value, &mut range) {
                rest.push(value);
            }
        }
        if rest.is_empty()
            && let Some(name) = range.name(all.len())
        {
            return self.out.push_str(name);
        }
        let mut parts: Vec<Value> = Vec::new();
        let mut prefix = "";
        match (range.least, range.greatest) {
            (Some(least), Some(greatest)) => {
                let least_number = self.number(least.value);
                let natural = least_number.as_ref().is_some_and(|number| !number.is_negative());
                let from_zero = least_number.is_some_and(|number| number.is_zero())
                    && least.relation == Relation::GreaterEqual;
                if range.integral {
                    prefix = if natural { "uint" } else { "int" };
                }
                if !(range.integral && from_zero) {
                    parts.push(least.of);
                }
                parts.push(greatest.of);
            }
            _ => rest = all.clone(),
        }
        rest.sort_by(|&a, &b| self.compare(a, b));
        parts.extend(rest);
        let mut first = prefix.is_empty();
        self.out.push_str(prefix);
        for part in parts {
            if !std::mem::take(&mut first) {
                self.out.push_str(" & ");
            }
            self.bare(part);
        }
    }

    /// Constraints without a kind that the others ask for as well.
    fn without_implied(&self, all: &[Value]) -> Vec<Value> {
        let kind = |value: Value| match value {
            Value::Validator(validator) => match self.graph.validators[validator].callee {
                Callee::Package(function) => {
                    function.get().params.first().copied().unwrap_or(Kind::TOP)
                }
                Callee::Universe(_) => Kind::TOP,
            },
            Value::Bound(_) => self.graph.kind(value),
            _ => Kind::TOP,
        };
        let implied = all.iter().fold(Kind::TOP, |known, &value| known & kind(value));
        all.iter().copied().filter(|&value| value != Value::Kind(implied)).collect()
    }

    /// Takes a constraint into the range, if it is a limit or asks for integers.
    fn narrow(&self, value: Value, range: &mut Range) -> bool {
        let bound = match value {
            Value::Kind(Kind::INT) => {
                range.integral = true;
                range.kinds += 1;
                return true;
            }
            Value::Bound(bound) => &self.graph.bounds[bound],
            _ => return false,
        };
        let Some(number) = self.number(bound.value) else { return false };
        let limit = Limit { relation: bound.relation, value: bound.value, of: value };
        let (side, better) = match bound.relation {
            Relation::Greater => (&mut range.least, [Ordering::Greater, Ordering::Equal]),
            Relation::GreaterEqual => (&mut range.least, [Ordering::Greater, Ordering::Greater]),
            Relation::Less => (&mut range.greatest, [Ordering::Less, Ordering::Equal]),
            Relation::LessEqual => (&mut range.greatest, [Ordering::Less, Ordering::Less]),
            Relation::Equal | Relation::NotEqual | Relation::Match | Relation::NotMatch => {
                return false;
            }
        };
        let known = side.and_then(|limit| self.number(limit.value));
        if known.is_none_or(|known| better.contains(&number.compare(&known))) {
            *side = Some(limit);
        }
        range.numbers.push((bound.relation, number));
        true
    }

    fn number(&self, value: Value) -> Option<Number> {
        match value {
            Value::Int(value) => Some(Number::Int(value.get().into())),
            Value::Number(number) => Some(self.graph.numbers[number].clone()),
            _ => None,
        }
    }

    /// The usual order of constraints: kinds, then bounds, then calls, as they were written.
    fn compare(&self, a: Value, b: Value) -> Ordering {
        let key = |value: Value| match value {
            Value::Bound(bound) => (1, Some(self.graph.bounds[bound].span)),
            Value::Validator(validator) => (2, Some(self.graph.validators[validator].span)),
            _ => (0, None),
        };
        let (a, b) = (key(a), key(b));
        let places = a.1.zip(b.1).map_or(Ordering::Equal, |(a, b)| a.cmp(&b));
        a.0.cmp(&b.0).then(places)
    }

    pub(super) fn label(&mut self, label: Label) {
        let text = label.text(&self.graph.symbols);
        if label.is_field() {
            inf::label(&text, &mut self.out);
        } else {
            self.out.push_str(&text);
        }
    }
}

/// A limit, and the bound that sets it.
#[derive(Clone, Copy)]
struct Limit {
    relation: Relation,
    value: Value,
    of: Value,
}

/// What several bounds say together.
#[derive(Default)]
struct Range {
    integral: bool,
    kinds: usize,
    least: Option<Limit>,
    greatest: Option<Limit>,
    numbers: Vec<(Relation, Number)>,
}

impl Range {
    /// The name of the range, if it has one and all of `count` constraints are in it.
    fn name(&self, count: usize) -> Option<&'static str> {
        if self.kinds > 1 || self.kinds + self.numbers.len() != count {
            return None;
        }
        let only = |relation: Relation| {
            let mut found = self.numbers.iter().filter(|each| each.0 == relation);
            found.next().filter(|_| found.next().is_none()).map(|each| &each.1)
        };
        let least = only(Relation::GreaterEqual);
        let greatest = only(Relation::LessEqual);
        if least.is_some_and(Number::is_zero) && self.integral && self.numbers.len() == 1 {
            return Some("uint");
        }
        let (least, greatest) = least.zip(greatest).filter(|_| self.numbers.len() == 2)?;
        let ranges = if self.integral { RANGES } else { FLOAT_RANGES };
        let is = |text: &str, number: &Number| {
            Number::parse(text).is_ok_and(|limit| limit.compare(number) == Ordering::Equal)
        };
        let found = ranges.iter().find(|range| is(range.1, least) && is(range.2, greatest));
        found.map(|range| range.0)
    }
}

fn is_scalar(value: Value) -> bool {
    matches!(value, Value::Int(_) | Value::Number(_) | Value::Str(_) | Value::Bytes(_))
}
