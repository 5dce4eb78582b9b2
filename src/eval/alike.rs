//! The first two elements of a list that are equal, without comparing each with each: only those
//! are compared that have a print in common.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use super::graph::Graph;
use super::value::{BottomId, Value};
use super::vertex::VertexId;
use crate::base::Span;

/// How deep a print goes: what differs only further below is compared.
const DEEPEST: usize = 3;

impl Graph {
    /// The indexes of the first two elements that are equal.
    pub(super) fn twins(
        &mut self,
        list: &[VertexId],
        span: Span,
    ) -> Result<Option<(usize, usize)>, BottomId> {
        let mut seen: FxHashMap<u64, Vec<(usize, Value)>> = FxHashMap::default();
        for (at, &item) in list.iter().enumerate() {
            let value = self.value_of(item);
            let value = self.concrete(value, span, Some(item))?;
            let like = seen.entry(self.print(value, DEEPEST)).or_default();
            for &(before, other) in &*like {
                if self.equal_in_kind(value, other)? {
                    return Ok(Some((before, at)));
                }
            }
            like.push((at, value));
        }
        Ok(None)
    }

    /// A number that values have in common which are equal as data.
    fn print(&mut self, value: Value, depth: usize) -> u64 {
        let mut hasher = FxHasher::default();
        match self.default_of(value) {
            Value::Null => 0.hash(&mut hasher),
            Value::Bool(value) => value.hash(&mut hasher),
            Value::Int(value) => value.hash(&mut hasher),
            Value::Str(text) => text.hash(&mut hasher),
            Value::Bytes(bytes) => self.bytes[bytes].hash(&mut hasher),
            // `1.0` and `1.00` are equal, and zero has no sign.
            Value::Number(number) => {
                (self.numbers[number].to_f64() + 0.0).to_bits().hash(&mut hasher);
            }
            Value::Vertex(vertex) if depth > 0 => {
                let vertex = self.reach(vertex);
                let arcs = self.data_arcs(vertex);
                let mut sum = arcs.len() as u64;
                for (label, arc) in arcs {
                    let value = self.value_of(arc);
                    let mut hasher = FxHasher::default();
                    (label, self.print(value, depth - 1)).hash(&mut hasher);
                    // The order of fields is no matter.
                    sum = sum.wrapping_add(hasher.finish());
                }
                sum.hash(&mut hasher);
            }
            _ => {}
        }
        hasher.finish()
    }
}
