//! `infc export`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::cli::arguments::{Inputs, format};
use crate::cli::output::{Destination, Target};
use crate::cli::render;
use crate::cli::stats::{self, StatsForm};
use crate::cli::{source_map, split};
use crate::session::{self, As, Code, Disk, ExportOptions, Format};

const EXAMPLES: &str = "\
Examples:
  infc export app.inf --out yaml            manifests, if there are any, else the value
  infc export app.inf --stack prod -o prod.yaml -f
  infc export . -t region=eu                the package of this directory
  infc export a.inf b.inf -e spec.ports     two files as one package
  infc export app.inf --out yaml | kubectl apply -f -
  infc export ./... --split manifests       a file for each object
  infc export . -o app.yaml -f --source-map app.map.json

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

    /// Write to FILE which line of a source wrote each line of the output (YAML or JSON), as
    /// docs/source-map.md describes it; `-` is standard output, where nothing else goes there
    #[arg(long, value_name = "FILE", conflicts_with = "stats")]
    source_map: Option<PathBuf>,

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

    /// Say what the work took on standard error: the time of each part, counts and memory
    #[arg(
        long,
        value_enum,
        value_name = "FORM",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "text",
        conflicts_with = "split"
    )]
    stats: Option<StatsForm>,
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
        let destination = Destination::of(self.out, self.file.take(), self.force);
        let made = destination.and_then(|made| Ok((self.map(&made, split.as_deref())?, made)));
        let (map, Destination { format, target }) = match made {
            Ok(made) => made,
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
        match (split, map) {
            (Some(directory), map) => self.split(&directory, map, options),
            (None, Some(map)) => {
                let request = self.inputs.request();
                let outcome = session::export_with_map(&Disk, &request, &options);
                let name = target.path().unwrap_or(Path::new("-")).display().to_string();
                render::finish(outcome, |(text, made)| {
                    target.write(&text)?;
                    map.write(&made.named(&name))
                })
            }
            (None, None) => self.plainly(&target, &options),
        }
    }

    /// Where the source map goes, if one is asked for.
    fn map(
        &mut self,
        output: &Destination,
        split: Option<&Path>,
    ) -> Result<Option<source_map::Destination>, String> {
        let output = split.or(output.target.path());
        let map = self.source_map.take();
        map.map(|map| source_map::Destination::of(map, output, self.force)).transpose()
    }

    /// Writes one text, and says what that took if it is asked for.
    fn plainly(self, target: &Target, options: &ExportOptions) -> ExitCode {
        let (outcome, stats) = session::export_with_stats(&Disk, &self.inputs.request(), options);
        let code = render::finish(outcome, |text| target.write(&text));
        if let Some(form) = self.stats {
            render::say(&stats::text(&stats, form));
        }
        code
    }

    /// Writes a file for each manifest.
    fn split(
        self,
        directory: &Path,
        map: Option<source_map::Destination>,
        options: ExportOptions,
    ) -> ExitCode {
        let options = ExportOptions { what: Some(As::Manifests), ..options };
        let request = self.inputs.request();
        match map {
            Some(map) => {
                let outcome = session::split_with_map(&Disk, &request, &options);
                render::finish(outcome, |(files, made)| {
                    split::write(directory, &files, self.force)?;
                    map.write(&made)
                })
            }
            None => {
                let outcome = session::split(&Disk, &request, &options);
                render::finish(outcome, |files| split::write(directory, &files, self.force))
            }
        }
    }
}
