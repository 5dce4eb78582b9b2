//! Brackets around elements: where the lines break behind the opening and before the closing one,
//! and how far what is between is indented.

use super::comment::Slots;
use super::{Layout, break_of, break_or};
use crate::format::doc::{COMMA, DocId, HARD, NOTHING, SPACE};
use crate::format::node::{Kind, NodeId};
use crate::format::token::Break;

/// A bracketed part.
pub(super) struct Bracket<'a> {
    pub(super) node: NodeId,
    pub(super) elements: &'a [NodeId],
    /// What stands before the opening bracket.
    pub(super) prefix: DocId,
    pub(super) open: &'static str,
    pub(super) close: &'static str,
    /// Whether comments stand in the brackets that belong to no element.
    pub(super) interior: bool,
    /// Whether a comment stands on the line of the opening bracket.
    pub(super) header: bool,
    /// Whether a comma may stand before the closing bracket.
    pub(super) comma: bool,
}

/// How a bracket is laid out.
pub(super) struct Policy {
    /// The opening bracket keeps to the first element, whose indentation is enough.
    hugs_first: bool,
    /// The closing bracket keeps to the last element.
    hugs_last: bool,
    /// An element that opens on the line of the opening bracket indents for both.
    shares_indent: bool,
    /// Whether a comma stands behind the last element.
    pub(super) comma: bool,
    open_break: DocId,
    close_break: DocId,
    /// The body takes one of the shapes of [`crate::format::doc::Doc::Body`].
    pub(super) shaped: bool,
}

impl Layout<'_, '_> {
    pub(super) fn policy(&self, bracket: &Bracket<'_>) -> Policy {
        let elements = bracket.elements;
        let place = &self.sheet.nodes[bracket.node];
        let closer = place.close.before;
        let documented = elements.iter().any(|&element| self.is_documented(element));
        let commented = elements.iter().any(|&element| self.has_comment_below(element));
        let (mut hugs_first, mut hugs_last) = (false, false);
        // A bracket on the line of a comment would be a part of it.
        let ends_with_comment =
            elements.last().is_some_and(|&last| self.marks[last].ends_with_comment);
        if let ([only], false) = (elements, bracket.interior || documented || commented)
            && self.opens(*only)
            && !ends_with_comment
        {
            hugs_first = self.marks[*only].before < Break::Line;
            hugs_last = closer < Break::Line;
        }
        // A field would stand between the brackets with its label.
        let breaks_open = elements.first().is_some_and(|&first| {
            matches!(self.kind(first), Kind::Field { .. }) && self.marks[first].has_lines()
        });
        let written = self.marks[bracket.node].kept;
        let shares_indent = written
            && !bracket.interior
            && !documented
            && !hugs_first
            && !breaks_open
            && (self.opens_on_line(elements) || self.stays_on_line(elements));
        let leading = match elements.first() {
            Some(&first) => self.sheet.before_all(first),
            None => place.open.before,
        };
        let open_broken =
            bracket.header || bracket.interior || leading >= Break::Line || breaks_open;
        // The comma depends on where the closing bracket goes, not on where it was: laying out
        // the result again must not add one.
        let close_broken = open_broken || closer >= Break::Line || ends_with_comment;
        let comma =
            bracket.comma && !hugs_last && (!self.marks[bracket.node].written || close_broken);
        let open_break = if bracket.header {
            SPACE
        } else if bracket.interior {
            HARD
        } else if breaks_open {
            break_or(leading, HARD)
        } else {
            break_of(leading)
        };
        let close_break = if close_broken { break_or(closer, HARD) } else { break_of(closer) };
        Policy {
            hugs_first,
            hugs_last,
            shares_indent,
            comma,
            open_break,
            close_break,
            shaped: false,
        }
    }

    /// Whether elements of lists and calls may take a shape together: no one wrote how they stand.
    pub(super) fn takes_shape(&self, bracket: &Bracket<'_>) -> bool {
        let elements = bracket.elements;
        !bracket.interior
            && elements.iter().all(|&element| {
                self.is_shapeless(element)
                    && !self.is_documented(element)
                    && !self.has_comment_below(element)
            })
            && !elements.is_empty()
    }

    pub(super) fn bracketed(
        &mut self,
        bracket: &Bracket<'_>,
        policy: &Policy,
        inner: DocId,
    ) -> DocId {
        let (open, close) = (self.docs.text(bracket.open), self.docs.text(bracket.close));
        if policy.shaped {
            let comma = if bracket.comma { COMMA } else { NOTHING };
            let body = self.docs.body(inner, comma);
            let whole = self.docs.chain([bracket.prefix, open, body, close]);
            return self.wrap(bracket.node, whole);
        }
        let inner = if policy.hugs_first {
            inner
        } else {
            let broken = self.docs.chain([policy.open_break, inner]);
            if policy.shares_indent { broken } else { self.docs.nest(broken) }
        };
        let close_break = if policy.hugs_last { NOTHING } else { policy.close_break };
        let whole = self.docs.chain([bracket.prefix, open, inner, close_break, close]);
        self.wrap(bracket.node, whole)
    }

    /// Whether a bracket can keep to its only element, which breaks its lines itself.
    pub(super) fn hugs(&self, element: NodeId) -> bool {
        self.marks[element].before < Break::Line
            && self.comments(element).is_empty()
            && self.marks[element].has_lines()
            && !self.marks[element].ends_with_comment
    }

    /// Whether `node` has an opening bracket on its first line, and indents what is in it.
    pub(super) fn opens(&self, node: NodeId) -> bool {
        match self.kind(node) {
            Kind::Embed(inner) => self.opens(*inner),
            kind => matches!(
                kind,
                Kind::Struct(_)
                    | Kind::List(_)
                    | Kind::Paren(_)
                    | Kind::Call { .. }
                    | Kind::Index { .. }
            ),
        }
    }

    /// Whether an element on the first line opens a bracket and breaks lines.
    fn opens_on_line(&self, elements: &[NodeId]) -> bool {
        elements
            .iter()
            .take_while(|&&element| self.sheet.before_all(element) < Break::Line)
            .any(|&element| self.opens(element) && self.marks[element].has_lines())
    }

    /// Whether no element begins a line.
    fn stays_on_line(&self, elements: &[NodeId]) -> bool {
        elements.iter().all(|&element| self.sheet.before_all(element) < Break::Line)
    }

    /// Whether an element has brackets that no one wrote.
    pub(super) fn is_shapeless(&self, node: NodeId) -> bool {
        let node = &self.sheet.nodes[node];
        let bracketed = matches!(
            node.kind,
            Kind::Struct(_)
                | Kind::List(_)
                | Kind::Paren(_)
                | Kind::Call { .. }
                | Kind::Index { .. }
        );
        let unknown = |before: Break| before == Break::Unknown;
        bracketed && unknown(node.open.before) && unknown(node.close.before)
    }

    /// Whether a comment stands on the line of the opening bracket.
    pub(super) fn has_header(&self, slots: &Slots<'_, '_>, first: Option<NodeId>) -> bool {
        if slots.head.first().is_some_and(|group| group.is_inline()) {
            return true;
        }
        let first = first.and_then(|first| self.sheet.first_before(first));
        first.is_some_and(|group| group.is_inline())
    }
}
