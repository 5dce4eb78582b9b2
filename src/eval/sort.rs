//! Sorting lists by a comparator of the language.

use super::comparator::Comparator;
use super::graph::Graph;
use super::value::{BottomId, Value};
use super::vertex::VertexId;
use crate::base::Span;

impl Graph {
    /// Merge sort by a comparator `{x: _, y: _, less: bool}`.
    pub(super) fn sorted(
        &mut self,
        list: Vec<VertexId>,
        comparator: Option<Value>,
        span: Span,
    ) -> Result<Vec<VertexId>, BottomId> {
        if list.len() < 2 {
            return Ok(list);
        }
        let comparator = self.comparator(comparator, span);
        let mut runs: Vec<Vec<VertexId>> = list.into_iter().map(|item| vec![item]).collect();
        while runs.len() > 1 {
            let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
            let mut pairs = runs.into_iter();
            while let Some(left) = pairs.next() {
                merged.push(match pairs.next() {
                    Some(right) => self.merge(left, right, &comparator)?,
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
        comparator: &Comparator,
    ) -> Result<Vec<VertexId>, BottomId> {
        let mut merged = Vec::with_capacity(left.len() + right.len());
        let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
        while let (Some(&a), Some(&b)) = (left.peek(), right.peek()) {
            let next = if self.less(b, a, comparator)? { right.next() } else { left.next() };
            merged.extend(next);
        }
        merged.extend(left);
        merged.extend(right);
        Ok(merged)
    }
}
