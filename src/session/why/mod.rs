//! `why`: every contribution to a value that is named by its path, or as a field of a manifest.
//!
//! The same account is what the command line draws and what an editor shows when the pointer rests
//! on a name. Errors elsewhere keep nothing back: the one that is asked about may be among them.

mod absent;
mod object;
mod path;
mod words;

use std::path::Path;

use super::compile::{Compiled, Data, Wanted, each_package};
use super::request::{Outcome, Request, unusable};
use super::source_map;
use crate::base::{Diagnostic, Sources};
use crate::eval::{Account, Found, Graph, Tracer};
use crate::package::Files;

pub use object::Object;
pub use words::deed;

/// What is asked about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Subject {
    /// A value, by its path: `app.workload.replicas`.
    Value(String),
    /// A manifest, as `Kind/name` or `Kind/namespace/name`, and the path of a field in it.
    Object(String, Option<String>),
}

/// Why a value is as it is.
#[derive(Clone, Debug)]
pub struct Why {
    /// The manifest, if the value was asked for as a field of one.
    pub object: Option<Object>,
    /// The account.
    pub account: Account,
    /// What its spans point into.
    pub sources: Sources,
}

impl Subject {
    /// What stands on the line of an output that `word` names (`app.yaml:12`), by the source map that
    /// was written with it.
    ///
    /// # Errors
    /// A word that names no line, a map that cannot be read or does not know the line.
    pub fn on_line(files: &dyn Files, word: &str, map: &Path) -> Result<Self, Diagnostic> {
        let Some(named) = source_map::line_named(word) else {
            let fault = unusable(format!("`{word}` is no line of an output"));
            return Err(fault.help("With `--source-map`, write it like `app.yaml:12`."));
        };
        source_map::path_on_line(files, map, named).map(Self::Value)
    }

    /// Reads the words of a command line: what is asked about, and the inputs behind it. A word
    /// behind the name of a manifest is a path in it, unless there is such a file.
    pub fn of(files: &dyn Files, words: &[String]) -> Option<(Self, Vec<String>)> {
        let (first, rest) = words.split_first()?;
        if !object::is_address(first) {
            return Some((Self::Value(first.clone()), rest.to_vec()));
        }
        match rest.split_first() {
            Some((field, inputs)) if !is_input(files, field) => {
                let subject = Self::Object(first.clone(), Some(field.clone()));
                Some((subject, inputs.to_vec()))
            }
            Some(_) | None => Some((Self::Object(first.clone(), None), rest.to_vec())),
        }
    }
}

/// Whether a word names something to be read rather than a field.
fn is_input(files: &dyn Files, word: &str) -> bool {
    const ENDINGS: [&str; 8] =
        [".inf", ".cue", ".json", ".jsonl", ".yaml", ".yml", ".toml", ".txt"];
    word == "-"
        || word.starts_with("./")
        || word.starts_with("../")
        || word.starts_with('/')
        || ENDINGS.iter().any(|ending| word.ends_with(ending))
        || files.kind(word.as_ref()).is_some()
}

/// Accounts of what `subject` names in the packages of `request`: of each package that has it, and of
/// each document that is held against one. What is not there anywhere is an error, which tells what
/// stands in the way.
pub fn why(files: &dyn Files, request: &Request, subject: &Subject) -> Outcome<Vec<Why>> {
    let mut found = Vec::new();
    let mut outcome = each_package(files, request, Data::Joined, false, |compiled| {
        let mut faults = Vec::new();
        let before = found.len();
        for wanted in compiled.wanted.clone() {
            match answer(compiled, wanted, subject) {
                Ok(answers) => found.extend(answers),
                Err(told) => faults.extend(told),
            }
        }
        if found.len() > before {
            faults.clear();
        }
        (Some(()), faults)
    });
    if found.is_empty() {
        return Outcome { value: None, reports: outcome.reports };
    }
    // Other packages need not have it.
    if outcome.reports.len() > 1 {
        let held = |report: &super::request::Report| {
            found.iter().any(|why: &Why| why.sources.ids().eq(report.sources.ids()))
        };
        outcome.reports.retain(held);
    }
    Outcome { value: Some(found), reports: outcome.reports }
}

fn answer(
    compiled: &mut Compiled,
    wanted: Wanted,
    subject: &Subject,
) -> Result<Vec<Why>, Vec<Diagnostic>> {
    let sources = compiled.loaded.sources.clone();
    let graph = &mut compiled.graph;
    let tracer = Tracer::new(graph);
    let root = Found::root(wanted.vertex);
    match subject {
        Subject::Value(text) => {
            let parts = path::parse(text).map_err(|fault| vec![fault])?;
            let found = follow(graph, &tracer, root, &parts)?;
            let account = tracer.account(graph, &found);
            Ok(vec![Why { object: None, account, sources }])
        }
        Subject::Object(address, field) => {
            let parts = match field {
                Some(field) => path::parse(field).map_err(|fault| vec![fault])?,
                None => Vec::new(),
            };
            let objects = object::find(graph, &tracer, &root, address)?;
            let mut answers = Vec::new();
            let mut faults = Vec::new();
            for (mut object, found) in objects {
                let prefix = found.path().len();
                match follow(graph, &tracer, found, &parts) {
                    Ok(found) => {
                        let below = found.path().get(prefix..).unwrap_or("");
                        object.field = below.trim_start_matches('.').to_owned();
                        let account = tracer.account(graph, &found);
                        let sources = sources.clone();
                        answers.push(Why { object: Some(object), account, sources });
                    }
                    Err(told) => faults.extend(told),
                }
            }
            if answers.is_empty() { Err(faults) } else { Ok(answers) }
        }
    }
}

/// The value that a path leads to.
fn follow(
    graph: &mut Graph,
    tracer: &Tracer,
    from: Found,
    parts: &[path::Part],
) -> Result<Found, Vec<Diagnostic>> {
    let mut at = from;
    for part in parts {
        match part.descend(graph, tracer, &at) {
            Some(next) => at = next,
            None => return Err(vec![absent::told(graph, tracer, &at, part)]),
        }
    }
    Ok(at)
}
