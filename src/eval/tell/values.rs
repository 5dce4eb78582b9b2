//! Words for values that are not what they should be: of another type, unequal, out of bounds, not
//! given at all.

use super::{Alternative, Met, Placed, kind_words, listed};
use crate::base::{Code, Diagnostic, Fix, Span, nearest};
use crate::eval::graph::Graph;
use crate::eval::kind::Kind;
use crate::eval::value::{Bound, Value};

impl Graph {
    /// A value where another type is wanted.
    pub(super) fn tell_type(
        &self,
        met: &Met,
        found: Placed,
        wanted: Kind,
        rule: Option<Span>,
    ) -> Diagnostic {
        let subject = self.subject(&met.path);
        let kind = self.kind(found.value);
        let sites = self.sites();
        let is_users = rule.is_none_or(|rule| sites.nearness(found.span) >= sites.nearness(rule));
        let shown = self.show_value(found.value);
        let what = match Self::is_scalar(found.value) {
            true if found.value != Value::Null => format!("{} {shown}", kind.names()),
            true | false => kind.names(),
        };
        if let Value::Kind(own) = found.value
            && !(Kind::STRUCT | Kind::LIST).holds(own)
        {
            let (own, other) = (own.names(), wanted.names());
            let message = format!("{subject} cannot be both {own} and {other}");
            let told = Diagnostic::error(Code::Conflict, message).at(found.span, own);
            return rule.map_or(told.clone(), |rule| told.at(rule, other));
        }
        let said = |told: Diagnostic| match rule {
            Some(rule) => {
                let by = self.sites().definition_at(rule).map(|label| label.text(&self.symbols));
                let by = by.map_or_else(String::new, |name| format!(" by `{name}`"));
                told.at(rule, format!("{} required{by}", wanted.names()))
            }
            None => told,
        };
        if !is_users {
            // Whoever is told wrote the type, and the value is part of a definition.
            let message = format!("{subject} is {shown}, which is not {}", kind_words(wanted));
            return said(Diagnostic::error(Code::WrongType, message)).at(found.span, what);
        }
        let (must, is) = (kind_words(wanted), kind_words(kind));
        let message = format!("{subject} must be {must}, but this is {is}");
        let told = said(Diagnostic::error(Code::WrongType, message).at(found.span, what));
        self.requoted(told, found, wanted)
    }

    /// Adds the quotes or takes them away, if that is all that is amiss.
    fn requoted(&self, diagnostic: Diagnostic, found: Placed, wanted: Kind) -> Diagnostic {
        let text = match found.value {
            Value::Str(text) => self.symbols.name(text),
            Value::Int(_) | Value::Number(_) | Value::Bool(_)
                if wanted.meets(Kind::STRING) && self.literals_at(found.span) =>
            {
                let quoted = format!("{:?}", self.show_value(found.value));
                let title = format!("quote it: {quoted}");
                return diagnostic
                    .help(format!("Quote it: `{quoted}`."))
                    .fix(Fix::replace(found.span, quoted).titled(title));
            }
            _ => return written_as(diagnostic, wanted),
        };
        let is_number = wanted.meets(Kind::INT) && is_integer(text)
            || wanted.meets(Kind::FLOAT) && is_decimal(text);
        let is_bool = wanted.meets(Kind::BOOL) && matches!(text, "true" | "false");
        let is_null = wanted.meets(Kind::NULL) && text == "null";
        if (is_number || is_bool || is_null) && self.literals_at(found.span) {
            diagnostic
                .help(format!("Remove the quotes: `{text}`."))
                .fix(Fix::replace(found.span, text).titled(format!("remove the quotes: {text}")))
        } else {
            written_as(diagnostic, wanted)
        }
    }

