//! Chains: operands of one operator, or selectors, that stand one below the other. With comments
//! they are tables.

use super::{Layout, break_or};
use crate::format::doc::{Cells, DocId, HARD, NOTHING, Row, SOFT_SPACE, SPACE};
use crate::format::marks::precedence;
use crate::format::node::{Group, Kind, NodeId, Slot};
use crate::format::token::Break;

/// How tightly what follows an operand binds, and a sign before one.
pub(super) const HIGHEST: u8 = 9;
pub(super) const UNARY: u8 = 8;

/// A comment behind the whole that stands in the column of the chain's comments.
#[derive(Clone, Copy)]
pub(super) struct Trailing(pub(super) DocId);

/// One operand.
pub(super) struct Arm<'s, 't> {
    pub(super) node: NodeId,
    /// Comments on its line.
    pub(super) trailing: Vec<&'s Group<'t>>,
    /// Comments in its brackets, or before it.
    pub(super) interior: Vec<&'s Group<'t>>,
}

/// A chain with comments.
pub(super) enum Commented<'s, 't> {
    Operators(Vec<Arm<'s, 't>>),
    Selectors(Vec<Arm<'s, 't>>),
}

/// Whether operands of the operator are alternatives or conjuncts.
pub(super) fn joins(operator: &str) -> bool {
    matches!(operator, "|" | "&")
}

