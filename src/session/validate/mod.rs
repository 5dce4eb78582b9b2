//! `validate`: files of Kubernetes objects that were not made here, judged as manifests are.
//!
//! Files are read and judged one by one, several at a time; what is kept of a file is its verdict,
//! and its text only where there is something to say. As one bundle, all objects are judged
//! together, and the rules across them hold.

mod document;
mod json;
mod judge;
mod junit;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) use document::objects;

use super::definitions;
use super::request::Report;
use crate::base::{Diagnostic, Severity, Sources, Threads};
use crate::kube::CheckOptions;
use crate::package::{Files, kube_settings, object_files};
use crate::schema::Release;

/// What is validated, and how.
#[derive(Clone, Default, Debug)]
pub struct ValidateRequest {
    /// Files, directories, and `-` for standard input.
    pub inputs: Vec<String>,
    /// Files and directories of custom resource definitions.
    pub crds: Vec<String>,
    /// The release of Kubernetes; else the newest one.
    pub release: Option<Release>,
    /// Whether kinds that are not known are errors.
    pub strict: bool,
    /// Whether all objects are one bundle, in which what one refers to has to exist.
    pub bundle: bool,
    /// How many threads may work at once; what comes out does not depend on it.
    pub threads: Threads,
}

/// What came of all files.
#[derive(Debug, Default)]
pub struct Validated {
    /// The verdicts, in the order of the files.
    pub files: Vec<Verdict>,
    /// What is to be said of the request itself and of definitions.
    pub about: Vec<Report>,
}

/// What came of one file.
#[derive(Debug)]
pub struct Verdict {
    /// The file, as it was named.
    pub path: PathBuf,
    /// How many objects it has.
    pub objects: usize,
    /// What is to be said of it.
    pub diagnostics: Vec<Diagnostic>,
    /// What that points into, which files of a bundle share; empty where there is nothing to say.
    pub sources: Arc<Sources>,
}

/// The forms in which verdicts are told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ValidateFormat {
    /// Messages for people, and a line that sums them up.
    Human,
    /// One JSON object a file, each on a line.
    Json,
    /// XML as JUnit and those who read its reports know it.
    Junit,
}

impl Verdict {
    /// Whether there is no error in it.
    pub fn is_valid(&self) -> bool {
        !has_error(&self.diagnostics)
    }
}

impl Validated {
    /// Whether all is well: warnings aside.
    pub fn is_valid(&self) -> bool {
        self.files.iter().all(Verdict::is_valid)
            && !self.about.iter().any(|report| has_error(&report.diagnostics))
    }

    /// The verdicts as text.
    pub fn text(&self, format: ValidateFormat) -> String {
        match format {
            ValidateFormat::Human => self.summary(),
            ValidateFormat::Json => json::text(self),
            ValidateFormat::Junit => junit::text(self),
        }
    }

    /// All that is to be said, in order.
    pub fn reports(self) -> Vec<Report> {
        let mut told: Vec<(Arc<Sources>, Vec<Diagnostic>)> = Vec::new();
        for Verdict { diagnostics, sources, .. } in self.files {
            match told.last_mut() {
                Some(last) if Arc::ptr_eq(&last.0, &sources) => last.1.extend(diagnostics),
                _ if diagnostics.is_empty() => {}
                _ => told.push((sources, diagnostics)),
            }
        }
        let report = |(sources, diagnostics): (Arc<Sources>, Vec<Diagnostic>)| {
            let sources = Arc::try_unwrap(sources).unwrap_or_else(|shared| (*shared).clone());
            Report::new(sources, diagnostics)
        };
        self.about.into_iter().chain(told.into_iter().map(report)).collect()
    }

    fn summary(&self) -> String {
        let objects: usize = self.files.iter().map(|verdict| verdict.objects).sum();
        let invalid = self.files.iter().filter(|verdict| !verdict.is_valid()).count();
        let plural = |count: usize, word: &str| match count {
            1 => format!("1 {word}"),
            count => format!("{count} {word}s"),
        };
        let all = format!("{} in {}", plural(objects, "object"), plural(self.files.len(), "file"));
        match invalid {
            0 => format!("{all}: valid\n"),
            count => format!("{all}: {} with errors\n", plural(count, "file")),
        }
    }
}

fn has_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|one| one.severity == Severity::Error)
}

/// Validates what `request` names. Files that cannot be read are told of, and the others judged.
pub fn validate(files: &dyn Files, request: &ValidateRequest) -> Validated {
    validate_in(files, request, &files.current())
}

/// The same, with the settings of the module around `directory`.
pub(super) fn validate_in(
    files: &dyn Files,
    request: &ValidateRequest,
    directory: &Path,
) -> Validated {
    let (paths, mut said) = object_files(files, &request.inputs);
    let mut sources = Sources::default();
    let settings = kube_settings(files, directory, &mut sources, &mut said);
    let (mut definitions, faults) = object_files(files, &request.crds);
    definitions.extend(settings.definitions);
    said.extend(faults);
    let (crds, faults) = definitions::read(files, &definitions);
    said.extend(faults);
    let options = CheckOptions {
        release: request.release.or(settings.release).unwrap_or_default(),
        strict: request.strict,
        crds: Arc::new(crds),
        rules: settings.rules,
        threads: request.threads,
    };
    let mut about = Vec::new();
    if !said.is_empty() {
        about.push(Report::new(sources, said));
    }
    let files = match request.bundle {
        true => judge::together(files, paths, &options),
        false => judge::each(files, &paths, &options),
    };
    let broken = options.crds.faults();
    if !broken.is_empty() {
        about.push(Report::new(options.crds.sources().clone(), broken));
    }
    Validated { files, about }
}
