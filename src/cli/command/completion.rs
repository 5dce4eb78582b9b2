//! `infc completion`

use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use crate::cli::{Line, output, render};

const EXAMPLES: &str = "\
Examples:
  source <(infc completion bash)
  infc completion zsh > \"${fpath[1]}/_infc\"
  infc completion fish > ~/.config/fish/completions/infc.fish
  infc completion powershell | Out-String | Invoke-Expression";

/// Print the completions of a shell
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Completion {
    /// The shell
    shell: Shell,
}

impl Completion {
    pub(super) fn run(self) -> ExitCode {
        let mut script = Vec::new();
        super::make_all();
        generate(self.shell, &mut Line::command(), "infc", &mut script);
        let script = String::from_utf8_lossy(&script);
        render::written(output::standard(script.as_bytes()).map_err(|error| error.to_string()))
    }
}
