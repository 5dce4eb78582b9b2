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

/// CUE's phrases, and the kinds of infc's errors that say the same.
const PHRASES: &[(&str, &[Code])] = &[
    ("conflicting values", &[Code::Conflict]),
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
    ("invalid index", &[Code::Operand, Code::UndefinedField]),
    ("invalid operand", &[Code::Operand]),
    ("invalid operands", &[Code::Operand]),
    ("invalid operation", &[Code::Operand]),
    ("cannot use", &[Code::Operand, Code::Argument]),
    ("cannot range", &[Code::Operand, Code::Incomplete]),
    ("division by zero", &[Code::Operand]),
    ("non-concrete value", &[Code::Incomplete]),
    ("incomplete value", &[Code::Incomplete]),
    ("incomplete bool", &[Code::Incomplete]),
    ("unresolved disjunction", &[Code::Incomplete]),
    ("invalid interpolation", &[Code::Incomplete, Code::Operand]),
    ("error in call to", &[Code::Argument]),
];

/// Words between the operands of CUE's messages, which say nothing alone.
const FILLERS: &[&str] = &[
    "and",
    "as",
    "by",
    "errors",
    "field",
    "for",
    "found",
    "in",
    "is",
    "more",
    "mismatched",
    "of",
    "operand",
    "or",
    "to",
    "type",
    "types",
    "value",
    "with",
];

/// What opens the words in which CUE's messages say where a value stands.
const STANDS: &[&str] =
    &[" in operand to ", " for bound ", " for element", " for argument", " in argument "];

/// How the message of an error at `path` says what is expected.
pub(super) fn wording(bottom: &Bottom, path: &str, shown: &str, expected: &str) -> Option<Wording> {
    let said = format!("{path}: {}", bottom.message);
    if has_template(&said, expected) {
        return Some(Wording::Verbatim);
    }
    let expected = expected.split(" (and ").next().unwrap_or(expected);
    let expected = without_path(expected, path);
    let start =
        expected.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ' ');
    let start = start.trim_start_matches("%d ");
    let fits = |phrase: &str, codes: &[Code]| {
        let Some(operands) = start.strip_prefix(phrase) else { return false };
        let ends = STANDS.iter().filter_map(|stands| operands.find(stands));
        let operands = operands.get(..ends.min().unwrap_or(operands.len())).unwrap_or(operands);
        codes.contains(&bottom.code)
            && words(operands).all(|word| FILLERS.contains(&word) || speaks_of(shown, word))
    };
    let known = PHRASES.iter().any(|(phrase, codes)| fits(phrase, codes));
    known.then_some(Wording::Equivalent)
}

/// The operands behind a phrase: what stands between blanks, without punctuation around it.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let trimmed = |word: &'_ str| -> bool { !word.is_empty() && !word.starts_with('%') };
    text.split_whitespace()
        .map(|word| word.trim_matches([':', ',', ';', '(', ')', '[', ']', '\'']))
        .filter(move |word| trimmed(word))
}

/// `expected` without the path of the error in front of it.
fn without_path<'a>(expected: &'a str, path: &str) -> &'a str {
    match expected.strip_prefix(path).and_then(|rest| rest.strip_prefix(": ")) {
        Some(rest) if !path.is_empty() => rest,
        _ => expected,
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
