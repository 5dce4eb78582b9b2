//! `infc lint`

use std::process::ExitCode;

use clap::Args;

use crate::cli::arguments::Setting;
use crate::cli::render;
use crate::session::{self, Code, Disk, LintOptions, Severity, nearest};

const EXAMPLES: &str = "\
Examples:
  infc lint                           this directory's package
  infc lint -D warnings ./...         all packages below; fail if there is anything to say
  infc lint -A W0901 -D W0904 .       say nothing of unused fields, fail for vain constraints

`infc explain` lists the codes; `[lint.rules]` in `inf.toml` sets their levels for a project, and
`infc fix` mends what needs no decision.";

/// Say what is no error, and most probably not meant
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Lint {
    /// Source files (`.inf`, `.cue`) and directories (`./dir`, `./dir:package`, `./...`); the current
    /// directory if left out
    #[arg(value_name = "INPUT")]
    inputs: Vec<String>,

    /// Fail for this code, or for all `warnings`; may be repeated
    #[arg(short = 'D', long, value_name = "CODE", value_parser = denied)]
    deny: Vec<Denied>,

    /// Warn of this code, whatever `inf.toml` says; may be repeated
    #[arg(short = 'W', long, value_name = "CODE", value_parser = code)]
    warn: Vec<Code>,

    /// Say nothing of this code; may be repeated
    #[arg(short = 'A', long, value_name = "CODE", value_parser = code)]
    allow: Vec<Code>,

    #[command(flatten)]
    setting: Setting,
}

/// What `-D` names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Denied {
    Warnings,
    Code(Code),
}

impl Lint {
    pub(super) fn run(self) -> ExitCode {
        let denied = self.deny.iter().filter_map(|one| match one {
            Denied::Warnings => None,
            Denied::Code(code) => Some((*code, Some(Severity::Error))),
        });
        let warned = self.warn.iter().map(|&code| (code, Some(Severity::Warning)));
        let allowed = self.allow.iter().map(|&code| (code, None));
        let options = LintOptions {
            deny_warnings: self.deny.contains(&Denied::Warnings),
            levels: denied.chain(warned).chain(allowed).collect(),
        };
        let request = self.setting.request(self.inputs, Vec::new());
        render::finish(session::lint(&Disk, &request, &options), |()| Ok(()))
    }
}

fn denied(text: &str) -> Result<Denied, String> {
    if text == "warnings" { Ok(Denied::Warnings) } else { code(text).map(Denied::Code) }
}

/// Reads the code of a lint.
fn code(text: &str) -> Result<Code, String> {
    let lints = || Code::ALL.iter().filter(|code| code.text().starts_with('W'));
    if let Some(code) = lints().find(|code| code.text().eq_ignore_ascii_case(text)) {
        return Ok(*code);
    }
    Err(match nearest(text, lints().map(|code| code.text())) {
        Some(near) => format!("there is no lint `{text}`; did you mean `{near}`?"),
        None => {
            let all: Vec<&str> = lints().map(|code| code.text()).collect();
            format!("there is no lint `{text}`; there are {}", all.join(", "))
        }
    })
}
