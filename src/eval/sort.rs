//! Sorting lists by a comparator of the language.

use super::builtin::Fault;
use super::graph::Graph;
use super::value::{BottomId, Value};
use super::vertex::{Conjunct, NO_ENV, NO_TRAIL, Source, VertexId};
use crate::base::{Span, Symbol};
use crate::program::{Label, Mark};

impl Graph {
    /// Merge sort by a comparator `{x: _, y: _, less: bool}`.
    pub(super) fn sorted(
        &mut self,
        list: Vec<VertexId>,
        comparator: Option<Value>,
        span: Span,
    ) -> Result<Vec<VertexId>, BottomId> {
        let mut runs: Vec<Vec<VertexId>> = list.into_iter().map(|item| vec![item]).collect();
        while runs.len() > 1 {
            let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
            let mut pairs = runs.into_iter();
            while let Some(left) = pairs.next() {
                merged.push(match pairs.next() {
                    Some(right) => self.merge(left, right, comparator, span)?,
                    None => left,
                });
            }
            runs = merged;
        }
        Ok(runs.pop().unwrap_or_default())
    }

    fn merge(
        &mut self,
        left: Vec<VertexId>,
        right: Vec<VertexId>,
        comparator: Option<Value>,
        span: Span,
    ) -> Result<Vec<VertexId>, BottomId> {
        let mut merged = Vec::with_capacity(left.len() + right.len());
        let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
        while let (Some(&a), Some(&b)) = (left.peek(), right.peek()) {
            let next = if self.less(b, a, comparator, span)? { right.next() } else { left.next() };
            merged.extend(next);
        }
        merged.extend(left);
        merged.extend(right);
        Ok(merged)
    }

    pub(super) fn less(
        &mut self,
        a: VertexId,
        b: VertexId,
        comparator: Option<Value>,
        span: Span,
    ) -> Result<bool, BottomId> {
        let Some(Value::Vertex(comparator)) = comparator else {
            let fault = Fault::new("the comparator must be a struct");
            return Err(self.fault("list.Sort", fault, span));
        };
        let names: [Symbol; 3] = ["x", "y", "less"].map(|name| self.symbols.intern(name));
        let [x, y, less] = names.map(Label::field);
        let trial = self.detached(self.vertices[comparator].parent);
        self.add_conjunct(trial, Conjunct::new(Source::Vertex(comparator, span), NO_ENV, NO_TRAIL));
        for (label, item) in [(x, a), (y, b)] {
            let arc = self.field(trial, label, Mark::Regular);
            self.add_conjunct(arc, Conjunct::new(Source::Vertex(item, span), NO_ENV, NO_TRAIL));
        }
        let trial = self.reach(trial);
        let Some(less) = self.arc(trial, less) else {
            let fault = Fault::new("the comparator has no field `less`");
            return Err(self.fault("list.Sort", fault, span));
        };
        let value = self.value_of(less);
        match self.concrete(value, span, Some(less))? {
            Value::Bool(less) => Ok(less),
            _ => Err(self.fault("list.Sort", Fault::new("`less` must be a bool"), span)),
        }
    }
}
