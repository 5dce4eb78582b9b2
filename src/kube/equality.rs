//! Whether plain values are the same: numbers by their value, maps without order.

use crate::base::{Number, Plain, PlainId, Shape};

/// Whether two nodes hold the same data.
pub(super) fn same(left: &Plain, at: PlainId, right: &Plain, other: PlainId) -> bool {
    let mut open = vec![(at, other)];
    while let Some((at, other)) = open.pop() {
        let alike = match (left.shape(at), right.shape(other)) {
            (Shape::Null, Shape::Null) => true,
            (Shape::Bool(one), Shape::Bool(two)) => one == two,
            (Shape::Int(one), Shape::Int(two)) => one == two,
            (Shape::Str(one), Shape::Str(two)) => one == two,
            (Shape::Bytes(one), Shape::Bytes(two)) => one == two,
            (Shape::Number(one), Shape::Number(two)) => one.compare(two).is_eq(),
            (Shape::Number(one), Shape::Int(two)) => one.compare(&Number::from(two)).is_eq(),
            (Shape::Int(one), Shape::Number(two)) => two.compare(&Number::from(one)).is_eq(),
            (Shape::List(one), Shape::List(two)) => {
                open.extend(one.iter().copied().zip(two.iter().copied()));
                one.len() == two.len()
            }
            (Shape::Map, Shape::Map) => {
                let (one, two) = (sorted(left, at), sorted(right, other));
                open.extend(one.iter().zip(&two).map(|(one, two)| (one.1, two.1)));
                one.iter().map(|entry| entry.0).eq(two.iter().map(|entry| entry.0))
            }
            _ => false,
        };
        if !alike {
            return false;
        }
    }
    true
}

fn sorted(plain: &Plain, map: PlainId) -> Vec<(&str, PlainId)> {
    let mut entries: Vec<_> = plain.entries(map).collect();
    entries.sort_unstable_by_key(|entry| entry.0);
    entries
}
