//! What is said of a disjunction of which no arm is left: why each arm failed.

use super::graph::Graph;
use super::insert::EXPLICIT;
use super::survivor::Survivor;
use super::tell::{About, Alternative, Placed};
use super::value::{Bottom, BottomId, Gravity, Value};
use super::vertex::{Arm, Arms, Disjunction, NO_VERTEX, VertexId};
use crate::base::{Code, Span};

/// How many arms' errors are told when all fail.
const REASONS: usize = 6;

/// How many lines of help an error has at most that is made of others.
const HELPS: usize = 2 * REASONS;

impl Graph {
    /// The error of a vertex of whose scalar disjunctions the one at `at` leaves nothing.
    pub(super) fn no_scalar_left(
        &mut self,
        vertex: VertexId,
        disjunctions: &[Disjunction],
        at: usize,
    ) {
        if self.quiet > 0 {
            let bottom = self.bottoms.add(Bottom::permanent(Code::EmptyDisjunction, ""));
            return self.give_up(vertex, bottom);
        }
        let node = &self.vertices[vertex].node;
        let given = node
            .scalar
            .or_else(|| node.narrowed_at.map(|at| (Value::Kind(node.narrowed_to), at)))
            .map(|(value, at)| (value, self.span_at(at)));
        // What a given value excludes is said by the first disjunction that it does not fit.
        let told = match given {
            Some(_) => disjunctions.get(at..=at).unwrap_or_default(),
            None => disjunctions,
        };
        let arms = self.scalar_arms(told);
        let shown_arms: Vec<String> = arms.iter().map(|arm| self.show_value(arm.value)).collect();
        let allowed = shown_arms.join(", ");
        let message = match given {
            Some((value, _)) => {
                format!("{} is none of the allowed values {allowed}", self.show_value(value))
            }
            None => format!("the alternatives {allowed} exclude each other"),
        };
        let mut bottom = Bottom::permanent(Code::EmptyDisjunction, message);
        if let Some((value, span)) = given {
            bottom = bottom.at(span, format!("this is {}", self.show_value(value)));
        }
        if let Some(first) = arms.first() {
            bottom = bottom.at(first.span, "the alternatives start here");
        }
        if let Some((value, span)) = given {
            let shown = self.show_value(value);
            for (arm, text) in arms.iter().zip(&shown_arms) {
                let cause = self.excluded_arm((value, &shown, span), (arm.value, text, arm.span));
                bottom.causes.push(self.bottoms.add(Bottom { vertex: Some(vertex), ..cause }));
            }
        }
        if let Some((value, span)) = given.filter(|given| Self::is_scalar(given.0)) {
            let whole = told.first().and_then(|first| self.span_of_arms(first.arms));
            bottom = bottom.about(About::Choice { found: Placed { value, span }, arms, whole });
        }
        let bottom = self.bottoms.add(bottom);
        self.give_up(vertex, bottom);
    }

    /// The disjunction as it is written, if it is.
    fn span_of_arms(&self, arms: Arms) -> Option<Span> {
        match arms {
            Arms::Expr(id) => Some(self.program.span(id)),
            Arms::Value(_) => None,
        }
    }

    /// Of what was raised, drops what an alternative says that is nothing but `error()`, if an
    /// alternative has something to say of what was given: that one was meant.
    fn prefer_within(&mut self, raised: &mut Vec<BottomId>, disjunction: Option<&Disjunction>) {
        let Some(disjunction) = disjunction else { return };
        let arms = self.arms(disjunction.arms).into_iter();
        let spans: Vec<Span> = arms
            .filter_map(|(_, arm)| match arm {
                Arm::Expr(expr) => Some(self.program.span(expr)),
                Arm::Value(_) => None,
            })
            .collect();
        let is_arm = |reason: &BottomId| {
            let raised = self.bottoms[*reason].marks.first().map(|mark| mark.span);
            raised.is_some_and(|raised| spans.contains(&raised))
        };
        if raised.iter().any(|reason| !is_arm(reason)) {
            raised.retain(|reason| !is_arm(reason));
        }
    }

    /// The arms of disjunctions of scalars.
    fn scalar_arms(&mut self, disjunctions: &[Disjunction]) -> Vec<Alternative> {
        let mut alternatives = Vec::new();
        for disjunction in disjunctions {
            for (default, arm) in self.arms(disjunction.arms) {
                if let Arm::Expr(expr) = arm
                    && let Some(value) = self.plain_arm(expr, disjunction.conjunct.env)
                {
                    let span = self.program.span(expr);
                    alternatives.push(Alternative { value, expr, span, default });
                }
            }
        }
        alternatives
    }

    /// Why a given value (as it is shown, and where) does not fit an arm.
    fn excluded_arm(
        &self,
        (value, shown, span): (Value, &str, Span),
        (arm, text, place): (Value, &str, Span),
    ) -> Bottom {
        let bound = self.kind(arm).meets(self.kind(value)) && !Self::is_scalar(arm);
        let (code, message) = match bound {
            true => (Code::OutOfBound, format!("invalid value {shown} (out of bound {text})")),
            false => (Code::Conflict, format!("conflicting values {shown} and {text}")),
        };
        Bottom::permanent(code, message)
            .at(span, format!("this is {shown}"))
            .at(place, "an alternative")
    }