    /// Two values for one field.
    pub(super) fn tell_two(&self, met: &Met, one: Placed, other: Placed) -> Diagnostic {
        if let Some(sides) = self.sides(met, one, other) {
            return self.tell_sides(met, &sides);
        }
        let sites = self.sites();
        let (late, early) = match sites.rank(one.span) >= sites.rank(other.span) {
            true => (one, other),
            false => (other, one),
        };
        let subject = match met.path.is_empty() {
            true => String::new(),
            false => format!(" for {}", self.subject(&met.path)),
        };
        let (first, second) = (self.show_value(early.value), self.show_value(late.value));
        let message = format!("conflicting values{subject}: {first} and {second}");
        let mut diagnostic = Diagnostic::error(Code::Conflict, message)
            .at(late.span, format!("here {second}"))
            .at(early.span, format!("here {first}"));
        if sites.nearness(early.span) == sites.nearness(late.span)
            && early.span.file != late.span.file
        {
            diagnostic = diagnostic.note("all files of a package are unified");
        }
        let template = sites.nearness(early.span) < sites.nearness(late.span);
        if let (Value::Str(wanted), Value::Str(given)) = (early.value, late.value)
            && let (wanted, given) = (self.symbols.name(wanted), self.symbols.name(given))
            && template
            && nearest(given, [wanted]).is_some()
        {
            let told = diagnostic.help(format!("Did you mean {wanted:?}?"));
            return match self.literals_at(late.span) {
                true => told.fix(Fix::replace(late.span, format!("{wanted:?}"))),
                false => told,
            };
        }
        if !met.path.is_empty() && met.path.iter().all(|label| label.is_field()) {
            let path = self.path_of(&met.path);
            diagnostic =
                diagnostic.help(format!("`infc why {path}` tells all that it is made of."));
        }
        if self.literals_at(early.span) && self.kind(early.value) == self.kind(late.value) {
            let default = format!("*{first} | {}", self.kind(early.value).names());
            diagnostic = diagnostic
                .help(format!("If one may override the other, make that a default: `{default}`."))
                .fix(
                    Fix::replace(early.span, default.as_str())
                        .titled(format!("make it a default: {default}"))
                        .for_review(),
                );
        }
        diagnostic
    }

    /// A value that a validator refuses.
    pub(super) fn tell_check(
        &self,
        met: &Met,
        found: Placed,
        check: &str,
        rule: Span,
        reason: Option<&str>,
    ) -> Diagnostic {
        let shown = self.show_value(found.value);
        let subject = self.subject(&met.path);
        let message = format!("{subject} is {shown}, but must satisfy {check}");
        let mut diagnostic = Diagnostic::error(Code::OutOfBound, message)
            .at(found.span, "does not satisfy it")
            .at(rule, format!("must satisfy {check}"));
        if let Some(reason) = reason {
            diagnostic = diagnostic.note(reason);
        }
        diagnostic
    }

    /// A value that is none of the alternatives: what is said depends on which of them it could be.
    pub(super) fn tell_choice(
        &self,
        met: &Met,
        found: Placed,
        arms: &[Alternative],
        whole: Option<Span>,
    ) -> Diagnostic {
        let kind = self.kind(found.value);
        let constraints: Vec<&Alternative> =
            arms.iter().filter(|arm| !Self::is_scalar(arm.value)).collect();
        let meets = |arm: &&&Alternative| self.kind(arm.value).meets(kind);
        let wanted = arms.iter().fold(Kind::BOTTOM, |kind, arm| kind | self.kind(arm.value));
        if !wanted.meets(kind) && !constraints.is_empty() {
            // A default among the alternatives is no rule.
            let rule = constraints.first().map(|arm| self.kind_place(arm));
            return self.tell_type(met, found, wanted, rule.or(whole));
        }
        if let [only] = constraints.iter().filter(meets).collect::<Vec<_>>().as_slice()
            && Self::is_scalar(found.value)
            && let Some(told) = self.tell_refused(met, found, only, arms)
        {
            return told;
        }
        self.tell_none_of(met, found, arms, whole)
    }

    /// The bound of the only alternative of its kind, which refuses a value.
    fn tell_refused(
        &self,
        met: &Met,
        found: Placed,
        arm: &Alternative,
        arms: &[Alternative],
    ) -> Option<Diagnostic> {
        let checks = match arm.value {
            Value::Checks(checks) => self.checks[checks].as_slice(),
            Value::Bound(_) => &[arm.value],
            _ => return None,
        };
        let bounds: Vec<Bound> = checks
            .iter()
            .filter_map(|check| match *check {
                Value::Bound(bound) => Some(self.bounds[bound]),
                _ => None,
            })
            .collect();
        let broken =
            bounds.iter().find(|bound| self.satisfies(found.value, bound) == Ok(false)).copied()?;
        let mut told = self.tell_bound(met, found, broken, &bounds);
        let others = arms.iter().filter(|other| Self::is_scalar(other.value));
        for other in others {
            let shown = self.show_value(other.value);
            told = told.note(match other.default {
                true => format!("it is {shown} if it is not given"),
                false => format!("it may be {shown}, too"),
            });
        }
        Some(told)
    }

