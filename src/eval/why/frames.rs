//! What stands around an expression and decides whether and how often it counts: comprehensions,
//! patterns and computed labels. They are found by their places alone.

use std::cmp::Reverse;

use crate::base::Span;
use crate::program::{ComprehensionId, Decl, ExprId, Program};

/// A construct around an expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Frame {
    /// It is yielded by a comprehension.
    Comprehension(ComprehensionId),
    /// It is given to the fields whose labels match.
    Pattern(ExprId),
    /// It is the value of a field with a computed label.
    Dynamic,
}

/// A construct, its extent, and which one stands around it.
struct Placed {
    span: Span,
    frame: Frame,
    around: Option<usize>,
}

/// All such constructs of a program, by their places.
pub(super) struct Frames(Vec<Placed>);

impl Frames {
    pub(super) fn of(program: &Program) -> Self {
        let mut all: Vec<(Span, Frame)> = Vec::new();
        program.bring_all();
        for (id, comprehension) in program.comprehensions.iter() {
            all.push((comprehension.span, Frame::Comprehension(id)));
        }
        for (_, lit) in program.literals() {
            for decl in &lit.decls {
                match *decl {
                    Decl::Pattern { pattern, value } => {
                        all.push((program.span(value), Frame::Pattern(pattern)));
                    }
                    Decl::Dynamic { value, .. } => {
                        all.push((program.span(value), Frame::Dynamic));
                    }
                    Decl::Field { .. }
                    | Decl::Embed(_)
                    | Decl::Comprehension(_)
                    | Decl::Ellipsis(_) => {}
                }
            }
        }
        all.retain(|(span, _)| span.file != Span::NOWHERE.file);
        all.sort_by_key(|(span, _)| (span.file, span.start, Reverse(span.end)));
        let mut placed: Vec<Placed> = Vec::with_capacity(all.len());
        let mut open: Vec<usize> = Vec::new();
        for (span, frame) in all {
            let holds = |at: &usize| placed.get(*at).is_some_and(|outer| holds(outer.span, span));
            while open.last().is_some_and(|at| !holds(at)) {
                open.pop();
            }
            let around = open.last().copied();
            open.push(placed.len());
            placed.push(Placed { span, frame, around });
        }
        Self(placed)
    }

    /// The constructs around `span`, the innermost first.
    pub(super) fn around(&self, span: Span) -> Vec<Frame> {
        let after = self
            .0
            .partition_point(|one| (one.span.file, one.span.start) <= (span.file, span.start));
        let mut at = after.checked_sub(1);
        let mut found = Vec::new();
        while let Some(placed) = at.and_then(|at| self.0.get(at)) {
            if holds(placed.span, span) {
                found.push(placed.frame);
            }
            at = placed.around;
        }
        found
    }
}

/// Whether `inner` lies within `outer`.
pub(super) fn holds(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}