    /// The error of a vertex of whose disjunction no arm is left: why each failed; `firmly` is
    /// whether all did whatever the vertex is unified with.
    pub(super) fn no_arm_left(
        &mut self,
        vertex: VertexId,
        before: &[Survivor],
        disjunctions: &[Disjunction],
        at: usize,
        firmly: bool,
    ) {
        let mut bottom = Bottom::permanent(Code::EmptyDisjunction, "");
        bottom.is_firm = firmly;
        if self.quiet == 0 {
            let Reasons { mut first, all, arms } = self.reasons(vertex, before, disjunctions, at);
            let mut causes = all;
            if first.iter().any(|&reason| self.is_custom(reason)) {
                // Whoever wrote `error()` as an alternative wants that to be said instead.
                first.retain(|&reason| self.is_custom(reason));
                self.prefer_within(&mut first, disjunctions.get(at));
                causes.clone_from(&first);
            } else {
                let whole = disjunctions.get(at).and_then(|one| self.span_of_arms(one.arms));
                bottom = bottom.about(About::Arms { arms, whole });
            }
            let count = first.len();
            bottom.causes = causes;
            bottom.message = match first.as_slice() {
                [only] => self.bottoms[*only].message.clone(),
                _ => format!("none of the {count} alternatives fits"),
            };
            for (index, reason) in first.into_iter().take(REASONS).enumerate() {
                let reason = self.bottoms[reason].clone();
                if index == 0 {
                    bottom.marks = reason.marks.clone();
                    let own = count == 1 && reason.code != Code::User;
                    bottom.code = if own { reason.code } else { Code::EmptyDisjunction };
                }
                if count > 1 {
                    bottom.help.push(format!("Alternative {}: {}.", index + 1, reason.message));
                }
                bottom.help.extend(reason.help);
                // What helps alternatives within alternatives doubles with each disjunction.
                bottom.help.truncate(HELPS);
            }
        }
        let bottom = self.bottoms.add(bottom);
        self.give_up(vertex, bottom);
    }

    /// Says why no arm of a disjunction has a value yet, where all that is left is an arm with an
    /// incomplete error: trials leave no words.
    pub(super) fn tell_incomplete(
        &mut self,
        vertex: VertexId,
        survivors: &[Survivor],
        disjunctions: &[Disjunction],
    ) {
        let ([survivor], [_]) = (survivors, disjunctions) else { return };
        let Value::Vertex(variant) = survivor.value else { return };
        let variant = self.deref(variant);
        let error = match self.vertices[variant].value {
            Value::Bottom(error) => error,
            _ => match self.vertices[variant].node.incomplete {
                Some(error) => error,
                None => return,
            },
        };
        if self.quiet > 0 || self.bottoms[error].gravity != Gravity::Incomplete {
            return;
        }
        let start = [Survivor::start(&self.vertices[vertex].node.constraints.decisions)];
        let mut reasons = self.reasons(vertex, &start, disjunctions, 0).first;
        if reasons.iter().any(|&reason| self.is_custom(reason)) {
            reasons.retain(|&reason| self.is_custom(reason));
        }
        let Some(first) = reasons.first().map(|&first| self.bottoms[first].clone()) else { return };
        let told = match reasons.len() {
            1 => first,
            count => {
                let messages: Vec<_> =
                    reasons.iter().map(|&reason| self.bottoms[reason].message.clone()).collect();
                let said = format!("none of the {count} alternatives has a value");
                let mut told = Bottom { message: said, code: Code::EmptyDisjunction, ..first };
                for (index, message) in messages.into_iter().take(REASONS).enumerate() {
                    told.help.push(format!("Alternative {}: {message}.", index + 1));
                }
                told
            }
        };
        let vertex = self.bottoms[error].vertex;
        self.bottoms[error] =
            Bottom { gravity: Gravity::Incomplete, vertex, causes: reasons, ..told };
    }

    /// Whether a vertex may be part of a trial, whose errors nobody reads; those of any other stay.
    pub(super) fn is_tried(&self, vertex: VertexId) -> bool {
        let mut at = vertex;
        while self.quiet > 0 && at != NO_VERTEX {
            let here = &self.vertices[at];
            if here.is_detached() || !here.node.constraints.decisions.is_empty() {
                return true;
            }
            at = here.parent;
        }
        false
    }

    /// Whether an error was raised by `error()`.
    pub(super) fn is_custom(&self, bottom: BottomId) -> bool {
        let bottom = &self.bottoms[bottom];
        bottom.code == Code::User && bottom.message != EXPLICIT
    }

    /// Tries every arm again, this time for its message.
    fn reasons(
        &mut self,
        vertex: VertexId,
        before: &[Survivor],
        disjunctions: &[Disjunction],
        at: usize,
    ) -> Reasons {
        let mut reasons = Reasons::default();
        let (Some(survivor), Some(disjunction)) = (before.first(), disjunctions.get(at)) else {
            return reasons;
        };
        for index in 0..self.arms(disjunction.arms).len() {
            let variant = self.variant_with(vertex, survivor, disjunctions, at, index);
            self.trying += 1;
            self.finish_variant(vertex, variant);
            self.trying -= 1;
            reasons.first.extend(self.error_of(variant));
            self.errors_of(variant, &mut reasons.all);
            let mut arm = Vec::new();
            self.errors_of(variant, &mut arm);
            reasons.arms.push(arm);
        }
        reasons
    }
}

/// Why the arms of a disjunction failed.
#[derive(Default)]
struct Reasons {
    /// One error of each arm.
    first: Vec<BottomId>,
    /// All errors of all arms.
    all: Vec<BottomId>,
    /// All errors of each arm.
    arms: Vec<Vec<BottomId>>,
}
