//! Scalars: types, ranges, formats and enumerations.

use super::Walk;
use super::fault::shown;
use super::path::{Path, Step};
use crate::base::{Code, Number, PlainId, Shape, nearest};
use crate::kube::check::format;
use crate::kube::quantity::Quantity;
use crate::schema::Type;

impl Walk<'_> {
    /// A value of a scalar type, other than null.
    pub(super) fn scalar(&mut self, node: PlainId, ty: &Type, shape: Shape<'_>, path: Path<'_>) {
        match (ty, shape) {
            (Type::String, Shape::Str(_) | Shape::Bytes(_)) => {}
            (Type::String, _) => {
                self.wrong_type(node, "string", path);
                self.quote(node);
            }
            // Bytes are written as base64.
            (Type::Bytes, Shape::Bytes(_)) => {}
            (Type::Bytes, Shape::Str(text)) => {
                if !format::is_base64(text) {
                    self.invalid(node, "must be base64", path);
                    self.help("Encode it; of a Secret, `stringData` takes the text as it is.");
                }
            }
            (Type::Bytes, _) => self.wrong_type(node, "string", path),
            (Type::Time, Shape::Str(text)) => {
                if !format::is_time(text) {
                    self.invalid(node, "must be a time (RFC 3339)", path);
                    self.help("Write it as `2006-01-02T15:04:05Z`.");
                }
            }
            (Type::Time, _) => self.wrong_type(node, "string", path),
            (Type::Int32, _) => self.integer(node, i64::from(i32::MIN), i64::from(i32::MAX), path),
            (Type::Int64, _) => self.integer(node, i64::MIN, i64::MAX, path),
            (Type::Double, Shape::Int(_) | Shape::Number(_)) => {}
            (Type::Double, _) => self.wrong_type(node, "number", path),
            (Type::Bool, Shape::Bool(_)) => {}
            (Type::Bool, _) => {
                self.wrong_type(node, "boolean", path);
                if let Shape::Str(text @ ("true" | "false")) = shape {
                    self.help("Write it without quotes.");
                    self.write(self.plain.span(node), text);
                }
            }
            (Type::Quantity, _) => self.quantity(node, path),
            (Type::IntOrString, Shape::Str(_)) => {}
            (Type::IntOrString, Shape::Int(_) | Shape::Number(_)) => {
                self.integer(node, i64::from(i32::MIN), i64::from(i32::MAX), path);
            }
            (Type::IntOrString, _) => self.wrong_type(node, "integer or string", path),
            // The other types have walks of their own.
            (
                Type::Any
                | Type::Object
                | Type::List(_)
                | Type::Map(_)
                | Type::Struct(_)
                | Type::Either(..),
                _,
            ) => {}
        }
    }

    /// An integer in a range. `2.0` is one, as it is in the JSON that clients make of it.
    fn integer(&mut self, node: PlainId, least: i64, most: i64, path: Path<'_>) {
        let value = match self.plain.shape(node) {
            Shape::Int(value) => Some(value),
            Shape::Number(number) if is_whole(number) => number.clone().integral().to_i64(),
            shape => {
                self.wrong_type(node, "integer", path);
                match shape {
                    Shape::Str(text) if text.parse::<i64>().is_ok() => {
                        self.help(format!("Write it without quotes: {text}."));
                        self.write(self.plain.span(node), text);
                    }
                    _ => {}
                }
                return;
            }
        };
        if !value.is_some_and(|value| (least..=most).contains(&value)) {
            let why = format!("must be between {least} and {most}, inclusive");
            self.invalid(node, &why, path);
        }
    }

    /// A quantity: a number, or a number with a suffix in a string.
    fn quantity(&mut self, node: PlainId, path: Path<'_>) {
        match self.plain.shape(node) {
            Shape::Int(_) | Shape::Number(_) => {}
            Shape::Str(text) => {
                if !Quantity::is(text) {
                    let why = "quantities must match the regular expression \
                               '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
                    self.invalid(node, why, path);
                    self.mend_quantity(node, text);
                }
            }
            _ => self.wrong_type(node, "integer, number or string", path),
        }
    }

    fn mend_quantity(&mut self, node: PlainId, text: &str) {
        let bare = text.replace(' ', "");
        let bare = bare.trim_end_matches(['B', 'b']);
        if bare != text && Quantity::is(bare) {
            self.help(format!("Write `{bare}`."));
            self.write(self.plain.span(node), &format!("{bare:?}"));
        } else {
            self.help("Write a number with a suffix: m, k, M, G, T, Ki, Mi, Gi, Ti, or none.");
        }
    }

    /// How to make a string of a value that is none.
    fn quote(&mut self, node: PlainId) {
        let shape = self.plain.shape(node);
        if matches!(shape, Shape::Int(_) | Shape::Bool(_) | Shape::Number(_)) {
            let quoted = format!("\"{}\"", shown(shape));
            self.help(format!("Write it in quotes: {quoted}."));
            self.write(self.plain.span(node), &quoted);
        }
    }

    /// A string, or strings in a list, of an enumeration. The empty string says nothing.
    pub(super) fn enumerated(&mut self, node: PlainId, values: &[&str], path: Path<'_>) {
        match self.plain.shape(node) {
            Shape::Str(text) if !text.is_empty() && !values.contains(&text) => {
                let quoted: Vec<String> = values.iter().map(|it| format!("{it:?}")).collect();
                let message = format!(
                    "Unsupported value: {}: supported values: {}",
                    shown(Shape::Str(text)),
                    quoted.join(", ")
                );
                self.add(Code::UnsupportedValue, message, path, self.plain.span(node));
                if let Some(near) = nearest(text, values.iter().copied()) {
                    self.help(format!("Did you mean `{near}`?"));
                    self.write(self.plain.span(node), &format!("{near:?}"));
                }
            }
            Shape::List(items) => {
                for (index, &item) in items.iter().enumerate() {
                    self.enumerated(item, values, path.step(Step::Index(index)));
                }
            }
            _ => {}
        }
    }
}

/// Whether a number is an integer.
fn is_whole(number: &Number) -> bool {
    number.is_int() || number.clone().integral().is_int()
}
