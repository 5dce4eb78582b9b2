//! What was said of the units that have open files, and what of it the client shows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use lsp_types::{Diagnostic, NumberOrString, PublishDiagnosticsParams, Url};

use super::change::Change;
use super::convert;
use super::desk::Snapshot;
use crate::package::{SETTINGS_FILE, paths};
use crate::session::{Files, Glance, Report, Unit, data_units, is_data};

/// The units that have open files.
#[derive(Default)]
pub(super) struct Board {
    units: BTreeMap<Unit, Checked>,
    /// The units that each open file is checked with.
    open: BTreeMap<PathBuf, Vec<Unit>>,
    /// Whether sources may say something else of who takes in which data.
    stale: bool,
    /// The units to check, the most urgent first.
    due: Vec<Unit>,
    /// Where the client shows something.
    shown: BTreeSet<Url>,
}

/// How long checking all must take for a glance before it to be worth it.
const WORTH: Duration = Duration::from_millis(60);

/// What is known of one unit.
#[derive(Default)]
struct Checked {
    /// The open texts that were looked at.
    texts: BTreeMap<PathBuf, Arc<str>>,
    /// How long checking all of it took the last time.
    took: Duration,
    /// The files that it is made of, by absolute paths; none before the first check.
    sources: Option<BTreeSet<PathBuf>>,
    /// What is said of each.
    said: BTreeMap<Url, Vec<Diagnostic>>,
}

impl Board {
    /// Takes note of a change of the file at `path`, or of any file: says which units are due.
    pub(super) fn changed(&mut self, snapshot: &Snapshot, path: Option<&Path>) {
        self.open(snapshot, path);
        let open: BTreeSet<Unit> = self.open.values().flatten().cloned().collect();
        self.keep(&open);
        let first = path.and_then(|path| self.open.get(path)).cloned().unwrap_or_default();
        let known = |path: &Path| {
            self.units
                .values()
                .any(|one| one.sources.as_ref().is_some_and(|all| all.contains(path)))
        };
        let all = path.is_none_or(|path| !known(path));
        let mut due = first;
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

    /// Finds the units of the open files. Who takes in a data file is looked for in all sources, so
    /// what is known of that is kept until something is checked ([`Self::refresh`]).
    fn open(&mut self, snapshot: &Snapshot, changed: Option<&Path>) {
        let mut before = std::mem::take(&mut self.open);
        self.stale |= changed.is_none_or(|path| self.embeds_otherwise(snapshot, path));
        for (path, _) in snapshot.documents.iter() {
            let units = match before.remove(path).filter(|_| is_data(path)) {
                Some(known) => known,
                None if is_data(path) => data_units(&snapshot.files, path),
                None => vec![Unit::of(&snapshot.files, path)],
            };
            self.open.insert(path.to_owned(), units);
        }
    }

    /// Whether the file at `path` says since its last check something else of what it embeds, or of
    /// what data has to fit.
    fn embeds_otherwise(&self, snapshot: &Snapshot, path: &Path) -> bool {
        fn says(text: &str) -> impl Iterator<Item = &str> {
            text.lines().filter(|line| line.contains("@embed") || line.contains("@extern"))
        }
        if is_data(path) {
            return path.ends_with(SETTINGS_FILE);
        }
        let old = self.units.values().find_map(|checked| checked.texts.get(path));
        match (old, snapshot.documents.get(path)) {
            (Some(old), Some(new)) => !says(old).eq(says(&new.text)),
            (None, Some(new)) => says(&new.text).next().is_some(),
            (_, None) => true,
        }
    }

    /// Looks again for who takes in the open data files, if that may have changed: then it is due.
    pub(super) fn refresh(&mut self, snapshot: &Snapshot) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        for (path, units) in self.open.iter_mut().filter(|(path, _)| is_data(path)) {
            *units = data_units(&snapshot.files, path);
        }
        let open: BTreeSet<Unit> = self.open.values().flatten().cloned().collect();
        self.keep(&open);
        for unit in open {
            if !self.units.contains_key(&unit) {
                self.due.push(unit.clone());
                self.units.insert(unit, Checked::default());
            }
        }
    }

    /// Forgets all units but those.
    fn keep(&mut self, open: &BTreeSet<Unit>) {
        self.units.retain(|unit, _| open.contains(unit));
        self.due.retain(|unit| open.contains(unit));
    }

    /// The next unit to check.
    pub(super) fn due(&self) -> Option<&Unit> {
        self.due.first()
    }

    /// What was changed in one open file of `unit` since it was looked at, if a glance at that is
    /// worth it.
    pub(super) fn change(&self, snapshot: &Snapshot, unit: &Unit) -> Option<Change> {
        let checked = self.units.get(unit).filter(|checked| checked.took >= WORTH)?;
        if matches!(unit, Unit::Data(_)) {
            return None;
        }
        let mut changes = snapshot.documents.iter().filter_map(|(path, document)| {
            let old = checked.texts.get(path)?;
            Change::between(path.to_owned(), old, &document.text)
        });
        let first = changes.next()?;
        changes.next().is_none().then_some(first)
    }

