//! `infc mod`

use std::io::{IsTerminal, Read};
use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::cli::{output, render};
use crate::session::{self, Disk, ModuleTask, Outcome, Revision};

const EXAMPLES: &str = "\
Examples:
  infc mod init ex.com/shop                 an inf.toml for this directory
  infc mod add ex.com/base@1.2.0            from the registry that [registries] names
  infc mod add oci://ghcr.io/acme/base      the newest version there
  infc mod add https://ex.com/base.git --tag v1.2.0
  infc mod add ../base                      a directory
  infc mod tidy                             fetch what inf.toml asks for, write inf.lock
  infc mod update                           newer versions, of the same major version
  infc mod publish oci://ghcr.io/acme/shop

These commands alone use the network; all others take what was fetched, and check that it is what
inf.lock says. docs/packages.md has the rules.";

/// Work at the dependencies of a module, and publish it
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Modules {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Make an `inf.toml` in this directory
    Init {
        /// The module's name, which its import paths start with; else that of the directory
        name: Option<String>,
    },
    /// Add dependencies, or change where they come from
    Add(Add),
    /// Take dependencies out
    Remove {
        /// The names in `[dependencies]`
        #[arg(required = true)]
        names: Vec<String>,
    },
    /// Bring `inf.lock` up to date, and fetch what it holds
    Tidy,
    /// Take newer versions of dependencies, and write `inf.lock`
    Update {
        /// The names in `[dependencies]`; all if left out
        names: Vec<String>,
    },
    /// Copy what `inf.lock` holds into `vendor`, to be used instead of the cache
    Vendor,
    /// Tell which module depends on which
    Graph,
    /// Check the files of all modules that `inf.lock` holds
    Verify,
    /// Tell who asks for a module, and in which version
    Why {
        /// A module, or an import path
        path: String,
    },
    /// Put this module into a registry, under its version
    Publish {
        /// The repository, `oci://host/path`; else where `[registries]` say that the name lies
        place: Option<String>,

        /// Replace what is there under this version
        #[arg(short, long)]
        force: bool,

        /// Tell what would be published, and publish nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Keep credentials for a registry, where container tools keep theirs
    Login {
        /// The registry
        host: String,

        /// Who
        #[arg(short, long)]
        username: String,

        /// Read the password from standard input; it is read from nowhere else
        #[arg(long)]
        password_stdin: bool,
    },
}

#[derive(Args)]
struct Add {
    /// `NAME`, `NAME@VERSION`, `oci://HOST/PATH[:TAG|@DIGEST]`, a git repository, or a directory
    #[arg(required = true, value_name = "MODULE")]
    modules: Vec<String>,

    /// Of a git repository: this tag
    #[arg(long, group = "revision")]
    tag: Option<String>,

    /// Of a git repository: the newest commit of this branch
    #[arg(long, group = "revision")]
    branch: Option<String>,

    /// Of a git repository: this commit
    #[arg(long, group = "revision", value_name = "COMMIT")]
    rev: Option<String>,

    /// Of a git repository: the module in this directory
    #[arg(long = "directory", value_name = "PATH")]
    within: Option<String>,
}

impl Modules {
    pub(super) fn run(self) -> ExitCode {
        let task = match self.verb {
            Verb::Init { name } => Ok(ModuleTask::Init(name)),
            Verb::Add(add) => add.task(),
            Verb::Remove { names } => Ok(ModuleTask::Remove(names)),
            Verb::Tidy => Ok(ModuleTask::Tidy),
            Verb::Update { names } => Ok(ModuleTask::Update(names)),
            Verb::Vendor => Ok(ModuleTask::Vendor),
            Verb::Graph => Ok(ModuleTask::Graph),
            Verb::Verify => Ok(ModuleTask::Verify),
            Verb::Why { path } => Ok(ModuleTask::Why(path)),
            Verb::Publish { place, force, dry_run } => {
                Ok(ModuleTask::Publish { place, force, dry: dry_run })
            }
            Verb::Login { host, username, password_stdin } => password(password_stdin)
                .map(|password| ModuleTask::Login { host, user: username, password }),
        };
        let outcome = match task {
            Ok(task) => session::modules(&Disk, &task),
            Err(outcome) => outcome,
        };
        render::finish(outcome, |lines| {
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            output::standard(&text).map_err(|error| format!("cannot write: {error}"))
        })
    }
}

impl Add {
    fn task(self) -> Result<ModuleTask, Outcome<Vec<String>>> {
        let revision = self
            .tag
            .map(Revision::Tag)
            .or(self.branch.map(Revision::Branch))
            .or(self.rev.map(Revision::Commit));
        let mut sources = Vec::new();
        let mut faults = Vec::new();
        for module in &self.modules {
            match session::dependency(module, revision.clone(), self.within.clone()) {
                Ok(source) => sources.push(source),
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() { Ok(ModuleTask::Add(sources)) } else { Err(Outcome::failed(faults)) }
    }
}

/// The first line of standard input. On a terminal it would be seen while it is typed.
fn password(asked: bool) -> Result<String, Outcome<Vec<String>>> {
    let failed = |message: &str| {
        let fault = session::unusable(message);
        Outcome::failed(vec![fault.help(
            "Pipe it in: `printf %s \"$TOKEN\" | infc mod login HOST -u NAME --password-stdin`.",
        )])
    };
    let input = std::io::stdin();
    if !asked || input.is_terminal() {
        return Err(failed("the password is read from standard input, with `--password-stdin`"));
    }
    let mut text = String::new();
    let read = input.lock().take(1 << 16).read_to_string(&mut text);
    let line = text.lines().next().unwrap_or_default();
    match read {
        Ok(_) if !line.is_empty() => Ok(line.to_owned()),
        _ => Err(failed("there is no password on standard input")),
    }
}
