//! Files to verdicts: each for itself, on all processors, or all together.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Verdict;
use super::document::objects;
use crate::base::{Diagnostic, FileId, Plain, Sources, Threads};
use crate::kube::{self, CheckOptions};
use crate::package::Files;
use crate::package::text;
use crate::session::written::keep_written;

/// So few files are judged one after the other, and the objects of each at once.
const FEW: usize = 16;

/// Judges each file for itself.
pub(super) fn each(files: &dyn Files, paths: &[PathBuf], options: &CheckOptions) -> Vec<Verdict> {
    if paths.len() < FEW {
        return paths.iter().map(|path| one(files, path, options)).collect();
    }
    let alone = CheckOptions { threads: Threads::one(), ..options.clone() };
    options.threads.each(paths, |path| one(files, path, &alone))
}

fn one(files: &dyn Files, path: &Path, options: &CheckOptions) -> Verdict {
    let text = match text::read_data(files, path, path) {
        Ok(text) => text,
        Err(fault) => return verdict(path.to_owned(), 0, vec![fault], Arc::default()),
    };
    let mut sources = Sources::default();
    let file = sources.add(path, text);
    let mut plain = Plain::default();
    let (manifests, mut said) = objects(path, sources.text(file), file, &mut plain);
    said.extend(kube::check(&plain, &manifests, options));
    keep_written(&sources, &mut said);
    let sources = if said.is_empty() { Arc::default() } else { Arc::new(sources) };
    verdict(path.to_owned(), manifests.len(), said, sources)
}

/// A verdict, what is said in the order of its places.
fn verdict(
    path: PathBuf,
    objects: usize,
    mut diagnostics: Vec<Diagnostic>,
    sources: Arc<Sources>,
) -> Verdict {
    diagnostics.sort_by_key(|one| one.marks.first().map(|mark| mark.span));
    Verdict { path, objects, diagnostics, sources }
}

/// What is known of a file of a bundle.
struct Part {
    path: PathBuf,
    file: Option<FileId>,
    objects: usize,
    said: Vec<Diagnostic>,
}

/// Judges all files as one bundle. What is said of objects of several files is told with the file
/// that has to change first.
pub(super) fn together(
    files: &dyn Files,
    paths: Vec<PathBuf>,
    options: &CheckOptions,
) -> Vec<Verdict> {
    let mut sources = Sources::default();
    let mut plain = Plain::default();
    let mut manifests = Vec::new();
    let mut parts: Vec<Part> = Vec::new();
    let mut by_file: BTreeMap<FileId, usize> = BTreeMap::new();
    for path in paths {
        match text::read_data(files, &path, &path) {
            Ok(text) => {
                let file = sources.add(&path, text);
                by_file.insert(file, parts.len());
                let (found, said) = objects(&path, sources.text(file), file, &mut plain);
                parts.push(Part { path, file: Some(file), objects: found.len(), said });
                manifests.extend(found);
            }
            Err(fault) => parts.push(Part { path, file: None, objects: 0, said: vec![fault] }),
        }
    }
    let mut found = kube::check(&plain, &manifests, options);
    keep_written(&sources, &mut found);
    for one in found {
        let place = one.marks.first().and_then(|mark| by_file.get(&mark.span.file));
        if let Some(part) = parts.get_mut(place.copied().unwrap_or(0)) {
            part.said.push(one);
        }
    }
    for finding in kube::check_bundle(&plain, &manifests, &options.rules) {
        let place = plain.span(finding.object).and_then(|span| by_file.get(&span.file));
        if let Some(part) = parts.get_mut(place.copied().unwrap_or(0)) {
            part.said.push(finding.diagnostic);
        }
    }
    let sources = Arc::new(sources);
    let told = |Part { path, file, objects, said }| {
        let sources = if file.is_some() { Arc::clone(&sources) } else { Arc::default() };
        verdict(path, objects, said, sources)
    };
    parts.into_iter().map(told).collect()
}
