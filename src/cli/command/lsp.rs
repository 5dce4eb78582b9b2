//! `infc lsp`

use std::process::ExitCode;

use clap::Args;

use crate::cli::render;
use crate::session::{Code, expect_much};

const EXAMPLES: &str = "\
Editors start it, and speak to it over its standard input and output; `editors/` in the
repository has settings for VS Code, Neovim, Helix and Zed.";

/// Serve an editor: the language server, over standard input and output
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Lsp {
    /// Taken for the sake of editors that pass it; there is no other way
    #[arg(long, hide = true)]
    stdio: bool,
}

impl Lsp {
    pub(super) fn run(self) -> ExitCode {
        expect_much();
        match crate::lsp::serve(std::io::stdin(), std::io::stdout()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(fault) => {
                render::failure(Code::File, &fault);
                ExitCode::FAILURE
            }
        }
    }
}
