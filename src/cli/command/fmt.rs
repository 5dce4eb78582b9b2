//! `infc fmt`

use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use crate::cli::output::{self, Target};
use crate::cli::render;
use crate::session::{self, Disk, Tidied, difference};

const EXAMPLES: &str = "\
Examples:
  infc fmt                            the sources of this directory
  infc fmt app.inf ./base             a file, and the sources of a directory
  infc fmt --check --files .          fail if a source below is not in house style
  infc fmt -d app.inf                 what would change
  infc fmt -                          from standard input to standard output";

/// Lay out sources in the usual style
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Fmt {
    /// Source files, directories (`./dir`, `./...`), or `-` for standard input; the current
    /// directory if left out
    #[arg(value_name = "INPUT")]
    inputs: Vec<String>,

    /// Change nothing, name the files that would change, and fail if there are any
    #[arg(long)]
    check: bool,

    /// Change nothing, and show what would change
    #[arg(short = 'd', long)]
    diff: bool,

    /// Take directories with all that is below them
    #[arg(long)]
    files: bool,
}

impl Fmt {
    pub(super) fn run(self) -> ExitCode {
        let (tidied, reports) = session::tidy(&Disk, &self.inputs, self.files);
        let mut text = String::new();
        let mut fault = Ok(());
        let mut changed = false;
        for done in &tidied {
            let differs = done.before != done.after;
            changed |= differs;
            let from_input = done.path == Path::new("-");
            if self.diff && differs {
                let name = done.path.display().to_string();
                text.push_str(&difference(&name, &done.before, &done.after));
            } else if self.check && differs {
                text.push_str(&format!("{}\n", done.path.display()));
            } else if from_input && !self.diff && !self.check {
                text.push_str(&done.after);
            } else if differs && !self.diff && !self.check {
                fault = fault.and(replace(done));
            }
        }
        let fault =
            fault.and(output::standard(&text).map_err(|error| format!("cannot write: {error}")));
        let said = render::finish(session::Outcome::of_reports(reports), |()| fault);
        if self.check && changed { ExitCode::FAILURE } else { said }
    }
}

fn replace(done: &Tidied) -> Result<(), String> {
    Target::File { path: done.path.clone(), force: true }.write(done.after.as_bytes())
}
