//! Data files that a project has beside its sources: who takes them in, and what they have to fit.

use std::collections::BTreeMap;
use std::path::Path;

use super::project::{Unit, is_data};
use super::request::{Report, Request};
use super::units::embedding;
use super::validate::{ValidateRequest, validate_in};
use super::vet::{VetOptions, vet};
use crate::base::Sources;
use crate::package::{DataSchema, Encoding, Files, Kind, data_schema, paths, text};

/// The units to check after an edit of the data file at `path`, which is absolute: those that embed
/// it, and the file itself where it has to fit something or nobody embeds it.
pub fn data_units(files: &dyn Files, path: &Path) -> Vec<Unit> {
    let mut units = embedding(files, path);
    if units.is_empty() || data_schema(files, path).is_some() {
        units.push(Unit::Data(path.to_owned()));
    }
    units
}

/// All that is to be said of the data file at `path`, which is absolute: as `vet` says it where
/// `[data]` of `inf.toml` names what it has to fit, else as `validate` does if it holds Kubernetes
/// objects. Of `request` counts all but what it names. The first report holds the text.
pub fn check_data(files: &dyn Files, path: &Path, request: &Request) -> Vec<Report> {
    let shown = paths::shown(&files.current(), path);
    let mut sources = Sources::default();
    let Ok(text) = text::read_data(files, path, &shown) else { return Vec::new() };
    let objects = holds_objects(path, &text);
    sources.add(shown.clone(), text);
    let mut reports = vec![Report::new(sources, Vec::new())];
    let input = shown.display().to_string();
    if data_schema(files, path).is_some() {
        let request = Request { inputs: vec![input], ..request.clone() };
        reports.extend(vet(files, &request, &VetOptions::default()).reports);
    } else if objects {
        let (release, threads) = (request.release, request.threads);
        let asked =
            ValidateRequest { inputs: vec![input], release, threads, ..ValidateRequest::default() };
        let directory = path.parent().unwrap_or(path);
        reports.extend(validate_in(files, &asked, directory).reports());
    }
    reports
}

/// Whether a text is meant to hold Kubernetes objects, whether it can be read or not. Templates that
/// other tools fill in are no YAML yet.
fn holds_objects(path: &Path, text: &str) -> bool {
    match Encoding::of_file(path) {
        Some(Encoding::Yaml) => {
            let begins = |key: &str| text.lines().any(|line| line.starts_with(key));
            (begins("apiVersion:") && begins("kind:") || begins("{\"apiVersion\""))
                && !text.contains("{{")
        }
        Some(Encoding::Json) => text.contains("\"apiVersion\"") && text.contains("\"kind\""),
        _ => false,
    }
}

/// The requests that hold the data files of `request` against what `[data]` of `inf.toml` says; none
/// if it names anything else too, or if nothing is said of one of the files.
pub(super) fn by_schema(files: &dyn Files, request: &Request) -> Vec<Request> {
    let is_named = !request.schemas.is_empty() || request.data.is_placed();
    if is_named || !request.expressions.is_empty() {
        return Vec::new();
    }
    let mut by_schema: BTreeMap<DataSchema, Vec<String>> = BTreeMap::new();
    for input in &request.inputs {
        let path = Path::new(input);
        if !is_data(path) || files.kind(path) != Some(Kind::File) {
            return Vec::new();
        }
        let Some(schema) = data_schema(files, &paths::absolute(&files.current(), path)) else {
            return Vec::new();
        };
        by_schema.entry(schema).or_default().push(input.clone());
    }
    let request = |(DataSchema { package, schema }, mut inputs): (DataSchema, Vec<String>)| {
        inputs.insert(0, package);
        Request { inputs, schemas: vec![schema], ..request.clone() }
    };
    by_schema.into_iter().map(request).collect()
}
