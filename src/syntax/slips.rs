//! The sentences for what cannot be read: one function a slip, the mend included.

use super::literal::LiteralError;
use crate::base::{Code, Diagnostic, Fix, Span};

fn error(message: impl Into<String>, place: Span, words: &str) -> Diagnostic {
    Diagnostic::error(Code::Syntax, message).at(place, words)
}

/// The token at the place `at`, or the empty place itself at the end of a line.
pub(super) fn found(text: &str, at: Span) -> Span {
    let rest = text.get(at.start as usize..).unwrap_or("");
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '#');
    let len = match rest.chars().next() {
        None | Some('\n' | '\r') => 0,
        Some('/') if rest.starts_with("//") => 0,
        Some(c) if word(c) => rest.find(|c| !word(c)).unwrap_or(rest.len()),
        Some(':') if rest.starts_with(":=") => 2,
        Some(c) => c.len_utf8(),
    };
    Span::new(at.file, at.start, at.start + len as u32)
}

/// The blanks that the line of the place `at` starts with.
pub(super) fn indent(text: &str, at: u32) -> &str {
    let before = text.get(..at as usize).unwrap_or("");
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.get(start..).unwrap_or("");
    let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
    line.get(..blank).unwrap_or("")
}

/// Whether only blanks stand before the place `at` on its line.
pub(super) fn starts_line(text: &str, at: u32) -> bool {
    let before = text.get(..at as usize).unwrap_or("");
    before.trim_end_matches([' ', '\t']).ends_with('\n')
}

/// The token in words.
fn named(text: &str, found: Span) -> String {
    let token = found.of(text);
    if !token.is_empty() {
        return format!("`{token}`");
    }
    let rest = text.get(found.start as usize..).unwrap_or("");
    if rest.is_empty() { "the end of the file".into() } else { "the end of the line".into() }
}

/// What people of other languages mean by a token that has no place here.
fn hint(token: &str) -> Option<&'static str> {
    Some(match token {
        ";" => {
            "Declarations end with the line, or with a comma on the same line; take the `;` out."
        }
        "=" | ":=" => "A field is written `name: value`; only `let` and aliases take `=`.",
        "then" => "A comprehension has no `then`: write `if condition {…}`.",
        "%" => "There is no `%`; use mod(a, b) or rem(a, b).",
        "^" => "There is no `^`; use math.Pow(a, b).",
        "`" => "Text without escapes is written #\"…\"#.",
        "\\" => "A long line needs no backslash: break it behind an operator or in brackets.",
        "?" => "There is no `a ? b : c`; write `if` comprehensions, or [if a {b}, c][0].",
        "and" => "Both conditions are joined with `&&`, values with `&`.",
        "or" => "Conditions are joined with `||`, values with `|`.",
        "not" => "Write `!condition`.",
        "\u{201C}" | "\u{201D}" | "\u{2018}" | "\u{2019}" => {
            "These are typographic quotes; write strings with plain `\"`."
        }
        "\u{A0}" => "This is a no-break space; write a plain one.",
        _ => return None,
    })
}

