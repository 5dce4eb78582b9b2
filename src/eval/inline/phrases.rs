//! `contains=`: whether a message says what a test expects.
//!
//! Tests may be written against infc's messages or against CUE's. A message says what is expected
//! if it has the text word for word (`%s` and its like stand for anything), or if the text opens
//! with one of CUE's phrases and the error is of the kind that this phrase is about. What stands
//! behind the phrase (values, types, names) must then be in what people are shown too; where in an
//! expression a value stands infc marks rather than says.

use super::failures::speaks_of;
use crate::base::Code;
use crate::eval::value::Bottom;

/// How a message says what is expected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wording {
    /// Word for word.
    Verbatim,
    /// In other words.
    Equivalent,
}

/// What CUE puts in front of the error of an operand or argument: where it stands.
const CONTEXTS: &[&str] = &["invalid interpolation", "error in call to "];

/// CUE's phrases, and the kinds of infc's errors that say the same; `…` stands for an operand.
const PHRASES: &[(&str, &[Code])] = &[
    ("conflicting values", &[Code::Conflict, Code::WrongType]),
    ("incompatible list lengths", &[Code::Conflict]),
    ("incompatible number bounds", &[Code::Conflict]),
    ("incompatible integer bounds", &[Code::Conflict]),
    ("incompatible string bounds", &[Code::Conflict]),
    ("incompatible bytes bounds", &[Code::Conflict]),
    ("field not allowed", &[Code::FieldNotAllowed]),
    ("does not satisfy", &[Code::OutOfBound]),
    ("out of bound", &[Code::OutOfBound]),
    ("invalid value", &[Code::OutOfBound]),
    ("structural cycle", &[Code::StructuralCycle]),
    ("cycle with field", &[Code::Cycle]),
    ("empty disjunction", &[Code::EmptyDisjunction]),
    ("errors in empty disjunction", &[Code::EmptyDisjunction]),
    ("explicit error", &[Code::User]),
    ("undefined field", &[Code::UndefinedField, Code::Incomplete]),
    ("field is required but not present", &[Code::MissingField]),
    ("required field missing", &[Code::MissingField]),
    ("missing required field", &[Code::MissingField]),
    ("index out of range", &[Code::UndefinedField]),
    ("index … out of range", &[Code::UndefinedField, Code::Operand]),
    ("invalid index", &[Code::Operand, Code::UndefinedField]),
    ("invalid slice index", &[Code::Operand]),
    ("cannot convert negative number", &[Code::Operand]),
    ("invalid regexp", &[Code::Operand]),
    ("integer fields not supported", &[Code::Operand]),
    ("invalid operand", &[Code::Operand]),
    ("invalid operands", &[Code::Operand]),
    ("invalid operation", &[Code::Operand]),
    ("cannot use", &[Code::Operand, Code::Argument]),
    ("cannot range", &[Code::Operand, Code::Incomplete]),
    ("division by zero", &[Code::Operand]),
    ("failed arithmetic", &[Code::Operand]),
    ("cannot call previously called", &[Code::Argument]),
    ("non-concrete value", &[Code::Incomplete]),
    ("non-concrete list", &[Code::Incomplete]),
    ("non-concrete argument", &[Code::Incomplete]),
    ("incomplete …: …", &[Code::Incomplete]),
    ("incomplete bool", &[Code::Incomplete]),
    ("empty list", &[Code::Argument, Code::Incomplete]),
    ("incomplete value", &[Code::Incomplete]),
    ("operand … not concrete", &[Code::Incomplete]),
    ("invalid non-ground value", &[Code::Incomplete]),
    ("cannot convert non-concrete value", &[Code::Incomplete]),
    ("cannot convert incomplete value", &[Code::Incomplete]),
    ("key value of dynamic field must be concrete", &[Code::Incomplete]),
    ("… undefined as … is incomplete", &[Code::UndefinedField, Code::Incomplete]),
    ("unresolved disjunction", &[Code::Incomplete]),
    (
        "circular dependency in evaluation of conditionals: … changed after evaluation",
        &[Code::Cycle, Code::Incomplete],
    ),
];

/// Words between the operands of CUE's messages, which say nothing alone.
const FILLERS: &[&str] = &[
    "and",
    "as",
    "be",
    "by",
    "concrete",
    "errors",
    "field",
    "for",
    "found",
    "in",
    "incomplete",
    "is",
    "mismatched",
    "more",
    "must",
    "of",
    "operand",
    "or",
    "over",
    "param",
    "to",
    "type",
    "types",
    "value",
    "want",
    "with",
];

/// What opens the words in which CUE's messages say where a value stands.
const STANDS: &[&str] =
    &[" in operand to ", " for bound", " for element", " for argument", " in argument "];

/// How the message of an error at `path` says what is expected.
pub(super) fn wording(bottom: &Bottom, path: &str, shown: &str, expected: &str) -> Option<Wording> {
    let said = format!("{path}: {}", bottom.message);
    if has_template(&said, expected) {
        return Some(Wording::Verbatim);
    }
    let expected = expected.split(" (and ").next().unwrap_or(expected);
    let expected = without_path(expected);
    let start =
        expected.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ' ');
    let start = start.trim_start_matches("%d ");
    let start = match CONTEXTS.iter().find(|context| start.starts_with(*context)) {
        // Where alone, the error may be any.
        Some(_) => match start.split_once(": ") {
            None => return Some(Wording::Equivalent),
            Some((_, rest)) => rest,
        },
        None => start,
    };
    let fits = |phrase: &str, codes: &[Code]| {
        let Some(operands) = operands(start, phrase) else { return false };
        codes.contains(&bottom.code)
            && operands.iter().all(|operand| {
                let ends = STANDS.iter().filter_map(|stands| operand.find(stands));
                let operand = operand.get(..ends.min().unwrap_or(operand.len()));
                words(operand.unwrap_or_default())
                    .all(|word| FILLERS.contains(&word) || speaks_of(shown, word))
            })
    };
    let known = PHRASES.iter().any(|(phrase, codes)| fits(phrase, codes));
    known.then_some(Wording::Equivalent)
}

/// What stands in the gaps of a phrase that opens `text`, and behind it.
fn operands<'a>(text: &'a str, phrase: &str) -> Option<Vec<&'a str>> {
    let mut found = Vec::new();
    let mut rest = text;
    for (index, piece) in phrase.split('…').enumerate() {
        let at = rest.find(piece).filter(|&at| index > 0 || at == 0)?;
        found.extend(rest.get(..at).filter(|_| index > 0));
        rest = rest.get(at + piece.len()..)?;
    }
    found.push(rest);
    Some(found)
}

/// The operands behind a phrase: what stands between blanks, without punctuation around it.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let trimmed = |word: &'_ str| -> bool { !word.is_empty() && !word.starts_with('%') };
    text.split_whitespace()
        .flat_map(|word| word.split('|'))
        .map(|word| word.trim_matches([':', ',', ';', '(', ')', '[', ']', '\'']))
        .filter(move |word| trimmed(word))
}

/// `expected` without the path of an error in front of it, of which `path=` is to speak.
fn without_path(expected: &str) -> &str {
    match expected.split_once(": ") {
        Some((path, rest)) if !path.contains([' ', '"', '%']) => rest,
        Some(_) | None => expected,
    }
}

/// Whether `text` contains `template`, in which `%s`, `%v` and `%d` stand for anything.
fn has_template(text: &str, template: &str) -> bool {
    let template = template.replace("%v", "%s").replace("%d", "%s");
    let mut rest = text;
    template.split("%s").all(|piece| match rest.split_once(piece) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}
