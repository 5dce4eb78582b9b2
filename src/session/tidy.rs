//! `fmt`: sources in house style.

use std::path::{Path, PathBuf};

use super::request::Report;
use crate::base::Sources;
use crate::format;
use crate::package::{self, Files, text};
use crate::syntax::parse;

/// A source and what it is in house style.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tidied {
    /// Where it comes from, `-` for standard input.
    pub path: PathBuf,
    /// The text as it is.
    pub before: String,
    /// The text as it is to be.
    pub after: String,
}

/// Lays out all sources that `inputs` name: files, the files of directories, `-`. With `below`,
/// directories stand for all files below them.
///
/// What cannot be read, or has a syntax error, is reported and left out.
pub fn tidy(files: &dyn Files, inputs: &[String], below: bool) -> (Vec<Tidied>, Vec<Report>) {
    let (paths, faults) = package::all_sources(files, inputs, below);
    let mut tidied = Vec::new();
    let mut reports = Vec::new();
    if !faults.is_empty() {
        reports.push(Report::bare(faults));
    }
    for path in paths {
        match one(files, &path) {
            Ok(done) => tidied.push(done),
            Err(report) => reports.push(report),
        }
    }
    (tidied, reports)
}

fn one(files: &dyn Files, path: &Path) -> Result<Tidied, Report> {
    let text = text::read(files, path, path).map_err(|fault| Report::bare(vec![fault]))?;
    let mut sources = Sources::default();
    let file = sources.add(path, text);
    let parsed = parse(file, sources.text(file));
    if !parsed.diagnostics.is_empty() {
        return Err(Report::new(sources, parsed.diagnostics));
    }
    let before = sources.text(file).to_owned();
    let after = format::tidy(&parsed.tree, &before);
    Ok(Tidied { path: path.to_owned(), before, after })
}
