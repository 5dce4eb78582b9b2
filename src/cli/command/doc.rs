//! `infc doc`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::cli::output::Target;
use crate::cli::render;
use crate::session::{self, Disk, ReferenceForm};

const EXAMPLES: &str = "\
Examples:
  infc doc network                    what the module takes, with types and defaults
  infc doc                            the package of this directory
  infc doc --library --out html -o reference.html
  infc doc ex.com/base --out markdown";

/// Show what the definitions of modules take
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Doc {
    /// Import paths, or directories; the current directory if left out
    #[arg(value_name = "MODULE")]
    modules: Vec<String>,

    /// All modules that infc brings along
    #[arg(long)]
    library: bool,

    /// The form; else what FILE ends in, else text
    #[arg(long, value_enum, value_name = "FORM")]
    out: Option<Form>,

    /// Write to FILE instead of standard output
    #[arg(short = 'o', long = "outfile", value_name = "FILE")]
    file: Option<PathBuf>,

    /// Overwrite FILE if it exists
    #[arg(short = 'f', long)]
    force: bool,
}

/// The names of the forms.
#[derive(Clone, Copy, ValueEnum)]
enum Form {
    /// Plain text
    Text,
    /// Markdown
    Markdown,
    /// One page of HTML, which needs nothing beside it
    Html,
}

impl Doc {
    pub(super) fn run(mut self) -> ExitCode {
        let ending = self.file.as_ref().and_then(|file| file.extension()?.to_str());
        let of_file = match ending {
            Some("md") => Form::Markdown,
            Some("html" | "htm") => Form::Html,
            Some(_) | None => Form::Text,
        };
        let form = match self.out.unwrap_or(of_file) {
            Form::Text => ReferenceForm::Text,
            Form::Markdown => ReferenceForm::Markdown,
            Form::Html => ReferenceForm::Html,
        };
        if self.modules.is_empty() && !self.library {
            self.modules.push(".".to_owned());
        }
        let target = Target::named(self.file, self.force);
        let outcome = session::reference(&Disk, &self.modules, self.library, form);
        render::finish(outcome, |text| target.write(text.as_bytes()))
    }
}
