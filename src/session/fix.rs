//! `fix`: the changes that mend errors and need no decision, applied to the sources.
//!
//! What was mended is compiled again, for one error may hide another, until nothing is left to
//! mend. Nothing is written here: the changed texts come back.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use super::lint::{LintOptions, lint};
use super::request::{Outcome, Report, Request};
use super::tidy::Tidied;
use super::vet::{VetOptions, vet};
use crate::base::{Edit, FileId, Fix, Sources, Trust};
use crate::package::{Files, Kind};
use crate::remote::Cache;

/// How often what was mended is looked at again.
const MOST_ROUNDS: usize = 10;

/// What `fix` has made of the sources.
#[derive(Debug)]
pub struct Fixed {
    /// The sources that change.
    pub sources: Vec<Tidied>,
    /// What was done, in order: the place as `file:line:column`, and the title of the fix.
    pub done: Vec<String>,
    /// What is left to be said.
    pub reports: Vec<Report>,
}

/// Applies the sure fixes of all errors of what `request` names.
pub fn fix(files: &dyn Files, request: &Request) -> Fixed {
    let mut mended = Mended { files, texts: BTreeMap::new() };
    let mut before: BTreeMap<PathBuf, String> = BTreeMap::new();
    let mut done = Vec::new();
    let mut reports = mendable(&mended, request);
    for _ in 0..MOST_ROUNDS {
        let round = round(&mended, &reports);
        if round.texts.is_empty() {
            break;
        }
        for (path, was, is) in round.texts {
            before.entry(path.clone()).or_insert(was);
            mended.texts.insert(path, is);
        }
        done.extend(round.done);
        reports = mendable(&mended, request);
    }
    // That values are missing is no error of a schema, and nobody can make them up.
    let reports = check(&mended, request, false).reports;
    let changed = mended.texts.into_iter().filter_map(|(path, after)| {
        let before = before.remove(&path)?;
        (before != after).then_some(Tidied { path, before, after })
    });
    Fixed { sources: changed.collect(), done, reports }
}

fn check(files: &dyn Files, request: &Request, concrete: bool) -> Outcome<()> {
    vet(files, request, &VetOptions { concrete: Some(concrete) })
}

/// All that may be mended: errors, and what lints find.
fn mendable(files: &dyn Files, request: &Request) -> Vec<Report> {
    let mut reports = check(files, request, true).reports;
    reports.extend(lint(files, request, &LintOptions::default()).reports);
    reports
}

/// What one look at the errors changes.
#[derive(Default)]
struct Round {
    /// The sources: path, the text before and after.
    texts: Vec<(PathBuf, String, String)>,
    done: Vec<String>,
}

fn round(files: &dyn Files, reports: &[Report]) -> Round {
    let mut round = Round::default();
    // A source may be part of several packages; it is changed for the first.
    let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
    for Report { sources, diagnostics } in reports {
        let all = diagnostics
            .iter()
            .filter_map(|one| one.fixes.iter().find(|fix| fix.trust == Trust::Sure));
        // A fix is made whole or not at all.
        let all = all.filter(|fix| {
            !fix.edits
                .iter()
                .any(|edit| sources.hold(edit.span) && seen.contains(sources.path(edit.span.file)))
        });
        let (edits, chosen) = compatible(all, sources, files);
        let mut changed: BTreeMap<PathBuf, Vec<Edit>> = BTreeMap::new();
        for edit in edits {
            changed.entry(sources.path(edit.span.file).to_owned()).or_default().push(edit);
        }
        for fix in chosen {
            let Some(edit) = fix.edits.first() else { continue };
            let path = sources.path(edit.span.file);
            let at = sources.line_column(edit.span);
            let place = format!("{}:{}:{}", path.display(), at.line, at.column);
            round.done.push(format!("{place}: {}", fix.title));
        }
        for (path, edits) in changed {
            let Some(file) = edits.first().map(|edit| edit.span.file) else { continue };
            let text = sources.text(file);
            round.texts.push((path.clone(), text.to_owned(), edited(text, edits)));
            seen.insert(path);
        }
    }
    round
}

