//! `@if(expr)` and `@ignore()` before the package clause: whether a file takes part at all.
//!
//! The expression of `@if` knows names, `!`, `&&`, `||` and parentheses; a name holds when it was
//! given as `-t name`.

use std::collections::BTreeSet;

use crate::base::{Code, Diagnostic, Span};
use crate::syntax::{Tree, tree::Attribute};

/// Parentheses and `!` may nest this deep; the attribute is written by hand.
const DEEPEST: usize = 100;

/// Whether the file of `tree` takes part, when the tags in `set` are given; the tags that it asks
/// for go to `asked`.
///
/// # Errors
/// An `@if` that cannot be read, or a second one.
pub(super) fn holds(
    tree: &Tree,
    text: &str,
    set: &BTreeSet<String>,
    asked: &mut BTreeSet<String>,
) -> Result<bool, Diagnostic> {
    let first = tree.package.map_or_else(
        || tree.decls.first().map_or(tree.span.end, |decl| decl.span.start),
        |package| package.span.start,
    );
    let leading = tree.attributes.iter().filter(|attribute| attribute.span.start < first);
    let mut condition: Option<&Attribute> = None;
    for attribute in leading {
        match attribute.name.of(text) {
            "ignore" => return Ok(false),
            "if" => {
                if let Some(before) = condition {
                    return Err(Diagnostic::error(
                        Code::Redeclared,
                        "a file has one `@if` at most",
                    )
                    .at(attribute.span, "a second one")
                    .at(before.span, "the first one")
                    .help("Join them with `&&` or `||`."));
                }
                condition = Some(attribute);
            }
            _ => {}
        }
    }
    let Some(condition) = condition else { return Ok(true) };
    evaluate(condition.body.of(text), set, asked).ok_or_else(|| fault(condition.span))
}

fn fault(span: Span) -> Diagnostic {
    Diagnostic::error(Code::Syntax, "this `@if` cannot be read")
        .at(span, "not a condition")
        .help("A condition is made of tag names, `!`, `&&`, `||` and parentheses.")
}

fn evaluate(text: &str, set: &BTreeSet<String>, asked: &mut BTreeSet<String>) -> Option<bool> {
    let mut reader = Reader { rest: text, set, asked, depth: 0 };
    let value = reader.either()?;
    reader.rest.trim().is_empty().then_some(value)
}

/// What is left to read, and the tags that hold.
struct Reader<'a> {
    rest: &'a str,
    set: &'a BTreeSet<String>,
    asked: &'a mut BTreeSet<String>,
    depth: usize,
}

impl Reader<'_> {
    fn eat(&mut self, token: &str) -> bool {
        let rest = self.rest.trim_start();
        match rest.strip_prefix(token) {
            Some(after) => {
                self.rest = after;
                true
            }
            None => false,
        }
    }

    fn either(&mut self) -> Option<bool> {
        let mut value = self.both()?;
        while self.eat("||") {
            value |= self.both()?;
        }
        Some(value)
    }

    fn both(&mut self) -> Option<bool> {
        let mut value = self.one()?;
        while self.eat("&&") {
            value &= self.one()?;
        }
        Some(value)
    }

    fn one(&mut self) -> Option<bool> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let value = if self.eat("!") {
            !self.one()?
        } else if self.eat("(") {
            let value = self.either()?;
            self.eat(")").then_some(value)?
        } else {
            self.name()?
        };
        self.depth -= 1;
        Some(value)
    }

    fn name(&mut self) -> Option<bool> {
        let rest = self.rest.trim_start();
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        self.rest = after;
        self.asked.insert(name.to_owned());
        Some(self.set.contains(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Option<bool> {
        let set = BTreeSet::from(["prod".to_owned(), "eu".to_owned()]);
        evaluate(text, &set, &mut BTreeSet::new())
    }

    #[test]
    fn conditions_are_boolean_expressions_over_tags() {
        assert_eq!(check("prod"), Some(true));
        assert_eq!(check("dev || prod && !us"), Some(true));
        assert_eq!(check(" !(prod || dev) "), Some(false));
        assert_eq!(check("dev && prod || eu"), Some(true));
    }

    #[test]
    fn anything_else_is_no_condition() {
        for text in ["", "prod &&", "1", "prod eu", "(prod", "prod | eu", &"!".repeat(5000)] {
            assert_eq!(check(text), None, "{text}");
        }
    }
}
