//! What is to be said, in the form that the command line asks for. Only the human form is drawn,
//! by `render`; the others are text that is made here, and `docs/diagnostics.md` describes them.

mod github;
mod json;
mod places;
mod sarif;
mod short;

use std::sync::OnceLock;

use clap::ValueEnum;

use crate::session::{Report, Severity};

pub(super) use json::{Range, range as range_of};
pub(super) use places::Places;

/// How many errors are shown to people unless they ask for all, as `cue` has it.
const SHOWN: usize = 10;

/// The forms of messages.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, ValueEnum)]
pub(super) enum Form {
    /// Excerpts of the sources, for people
    #[default]
    Human,
    /// One line each: `file:line:column: error[CODE]: …`
    Short,
    /// One JSON document with all places and fixes
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Commands of GitHub Actions, which annotate lines
    Github,
}

/// How the process is to say things.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Manner {
    /// The form of messages.
    pub(super) form: Form,
    /// Whether all errors are shown, however many there are.
    pub(super) all: bool,
}

/// The manner of this process: it is said once, with the command line.
static MANNER: OnceLock<Manner> = OnceLock::new();

/// Sets how things are said from now on; only the first call counts.
pub(super) fn settle(manner: Manner) {
    let _ = MANNER.set(manner);
}

/// How things are said.
pub(super) fn manner() -> Manner {
    MANNER.get().copied().unwrap_or_default()
}

/// The text of `reports` in a form for machines; `None` for the form that is drawn.
pub(super) fn text(form: Form, reports: &[Report], shown: &Shown) -> Option<String> {
    match form {
        Form::Human => None,
        Form::Short => Some(short::text(reports, shown)),
        Form::Json => Some(json::text(reports)),
        Form::Sarif => Some(sarif::text(reports)),
        Form::Github => Some(github::text(reports)),
    }
}

/// How many of the messages are shown to people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Shown {
    /// The errors there are.
    pub(super) errors: usize,
    /// The warnings there are.
    pub(super) warnings: usize,
    /// The most errors that are shown, and the most warnings.
    pub(super) most: usize,
}

impl Shown {
    /// Counts what is in `reports`; all is shown if `all`.
    pub(super) fn of(reports: &[Report], all: bool) -> Self {
        let count = |severity| {
            let diagnostics = reports.iter().flat_map(|report| &report.diagnostics);
            diagnostics.filter(|one| one.severity == severity).count()
        };
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            most: if all { usize::MAX } else { SHOWN },
        }
    }

    /// The last line: how many there are, and how many of them were left out; nothing where all
    /// that is to be said is one message.
    pub(super) fn summary(&self) -> String {
        let counted = |count: usize, word: &str| match count {
            0 => None,
            1 => Some(format!("1 {word}")),
            more => Some(format!("{more} {word}s")),
        };
        if self.errors <= 1 && self.warnings <= self.most {
            return String::new();
        }
        let counts = [counted(self.errors, "error"), counted(self.warnings, "warning")];
        let counts = counts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let left = self.errors.saturating_sub(self.most) + self.warnings.saturating_sub(self.most);
        match left {
            0 => format!("{counts}\n"),
            left => format!("{counts}; {left} of them not shown (`--all-errors` shows all)\n"),
        }
    }
}

/// Lets messages through until enough of their severity were shown.
pub(super) struct Gate {
    errors: usize,
    warnings: usize,
}

impl Gate {
    pub(super) fn new(shown: &Shown) -> Self {
        Self { errors: shown.most, warnings: shown.most }
    }

    /// Whether a message of that severity is shown.
    pub(super) fn admits(&mut self, severity: Severity) -> bool {
        let left = match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        let admitted = *left > 0;
        *left = left.saturating_sub(1);
        admitted
    }
}

/// The word of a severity.
pub(super) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
