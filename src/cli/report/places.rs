//! The places of one report: files by their names, bytes by all ways of counting.

use std::collections::BTreeMap;

use crate::session::{FileId, Lines, Position, Sources, Span};

/// The sources of a report, and where their lines start, found once a source.
pub(crate) struct Places<'a> {
    sources: &'a Sources,
    lines: BTreeMap<FileId, Lines>,
}

/// A span, told.
pub(in crate::cli) struct Place {
    /// The path of the source, with `/` between directories.
    pub(in crate::cli) file: String,
    pub(in crate::cli) start: Position,
    pub(in crate::cli) end: Position,
}

impl<'a> Places<'a> {
    pub(crate) fn of(sources: &'a Sources) -> Self {
        Self { sources, lines: BTreeMap::new() }
    }

    /// The lines of a source.
    pub(crate) fn lines(&mut self, file: FileId) -> &Lines {
        self.lines.entry(file).or_insert_with(|| Lines::of(self.sources.text(file)))
    }

    /// Where `span` lies; `None` for one that points nowhere.
    pub(in crate::cli) fn place(&mut self, span: Span) -> Option<Place> {
        if !self.sources.hold(span) {
            return None;
        }
        let text = self.sources.text(span.file);
        let lines = self.lines.entry(span.file).or_insert_with(|| Lines::of(text));
        let start = lines.position(text, span.start as usize);
        let end = lines.position(text, (span.end as usize).max(start.byte));
        let file = self.sources.path(span.file).display().to_string();
        let file = if cfg!(windows) { file.replace('\\', "/") } else { file };
        Some(Place { file, start, end })
    }
}
