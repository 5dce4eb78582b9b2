//! `@tag(key)`: values from the command line for the fields that ask for them.
//!
//! A tag stands behind a plain field. In lists, comprehensions and constraints it would be about
//! no value or many, so it is refused there.

use std::collections::BTreeMap;

use super::attributes::FieldAttribute;
use super::build::Tag;
use super::constant::constant;
use super::ir::{Expr, ExprId};
use super::lower::Lowering;
use crate::base::{Code, Diagnostic, Id};
use crate::syntax::attribute::{AttributeArgument, option};
use crate::syntax::literal;
use crate::syntax::tree::UnaryOp;

/// The type of the value that a tag takes.
#[derive(Clone, Copy)]
enum Kind {
    String,
    Int,
    Number,
    Bool,
}

impl Kind {
    fn of(name: &str) -> Option<Self> {
        match name {
            "string" => Some(Kind::String),
            "int" => Some(Kind::Int),
            "number" => Some(Kind::Number),
            "bool" => Some(Kind::Bool),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Kind::String => "string",
            Kind::Int => "integer",
            Kind::Number => "number",
            Kind::Bool => "boolean",
        }
    }
}

impl Lowering<'_> {
    /// The value of a field with what the command line gives to its tags.
    pub(super) fn injected(&mut self, value: ExprId, attributes: &[FieldAttribute]) -> ExprId {
        let tags = attributes.iter().filter(|attribute| attribute.name == "tag");
        tags.fold(value, |value, tag| match self.given(tag) {
            Ok(given) => given
                .iter()
                .fold(value, |value, (kind, text)| self.with_constant(value, tag, *kind, text)),
            Err(error) => {
                self.diagnostics.push(error);
                value
            }
        })
    }

    /// Refuses the tags among the attributes of what stands in `place`.
    pub(super) fn refuse_tags(&mut self, attributes: &[FieldAttribute], place: &str) {
        for tag in attributes.iter().filter(|attribute| attribute.name == "tag") {
            self.diagnostics.push(
                Diagnostic::error(Code::Usage, format!("`@tag` cannot stand in {place}"))
                    .at(tag.span, "")
                    .help("Put it behind a plain field and refer to that field."),
            );
        }
    }

    /// Reads a tag, and the values that it is given.
    fn given(&mut self, tag: &FieldAttribute) -> Result<Vec<(Kind, String)>, Diagnostic> {
        let arguments = tag.arguments();
        let name = key(&arguments).ok_or_else(|| {
            Diagnostic::error(Code::Usage, "`@tag` needs a name")
                .at(tag.span, "")
                .help("Write `@tag(name)`; a name has letters and digits, `_` and `$`.")
        })?;
        let kind = option(&arguments, "type").unwrap_or("string");
        let kind = Kind::of(kind).ok_or_else(|| {
            Diagnostic::error(Code::Usage, format!("a tag cannot have the type `{kind}`"))
                .at(tag.span, "")
                .help("The types are `string`, `int`, `number` and `bool`.")
        })?;
        let index = self.package.index();
        if index > 0 && self.loaded.beside != Some(index) {
            // Packages that are imported do not take what the command line gives.
            return Ok(Vec::new());
        }
        let shorts: Vec<&str> = option(&arguments, "short")
            .map(|shorts| shorts.split('|').collect())
            .unwrap_or_default();
        let mut given = Vec::new();
        for (index, Tag { key, value }) in self.options.tags.iter().enumerate() {
            let taken = match value {
                Some(value) if key == name => value,
                None if shorts.contains(&key.as_str()) => key,
                Some(_) | None => continue,
            };
            self.taken_tags.insert(index);
            given.push((kind, taken.clone()));
        }
        if given.is_empty()
            && let Some(name) = option(&arguments, "var")
            && let Some(variables) = &self.options.variables
        {
            given.push(variable(name, variables).map_err(|fault| fault.at(tag.span, ""))?);
        }
        Ok(given)
    }

    fn with_constant(
        &mut self,
        value: ExprId,
        tag: &FieldAttribute,
        kind: Kind,
        text: &str,
    ) -> ExprId {
        let Some(constant) = self.constant_of(kind, text, tag) else {
            let message = format!("`{text}` is no {}, which the tag takes", kind.name());
            self.error(Code::Usage, message, tag.span);
            return value;
        };
        let constant = self.add(constant, tag.span);
        let span = self.program.span(value);
        self.add(Expr::And([value, constant].into()), span)
    }

    fn constant_of(&mut self, kind: Kind, text: &str, tag: &FieldAttribute) -> Option<Expr> {
        match kind {
            Kind::String => Some(Expr::Str(self.symbols.intern(text))),
            Kind::Bool => boolean(text.trim()).map(Expr::Bool),
            Kind::Int | Kind::Number => {
                let digits = text.strip_prefix('-');
                let number = literal::number(digits.unwrap_or(text)).ok()?;
                if matches!(kind, Kind::Int) && !number.is_int() {
                    return None;
                }
                let number = constant(number);
                Some(match digits {
                    Some(_) => Expr::Unary(UnaryOp::Minus, self.add(number, tag.span)),
                    None => number,
                })
            }
        }
    }
}

/// The value of a variable of the system; only the random one is a number.
fn variable(
    name: &str,
    variables: &BTreeMap<String, String>,
) -> Result<(Kind, String), Diagnostic> {
    let Some(value) = variables.get(name) else {
        let known: Vec<&str> = variables.keys().map(String::as_str).collect();
        let message = format!("there is no tag variable `{name}`");
        return Err(Diagnostic::error(Code::Usage, message)
            .help(format!("The variables are {}.", known.join(", "))));
    };
    let kind = if name == "rand" { Kind::Int } else { Kind::String };
    Ok((kind, value.clone()))
}

/// The name of the tag: its first argument.
fn key(arguments: &[AttributeArgument]) -> Option<&str> {
    let first = arguments.first().filter(|first| first.key.is_none())?.value.as_str();
    let mut letters = first.chars();
    let starts =
        letters.next().is_some_and(|letter| letter.is_alphabetic() || "_$#".contains(letter));
    let goes_on = letters.all(|letter| letter.is_alphanumeric() || "_$".contains(letter));
    (starts && goes_on).then_some(first)
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}
