//! Operators and their operands. Spaces tell how tightly operators bind: `a*b + c`.

use super::chain::{Arm, Trailing, UNARY, joins};
use super::{Layout, break_of};
use crate::format::doc::{DocId, HARD, NOTHING, SPACE};
use crate::format::marks::precedence;
use crate::format::node::{Group, Kind, NodeId};
use crate::format::token::Break;

impl<'s, 't> Layout<'s, 't> {
    pub(super) fn unary(&mut self, operator: &'s str, operand: NodeId) -> DocId {
        let doc = self.core(operand);
        let doc = self.parenthesised(doc, operand, UNARY);
        let merges = match self.kind(operand) {
            Kind::Unary { operator: inner, .. } => match operator {
                "<" => inner.starts_with(['-', '=']),
                ">" | "!" => inner.starts_with('='),
                _ => false,
            },
            _ => false,
        };
        let operator = self.docs.text(operator);
        let space = if merges { SPACE } else { NOTHING };
        let doc = self.docs.chain([operator, space, doc]);
        self.commented(operand, doc)
    }

    pub(super) fn binary(&mut self, node: NodeId) -> DocId {
        let Some(operator) = self.operator(node) else { return NOTHING };
        if let Some(chain) = self.commented_chain(node) {
            return self.chain_table(node, chain, Trailing(NOTHING));
        }
        let depth = 1 + self.subscripts;
        if joins(operator) {
            let (arms, _) = self.arms(node);
            let bracketed = arms.iter().skip(1).all(|arm| self.opens(arm.node));
            if arms.len() < 2 || !bracketed {
                return self.joined_arms(node, &arms);
            }
        }
        self.spaced(node, depth)
    }

    /// A binary expression whose spaces tell how tightly it binds; `depth` grows inwards.
    fn spaced(&mut self, node: NodeId, depth: usize) -> DocId {
        let Kind::Binary { operator, left, right } = self.kind(node) else { return NOTHING };
        let (left, right) = (*left, *right);
        let tightness = precedence(operator);
        let left_depth = depth + self.deepens(left, tightness);
        let left = self.operand_of(left, tightness, left_depth);
        let right_doc = self.operand_of(right, tightness + 1, depth + 1);
        let spaced = tightness < self.cutoff(node, depth) || self.merges(operator, right);
        let space = if spaced { SPACE } else { NOTHING };
        let text = self.docs.text(*operator);
        let interior = self.inner_head(node);
        let slots = self.slots(node);
        let mut beside = Vec::new();
        let mut between: Vec<&Group<'t>> = Vec::new();
        for &group in &slots.foot {
            if group.is_inline() {
                beside.push(SPACE);
                beside.push(self.group(group));
            } else {
                between.push(group);
            }
        }
        let injects = !interior.is_empty() && self.takes_comments(right);
        let right_doc = if injects { self.with_interior(right, &interior) } else { right_doc };
        if !injects {
            between.extend(interior);
        }
        let breaks = !beside.is_empty()
            || !between.is_empty()
            || self.sheet.before_all(right) >= Break::Line;
        if !breaks {
            return self.docs.chain([left, space, text, space, right_doc]);
        }
        let mut below = vec![HARD];
        for group in between {
            below.push(self.group(group));
            below.push(HARD);
        }
        below.push(right_doc);
        let below = self.docs.chain(below);
        let below = self.docs.nest(below);
        let beside = self.docs.chain(beside);
        self.docs.chain([left, space, text, beside, below])
    }

    /// An operand of an operator that binds as tightly as `tightness`.
    fn operand_of(&mut self, node: NodeId, tightness: u8, depth: usize) -> DocId {
        match self.operator(node) {
            Some(operator) if precedence(operator) >= tightness => self.spaced(node, depth),
            _ => {
                let doc = self.expr(node);
                self.parenthesised(doc, node, tightness)
            }
        }
    }

    /// The operands of a chain of tight operators, and what joins them.
    pub(super) fn operand_docs(
        &mut self,
        node: NodeId,
        operator: &str,
        arms: &[Arm<'s, 't>],
    ) -> (Vec<DocId>, String) {
        let depth = 1 + self.subscripts;
        let tightness = precedence(operator);
        let mut docs = Vec::with_capacity(arms.len());
        for (index, arm) in arms.iter().enumerate() {
            let doc = if index == 0 {
                let depth = depth + self.deepens(arm.node, tightness);
                self.operand_of(arm.node, tightness, depth)
            } else {
                self.operand_of(arm.node, tightness + 1, depth + 1)
            };
            let mut parts = Vec::new();
            for group in &arm.interior {
                parts.push(self.group(group));
                parts.push(HARD);
            }
            parts.push(doc);
            docs.push(self.docs.chain(parts));
        }
        let spaced = tightness < self.cutoff(node, depth);
        (docs, if spaced { format!(" {operator}") } else { operator.to_owned() })
    }

    /// One level more, unless `node` goes on with operators as tight.
    fn deepens(&self, node: NodeId, tightness: u8) -> usize {
        let same = self.operator(node).is_some_and(|operator| precedence(operator) == tightness);
        usize::from(!same)
    }

    /// Operators that bind less tightly than this stand between spaces.
    fn cutoff(&self, node: NodeId, depth: usize) -> u8 {
        let (sums, products) = self.marks[node].mixes;
        match (sums && products, depth) {
            (true, 1) => 7,
            (false, 1) => 8,
            _ => 6,
        }
    }

    /// Whether an operator and the sign behind it would be read as one.
    fn merges(&self, operator: &str, mut right: NodeId) -> bool {
        while let Kind::Binary { left, .. } = self.kind(right) {
            right = *left;
        }
        match self.kind(right) {
            Kind::Unary { operator: sign, .. } => {
                matches!((operator, *sign), ("+", "+") | ("-", "-") | ("/", "*"))
            }
            _ => false,
        }
    }

    /// Whether comments can go into the brackets of `node`.
    pub(super) fn takes_comments(&self, node: NodeId) -> bool {
        let known = self.sheet.nodes[node].open.is_known();
        known && matches!(self.kind(node), Kind::Struct(_) | Kind::List(_))
    }

    /// A struct or list with more comments at its start.
    pub(super) fn with_interior(&mut self, node: NodeId, comments: &[&Group<'t>]) -> DocId {
        let (open, close, body) = match self.kind(node) {
            Kind::Struct(decls) => ("{", "}", self.decls(decls)),
            Kind::List(elements) => ("[", "]", self.plain_rows(node, elements)),
            _ => return NOTHING,
        };
        let closer = self.sheet.nodes[node].close.before;
        let inner = self.interior(body, comments, &[]);
        let header = comments.first().is_some_and(|group| group.is_inline());
        let open_break = if header { SPACE } else { HARD };
        let close_break = if header && closer < Break::Line { HARD } else { break_of(closer) };
        let inner = self.docs.chain([open_break, inner]);
        let inner = self.docs.nest(inner);
        let inner = self.docs.chain([inner, close_break]);
        let whole = self.enclosed(open, inner, close);
        self.wrap(node, whole)
    }
}
