//! `infc why`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::cli::arguments::Inputs;
use crate::cli::output;
use crate::cli::render;
use crate::cli::why::{self, Form};
use crate::session::{self, Code, Diagnostic, Disk, Outcome, Subject};

const EXAMPLES: &str = "\
Examples:
  infc why app.workload.replicas                      of this directory's package
  infc why 'app.\"b-c\"[0]' app.inf                     labels that are no identifiers in quotes
  infc why Deployment/web spec.replicas app.inf       a field of a manifest
  infc why Deployment/shop/web 'spec.template.spec.containers[name=web].image'
  infc why --source-map app.map.json app.yaml:12      a line of what was exported
  infc why app.replicas --stack prod --format json    for tools: docs/why.md

What decided comes first. Every contribution is told with its place, the definition or module that
it stands in, and the references, clauses and patterns by which it came.";

/// Tell where a value comes from: every contribution, the default that won, what overrode it
///
/// PATH is the path of a value, or `Kind/name` and the path of a field in that manifest. What comes
/// behind it are inputs, as those of `infc eval`.
#[derive(Args)]
#[command(after_help = EXAMPLES, override_usage = "infc why [OPTIONS] <PATH> [INPUT]...\n       \
    infc why [OPTIONS] <KIND/NAME> [FIELD] [INPUT]...")]
pub(crate) struct Why {
    #[command(flatten)]
    inputs: Inputs,

    /// The form of the answer
    #[arg(long, value_enum, value_name = "FORM", default_value_t)]
    format: Form,

    /// The source map of an export: then PATH is a line of its output, such as `app.yaml:12`
    #[arg(long, value_name = "FILE")]
    source_map: Option<PathBuf>,

    /// Leave nothing out for people: all steps, and what says nothing that decides
    #[arg(short = 'a', long)]
    all: bool,
}

impl Why {
    pub(super) fn run(self) -> ExitCode {
        let Self { inputs, format, source_map, all } = self;
        let mut request = inputs.request();
        let Some((subject, inputs)) = subject(source_map.as_deref(), &request.inputs) else {
            let message = "there is no path to ask about: `infc why app.replicas`";
            render::failure(Code::Usage, message);
            return ExitCode::from(2);
        };
        let subject = match subject {
            Ok(subject) => subject,
            Err(fault) => {
                return render::finish(Outcome::<()>::failed(vec![fault]), |()| Ok(()));
            }
        };
        request.inputs = inputs;
        render::finish(session::why(&Disk, &request, &subject), |answers| {
            output::standard(why::text(&answers, format, all)).map_err(|error| error.to_string())
        })
    }
}

/// What is asked about, and the inputs.
fn subject(
    map: Option<&Path>,
    words: &[String],
) -> Option<(Result<Subject, Diagnostic>, Vec<String>)> {
    match map {
        Some(map) => {
            let (line, inputs) = words.split_first()?;
            Some((Subject::on_line(&Disk, line, map), inputs.to_vec()))
        }
        None => Subject::of(&Disk, words).map(|(subject, inputs)| (Ok(subject), inputs)),
    }
}
