//! `infc eval`

use std::process::ExitCode;

use clap::Args;

use crate::cli::arguments::{Inputs, format};
use crate::cli::{output, render};
use crate::session::{self, Disk, EvalOptions, ExportOptions, Format, View};

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
}

impl Eval {
    pub(super) fn run(self) -> ExitCode {
        let request = self.inputs.request();
        match self.out.unwrap_or(Format::Inf) {
            Format::Inf => {
                let view = View {
                    optional: (self.all || self.optional) && !self.concrete,
                    hidden: (self.all || self.hidden) && !self.concrete,
                    definitions: !self.concrete,
                    attributes: self.attributes,
                    concrete: self.concrete,
                };
                let outcome = session::eval(&Disk, &request, &EvalOptions { view });
                render::finish(outcome, |texts| {
                    let text = texts.join("// ---\n");
                    output::standard(&text).map_err(|error| format!("cannot write: {error}"))
                })
            }
            format @ (Format::Json | Format::Yaml | Format::Text | Format::Toml) => {
                let options = ExportOptions {
                    format,
                    what: Some(session::As::Value),
                    escape: false,
                    strict: false,
                };
                render::finish(session::export(&Disk, &request, &options), |text| {
                    output::standard(&text).map_err(|error| format!("cannot write: {error}"))
                })
            }
        }
    }
}
