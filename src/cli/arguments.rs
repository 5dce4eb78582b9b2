//! Arguments that several subcommands share.

use clap::Args;

use crate::session::{ContextFlags, Format, Request};

/// What is compiled, and for what.
#[derive(Args)]
pub(super) struct Inputs {
    /// Source files (`.inf`, `.cue`), directories (`./dir`, `./dir:package`, `./...`), data files
    /// (`.json`, `.yaml`, `.toml`), or `-` for standard input; the current directory if left out
    #[arg(value_name = "INPUT")]
    inputs: Vec<String>,

    /// Ask for this expression instead of the whole; may be repeated
    #[arg(short = 'e', long = "expression", value_name = "EXPR")]
    expressions: Vec<String>,

    #[command(flatten)]
    setting: Setting,
}

/// Where the compilation is for.
#[derive(Args)]
pub(super) struct Setting {
    /// A value for `@tag(KEY)`, or a flag for `@if(KEY)`; may be repeated
    #[arg(short = 't', long = "inject", value_name = "KEY[=VALUE]")]
    tags: Vec<String>,

    /// The stack: `context.stack` of `inf/context`
    #[arg(long, value_name = "NAME")]
    stack: Option<String>,

    /// Set `project`, `stack`, `app` or `namespace` of `inf/context`; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = pair)]
    context: Vec<(String, String)>,

    /// Show all errors; they always are, the flag is taken for the sake of habit
    #[arg(short = 'E', long = "all-errors", hide = true)]
    _all_errors: bool,
}

impl Inputs {
    /// The request that the arguments make.
    pub(super) fn request(self) -> Request {
        self.setting.request(self.inputs, self.expressions)
    }
}

impl Setting {
    /// A request for `inputs`.
    pub(super) fn request(self, inputs: Vec<String>, expressions: Vec<String>) -> Request {
        let context = ContextFlags { stack: self.stack, values: self.context };
        Request { inputs, expressions, tags: self.tags, context }
    }
}

/// Reads `key=value` of the context.
fn pair(text: &str) -> Result<(String, String), String> {
    let Some((key, value)) = text.split_once('=') else {
        return Err("write it as KEY=VALUE".to_owned());
    };
    let pair = (key.to_owned(), value.to_owned());
    let flags = ContextFlags { stack: None, values: vec![pair.clone()] };
    flags.check().map(|()| pair).map_err(|fault| sentence(&fault))
}

/// Reads the name of a format.
pub(super) fn format(name: &str) -> Result<Format, String> {
    Format::named(name).map_err(|fault| sentence(&fault))
}

fn sentence(fault: &crate::session::Diagnostic) -> String {
    let help = fault.help.join(" ");
    format!("{}. {help}", fault.message)
}
