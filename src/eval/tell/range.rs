//! Words for bounds: what a value would have to be that one of them refuses.

use super::{Met, Placed};
use crate::base::{Code, Diagnostic};
use crate::eval::graph::Graph;
use crate::eval::value::{Bound, Value};
use crate::program::Relation;

impl Graph {
    /// A value that a bound refuses.
    pub(super) fn tell_bound(
        &self,
        met: &Met,
        found: Placed,
        bound: Bound,
        all: &[Bound],
    ) -> Diagnostic {
        let shown = self.show_value(found.value);
        let limit = self.limit_words(&bound);
        let message = format!("{} is {shown}, but {limit}", self.subject(&met.path));
        let range = self.range_words(all).map_or_else(String::new, |range| format!(" ({range})"));
        let here = match bound.relation {
            Relation::Less | Relation::LessEqual | Relation::Greater | Relation::GreaterEqual => {
                "out of range"
            }
            Relation::Equal | Relation::NotEqual | Relation::Match | Relation::NotMatch => {
                "not allowed here"
            }
        };
        let told = Diagnostic::error(Code::OutOfBound, message)
            .at(found.span, here)
            .at(bound.span, format!("{limit}{range}"));
        match self.whole_range(found.value, all) {
            Some(range) => told.help(format!("Write a whole number {range}.")),
            None => told,
        }
    }

    /// The whole numbers that bounds allow together, where one was given.
    fn whole_range(&self, found: Value, all: &[Bound]) -> Option<String> {
        self.as_int(found)?;
        let (mut least, mut most) = (None, None);
        for bound in all {
            let Some(limit) = self.as_int(bound.value) else { continue };
            let (lower, upper) = match bound.relation {
                Relation::GreaterEqual => (Some(limit), None),
                Relation::Greater => (limit.checked_add(1), None),
                Relation::LessEqual => (None, Some(limit)),
                Relation::Less => (None, limit.checked_sub(1)),
                Relation::Equal | Relation::NotEqual | Relation::Match | Relation::NotMatch => {
                    (None, None)
                }
            };
            least = least.max(lower);
            most = [most, upper].into_iter().flatten().min();
        }
        match (least, most) {
            (Some(least), Some(most)) => Some(format!("from {least} to {most}")),
            (Some(least), None) => Some(format!("that is {least} or more")),
            (None, Some(most)) => Some(format!("that is {most} or less")),
            (None, None) => None,
        }
    }

    fn limit_words(&self, bound: &Bound) -> String {
        let value = self.show_value(bound.value);
        match bound.relation {
            Relation::Equal => format!("must be {value}"),
            Relation::NotEqual => format!("must not be {value}"),
            Relation::Match => format!("must match {value}"),
            Relation::NotMatch => format!("must not match {value}"),
            Relation::Less | Relation::LessEqual | Relation::Greater | Relation::GreaterEqual => {
                format!("must be {} {value}", bound.relation.text())
            }
        }
    }

    /// What bounds allow together: `allowed: > 0 and < 65536`.
    fn range_words(&self, all: &[Bound]) -> Option<String> {
        if all.len() < 2 {
            return None;
        }
        let words: Vec<String> = all
            .iter()
            .map(|bound| format!("{} {}", bound.relation.text(), self.show_value(bound.value)))
            .collect();
        Some(format!("allowed: {}", words.join(" and ")))
    }
}
