//! `infc fix`

use std::fs;
use std::process::ExitCode;

use clap::Args;

use crate::cli::arguments::Inputs;
use crate::cli::output;
use crate::cli::render;
use crate::session::{self, Disk, Fixed, Tidied, difference};

const EXAMPLES: &str = "\
Examples:
  infc fix .                          mend this directory's package
  infc fix --dry-run ./...            what would change in all packages below

A change that is sure says what was meant: a misspelt name, quotes around a number, an import that
is missing or that nothing uses, a comma or a brace that is forgotten. What has to be decided is left
to you, and told.";

/// Make the changes that mend errors and need no decision
///
/// All sources are replaced, or all stay as they were. What is left is told, and fails.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct FixCommand {
    #[command(flatten)]
    inputs: Inputs,

    /// Change nothing, and show what would change
    #[arg(long)]
    dry_run: bool,
}

impl FixCommand {
    pub(super) fn run(self) -> ExitCode {
        let Fixed { sources, done, reports } = session::fix(&Disk, &self.inputs.request());
        let mut text = String::new();
        let mut written = Ok(());
        if self.dry_run {
            for source in &sources {
                let name = source.path.display().to_string();
                text.push_str(&difference(&name, &source.before, &source.after));
            }
        } else {
            written = replace(&sources);
            if written.is_ok() {
                text.extend(done.iter().map(|line| format!("{line}\n")));
            }
        }
        let said = output::standard(&text).map_err(|error| format!("cannot write: {error}"));
        let outcome = session::Outcome::of_reports(reports);
        let left = outcome.value.is_none();
        let result = render::written(written.and(said));
        let told = render::finish(outcome, |()| Ok(()));
        if left { told } else { result }
    }
}

/// Replaces all sources or none; a byte-order mark stays.
fn replace(sources: &[Tidied]) -> Result<(), String> {
    let mut texts = Vec::with_capacity(sources.len());
    for source in sources {
        let name = source.path.display();
        let now =
            fs::read(&source.path).map_err(|error| format!("cannot read `{name}`: {error}"))?;
        let mark = "\u{feff}".as_bytes();
        let bare = now.strip_prefix(mark);
        if bare.unwrap_or(&now) != source.before.as_bytes() {
            return Err(format!("`{name}` was changed meanwhile, so nothing was written"));
        }
        let mark = if bare.is_some() { mark } else { &[] };
        texts.push((source.path.as_path(), [mark, source.after.as_bytes()].concat()));
    }
    output::replace_all(&texts)
}
