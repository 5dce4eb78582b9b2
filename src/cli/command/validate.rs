//! `infc validate`

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::cli::arguments::{ThreadArguments, release};
use crate::cli::report::{self, Form, Shown};
use crate::cli::{output, render};
use crate::session::{self, Disk, Outcome, Release, ValidateFormat, ValidateRequest};

const EXAMPLES: &str = "\
Examples:
  infc validate k8s/                          all YAML and JSON files below a directory
  infc validate --crds crds/ app.yaml         custom resources too, with their CEL rules
  helm template . | infc validate -           what another tool makes
  infc validate --bundle k8s/                 also what objects say of each other
  infc validate --format sarif k8s/ > out     a report for code scanning";

/// Judge Kubernetes objects in YAML or JSON as a cluster would
///
/// Each file is judged for itself: its objects by the schemas of their kinds and by the API server's
/// own rules. With `--bundle`, all objects are one bundle, in which what one refers to has to exist.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Validate {
    /// Files, directories, or `-` for standard input
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<String>,

    /// A file or directory of custom resource definitions; may be repeated
    #[arg(long, value_name = "PATH")]
    crds: Vec<String>,

    /// The release of Kubernetes that the objects are for; else the newest one that is known
    #[arg(long, value_name = "VERSION", value_parser = release)]
    kube_version: Option<Release>,

    /// Take kinds that nothing is known of for errors
    #[arg(long)]
    strict: bool,

    /// Hold the rules across objects: all that are given are one bundle
    #[arg(long)]
    bundle: bool,

    #[command(flatten)]
    threads: ThreadArguments,

    /// How the verdicts are told, on standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// The names of the formats.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Messages on standard error, and a line that sums them up
    Human,
    /// One JSON object a file, each on a line
    Json,
    /// JUnit XML
    Junit,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Commands of GitHub Actions, which annotate lines
    Github,
}

impl Validate {
    pub(super) fn run(self) -> ExitCode {
        let request = ValidateRequest {
            inputs: self.inputs,
            crds: self.crds,
            release: self.kube_version,
            strict: self.strict,
            bundle: self.bundle,
            threads: self.threads.threads(),
        };
        let validated = session::validate(&Disk, &request);
        let valid = validated.is_valid();
        let (text, reports) = match self.format {
            Format::Human => {
                let summary = validated.text(ValidateFormat::Human);
                (summary, validated.reports())
            }
            Format::Json => (validated.text(ValidateFormat::Json), validated.about),
            Format::Junit => (validated.text(ValidateFormat::Junit), validated.about),
            Format::Sarif | Format::Github => {
                let form = if self.format == Format::Sarif { Form::Sarif } else { Form::Github };
                let reports = validated.reports();
                let text = report::text(form, &reports, &Shown::of(&reports, true));
                (text.unwrap_or_default(), Vec::new())
            }
        };
        let written = || output::standard(&text).map_err(|error| format!("cannot write: {error}"));
        let code = match (self.format == Format::Human, reports.is_empty()) {
            // A form for machines is also written where there is nothing to say.
            (false, true) => render::written(written()),
            _ => {
                let outcome = Outcome { value: Some(()), reports };
                render::finish(outcome, |()| written())
            }
        };
        if valid { code } else { ExitCode::FAILURE }
    }
}
