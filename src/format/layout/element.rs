//! Structs, lists and calls, and the elements in them.

use super::bracket::{Bracket, Policy};
use super::comment::Slots;
use super::{Layout, break_or};
use crate::format::doc::{
    BROKEN_COMMA, COMMA, Cells, DocId, HARD, NOTHING, Row, SOFT_COMMA, SOFT_SPACE, SPACE,
};
use crate::format::marks::holds_comments;
use crate::format::node::{Group, Kind, NodeId};
use crate::format::token::Break;

/// How the elements of a list or call stand.
#[derive(Clone, Copy)]
struct Style {
    /// Whether a comma stands behind the last element where lines are broken.
    comma: bool,
    /// Whether the elements take a shape together.
    shaped: bool,
    /// Whether a line end stands for the comma between elements.
    bare: bool,
}

/// Where the comments of an element go.
#[derive(Default)]
struct Around<'s, 't> {
    trailing: Vec<&'s Group<'t>>,
    below: Vec<&'s Group<'t>>,
}

impl<'s, 't> Layout<'s, 't> {
    pub(super) fn r#struct(&mut self, node: NodeId, decls: &'s [NodeId]) -> DocId {
        let mut slots = self.slots(node);
        slots.head = self.inner_head(node);
        let interior = !slots.head.is_empty() || !slots.foot.is_empty();
        match decls {
            [] if !interior => return self.docs.text("{}"),
            [only]
                if !interior
                    && !matches!(self.kind(*only), Kind::Field { .. })
                    && self.hugs(*only) =>
            {
                let only = self.decl(*only);
                return self.enclosed("{", only, "}");
            }
            _ => {}
        }
        let inner = self.decls(decls);
        let inner = self.interior(inner, &slots.head, &slots.foot);
        let bracket = Bracket {
            node,
            elements: decls,
            prefix: NOTHING,
            open: "{",
            close: "}",
            interior,
            header: self.has_header(&slots, decls.first().copied()),
            comma: false,
        };
        let policy = self.policy(&bracket);
        self.bracketed(&bracket, &policy, inner)
    }

    pub(super) fn list(&mut self, node: NodeId, elements: &'s [NodeId]) -> DocId {
        let mut slots = self.slots(node);
        slots.head = self.inner_head(node);
        let interior = !slots.head.is_empty() || !slots.foot.is_empty();
        match elements {
            [] if !interior => return self.docs.text("[]"),
            [only] if !interior && self.hugs(*only) => {
                let only = self.expr(*only);
                return self.enclosed("[", only, "]");
            }
            _ => {}
        }
        let bare = self.omits_commas(node, elements);
        let bracket = Bracket {
            node,
            elements,
            prefix: NOTHING,
            open: "[",
            close: "]",
            interior,
            header: self.has_header(&slots, elements.first().copied()),
            comma: !bare,
        };
        let (policy, inner) = self.rows_in(&bracket, bare);
        let inner = self.interior(inner, &slots.head, &slots.foot);
        self.bracketed(&bracket, &policy, inner)
    }

    pub(super) fn call(&mut self, node: NodeId, callee: NodeId, arguments: &'s [NodeId]) -> DocId {
        let doc = self.expr(callee);
        let prefix = self.parenthesised(doc, callee, super::chain::HIGHEST);
        match arguments {
            [] => {
                let brackets = self.docs.text("()");
                return self.docs.chain([prefix, brackets]);
            }
            [only] if self.hugs(*only) => {
                let only = self.expr(*only);
                let only = self.enclosed("(", only, ")");
                return self.docs.chain([prefix, only]);
            }
            _ => {}
        }
        let bracket = Bracket {
            node,
            elements: arguments,
            prefix,
            open: "(",
            close: ")",
            interior: false,
            header: self.has_header(&Slots::default(), arguments.first().copied()),
            comma: true,
        };
        let (policy, inner) = self.rows_in(&bracket, false);
        self.bracketed(&bracket, &policy, inner)
    }

    /// The elements of a list or call, and how its brackets stand.
    fn rows_in(&mut self, bracket: &Bracket<'s>, bare: bool) -> (Policy, DocId) {
        let mut policy = self.policy(bracket);
        policy.shaped = self.takes_shape(bracket);
        let style = Style { comma: policy.comma && !policy.shaped, shaped: policy.shaped, bare };
        let rows = self.rows(bracket.elements, style);
        (policy, self.docs.table(rows))
    }

    /// Elements of a list with some comments between them, in brackets that are laid out apart.
    pub(super) fn plain_rows(&mut self, node: NodeId, elements: &'s [NodeId]) -> DocId {
        let bare = self.omits_commas(node, elements);
        let rows = self.rows(elements, Style { comma: false, shaped: false, bare });
        self.docs.table(rows)
    }

    /// Whether the commas between elements on lines of their own were left out.
    fn omits_commas(&self, node: NodeId, elements: &[NodeId]) -> bool {
        let place = &self.sheet.nodes[node];
        if place.open.start.is_none() {
            return false;
        }
        let comma = |element: NodeId| {
            self.sheet.head(element).is_some_and(|head| self.sheet.nodes[head].open.comma)
        };
        let left_out =
            |&element: &NodeId| !comma(element) && self.sheet.before_all(element) >= Break::Line;
        elements.iter().skip(1).any(left_out) || elements.len() == 1 && !place.close.comma
    }

    fn rows(&mut self, elements: &'s [NodeId], style: Style) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::with_capacity(elements.len());
        let mut before: Option<(bool, bool)> = None;
        for (index, &element) in elements.iter().enumerate() {
            let last = index + 1 == elements.len();
            let (mut row, below) = self.row_of(element, last, style);
            let shapeless = self.is_shapeless(element);
            if let Some((before_shapeless, before_commented)) = before {
                let beside =
                    before_shapeless && shapeless && !before_commented && row.doc == NOTHING;
                row.sep = match (beside, style.bare) {
                    (true, true) => self.docs.text(", "),
                    (true, false) => SPACE,
                    (false, true) => break_or(self.sheet.before_all(element), SOFT_COMMA),
                    (false, false) => break_or(self.sheet.before_all(element), SOFT_SPACE),
                };
            }
            before = Some((shapeless, row.comment || !below.is_empty()));
            rows.push(row);
            for group in below {
                let raw = self.group(group);
                let mut row = Row::new(Cells::Raw(raw));
                row.sep = break_or(group.before, HARD);
                rows.push(row);
            }
        }
        rows
    }

    /// One element with its comma, and the comments below it.
    fn row_of(&mut self, element: NodeId, last: bool, style: Style) -> (Row, Vec<&'s Group<'t>>) {
        let comma = match (last, style) {
            (false, Style { bare: false, .. }) => COMMA,
            (true, Style { comma: true, .. }) => BROKEN_COMMA,
            _ => NOTHING,
        };
        let mut slots = self.slots(element);
        let mut core = None;
        // The comma goes before a comment that stands behind the `T` of `...T`.
        if let Kind::Ellipsis(Some(inner)) = self.kind(element)
            && !self.comments(*inner).is_empty()
        {
            let dots = self.docs.text("...");
            let inner_core = self.core(*inner);
            core = Some(self.docs.chain([dots, inner_core]));
            let inner = self.slots(*inner);
            slots.before.extend(inner.before);
            slots.head.extend(inner.head);
            slots.foot.extend(inner.foot);
            slots.behind.extend(inner.behind);
        }
        let core = match core {
            Some(core) => core,
            None => self.core(element),
        };
        let mut around = Around::default();
        let mut take = |group: &'s Group<'t>| {
            let list = if group.is_inline() { &mut around.trailing } else { &mut around.below };
            list.push(group);
        };
        if !holds_comments(self.kind(element)) {
            slots.head.iter().chain(&slots.foot).copied().for_each(&mut take);
        }
        slots.behind.iter().copied().for_each(&mut take);
        self.trailing_head(element).into_iter().for_each(&mut take);
        let commented = !around.trailing.is_empty() || !around.below.is_empty();
        let mut value = self.docs.chain([core, comma]);
        if style.shaped {
            value = self.docs.ungroup(value);
        }
        let mut cells = vec![value];
        if !around.trailing.is_empty() {
            cells.push(self.joined(&around.trailing));
        }
        let mut row = Row::new(Cells::Aligned(cells));
        row.doc = self.block(&slots.before, self.marks[element].before);
        row.comment = commented;
        (row, around.below)
    }
}
