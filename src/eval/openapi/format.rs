//! The formats that OpenAPI has names for, told from the constraints that mean them.

use super::Generation;
use super::object::Object;
use super::shape::Shape;
use super::view::View;
use crate::base::Number;
use crate::eval::builtin::Data;
use crate::eval::kind::Kind;
use crate::eval::value::Value;
use crate::program::Relation;

/// The ranges that are formats: name, least, greatest, and whether they are of integers.
const RANGES: &[(&str, &str, &str, bool)] = &[
    ("int32", "-2147483648", "2147483647", true),
    ("int64", "-9223372036854775808", "9223372036854775807", true),
    (
        "float",
        "-340282346638528859811704183484516925440.0",
        "340282346638528859811704183484516925440.0",
        false,
    ),
    (
        "double",
        "-1.797693134862315708145274237317043567981e+308",
        "1.797693134862315708145274237317043567981e+308",
        false,
    ),
];

impl Generation<'_> {
    /// The format that a value has a name for; empty without one.
    pub(super) fn format_of(&mut self, view: View) -> &'static str {
        let value = self.value_at(view);
        let named = Kind::NUMBER | Kind::TEXT;
        if !self.graph.kind(value).meets(named) {
            return "";
        }
        match value {
            Value::Kind(Kind::BYTES) => "binary",
            Value::Validator(_) => match self.shape(View::Value(value)) {
                Shape::Call(name, arguments) => self.format_of_call(&name, &arguments),
                _ => "",
            },
            Value::Checks(checks) => {
                let parts = self.graph.checks[checks].clone();
                self.format_of_range(&parts)
            }
            _ => "",
        }
    }

    fn format_of_call(&self, name: &str, arguments: &[Value]) -> &'static str {
        match (name, arguments) {
            ("time.Time", []) => "date-time",
            ("time.Format", &[Value::Str(layout)]) => match self.graph.symbols.name(layout) {
                "2006-01-02" => "date",
                "2006-01-02T15:04:05.999999999Z07:00" => "date-time",
                _ => "",
            },
            _ => "",
        }
    }

    fn format_of_range(&self, parts: &[Value]) -> &'static str {
        let (mut least, mut greatest, mut integral) = (None, None, false);
        for &part in parts {
            match part {
                Value::Kind(Kind::INT) => integral = true,
                Value::Bound(bound) => {
                    let bound = self.graph.bounds[bound];
                    let side = match bound.relation {
                        Relation::GreaterEqual => &mut least,
                        Relation::LessEqual => &mut greatest,
                        _ => return "",
                    };
                    if side.replace(bound.value).is_some() {
                        return "";
                    }
                }
                _ => return "",
            }
        }
        let (Some(least), Some(greatest)) = (least, greatest) else { return "" };
        let is = |text: &str, value| {
            let number = self.graph.as_number(value);
            number.is_some_and(|number| same(&number, text))
        };
        let found = RANGES
            .iter()
            .find(|range| range.3 == integral && is(range.1, least) && is(range.2, greatest));
        found.map_or("", |range| range.0)
    }
}

/// Removes the limits that a format says already.
pub(super) fn simplify(schema: &mut Object, type_name: &str, format: &str) {
    if !matches!(type_name, "number" | "integer") {
        return;
    }
    let Some(range) = RANGES.iter().find(|range| range.0 == format) else { return };
    for (key, limit) in [("minimum", range.1), ("maximum", range.2)] {
        if let Some(Data::Number(number)) = schema.get(key)
            && same(number, limit)
        {
            schema.remove(key);
        }
    }
}

fn same(number: &Number, text: &str) -> bool {
    Number::parse(text).is_ok_and(|limit| limit.compare(number).is_eq())
}