    fn tell_none_of(
        &self,
        met: &Met,
        found: Placed,
        arms: &[Alternative],
        whole: Option<Span>,
    ) -> Diagnostic {
        let shown = self.show_value(found.value);
        let mut allowed: Vec<String> = Vec::new();
        for arm in arms {
            let arm = self.show_value(arm.value);
            if !allowed.contains(&arm) {
                allowed.push(arm);
            }
        }
        let expected = match allowed.as_slice() {
            [only] => format!("expected {only}"),
            _ => format!("expected one of {}", listed(&allowed)),
        };
        let message = format!("{} is {shown}, {expected}", self.subject(&met.path));
        let mut diagnostic =
            Diagnostic::error(Code::EmptyDisjunction, message).at(found.span, "not one of them");
        if let Some(whole) = whole {
            diagnostic = diagnostic.at(whole, "the allowed values");
        }
        let Value::Str(text) = found.value else { return diagnostic };
        let names: Vec<&str> = arms
            .iter()
            .filter_map(|arm| match arm.value {
                Value::Str(name) => Some(self.symbols.name(name)),
                _ => None,
            })
            .collect();
        let text = self.symbols.name(text);
        match nearest(text, names) {
            Some(near) => {
                let quoted = format!("{near:?}");
                let case = match near.eq_ignore_ascii_case(text) {
                    true => " (it differs in case only)",
                    false => "",
                };
                let diagnostic = diagnostic.help(format!("Did you mean {quoted}?{case}"));
                match self.literals_at(found.span) {
                    true => diagnostic.fix(Fix::replace(found.span, quoted)),
                    false => diagnostic,
                }
            }
            None => diagnostic,
        }
    }

    /// A value that is not concrete.
    pub(super) fn tell_open(&self, met: &Met, value: Value) -> Diagnostic {
        if let Some(told) = self.tell_one_of(met, value) {
            return told;
        }
        let bottom = &self.bottoms[met.bottom];
        let subject = self.subject(&met.path);
        let shown = self.show_value(value);
        let message = match value {
            Value::Top => format!("{subject} has no value"),
            Value::Kind(kind) => format!("{subject} has no value: it must be {}", kind_words(kind)),
            Value::Choice(_) | Value::Vertex(_) => {
                format!("{subject} has no single value: it may be {shown}")
            }
            _ => format!("{subject} has no value: it must be {shown}"),
        };
        let mut diagnostic = Diagnostic::error(bottom.code, message);
        if let Some(place) = self.missing_at(met) {
            diagnostic = diagnostic.at(place, "give it here");
        }
        diagnostic.marks.extend(bottom.marks.iter().cloned());
        diagnostic.help.clone_from(&bottom.help);
        diagnostic
    }

    /// Where the user would give a value that only a definition speaks of.
    fn missing_at(&self, met: &Met) -> Option<Span> {
        let bottom = &self.bottoms[met.bottom];
        let first = bottom.marks.first()?.span;
        if self.is_near(first) {
            return None;
        }
        let holder = self.vertices[bottom.vertex?].parent;
        let (place, _) = self.given_at(holder)?;
        self.is_near(place).then_some(place)
    }
}

/// The message with the type that is to be written, where nothing better is known.
fn written_as(diagnostic: Diagnostic, wanted: Kind) -> Diagnostic {
    if wanted == Kind::TOP {
        return diagnostic;
    }
    diagnostic.help(format!("Write {} here.", kind_words(wanted)))
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits == "0"
        || digits.chars().all(|c| c.is_ascii_digit())
            && digits.chars().next().is_some_and(|first| first != '0')
}

fn is_decimal(text: &str) -> bool {
    match text.split_once('.') {
        Some((whole, rest)) => {
            is_integer(whole) && !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit())
        }
        None => is_integer(text),
    }
}
