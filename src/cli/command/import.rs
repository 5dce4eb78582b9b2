//! `infc import`

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::cli::output::{self, Target};
use crate::cli::render;
use crate::session::{self, Disk, Imported};

const EXAMPLES: &str = "\
Examples:
  infc import crd widgets.yaml                  the definitions of one file, to look at
  infc import crd crds/ -o cue.mod/gen          a package for each group and version
  infc import crd crds/ -o cue.mod/gen -f       the same again

With the second, `import \"ex.com/v1\"` gives `v1.#Widget`.";

/// Make sources of what other tools describe
#[derive(Args)]
pub(crate) struct Import {
    #[command(subcommand)]
    what: What,
}

/// What is imported.
#[derive(Subcommand)]
enum What {
    /// Custom resource definitions, as closed definitions with documentation
    #[command(after_help = EXAMPLES)]
    Crd {
        /// Files and directories of definitions, or `-` for standard input
        #[arg(value_name = "INPUT", required = true)]
        inputs: Vec<String>,

        /// Write `GROUP/VERSION/KIND.inf` below this directory instead of standard output
        #[arg(short = 'o', long = "outdir", value_name = "DIRECTORY")]
        outdir: Option<PathBuf>,

        /// Overwrite files that exist
        #[arg(short = 'f', long)]
        force: bool,
    },
}

impl Import {
    pub(super) fn run(self) -> ExitCode {
        let What::Crd { inputs, outdir, force } = self.what;
        let outcome = session::import_crds(&Disk, &inputs);
        render::finish(outcome, |made| match outdir {
            Some(directory) => written(&directory, force, &made),
            None => shown(&made),
        })
    }
}

/// Writes all sources, or none if one of them may not be written.
fn written(directory: &Path, force: bool, made: &[Imported]) -> Result<(), String> {
    let mut targets = Vec::new();
    for source in made {
        let path = directory.join(&source.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)
                .map_err(|error| format!("cannot make `{}`: {error}", parent.display()))?;
        }
        let target = Target::named(Some(path), force);
        target.check()?;
        targets.push((target, source));
    }
    targets.iter().try_for_each(|(target, source)| target.write(source.text.as_bytes()))
}

fn shown(made: &[Imported]) -> Result<(), String> {
    let texts: Vec<&str> = made.iter().map(|source| source.text.as_str()).collect();
    output::standard(texts.join("\n")).map_err(|error| format!("cannot write: {error}"))
}
