//! `infc test`

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use regex::Regex;

use crate::cli::arguments::Setting;
use crate::cli::{output, render};
use crate::session::{self, Disk, TestFormat, TestOptions};

const EXAMPLES: &str = "\
Examples:
  infc test                           all packages below this directory
  infc test lib.inf                   the tests of one file
  infc test --run '^app\\.'            the tests of fields whose paths match
  infc test --format junit > out.xml  a report for other tools

A test is an attribute beside a value:
  x: 1 + 1          @test(eq, 2)
  y: \"a\" & \"b\"      @test(err)
  z: {a: 1} & {a: 2} @test(err, code=eval, contains=\"conflicting values\")";

/// Run the inline tests of packages
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Test {
    /// Files, directories and patterns; all packages below this directory if left out
    #[arg(value_name = "INPUT", default_value = "./...")]
    inputs: Vec<String>,

    /// Run only the tests of fields whose paths this regular expression matches
    #[arg(long, value_name = "REGEX", value_parser = regex)]
    run: Option<Regex>,

    /// How the result is told
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    format: Format,

    #[command(flatten)]
    setting: Setting,
}

/// The names of the formats.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A summary, and messages on what does not hold
    Human,
    /// One JSON document
    Json,
    /// JUnit XML
    Junit,
}

impl Test {
    pub(super) fn run(self) -> ExitCode {
        let request = self.setting.request(self.inputs, Vec::new());
        let format = match self.format {
            Format::Human => TestFormat::Human,
            Format::Json => TestFormat::Json,
            Format::Junit => TestFormat::Junit,
        };
        let mut outcome = session::test(&Disk, &request, &TestOptions { run: self.run });
        let failed = outcome.value.as_ref().is_some_and(|run| run.counts().fail > 0);
        if outcome.value.is_some() && format != TestFormat::Human {
            // The document tells all.
            outcome.reports.clear();
        }
        let code = render::finish(outcome, |run| {
            output::standard(run.text(format)).map_err(|error| format!("cannot write: {error}"))
        });
        if failed { ExitCode::FAILURE } else { code }
    }
}

fn regex(text: &str) -> Result<Regex, String> {
    Regex::new(text).map_err(|error| error.to_string())
}
