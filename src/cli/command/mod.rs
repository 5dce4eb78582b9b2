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
mod late;
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

use late::Late;
pub(super) use late::make_all;

/// What is to be done.
#[derive(Subcommand)]
pub(super) enum Command {
    Export(Late<export::Export>),
    Eval(Late<eval::Eval>),
    Fmt(Late<fmt::Fmt>),
    Fix(Late<fix::FixCommand>),
    Lsp(Late<lsp::Lsp>),
    Vet(Late<vet::Vet>),
    Lint(Late<lint::Lint>),
    Why(Late<why::Why>),
    Import(Late<import::Import>),
    Validate(Late<validate::Validate>),
    Test(Late<test::Test>),
    #[command(name = "mod")]
    Modules(Late<modules::Modules>),
    Init(Late<init::Init>),
    Doc(Late<doc::Doc>),
    Explain(Late<explain::Explain>),
    Version(Late<version::Version>),
    Completion(Late<completion::Completion>),
}

impl Command {
    /// Does it.
    pub(super) fn run(self) -> ExitCode {
        match self {
            Self::Export(command) => command.0.run(),
            Self::Eval(command) => command.0.run(),
            Self::Fmt(command) => command.0.run(),
            Self::Fix(command) => command.0.run(),
            Self::Lsp(command) => command.0.run(),
            Self::Vet(command) => command.0.run(),
            Self::Lint(command) => command.0.run(),
            Self::Why(command) => command.0.run(),
            Self::Import(command) => command.0.run(),
            Self::Validate(command) => command.0.run(),
            Self::Test(command) => command.0.run(),
            Self::Modules(command) => command.0.run(),
            Self::Init(command) => command.0.run(),
            Self::Doc(command) => command.0.run(),
            Self::Explain(command) => command.0.run(),
            Self::Version(command) => command.0.run(),
            Self::Completion(command) => command.0.run(),
        }
    }
}
