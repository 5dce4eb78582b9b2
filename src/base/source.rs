//! Source texts, and spans that point into them.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Arena, Id, id};

id! {
    /// One source text of a compilation.
    FileId
}

/// A range of bytes of one source text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Span {
    /// The text that it points into.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Default for Span {
    fn default() -> Self {
        Self::NOWHERE
    }
}

impl Span {
    /// The place of what stands in no source, such as values of the standard library.
    pub const NOWHERE: Span = Span { file: FileId::at(u32::MAX - 1), start: 0, end: 0 };

    /// The span from `start` to `end`, in bytes of `file`.
    pub fn new(file: FileId, start: u32, end: u32) -> Self {
        Self { file, start, end }
    }

    /// The smallest span that holds both; `other` must be of the same file.
    pub fn to(self, other: Span) -> Self {
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether all of `other` stands within.
    pub fn encloses(self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// The piece of `text` (the whole text of its file) under the span; empty where it is no
    /// piece of that text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

/// A line and a column, both counted from 1; the column in characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters (Unicode scalar values), from 1.
    pub column: u32,
}

/// One source text and the path it is shown under.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as people are to see it: relative where it was given so, `-` for standard input.
    pub path: PathBuf,
    /// The text, without a byte-order mark.
    pub text: Text,
}

/// The text of a source, which all who know the source share.
#[derive(Clone, Debug)]
pub enum Text {
    /// One that was read.
    Read(Arc<String>),
    /// One that is part of infc.
    Embedded(&'static str),
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Read(text) => text,
            Self::Embedded(text) => text,
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

/// All source texts of one compilation.
#[derive(Clone, Default, Debug)]
pub struct Sources {
    files: Arena<FileId, Source>,
}

impl Sources {
    /// Adds a text under the path that messages will show.
    pub fn add(&mut self, path: impl Into<PathBuf>, text: impl Into<String>) -> FileId {
        let text = Text::Read(Arc::new(text.into()));
        self.files.add(Source { path: path.into(), text })
    }

    /// Adds a text that is part of infc.
    pub fn add_embedded(&mut self, path: impl Into<PathBuf>, text: &'static str) -> FileId {
        self.files.add(Source { path: path.into(), text: Text::Embedded(text) })
    }

    /// The source of `file`.
    pub fn get(&self, file: FileId) -> &Source {
        &self.files[file]
    }

    /// The text of `file`.
    pub fn text(&self, file: FileId) -> &str {
        &self.files[file].text
    }

    /// The path of `file`.
    pub fn path(&self, file: FileId) -> &Path {
        &self.files[file].path
    }

    /// The text under `span`; empty where it points into none of the sources.
    pub fn slice(&self, span: Span) -> &str {
        if self.hold(span) { span.of(self.text(span.file)) } else { "" }
    }

    /// Where `span` starts.
    pub fn line_column(&self, span: Span) -> LineColumn {
        let text = self.text(span.file);
        let before = text.get(..span.start as usize).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        let column = before.get(line_start..).unwrap_or("").chars().count() + 1;
        LineColumn { line: line as u32, column: column as u32 }
    }

    /// Whether `span` points into one of the sources; [`Span::NOWHERE`] does not.
    pub fn hold(&self, span: Span) -> bool {
        span.file.index() < self.files.len()
    }

    /// All sources, in the order in which they were added.
    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..self.files.len()).map(FileId::from_index)
    }

    /// How many sources there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no source yet.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
