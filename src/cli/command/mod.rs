//! The subcommands: one file each, and the table of them.

mod completion;
mod doc;
mod eval;
mod explain;
mod export;
mod fix;
mod fmt;
mod import;
mod init;
mod lint;
mod lsp;
mod modules;
mod test;
mod validate;
mod version;
mod vet;
mod why;

use std::process::ExitCode;

use clap::Subcommand;

/// What is to be done.
#[derive(Subcommand)]
pub(super) enum Command {
    Export(export::Export),
    Eval(eval::Eval),
    Fmt(fmt::Fmt),
    Fix(fix::FixCommand),
    Lsp(lsp::Lsp),
    Vet(vet::Vet),
    Lint(lint::Lint),
    Why(why::Why),
    Import(import::Import),
    Validate(validate::Validate),
    Test(test::Test),
    #[command(name = "mod")]
    Modules(modules::Modules),
    Init(init::Init),
    Doc(doc::Doc),
    Explain(explain::Explain),
    Version(version::Version),
    Completion(completion::Completion),
}

impl Command {
    /// Does it.
    pub(super) fn run(self) -> ExitCode {
        match self {
            Self::Export(command) => command.run(),
            Self::Eval(command) => command.run(),
            Self::Fmt(command) => command.run(),
            Self::Fix(command) => command.run(),
            Self::Lsp(command) => command.run(),
            Self::Vet(command) => command.run(),
            Self::Lint(command) => command.run(),
            Self::Why(command) => command.run(),
            Self::Import(command) => command.run(),
            Self::Validate(command) => command.run(),
            Self::Test(command) => command.run(),
            Self::Modules(command) => command.run(),
            Self::Init(command) => command.run(),
            Self::Doc(command) => command.run(),
            Self::Explain(command) => command.run(),
            Self::Version(command) => command.run(),
            Self::Completion(command) => command.run(),
        }
    }
}
