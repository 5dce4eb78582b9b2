//! Where what a vertex is stands: four bytes instead of the twelve of a span, since nearly all of it
//! stands where an expression does. There are several for each vertex.

use std::num::NonZeroU32;

use super::graph::Graph;
use super::vertex::{ComputedId, Source};
use crate::base::{Id, Span};
use crate::program::ExprId;

/// A place in the sources of a graph, or none: see [`Graph::span_at`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Anchor(NonZeroU32);

/// Marks the number of something computed.
const COMPUTED: u32 = 1 << 31;
/// Marks the number of a span that is kept.
const KEPT: u32 = 1 << 30;

impl Anchor {
    /// The place of what stands in no source.
    pub(super) const NOWHERE: Self = Self(NonZeroU32::MAX);

    /// A mark and a number, which does not reach the bits of marks: so much of anything takes more
    /// memory than there is.
    fn marked(mark: u32, number: usize) -> Self {
        Self(NonZeroU32::MIN.saturating_add(number as u32) | mark)
    }
}

impl From<ExprId> for Anchor {
    #[inline]
    fn from(expr: ExprId) -> Self {
        Self::marked(0, expr.index())
    }
}

impl From<Source> for Anchor {
    #[inline]
    fn from(source: Source) -> Self {
        match source {
            Source::Expr(expr) => expr.into(),
            Source::Computed(id) => Self::marked(COMPUTED, id.index()),
        }
    }
}

impl Graph {
    /// The place of an anchor.
    pub(super) fn span_at(&self, anchor: Anchor) -> Span {
        let number = (anchor.0.get() & !(COMPUTED | KEPT)) - 1;
        match anchor.0.get() & (COMPUTED | KEPT) {
            _ if anchor == Anchor::NOWHERE => Span::NOWHERE,
            0 => self.program.span(ExprId::at(number)),
            KEPT => self.kept_spans.get_index(number as usize).copied().unwrap_or_default(),
            _ => self.source_span(Source::Computed(ComputedId::at(number))),
        }
    }

    /// The anchor of what no expression stands for; `span` is kept once.
    pub(super) fn anchor(&mut self, span: Span) -> Anchor {
        match span {
            Span::NOWHERE => Anchor::NOWHERE,
            span => Anchor::marked(KEPT, self.kept_spans.insert_full(span).0),
        }
    }
}
