//! `infc init`

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::cli::{output, render};
use crate::session::{self, Disk, Scaffold};

const EXAMPLES: &str = "\
Examples:
  infc init app                       an application, called like this directory
  infc init module ex.com/cache       a module for others to import
  infc init workspace                 several applications, and what they have in common

What is laid out exports and passes its tests at once; nothing that is there is overwritten.";

/// Begin a project in this directory
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Init {
    /// What to begin
    kind: Kind,

    /// Its name, which its import paths start with; else that of the directory
    name: Option<String>,
}

/// The words for scaffolds.
#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// An application
    App,
    /// A module for others to import
    Module,
    /// Several applications, and what the platform says of them all
    Workspace,
}

impl Init {
    pub(super) fn run(self) -> ExitCode {
        let kind = match self.kind {
            Kind::App => Scaffold::App,
            Kind::Module => Scaffold::Module,
            Kind::Workspace => Scaffold::Workspace,
        };
        let outcome = session::scaffold(&Disk, kind, self.name.as_deref());
        render::finish(outcome, |paths| {
            let text: String = paths.iter().map(|path| format!("{path}\n")).collect();
            output::standard(&text).map_err(|error| format!("cannot write: {error}"))
        })
    }
}
