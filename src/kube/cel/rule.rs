//! A rule of a schema: `x-kubernetes-validations`.

use std::sync::OnceLock;

use super::ast::Expr;
use super::call;
use super::data::Node;
use super::eval::{Outcome, evaluate};
use super::parse::parse;
use super::value::{Fail, Value};
use crate::base::{Plain, PlainId, Shape};
use crate::kube::crd::{Schema, SchemaId};

/// One rule.
#[derive(Debug)]
pub(crate) struct Rule {
    /// The expression.
    pub(crate) text: String,
    /// What to say when it does not hold.
    pub(crate) message: Option<String>,
    /// What to say, as an expression.
    message_expression: Option<String>,
    /// `FieldValueInvalid` or another word of the server's.
    pub(crate) reason: Option<String>,
    /// The field to blame, relative to where the rule stands.
    pub(crate) field_path: Option<String>,
    /// Whether the rule is also run where there is no old object.
    optional_old_self: bool,
    parsed: OnceLock<Result<Expr, String>>,
}

/// What a rule is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> {
    /// The data.
    pub(crate) plain: &'a Plain,
    /// The value that is `self`.
    pub(crate) at: PlainId,
    /// Its schema.
    pub(crate) schema: &'a Schema,
    /// The node of it.
    pub(crate) id: SchemaId,
}

impl Rule {
    /// Reads a rule; nothing where there is no expression.
    pub(crate) fn read(plain: &Plain, at: PlainId) -> Option<Rule> {
        let text = |key: &str| plain.get_str(at, key).map(str::to_owned);
        let optional = plain.get(at, "optionalOldSelf").map(|it| plain.shape(it));
        Some(Rule {
            text: text("rule")?,
            message: text("message"),
            message_expression: text("messageExpression"),
            reason: text("reason"),
            field_path: text("fieldPath"),
            optional_old_self: matches!(optional, Some(Shape::Bool(true))),
            parsed: OnceLock::new(),
        })
    }

    /// Whether it compares with the old object, and so says nothing of a new one.
    pub(crate) fn is_transition(&self) -> bool {
        !self.optional_old_self && self.mentions_old()
    }

    /// Whether `oldSelf` stands in the expression, strings aside.
    fn mentions_old(&self) -> bool {
        use super::token::{Token, tokens};
        self.text.contains("oldSelf")
            && tokens(&self.text).is_ok_and(|tokens| tokens.contains(&Token::Name("oldSelf")))
    }

    /// Runs the rule.
    pub(crate) fn run(&self, subject: Subject<'_>) -> Outcome {
        let parsed = self.parsed.get_or_init(|| parse(&self.text));
        let expr = match parsed {
            Ok(expr) => expr,
            Err(why) => return Outcome::Skipped(why.clone()),
        };
        match evaluate(expr, &self.variables(subject)) {
            Ok(Value::Bool(true)) => Outcome::Holds,
            Ok(Value::Bool(false)) => Outcome::Fails,
            Ok(_) => Outcome::Skipped("it gives no boolean".to_owned()),
            Err(Fail::Error(text)) => Outcome::Error(text),
            Err(Fail::Unable(why)) => Outcome::Skipped(why),
        }
    }

    /// What its `messageExpression` says, if that gives a usable text.
    pub(crate) fn spoken(&self, subject: Subject<'_>) -> Option<String> {
        let expr = parse(self.message_expression.as_deref()?).ok()?;
        match evaluate(&expr, &self.variables(subject)) {
            Ok(Value::Str(text)) if !text.trim().is_empty() && !text.contains('\n') => {
                Some(text.into_owned())
            }
            _ => None,
        }
    }

    fn variables<'a>(&self, subject: Subject<'a>) -> Vec<(&'static str, Value<'a>)> {
        let Subject { plain, at, schema, id } = subject;
        let mut variables = vec![("self", Node { plain, at, schema: Some((schema, id)) }.value())];
        if self.optional_old_self {
            // The object is new, so there is no old one.
            variables.push(("oldSelf", Value::Optional(None)));
        }
        variables
    }
}

/// What is wrong with the syntax of an expression. Of functions that are not known here, a newer
/// server may know.
pub(crate) fn fault(text: &str) -> Option<String> {
    parse(text).err().filter(|why| !why.starts_with(call::UNKNOWN))
}