    /// Takes what was said of `unit`, and gives what the client is to be told; `took` is how long
    /// that took, if all of it was evaluated.
    pub(super) fn take(
        &mut self,
        snapshot: &Snapshot,
        unit: &Unit,
        reports: &[Report],
        took: Option<Duration>,
    ) -> Vec<PublishDiagnosticsParams> {
        self.due.retain(|due| due != unit);
        let said = self.placed(snapshot, unit, reports);
        let sources = reports.iter().flat_map(|report| {
            let path = |file| paths::absolute(&snapshot.files.current(), report.sources.path(file));
            report.sources.ids().map(path)
        });
        let sources: BTreeSet<PathBuf> = sources.collect();
        let before = self.units.remove(unit).unwrap_or_default();
        let took = took.unwrap_or(before.took);
        let texts = snapshot.documents.texts();
        let mut touched: BTreeSet<Url> = said.keys().cloned().collect();
        touched.extend(before.said.into_keys());
        self.units.insert(unit.clone(), Checked { texts, took, sources: Some(sources), said });
        self.tell(snapshot, unit, touched)
    }

    /// Takes what a glance has found after `change`: what was said of other places before still
    /// holds, until all is checked.
    pub(super) fn glimpse(
        &mut self,
        snapshot: &Snapshot,
        unit: &Unit,
        glance: &Glance,
        change: &Change,
    ) -> Vec<PublishDiagnosticsParams> {
        let mut said = self.placed(snapshot, unit, &glance.reports);
        let sources = glance.reports.first().map(|report| &report.sources);
        let seen = glance.seen.iter().filter_map(|&span| snapshot.location(sources?, span));
        let seen: Vec<_> = seen.map(|place| place.range).collect();
        let Some(checked) = self.units.get_mut(unit) else { return Vec::new() };
        let mut touched: BTreeSet<Url> = said.keys().cloned().collect();
        for (uri, old) in std::mem::take(&mut checked.said) {
            touched.insert(uri.clone());
            let is_changed = snapshot.path(&uri) == change.path;
            let list = said.entry(uri).or_default();
            for mut one in old.into_iter().filter(|one| !is_of_reading(one)) {
                if is_changed {
                    let Some(range) = change.moved(one.range) else { continue };
                    one.range = range;
                    if seen.iter().any(|seen| seen.start <= range.start && range.start <= seen.end)
                    {
                        continue;
                    }
                }
                if !list.contains(&one) {
                    list.push(one);
                }
            }
        }
        said.retain(|_, list| !list.is_empty());
        checked.said = said;
        checked.texts = snapshot.documents.texts();
        self.tell(snapshot, unit, touched)
    }

    /// What the client is told of `touched` and of all open files of `unit`.
    fn tell(
        &mut self,
        snapshot: &Snapshot,
        unit: &Unit,
        mut touched: BTreeSet<Url>,
    ) -> Vec<PublishDiagnosticsParams> {
        touched.extend(self.open_of(snapshot, unit));
        touched.into_iter().map(|uri| self.publish(snapshot, uri)).collect()
    }

    /// What is shown where no unit says anything any more.
    pub(super) fn cleared(&mut self, snapshot: &Snapshot) -> Vec<PublishDiagnosticsParams> {
        let said = |uri: &Url| self.units.values().any(|one| one.said.contains_key(uri));
        let idle: Vec<Url> = self.shown.iter().filter(|uri| !said(uri)).cloned().collect();
        idle.into_iter().map(|uri| self.publish(snapshot, uri)).collect()
    }

    /// What reports say, by the files that it is shown in.
    fn placed(
        &self,
        snapshot: &Snapshot,
        unit: &Unit,
        reports: &[Report],
    ) -> BTreeMap<Url, Vec<Diagnostic>> {
        let mut all: BTreeMap<Url, Vec<Diagnostic>> = BTreeMap::new();
        for report in reports {
            for said in &report.diagnostics {
                let placed = convert::diagnostic(snapshot, &report.sources, said);
                let uri = placed.file.and_then(|file| snapshot.uri(&report.sources, file));
                // What has no place is said at the top of a file that is open.
                if let Some(uri) = uri.or_else(|| self.open_of(snapshot, unit).next()) {
                    let list = all.entry(uri).or_default();
                    if !list.contains(&placed.shown) {
                        list.push(placed.shown);
                    }
                }
            }
        }
        all
    }

    /// The open files that `unit` is checked for.
    fn open_of<'b>(
        &'b self,
        snapshot: &'b Snapshot,
        unit: &'b Unit,
    ) -> impl Iterator<Item = Url> + 'b {
        let mine = self.open.iter().filter(move |(_, units)| units.contains(unit));
        mine.filter_map(|(path, _)| Some(snapshot.documents.get(path)?.uri.clone()))
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

/// Whether a diagnostic is of the text, names or packages, which a glance sees whole.
fn is_of_reading(one: &Diagnostic) -> bool {
    let Some(NumberOrString::String(code)) = &one.code else { return false };
    ["E01", "E02", "E03"].iter().any(|family| code.starts_with(family)) && code != "E0202"
}
