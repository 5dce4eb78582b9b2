//! `infc vet`

use std::process::ExitCode;

use clap::Args;

use crate::cli::arguments::Inputs;
use crate::cli::render;
use crate::session::{self, Disk, VetOptions};

const EXAMPLES: &str = "\
Examples:
  infc vet .                          this directory's package; says if it is incomplete
  infc vet -c ./...                   all packages below, which must be concrete
  infc vet -c=false schema.inf        a schema, which need not be
  infc vet schema.inf values.yaml     data against a package
  infc vet schema.inf values.yaml -d '#Values'
  infc vet values.yaml                data against what [data] of inf.toml says that it fits";

/// Check packages, or data against them, and write nothing
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Vet {
    #[command(flatten)]
    inputs: Inputs,

    /// Require that values are concrete (`-c`), or let them be incomplete (`-c=false`)
    #[arg(
        short = 'c',
        long,
        value_name = "BOOL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true"
    )]
    concrete: Option<bool>,
}

impl Vet {
    pub(super) fn run(self) -> ExitCode {
        let options = VetOptions { concrete: self.concrete };
        render::finish(session::vet(&Disk, &self.inputs.request(), &options), |()| Ok(()))
    }
}