impl<'s, 't> Layout<'s, 't> {
    /// The operator of a binary expression.
    pub(super) fn operator(&self, node: NodeId) -> Option<&'s str> {
        match self.kind(node) {
            Kind::Binary { operator, .. } => Some(operator),
            _ => None,
        }
    }

    /// `doc` in parentheses, if `node` binds less tightly than what is around it.
    pub(super) fn parenthesised(&mut self, doc: DocId, node: NodeId, around: u8) -> DocId {
        match self.operator(node) {
            Some(operator) if precedence(operator) < around => self.enclosed("(", doc, ")"),
            _ => doc,
        }
    }

    /// The operands of a chain of one operator, and whether there are comments among them.
    pub(super) fn arms(&self, node: NodeId) -> (Vec<Arm<'s, 't>>, bool) {
        let Some(operator) = self.operator(node) else { return (Vec::new(), false) };
        let mut spine = Vec::new();
        let mut first = node;
        while let Kind::Binary { operator: inner, left, right } = self.kind(first)
            && *inner == operator
        {
            spine.push((first, *right));
            first = *left;
        }
        let arm = |node, interior| Arm { node, trailing: Vec::new(), interior };
        let mut arms = vec![arm(first, Vec::new())];
        let mut commented = false;
        let lifted = self.trailing_head(node);
        while let Some((binary, right)) = spine.pop() {
            let whole = binary == node;
            let mut interior = Vec::new();
            let mut trailing = Vec::new();
            for group in self.comments(binary) {
                let is_lifted = whole && lifted.iter().any(|&other| std::ptr::eq(other, group));
                let around = whole && (group.slot == Slot::BEFORE || group.slot >= Slot::BEHIND);
                if is_lifted {
                } else if group.slot == Slot::HEAD {
                    interior.push(group);
                } else if !around {
                    trailing.push(group);
                }
            }
            commented |= !trailing.is_empty();
            if let Some(before) = arms.last_mut() {
                before.trailing.append(&mut trailing);
            }
            arms.push(arm(right, interior));
        }
        (arms, commented)
    }

    /// The segments of a chain of selectors, and whether there are comments among them.
    fn segments(&self, node: NodeId) -> (Vec<Arm<'s, 't>>, bool) {
        let mut spine = Vec::new();
        let mut first = node;
        while let Kind::Select { base, label } = self.kind(first) {
            spine.push((first, *label));
            first = *base;
        }
        let arm = |node| Arm { node, trailing: Vec::new(), interior: Vec::new() };
        let mut arms = vec![arm(first)];
        let mut commented = false;
        while let Some((select, label)) = spine.pop() {
            let around = |group: &&Group<'t>| {
                select == node && (group.slot == Slot::BEFORE || group.slot >= Slot::BEHIND)
            };
            let trailing: Vec<_> =
                self.comments(select).iter().filter(|group| !around(group)).collect();
            commented |= !trailing.is_empty();
            if let Some(before) = arms.last_mut() {
                before.trailing.extend(trailing);
            }
            arms.push(arm(label));
        }
        (arms, commented)
    }

    /// The chain that `node` is, if comments stand in it that align.
    pub(super) fn commented_chain(&self, node: NodeId) -> Option<Commented<'s, 't>> {
        match self.kind(node) {
            Kind::Binary { operator, .. } => {
                let (arms, commented) = self.arms(node);
                (commented && self.aligns(operator, &arms)).then_some(Commented::Operators(arms))
            }
            Kind::Select { .. } => {
                let (arms, commented) = self.segments(node);
                commented.then_some(Commented::Selectors(arms))
            }
            _ => None,
        }
    }

    fn aligns(&self, operator: &str, arms: &[Arm<'s, 't>]) -> bool {
        let mut trailing = arms.iter().flat_map(|arm| &arm.trailing);
        joins(operator) || self.subscripts == 0 && trailing.all(|group| group.trails)
    }

    /// A chain with comments, its own and the one behind the whole, in a column.
    pub(super) fn chain_table(
        &mut self,
        node: NodeId,
        chain: Commented<'s, 't>,
        trailing: Trailing,
    ) -> DocId {
        match chain {
            Commented::Selectors(arms) => {
                let docs = self.selector_docs(&arms);
                let dot = self.docs.text(".");
                let table = self.rows_of_chain(&arms, &docs, dot, trailing);
                self.docs.group(table)
            }
            Commented::Operators(arms) => {
                let Some(operator) = self.operator(node) else { return NOTHING };
                let (docs, connector) = if joins(operator) {
                    let tightness = precedence(operator);
                    let docs = arms.iter().map(|arm| self.arm(arm, tightness)).collect();
                    (docs, format!(" {operator}"))
                } else {
                    self.operand_docs(node, operator, &arms)
                };
                let connector = self.docs.text(connector);
                let table = self.rows_of_chain(&arms, &docs, connector, trailing);
                self.wrap(node, table)
            }
        }
    }

    fn rows_of_chain(
        &mut self,
        arms: &[Arm<'s, 't>],
        docs: &[DocId],
        connector: DocId,
        trailing: Trailing,
    ) -> DocId {
        let mut rows = Vec::with_capacity(arms.len());
        for (index, (arm, &doc)) in arms.iter().zip(docs).enumerate() {
            let mut comment = self.joined(&arm.trailing);
            let mut cell = doc;
            if index + 1 < arms.len() {
                cell = self.docs.chain([doc, connector]);
            } else if trailing.0 != NOTHING {
                let sep = if comment == NOTHING { NOTHING } else { HARD };
                comment = self.docs.chain([comment, sep, trailing.0]);
            }
            let commented = comment != NOTHING;
            let mut row = if index == 0 {
                let sep = if commented { SPACE } else { NOTHING };
                let raw = self.docs.chain([cell, sep, comment]);
                Row::new(Cells::Raw(raw))
            } else if commented {
                Row::new(Cells::Aligned(vec![cell, comment]))
            } else {
                Row::new(Cells::Aligned(vec![cell]))
            };
            row.comment = commented;
            if index > 0 {
                row.sep = HARD;
            }
            rows.push(row);
        }
        let table = self.docs.table(rows);
        self.docs.nest(table)
    }

    fn selector_docs(&mut self, arms: &[Arm<'s, 't>]) -> Vec<DocId> {
        let mut docs = Vec::with_capacity(arms.len());
        for (index, arm) in arms.iter().enumerate() {
            docs.push(if index == 0 {
                let head = self.expr(arm.node);
                self.parenthesised(head, arm.node, HIGHEST)
            } else {
                self.label(arm.node)
            });
        }
        docs
    }

    /// `a.b.c`, which breaks behind a dot where it was written so.
    pub(super) fn select(&mut self, node: NodeId) -> DocId {
        let (arms, commented) = self.segments(node);
        if commented {
            return self.chain_table(node, Commented::Selectors(arms), Trailing(NOTHING));
        }
        let docs = self.selector_docs(&arms);
        let dot = self.docs.text(".");
        let mut rest = Vec::new();
        for (index, (arm, &doc)) in arms.iter().zip(&docs).enumerate().skip(1) {
            if index > 1 {
                rest.push(dot);
            }
            rest.push(break_or(self.marks[arm.node].before, NOTHING));
            rest.push(doc);
        }
        let rest = self.docs.chain(rest);
        let rest = self.docs.nest(rest);
        let first = docs.first().copied().unwrap_or(NOTHING);
        self.docs.chain([first, dot, rest])
    }

    /// A chain of `|` or `&`: on one line, or one operand a line.
    pub(super) fn joined_arms(&mut self, node: NodeId, arms: &[Arm<'s, 't>]) -> DocId {
        let Some(operator) = self.operator(node) else { return NOTHING };
        let tightness = precedence(operator);
        let connector = self.docs.text(format!(" {operator}"));
        let mut first = NOTHING;
        let mut rest = Vec::new();
        let mut breaks = false;
        for (index, arm) in arms.iter().enumerate() {
            let doc = self.arm(arm, tightness);
            let last = index + 1 == arms.len();
            let doc = if last { doc } else { self.docs.chain([doc, connector]) };
            if index == 0 {
                first = doc;
                continue;
            }
            let before = self.sheet.before_all(arm.node);
            breaks |= before >= Break::Line;
            rest.push(break_or(before, SOFT_SPACE));
            rest.push(doc);
        }
        let rest = self.docs.chain(rest);
        // Operands that all stay on the line must not indent what breaks within them.
        let rest = if self.marks[node].written && !breaks {
            rest
        } else {
            let nested = self.docs.nest(rest);
            self.docs.either(nested, rest)
        };
        let whole = self.docs.chain([first, rest]);
        self.wrap(node, whole)
    }

    /// An operand with the comments in it.
    fn arm(&mut self, arm: &Arm<'s, 't>, tightness: u8) -> DocId {
        if !arm.interior.is_empty() && self.takes_comments(arm.node) {
            return self.with_interior(arm.node, &arm.interior);
        }
        let doc = self.expr(arm.node);
        let doc = self.parenthesised(doc, arm.node, tightness);
        let mut parts = Vec::new();
        for group in &arm.interior {
            parts.push(self.group(group));
            parts.push(HARD);
        }
        parts.push(doc);
        self.docs.chain(parts)
    }
}
