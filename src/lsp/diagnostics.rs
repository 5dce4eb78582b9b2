//! What was said of the units that have open files, and what of it the client shows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use lsp_types::{Diagnostic, PublishDiagnosticsParams, Url};

use super::convert;
use super::desk::Snapshot;
use crate::package::paths;
use crate::session::{Files, Report, Unit};

/// The units that have open files.
#[derive(Default)]
pub(super) struct Board {
    units: BTreeMap<Unit, Checked>,
    /// The units to check, the most urgent first.
    due: Vec<Unit>,
    /// Where the client shows something.
    shown: BTreeSet<Url>,
}

/// What is known of one unit.
#[derive(Default)]
struct Checked {
    /// The files that it is made of, by absolute paths; none before the first check.
    sources: Option<BTreeSet<PathBuf>>,
    /// What is said of each.
    said: BTreeMap<Url, Vec<Diagnostic>>,
}

impl Board {
    /// Takes note of a change of the file at `path`, or of any file: says which units are due.
    pub(super) fn changed(&mut self, snapshot: &Snapshot, path: Option<&Path>) {
        let open = snapshot.documents.iter().map(|(path, _)| Unit::of(&snapshot.files, path));
        let open: BTreeSet<Unit> = open.collect();
        self.units.retain(|unit, _| open.contains(unit));
        self.due.retain(|unit| open.contains(unit));
        let first = path.map(|path| Unit::of(&snapshot.files, path));
        let known = |path: &Path| {
            self.units
                .values()
                .any(|one| one.sources.as_ref().is_some_and(|all| all.contains(path)))
        };
        let all = path.is_none_or(|path| !known(path));
        let mut due: Vec<Unit> = first.into_iter().filter(|unit| open.contains(unit)).collect();
        for unit in open {
            let checked = self.units.entry(unit.clone()).or_default();
            let uses = checked
                .sources
                .as_ref()
                .is_none_or(|sources| path.is_some_and(|path| sources.contains(path)));
            if (all || uses || self.due.contains(&unit)) && !due.contains(&unit) {
                due.push(unit);
            }
        }
        self.due = due;
    }

    /// The next unit to check.
    pub(super) fn due(&self) -> Option<&Unit> {
        self.due.first()
    }

    /// Takes what was said of `unit`, and gives what the client is to be told.
    pub(super) fn take(
        &mut self,
        snapshot: &Snapshot,
        unit: &Unit,
        reports: &[Report],
    ) -> Vec<PublishDiagnosticsParams> {
        self.due.retain(|due| due != unit);
        let mut checked = Checked { sources: Some(BTreeSet::new()), said: BTreeMap::new() };
        for report in reports {
            for file in report.sources.ids() {
                let path = paths::absolute(&snapshot.files.current(), report.sources.path(file));
                checked.sources.get_or_insert_default().insert(path);
            }
            for said in &report.diagnostics {
                let placed = convert::diagnostic(snapshot, &report.sources, said);
                let uri = placed.file.and_then(|file| snapshot.uri(&report.sources, file));
                // What has no place is said at the top of a file that is open.
                if let Some(uri) = uri.or_else(|| first_open(snapshot, unit)) {
                    let list = checked.said.entry(uri).or_default();
                    if !list.contains(&placed.shown) {
                        list.push(placed.shown);
                    }
                }
            }
        }
        let mut touched: BTreeSet<Url> = checked.said.keys().cloned().collect();
        let before = self.units.insert(unit.clone(), checked).unwrap_or_default();
        touched.extend(before.said.into_keys());
        let mine =
            snapshot.documents.iter().filter(|(path, _)| Unit::of(&snapshot.files, path) == *unit);
        touched.extend(mine.map(|(_, document)| document.uri.clone()));
        touched.into_iter().map(|uri| self.publish(snapshot, uri)).collect()
    }

    /// What is shown where no unit says anything any more.
    pub(super) fn cleared(&mut self, snapshot: &Snapshot) -> Vec<PublishDiagnosticsParams> {
        let said = |uri: &Url| self.units.values().any(|one| one.said.contains_key(uri));
        let idle: Vec<Url> = self.shown.iter().filter(|uri| !said(uri)).cloned().collect();
        idle.into_iter().map(|uri| self.publish(snapshot, uri)).collect()
    }

    fn publish(&mut self, snapshot: &Snapshot, uri: Url) -> PublishDiagnosticsParams {
        let mut diagnostics: Vec<Diagnostic> = Vec::new();
        for said in self.units.values().filter_map(|one| one.said.get(&uri)).flatten() {
            if !diagnostics.contains(said) {
                diagnostics.push(said.clone());
            }
        }
        diagnostics.sort_by_key(|one| (one.range.start, one.range.end));
        if diagnostics.is_empty() {
            self.shown.remove(&uri);
        } else {
            self.shown.insert(uri.clone());
        }
        let version = snapshot.documents.get(&snapshot.path(&uri)).map(|document| document.version);
        PublishDiagnosticsParams { uri, diagnostics, version }
    }
}

/// An open file of `unit`.
fn first_open(snapshot: &Snapshot, unit: &Unit) -> Option<Url> {
    let mut open = snapshot.documents.iter();
    let found = open.find(|(path, _)| Unit::of(&snapshot.files, path) == *unit);
    found.map(|(_, document)| document.uri.clone())
}
