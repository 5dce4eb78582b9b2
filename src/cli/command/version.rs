//! `infc version`

use std::process::ExitCode;

use clap::Args;

use crate::cli::{output, render};

/// The release of CUE whose language this is.
const LANGUAGE: &str = "v0.18";

/// Print the version
#[derive(Args)]
pub(crate) struct Version {}

impl Version {
    pub(super) fn run(self) -> ExitCode {
        let text = format!("infc {}\nlanguage CUE {LANGUAGE}\n", env!("CARGO_PKG_VERSION"));
        render::written(output::standard(&text).map_err(|error| error.to_string()))
    }
}
