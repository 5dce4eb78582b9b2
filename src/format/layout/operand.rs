//! Subscripts, parentheses and aliases.

use super::chain::HIGHEST;
use super::{Layout, break_of};
use crate::format::doc::{DocId, HARD, NOTHING, SPACE};
use crate::format::node::{Kind, NodeId};
use crate::format::token::Break;

impl<'s> Layout<'s, '_> {
    /// `base[index]`
    pub(super) fn index(&mut self, node: NodeId, base: NodeId, index: NodeId) -> DocId {
        let doc = self.expr(base);
        let base = self.parenthesised(doc, base, HIGHEST);
        let open_break = break_of(self.marks[index].before);
        let index = self.in_subscript(|layout| layout.expr(index));
        let index = self.docs.chain([open_break, index]);
        let index = self.docs.nest(index);
        let subscript = self.enclosed("[", index, "]");
        let whole = self.docs.chain([base, subscript]);
        self.wrap(node, whole)
    }

    /// `base[low:high]`
    pub(super) fn slice(
        &mut self,
        base: NodeId,
        low: Option<NodeId>,
        high: Option<NodeId>,
    ) -> DocId {
        let doc = self.expr(base);
        let base = self.parenthesised(doc, base, HIGHEST);
        let is_binary = |node: NodeId| self.operator(node).is_some();
        let spaced = self.subscripts == 0
            && low.zip(high).is_some_and(|(low, high)| is_binary(low) || is_binary(high));
        let colon = self.docs.text(if spaced { " : " } else { ":" });
        let low = low.map_or(NOTHING, |low| self.in_subscript(|layout| layout.expr(low)));
        let high = high.map_or(NOTHING, |high| self.in_subscript(|layout| layout.expr(high)));
        let range = self.docs.chain([low, colon, high]);
        let subscript = self.enclosed("[", range, "]");
        self.docs.chain([base, subscript])
    }

    /// `(inner)`; further parentheses right within say nothing.
    pub(super) fn paren(&mut self, mut inner: NodeId) -> DocId {
        while let Kind::Paren(further) = self.kind(inner)
            && self.comments(inner).is_empty()
        {
            inner = *further;
        }
        let doc = self.expr(inner);
        if self.sheet.before_all(inner) < Break::Line {
            return self.enclosed("(", doc, ")");
        }
        let doc = self.docs.chain([HARD, doc]);
        let doc = self.docs.nest(doc);
        self.enclosed("(", doc, ")")
    }

    /// `X=value`
    pub(super) fn alias(&mut self, name: &'s str, value: NodeId) -> DocId {
        let mut first = value;
        while let Kind::Binary { left, .. } = self.kind(first) {
            first = *left;
        }
        let merges = matches!(self.kind(first), Kind::Unary { operator: "==" | "=~", .. });
        let name = self.docs.text(format!("{name}="));
        let space = if merges { SPACE } else { NOTHING };
        let value = self.expr(value);
        self.docs.chain([name, space, value])
    }
}