/// The fixes that can be applied together, the first ones first: one whose edits overlap with those
/// of an earlier one is refused, and so is one of a source that is no file as it was read.
fn compatible<'a>(
    fixes: impl Iterator<Item = &'a Fix>,
    sources: &Sources,
    files: &dyn Files,
) -> (Vec<Edit>, Vec<&'a Fix>) {
    let mut edits: Vec<Edit> = Vec::new();
    let mut chosen = Vec::new();
    let mut writable: BTreeMap<FileId, bool> = BTreeMap::new();
    for fix in fixes {
        let is_known = |edit: &Edit| edits.contains(edit);
        if fix.edits.iter().all(is_known) {
            continue;
        }
        let may_write = fix.edits.iter().all(|edit| {
            sources.hold(edit.span)
                && *writable
                    .entry(edit.span.file)
                    .or_insert_with(|| is_as_read(sources, edit.span.file, files))
        });
        if !may_write || fix.edits.iter().any(|edit| edits.iter().any(|one| overlap(one, edit))) {
            continue;
        }
        edits.extend(fix.edits.iter().cloned());
        chosen.push(fix);
    }
    (edits, chosen)
}

/// Whether a source is a file that still has the text that was compiled.
fn is_as_read(sources: &Sources, file: FileId, files: &dyn Files) -> bool {
    let path = sources.path(file);
    files.kind(path) == Some(Kind::File)
        && files.read(path).is_ok_and(|bytes| without_mark(&bytes) == sources.text(file).as_bytes())
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

/// Whether two edits cannot both be made: they touch one piece, or add at one place.
fn overlap(one: &Edit, other: &Edit) -> bool {
    let (a, b) = (one.span, other.span);
    a.file == b.file
        && (a.start < b.end && b.start < a.end
            || a.start == b.start
            || a.start == a.end && b.start < a.start && a.start < b.end
            || b.start == b.end && a.start < b.start && b.start < a.end)
}

/// `text` with edits that do not overlap.
fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        out.push_str(text.get(at..start).unwrap_or(""));
        out.push_str(&edit.text);
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

/// Files, some of which have other texts than on disk.
struct Mended<'a> {
    files: &'a dyn Files,
    texts: BTreeMap<PathBuf, String>,
}

impl Files for Mended<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        // Sources are known under the paths that messages show, and read under others.
        let current = self.files.current();
        let same = |known: &&PathBuf| current.join(known) == current.join(path);
        match self.texts.keys().find(same).and_then(|known| self.texts.get(known)) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => self.files.read(path),
        }
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<(OsString, Kind)>> {
        self.files.list(directory)
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        self.files.kind(path)
    }

    fn standard_input(&self) -> io::Result<Vec<u8>> {
        self.files.standard_input()
    }

    fn current(&self) -> PathBuf {
        self.files.current()
    }

    fn cache(&self) -> Option<Cache> {
        self.files.cache()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        let mut sources = Sources::default();
        let file = sources.add("a.inf", "");
        Edit { span: Span::new(file, start, end), text: text.to_owned() }
    }

    #[test]
    fn edits_are_made_from_the_first_to_the_last() {
        let edits = vec![edit(4, 5, "2"), edit(0, 0, "x: "), edit(5, 5, ",")];
        assert_eq!(edited("a: 1 1", edits), "x: a: 12,1");
    }

    #[test]
    fn edits_of_one_piece_overlap() {
        assert!(overlap(&edit(0, 3, ""), &edit(2, 4, "")));
        assert!(overlap(&edit(2, 2, "a"), &edit(2, 2, "b")));
        assert!(overlap(&edit(2, 2, "a"), &edit(1, 4, "")));
        assert!(!overlap(&edit(0, 2, ""), &edit(2, 4, "")));
    }
}