fn hinted(diagnostic: Diagnostic, token: &str) -> Diagnostic {
    match hint(token) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

pub(super) fn expected(text: &str, found: Span, what: &str) -> Diagnostic {
    let message = format!("expected {what}, found {}", named(text, found));
    hinted(error(message, found, "here"), found.of(text))
}

pub(super) fn surplus(text: &str, place: Span) -> Diagnostic {
    let token = place.of(text);
    let message = match token {
        ")" | "]" | "}" => format!("this `{token}` closes nothing"),
        "," => "this comma separates nothing".to_owned(),
        _ => format!("`{}` cannot start a declaration", token.escape_debug()),
    };
    let diagnostic = error(message, place, "");
    match token {
        ")" | "]" | "}" => {
            diagnostic.help("Take it out, or look for the bracket that it was to close.")
        }
        "," => diagnostic.help("Take it out: one comma, or the line's end, is enough."),
        ":" => diagnostic
            .help("A field needs a label before its colon; on the same line, or the one above."),
        _ => hinted(diagnostic, token),
    }
}

pub(super) fn unclosed(text: &str, opened: Span, found: Span, closing: &str) -> Diagnostic {
    let message = format!("expected `{closing}`, found {}", named(text, found));
    let bracket = opened.of(text).chars().last().unwrap_or('(');
    let diagnostic = error(message, found, "here")
        .at(opened, format!("`{bracket}` is opened here"))
        .help(format!("Close it with `{closing}`."));
    hinted(diagnostic, found.of(text))
}

pub(super) fn character(text: &str, place: Span) -> Diagnostic {
    if place.of(text) == "\0" {
        error("a NUL character cannot stand in a file", place, "")
            .help("In a string, write it as \\u0000.")
    } else {
        error("a byte-order mark can only stand at the start of a file", place, "")
            .help("Take this invisible character out; in a string, write it as \\uFEFF.")
    }
}

pub(super) fn missing_comma(text: &str, name: Option<Span>, found: Span) -> Diagnostic {
    let token = found.of(text);
    if let Some(name) = name {
        let word = name.of(text);
        match word {
            "import" => {
                return error("imports stand before the first field", name, "")
                    .help("Move it up, behind the package clause.");
            }
            "package" => {
                return error("the package clause is the first declaration of a file", name, "")
                    .help("Move it up, before imports and fields.");
            }
            _ => {}
        }
        if hint(token).is_none() && !matches!(token, ")" | "]" | "?" | ":") {
            let shown = match token {
                "{" => "{…}",
                "\"" => "\"…\"",
                "[" => "[…]",
                token => token,
            };
            let end = Span { start: name.end, ..name };
            return error(format!("expected `:` behind `{word}`"), found, "here")
                .help(format!("If `{word}` is a field, write `{word}: {shown}`."))
                .fix(Fix::insert(end, ":", "insert `:`"));
        }
    }
    let message = format!("expected a comma or a new line before `{}`", token.escape_debug());
    let diagnostic = error(message, found, "here");
    match hint(token) {
        Some(help) => diagnostic.help(help),
        None => diagnostic
            .help("Two declarations on one line are separated by a comma.")
            .fix(comma_before(text, found)),
    }
}

/// A comma right behind what stands before a place.
fn comma_before(text: &str, found: Span) -> Fix {
    let before = text.get(..found.start as usize).unwrap_or("");
    let end = before.trim_end_matches([' ', '\t']).len() as u32;
    Fix::insert(Span { start: end, end, ..found }, ",", "insert `,`")
}

pub(super) fn element_comma(
    text: &str,
    before: Option<Span>,
    opened: Span,
    found: Span,
    closing: &str,
) -> Diagnostic {
    let message = format!("expected `,` or `{closing}`, found {}", named(text, found));
    let diagnostic = error(message, found, "here").at(opened, "opened here");
    let name = before.map(|span| span.of(text)).unwrap_or("");
    match found.of(text) {
        ":" if closing == "]" => diagnostic
            .help(format!("A list has no fields: close it first, or write {{{name}: …}}.")),
        ":" => diagnostic.help("Arguments have no names: pass a struct, {name: value}."),
        token => hinted(diagnostic, token),
    }
}

pub(super) fn equals_for_colon(text: &str, name: Span, place: Span) -> Diagnostic {
    let label = name.of(text);
    let diagnostic = error("a field is not set with `=`", place, "");
    if label.len() > 60 || label.contains('\n') {
        return diagnostic.help("Write `label: value`.");
    }
    diagnostic
        .help(format!("Write `{label}: …`; for a name inside this struct, `let {label} = …`."))
}

pub(super) fn not_a_label(text: &str, place: Span) -> Diagnostic {
    let diagnostic = error("this is not a label", place, "before a `:`");
    let written = place.of(text);
    match written.chars().next() {
        Some('-') => diagnostic.help("A list is written [a, b], not with dashes."),
        Some('0'..='9') => diagnostic.help("A label that is a number needs quotes."),
        Some('$' | '_' | 'a'..='z' | 'A'..='Z') if written.contains('.') => diagnostic
            .help("Nested fields are written `a: b: value`; a label with dots needs quotes."),
        Some('$' | '_' | 'a'..='z' | 'A'..='Z') if written.contains('-') => {
            diagnostic.help("A label with dashes needs quotes.")
        }
        _ => diagnostic.help("Labels are names, \"strings\", (expressions) and [patterns]."),
    }
}

pub(super) fn alias_name(place: Span) -> Diagnostic {
    error("only a name can stand before `=`", place, "")
        .help("An alias is written `X=label: value` or `label: X={…}`.")
}

pub(super) fn alias_in_paren(place: Span) -> Diagnostic {
    error("an alias cannot stand in parentheses, but for a label's", place, "")
        .help("Use `let` in a struct to name a value.")
}

pub(super) fn old_alias(name: Span, place: Span) -> Diagnostic {
    error("this file uses aliases of the form `label~X`", name.to(place), "")
        .help("Put `~X` behind the label, or take @experiment(aliasv2) out.")
}

pub(super) fn blank_alias(place: Span) -> Diagnostic {
    error("an alias that only says `_` names nothing", place, "").help("Name it, or take it out.")
}

pub(super) fn reserved(name: Span) -> Diagnostic {
    error("names that start with `__` are reserved", name, "").help("Take an underscore off.")
}

pub(super) fn ellipsis_not_last(place: Span) -> Diagnostic {
    error("`...` must be the last element of a list", place, "").help("Move it to the end.")
}

pub(super) fn ellipsis_type(place: Span) -> Diagnostic {
    error("in a struct, `...` takes no type", place, "")
        .help("For the values of all other fields, write `[string]: T`.")
}

pub(super) fn line_end_in_paren(opened: Span, place: Span) -> Diagnostic {
    error("the line ends before the parenthesis is closed", place, "a comma is read here")
        .at(opened, "opened here")
        .help("Put `)` on the line where the expression ends.")
}

pub(super) fn pattern_elements(place: Span) -> Diagnostic {
    error("a pattern has exactly one expression in its brackets", place, "")
        .help("For several patterns, join them: [=~\"^a\" | =~\"^b\"].")
}

pub(super) fn marked_pattern(place: Span) -> Diagnostic {
    error("a pattern takes no `?` or `!`", place, "")
        .help("It never asks for fields, it only says what those that match are; take it out.")
}

pub(super) fn selector(place: Span) -> Diagnostic {
    error("behind a dot stands a name or a plain string", place, "")
        .help("Write a computed name as an index: x[name].")
}

pub(super) fn optional_mark(place: Span) -> Diagnostic {
    error("only references take a `?`", place, "").help("Write a?, a.b? or a[i]?.")
}

pub(super) fn experiment(place: Span, what: &str, name: &str) -> Diagnostic {
    error(format!("{what} is experimental"), place, "")
        .help(format!("Put @experiment({name}) before the package clause to use it."))
}

pub(super) fn unknown_experiment(place: Span, name: &str) -> Diagnostic {
    error(format!("there is no experiment `{name}`"), place, "")
        .help("There are aliasv2, explicitopen, shortcircuit and try.")
}

pub(super) fn fallback_word(place: Span, lone: bool) -> Diagnostic {
    let word = if lone { "else" } else { "otherwise" };
    error("this is not the word for these clauses", place, "").help(format!(
        "Write `{word}`: a lone `if` or `try` has `else`, everything else `otherwise`."
    ))
}

pub(super) fn attribute_on_embedding(embedding: Span, attribute: Span) -> Diagnostic {
    error("an embedded value takes no attribute", attribute, "")
        .at(embedding, "")
        .help("Put the attribute on a line of its own: it then belongs to the struct.")
}

pub(super) fn attribute_interpolation(place: Span) -> Diagnostic {
    error("attributes are not evaluated, so nothing can be interpolated", place, "")
        .help("Write the text itself.")
}

pub(super) fn package_name(place: Span) -> Diagnostic {
    error("a package name cannot be a definition", place, "").help("Take the `#` out.")
}

pub(super) fn import_name(place: Span) -> Diagnostic {
    error("an import cannot be named as a definition", place, "").help("Take the `#` out.")
}

pub(super) fn import_path(place: Span) -> Diagnostic {
    error("this is not an import path", place, "").help(
        "Paths look like \"strings\", \"encoding/json\" or \"example.com/module/package:name\".",
    )
}

pub(super) fn literal(place: Span, problem: LiteralError) -> Diagnostic {
    let told = error(problem.message, place, "").help(problem.help);
    let Some((closing, blanks)) = problem.blanks else { return told };
    let fix = Fix::replace(place, blanks).titled("indent it as the closing quotes").for_review();
    let closing = Span { end: closing.end + 3, ..closing };
    told.at(closing, "the closing quotes").fix(fix)
}

pub(super) fn unterminated(text: &str, literal: Span, multiline: bool) -> Diagnostic {
    let bare = literal.of(text).trim_start_matches('#');
    let hashes = "#".repeat(literal.of(text).len().saturating_sub(bare.len()).min(8));
    let quote = if bare.starts_with('\'') { '\'' } else { '"' };
    let opening = Span::new(literal.file, literal.start, literal.start + 1);
    if multiline {
        let three = quote.to_string().repeat(3);
        error("this multi-line literal does not end", opening, "opened here").help(format!(
            "Close it with {three}{hashes}, with nothing but blanks before them on their line."
        ))
    } else {
        error("this literal does not end on its line", literal, "").help(format!(
            "Close it with {quote}{hashes}; text of several lines stands in three quotes."
        ))
    }
}

pub(super) fn no_line_behind_quotes(place: Span) -> Diagnostic {
    error("three quotes must be followed by a new line", place, "")
        .help("Put the text on lines of its own, and the closing quotes first on the last line.")
}

pub(super) fn too_many_hashes(place: Span) -> Diagnostic {
    error(
        "a literal has at most 255 `#` around it",
        Span::new(place.file, place.start, place.start + 1),
        "",
    )
    .help("One more than the longest run of `#` behind a quote in the text is enough.")
}

pub(super) fn too_deep(place: Span, limit: usize) -> Diagnostic {
    Diagnostic::error(Code::Limit, format!("brackets are nested more than {limit} levels deep"))
        .at(place, "here")
        .help("Give inner parts names with `let` or hidden fields, and refer to them.")
}

pub(super) fn too_high(place: Span, limit: u32) -> Diagnostic {
    Diagnostic::error(Code::Limit, format!("this expression is more than {limit} levels deep"))
        .at(place, "")
        .help(
            "Shorten the chain: a list with list.Sum, or(…), and(…) or strings.Join does the same \
             at any length.",
        )
}

pub(super) fn too_large(place: Span) -> Diagnostic {
    Diagnostic::error(Code::Limit, "this file is larger than 4 GiB").at(place, "").help("Split it.")
}

pub(super) fn too_many(place: Span, limit: usize) -> Diagnostic {
    error(format!("more than {limit} syntax errors"), place, "and so on")
        .help("Mend the first ones: the rest may be their consequences.")
}
