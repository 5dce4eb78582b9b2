//! The definitions of custom resources that a run is given, read from their files.

use std::path::PathBuf;

use crate::base::{Code, Diagnostic};
use crate::kube::Crds;
use crate::package::{Files, text};

/// The definitions in `paths`, and which of them cannot be read.
pub(super) fn read(files: &dyn Files, paths: &[PathBuf]) -> (Crds, Vec<Diagnostic>) {
    let mut crds = Crds::default();
    let mut faults = Vec::new();
    for path in paths {
        match text::read_data(files, path, path) {
            Ok(text) => crds.add(path, text),
            Err(fault) => faults.push(fault),
        }
    }
    (crds, faults)
}

/// What is wrong with definitions, for reports that do not hold their texts: the place is told in
/// words.
pub(super) fn told(crds: &Crds) -> Vec<Diagnostic> {
    let sources = crds.sources();
    let worded = |fault: Diagnostic| {
        let mut said = Diagnostic::error(Code::BrokenDefinition, fault.message);
        said.severity = fault.severity;
        if let Some(span) = fault.marks.first().map(|mark| mark.span)
            && sources.hold(span)
        {
            let at = sources.line_column(span);
            let path = sources.path(span.file).display();
            said = said.note(format!("it stands in {path}:{}:{}", at.line, at.column));
        }
        said
    };
    crds.faults().into_iter().map(worded).collect()
}
