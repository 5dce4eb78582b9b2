//! `infc explain`: the pages of the codes.

use std::process::ExitCode;

use clap::Args;

use crate::cli::{output, render};
use crate::session::{Code, nearest};

const EXAMPLES: &str = "\
Examples:
  infc explain                        all codes, each with what it is about
  infc explain E0405                  what `error[E0405]` means, and how to mend it";

/// Explain the code of an error, or list all codes
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Explain {
    /// A code, as it stands in messages; all are listed if it is left out
    #[arg(value_name = "CODE", value_parser = code)]
    code: Option<Code>,
}

impl Explain {
    pub(super) fn run(self) -> ExitCode {
        let text = match self.code {
            Some(code) => code.page().to_owned(),
            None => Code::ALL
                .iter()
                .map(|code| format!("{}  {}\n", code.text(), code.title()))
                .collect(),
        };
        render::written(output::standard(&text).map_err(|error| error.to_string()))
    }
}

fn code(text: &str) -> Result<Code, String> {
    Code::named(text).ok_or_else(|| {
        let capitals = text.to_uppercase();
        match nearest(&capitals, Code::ALL.iter().map(|code| code.text())) {
            Some(near) => format!("there is no such code. Did you mean `{near}`?"),
            None => "there is no such code. `infc explain` lists all".to_owned(),
        }
    })
}
