//! `infc export`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::cli::arguments::{Inputs, format};
use crate::cli::output::Destination;
use crate::cli::render;
use crate::cli::split;
use crate::session::{self, As, Code, Disk, ExportOptions, Format};

const EXAMPLES: &str = "\
Examples:
  infc export app.inf --out yaml            manifests, if there are any, else the value
  infc export app.inf --stack prod -o prod.yaml -f
  infc export . -t region=eu                the package of this directory
  infc export a.inf b.inf -e spec.ports     two files as one package
  infc export app.inf --out yaml | kubectl apply -f -
  infc export ./... --split manifests       a file for each object

With `--out yaml`, what has a concrete `apiVersion` and `kind` is a manifest; manifests come as a
stream, those that others depend on first. `--as value` writes the whole value instead.";

/// Write a package's concrete value, or its Kubernetes manifests
///
/// Every value must be concrete. All errors are shown; where there is one, nothing is written.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Export {
    #[command(flatten)]
    inputs: Inputs,

    /// The format: json, yaml, inf (or cue), text, toml, jsonl, binary; else what FILE ends in, else
    /// json
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    out: Option<Format>,

    /// Write to FILE (or `format:FILE`) instead of standard output; it is replaced whole or stays as
    /// it was
    #[arg(short = 'o', long = "outfile", value_name = "FILE")]
    file: Option<PathBuf>,

    /// Write each manifest to a file of its own in DIR, and remove the files of those that are no
    /// longer there; what infc did not write stays
    #[arg(long, value_name = "DIR", conflicts_with_all = ["file", "what"])]
    split: Option<PathBuf>,

    /// Overwrite FILE if it exists
    #[arg(short = 'f', long)]
    force: bool,

    /// What to write
    #[arg(long = "as", value_name = "WHAT")]
    what: Option<What>,

    /// Take warnings for errors
    #[arg(long)]
    strict: bool,

    /// Escape `<`, `>` and `&` in JSON, for HTML
    #[arg(long)]
    escape: bool,
}

/// The words of `--as`.
#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// The whole value
    Value,
    /// The Kubernetes manifests in it
    Manifests,
}

impl Export {
    pub(super) fn run(mut self) -> ExitCode {
        let split = self.split.take();
        let Destination { format, target } = match Destination::of(self.out, self.file, self.force)
        {
            Ok(destination) => destination,
            Err(fault) => {
                render::failure(Code::File, &fault);
                return ExitCode::FAILURE;
            }
        };
        let options = ExportOptions {
            format: format.unwrap_or(if split.is_some() { Format::Yaml } else { Format::Json }),
            what: self.what.map(|what| match what {
                What::Value => As::Value,
                What::Manifests => As::Manifests,
            }),
            escape: self.escape,
            strict: self.strict,
            package: self.inputs.package(),
        };
        if let Some(directory) = split {
            let options = ExportOptions { what: Some(As::Manifests), ..options };
            let outcome = session::split(&Disk, &self.inputs.request(), &options);
            return render::finish(outcome, |files| split::write(&directory, &files, self.force));
        }
        let outcome = session::export(&Disk, &self.inputs.request(), &options);
        render::finish(outcome, |text| target.write(&text))
    }
}
