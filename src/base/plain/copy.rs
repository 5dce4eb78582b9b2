//! Copies of plain data, from one forest to another.

use rustc_hash::FxHashMap;

use super::{Plain, PlainId, Shape, Span};

impl Plain {
    /// Copies `node` of `other` with all below it and all places; what `other` holds in several
    /// places is copied once.
    pub fn copy(&mut self, other: &Plain, node: PlainId) -> PlainId {
        self.copy_moved(other, node, &|span| span)
    }

    /// Copies as [`Self::copy`] does, with every place where `moved` says that it is now.
    pub fn copy_moved(
        &mut self,
        other: &Plain,
        node: PlainId,
        moved: &dyn Fn(Span) -> Span,
    ) -> PlainId {
        let mut copies: FxHashMap<PlainId, PlainId> = FxHashMap::default();
        let mut open = vec![node];
        while let Some(&next) = open.last() {
            let before = open.len();
            let is_new = |part: &PlainId| !copies.contains_key(part);
            match other.shape(next) {
                Shape::List(items) => open.extend(items.iter().copied().filter(is_new)),
                Shape::Map => open.extend(other.entries(next).map(|it| it.1).filter(is_new)),
                _ => {}
            }
            if open.len() > before {
                continue;
            }
            open.pop();
            if !copies.contains_key(&next) {
                let copy = self.copy_one(other, next, &copies, moved);
                copies.insert(next, copy);
            }
        }
        copies.get(&node).copied().unwrap_or(node)
    }

    /// Copies one node, whose parts are copied already.
    fn copy_one(
        &mut self,
        other: &Plain,
        node: PlainId,
        copies: &FxHashMap<PlainId, PlainId>,
        moved: &dyn Fn(Span) -> Span,
    ) -> PlainId {
        let of = |part: PlainId| copies.get(&part).copied().unwrap_or(part);
        let span = other.span(node).map(moved);
        match other.shape(node) {
            Shape::Null => self.null(span),
            Shape::Bool(value) => self.bool(value, span),
            Shape::Int(value) => self.int(value, span),
            Shape::Number(value) => self.number(value.clone(), span),
            Shape::Str(value) => self.str(value, span),
            Shape::Bytes(value) => self.bytes(value, span),
            Shape::List(items) => self.list(items.iter().map(|&item| of(item)), span),
            Shape::Map => {
                let entries = other.placed(node);
                let entry = |(key, place, value)| (key, moved(place), of(value));
                self.map_at(entries.map(entry), span)
            }
        }
    }
}
