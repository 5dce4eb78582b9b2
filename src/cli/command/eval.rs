//! `infc eval`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::cli::arguments::{Inputs, format};
use crate::cli::output::Destination;
use crate::cli::render;
use crate::session::{self, Code, Disk, EvalOptions, ExportOptions, Format, View};

const EXAMPLES: &str = "\
Examples:
  infc eval schema.inf                what the file means, concrete or not
  infc eval -a . -e '#Service'        a definition with all of its fields
  infc eval -c .                      fail if anything is not concrete";

/// Show a package's value, which need not be concrete
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Eval {
    #[command(flatten)]
    inputs: Inputs,

    /// Show optional and hidden fields
    #[arg(short = 'a', long)]
    all: bool,

    /// Show attributes
    #[arg(short = 'A', long = "show-attributes")]
    attributes: bool,

    /// Show hidden fields
    #[arg(short = 'H', long = "show-hidden")]
    hidden: bool,

    /// Show optional fields
    #[arg(short = 'O', long = "show-optional")]
    optional: bool,

    /// Require that values are concrete
    #[arg(short = 'c', long)]
    concrete: bool,

    /// The format: inf (or cue); any other asks for concrete values, as `export` does
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    out: Option<Format>,

    /// Write to FILE (or `format:FILE`) instead of standard output
    #[arg(short = 'o', long = "outfile", value_name = "FILE")]
    file: Option<PathBuf>,

    /// Overwrite FILE if it exists
    #[arg(short = 'f', long)]
    force: bool,
}

impl Eval {
    pub(super) fn run(self) -> ExitCode {
        let Destination { format, target } = match Destination::of(self.out, self.file, self.force)
        {
            Ok(destination) => destination,
            Err(fault) => {
                render::failure(Code::File, &fault);
                return ExitCode::FAILURE;
            }
        };
        let package = self.inputs.package();
        let request = self.inputs.request();
        let format = format.unwrap_or(Format::Inf);
        if format != Format::Inf {
            let options = ExportOptions {
                format,
                what: Some(session::As::Value),
                escape: false,
                strict: false,
                package,
            };
            let outcome = session::export(&Disk, &request, &options);
            return render::finish(outcome, |text| target.write(&text));
        }
        let view = View {
            optional: (self.all || self.optional) && !self.concrete,
            hidden: (self.all || self.hidden) && !self.concrete,
            definitions: !self.concrete,
            attributes: self.attributes,
            docs: false,
            concrete: self.concrete,
        };
        let outcome = session::eval(&Disk, &request, &EvalOptions { view });
        render::finish(outcome, |texts| target.write(texts.join("// ---\n").as_bytes()))
    }
}
