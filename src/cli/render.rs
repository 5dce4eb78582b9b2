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

use super::excerpt::{Excerpt, excerpts};
use super::report::{self, Form, Gate, Places, Shown};
use crate::session::{Code, Diagnostic, Outcome, Report, Severity, Trust};

/// The width of lines where no terminal tells it.
const WIDTH: usize = 100;

/// Shows what is to be said, and hands the value to `write` if there is one.
pub(super) fn finish<T>(
    outcome: Outcome<T>,
    write: impl FnOnce(T) -> Result<(), String>,
) -> ExitCode {
    tell(&outcome.reports);
    match outcome.value {
        Some(value) => written(write(value)),
        None => ExitCode::FAILURE,
    }
}

/// Says all of `reports`, in the form that was asked for. A form for machines is written also where
/// there is nothing to say.
fn tell(reports: &[Report]) {
    let report::Manner { form, all } = report::manner();
    let shown = Shown::of(reports, all);
    let text = report::text(form, reports, &shown);
    say(&text.unwrap_or_else(|| Style::of_stderr().reports(reports, &shown)));
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
    match report::manner().form {
        Form::Human => say(&format!("error[{}]: {message}\n", code.text())),
        Form::Short | Form::Json | Form::Sarif | Form::Github => {
            let diagnostics = vec![Diagnostic::error(code, message)];
            tell(&[Report { diagnostics, ..Report::default() }]);
        }
    }
}

/// Says that infc itself is at fault, which has no code: nobody can mend it but us.
pub(super) fn fault_of_infc(said: &str) {
    say(&format!(
        "error: this is a fault of infc: {said}; please report this with the input that led to it\n"
    ));
}

/// Writes to standard error, which may be closed: then nobody is there to be told.
pub(super) fn say(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// All of `reports` as text for people, without colours.
pub(super) fn plain(reports: &[Report]) -> String {
    let style = Style { theme: GraphicalTheme::none(), colour: false, width: WIDTH };
    style.reports(reports, &Shown::of(reports, true))
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
        let of_terminal = terminal.then(terminal_size::terminal_size).flatten();
        let said = || std::env::var("COLUMNS").ok()?.parse().ok();
        let width = of_terminal.map(|size| usize::from(size.0.0)).or_else(said);
        Self { theme, colour, width: width.unwrap_or(WIDTH) }
    }

    fn reports(&self, reports: &[Report], shown: &Shown) -> String {
        let mut text = String::new();
        let mut gate = Gate::new(shown);
        for report in reports {
            let mut places = Places::of(&report.sources);
            for diagnostic in report.diagnostics.iter().filter(|one| gate.admits(one.severity)) {
                if !text.is_empty() {
                    text.push('\n');
                }
                self.diagnostic(diagnostic, report, &mut places, &mut text);
            }
        }
        let summary = shown.summary();
        for line in [summary, explanation(reports)] {
            if !line.is_empty() {
                text.push('\n');
                text.push_str(&line);
            }
        }
        text
    }

    fn diagnostic(
        &self,
        diagnostic: &Diagnostic,
        report: &Report,
        places: &mut Places<'_>,
        text: &mut String,
    ) {
        let word = report::word(diagnostic.severity);
        let colour = match diagnostic.severity {
            Severity::Error => "\u{1b}[1;31m",
            Severity::Warning => "\u{1b}[1;33m",
        };
        let code = diagnostic.code.text();
        let (start, end) = if self.colour { (colour, "\u{1b}[0m") } else { ("", "") };
        text.push_str(&format!(
            "{start}{word}[{code}]{end}: {}\n",
            printable(&diagnostic.headline())
        ));
        for excerpt in excerpts(diagnostic, &report.sources, places, self.width) {
            self.excerpt(excerpt, text);
        }
        if let Some(path) = &diagnostic.path {
            text.push_str(&format!("  path: {}\n", printable(path)));
        }
        if !diagnostic.instances.is_empty() {
            text.push_str(&format!("  also: {}\n", printable(&instances(&diagnostic.instances))));
        }
        for note in &diagnostic.notes {
            text.push_str(&format!("  note: {}\n", printable(note)));
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

/// The other values that a fault spoils; a few of many, unless all are asked for.
fn instances(paths: &[String]) -> String {
    const FEW: usize = 5;
    let most = if report::manner().all { paths.len() } else { FEW };
    let named = paths.iter().take(most).map(String::as_str).collect::<Vec<_>>().join(", ");
    match paths.len().saturating_sub(most) {
        0 => named,
        left => format!("{named} and {left} more"),
    }
}

/// Where to read on, and whether some of it mends itself.
fn explanation(reports: &[Report]) -> String {
    let all = || reports.iter().flat_map(|report| &report.diagnostics);
    let mut codes: Vec<Code> = all().map(|diagnostic| diagnostic.code).collect();
    codes.sort();
    codes.dedup();
    let read = match codes.as_slice() {
        [] => return String::new(),
        [only] => format!("`infc explain {}` tells more", only.text()),
        [first, ..] => format!("`infc explain {}` and the like tell more", first.text()),
    };
    let is_mended = |one: &&Diagnostic| one.fixes.iter().any(|fix| fix.trust == Trust::Sure);
    match all().filter(is_mended).count() {
        0 => format!("{read}\n"),
        1 if all().count() == 1 => format!("{read}; `infc fix` mends this\n"),
        mended => format!("{read}; `infc fix` mends {mended} of these\n"),
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
pub(super) fn printable(text: &str) -> String {
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
