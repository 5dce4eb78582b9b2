//! Which of two values that exclude each other is whose, where templates brought both: the user's
//! place of each, found from the references that led to it.

use super::{Met, Placed};
use crate::base::{Code, Diagnostic, Span};
use crate::eval::graph::Graph;
use crate::eval::value::Value;
use crate::eval::vertex::{Conjunct, NO_TRAIL, VertexId};

/// Where each of two values is brought in, the earlier place first.
pub(super) struct Sides {
    pub(super) origins: [Span; 2],
    values: [Placed; 2],
}

impl Graph {
    /// Where the user brings in each of two values, if these are two places.
    pub(super) fn sides(&self, met: &Met, one: Placed, other: Placed) -> Option<Sides> {
        let vertex = self.bottoms[met.bottom].vertex?;
        // What is written for the place itself constrains all that comes to it.
        let own = self.origin_above(vertex);
        let (mut of_one, mut of_other) = (None, None);
        for conjunct in self.vertices[vertex].conjuncts.iter() {
            let origin = self.origin_of(conjunct).filter(|&origin| Some(origin) != own);
            let (Some(origin), Some(value)) = (origin, self.brought(vertex, conjunct)) else {
                continue;
            };
            if self.same_scalar(value, one.value) {
                of_one = of_one.or(Some(origin));
            } else if self.same_scalar(value, other.value) {
                of_other = of_other.or(Some(origin));
            }
        }
        let (of_one, of_other) = (of_one?, of_other?);
        match of_one.cmp(&of_other) {
            std::cmp::Ordering::Less => {
                Some(Sides { origins: [of_one, of_other], values: [one, other] })
            }
            std::cmp::Ordering::Greater => {
                Some(Sides { origins: [of_other, of_one], values: [other, one] })
            }
            std::cmp::Ordering::Equal => None,
        }
    }

    /// The scalar that a conjunct is where it was taken from.
    fn brought(&self, vertex: VertexId, conjunct: Conjunct) -> Option<Value> {
        let mut at = conjunct.trail;
        while at != NO_TRAIL {
            let trail = self.trails[at];
            let there = self.counterpart(vertex, &trail);
            let scalar = there.and_then(|there| self.vertices[self.deref(there)].node.scalar);
            if let Some((value, _)) = scalar {
                return Some(value);
            }
            at = trail.up;
        }
        None
    }

    /// Two values that exclude each other, each told where it is brought in, the later one first:
    /// that is the one that will be changed.
    pub(super) fn tell_sides(&self, met: &Met, sides: &Sides) -> Diagnostic {
        let subject = self.subject(&met.path);
        let sides = sides.origins.into_iter().zip(sides.values);
        let sides: Vec<(Span, Placed)> = sides.collect();
        let said: Vec<String> = sides
            .iter()
            .map(|&(origin, placed)| {
                let shown = self.show_value(placed.value);
                let field = self.sites().field_around(origin);
                let name = field.map(|label| label.source(&self.symbols));
                name.map_or(shown.clone(), |name| format!("{shown} from `{name}`"))
            })
            .collect();
        let message = format!("conflicting values for {subject}: {}", said.join(" and "));
        let mut told = Diagnostic::error(Code::Conflict, message);
        for &(origin, placed) in sides.iter().rev() {
            let shown = self.show_value(placed.value);
            told = match self.is_near(placed.span) {
                true => told.at(placed.span, format!("here {shown}")),
                false => told.at(origin, format!("brings {shown}")),
            };
        }
        let made: Vec<Span> = sides.iter().map(|side| side.1.span).collect();
        for (at, &span) in made.iter().enumerate() {
            let is_twice = made.iter().filter(|&&other| other == span).count() > 1;
            if !self.is_near(span) && made.iter().position(|&other| other == span) == Some(at) {
                told = told.at(span, if is_twice { "both are made here" } else { "made here" });
            }
        }
        told.help("Take one of the two out, or let one of them use another name or say the same.")
    }
}
