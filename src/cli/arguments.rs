//! Arguments that several subcommands share.

use std::num::NonZeroUsize;

use clap::Args;

use super::limits::LimitArguments;
use crate::session::{ContextFlags, DataUse, Format, Release, Request, Threads};

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
    data: DataArguments,

    /// Go on in the presence of errors outside of what is asked for
    #[arg(short = 'i', long = "ignore")]
    lenient: bool,

    /// Simplify what is written; it is as simple as it can be already
    #[arg(short = 's', long = "simplify", hide = true)]
    _simplify: bool,

    #[command(flatten)]
    setting: Setting,
}

/// What becomes of data files.
#[derive(Args)]
#[command(next_help_heading = "Data files")]
struct DataArguments {
    /// Hold each document of data files against this expression; may be repeated
    #[arg(short = 'd', long = "schema", value_name = "EXPR")]
    schemas: Vec<String>,

    /// Put documents under this label: an expression over the document, or a whole path such as
    /// `a: b:`; may be repeated
    #[arg(short = 'l', long = "path", value_name = "EXPR")]
    path: Vec<String>,

    /// Make a list of the documents of a file
    #[arg(long)]
    list: bool,

    /// Evaluate labels over `data`, `filename`, `index` and `recordCount`
    #[arg(long = "with-context")]
    with_context: bool,

    /// Whether all documents are one value (the default), or each is its own
    #[arg(
        long,
        value_name = "BOOL",
        num_args = 0..=1,
        require_equals = true,
        default_value_t = true,
        default_missing_value = "true",
        action = clap::ArgAction::Set
    )]
    merge: bool,

    /// The package that data files belong to, and the package clause of sources that are written
    #[arg(short = 'p', long = "package", value_name = "NAME")]
    package: Option<String>,

    /// A pattern for the names of data files in directories
    #[arg(short = 'n', long = "name", value_name = "REGEXP")]
    names: Option<String>,
}

/// Where the compilation is for.
#[derive(Args)]
pub(super) struct Setting {
    /// A value for `@tag(KEY)`, or a flag for `@if(KEY)`; may be repeated
    #[arg(short = 't', long = "inject", value_name = "KEY[=VALUE]")]
    tags: Vec<String>,

    /// Let `@tag(KEY, var=NAME)` take variables of the system: now, os, arch, cwd, username,
    /// hostname, rand
    #[arg(short = 'T', long = "inject-vars")]
    inject: bool,

    /// The stack: `context.stack` of `inf/context`
    #[arg(long, value_name = "NAME")]
    stack: Option<String>,

    /// Set `project`, `stack`, `app` or `namespace` of `inf/context`; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = pair)]
    context: Vec<(String, String)>,

    /// The release of Kubernetes that manifests are for; else `version` under `[kube]` in `inf.toml`,
    /// else the newest one that is known
    #[arg(long, value_name = "VERSION", value_parser = release)]
    kube_version: Option<Release>,

    #[command(flatten)]
    threads: ThreadArguments,

    #[command(flatten)]
    limits: LimitArguments,
}

/// How many threads work.
#[derive(Args)]
pub(super) struct ThreadArguments {
    /// How many threads may work at once (as many as there are processors); what is written does not
    /// depend on it
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

impl ThreadArguments {
    /// What the argument says.
    pub(super) fn threads(&self) -> Threads {
        self.threads.map_or_else(Threads::default, Threads::at_most)
    }
}

impl Inputs {
    /// The request that the arguments make.
    pub(super) fn request(self) -> Request {
        let DataArguments { schemas, path, list, with_context, merge, package, names } = self.data;
        Request {
            schemas,
            data: DataUse { path, list, with_context, separate: !merge, package, names },
            lenient: self.lenient,
            ..self.setting.request(self.inputs, self.expressions)
        }
    }

    /// The package clause of sources that are written.
    pub(super) fn package(&self) -> Option<String> {
        self.data.package.clone()
    }
}

impl Setting {
    /// A request for `inputs`.
    pub(super) fn request(self, inputs: Vec<String>, expressions: Vec<String>) -> Request {
        let context = ContextFlags { stack: self.stack, values: self.context };
        let inject = self.inject;
        Request {
            inputs,
            expressions,
            tags: self.tags,
            inject,
            context,
            release: self.kube_version,
            threads: self.threads.threads(),
            limits: self.limits.limits(),
            once: true,
            ..Request::default()
        }
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

/// Reads a release of Kubernetes.
pub(super) fn release(text: &str) -> Result<Release, String> {
    text.parse().map_err(|fault| sentence(&fault))
}

/// Reads the name of a format.
pub(super) fn format(name: &str) -> Result<Format, String> {
    Format::named(name).map_err(|fault| sentence(&fault))
}

fn sentence(fault: &crate::session::Diagnostic) -> String {
    let help = fault.help.join(" ");
    format!("{}. {help}", fault.message)
}
