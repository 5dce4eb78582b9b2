//! Diagnostics drawn for people: the one file that knows miette.
//!
//! A message starts with one line, `error[code]: what is wrong`; miette draws the excerpts below
//! it. It is handed excerpts alone, so that a fault in a large file costs what a small one does.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use miette::{
    Diagnostic as MietteDiagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan,
    MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

use super::excerpt::{Excerpt, Lines, excerpts};
use crate::session::{Code, Diagnostic, Outcome, Report, Severity};

/// The width of lines where no terminal tells it.
const WIDTH: usize = 100;

/// Shows what is to be said, and hands the value to `write` if there is one.
pub(super) fn finish<T>(
    outcome: Outcome<T>,
    write: impl FnOnce(T) -> Result<(), String>,
) -> ExitCode {
    let text = Style::of_stderr().reports(&outcome.reports);
    say(&text);
    match outcome.value {
        Some(value) => written(write(value)),
        None => ExitCode::FAILURE,
    }
}

/// The exit code of a result that was written, or not.
pub(super) fn written(result: Result<(), String>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            failure(Code::File, &fault);
            ExitCode::FAILURE
        }
    }
}

/// Says a fault that has no place in sources.
pub(super) fn failure(code: Code, message: &str) {
    say(&format!("error[{}]: {message}\n", code.text()));
}

/// Says that infc itself is at fault, which has no code: nobody can mend it but us.
pub(super) fn fault_of_infc(said: &str) {
    say(&format!(
        "error: this is a fault of infc: {said}; please report this with the input that led to it\n"
    ));
}

/// Writes to standard error, which may be closed: then nobody is there to be told.
fn say(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// How messages look.
struct Style {
    theme: GraphicalTheme,
    colour: bool,
    width: usize,
}

impl Style {
    /// Colours and box drawing are for terminals that can do them; files and pipes get ASCII.
    fn of_stderr() -> Self {
        let set = |name: &str| std::env::var(name).is_ok_and(|value| !value.is_empty());
        let terminal = io::stderr().is_terminal();
        let capable = terminal && std::env::var("TERM").is_ok_and(|term| term != "dumb");
        let colour = capable && !set("NO_COLOR");
        let theme = match (capable && speaks_unicode(), colour) {
            (true, true) => GraphicalTheme::unicode(),
            (true, false) => GraphicalTheme::unicode_nocolor(),
            (false, true) => {
                GraphicalTheme { styles: miette::ThemeStyles::ansi(), ..GraphicalTheme::none() }
            }
            (false, false) => GraphicalTheme::none(),
        };
        let width = terminal.then(terminal_size::terminal_size).flatten();
        Self { theme, colour, width: width.map_or(WIDTH, |size| usize::from(size.0.0)) }
    }

    fn reports(&self, reports: &[Report]) -> String {
        let mut text = String::new();
        let mut errors = 0;
        let mut warnings = 0;
        for report in reports {
            let mut lines = Lines::default();
            for diagnostic in &report.diagnostics {
                match diagnostic.severity {
                    Severity::Error => errors += 1,
                    Severity::Warning => warnings += 1,
                }
                if !text.is_empty() {
                    text.push('\n');
                }
                self.diagnostic(diagnostic, report, &mut lines, &mut text);
            }
        }
        if errors > 1 {
            text.push_str(&format!("\n{errors} errors"));
            match warnings {
                0 => {}
                1 => text.push_str(", 1 warning"),
                more => text.push_str(&format!(", {more} warnings")),
            }
            text.push('\n');
        }
        text.push_str(&explanation(reports));
        text
    }

    fn diagnostic(
        &self,
        diagnostic: &Diagnostic,
        report: &Report,
        lines: &mut Lines,
        text: &mut String,
    ) {
        let (word, colour) = match diagnostic.severity {
            Severity::Error => ("error", "\u{1b}[1;31m"),
            Severity::Warning => ("warning", "\u{1b}[1;33m"),
        };
        let code = diagnostic.code.text();
        let (start, end) = if self.colour { (colour, "\u{1b}[0m") } else { ("", "") };
        text.push_str(&format!("{start}{word}[{code}]{end}: {}\n", printable(&diagnostic.message)));
        for excerpt in excerpts(diagnostic, &report.sources, lines, self.width) {
            self.excerpt(excerpt, text);
        }
        if let Some(path) = &diagnostic.path {
            text.push_str(&format!("  path: {}\n", printable(path)));
        }
        for help in &diagnostic.help {
            text.push_str(&format!("  help: {}\n", printable(help)));
        }
    }

    fn excerpt(&self, excerpt: Excerpt, text: &mut String) {
        let handler = GraphicalReportHandler::new_themed(self.theme.clone())
            .with_width(self.width.max(40))
            .with_context_lines(1)
            .with_wrap_lines(false)
            .with_links(false);
        let mut drawn = String::new();
        if handler.render_report(&mut drawn, &Drawn(excerpt)).is_ok() {
            // The first line is that of miette's own message, which is empty here.
            let body = drawn.split_once('\n').map_or("", |(_, body)| body);
            for line in body.lines() {
                text.push_str(line.trim_end());
                text.push('\n');
            }
        }
    }
}

/// Where to read on.
fn explanation(reports: &[Report]) -> String {
    let diagnostics = reports.iter().flat_map(|report| &report.diagnostics);
    let mut codes: Vec<Code> = diagnostics.map(|diagnostic| diagnostic.code).collect();
    codes.sort();
    codes.dedup();
    match codes.as_slice() {
        [] => String::new(),
        [only] => format!("\n`infc explain {}` tells more\n", only.text()),
        [first, ..] => format!("\n`infc explain {}` and the like tell more\n", first.text()),
    }
}

/// Whether the locale is one of UTF-8: the first of the variables that is set decides.
fn speaks_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    locale.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// `text` with control characters written out: input must not command the terminal.
fn printable(text: &str) -> String {
    let written = |c: char| match c {
        '\n' | '\t' => c.to_string(),
        c if c.is_control() => c.escape_default().to_string(),
        c => c.to_string(),
    };
    if text.contains(char::is_control) {
        text.chars().map(written).collect()
    } else {
        text.to_owned()
    }
}

/// An excerpt as miette wants it.
#[derive(Debug)]
struct Drawn(Excerpt);

impl fmt::Display for Drawn {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Drawn {}

impl MietteDiagnostic for Drawn {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.0)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.0.marks.iter().map(|mark| {
            let text = (!mark.text.is_empty()).then(|| mark.text.clone());
            let span = (mark.start, mark.end - mark.start);
            if mark.primary {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        })))
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let found = self.text.read_span(span, before, after)?;
        // A place is named by characters, as everywhere; miette counts bytes, in the excerpt.
        let column = self.column(span.offset());
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            found.data(),
            *found.span(),
            found.line() + self.first_line,
            if before == 0 { column } else { found.column() },
            found.line_count(),
        )))
    }
}
