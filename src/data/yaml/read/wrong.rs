//! What is no YAML, told with its place.

use libyaml_safer::Error;

use super::comma::cut_tags;
use crate::base::{Code, Diagnostic, FileId, Span};

/// The diagnostic of a syntax error.
pub(super) fn syntax(error: &Error, text: &str, file: FileId) -> Diagnostic {
    let Some(mark) = error.problem_mark() else { return control(error, text, file) };
    let start = (mark.index as usize).min(text.len());
    let letter = text.get(start..).and_then(|rest| rest.chars().next());
    let end = start + letter.map_or(0, char::len_utf8);
    let span = Span::new(file, start as u32, end as u32);
    if letter == Some('\t') {
        return Diagnostic::error(Code::Syntax, "YAML: a tab cannot indent, nor begin a value")
            .at(span, "a tab")
            .help("Use spaces.");
    }
    let context = error.context().map_or(String::new(), |context| format!("{context}, "));
    let fault = Diagnostic::error(Code::Syntax, format!("YAML: {context}{}", error.problem()));
    match error.context_mark().map(|mark| (mark.index as usize).min(text.len()) as u32) {
        Some(from) if from < span.start => {
            fault.at(span, "").at(Span::new(file, from, from), "of what begins here")
        }
        _ => fault.at(span, ""),
    }
}

/// What the crate gives up on behind `start`: tags with commas right behind them, when there are
/// too many.
pub(super) fn tag(text: &str, start: u32, file: FileId) -> Diagnostic {
    let (from, to) =
        cut_tags(text, start as usize).next().unwrap_or((start as usize, start as usize));
    Diagnostic::error(Code::Syntax, "YAML: this tag cannot be read")
        .at(Span::new(file, from as u32, to as u32), "a tag without a value")
        .help("Write the value behind the tag: `!!str \"\"`.")
}

/// A character that may not stand in YAML: the first of those that none reads.
fn control(error: &Error, text: &str, file: FileId) -> Diagnostic {
    let is_bad = |letter: &(usize, char)| {
        let letter = letter.1;
        let spaced = matches!(letter, '\t' | '\n' | '\r' | '\u{85}');
        (letter.is_control() && !spaced) || matches!(letter, '\u{fffe}' | '\u{ffff}')
    };
    let fault = |message: String| Diagnostic::error(Code::Syntax, message);
    match text.char_indices().find(is_bad) {
        Some((at, letter)) => {
            let span = Span::new(file, at as u32, (at + letter.len_utf8()) as u32);
            let shown = letter.escape_unicode();
            fault(format!("YAML: the control character `{shown}` may not stand here"))
                .at(span, "")
                .help("Write it as an escape in double quotes.")
        }
        None => fault(format!("YAML: {}", error.problem())).at(Span::new(file, 0, 0), ""),
    }
}
