//! How faults are told: in the words of the API server
//! (`k8s.io/apimachinery/pkg/util/validation/field/errors.go`), with the place and a help.

use super::Walk;
use super::path::Path;
use crate::base::{Code, Diagnostic, PlainId, Shape, Span};
use crate::schema::{Definition, Field, Type};

impl Walk<'_> {
    /// Adds a fault at `path`.
    pub(super) fn add(&mut self, code: Code, message: String, path: Path<'_>, span: Option<Span>) {
        let mut fault = Diagnostic::error(code, message).path(path.to_string());
        if let Some(span) = span {
            fault = fault.at(span, "");
        }
        self.said.push(fault);
    }

    /// Adds a sentence to the last fault.
    pub(super) fn help(&mut self, text: impl Into<String>) {
        if let Some(last) = self.said.last_mut() {
            last.help.push(text.into());
        }
    }

    /// Says something of the place of the last fault.
    pub(super) fn label(&mut self, text: &str) {
        if let Some(mark) = self.said.last_mut().and_then(|last| last.marks.first_mut()) {
            text.clone_into(&mut mark.text);
        }
    }

    /// A value of another type than the one wanted.
    pub(super) fn wrong_type(&mut self, node: PlainId, wanted: &str, path: Path<'_>) {
        let got = type_name(self.plain.shape(node));
        let message = format!("Invalid value: \"{got}\": must be of type {wanted}");
        self.add(Code::SchemaType, message, path, self.plain.span(node));
        self.label(&format!("{} {got}", article(got)));
    }

    /// A value that is no good for its type.
    pub(super) fn invalid(&mut self, node: PlainId, why: &str, path: Path<'_>) {
        let value = shown(self.plain.shape(node));
        let message = format!("Invalid value: {value}: {why}");
        self.add(Code::InvalidValue, message, path, self.plain.span(node));
    }

    /// A required field that is not there.
    pub(super) fn missing(
        &mut self,
        node: PlainId,
        field: &Field,
        definition: &Definition,
        path: Path<'_>,
    ) {
        self.add(Code::MissingValue, "Required value".to_owned(), path, self.plain.span(node));
        self.label(&format!("`{}` is missing here", field.name));
        let takes = described(&field.ty);
        self.help(format!("{} needs `{}`, {takes}.", definition.name, field.name));
    }
}

/// What JSON calls the type of a value.
pub(super) fn type_name(shape: Shape<'_>) -> &'static str {
    match shape {
        Shape::Null => "null",
        Shape::Bool(_) => "boolean",
        Shape::Int(_) => "integer",
        Shape::Number(number) if number.is_int() => "integer",
        Shape::Number(_) => "number",
        Shape::Str(_) | Shape::Bytes(_) => "string",
        Shape::List(_) => "array",
        Shape::Map => "object",
    }
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'i', 'o']) { "an" } else { "a" }
}

/// A scalar as messages show it; long ones are cut.
pub(super) fn shown(shape: Shape<'_>) -> String {
    const LONGEST: usize = 80;
    match shape {
        Shape::Str(text) => match text.char_indices().nth(LONGEST) {
            None => format!("{text:?}"),
            Some((end, _)) => format!("{:?}…", text.get(..end).unwrap_or(text)),
        },
        Shape::Int(value) => value.to_string(),
        Shape::Bool(value) => value.to_string(),
        Shape::Number(value) => value.cue_text(),
        Shape::Null | Shape::Bytes(_) | Shape::List(_) | Shape::Map => {
            format!("{:?}", type_name(shape))
        }
    }
}

/// A type as people say it.
fn described(ty: &Type) -> String {
    match ty {
        Type::String => "a string".to_owned(),
        Type::Bytes => "a string of base64".to_owned(),
        Type::Time => "a time such as `2006-01-02T15:04:05Z`".to_owned(),
        Type::Int32 | Type::Int64 => "an integer".to_owned(),
        Type::Double => "a number".to_owned(),
        Type::Bool => "a boolean".to_owned(),
        Type::Quantity => "a quantity such as `500m` or `1Gi`".to_owned(),
        Type::IntOrString => "an integer or a string".to_owned(),
        Type::Any => "a value".to_owned(),
        Type::Object | Type::Map(_) => "an object".to_owned(),
        Type::List(_) => "a list".to_owned(),
        Type::Struct(link) => format!("{} {}", article(&link.name.to_ascii_lowercase()), link.name),
        Type::Either(one, other) => format!("{} or {}", described(one), described(other)),
    }
}
