//! The command line: one file a subcommand. Nothing below this room prints.
//!
//! Exit codes: 0 where all is well, 1 where there are errors, 2 where the command line itself
//! cannot be understood. `render` is the one file that knows miette.

mod arguments;
mod command;
mod excerpt;
mod limits;
mod output;
mod render;
mod report;
mod source_map;
mod split;
mod stage;
mod stats;
mod why;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use crate::session::Code;
use command::Command;

/// How the command line is read.
#[derive(Parser)]
#[command(
    name = "infc",
    version,
    about = "Compiles .inf, CUE's language, to data and to Kubernetes manifests",
    long_about = "Compiles .inf, CUE's language, to data and to Kubernetes manifests.\n\n\
        A file that CUE accepts means the same to infc; `.inf` and `.cue` are one language.",
    after_help = EXAMPLES,
    propagate_version = true,
    disable_help_subcommand = true
)]
struct Line {
    /// Work as if started in DIRECTORY
    #[arg(short = 'C', long = "chdir", value_name = "DIRECTORY", global = true)]
    directory: Option<std::path::PathBuf>,

    /// The form of messages, which go to standard error
    #[arg(long, value_name = "FORM", value_enum, default_value_t, global = true)]
    error_format: report::Form,

    /// Show all errors, however many there are
    #[arg(short = 'E', long, global = true)]
    all_errors: bool,

    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  infc export app.inf --out yaml      the app's Kubernetes manifests
  infc export app.inf -e app.name     one value, as JSON
  infc vet -c ./...                   check all packages below this directory
  infc eval -a .                      what is known, concrete or not
  infc fmt                            lay out the sources of this directory
  infc test                           run the inline tests
  infc explain E0405                  what the code of an error means

`infc COMMAND --help` tells more of each.";

/// All messages of `reports` as people read them, without colours.
pub fn drawn(reports: &[crate::session::Report]) -> String {
    render::plain(reports)
}

/// Runs the command line of the process.
pub fn main() -> ExitCode {
    stage::run(|| with(std::env::args_os()))
}

fn with(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let line = match Line::try_parse_from(&arguments).or_else(|_| whole(&arguments)) {
        Ok(line) => line,
        Err(usage) => {
            // A reader that has gone away is no reason to fail.
            let _ = usage.print();
            return if usage.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    report::settle(report::Manner { form: line.error_format, all: line.all_errors });
    if let Some(directory) = &line.directory
        && let Err(error) = std::env::set_current_dir(directory)
    {
        render::failure(Code::File, &format!("cannot work in `{}`: {error}", directory.display()));
        return ExitCode::FAILURE;
    }
    line.command.run()
}

/// The command line by all that can stand in it: what is said of one that cannot be understood, or
/// asks for help, may be about any subcommand.
fn whole(arguments: &[OsString]) -> Result<Line, clap::Error> {
    command::make_all();
    Line::try_parse_from(arguments)
}
