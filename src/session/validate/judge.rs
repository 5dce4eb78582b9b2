//! Files to verdicts: each for itself, on all processors, or all together.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::Verdict;
use super::document::objects;
use crate::base::{Diagnostic, FileId, Plain, Sources};
use crate::kube::{self, CheckOptions};
use crate::package::Files;
use crate::package::text;
use crate::session::Report;

/// The stack of a thread that judges: walks over objects recurse with their depth.
const STACK: usize = 64 << 20;

/// Judges each file for itself.
pub(super) fn each(files: &dyn Files, paths: &[PathBuf], options: &CheckOptions) -> Vec<Verdict> {
    let next = AtomicUsize::new(0);
    let done: Mutex<BTreeMap<usize, Verdict>> = Mutex::default();
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(path) = paths.get(index) else { return };
            let verdict = one(files, path, options);
            if let Ok(mut done) = done.lock() {
                done.insert(index, verdict);
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(paths.len() / 8);
    thread::scope(|scope| {
        for _ in 0..threads.saturating_sub(1) {
            // Where no thread can be had, this one does the work.
            let _ = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        }
        work();
    });
    let done = done.into_inner().unwrap_or_default();
    done.into_values().collect()
}

fn one(files: &dyn Files, path: &Path, options: &CheckOptions) -> Verdict {
    let text = match text::read_data(files, path, path) {
        Ok(text) => text,
        Err(fault) => {
            return Verdict {
                path: path.to_owned(),
                objects: 0,
                report: Report::bare(vec![fault]),
            };
        }
    };
    let mut sources = Sources::default();
    let file = sources.add(path, text);
    let mut plain = Plain::default();
    let (manifests, mut said) = objects(path, sources.text(file), file, &mut plain);
    said.extend(kube::check(&plain, &manifests, options));
    let report = match said.is_empty() {
        true => Report::default(),
        false => Report::new(sources, said),
    };
    Verdict { path: path.to_owned(), objects: manifests.len(), report }
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
    let mut verdicts: Vec<(PathBuf, Option<FileId>, usize, Vec<Diagnostic>)> = Vec::new();
    for path in paths {
        match text::read_data(files, &path, &path) {
            Ok(text) => {
                let file = sources.add(&path, text);
                let (found, said) = objects(&path, sources.text(file), file, &mut plain);
                verdicts.push((path, Some(file), found.len(), said));
                manifests.extend(found);
            }
            Err(fault) => verdicts.push((path, None, 0, vec![fault])),
        }
    }
    for one in kube::check(&plain, &manifests, options) {
        let file = one.marks.first().map(|mark| mark.span.file);
        let place = verdicts.iter().position(|verdict| verdict.1.is_some() && verdict.1 == file);
        if let Some(verdict) = verdicts.get_mut(place.unwrap_or(0)) {
            verdict.3.push(one);
        }
    }
    let verdict = |(path, _, objects, said): (PathBuf, _, usize, Vec<Diagnostic>)| {
        let report = match said.is_empty() {
            true => Report::default(),
            false => Report::new(sources.clone(), said),
        };
        Verdict { path, objects, report }
    };
    verdicts.into_iter().map(verdict).collect()
}
