//! `pos=`: the places that an error marks.
//!
//! Which places an error names is a matter of its presentation, not of the language, and infc
//! names others than CUE does: those that have to change first. So how the places compare is noted
//! and decides nothing.

use super::errors::Place;
use super::judge::Judge;
use crate::base::{LineColumn, Span};

/// How an error's places and those of a test compare.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pointing {
    /// They are the same.
    Exact,
    /// They have some in common.
    Some,
    /// They have none in common.
    None,
}

impl Judge<'_> {
    /// How the marks of an error and expected places compare.
    pub(super) fn pointing(&self, marks: &[Span], expected: &[Place]) -> Pointing {
        let mut left: Vec<Span> = marks.to_vec();
        left.dedup();
        let mut common = 0;
        for place in expected {
            if let Some(found) = left.iter().position(|&mark| self.is_at(mark, place)) {
                left.remove(found);
                common += 1;
            }
        }
        match (common, expected.len()) {
            (common, all) if common == all && left.is_empty() => Pointing::Exact,
            (0, 1..) => Pointing::None,
            _ => Pointing::Some,
        }
    }

    fn is_at(&self, mark: Span, place: &Place) -> bool {
        if !self.sources.hold(mark) {
            return false;
        }
        let LineColumn { line, column } = self.sources.line_column(mark);
        let (file, first) = match &place.file {
            Some(file) => (self.sources.path(mark.file).ends_with(file), 0),
            None => {
                (mark.file == self.base.file, i64::from(self.sources.line_column(self.base).line))
            }
        };
        file && i64::from(line) == first + place.line && i64::from(column) == place.column
    }
}
