//! `infc test`

use std::process::ExitCode;

use clap::Args;

use crate::cli::arguments::Setting;
use crate::cli::{output, render};
use crate::session::{self, Disk};

const EXAMPLES: &str = "\
Examples:
  infc test                           all packages below this directory
  infc test lib.inf                   the tests of one file

A test is an attribute beside a value:
  x: 1 + 1          @test(eq, 2)
  y: \"a\" & \"b\"      @test(err)
  z: {a: 1} & {a: 2} @test(err, code=eval, contains=\"conflicting\")";

/// Run the inline tests of packages
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Test {
    /// Files, directories and patterns; all packages below this directory if left out
    #[arg(value_name = "INPUT", default_value = "./...")]
    inputs: Vec<String>,

    #[command(flatten)]
    setting: Setting,
}

impl Test {
    pub(super) fn run(self) -> ExitCode {
        let request = self.setting.request(self.inputs, Vec::new());
        let outcome = session::test(&Disk, &request);
        let run = outcome.value;
        let code = render::finish(outcome, |run| {
            let text = match (run.ran, run.failed) {
                (1, 0) => "1 test holds\n".to_owned(),
                (ran, 0) => format!("{ran} tests hold\n"),
                (ran, failed) => format!("{failed} of {ran} tests do not hold\n"),
            };
            output::standard(&text).map_err(|error| format!("cannot write: {error}"))
        });
        if run.is_some_and(|run| run.failed > 0) { ExitCode::FAILURE } else { code }
    }
}
